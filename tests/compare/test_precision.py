"""Pairs added until the difference is precise enough."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from trustsim.compare.precision import FIRST_PAIRS, LEAST_MORE, until_precise
from trustsim.draws import Resampling, generator
from trustsim.statistics.sequence import sequence_interval

NORMAL = generator(4, Resampling.BOOTSTRAP).standard_normal(2000)

Numbers = np.ndarray


def growing(values: Numbers, batches: list[int]) -> Callable[[int], list[Numbers]]:
    def grow(more: int) -> list[Numbers]:
        batches.append(more)
        return [values[: sum(batches)]]

    return grow


def test_it_stops_at_the_first_number_of_pairs_that_is_precise_enough() -> None:
    batches: list[int] = []
    found = until_precise(growing(NORMAL, batches), 0.2)
    assert found.reached
    assert found.half_width == sequence_interval(NORMAL[: found.pairs]).half_width <= 0.2
    before = [sequence_interval(NORMAL[:seen]).half_width for seen in range(FIRST_PAIRS, found.pairs)]
    assert min(before) > 0.2
    assert found.looks == len(before) + 1
    assert batches[0] == FIRST_PAIRS
    assert all(more <= sum(batches[:place]) for place, more in enumerate(batches) if place)
    assert sum(batches) < 1.3 * found.pairs


@pytest.mark.parametrize("least", [LEAST_MORE, 50, 1000])
def test_how_many_are_run_at_a_time_changes_nothing(least: int) -> None:
    assert until_precise(growing(NORMAL, []), 0.2, least=least) == until_precise(growing(NORMAL, []), 0.2)


def test_differences_that_are_all_zero_need_no_more_than_the_first_batch() -> None:
    batches: list[int] = []
    found = until_precise(growing(np.zeros(100), batches), 1e-6)
    assert (found.pairs, found.half_width, batches) == (FIRST_PAIRS, 0, [FIRST_PAIRS])


def test_the_most_pairs_are_the_end_of_it() -> None:
    batches: list[int] = []
    found = until_precise(growing(NORMAL, batches), 1e-6, most=77)
    assert (found.pairs, sum(batches), found.reached) == (77, 77, False)
    assert 0.1 < found.half_width < 1


def test_a_cap_below_the_first_batch_is_kept() -> None:
    found = until_precise(growing(NORMAL, []), 1e-6, most=5)
    assert (found.pairs, found.looks) == (5, 1)


def test_pairs_without_a_difference_are_run_over() -> None:
    holes = np.where(np.arange(2000) % 2, NORMAL, math.nan)
    found, whole = until_precise(growing(holes, []), 0.3), until_precise(growing(NORMAL[1::2], []), 0.3)
    assert abs(found.pairs - 2 * whole.pairs) <= 1


def test_without_any_difference_it_gives_up_at_the_cap() -> None:
    found = until_precise(growing(np.full(60, math.nan), []), 0.3, most=60)
    assert (found.pairs, found.half_width, found.reached) == (60, math.inf, False)


def test_every_world_has_to_be_precise() -> None:
    wide = 2 * NORMAL
    shown = 0

    def grow(more: int) -> list[Numbers]:
        nonlocal shown
        shown += more
        return [NORMAL[:shown], wide[:shown]]

    assert until_precise(grow, 0.4).pairs == until_precise(growing(wide, []), 0.4).pairs
