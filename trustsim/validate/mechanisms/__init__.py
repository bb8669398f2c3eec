"""Mechanisms by themselves, held against published data."""

from __future__ import annotations

from collections.abc import Callable

from trustsim.run.pool import in_parallel
from trustsim.validate.mechanisms import (
    asymmetry,
    bug_reports,
    estimates,
    faults,
    outcomes,
    recall,
    reopening,
    rework,
    status_reports,
)
from trustsim.validate.mechanisms.fit import Fit

ROOMS = (asymmetry, outcomes, estimates, recall, status_reports, faults, bug_reports, reopening, rework)


def fits(jobs: int, on_done: Callable[[int], object] | None = None) -> list[Fit]:
    """Every figure of every mechanism; what comes out does not depend on the number of processes."""
    found: list[list[Fit]] = in_parallel(_fits, [(place,) for place in range(len(ROOMS))], jobs, on_done)
    return [fit for room in found for fit in room]


def _fits(place: int) -> list[Fit]:
    found: list[Fit] = ROOMS[place].fits()
    return found
