"""``trustsim analyse``: what the runs of a sweep say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trustsim.cli.exits import guarded, say
from trustsim.cli.options import AsJson, Quiet
from trustsim.cli.progress import busy
from trustsim.cli.run import NOTHING_WRITTEN
from trustsim.cli.runs import shown
from trustsim.cli.screen import show
from trustsim.cli.sweeps import Csv, Sweep, check_csv, find_sweep, is_stdout, put_csv
from trustsim.errors import InputError

if TYPE_CHECKING:
    from trustsim.analysis.results import Analysis
    from trustsim.experiment.record import SweepRecord

PLOTS = "plots"

Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="DIR", help="Folder to write; else DIR/analysis. An earlier one is replaced."),
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
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Say what the runs of a sweep say: which factors matter, how sure that is, and what is luck.

    Writes every result as a table (CSV, LaTeX), as results.json and as pictures.

    Example: trustsim analyse sweeps/policies --measure requests.need_fit
    """
    record = find_sweep(sweep)
    folder = _target(record.folder, out)
    check_csv(csv, record.folder, as_json=as_json)
    try:
        with busy("analysing", quiet=quiet):
            found = _analyse(record, measures)
        with busy("writing" if no_plots else "drawing and writing", quiet=quiet):
            _write(found, record, folder, plots=not no_plots)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(NOTHING_WRITTEN) from None
    put_csv(record, csv, quiet=quiet or as_json)
    _tell(found, record, folder, as_json, quiet or is_stdout(csv))


def _target(sweep: Path, out: Path | None) -> Path:
    """Where to write; never over the sweep itself, and over nothing else that is there."""
    from trustsim.analysis.files import FOLDER, is_ours
    from trustsim.records.aside import ready

    if out is None:
        return ready(sweep / FOLDER, is_ours, "analysis")
    try:
        return ready(out, is_ours, "analysis")
    except InputError as error:
        raise InputError(f"--out: {error}") from error


def _analyse(record: SweepRecord, measures: list[str] | None) -> Analysis:
    from trustsim.analysis.analyse import analyse as work_out

    try:
        return work_out(record, measures)
    except InputError as error:
        raise InputError(f"--measure: {error}" if measures else str(error)) from error


def _write(found: Analysis, record: SweepRecord, folder: Path, *, plots: bool) -> None:
    from trustsim.analysis.files import is_ours, write_tables
    from trustsim.records.aside import aside

    with aside(folder, is_ours) as partial:
        write_tables(found, record.experiment, partial)
        if plots:
            from trustsim.report.plots import draw_analysis, draw_discovery

            draw_analysis(found, record.experiment, partial / PLOTS)
            draw_discovery(found, record.experiment, partial / PLOTS)


def _tell(found: Analysis, record: SweepRecord, folder: Path, as_json: bool, quiet: bool) -> None:
    written = f"Written to {shown(folder)}"
    if as_json:
        from trustsim.analysis.files import as_data

        typer.echo(json.dumps(as_data(found, record.experiment), indent=2, ensure_ascii=False, allow_nan=False))
        if not quiet:
            say(written)
    elif not quiet:
        from trustsim.report.analysis import analysis_screen

        show(analysis_screen(found, record.experiment, written))
