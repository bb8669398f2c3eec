"""Runs put together into chunks of about half a second, whatever a run takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from trustsim.experiment.tasks import Chunk, ChunkResult, Work

SECONDS = 0.5
MOST_RUNS = 512
MEMORY = 0.8
"""Share of what was known about the time of a run that is kept when another chunk comes in."""


class Ask(NamedTuple):
    """A run that is wanted: its scenario in JSON, its key, its seed."""

    scenario: str
    key: str
    seed: int


class Chunker:
    """Cuts a stream of runs into chunks, and learns from those that come back how long they should be."""

    def __init__(self, model: str) -> None:
        self._model = model
        self._seconds = 0.0
        self._runs = 0.0

    @property
    def seconds_a_run(self) -> float | None:
        """What a run takes, lately; None as long as none has come back."""
        return self._seconds / self._runs if self._runs else None

    def learn(self, result: ChunkResult) -> None:
        """Note how long a chunk took."""
        if result.rows and result.seconds > 0.0:
            self._seconds = MEMORY * self._seconds + result.seconds
            self._runs = MEMORY * self._runs + len(result.rows)

    def cut(self, asks: Iterable[Ask]) -> Iterator[Chunk]:
        """Chunks of the runs that are asked for, in their order; the first ones hold a single run."""
        held: list[Ask] = []
        for ask in asks:
            held.append(ask)
            if len(held) >= self._size():
                yield self._chunk(held)
                held = []
        if held:
            yield self._chunk(held)

    def _size(self) -> int:
        seconds = self.seconds_a_run
        return 1 if seconds is None else min(max(round(SECONDS / seconds), 1), MOST_RUNS)

    def _chunk(self, held: list[Ask]) -> Chunk:
        works: dict[str, list[tuple[str, int]]] = {}
        for ask in held:
            works.setdefault(ask.scenario, []).append((ask.key, ask.seed))
        return Chunk(tuple(Work(scenario, tuple(asks)) for scenario, asks in works.items()), self._model)
