"""The mean of a correlated series by its batches."""

from __future__ import annotations

import math

import pytest

from trustsim.draws import Draws, Purpose
from trustsim.statistics.batch_means import batch_means


def test_by_hand() -> None:
    # means of 1, 2 and 3 in batches of equal size: 2 +- t(2, .95) / sqrt(3)
    found = batch_means([(10.0, 10), (20.0, 10), (30.0, 10)], 0.95)
    assert found.estimate == pytest.approx(2.0)
    assert found.half_width == pytest.approx(4.302653 / math.sqrt(3.0), rel=1e-6)


def test_large_batches_count_for_more() -> None:
    assert batch_means([(10.0, 10), (90.0, 30)], 0.95).estimate == pytest.approx(2.5)


def test_nothing_can_be_said_without_batches_or_observations() -> None:
    assert math.isnan(batch_means([], 0.95).estimate)
    assert math.isnan(batch_means([(0.0, 0), (0.0, 0)], 0.95).estimate)
    one = batch_means([(4.0, 2)], 0.95)
    assert one.estimate == 2.0
    assert math.isinf(one.high)


def test_intervals_cover_the_mean_of_a_correlated_series_where_single_values_would_not() -> None:
    # an autoregressive series leans on itself over ten steps; batches of 200 hardly lean on each other
    covered = naive = 0
    for repetition in range(200):
        u = Draws(repetition).block(Purpose.HEARSAY, (0, 0), 0, 4000)
        x, series = 0.0, []
        for one in u:
            x = 0.9 * x + one - 0.5
            series.append(x)
        batches = [(math.fsum(series[at : at + 200]), 200) for at in range(0, 4000, 200)]
        found = batch_means(batches, 0.95)
        covered += found.low <= 0.0 <= found.high
        single = batch_means([(value, 1) for value in series], 0.95)
        naive += single.low <= 0.0 <= single.high
    assert 176 <= covered <= 200
    assert naive < 120
