"""What goes to a worker and comes back: some runs at a time, so that sending them costs little beside them."""

from __future__ import annotations

import time
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from trustsim.errors import RunError
from trustsim.experiment import rows
from trustsim.experiment.keys import model_digest

if TYPE_CHECKING:
    from trustsim.scenario.schema import Scenario

DIED = "the process that ran it died 3 times, perhaps for want of memory"


class Work(NamedTuple):
    """Runs of one scenario.

    Attributes:
        scenario: as resolved, in JSON.
        asks: the key and the seed of each run.
    """

    scenario: str
    asks: tuple[tuple[str, int], ...]


class Chunk(NamedTuple):
    """Some runs, for one worker.

    Attributes:
        works: the runs, by scenario.
        model: digest of the code that asks for them.
    """

    works: tuple[Work, ...]
    model: str

    @property
    def runs(self) -> int:
        """How many runs it asks for."""
        return sum(len(work.asks) for work in self.works)

    def single(self) -> list[Chunk]:
        """The same runs, each in a chunk of its own."""
        return [Chunk((Work(work.scenario, (ask,)),), self.model) for work in self.works for ask in work.asks]

    def died(self) -> ChunkResult:
        """Every run of it as failed, because whatever ran it died."""
        return ChunkResult(tuple(rows.failed(key, seed, DIED) for work in self.works for key, seed in work.asks), 0.0)


class ChunkResult(NamedTuple):
    """What came of a chunk: a row a run, and the seconds that they took. Without rows, it says that time goes by."""

    rows: tuple[rows.Row, ...]
    seconds: float


HEARTBEAT = ChunkResult((), 0.0)


def perform(chunk: Chunk) -> ChunkResult:
    """Do the runs of a chunk. What goes wrong in one of them is told in its row.

    Raises:
        RunError: this process has another version of the model than the one that asks.
    """
    if chunk.model != model_digest():
        raise RunError(
            "a worker has another version of trustsim than this process; expected the same sources on all of them"
        )
    prepare()
    began = time.perf_counter()
    found = [_run(work.scenario, key, seed) for work in chunk.works for key, seed in work.asks]
    return ChunkResult(tuple(found), time.perf_counter() - began)


def prepare() -> None:
    """Import what runs need, so that the time of the first one is its own."""
    import trustsim.run.outcome  # noqa: F401


def _run(scenario: str, key: str, seed: int) -> rows.Row:
    from trustsim.run.outcome import outcome

    try:
        return rows.done(key, seed, outcome(_read(scenario), seed))
    except Exception as error:  # noqa: BLE001 - whatever goes wrong in a run is its result
        return rows.failed(key, seed, rows.in_a_line(error))


@lru_cache(maxsize=4)
def _read(text: str) -> Scenario:
    from trustsim.scenario.schema import Scenario

    return Scenario.model_validate_json(text)
