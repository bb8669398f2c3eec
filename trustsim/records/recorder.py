"""Where a running model puts its rows; columns of numbers, kept small while a run goes on."""

from __future__ import annotations

from array import array
from typing import Any

import numpy as np

CHUNK = 4096  # rows
_MOST_SIGNED = (1 << 63) - 1

Columns = dict[str, np.ndarray[Any, Any]]


def as_signed(mask: int) -> int:
    """A mask of up to 64 bits as a signed number of 64 bits; packed as unsigned, it is itself again."""
    return mask - (1 << 64) if mask > _MOST_SIGNED else mask


class Rows:
    """Rows of one table, laid end to end in one list of numbers, packed into typed columns now and then.

    Whoever writes many rows may extend ``flat`` directly, by one value for each name, masks as signed.
    """

    def __init__(self, names: tuple[str, ...], types: tuple[str, ...]) -> None:
        """``types`` are numpy type codes such as ``"i4"``, ``"f8"``, ``"u8"``, one a name.

        A table with 64-bit masks holds whole numbers only; any other, what a float holds exactly.
        """
        self.names = names
        self.types = types
        self._code = "q" if "u8" in types else "d"
        self.flat: list[float] = []
        self._packed: list[list[np.ndarray[Any, Any]]] = [[] for _ in names]

    def append(self, row: tuple[Any, ...]) -> None:
        """Add a row, in the order of ``names``."""
        self.flat.extend(map(as_signed, row) if self._code == "q" else row)

    def pack(self, least: int = CHUNK) -> None:
        """Pack what was appended, if it is at least so many rows."""
        width = len(self.names)
        if len(self.flat) < max(least, 1) * width:
            return
        # The standard library's array takes enumerations and numbers alike, many times faster than numpy.
        table = np.frombuffer(array(self._code, self.flat), dtype=self._code).reshape(-1, width)
        for chunks, values, kind in zip(self._packed, table.T, self.types, strict=True):
            chunks.append(values.astype(kind))
        self.flat.clear()

    def __len__(self) -> int:
        return len(self.flat) // len(self.names) + sum(len(chunk) for chunk in self._packed[0])

    def columns(self) -> Columns:
        """All rows so far as one array a column."""
        self.pack(1)
        return {
            name: np.concatenate(chunks) if chunks else np.empty(0, dtype=kind)
            for name, chunks, kind in zip(self.names, self._packed, self.types, strict=True)
        }


class LedgerRows(Rows):
    """Rows of the ledger: the bond by number; who trusts whom is looked up when the columns are asked for."""

    def __init__(self) -> None:
        super().__init__(
            ("day", "bond", "dimension", "event", "request", "source", "before", "after"),
            ("i4", "i4", "i1", "i1", "i4", "i4", "f8", "f8"),
        )
        self.parties: list[tuple[int, int, int, int]] = []
        self.weights: tuple[float, float, float] = (0.0, 0.0, 0.0)

    def columns(self) -> Columns:
        """All rows, with kind and number of trustor and trustee, the delta and its weighted contribution."""
        raw = super().columns()
        parties = np.array(self.parties, dtype="i4").reshape(-1, 4)[raw["bond"]]
        delta = raw["after"] - raw["before"]
        return {
            "day": raw["day"],
            "trustor_kind": parties[:, 0],
            "trustor": parties[:, 1],
            "trustee_kind": parties[:, 2],
            "trustee": parties[:, 3],
            "dimension": raw["dimension"],
            "event": raw["event"],
            "request": raw["request"],
            "source": raw["source"],
            "before": raw["before"],
            "delta": delta,
            "after": raw["after"],
            "contribution": np.array(self.weights)[raw["dimension"]] * delta,
        }


class Recorder:
    """The tables of one run in raw form: parties, kinds and requests by number, not by name.

    ``ledger=False`` keeps no ledger rows; nothing else of a run depends on it.
    """

    def __init__(self, *, ledger: bool = True) -> None:
        self.keeps_ledger = ledger
        self.source = -1  # the event that what people live through is booked under; -1: none
        self.daily: list[dict[str, float | int | None]] = []
        self.handoffs = Rows(
            ("request", "step", "hand", "layer", "day", "wrong", "broken"),
            ("i4", "i2", "i1", "i1", "i4", "u8", "u8"),
        )
        self.ledger = LedgerRows()
        self.events = Rows(
            ("day", "kind", "actor_kind", "actor", "subject_kind", "subject", "a", "b", "cause"),
            ("i4", "i1", "i1", "i4", "i1", "i4", "f8", "f8", "i4"),
        )

        self.promises = Rows(("release", "nth", "told", "due", "fate", "ended"), ("i4", "i2", "i4", "i4", "i1", "i4"))
        self.units: list[dict[str, float | int | None]] = []

    def pack(self) -> None:
        """At the end of a day: pack what has gathered."""
        for rows in (self.handoffs, self.ledger, self.events):
            rows.pack()
