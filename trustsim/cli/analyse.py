"""``trustsim analyse``: what the runs of a sweep say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trustsim.cli.drawing import PLOTS, InPlace
from trustsim.cli.exits import guarded, say
from trustsim.cli.options import AsJson, Force, Quiet
from trustsim.cli.progress import busy
from trustsim.cli.run import NOTHING_WRITTEN
from trustsim.cli.runs import shown
from trustsim.cli.screen import print_text, show
from trustsim.cli.sweeps import Csv, Sweep, check_csv, find_sweep, is_stdout, put_csv
from trustsim.errors import InputError
from trustsim.records.results import Kind
from trustsim.text import in_json

if TYPE_CHECKING:
    from trustsim.analysis.results import Analysis
    from trustsim.experiment.record import SweepRecord

KIND = Kind("analysis", "trustsim analysis", "results.json")

Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="DIR", help="Folder to write; else DIR/analysis. The same is replaced."),
]
Measures = Annotated[
    list[str] | None,
    typer.Option(
        "--measure",
        metavar="M",
        help="A measure, as requests.need_fit or trust@mean; repeatable; else those of the experiment. "
        "The first is told most about; the first three get pictures.",
    ),
]
NoPlots = Annotated[bool, typer.Option("--no-plots", help="Draw no pictures.")]


@guarded
def analyse(
    sweep: Sweep = None,
    *,
    out: Out = None,
    measures: Measures = None,
    csv: Csv = None,
    no_plots: NoPlots = False,
    force: Force = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Say what the runs of a sweep say: which factors matter, how sure that is, and what is luck.

    Writes every result as a table (CSV, LaTeX), as results.json and as pictures.

    Example: trustsim analyse sweeps/policies --measure requests.need_fit
    """
    from trustsim.experiment.record import made_of as of_sweep

    record = find_sweep(sweep)
    made_of = {**of_sweep(record), "measures": measures}
    folder = _target(record.folder, out, measures, made_of, force=force)
    check_csv(csv, record.folder, as_json=as_json)
    try:
        with busy("analysing", quiet=quiet):
            found = _analyse(record, measures)
        with busy("writing", quiet=quiet):
            _write(found, record, folder, made_of)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(NOTHING_WRITTEN) from None

    def draw(into: Path) -> None:
        from trustsim.report.plots import draw_analysis, draw_discovery

        draw_analysis(found, record.experiment, into / PLOTS)
        draw_discovery(found, record.experiment, into / PLOTS)

    put_csv(record, csv, quiet=quiet or as_json)
    apart = quiet or is_stdout(csv)
    place = InPlace(folder, KIND.words, apart, as_json)
    place.tell_and_draw(lambda: _tell(found, record, folder, as_json, apart), None if no_plots else draw, PLOTS)


def _target(
    sweep: Path, out: Path | None, measures: list[str] | None, made_of: Mapping[str, Any], *, force: bool
) -> Path:
    """Where to write; never over the sweep itself, and over nothing else that is there."""
    from trustsim.analysis.files import FOLDER
    from trustsim.records.names import file_name

    try:
        return KIND.target(out or sweep / file_name("-".join([FOLDER, *(measures or [])])), made_of, force=force)
    except InputError as error:
        raise InputError(f"--out: {error}") from error


def _analyse(record: SweepRecord, measures: list[str] | None) -> Analysis:
    from trustsim.analysis.analyse import analyse as work_out

    try:
        return work_out(record, measures)
    except InputError as error:
        raise InputError(f"--measure: {error}" if measures else str(error)) from error


def _write(found: Analysis, record: SweepRecord, folder: Path, made_of: Mapping[str, Any]) -> None:
    from trustsim.analysis.files import write_tables

    with KIND.written(folder, made_of, say) as partial:
        write_tables(found, record.experiment, partial)


def _tell(found: Analysis, record: SweepRecord, folder: Path, as_json: bool, quiet: bool) -> None:
    written = f"Written to {shown(folder)}"
    if as_json:
        from trustsim.analysis.files import as_data

        print_text(in_json(as_data(found, record.experiment)))
        if not quiet:
            say(written)
    elif not quiet:
        from trustsim.report.analysis import analysis_screen

        show(analysis_screen(found, record.experiment, written))
