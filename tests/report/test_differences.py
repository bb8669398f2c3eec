"""How figures of a comparison are written."""

from __future__ import annotations

import math

import pytest

from tests.compare.made_up import around, made_up
from trustsim.compare.comparison import Finding, compare
from trustsim.report.differences import (
    digits,
    digits_of_means,
    few,
    figure,
    mean_figure,
    own_digits,
    share,
    signed,
    span,
)
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


def found_of(first: list[float], second: list[float], measure: str = "trust.end") -> Finding:
    (found,) = compare(made_up({measure: first}, {measure: second}), [measure]).findings[0]
    return found


@pytest.mark.parametrize(
    ("first", "second", "means", "difference"),
    [
        ([0.02, 0.30], [0.71, 0.97], ("0.16", "0.84"), "+0.68"),
        ([0.1, 0.9], [0.2, 0.8008], ("0.50", "0.50"), "+0.0004"),
        ([0.00002, 0.00001], [0.9, 0.1], ("2e-05", "0.5000"), "+0.50"),
    ],
)
def test_a_mean_is_written_with_its_own_figures_however_wide_its_interval(
    first: list[float], second: list[float], means: tuple[str, str], difference: str
) -> None:
    found = found_of(first, second)
    places = digits_of_means(found)
    assert tuple(mean_figure(one.estimate, places) for one in (found.reference, found.world)) == means
    assert signed(found.difference.estimate, digits(found)) == difference


def test_large_numbers_are_whole_and_what_rounding_leaves_of_none_asks_for_no_digits() -> None:
    found = found_of([123456.0, 234567.0], [323456.0, 334567.0], "organisation.cost")
    assert (digits(found), digits_of_means(found)) == (0, 0)
    found = found_of([0.1, 0.9, 0.5], [0.9, 0.1, 0.5 + 1e-12])
    assert digits(found) == 1


def test_a_missing_mean_is_a_dash() -> None:
    assert (mean_figure(math.nan, 2), mean_figure(0.0, 2), own_digits(math.nan), own_digits(0.0)) == ("–", "0.00", 0, 0)
