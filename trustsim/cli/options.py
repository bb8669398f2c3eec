"""Options that several commands share, and whole numbers that say what was given and what was expected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

LARGEST_SEED = 2**53


def whole(low: int, high: int) -> Callable[[Any], int]:
    """Return a parser of whole numbers from ``low`` to ``high``, both included."""

    def parse(given: Any) -> int:
        try:
            number = int(str(given))
        except ValueError:
            number = low - 1
        if not low <= number <= high:
            raise typer.BadParameter(f"{given} given; expected a whole number from {low} to {high}.")
        return number

    parse.__name__ = "whole number"
    return parse


Overrides = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="Change a scenario key, as in organisation.users=30; repeatable."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON to stdout, and nothing else there.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no report; only errors.")]
Force = Annotated[
    bool, typer.Option("--force", help="Replace what stands there even if it was made of something else.")
]
