"""What was run for a scorecard, kept in a file, so that a long one can be stopped and gone on with."""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from trustsim.errors import InputError
from trustsim.experiment.keys import digest_of, model_digest
from trustsim.records.manifest import canonical

Values = list[list[float]]
"""For each pattern, the figure of each criterion in the runs of one seed."""

_BEGINNING = b'{"key": "'
_CARRY_OUT = ("__init__", "hypercube", "kept", "scorecard")


class Kept:
    """Results by what was asked, of this version of the model alone; a line a result.

    A line that was cut off when the power went is no result, and its runs are done again.
    """

    def __init__(self, file: Path | None) -> None:
        """``file`` is made when the first result comes; None keeps nothing beyond this object.

        Raises:
            InputError: the file holds something else than such results, or cannot be read.
        """
        self.file = file
        self._found: dict[str, Values] = {}
        try:
            lines = [] if file is None or not file.exists() else file.read_bytes().splitlines()
        except OSError as error:
            raise InputError(f"{file}: {error.strerror or error}; expected a file to keep results in") from error
        for number, line in enumerate(filter(None, lines), start=1):
            if not line.startswith(_BEGINNING[: len(line)]):
                raise InputError(f"{file}:{number}: this is no result; expected a new file, or one with kept results")
            self._read(line)

    def __contains__(self, ask: Sequence[Any]) -> bool:
        """Whether it was run already."""
        return _key(ask) in self._found

    def __getitem__(self, ask: Sequence[Any]) -> Values:
        """What came out."""
        return self._found[_key(ask)]

    def add(self, asks: Sequence[Sequence[Any]], found: Sequence[Values]) -> None:
        """Keep results; they are on the disk when this returns."""
        lines = []
        for ask, values in zip(asks, found, strict=True):
            key = _key(ask)
            self._found[key] = values
            told = [[None if math.isnan(value) else value for value in row] for row in values]
            lines.append(json.dumps({"key": key, "values": told}))
        if self.file is not None:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with self.file.open("a+b") as opened:
                cut_off = opened.tell() and (opened.seek(-1, os.SEEK_END), opened.read())[1] != b"\n"
                opened.write((b"\n" if cut_off else b"") + "".join(f"{line}\n" for line in lines).encode())

    def _read(self, line: bytes) -> None:
        try:
            row = json.loads(line)
            values = [[math.nan if value is None else float(value) for value in values] for values in row["values"]]
            self._found[str(row["key"])] = values
        except (ValueError, KeyError, TypeError, RecursionError):
            return


def _key(ask: Sequence[Any]) -> str:
    """Differs where the code of the model or of the patterns does, or what is asked."""
    return hashlib.sha256(canonical([model_digest(), _patterns(), list(ask)]).encode()).hexdigest()


def _patterns() -> str:
    """The sources that say what is run of a pattern and what is made of it; not those that only carry it out."""
    files = sorted(file for file in Path(__file__).parent.glob("*.py") if file.stem not in _CARRY_OUT)
    return digest_of({file.name: file.read_bytes() for file in files})
