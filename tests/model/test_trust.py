"""The object that holds all opinions of a run."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import FLAWLESS, LIVELY, scenario, step
from trustsim.model.model import TrustModel
from trustsim.model.trust import ABILITY, BENEVOLENCE, INTEGRITY, Party, Trust
from trustsim.records.happenings import Actor, Experience
from trustsim.records.recorder import Recorder
from trustsim.scenario.relationship import Side
from trustsim.scenario.relationship import Trust as TrustSection
from trustsim.vocabulary import Healing, TrustRule

RULE = pytest.mark.parametrize("rule", [rule.value for rule in TrustRule])
NEW = Side(experiences=10.0, good_share=0.8)


def trust(longest: int = 500, **keys: Any) -> Trust:
    return Trust(TrustSection.model_validate(FLAWLESS["trust"] | keys), Recorder(), longest)


def bond(of: Trust, past: Side = NEW) -> int:
    return of.bond(Party(Actor.USER), Party(Actor.IT), past)


def test_a_bond_begins_with_its_past() -> None:
    # 8 good and 2 bad of 10; W = 7, a = .65: 12.55 / 17
    held = trust()
    one = bond(held)
    assert [held.expectation(one, dimension) for dimension in range(3)] == pytest.approx([12.55 / 17] * 3)
    assert held.overall(one) == pytest.approx(12.55 / 17)


def test_overall_trust_weighs_the_dimensions() -> None:
    held = trust(weight_ability=5.0 / 10, weight_benevolence=3.0 / 10, weight_integrity=2.0 / 10)
    one = bond(held)
    before = held.expectation(one, ABILITY)
    held.live_through(one, Experience.OUTCOME, ABILITY, 0.0, 4.0)
    fallen = before - held.expectation(one, ABILITY)
    assert fallen > 0.1
    assert held.overall(one) == pytest.approx(before - 0.5 * fallen)


def test_weights_need_not_sum_to_one() -> None:
    assert trust(weight_ability=1.0, weight_benevolence=1.0, weight_integrity=0.5).weights == pytest.approx(
        (0.4, 0.4, 0.2)
    )


@pytest.mark.parametrize("dimension", [ABILITY, BENEVOLENCE, INTEGRITY])
def test_an_experience_moves_one_opinion_of_one_bond(dimension: int) -> None:
    held = trust()
    first, second = bond(held), bond(held)
    before = held.expectation(second, dimension)
    held.live_through(first, Experience.OUTCOME, dimension, 0.0, 1.0)
    moved = [held.expectation(b, d) != before for b in (first, second) for d in range(3)]
    assert moved == [d == dimension for d in range(3)] + [False] * 3


def test_no_weight_is_no_experience_and_the_warm_up_leaves_none() -> None:
    held = trust()
    one = bond(held)
    before = held.overall(one)
    held.live_through(one, Experience.OUTCOME, ABILITY, 0.0, 0.0)
    held.frozen = True
    held.live_through(one, Experience.OUTCOME, ABILITY, 0.0, 1.0)
    held.deceived(one, Experience.CONCEALED_SLIP)
    held.frozen = False
    assert held.overall(one) == before
    assert held.ceiling(one) == 1.0


# --- the ceiling


@pytest.mark.parametrize(
    ("healing", "at_once", "after_100_days"),
    [
        (Healing.OFF, 1.0, 1.0),
        (Healing.FIXED, 0.6, 0.6),
        (Healing.SLOW_HEAL, 0.6, 1.0 - 0.4 * 0.99**100),  # of the .4 lost, 1 % comes back a day
    ],
)
def test_a_deception_lowers_the_ceiling(healing: Healing, at_once: float, after_100_days: float) -> None:
    held = trust(healing=healing.value, healing_rate=0.01, ceiling_drop=0.4)
    one = bond(held, Side(experiences=100.0, good_share=1.0))
    others = [held.expectation(one, dimension) for dimension in (ABILITY, BENEVOLENCE)]
    raw = held.expectation(one, INTEGRITY)
    held.deceived(one, Experience.CONCEALED_SLIP)
    assert held.ceiling(one) == pytest.approx(at_once)
    assert held.expectation(one, INTEGRITY) == pytest.approx(min(raw, at_once))
    held.day = 100
    assert held.ceiling(one) == pytest.approx(after_100_days)
    assert held.expectation(one, INTEGRITY) == pytest.approx(min(raw, after_100_days))
    assert [held.expectation(one, dimension) for dimension in (ABILITY, BENEVOLENCE)] == others


def test_a_second_deception_lowers_what_was_left() -> None:
    held = trust(healing="fixed", ceiling_drop=0.15)
    one = bond(held)
    for _ in range(2):
        held.deceived(one, Experience.CONCEALED_SLIP)
    assert held.ceiling(one) == pytest.approx(0.7225)


def test_good_deeds_do_not_lift_integrity_above_its_ceiling() -> None:
    held = trust(healing="fixed", ceiling_drop=0.4)
    one = bond(held)
    held.deceived(one, Experience.CONCEALED_SLIP)
    for _ in range(200):
        held.live_through(one, Experience.REPORTED, INTEGRITY, 1.0, 1.0)
    assert held.expectation(one, INTEGRITY) == pytest.approx(0.6)


# --- all at once


EVENTS = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.integers(0, 2),
        st.floats(0.0, 1.0),
        st.floats(0.01, 3.0),
        st.integers(0, 9),
        st.booleans(),
    ),
    max_size=40,
)


@RULE
@given(EVENTS)
def test_all_bonds_at_once_are_the_bonds_one_by_one_bit_for_bit(
    rule: str, events: list[tuple[int, int, float, float, int, bool]]
) -> None:
    held = trust(rule=rule, memory=0.98, healing="slow_heal", ceiling_drop=0.3)
    bonds = [bond(held, Side(experiences=float(n), good_share=0.9)) for n in range(5)]
    for number, dimension, value, weight, days, lie in events:
        held.day += days
        held.live_through(bonds[number], Experience.OUTCOME, dimension, value, weight)
        if lie:
            held.deceived(bonds[number], Experience.CONCEALED_SLIP)
    together = held.expectations()
    for dimension in range(3):
        assert together[dimension].tolist() == [held.expectation(one, dimension) for one in bonds]
    assert together[3].tolist() == [held.overall(one) for one in bonds]


@RULE
def test_a_copy_goes_its_own_way(rule: str) -> None:
    held = trust(rule=rule, memory=0.98)
    one = bond(held)
    held.live_through(one, Experience.OUTCOME, ABILITY, 0.3, 1.0)
    twin = deepcopy(held)
    held.day = twin.day = 10
    assert twin.expectation(one, ABILITY) == held.expectation(one, ABILITY)
    before = held.expectation(one, ABILITY)
    twin.live_through(one, Experience.OUTCOME, ABILITY, 1.0, 5.0)
    assert held.expectation(one, ABILITY) == before != twin.expectation(one, ABILITY)


def test_the_warm_up_leaves_trust_and_spirits_where_they_start() -> None:
    warmed = TrustModel(scenario(LIVELY, {"run": {"warmup_days": 200}}))
    assert warmed.gauge.delivered_count == 0
    assert warmed.live_before_start > 20
    assert len(warmed.recorder.ledger) == 0
    fresh = TrustModel(scenario(LIVELY, {"run": {"warmup_days": 0}}))
    assert warmed.initial == fresh.initial
    assert {person.motivation for person in (*warmed.developers, *warmed.testers)} == {0.5}
    step(warmed, 60)
    assert len(warmed.recorder.ledger) > 0
