"""Showing tables and text on stdout, as wide as the terminal but for at most 80 columns; nothing in them acts on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from trustsim.text import visible

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult


def show(what: RenderableType) -> None:
    """Print to stdout, with bold type where it is a terminal; text in it is no markup."""
    from rich.console import Console

    from trustsim.report.tables import WIDTH

    console = Console(highlight=False, markup=False, emoji=False)
    with console.capture() as captured:
        console.print(_Visible(what), width=min(console.width, WIDTH))
    typer.echo("\n".join(line.rstrip() for line in captured.get().split("\n")).removesuffix("\n"))


def print_text(text: str, *, end: str = "\n") -> None:
    """Write lines of plain text to stdout, as text and nothing else."""
    typer.echo(visible(text, keep="\n") + end, nl=False)


@dataclass(frozen=True)
class _Visible:
    """What is shown, with whatever a terminal would obey escaped; only rich itself sets colours and bold type."""

    what: RenderableType

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from rich.segment import Segment

        for segment in console.render(self.what, options):
            yield segment if segment.control else Segment(visible(segment.text, keep="\n"), segment.style)
