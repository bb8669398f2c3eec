"""What was run for a scorecard, kept in a file, so that a long one can be stopped and gone on with."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from trustsim.experiment.keys import digest_of, model_digest
from trustsim.records.manifest import canonical

Values = list[list[float]]
"""For each pattern, the figure of each criterion in the runs of one seed."""

_CARRY_OUT = ("__init__", "hypercube", "kept", "scorecard")


class Kept:
    """Results by what was asked, of this version of the model alone; a line a result.

    A line that was cut off when the power went is no result, and its runs are done again.
    """

    def __init__(self, file: Path | None) -> None:
        """``file`` is made when the first result comes; None keeps nothing beyond this object."""
        self.file = file
        self._found: dict[str, Values] = {}
        if file is not None and file.is_file():
            for line in file.read_text(encoding="utf-8").splitlines():
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
            with self.file.open("a", encoding="utf-8", newline="\n") as opened:
                opened.write("".join(f"{line}\n" for line in lines))

    def _read(self, line: str) -> None:
        try:
            row = json.loads(line)
            values = [[math.nan if value is None else float(value) for value in values] for values in row["values"]]
            self._found[str(row["key"])] = values
        except (ValueError, KeyError, TypeError):
            return


def _key(ask: Sequence[Any]) -> str:
    """Differs where the code of the model or of the patterns does, or what is asked."""
    return hashlib.sha256(canonical([model_digest(), _patterns(), list(ask)]).encode()).hexdigest()


def _patterns() -> str:
    """The sources that say what is run of a pattern and what is made of it; not those that only carry it out."""
    files = sorted(file for file in Path(__file__).parent.glob("*.py") if file.stem not in _CARRY_OUT)
    return digest_of({file.name: file.read_bytes() for file in files})
