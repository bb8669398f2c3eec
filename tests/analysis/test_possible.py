"""Shares of variance that are estimated below none or above all."""

from __future__ import annotations

import math

import pytest

from trustsim.analysis.possible import ABOVE, BELOW, possible


@pytest.mark.parametrize(
    ("value", "half", "told"),
    [
        (0.3, 0.1, (0.3, 0.2, 0.4, "")),
        (0.05, 0.1, (0.05, 0.0, 0.15, "")),
        (-0.05, 0.1, (0.0, 0.0, 0.05, BELOW)),
        (1.05, 0.1, (1.0, 0.95, 1.0, ABOVE)),
        (0.95, 0.1, (0.95, 0.85, 1.0, "")),
        (-0.3, 0.1, (-0.3, -0.4, -0.2, "")),
        (1.3, 0.1, (1.3, 1.2, 1.4, "")),
    ],
)
def test_what_is_told(value: float, half: float, told: tuple[float, float, float, str]) -> None:
    found = possible(value, half)
    assert found[:3] == pytest.approx(told[:3])
    assert found.remark == told[3]


def test_without_an_interval_the_share_is_possible_all_the_same() -> None:
    found = possible(-0.2, math.nan)
    assert (found.value, found.remark) == (0.0, BELOW)
    assert math.isnan(found.low)
    assert math.isnan(found.high)


def test_a_part_is_at_most_its_whole_and_a_size_has_no_upper_end() -> None:
    assert possible(0.5, 0.2, whole=0.4)[:3] == pytest.approx((0.4, 0.3, 0.4))
    assert possible(2.0, 3.0, whole=math.inf)[:3] == (2.0, 0.0, 5.0)
    assert math.isnan(possible(math.nan, math.nan).value)
