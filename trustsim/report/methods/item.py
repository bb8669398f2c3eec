"""One item of the checklist, and how it is written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from trustsim.records.describe import markdown_table


class Item(NamedTuple):
    """One item of the checklist.

    Attributes:
        number: as in the checklist: ``2.5.1``.
        title: what it is about.
        text: in Markdown.
        is_filled: whether its text follows from the experiment, its scenarios and the code; else it is about the
            model as such, the same in every report.
    """

    number: str
    title: str
    text: str
    is_filled: bool = True

    @property
    def markdown(self) -> str:
        """The item as a paragraph with its number, or several."""
        origin = "from the experiment and the code" if self.is_filled else "of the model as such"
        return f"**{self.number} {self.title}** *({origin})*\n\n{self.text.strip()}\n"


def grid(header: tuple[str, ...], rows: Iterable[tuple[str, ...]], nothing: str) -> str:
    """A table; words where it would have no rows."""
    found = list(rows)
    return markdown_table(header, found) if found else f"{nothing}\n"


def counted(number: int, one: str, many: str = "") -> str:
    """``1 run``, ``20 runs``, ``2 people``."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
