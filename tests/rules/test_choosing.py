from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from trustsim.rules.choosing import (
    Offer,
    Pulls,
    chosen_channel,
    good_will,
    perceived_cost,
    pursued,
    shares,
    utility,
)

UNIFORM = st.integers(min_value=0, max_value=2**53 - 1).map(lambda step: step / 2.0**53)  # as they are drawn
SHARE = st.floats(min_value=0.0, max_value=1.0)
PRICE = st.floats(min_value=0.0, max_value=20.0)
LOGIT = st.floats(min_value=-100.0, max_value=100.0)
UTILITIES = st.lists(LOGIT, min_size=1, max_size=4)
PULLS = Pulls(trust=4.0, fit=2.0, wait=1.0, price=2.0)
OFFER = Offer(wait=21.0, fit=0.8, trust=0.5, price=0.3)


def test_a_utility_by_hand() -> None:
    # 3 + 4 x .5 + 2 x .8 - ln(1 + 21 / 21) - 2 x .3 = 6 - ln 2
    assert utility(PULLS, OFFER, habit=3.0) == pytest.approx(6.0 - math.log(2.0), abs=1e-12)


def test_a_wait_counts_by_its_months() -> None:
    # nothing for none, the same for each e-fold of one month and the wait together
    here, now = (utility(PULLS, OFFER._replace(wait=days)) for days in (21.0 * (math.e - 1.0), 0.0))
    assert now - here == pytest.approx(1.0, abs=1e-12)
    longer = utility(PULLS, OFFER._replace(wait=21.0 * (math.e * math.e - 1.0)))
    assert here - longer == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize(("field", "sign"), [("wait", -1), ("fit", 1), ("trust", 1), ("price", -1)])
@given(one=SHARE, other=SHARE)
def test_each_pulls_its_own_way(field: str, sign: int, one: float, other: float) -> None:
    less, more = sorted((one, other))
    low, high = (utility(PULLS, OFFER._replace(**{field: value})) for value in (less, more))
    assert sign * (high - low) >= -1e-12


@given(PRICE, SHARE, SHARE, PRICE)
def test_what_has_no_pull_does_not_count(wait: float, fit: float, trust: float, price: float) -> None:
    assert utility(Pulls(0.0, 0.0, 0.0, 0.0), Offer(wait, fit, trust, price), habit=1.5) == 1.5


def test_shares_by_hand() -> None:
    # e^ln3 : e^0 : e^0 = 3 : 1 : 1
    assert shares([math.log(3.0), 0.0, 0.0]) == pytest.approx([0.6, 0.2, 0.2], abs=1e-15)


@given(UTILITIES)
def test_shares_sum_to_one_and_follow_the_logit(values: list[float]) -> None:
    parts = shares(values)
    assert math.fsum(parts) == pytest.approx(1.0, abs=1e-12)
    for one, part in zip(values, parts, strict=True):
        for other, another in zip(values, parts, strict=True):
            assume(part > 0.0 and another > 0.0)
            assert math.log(part / another) == pytest.approx(one - other, abs=1e-6)


@given(UTILITIES, LOGIT)
def test_only_differences_count(values: list[float], more: float) -> None:
    assert shares([value + more for value in values]) == pytest.approx(shares(values), abs=1e-9)


@pytest.mark.parametrize(("u", "place"), [(0.0, 0), (0.59, 0), (0.61, 1), (0.79, 1), (0.81, 2), (1.0 - 2**-53, 2)])
def test_choosing_by_hand(u: float, place: int) -> None:
    assert chosen_channel(u, [math.log(3.0), 0.0, 0.0]) == place


@given(UNIFORM, st.lists(LOGIT | st.just(-math.inf), min_size=1, max_size=4))
def test_a_choice_is_where_the_shares_reach_the_draw(u: float, values: list[float]) -> None:
    assume(max(values) > -math.inf)
    parts, place = shares(values), chosen_channel(u, values)
    assert parts[place] > 0.0
    assert values[place] > -math.inf
    assert sum(parts[:place]) <= u + 1e-12
    assert u <= sum(parts[: place + 1]) + 1e-12


@given(UNIFORM)
def test_what_cannot_be_is_never_chosen(u: float) -> None:
    assert chosen_channel(u, [-math.inf, -5.0, -math.inf]) == 1
    assert chosen_channel(u, [0.0, -math.inf]) == 0
    assert chosen_channel(u, [-800.0, 0.0]) == 1  # too small a share for any draw


def test_prices_by_hand() -> None:
    # exp(-.5 x .4) of needs are pursued; exp(-.7 x .4) of good will is left
    assert pursued(0.4, 0.5) == pytest.approx(0.8187307530779818, abs=1e-15)
    assert good_will(0.4, 0.7) == pytest.approx(0.7557837414557255, abs=1e-15)


@pytest.mark.parametrize("rule", [pursued, good_will])
@given(price=PRICE, more=PRICE, slope=PRICE)
def test_what_is_free_is_pursued_and_warm(rule: object, price: float, more: float, slope: float) -> None:
    assert callable(rule)
    assert rule(0.0, slope) == rule(price, 0.0) == 1.0
    assert 0.0 <= rule(price + more, slope) <= rule(price, slope) <= 1.0


def test_a_hidden_cost_by_hand() -> None:
    # .4 is seen; of the other .6, half was lived through
    assert perceived_cost(0.4, 0.5) == pytest.approx(0.7, abs=1e-15)


@given(SHARE, SHARE, SHARE)
def test_living_through_a_cost_shows_it(share: float, one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert perceived_cost(share, 0.0) == share
    assert perceived_cost(share, 1.0) == pytest.approx(1.0, abs=1e-15)
    assert share - 1e-15 <= perceived_cost(share, less) <= perceived_cost(share, more) + 1e-15 <= 1.0 + 2e-15
