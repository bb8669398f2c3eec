"""Small parts of a report in Markdown: passages, tables with a figure in each cell, notes that open."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from trustsim.report.page.addressed import attribute
from trustsim.text import in_markdown, visible

_HEADING = re.compile(r"^(#{1,6}) ", re.MULTILINE)
_CODE = re.compile(r"^```.*?^```$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
DEEPEST = 6


def passage(name: str, text: str) -> str:
    """Text that is taken over word for word from the code or a file; as a whole it is held against its source."""
    return f'<div data-passage="{attribute(name)}">\n\n{text.strip()}\n\n</div>\n'


def phrase(name: str, text: str) -> str:
    """A passage inside a line, from free text."""
    return f'<span data-passage="{attribute(name)}">{in_markdown(text)}</span>'


def code(text: str, language: str) -> str:
    """A block of code, with a fence longer than any in it; what would not show is escaped."""
    text = visible(text.replace("\r\n", "\n"), keep="\n\t")
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}\n"


def opens(summary: str, text: str, kind: str = "more") -> str:
    """A note that opens when its summary is clicked; on paper it is open, unless its kind is ``columns``."""
    return f'<details class="{kind}">\n<summary>{summary}</summary>\n\n{text.strip()}\n\n</details>\n'


def table(header: Sequence[str], rows: Iterable[Sequence[str]], whole: Sequence[bool] = ()) -> str:
    """A table from cells that are Markdown already; columns of numbers, as ``whole`` says, are set to the right."""
    aligned = ["---:" if place < len(whole) and whole[place] else "---" for place in range(len(header))]
    lines = [header, aligned, *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def lowered(text: str, levels: int) -> str:
    """Markdown of elsewhere with its headings ``levels`` deeper, in which what looks like HTML is text."""
    return _outside_of_code(text, lambda part: _HEADING.sub(partial(_deeper, levels), part.replace("<", "&lt;")))


def _deeper(levels: int, found: re.Match[str]) -> str:
    return "#" * min(DEEPEST, len(found[1]) + levels) + " "


def _outside_of_code(text: str, change: Callable[[str], str]) -> str:
    parts, at = [], 0
    for block in _CODE.finditer(text):
        parts += [change(text[at : block.start()]), block[0]]
        at = block.end()
    return "".join([*parts, change(text[at:])])
