"""Chunks still to be done: those whose process died come first, again and then run by run."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator

from trustsim.experiment.tasks import Chunk, ChunkResult

MOST_DEATHS_OF_A_RUN = 3
MOST_DEATHS_OF_A_CHUNK = 2


class Retries(Iterator[Chunk]):
    """Chunks to hand out; those that are put back come before those that are new."""

    def __init__(self, chunks: Iterator[Chunk]) -> None:
        self._new = chunks
        self._back: deque[Chunk] = deque()
        self._deaths: Counter[Chunk] = Counter()

    def __next__(self) -> Chunk:
        return self._back.popleft() if self._back else next(self._new)

    def again(self, chunk: Chunk) -> Iterator[ChunkResult]:
        """Put a chunk back that is not to blame for what happened; gives no result."""
        self._back.append(chunk)
        return iter(())

    def died(self, chunk: Chunk) -> Iterator[ChunkResult]:
        """Put a chunk back whose process died, after the second time run by run.

        Gives the failed row of a run that has now cost three processes.
        """
        self._deaths[chunk] += 1
        if chunk.runs == 1 and self._deaths[chunk] >= MOST_DEATHS_OF_A_RUN:
            del self._deaths[chunk]
            return iter((chunk.died(),))
        if chunk.runs > 1 and self._deaths[chunk] >= MOST_DEATHS_OF_A_CHUNK:
            del self._deaths[chunk]
            self._back.extend(chunk.single())
        else:
            self._back.append(chunk)
        return iter(())
