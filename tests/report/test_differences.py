"""How figures of a comparison are written."""

from __future__ import annotations

import math

import pytest

from tests.compare.made_up import around, made_up
from trustsim.compare.comparison import compare
from trustsim.report.differences import digits, few, figure, share, signed, span
from trustsim.statistics.intervals import Interval, unknown


def test_a_figure_that_rounds_to_nothing_has_no_sign() -> None:
    assert [figure(-0.0001, 2), figure(-0.0, 3), signed(-0.0001, 2), signed(0.0001, 2)] == [
        "0.00",
        "0.000",
        *2 * ["0.00"],
    ]
    assert (signed(0.25, 2), signed(-0.25, 1), figure(1234.5, 0)) == ("+0.25", "-0.2", "1234")
    assert span(Interval(-0.0001, 0.0, 0.0001), 3) == "0.000 to 0.000"


def test_what_is_missing_or_unknown_is_a_dash() -> None:
    assert (figure(math.nan, 2), signed(math.inf, 2), span(unknown(0.1), 2)) == ("–", "–", "–")


@pytest.mark.parametrize(
    ("value", "told"),
    [(0.0, "0"), (1.0, "100"), (0.84, "84"), (0.996, "99.6"), (0.99996, "99.996"), (0.0004, "0.04"), (1e-9, "0.0000")],
)
def test_a_share_that_is_not_all_or_none_is_not_written_as_such(value: float, told: str) -> None:
    assert share(value) == told


@pytest.mark.parametrize(("value", "told"), [(0.0495, "5"), (0.0487, "4.9"), (0.139, "14"), (0.95, "95"), (1.0, "100")])
def test_what_may_differ_has_two_figures(value: float, told: str) -> None:
    assert few(value) == told


@pytest.mark.parametrize(("by", "decimals"), [(0.25, 2), (0.0123, 3), (480.0, 0), (0.0, 2)])
def test_without_an_interval_decimals_go_by_a_difference_that_is_the_same_in_all_pairs(
    by: float, decimals: int
) -> None:
    first = around(0.5, 0.1, 20)
    (found,) = compare(
        made_up({"trust.end": first}, {"trust.end": [one + by for one in first]}), ["trust.end"]
    ).findings[0]
    assert digits(found) == decimals
