"""Showing tables and text on stdout, as wide as the terminal but for at most 80 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.console import RenderableType


def show(what: RenderableType) -> None:
    """Print to stdout, with bold type where it is a terminal."""
    from rich.console import Console

    from trustsim.report.tables import WIDTH

    console = Console(highlight=False)
    with console.capture() as captured:
        console.print(what, width=min(console.width, WIDTH))
    typer.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))
