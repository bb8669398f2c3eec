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


@pytest.mark.parametrize(("number", "pairs"), [(0.0, 59), (0.25, 60)])
def test_differences_that_are_all_alike_have_no_width_to_stop_at_but_a_number_of_pairs(
    number: float, pairs: int
) -> None:
    batches: list[int] = []
    found = until_precise(growing(np.full(100, number), batches), 1e-6)
    assert (found.pairs, found.reached, batches) == (pairs, True, [12, 12, 24, pairs - 48])
    assert math.isnan(found.half_width)


def test_differences_that_are_all_alike_are_not_precise_before_that() -> None:
    found = until_precise(growing(np.zeros(58), []), 0.5, most=58)
    assert (found.pairs, found.reached, found.half_width) == (58, False, math.inf)


def test_beside_a_world_with_an_interval_one_without_is_waited_for() -> None:
    shown = 0

    def grow(more: int) -> list[Numbers]:
        nonlocal shown
        shown += more
        return [NORMAL[:shown] / 100, np.zeros(shown)]

    found = until_precise(grow, 0.01)
    assert (found.pairs, found.half_width) == (59, sequence_interval(NORMAL[:59] / 100).half_width)


def test_worlds_that_are_all_the_reference_leave_nothing_to_be_unsure_of() -> None:
    batches: list[int] = []
    found = until_precise(lambda more: batches.append(more) or [], 1e-6)  # type: ignore[func-returns-value]
    assert (found.pairs, found.half_width, found.reached, batches) == (FIRST_PAIRS, 0, True, [FIRST_PAIRS])


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
