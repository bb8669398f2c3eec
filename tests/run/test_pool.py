"""Many processes: results in order, errors as they are, and nobody left behind."""

from __future__ import annotations

import multiprocessing
import operator
import os
import signal
import time

import pytest

from trustsim.errors import RunError
from trustsim.run.pool import in_parallel


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_arguments(jobs: int) -> None:
    told: list[int] = []
    assert in_parallel(operator.neg, [(1,), (2,), (3,)], jobs, told.append) == [-1, -2, -3]
    assert told == [1, 2, 3]
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


@pytest.mark.parametrize("jobs", [1, 2])
def test_errors_come_through_as_they_are(jobs: int) -> None:
    with pytest.raises(ZeroDivisionError):
        in_parallel(operator.truediv, [(1, 1), (1, 0), (1, 1)], jobs)
    assert nobody_left()


def test_an_interrupt_stops_everybody() -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        in_parallel(operator.neg, [(1,), (2,), (3,)], 2, interrupt)
    assert nobody_left()


def test_a_killed_process_is_a_failed_run() -> None:
    with pytest.raises(RunError, match="killed"):
        in_parallel(os._exit, [(1,), (1,)], 2)
    assert nobody_left()


def nobody_left() -> bool:
    """Whether all processes of the pool have ended, within a few seconds.

    The pool's own thread waits for them too; while it has one in hand, that one looks alive from here.
    """
    deadline = time.monotonic() + 20
    while multiprocessing.active_children() and time.monotonic() < deadline:
        time.sleep(0.05)
    return not multiprocessing.active_children()
