"""Who does the runs: this process, several on this machine, or a cluster. The results are the same."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Protocol

from trustsim.experiment.tasks import Chunk, ChunkResult

Results = Generator[ChunkResult, None, None]


class Executor(Protocol):
    """Does chunks of runs, in any order, with a bounded number of them in hand."""

    @property
    def jobs(self) -> int:
        """How many workers it has."""

    def run(self, chunks: Iterator[Chunk]) -> Results:
        """Do the chunks, taken when there is a worker for them, and give the results as they come.

        About once a second it gives an empty result where there is no other. Closed before its end, it
        leaves no process behind.

        Raises:
            RunError: the workers cannot work at all.
        """
