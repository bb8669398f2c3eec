"""Holding what stands in a report against what the runs say.

Figures are compared as they are written, and digit by digit: a float is the same to its last bit or it is another one.
No tolerance is needed for that. What is computed anew is computed by the same code from the same file, sums over
points and seeds do not go through BLAS, and random numbers are addressed. Nor would one be sound: the report has a
fingerprint of every table, and a fingerprint has no tolerance. Where libraries of another version or machine give other
last digits, it is said that these alone differ.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from unicodedata import normalize

from trustsim.analysis.results import Analysis
from trustsim.analysis.statement import FORMATS, shown
from trustsim.errors import InputError
from trustsim.report.page.addressed import exact, where
from trustsim.report.page.scan import Figure, Picture, Piece, Scan
from trustsim.text import one_line

ALLOWED: Mapping[str, str] = {
    "95 % interval": "the level of confidence of every interval: the code has no other",
    "95 % intervals": "the same",
    "SHA-256": "the name of a method",
}
"""Numbers that may stand in a text without a source, and why."""

_DIGITS = re.compile(r"[+\-\N{MINUS SIGN}]?\d+(?:[.,]\d+)*(?:e[+\-]?\d+)?(?:\s?%)?", re.IGNORECASE)
_SPOILT_BEFORE = re.compile(r"[\w.,+\-\N{MINUS SIGN}]$")
_SPOILT_BEHIND = re.compile(r"^(?:\w|\s?%|[.,]\d)")
_SHORT = 90
LOOSE = "a number without a source"
NEAR = 1e-12
"""Of itself: figures that differ by less differ in their last digits only."""

_LAST_DIGITS = "; only the last digits differ, as they may on another machine or with other versions of libraries"


class Finding(NamedTuple):
    """One thing that is not as it should be.

    Attributes:
        file: ``index.html`` or ``report.md``.
        what: address of a figure, or what else it is.
        told: what the report says.
        should_be: what it should say; empty where nothing should stand there.
        context: the paragraph or cell that it stands in.
        places: at how many places it is so; the context is that of the first.
    """

    file: str
    what: str
    told: str
    should_be: str
    context: str
    places: int = 1

    def __str__(self) -> str:
        wanted = f", should be {self.should_be}" if self.should_be else ""
        many = f", at {self.places} places, first" if self.places > 1 else ","
        place = f"{many} in: '{_cut(self.context)}'" if self.context else ""
        return f"{self.file}: {self.what}: {self.told}{wanted}{place}"


@dataclass(frozen=True)
class Truth:
    """What a report is held against.

    Attributes:
        analysis: recomputed, the facts included.
        passages: texts that are taken over word for word, by name.
        names: names that the experiment uses, which may have digits in them.
        pictures: what is said for those who do not see a picture, by the address under which a file shows it.
    """

    analysis: Analysis
    passages: Mapping[str, str]
    names: frozenset[str]
    pictures: Mapping[str, str]


def findings(file: str, read: Scan, truth: Truth) -> Iterator[Finding]:
    """Yield everything in a file that is not as it should be."""
    for figure in read.figures:
        yield from _of_figure(file, figure, truth.analysis)
    yield from _loose(file, read.pieces, truth.names)
    for name, text in read.passages:
        yield from _of_passage(file, name, text, truth.passages)
    yield from _of_pictures(file, read.pictures, truth.pictures)


def _of_figure(file: str, figure: Figure, analysis: Analysis) -> Iterator[Finding]:
    try:
        value = analysis.value(figure.address)
    except InputError:
        yield Finding(file, figure.address or "a figure without an address", "no such result", "", figure.context)
        return
    if figure.form not in FORMATS:
        yield Finding(file, figure.address, f"told in the form '{figure.form}', which there is not", "", figure.context)
        return
    text, digits = one_line(shown(value, figure.form)), exact(value)
    aside = where(figure.address, digits)
    if figure.text != text:
        both = figure.value != digits != text
        told, should_be = (f"{figure.text} ({figure.value})", f"{text} ({digits})") if both else (figure.text, text)
        yield Finding(file, figure.address, f"told {told}", should_be, figure.context)
    elif figure.value != digits:
        only = _LAST_DIGITS if _is_near(figure.value, digits) else ""
        yield Finding(file, f"{figure.address}, all digits", f"told {figure.value}", f"{digits}{only}", figure.context)
    elif figure.title not in (None, aside):
        yield Finding(file, f"{figure.address}, where it is from", f"told {figure.title}", aside, figure.context)
    before, behind = figure.around
    if _SPOILT_BEFORE.search(before) or _SPOILT_BEHIND.search(behind):
        told = f"told {before[-1:].strip()}{figure.text}{behind[:2].rstrip()}"
        yield Finding(file, f"{figure.address}, and what abuts on it", told, text, figure.context)


def gathered(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """The same finding at many places, or in both files, told once."""
    by_kind: dict[tuple[str, ...], list[Finding]] = {}
    for one in found:
        apart = one.context if one.what == LOOSE else ""
        by_kind.setdefault((one.what, one.told, one.should_be, apart), []).append(one)
    return tuple(
        same[0]._replace(
            file=" and ".join(dict.fromkeys(one.file for one in same)), places=sum(one.places for one in same)
        )
        for same in by_kind.values()
    )


def _is_near(told: str, digits: str) -> bool:
    """Whether two figures differ in their last digits only."""
    try:
        return math.isclose(float(told), float(digits), rel_tol=NEAR)
    except ValueError:
        return False


def _loose(file: str, pieces: Iterable[Piece], names: frozenset[str]) -> Iterator[Finding]:
    known = {normalize("NFKC", one_line(text)) for text in (*ALLOWED, *names)}
    allowed = [re.escape(text) for text in sorted(known, key=lambda text: (-len(text), text))]
    pardoned = re.compile(rf"(?<![\w.,+\-\N{{MINUS SIGN}}])(?:{'|'.join(allowed)})(?![\w%])")
    for piece in pieces:
        for found in _DIGITS.findall(pardoned.sub(" ", normalize("NFKC", piece.text))):
            yield Finding(file, LOOSE, found, "", piece.context)


def _of_passage(file: str, name: str, text: str, passages: Mapping[str, str]) -> Iterator[Finding]:
    if name not in passages:
        yield Finding(file, f"passage {name}", "there is no such passage", "", text)
    elif text != passages[name]:
        told, should_be = _first_difference(text, passages[name])
        yield Finding(file, f"passage {name}", f"told '{told}'", f"'{should_be}'", "")


def _of_pictures(file: str, read: Iterable[Picture], pictures: Mapping[str, str]) -> Iterator[Finding]:
    for picture in read:
        if picture.source not in pictures:
            yield Finding(file, "a picture", "not what these results look like", "", picture.alt)
        elif " ".join(picture.alt.split()) != pictures[picture.source]:
            yield Finding(file, "a picture in words", f"told '{picture.alt}'", f"'{pictures[picture.source]}'", "")


def _first_difference(told: str, should_be: str) -> tuple[str, str]:
    """A few words of both from shortly before the place where they part."""
    same = next((at for at, (one, other) in enumerate(zip(told, should_be, strict=False)) if one != other), None)
    start = max(0, (min(len(told), len(should_be)) if same is None else same) - 20)
    return told[start : start + 50], should_be[start : start + 50]


def _cut(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}…"
