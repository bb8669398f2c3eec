"""How many runs it takes to tell."""

from __future__ import annotations

import math

import pytest

from trustsim.statistics.needed import half_width_needed, runs_needed, t_reach
from trustsim.statistics.sequence import sequence_reach


@pytest.mark.parametrize("reach", [t_reach, sequence_reach])
@pytest.mark.parametrize("half_width", [0.5, 0.1, 0.013])
def test_the_number_is_the_first_that_is_enough(reach: object, half_width: float) -> None:
    found = runs_needed(1.0, half_width, reach=reach)  # type: ignore[arg-type]
    number = int(found)
    assert reach(number, 0.95) <= half_width < reach(number - 1, 0.95)  # type: ignore[operator]


def test_of_the_normal_law_it_is_the_known_formula() -> None:
    assert runs_needed(1.0, 0.02) == pytest.approx((1.96 / 0.02) ** 2, rel=0.001)


def test_nothing_to_tell_apart_needs_hardly_any_and_the_impossible_is_infinite() -> None:
    assert runs_needed(0.0, 0.1) == 2
    assert math.isfinite(sequence_reach(int(runs_needed(0.0, 0.1, reach=sequence_reach))))
    assert runs_needed(1.0, 0.0) == math.inf
    assert runs_needed(1.0, 1e-9) == math.inf


@pytest.mark.parametrize(
    ("difference", "margin", "expected"), [(0.3, 0.1, 0.3), (-0.3, 0.1, 0.3), (0.0, 0.1, 0.1), (0.04, 0.1, 0.06)]
)
def test_a_difference_is_told_from_zero_or_as_within_the_margin(
    difference: float, margin: float, expected: float
) -> None:
    assert half_width_needed(difference, margin) == pytest.approx(expected)
