"""``trustsim report``: a sweep as one page to read, and a check of every figure on it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trustsim.cli.drawing import InPlace
from trustsim.cli.exits import guarded, say
from trustsim.cli.options import Force, Quiet
from trustsim.cli.progress import busy
from trustsim.cli.run import NOTHING_WRITTEN
from trustsim.cli.runs import shown
from trustsim.cli.screen import print_text
from trustsim.cli.sweeps import Sweep, find_sweep
from trustsim.errors import InputError, RunError
from trustsim.text import one_line

if TYPE_CHECKING:
    from trustsim.experiment.record import SweepRecord
    from trustsim.report.page import Verdict

REPORT = "report"

Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="DIR", help="Folder of the report; else DIR/report. The same is replaced."),
]
Verify = Annotated[
    bool, typer.Option("--verify", help="Write nothing: compute every figure of the report anew, and compare.")
]
NoPlots = Annotated[bool, typer.Option("--no-plots", help="Draw no pictures.")]


@guarded
def report(
    sweep: Sweep = None,
    *,
    out: Out = None,
    verify: Verify = False,
    force: Force = False,
    no_plots: NoPlots = False,
    quiet: Quiet = False,
) -> None:
    """Write the report of a sweep: index.html, which needs nothing beside it, and the same as report.md.

    Every figure in it carries the address of the result that it came from. With --verify all of them are computed
    anew from the runs; what differs, and every number without an address, is listed, and the exit code is 1.

    Example: trustsim report sweeps/policies
    """
    if verify and no_plots:
        raise InputError("--no-plots: given with --verify, which looks at the pictures that are there; expected one")
    record = find_sweep(sweep)
    target = out or record.folder / REPORT
    if verify:
        _verify(record, target, quiet)
    else:
        _write(record, target, quiet, plots=not no_plots, force=force)


def _write(sweep: SweepRecord, target: Path, quiet: bool, *, plots: bool, force: bool) -> None:
    """Write the report without pictures, and when it is in place the one with them."""
    from trustsim.experiment.record import made_of
    from trustsim.report.page import KIND, material, with_pictures, write_report, write_texts

    try:
        folder = KIND.target(target, made_of(sweep), force=force)
    except InputError as error:
        raise InputError(f"--out: {error}") from error
    try:
        with busy("analysing and writing", quiet=quiet):
            found = material(sweep, plots=False)
            write_report(found, folder, say)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(NOTHING_WRITTEN) from None

    def tell() -> None:
        if not quiet:
            say(f"Written to {shown(folder)}: index.html, report.md")

    def draw(into: Path) -> None:
        write_texts(with_pictures(found), into)

    InPlace(folder, KIND.words, quiet, aside=True).tell_and_draw(tell, draw if plots else None, "figures")


def _verify(sweep: SweepRecord, target: Path, quiet: bool) -> None:
    from trustsim.report.page import material, verify

    with busy("computing every figure anew", quiet=quiet):
        verdict = verify(material(sweep, (target / "figures").is_dir()), target)
    for finding in verdict.findings:
        print_text(one_line(str(finding)))
    if verdict.findings:
        wrong = _count(len(verdict.findings), "thing")
        are = "is" if len(verdict.findings) == 1 else "are"
        raise RunError(f"{shown(target)}: {wrong} {are} not as the runs say; {_seen(verdict)}")
    if not quiet:
        say(f"{shown(target)} is as the runs say: {_seen(verdict)}")


def _seen(verdict: Verdict) -> str:
    counted = ((verdict.figures, "figure"), (verdict.passages, "passage"), (verdict.pictures, "picture"))
    return f"{', '.join(_count(number, what) for number, what in counted)} checked"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
