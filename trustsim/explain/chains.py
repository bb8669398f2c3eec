"""From an event back to where it began: each event names the earlier one that it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

NO_EVENT = -1

Numbers = np.ndarray[Any, np.dtype[np.int64]]


class Link(NamedTuple):
    """One event of a chain: its number, its day (0 or less: before the start), its kind, what happened in words."""

    event: int
    day: int
    kind: str
    sentence: str


Chain = tuple[Link, ...]


class Events:
    """The events of a run, ready to be followed back.

    ``frame`` is the table ``events`` with the columns event, day, kind, sentence and cause, a row an event in
    the order of their numbers.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame
        self.causes: Numbers = _earlier(frame["cause"].to_numpy(dtype=np.int64))
        self._roots: Numbers | None = None

    def __len__(self) -> int:
        return len(self.causes)

    def link(self, event: int) -> Link:
        """One event.

        Raises:
            IndexError: the run has no event of this number.
        """
        if not 0 <= event < len(self):
            raise IndexError(f"event {event}: expected a number from 0 to {len(self) - 1}")
        day, kind, sentence = (self.frame[name].iloc[event] for name in ("day", "kind", "sentence"))
        return Link(event, int(day), str(kind), str(sentence))

    def roots(self) -> Numbers:
        """For each event the one in which its chain ends; an event without a cause is its own."""
        if self._roots is None:
            roots = np.where(self.causes == NO_EVENT, np.arange(len(self)), self.causes)
            while not np.array_equal(roots, further := roots[roots]):
                roots = further
            self._roots = roots
        return self._roots


def chain_of(events: Events | pd.DataFrame, event: int) -> list[Link]:
    """The event and those that it came from, back to the first; empty for ``NO_EVENT``.

    To follow many chains, make ``Events`` of the table once.

    Raises:
        IndexError: the run has no event of this number.
    """
    known = events if isinstance(events, Events) else Events(events)
    chain: list[Link] = []
    while event != NO_EVENT:
        chain.append(known.link(event))
        event = int(known.causes[event])
    return chain


def _earlier(causes: Numbers) -> Numbers:
    """Causes that are earlier than their effects; anything else would be no cause, and might go in circles."""
    sound = (causes >= 0) & (causes < np.arange(len(causes)))
    return np.where(sound, causes, NO_EVENT)
