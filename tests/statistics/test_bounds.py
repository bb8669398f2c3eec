"""Intervals that stay where a mean can lie."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustsim.statistics.bounds import ANY, SHARE, Bounds, reach, scatter
from trustsim.statistics.effects import t_test
from trustsim.statistics.intervals import interval, mean_interval, share_interval
from trustsim.statistics.sequence import sequence_interval

OF_SHARES = SHARE.of_difference
shares = st.lists(st.floats(0.0, 1.0), min_size=2, max_size=30)


@given(shares)
def test_an_interval_of_a_share_holds_its_mean_and_stays_from_0_to_1(values: list[float]) -> None:
    for found in (mean_interval(values, bounds=SHARE), sequence_interval(values, bounds=SHARE)):
        if math.isfinite(found.half_width):
            assert 0.0 <= found.low <= found.estimate <= found.high <= 1.0


@given(shares, st.integers(0, 10))
def test_an_interval_of_a_difference_of_shares_stays_from_minus_1_to_1(values: list[float], turn: int) -> None:
    differences = np.array(values) - np.roll(values, turn)[::-1]
    found = mean_interval(differences, bounds=OF_SHARES)
    assert -1.0 <= found.low <= found.estimate <= found.high <= 1.0


@given(st.lists(st.floats(0.0, 1e6), min_size=2, max_size=30))
def test_an_interval_of_what_is_counted_does_not_reach_below_0(values: list[float]) -> None:
    found = mean_interval(values, bounds=Bounds(0.0))
    assert 0.0 <= found.low <= found.estimate <= found.high


def test_two_pairs_of_runs_say_little_but_nothing_impossible() -> None:
    found = mean_interval([-0.9, -0.2], bounds=OF_SHARES)
    assert mean_interval([-0.9, -0.2]).high > 3.0
    assert -1.0 < found.low < -0.9
    assert 0.9 < found.high < 1.0


def test_it_is_wilsons_interval_where_values_are_heads_and_tails() -> None:
    """With the normal quantile, and the standard error of a binomial, which has n below and not n - 1."""
    known = share_interval(0.9, 20)
    found = interval(0.9, 1.959963984540054 * math.sqrt(0.9 * 0.1 / 20), SHARE)
    assert found == pytest.approx(known)


def test_with_one_bound_it_is_the_score_interval_of_a_rate() -> None:
    """(m - x)^2 = z^2 m / n has these two solutions; Rao's score for a Poisson mean of 4 in one look."""
    found = interval(4.0, 1.959963984540054 * 2.0, Bounds(0.0))
    assert [(found.low - 4.0) ** 2 / found.low, (found.high - 4.0) ** 2 / found.high] == pytest.approx(2 * [3.8414588])


def test_a_bound_above_is_a_bound_below_seen_in_a_mirror() -> None:
    below, above = interval(2.0, 3.0, Bounds(0.0)), interval(-2.0, 3.0, Bounds(-math.inf, 0.0))
    assert (above.low, above.high) == pytest.approx((-below.high, -below.low))


def test_far_from_its_bounds_it_is_students_t() -> None:
    values = [0.50, 0.51, 0.49, 0.52, 0.50, 0.48]
    assert mean_interval(values, bounds=SHARE) == pytest.approx(mean_interval(values), abs=2e-4)
    assert mean_interval(values, bounds=ANY) == mean_interval(values)


def test_a_scale_and_a_place_of_its_own_change_nothing_but_these() -> None:
    values = np.array([0.7, 0.9, 0.95, 1.0])
    plain, moved = mean_interval(values, bounds=SHARE), mean_interval(4 * values - 2, bounds=Bounds(-2.0, 2.0))
    assert [moved.low, moved.high] == pytest.approx([4 * plain.low - 2, 4 * plain.high - 2])


@pytest.mark.parametrize("value", [0.0, 0.3, 1.0])
def test_what_is_all_alike_has_no_width_at_the_bounds_either(value: float) -> None:
    assert mean_interval([value] * 5, bounds=SHARE) == (value, value, value)


@pytest.mark.parametrize(
    ("mean", "half", "bounds"),
    [(1e-300, 1.0, SHARE), (5e-324, 0.5, SHARE), (1.0 - 1e-16, 5.0, SHARE), (1e300, 1e299, Bounds(0.0)),
     (1e-12, 1e12, Bounds(0.0)), (0.5, 1e300, SHARE), (1e-200, 1e-201, SHARE)],
)  # fmt: skip
def test_huge_and_tiny_numbers_stay_numbers(mean: float, half: float, bounds: Bounds) -> None:
    found = interval(mean, half, bounds)
    assert bounds.low <= found.low <= mean <= found.high <= bounds.high
    assert found.high > found.low
    assert math.isfinite(found.high)


def test_what_is_missing_or_unknown_stays_so() -> None:
    low, high = reach(np.array([0.5, math.nan, 0.5]), np.array([math.nan, 0.1, math.inf]), SHARE)
    assert np.isnan(low[:2]).all()
    assert np.isnan(high[:2]).all()
    assert (low[2], high[2]) == (-math.inf, math.inf)


def test_a_mean_out_of_bounds_is_left_as_it_is() -> None:
    assert interval(1.5, 0.25, SHARE) == (1.25, 1.5, 1.75)


@given(shares, st.floats(-1.0, 1.0))
def test_p_and_interval_agree_on_zero(values: list[float], by: float) -> None:
    differences = np.clip(np.array(values) * by, -1.0, 1.0)
    p, found = t_test(differences, OF_SHARES), mean_interval(differences, bounds=OF_SHARES)
    if np.ptp(differences) > 1e-6 and abs(p - 0.05) > 1e-6:
        assert (p < 0.05) == found.excludes_zero()


def test_an_estimate_scatters_less_near_a_bound() -> None:
    assert scatter(0.0, 0.6, OF_SHARES) == pytest.approx(1 / 0.8)
    assert scatter(0.0, 1.0, OF_SHARES) == scatter(0.0, 0.6, ANY) == 1.0


def test_differences_of_what_is_counted_have_no_bounds() -> None:
    assert Bounds(0.0).of_difference == ANY
    assert Bounds(0.0, 4.0).of_difference == (-4.0, 4.0)
