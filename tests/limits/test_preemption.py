"""The formula for the wait behind edicts is that of the queue which the model is held against."""

from __future__ import annotations

import math

import pytest

from tests.builders import interval
from trustsim.draws import Draws, Purpose
from trustsim.validate.limits.preemption import ALONG_A_PATH, Queue, Work


def poisson(u: float, mean: float) -> int:
    """The Poisson number whose cumulated chance first exceeds ``u``."""
    number, chance = 0, math.exp(-mean)
    reached = chance
    while u >= reached and number < 100:
        number += 1
        chance *= mean / number
        reached += chance
    return number


@pytest.mark.parametrize("work", ALONG_A_PATH, ids=str)
def test_the_formula_is_that_of_such_a_queue(work: Work) -> None:
    draws, queue, days = Draws(1), Queue(work), 700_000
    u, v = (draws.block(Purpose.NEED_ARISES, (0, which), 0, days) for which in (0, 1))
    for day in range(days):
        queue.work(day, u[day] < work.a, poisson(v[day], work.edicts))
    for expected, done in zip((work.stay, work.stay_of_edicts), queue.done, strict=True):
        low, high = interval([evening - morning + 1 for morning, evening in done])
        assert low <= expected <= high
        assert high - low < 0.5 * expected
