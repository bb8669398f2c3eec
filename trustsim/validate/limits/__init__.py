"""Limits in which the model must equal what theory says, exactly or within an interval."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from trustsim.run.pool import in_parallel
from trustsim.statistics.batch_means import Sums
from trustsim.validate.limits import (
    drift,
    handoffs,
    ledger,
    littles_law,
    opinions,
    ping_pong,
    preemption,
    quiet,
    rework,
    same_bits,
    several_servers,
    single_server,
)
from trustsim.validate.limits.case import Case, Outcome, confidence_of_each, judged

ROOMS = (
    littles_law,
    single_server,
    rework,
    preemption,
    several_servers,
    handoffs,
    drift,
    ping_pong,
    opinions,
    quiet,
    ledger,
    same_bits,
)


def cases() -> list[Case]:
    """Every limiting case, in the order in which they are told."""
    return [case for room in ROOMS for case in room.cases()]


def observe(wanted: list[Case], jobs: int, on_done: Callable[[int], object] | None = None) -> list[Outcome]:
    """Run cases and judge them; their intervals hold together with ``case.LEVEL``.

    Args:
        wanted: which.
        jobs: processes; what comes out does not depend on it.
        on_done: called with the number of batches that are done.
    """
    calls = [(case.sample, arguments) for case in wanted for arguments in case.calls()]
    found = iter(in_parallel(_call, calls, jobs, on_done))
    confidence = confidence_of_each(sum(not case.is_exact for case in wanted))
    return [judged(case, _taken(found, len(case.calls())), confidence) for case in wanted]


def _call(sample: Callable[..., Sums | float], arguments: tuple[object, ...]) -> Sums | float:
    return sample(*arguments)


def _taken(found: Iterator[Sums | float], number: int) -> list[Sums | float]:
    return [next(found) for _ in range(number)]
