from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustsim.rules.opinion import RULES, OpinionLaw, agreement, begin, kept_a_day, relax, triple
from trustsim.vocabulary import TrustRule

SHARE = st.floats(min_value=0.0, max_value=1.0)
GAIN = st.floats(min_value=0.0, max_value=10.0)
WEIGHT = st.floats(min_value=1e-6, max_value=10.0)
EVENTS = st.lists(st.tuples(SHARE, WEIGHT, SHARE), max_size=30)


def law(rule: TrustRule, **constants: float) -> OpinionLaw:
    usual: dict[str, Any] = {
        "prior_weight": 2.0, "base_rate": 0.5, "gain_success": 1.0, "gain_failure": 1.0, "memory": 0.99,
        "ewma_success": 0.2, "ewma_failure": 0.3, "inertia": 0.9, "fire_half_life": 10.0, "cusp_steepness": 6.0,
        "cusp_threshold": 0.5, "cusp_step": 0.5, "confirmation": 1.0,
    }  # fmt: skip
    return OpinionLaw(rule=rule, **(usual | constants))


def learn(of: OpinionLaw, state: tuple[float, float], *experiences: tuple[float, float]) -> tuple[float, float]:
    for value, weight in experiences:
        state = RULES[of.rule].learn(of, *state, value, weight)
    return state


def expect(of: OpinionLaw, state: tuple[float, float]) -> float:
    return float(RULES[of.rule].expectation(of, *state))


# --- each rule by hand


def test_beta_by_hand() -> None:
    # W = 2, a = 1/2, three good and one bad: (3 + 1) / (4 + 2)
    beta = law(TrustRule.BETA)
    state = learn(beta, (0.0, 0.0), (1.0, 1.0), (1.0, 1.0), (1.0, 1.0), (0.0, 1.0))
    assert state == (3.0, 1.0)
    assert expect(beta, state) == pytest.approx(4.0 / 6.0)


def test_beta_gains_values_and_weights_by_hand() -> None:
    # a value of .25 and weight 2: r + 2 x .25 x 1, s + 1.5 x .75 x 2; W = 7, a = .65
    beta = law(TrustRule.BETA, gain_failure=1.5, prior_weight=7.0, base_rate=0.65)
    state = learn(beta, (4.0, 1.0), (0.25, 2.0))
    assert state == pytest.approx((4.5, 3.25))
    assert expect(beta, state) == pytest.approx((4.5 + 4.55) / (7.75 + 7.0))


def test_confirmatory_by_hand() -> None:
    # E = (5 + 1) / (6 + 2) = .75: good counts 1 + 1 x .5, bad 1 - .5
    believer = law(TrustRule.CONFIRMATORY)
    assert learn(believer, (5.0, 1.0), (1.0, 1.0)) == pytest.approx((6.5, 1.0))
    assert learn(believer, (5.0, 1.0), (0.0, 1.0)) == pytest.approx((5.0, 1.5))
    assert agreement(believer, 0.5, 1.0) == agreement(believer, 0.5, 0.0) == 1.0
    assert agreement(law(TrustRule.CONFIRMATORY, confirmation=5.0), 0.0, 1.0) == 0.0


def test_fire_by_hand() -> None:
    # half-life 10: after 10 days (one good) a bad one: (1 x 1/2 + .5) / (1/2 + 1 + 1)
    fire = law(TrustRule.FIRE)
    state = learn(fire, (0.0, 0.0), (1.0, 1.0))
    assert expect(fire, state) == pytest.approx(0.75)
    kept = kept_a_day(fire) ** 10
    state = learn(fire, RULES[fire.rule].forget(fire, *state, kept), (0.0, 1.0))
    assert expect(fire, state) == pytest.approx(0.4)


def test_ewma_by_hand() -> None:
    ewma = law(TrustRule.EWMA)
    assert learn(ewma, (0.5, 0.0), (1.0, 1.0))[0] == pytest.approx(0.6)  # .5 + .2 x .5
    assert learn(ewma, (0.5, 0.0), (0.0, 1.0))[0] == pytest.approx(0.35)  # .5 - .3 x .5
    assert learn(ewma, (0.5, 0.0), (0.5, 1.0))[0] == pytest.approx(0.475)  # .5 + .1 x .5 - .15 x .5
    assert learn(ewma, (0.5, 0.0), (1.0, 9.0))[0] == 1.0  # a step of 1.8 is cut to 1
    # steps of 1 and 1.5 (value .5, weight 10) are scaled to .4 and .6
    assert learn(ewma, (0.5, 0.0), (0.5, 10.0))[0] == pytest.approx(0.4)


def test_inertia_by_hand() -> None:
    inertia = law(TrustRule.INERTIA)
    assert learn(inertia, (0.5, 0.0), (1.0, 1.0))[0] == pytest.approx(0.55)
    assert learn(inertia, (0.5, 0.0), (1.0, 2.0))[0] == pytest.approx(0.595)  # .81 x .5 + .19
    assert learn(law(TrustRule.INERTIA, inertia=0.0), (0.5, 0.0), (0.8, 1.0))[0] == 0.8


