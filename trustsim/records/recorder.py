"""Where a running model puts its rows; columns of numbers, kept small while a run goes on."""

from __future__ import annotations

from typing import Any

import numpy as np

CHUNK = 8192


class Rows:
    """Rows of one table: appended as tuples, packed into typed columns a chunk at a time."""

    def __init__(self, names: tuple[str, ...], types: tuple[str, ...]) -> None:
        """``types`` are numpy type codes such as ``"i4"``, ``"f8"``, ``"u8"``, one a name."""
        self.names = names
        self.types = types
        self.fresh: list[tuple[Any, ...]] = []
        self._packed: list[list[np.ndarray[Any, Any]]] = [[] for _ in names]

    def append(self, row: tuple[Any, ...]) -> None:
        """Add a row, in the order of ``names``."""
        self.fresh.append(row)
        if len(self.fresh) >= CHUNK:
            self._pack()

    def _pack(self) -> None:
        if not self.fresh:
            return
        for chunks, values, kind in zip(self._packed, zip(*self.fresh, strict=True), self.types, strict=True):
            chunks.append(np.array(values, dtype=kind))
        self.fresh.clear()

    def __len__(self) -> int:
        return len(self.fresh) + sum(len(chunk) for chunk in self._packed[0])

    def columns(self) -> dict[str, np.ndarray[Any, Any]]:
        """All rows so far as one array a column."""
        self._pack()
        return {
            name: np.concatenate(chunks) if chunks else np.empty(0, dtype=kind)
            for name, chunks, kind in zip(self.names, self._packed, self.types, strict=True)
        }


class Recorder:
    """The tables of one run in raw form: parties, kinds and requests by number, not by name.

    ``ledger=False`` keeps no ledger rows; nothing else of a run depends on it.
    """

    def __init__(self, *, ledger: bool = True) -> None:
        self.keeps_ledger = ledger
        self.daily: list[dict[str, float | int | None]] = []
        self.handoffs = Rows(
            ("request", "step", "hand", "layer", "day", "wrong", "broken"),
            ("i4", "i2", "i1", "i1", "i4", "u8", "u8"),
        )
        self.ledger = Rows(
            ("day", "trustor_kind", "trustor", "trustee_kind", "trustee", "dimension", "event", "request",
             "before", "delta", "after", "contribution"),
            ("i4", "i1", "i4", "i1", "i4", "i1", "i1", "i4", "f8", "f8", "f8", "f8"),
        )  # fmt: skip
        self.events = Rows(
            ("day", "kind", "actor_kind", "actor", "subject_kind", "subject", "a", "b"),
            ("i4", "i1", "i1", "i4", "i1", "i4", "f8", "f8"),
        )
