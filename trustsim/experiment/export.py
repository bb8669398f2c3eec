"""Every run of a sweep as a row of a CSV file, with the levels of its point: for spreadsheets, R and pandas."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from trustsim.errors import InputError, RunError
from trustsim.experiment.shards import whole
from trustsim.measures.responses import responses
from trustsim.scenario.wording import printable

if TYPE_CHECKING:
    from trustsim.experiment.record import SweepRecord

BEFORE = ("base", "point")
BEHIND = ("rep", "seed", "status", "error")
"""Columns besides the factors and the measures, and where they stand."""

FORMULA = ("=", "+", "-", "@")
"""What a cell begins with that a spreadsheet would work out."""

FACTOR = "factor."
"""What stands before the name of a factor that is called as another column is."""


def columns(record: SweepRecord) -> list[str]:
    """The names of the columns: base, point, the factors, rep, seed, status, error, and every measure."""
    others = {*BEFORE, *BEHIND, *responses()}
    factors = [factor.name for factor in record.experiment.factors]
    return [*BEFORE, *(f"{FACTOR}{name}" if name in others else name for name in factors), *BEHIND, *responses()]


def rows(record: SweepRecord) -> Iterator[list[str]]:
    """The cells of each run, in the order of the design.

    Numbers have all of their digits, so that reading them gives the same numbers; a missing one is an empty cell. A
    text that a spreadsheet would take for a formula has an apostrophe in front; control characters are escaped.

    Raises:
        InputError: the tables of the sweep cannot be read, or are not as they were written.
    """
    design = record.design
    levels = [design[factor.name].tolist() for factor in record.experiment.factors]
    for batch in record.batches([*BEFORE, *BEHIND, *responses()]):
        for run in zip(*batch.values(), strict=True):
            base, point, *others = run
            yield [cell(value) for value in (base, point, *(level[point] for level in levels), *others)]


def cell(value: Any) -> str:
    """A value as the text of a cell."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    text = printable(str(value), len(str(value)))
    return f"'{text}" if text.startswith(FORMULA) and not _is_number(text) else text


def write_csv(record: SweepRecord, file: TextIO) -> None:
    """Write all runs to an open file.

    Raises:
        InputError: as for ``rows``.
    """
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([cell(name) for name in columns(record)])
    writer.writerows(rows(record))


def check_target(path: Path, folder: Path) -> None:
    """Refuse a file that may not be written, before anything is done; an earlier table of runs may be replaced.

    Args:
        path: of the CSV file.
        folder: of the sweep, which may be about to be made.

    Raises:
        InputError: it is a folder, or holds something else, or cannot be put there.
    """
    resolved, home = path.resolve(), folder.resolve()
    try:
        if resolved.is_dir():
            raise InputError(f"{path}: this is a folder; expected a file to write the runs to")
        if home in resolved.parents and (resolved.parent != home or resolved.suffix != ".csv"):
            raise InputError(f"{path}: this is in the sweep folder; expected a name there that ends in .csv")
        if not resolved.parent.is_dir() and resolved.parent != home:
            raise InputError(f"{path}: {path.parent} is no folder; expected one that is there")
        if resolved.exists() and not _is_ours(resolved):
            raise InputError(f"{path}: this file holds something else; expected a new one, or earlier runs to replace")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}; expected a file that can be written") from error


def save_csv(record: SweepRecord, path: Path) -> None:
    """Write all runs to a file, which is there whole or not at all.

    Raises:
        InputError: as for ``rows``.
        RunError: it could not be written.
    """
    try:
        with whole(path.resolve()) as file:
            text = TextIOWrapper(file, encoding="utf-8", newline="")
            write_csv(record, text)
            text.detach()  # what it held is in the file, which stays open
    except OSError as error:
        raise RunError(f"could not write {path}: {error.strerror or error}") from error


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        first = file.readline(200)
    return not first or first.startswith(",".join(BEFORE).encode() + b",")


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text)) and "_" not in text
    except ValueError:
        return False
