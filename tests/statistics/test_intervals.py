"""Intervals for a fixed number of runs: against closed forms, tables and their edges."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from trustsim.draws import Resampling, generator
from trustsim.statistics.intervals import (
    Interval,
    bootstrap_interval,
    mean_interval,
    share_interval,
    standard_deviation,
    t_quantile,
)

VALUES = [0.31, 0.12, 0.55, 0.47, 0.29, 0.38]


def test_the_interval_of_a_mean_is_that_of_student() -> None:
    found = mean_interval(VALUES)
    low, high = stats.t.interval(0.95, len(VALUES) - 1, loc=np.mean(VALUES), scale=stats.sem(VALUES))
    assert found == pytest.approx((low, np.mean(VALUES), high))
    assert mean_interval(VALUES, 0.99).half_width > found.half_width


def test_gossets_own_table_is_met() -> None:
    """Student's quantiles as printed: 2.262 for 9 degrees of freedom, 2.093 for 19."""
    assert [round(t_quantile(n), 3) for n in (9, 19)] == [2.262, 2.093]


@pytest.mark.parametrize("values", [[], [0.4]])
def test_of_fewer_than_two_values_nothing_is_known(values: list[float]) -> None:
    for found in (mean_interval(values), bootstrap_interval(values, generator(1, Resampling.BOOTSTRAP))[0]):
        assert (found.low, found.high) == (-math.inf, math.inf)
        assert found.estimate == pytest.approx(values[0] if values else math.nan, nan_ok=True)
        assert not found.excludes_zero()
        assert not found.within(1e9)


def test_values_that_are_all_alike_give_an_interval_of_no_width() -> None:
    assert mean_interval([0.1] * 7).half_width == 0
    found, method = bootstrap_interval([0.1] * 7, generator(1, Resampling.BOOTSTRAP))
    assert (found.half_width, method) == (0, "percentile")
    assert standard_deviation([0.1] * 3) == 0


def test_the_bootstrap_follows_skewness_and_is_the_same_every_time() -> None:
    skewed = (-np.log1p(-(np.arange(40) + 0.5) / 40)) ** 2
    found, method = bootstrap_interval(skewed, generator(1, Resampling.BOOTSTRAP))
    assert method == "BCa"
    assert found.high - found.estimate > 1.2 * (found.estimate - found.low)
    assert bootstrap_interval(skewed, generator(1, Resampling.BOOTSTRAP))[0] == found
    assert bootstrap_interval(skewed, generator(2, Resampling.BOOTSTRAP))[0] != found


def test_where_the_correction_cannot_be_had_percentiles_are_taken() -> None:
    almost = [0.0] * 400 + [1.0]
    found, method = bootstrap_interval(almost, generator(1, Resampling.BOOTSTRAP), resamples=20)
    assert method in ("BCa", "percentile")
    assert 0 <= found.low <= found.high <= 0.02
    assert math.isfinite(found.half_width)


def test_wilsons_interval_is_scipys() -> None:
    found = share_interval(13 / 20, 20)
    expected = stats.binomtest(13, 20).proportion_ci(0.95, method="wilson")
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))


@pytest.mark.parametrize(("share", "runs"), [(0.0, 5), (1.0, 5), (0.5, 1), (0.525, 20)])
def test_the_interval_of_a_share_stays_within_0_to_1_and_around_it(share: float, runs: int) -> None:
    found = share_interval(share, runs)
    assert 0 <= found.low <= share <= found.high <= 1
    assert found.half_width > 0


def test_of_no_runs_a_share_is_unknown() -> None:
    found = share_interval(0.0, 0)
    assert (found.low, found.high) == (0, 1)
    assert math.isnan(found.estimate)


def test_an_interval_knows_on_which_side_it_lies() -> None:
    assert Interval(0.1, 0.2, 0.3).excludes_zero()
    assert Interval(-0.3, -0.2, -0.1).excludes_zero()
    assert not Interval(0.0, 0.1, 0.2).excludes_zero()
    assert Interval(-0.01, 0.0, 0.01).within(0.01)
    assert not Interval(-0.01, 0.0, 0.011).within(0.01)
