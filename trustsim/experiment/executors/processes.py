"""Runs done in several processes of this machine, each of which may die without the others taking notice."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from queue import Empty, SimpleQueue
from typing import Any

from trustsim.errors import RunError
from trustsim.experiment.executors import Results
from trustsim.experiment.executors.retries import Retries
from trustsim.experiment.tasks import HEARTBEAT, Chunk, ChunkResult, perform, prepare
from trustsim.records.interrupts import held_back
from trustsim.run.pool import ignore_interrupts, start_tracker

AHEAD = 2
"""Chunks that a process has in hand: the one that it does, and the next, so that it need not wait."""

MOST_FALSE_STARTS = 3

Done = SimpleQueue[Future[ChunkResult]]
"""Chunks as they end. ``concurrent.futures.wait`` would lock futures to look at them; see ``run.pool``."""


class Processes:
    """A process a job, started afresh and not forked; one that dies is replaced, and its chunk done again.

    Each process has a pool of its own, so that it is known which chunk one died of.
    """

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def run(self, chunks: Iterator[Chunk]) -> Results:
        """Do the chunks; see ``Executor.run``."""
        start_tracker()
        done: Done = SimpleQueue()
        lanes = [_Lane(done) for _ in range(self.jobs)]
        ended = False
        try:
            yield from _work(lanes, Retries(chunks), done)
            ended = True
        finally:
            for lane in lanes:
                lane.close(kill=not ended)


def _work(lanes: Sequence[_Lane], chunks: Retries, done: Done) -> Results:
    while True:
        _hand_out(lanes, chunks)
        if not any(lane.tasks for lane in lanes):
            return
        try:
            done.get(timeout=1.0)
        except Empty:
            yield HEARTBEAT
        for lane in lanes:
            yield from lane.results(chunks)


def _hand_out(lanes: Sequence[_Lane], chunks: Retries) -> None:
    """Give every process a chunk, then every one its next, as long as there are any."""
    for depth in range(1, AHEAD + 1):
        for lane in lanes:
            if len(lane.tasks) < depth:
                chunk = next(chunks, None)
                if chunk is None:
                    return
                lane.submit(chunk)


class _Lane:
    """A process, started when there is something to do, and the chunks that it has in hand, the oldest first."""

    def __init__(self, done: Done) -> None:
        self._done = done
        self.tasks: deque[tuple[Future[ChunkResult], Chunk]] = deque()
        self._false_starts = 0
        self._pool: ProcessPoolExecutor | None = None
        self._ready: Future[None] = Future()
        self._process: set[Any] = set()

    def _started(self) -> ProcessPoolExecutor:
        """The pool of the process; it is deaf to Ctrl-C, which is for this process to act on."""
        if self._pool is not None:
            return self._pool
        before = set(multiprocessing.active_children())
        self._pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)
        with held_back():
            self._ready = self._pool.submit(prepare)
        self._process = set(multiprocessing.active_children()) - before
        return self._pool

    def submit(self, chunk: Chunk) -> None:
        """Hand a chunk in; a process that died while it had nothing to do is replaced."""
        while True:
            try:
                self._await(self._started().submit(perform, chunk), chunk)
            except BrokenProcessPool:
                if self.tasks:  # it is found there, with the chunk that it died of
                    self._await(_broken(), chunk)
                    return
                self._restart()
            else:
                return

    def _await(self, future: Future[ChunkResult], chunk: Chunk) -> None:
        self.tasks.append((future, chunk))
        with held_back():  # Ctrl-C finds no future locked that is not done yet
            future.add_done_callback(self._done.put)

    def results(self, chunks: Retries) -> Iterator[ChunkResult]:
        """What has come in; if the process died, its chunks are put back, and another one takes its place."""
        while self.tasks and _is_done(self.tasks[0][0]):
            future, chunk = self.tasks.popleft()
            try:
                result = future.result()
            except BrokenProcessPool:
                started = self._ready.done() and self._ready.exception() is None
                yield from chunks.died(chunk) if started else chunks.again(chunk)
                for _, other in self.tasks:
                    yield from chunks.again(other)
                self.tasks.clear()
                self._restart()
            else:
                self._false_starts = 0
                yield result

    def _restart(self) -> None:
        started = self._ready.done() and self._ready.exception() is None
        self._false_starts = 0 if started else self._false_starts + 1
        if self._false_starts >= MOST_FALSE_STARTS:
            raise RunError(
                "processes of the pool die before they have begun; expected them to start; try --jobs 1, or in a "
                'script put what is to be run below: if __name__ == "__main__":'
            )
        self.close(kill=True)

    def close(self, *, kill: bool) -> None:
        """End the process: at once, or when it has nothing more to do."""
        if self._pool is not None:
            self._pool.shutdown(wait=not kill, cancel_futures=kill)
        for process in self._process if kill else ():
            process.kill()
        self._pool = None


def _is_done(future: Future[Any]) -> bool:
    with held_back():
        return future.done()


def _broken() -> Future[Any]:
    future: Future[Any] = Future()
    future.set_exception(BrokenProcessPool())
    return future


def _begin() -> None:
    """Begin a worker: deaf to Ctrl-C, and gone when the process is gone that started it, however that ends."""
    ignore_interrupts()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
