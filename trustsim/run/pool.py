"""The same function over many arguments in several processes, with the results in order."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any, Protocol, TypeVar

from trustsim.errors import RunError
from trustsim.records.interrupts import held_back, let_through

T = TypeVar("T")


class Call(Protocol):
    """What ``in_parallel`` does, but for the number of processes."""

    def __call__(
        self,
        function: Callable[..., T],
        arguments: Sequence[tuple[Any, ...]],
        on_done: Callable[[int], object] | None = None,
    ) -> list[T]:
        """Call ``function`` with each of ``arguments`` and return the results in their order."""


def in_parallel(
    function: Callable[..., T],
    arguments: Sequence[tuple[Any, ...]],
    jobs: int,
    on_done: Callable[[int], object] | None = None,
) -> list[T]:
    """Call ``function`` with each of ``arguments`` and return the results in their order.

    With one job, or one call to make, everything happens in this process. Otherwise processes are
    started afresh, not forked: what a run gives can depend on nothing that this process has done.
    After an error or Ctrl-C no process is left.

    Raises:
        RunError: a process was killed; errors of ``function`` come through as they are.
    """
    with workers(min(jobs, len(arguments))) as call:
        return call(function, arguments, on_done)


@contextmanager
def workers(jobs: int) -> Iterator[Call]:
    """Give what calls functions in ``jobs`` processes, which stay until the block is over.

    For several batches, one after the other; else as ``in_parallel``.
    """
    if jobs <= 1:
        yield _in_turn
        return
    before = set(multiprocessing.active_children())
    executor = ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"), initializer=ignore_interrupts)

    def call(
        function: Callable[..., T],
        arguments: Sequence[tuple[Any, ...]],
        on_done: Callable[[int], object] | None = None,
    ) -> list[T]:
        futures = _submit(executor, function, arguments)
        _wait(futures, on_done)
        return [future.result() for future in futures]

    try:
        yield call
        executor.shutdown()
    except BrokenProcessPool as error:
        raise RunError("a process of the pool was killed, perhaps for want of memory; try fewer --jobs") from error
    except BaseException:
        _stop(executor, before)
        raise


def _in_turn(
    function: Callable[..., T], arguments: Sequence[tuple[Any, ...]], on_done: Callable[[int], object] | None = None
) -> list[T]:
    results = []
    for number, one in enumerate(arguments, start=1):
        results.append(function(*one))
        if on_done is not None:
            on_done(number)
    return results


def _submit(
    executor: ProcessPoolExecutor, function: Callable[..., T], arguments: Sequence[tuple[Any, ...]]
) -> list[Future[T]]:
    """Hand everything in; the processes start here, deaf to Ctrl-C, which is for this process to act on."""
    start_tracker()
    with held_back():
        return [executor.submit(function, *one) for one in arguments]


def start_tracker() -> None:
    """Start multiprocessing's tracker first: it lets signals through again when it starts."""
    if hasattr(signal, "pthread_sigmask"):
        from multiprocessing import resource_tracker  # not there on Windows

        resource_tracker.ensure_running()


def _wait(futures: Sequence[Future[T]], on_done: Callable[[int], object] | None) -> None:
    """Wait for all of them, and raise the first error.

    ``as_completed`` locks every future to look at it; Ctrl-C in that moment leaves some locked, and the thread
    that serves the processes waits for ever. A queue written in C has no such moment.
    """
    done: SimpleQueue[Future[T]] = SimpleQueue()
    with held_back():
        for future in futures:
            future.add_done_callback(done.put)
    for number in range(1, len(futures) + 1):
        done.get().result()
        if on_done is not None:
            on_done(number)


def _stop(executor: ProcessPoolExecutor, before: set[Any]) -> None:
    executor.shutdown(wait=False, cancel_futures=True)
    for process in set(multiprocessing.active_children()) - before:
        process.kill()


def ignore_interrupts() -> None:
    """Ctrl-C reaches every process of a terminal; it is for the first one to act on it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    let_through()
