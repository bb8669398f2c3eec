"""Writing a report: analysed, drawn, composed, shown as a page; whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from trustsim.records.aside import aside
from trustsim.report.page.compose import MARK, compose
from trustsim.report.page.html import page
from trustsim.report.page.material import Material
from trustsim.report.page.pictures import write_plots

if TYPE_CHECKING:
    from trustsim.experiment.record import SweepRecord

MARKDOWN, PAGE = "report.md", "index.html"


def is_ours(folder: Path) -> bool:
    """Whether a report stands there, and so may be replaced by another."""
    try:
        with (folder / MARKDOWN).open(encoding="utf-8") as file:
            return file.readline().rstrip() == MARK
    except (OSError, ValueError):
        return False


def material(sweep: SweepRecord, plots: bool = True) -> Material:
    """Analyse a sweep, and draw what it shows.

    Raises:
        InputError: the runs cannot be analysed.
    """
    from trustsim.analysis.analyse import analyse
    from trustsim.report.page.facts import with_facts
    from trustsim.report.page.pictures import draw_plots

    analysis = analyse(sweep)
    return Material(sweep, with_facts(analysis, sweep), draw_plots(analysis, sweep) if plots else ())


def texts(found: Material) -> dict[str, str]:
    """The files of a report by their names."""
    markdown = compose(found)
    embedded = {plot.source: plot.embedded for plot in found.plots}
    return {MARKDOWN: markdown, PAGE: page(markdown, found.experiment.title, embedded)}


def write_report(found: Material, folder: Path) -> Path:
    """Write a report and return where it is; an earlier one there is replaced.

    The same runs give the same bytes.

    Raises:
        InputError: something that is no report stands there, or nothing may be written there.
        RunError: writing failed half-way; nothing is left of it.
    """
    with aside(folder, is_ours) as partial:
        for name, text in texts(found).items():
            (partial / name).write_text(text, encoding="utf-8", newline="\n")
        write_plots(found.plots, partial)
    return folder
