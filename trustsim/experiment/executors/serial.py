"""Runs done in this process, one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from trustsim.experiment.executors import Results
from trustsim.experiment.tasks import Chunk, perform


class Serial:
    """One worker: this process."""

    jobs = 1

    def run(self, chunks: Iterator[Chunk]) -> Results:
        """Do the chunks in their order."""
        for chunk in chunks:
            yield perform(chunk)
