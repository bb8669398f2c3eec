"""What values tell that are all alike."""

from __future__ import annotations

import math

import pytest
from scipy import stats

from trustsim.statistics.alike import all_alike, may_be_unlike, sign_test, unlike_share, values_needed


@pytest.mark.parametrize("number", [1, 2, 20, 59, 1000])
def test_the_share_that_may_be_otherwise_is_the_exact_bound_of_clopper_and_pearson(number: int) -> None:
    exact = stats.binomtest(0, number, alternative="less").proportion_ci(0.95, method="exact").high
    assert unlike_share(number) == pytest.approx(exact)


def test_it_is_the_rule_of_three_for_many_and_all_for_none() -> None:
    assert unlike_share(300) == pytest.approx(3 / 300, rel=0.01)
    assert unlike_share(0) == 1


def test_it_holds_however_often_one_looks() -> None:
    """Whatever the true share is, the bound fails at any number of cases in at most 5 % of series."""
    for share in (0.001, 0.03, 0.2, 0.6):
        first_below = next(number for number in range(1, 4000) if unlike_share(number) < share)
        ever_fails = (1 - share) ** first_below  # all of them alike up to there; later ones are part of that
        assert 0 < ever_fails <= 0.05


def test_a_number_taken_from_the_values_takes_one_of_them() -> None:
    assert may_be_unlike([0.0] * 20) == unlike_share(20)
    assert may_be_unlike([0.25] * 20) == unlike_share(19)
    assert may_be_unlike([0.25]) == 1
    assert math.isnan(may_be_unlike([0.0, 0.25]))
    assert math.isnan(may_be_unlike([]))
    assert (all_alike([2.0, 2.0]), all_alike([2.0, 2.1]), all_alike([])) == (True, False, False)


@pytest.mark.parametrize("number", [0.0, 0.25])
@pytest.mark.parametrize("share", [0.5, 0.05, 0.01])
def test_the_number_needed_is_the_first_that_is_enough(number: float, share: float) -> None:
    needed = values_needed([number] * 2, share)
    assert may_be_unlike([number] * needed) <= share < may_be_unlike([number] * (needed - 1))


def test_fifty_nine_without_a_difference_leave_one_in_twenty() -> None:
    assert (values_needed([0.0]), values_needed([0.25])) == (59, 60)


@pytest.mark.parametrize("number", [1, 6, 20])
def test_the_sign_test_is_that_of_scipy(number: int) -> None:
    assert sign_test(number) == pytest.approx(stats.binomtest(number, number).pvalue)
    assert sign_test(0) == 1
