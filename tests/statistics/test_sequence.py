"""The confidence sequence: its closed form against the ratio it is made of, and against numerical integration."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from scipy import integrate

from trustsim.draws import Resampling, generator
from trustsim.statistics.intervals import mean_interval
from trustsim.statistics.sequence import PRECISION_OF_EFFECT, sequence_interval, sequence_reach

VALUES = np.array([0.31, 0.12, 0.55, 0.47, 0.29, 0.38, 0.2, 0.44])


def ratio(values: np.ndarray, mu: float) -> float:
    """The martingale, as its formula has it."""
    n = len(values)
    k = PRECISION_OF_EFFECT / (n + PRECISION_OF_EFFECT)
    s, d = float(((values - values.mean()) ** 2).sum()), n * (float(values.mean()) - mu) ** 2
    return math.sqrt(k) * ((s + d) / (s + k * d)) ** (n / 2)


def integrated(values: np.ndarray, mu: float) -> float:
    """The same by integrating likelihoods over scale (right Haar), and over the effect for the alternative."""
    n, x = len(values), values - mu

    def null(log_sigma: float) -> float:
        sigma = math.exp(log_sigma)
        return sigma**-n * math.exp(-float((x**2).sum()) / (2 * sigma**2))

    def alternative(effect: float, log_sigma: float) -> float:
        sigma = math.exp(log_sigma)
        prior = math.sqrt(PRECISION_OF_EFFECT / (2 * math.pi)) * math.exp(-PRECISION_OF_EFFECT * effect**2 / 2)
        return prior * sigma**-n * math.exp(-float(((x - effect * sigma) ** 2).sum()) / (2 * sigma**2))

    above, _ = integrate.dblquad(alternative, -6, 3, -8, 8)
    below, _ = integrate.quad(null, -6, 3)
    return above / below


@pytest.mark.parametrize("mu", [0.0, 0.3, 0.6])
def test_the_ratio_is_that_of_integrated_likelihoods(mu: float) -> None:
    assert ratio(VALUES, mu) == pytest.approx(integrated(VALUES, mu), rel=1e-4)


def test_at_its_bounds_the_ratio_is_1_over_alpha_and_inside_it_is_less() -> None:
    found = sequence_interval(VALUES)
    for bound in (found.low, found.high):
        assert ratio(VALUES, bound) == pytest.approx(20)
    assert ratio(VALUES, found.estimate) < 1
    assert ratio(VALUES, found.high + 0.01) > 20


def test_one_value_says_nothing_whatever_the_mean_is() -> None:
    """The martingale begins at 1."""
    assert ratio(VALUES[:1], 5.0) == pytest.approx(1.0)
    assert sequence_interval(VALUES[:1]).half_width == math.inf
    assert sequence_interval([]).half_width == math.inf


def test_it_is_a_martingale_under_the_true_mean() -> None:
    """Its mean over many little samples stays 1."""
    normal = generator(3, Resampling.BOOTSTRAP).standard_normal((8000, 4))
    means = [np.mean([ratio(row[:n], 0.0) for row in normal]) for n in (2, 3, 4)]
    assert means == pytest.approx([1.0] * 3, abs=0.05)


def test_it_does_not_depend_on_unit_or_origin() -> None:
    found, moved = sequence_interval(VALUES), sequence_interval(3 + 1000 * VALUES)
    assert moved == pytest.approx([3 + 1000 * one for one in found])


def test_it_costs_width_and_the_width_goes_to_nothing() -> None:
    assert sequence_interval(VALUES).half_width > mean_interval(VALUES).half_width
    reaches = [sequence_reach(n) for n in (2, 4, 6, 10, 30, 100, 1000, 10**6)]
    assert reaches[:2] == [math.inf] * 2
    assert all(a > b for a, b in pairwise(reaches[1:]))
    assert reaches[-1] < 0.01


def test_values_that_are_all_alike_are_soon_enough() -> None:
    assert sequence_interval([0.0] * 12) == (0.0, 0.0, 0.0)
