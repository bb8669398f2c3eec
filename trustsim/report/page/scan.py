"""What stands in a report: its figures, its passages, its pictures, and the text between them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple

Attributes = list[tuple[str, str | None]]

PASSAGE = "data-passage"
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_SILENT = {"style", "script"}
_IN_A_LINE = {
    "a",
    "abbr",
    "b",
    "br",
    "cite",
    "code",
    "data",
    "em",
    "i",
    "img",
    "kbd",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
}
_SHOWING = {"img", "embed", "iframe", "object", "script", "video"}
"""Elements that show what is not in the text; a report has pictures alone."""
_SAID_ASIDE = ("title", "aria-label", "alt", "start", "value", "label", "placeholder")


class Figure(NamedTuple):
    """One ``<data>`` element, with what stands right before and behind it.

    Attributes:
        address: of its result.
        form: how it is written.
        value: all of its digits.
        text: what a reader sees.
        title: what shows where the pointer rests on it; None where the element has none.
        around: the text that abuts on it, on either side.
        context: the paragraph or cell that it stands in.
    """

    address: str
    form: str
    value: str
    text: str
    title: str | None
    around: tuple[str, str]
    context: str


class Picture(NamedTuple):
    """One picture: where its bytes are, and what is said for those who do not see it."""

    source: str
    alt: str


class Piece(NamedTuple):
    """Text outside of figures and passages, and the paragraph or cell that it stands in."""

    text: str
    context: str


@dataclass
class Scan:
    """All of it, in the order of the report."""

    figures: list[Figure] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    passages: list[tuple[str, str]] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)


def scan(page: str) -> Scan:
    """Read a page of HTML, or what Markdown becomes."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    reader.end_block()
    return reader.found


@dataclass
class _Open:
    """A figure that is being read."""

    attributes: dict[str, str | None]
    text: str = ""


class _Reader(HTMLParser):
    """Walks through the elements; a block is over where an element begins or ends that is not part of a line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = Scan()
        self._silent = 0
        self._depth = 0  # inside a passage: elements that are open in it
        self._passage: tuple[str, list[str]] | None = None
        self._figure: _Open | None = None
        self._block: list[str | _Open] = []

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Take note of what begins."""
        given = dict(attrs)
        self._silent += tag in _SILENT
        if tag not in _IN_A_LINE:
            self.end_block()
        self._say_aside(tag, given)
        if tag in _SHOWING:
            self.found.pictures.append(Picture(given.get("src") or "", given.get("alt") or ""))
        elif tag == "data":
            self._end_figure()
            self._figure = _Open(given)
        if self._passage is None and given.get(PASSAGE) is not None:
            self._passage, self._depth = (given[PASSAGE] or "", []), 0
        if self._passage is not None:
            self._passage[1].append(f" {given['href']} " if given.get("href") else "")
            self._depth += tag not in _VOID

    def handle_endtag(self, tag: str) -> None:
        """Take note of what ends."""
        self._silent = max(0, self._silent - (tag in _SILENT))
        if tag == "data":
            self._end_figure()
        if tag not in _IN_A_LINE:
            self.end_block()
        if self._passage is not None and tag not in _VOID:
            self._depth -= 1
            if self._depth <= 0:
                name, said = self._passage
                self.found.passages.append((name, _in_a_line("".join(said))))
                self._passage = None

    def handle_data(self, data: str) -> None:
        """Take note of text."""
        if self._silent:
            return
        if self._passage is not None:
            self._passage[1].append(data)
        if self._figure is not None:
            self._figure.text += data
        elif self._passage is None:
            self._block.append(data)

    def end_block(self) -> None:
        """A paragraph or cell is over: now it is known what stands around each figure."""
        self._end_figure()
        block, self._block = _joined(self._block), []
        context = _in_a_line("".join(part if isinstance(part, str) else part.text for part in block))
        for place, part in enumerate(block):
            if isinstance(part, str):
                self.found.pieces.append(Piece(part, context))
            else:
                self.found.figures.append(_figure(part, _beside(block, place - 1), _beside(block, place + 1), context))

    def _end_figure(self) -> None:
        """A figure ends with its element, or, where that is left open, with what it stands in."""
        if self._figure is not None:
            self._block.append(self._figure)
            self._figure = None

    def _say_aside(self, tag: str, given: dict[str, str | None]) -> None:
        """Text that shows, or is read aloud, without being on the page; figures and pictures are looked at as such."""
        for name in _SAID_ASIDE:
            if (said := given.get(name)) and tag not in ("data", "img"):
                self.found.pieces.append(Piece(said, f"{name} of <{tag}>"))


def _figure(read: _Open, before: str, behind: str, context: str) -> Figure:
    given = read.attributes
    return Figure(
        given.get("data-from") or "",
        given.get("data-form") or "",
        given.get("value") or "",
        _in_a_line(read.text),
        given.get("title"),
        (before, behind),
        context,
    )


def _joined(block: list[str | _Open]) -> list[str | _Open]:
    """Texts that follow on each other as one."""
    joined: list[str | _Open] = []
    for part in block:
        last = joined[-1] if joined else None
        if isinstance(part, str) and isinstance(last, str):
            joined[-1] = last + part
        else:
            joined.append(part)
    return joined


def _beside(block: list[str | _Open], place: int) -> str:
    found = block[place] if 0 <= place < len(block) else ""
    return found if isinstance(found, str) else found.text


def _in_a_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
