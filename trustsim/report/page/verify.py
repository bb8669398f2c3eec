"""Checking a report: everything in it is computed anew from the runs, and held against what it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from trustsim.errors import InputError
from trustsim.report.page.check import Finding, Truth, findings, gathered
from trustsim.report.page.compose import alternative, compose
from trustsim.report.page.html import to_html
from trustsim.report.page.material import Material, names
from trustsim.report.page.pictures import Plot
from trustsim.report.page.scan import Scan, scan
from trustsim.report.page.write import MARKDOWN, PAGE


@dataclass(frozen=True)
class Verdict:
    """What came of a check.

    Attributes:
        figures: how many figures were looked at, in both files.
        passages: how many passages that are taken over word for word.
        pictures: how many pictures.
        findings: everything that is not as it should be; what is wrong alike at many places is told once.
    """

    figures: int
    passages: int
    pictures: int
    findings: tuple[Finding, ...]


def verify(found: Material, folder: Path) -> Verdict:
    """Hold both files of a report against what the runs say.

    Args:
        found: analysed anew from the runs, and drawn anew.
        folder: of the report.

    Raises:
        InputError: a file of the report is missing or cannot be read.
    """
    read = {name: scanned(name, _read(folder / name)) for name in (MARKDOWN, PAGE)}
    wrong = [one for name, truth in truths(found).items() for one in findings(name, read[name], truth)]
    wrong += _files_beside(found.plots, read[MARKDOWN], folder)
    return Verdict(
        sum(len(one.figures) for one in read.values()),
        sum(len(one.passages) for one in read.values()),
        sum(len(one.pictures) for one in read.values()),
        gathered(wrong),
    )


def truths(found: Material) -> dict[str, Truth]:
    """What each file is held against; both show the same pictures, under addresses of their own."""
    passages, known = dict(scanned(MARKDOWN, compose(found)).passages), names(found)
    alternatives = {plot: alternative(plot, found) for plot in found.plots}
    beside = {plot.source: alt for plot, alt in alternatives.items()}
    within = {plot.embedded: alt for plot, alt in alternatives.items()}
    return {file: Truth(found.analysis, passages, known, said) for file, said in ((MARKDOWN, beside), (PAGE, within))}


def scanned(file: str, text: str) -> Scan:
    """What stands in the text of a file."""
    return scan(to_html(text) if file == MARKDOWN else text)


def _files_beside(plots: Sequence[Plot], read: Scan, folder: Path) -> Iterator[Finding]:
    """Yield the pictures that the Markdown shows and that are not what the results look like."""
    used = {picture.source for picture in read.pictures}
    for plot in plots:
        if plot.source in used and not _is_file_of(folder / plot.file, plot.png):
            yield Finding(MARKDOWN, plot.file, "not what these results look like", "", "")


def _is_file_of(file: Path, content: bytes) -> bool:
    try:
        return file.read_bytes() == content
    except OSError:
        return False


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise InputError(f"{file}: {reason}; expected a report, as of: trustsim report DIR") from error
