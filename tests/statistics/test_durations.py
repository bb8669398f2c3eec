"""Durations of which some are not over."""

from __future__ import annotations

import math

import numpy as np
import pytest

from trustsim.statistics.durations import Durations

U = (np.arange(4000) + 0.5) / 4000
OTHER = (np.arange(4000) * 0.6180339887498949) % 1.0
"""As even as ``U``, and in no order with it."""


def test_without_any_still_lasting_they_are_those_of_the_sample() -> None:
    lengths = 30.0 * (-np.log(U)) ** (1.0 / 2.0)
    found = Durations(lengths.tolist())
    assert found.median() == pytest.approx(float(np.median(lengths)), rel=1e-3)
    assert found.variation() == pytest.approx(float(lengths.std() / lengths.mean()))
    assert found.weibull_shape() == pytest.approx(2.0, abs=0.02)


def test_kaplan_and_meier_by_hand() -> None:
    found = Durations([1.0, 3.0], [2.0, 4.0])  # 3 of 4 last longer than 1 day, half of those longer than 3
    assert found.median() == 3.0
    mean, square = 1.0 + 0.75 * 2.0 + 0.375 * 1.0, 1.0 + 0.75 * 8.0 + 0.375 * 7.0
    assert found.variation() == pytest.approx(math.sqrt(square - mean * mean) / mean)


def test_watching_for_a_shorter_time_shifts_nothing() -> None:
    lengths = 30.0 * (-np.log(U)) ** (1.0 / 1.5)
    until = 80.0 * OTHER
    seen = lengths <= until
    found = Durations(lengths[seen].tolist(), until[~seen].tolist())
    assert found.median() == pytest.approx(float(np.median(lengths)), rel=0.02)
    assert found.weibull_shape() == pytest.approx(1.5, abs=0.03)
    assert float(np.median(lengths[seen])) < 0.8 * float(np.median(lengths))  # what looking at those alone would say


@pytest.mark.parametrize("nothing", [Durations([]), Durations([], [5.0, 6.0])])
def test_nothing_is_known_of_what_never_ended(nothing: Durations) -> None:
    assert all(math.isnan(value) for value in (nothing.median(), nothing.variation(), nothing.weibull_shape()))


def test_fewer_than_half_that_ended_have_no_median() -> None:
    assert math.isnan(Durations([1.0], [2.0, 2.0]).median())


def test_equal_lengths_have_no_shape() -> None:
    assert math.isnan(Durations([5.0, 5.0, 5.0]).weibull_shape())
