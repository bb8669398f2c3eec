"""Which sweep is meant: a folder, or a name below ./sweeps; with the nearest names where there is none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trustsim.errors import InputError

if TYPE_CHECKING:
    from trustsim.experiment.record import SweepRecord

SWEEPS = "sweeps"
MOST_NAMES = 5

Sweep = Annotated[
    str | None,
    typer.Argument(metavar="DIR", help="A sweep folder, or the name of one in ./sweeps.", show_default=False),
]


def find_sweep(name: str | None) -> SweepRecord:
    """Read the sweep that is meant by a path, or by a name below ./sweeps.

    Raises:
        InputError: nothing was given, there is no such sweep, or it is not finished.
    """
    from trustsim.experiment.record import read_sweep

    return read_sweep(_find(name))


def _find(name: str | None) -> Path:
    from trustsim.scenario.nearest import near

    known = sorted(one.parent.name for one in Path(SWEEPS).glob("*/manifest.json"))
    there = f"expected a sweep folder, or a name in ./{SWEEPS}{': ' + ', '.join(known[:MOST_NAMES]) if known else ''}"
    if not name:
        raise InputError(f"DIR: nothing given; {there}")
    given, below = Path(name), Path(SWEEPS) / name
    if below.is_dir() and not (given / "manifest.json").is_file():
        return below
    if given.is_dir():
        return given
    found = near(given.name, known)
    raise InputError(f"{name}: no such sweep; " + (f"did you mean {' or '.join(found)}?" if found else there))