def test_cusp_by_hand() -> None:
    # k = 4 ln 9, theta = .5: at T = .75 the logistic is 9/10, and half a step goes there
    cusp = law(TrustRule.CUSP, cusp_steepness=4.0 * math.log(9.0))
    assert relax(cusp, 0.75) == pytest.approx(0.825)
    assert relax(cusp, 0.5) == pytest.approx(0.5)
    # a good experience takes .6875 to .75 first
    assert learn(cusp, (0.6875, 0.0), (1.0, 1.0))[0] == pytest.approx(0.825)


# --- what holds for all


@pytest.mark.parametrize("rule", TrustRule)
@given(EVENTS, SHARE, GAIN, GAIN, SHARE)
def test_an_opinion_stays_between_nought_and_one(
    rule: TrustRule, events: list[tuple[float, float, float]], base: float, success: float, failure: float, step: float
) -> None:
    of = law(
        rule, base_rate=base, gain_success=success, gain_failure=failure, ewma_success=min(success, 1.0),
        ewma_failure=min(failure, 1.0), inertia=step, cusp_step=step, confirmation=success,
    )  # fmt: skip
    state = begin(of, 4.0, 3.0)
    for value, weight, kept in events:
        state = RULES[rule].forget(of, *state, kept)
        state = RULES[rule].learn(of, *state, value, weight)
        assert -1e-12 <= expect(of, state) <= 1.0 + 1e-12


@pytest.mark.parametrize("rule", TrustRule)
@given(EVENTS, SHARE, SHARE, WEIGHT)
def test_a_better_experience_never_leaves_less_trust(
    rule: TrustRule, events: list[tuple[float, float, float]], one: float, other: float, weight: float
) -> None:
    of = law(rule)
    state = learn(of, begin(of, 2.0, 2.0), *((value, w) for value, w, _ in events))
    if rule == TrustRule.CONFIRMATORY:
        one, other = round(one), round(other)  # in between it weighs less, by how little it says
    worse, better = sorted((one, other))
    lower, higher = expect(of, learn(of, state, (worse, weight))), expect(of, learn(of, state, (better, weight)))
    assert lower <= higher + 1e-12


@pytest.mark.parametrize("rule", TrustRule)
@given(st.floats(min_value=0.0, max_value=50.0), st.floats(min_value=0.0, max_value=50.0), SHARE, SHARE)
def test_forgetting_leads_towards_the_base_rate(
    rule: TrustRule, good: float, bad: float, kept: float, base: float
) -> None:
    of = law(rule, base_rate=base)
    state = begin(of, good, bad)
    before, after = expect(of, state), expect(of, RULES[rule].forget(of, *state, kept))
    assert abs(after - base) <= abs(before - base) + 1e-12
    assert (after - base) * (before - base) >= -1e-12
    assert expect(of, RULES[rule].forget(of, *state, 0.0)) == pytest.approx(base, abs=1e-12)
    assert RULES[rule].forget(of, *state, 1.0) == pytest.approx(state, abs=1e-12)


@pytest.mark.parametrize("rule", TrustRule)
@given(st.floats(min_value=0.0, max_value=50.0), st.floats(min_value=0.0, max_value=50.0))
def test_belief_disbelief_and_uncertainty_sum_to_one(rule: TrustRule, good: float, bad: float) -> None:
    of = law(rule, base_rate=0.65)
    state = begin(of, good, bad)
    view = triple(of, *state)
    assert math.fsum(view) == pytest.approx(1.0, abs=1e-12)
    assert min(view) >= 0.0
    assert view.belief + 0.65 * view.uncertainty == pytest.approx(expect(of, state), abs=1e-12)


@pytest.mark.parametrize("rule", TrustRule)
def test_a_past_of_ten_begins_where_it_says(rule: TrustRule) -> None:
    # six good, four bad; W = 2, a = 1/2: 7/12; fire counts its base rate once: 6.5/11
    of = law(rule)
    assert expect(of, begin(of, 6.0, 4.0)) == pytest.approx(6.5 / 11.0 if rule == TrustRule.FIRE else 7.0 / 12.0)


def test_only_fire_has_a_half_life_of_its_own() -> None:
    kept = {rule: kept_a_day(law(rule)) for rule in TrustRule}
    assert kept.pop(TrustRule.FIRE) ** 10 == pytest.approx(0.5)
    assert set(kept.values()) == {0.99}


@pytest.mark.parametrize("rule", TrustRule)
@given(st.lists(st.tuples(SHARE, GAIN, SHARE), min_size=1, max_size=20))
def test_arrays_give_the_same_bits_as_scalars(rule: TrustRule, states: list[tuple[float, float, float]]) -> None:
    of, rules = law(rule, prior_weight=7.0, base_rate=0.65), RULES[rule]
    x, y, kept = (np.array(column) for column in zip(*states, strict=True))
    together = rules.expectation(of, *rules.forget(of, x, y, kept))
    one_by_one = [rules.expectation(of, *rules.forget(of, *state)) for state in states]
    assert together.tolist() == one_by_one
