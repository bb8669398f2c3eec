"""Writing a report: analysed, drawn, composed, shown as a page; whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from trustsim.records.aside import Say
from trustsim.records.results import Kind
from trustsim.report.page.compose import compose
from trustsim.report.page.html import page
from trustsim.report.page.material import Material
from trustsim.report.page.pictures import write_plots

if TYPE_CHECKING:
    from trustsim.experiment.record import SweepRecord

MARKDOWN, PAGE = "report.md", "index.html"


KIND = Kind("report", "trustsim report", PAGE)


def material(sweep: SweepRecord, plots: bool = True) -> Material:
    """Analyse a sweep, and draw what it shows.

    Raises:
        InputError: the runs cannot be analysed.
    """
    from trustsim.analysis.analyse import analyse
    from trustsim.report.page.facts import with_facts

    found = Material(sweep, with_facts(analyse(sweep), sweep), ())
    return with_pictures(found) if plots else found


def with_pictures(found: Material) -> Material:
    """The same with its pictures drawn."""
    from trustsim.report.page.pictures import draw_plots

    return replace(found, plots=draw_plots(found.analysis, found.sweep))


def texts(found: Material) -> dict[str, str]:
    """The files of a report by their names."""
    markdown = compose(found)
    embedded = {plot.source: plot.embedded for plot in found.plots}
    return {MARKDOWN: markdown, PAGE: page(markdown, found.experiment.title, embedded)}


def write_report(found: Material, folder: Path, say: Say | None = None) -> Path:
    """Write a report and return where it is; an earlier one there is replaced, but for what is the user's own in it.

    The same runs give the same bytes.

    Args:
        found: what it tells.
        folder: where.
        say: is called with a line for each file of the user's own that goes by another name now.

    Raises:
        InputError: something that is no report stands there, or nothing may be written there.
        RunError: writing failed half-way; nothing is left of it.
    """
    from trustsim.experiment.record import made_of

    of = made_of(found.sweep)
    with KIND.written(KIND.target(folder, of, force=True), of, say) as partial:
        write_texts(found, partial)
    return folder


def write_texts(found: Material, folder: Path) -> None:
    """Write the page, the Markdown and the pictures into a folder."""
    for name, text in texts(found).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    write_plots(found.plots, folder)
