"""Workers that come to grief at a certain seed, for tests: sent to real processes in the place of ``tasks.perform``."""

from __future__ import annotations

import os
import signal

from trustsim.experiment.tasks import Chunk, ChunkResult, perform

DEADLY = 13


def perform_unless_deadly(chunk: Chunk) -> ChunkResult:
    """Be killed, as for want of memory, by the runs with the seed DEADLY; do all others."""
    if any(seed == DEADLY for work in chunk.works for _, seed in work.asks):
        os.kill(os.getpid(), signal.SIGKILL)
    return perform(chunk)


def die(*_: object) -> None:
    """Be killed before anything is done."""
    os.kill(os.getpid(), signal.SIGKILL)


def perform_elsewhere(chunk: Chunk) -> ChunkResult:
    """Do the runs as a worker with other sources would be asked to."""
    return perform(chunk._replace(model="another"))
