"""Limits of the rules by which opinions move, through the object that holds the opinions of a run."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pytest

from tests.builders import FLAWLESS, LIVELY, NO_EVIDENCE, PARTNERSHIP, WATERFALL, interval, run, scenario
from trustsim.draws import Draws, Purpose
from trustsim.model.model import TrustModel
from trustsim.model.trust import Party, Trust
from trustsim.records.happenings import Actor, Experience
from trustsim.records.recorder import Recorder
from trustsim.rules.opinion import OpinionLaw, relax
from trustsim.scenario.relationship import Side
from trustsim.scenario.relationship import Trust as TrustSection
from trustsim.vocabulary import TrustRule

ABILITY = 0
RULES = [rule.value for rule in TrustRule]


def trust(longest: int = 10, **keys: Any) -> Trust:
    section = TrustSection.model_validate(FLAWLESS["trust"] | keys)
    return Trust(section, Recorder(), longest)


def bond(of: Trust, experiences: float = 0.0, good_share: float = 0.5) -> int:
    past = Side(experiences=experiences, good_share=good_share)
    return of.bond(Party(Actor.USER), Party(Actor.IT), past)


@pytest.mark.parametrize(("good", "bad"), [(0, 0), (1, 0), (0, 1), (3, 5), (40, 2)])
def test_beta_with_unit_gains_is_laplaces_rule(good: int, bad: int) -> None:
    held = trust(prior_weight=2.0, base_rate=0.5, gain_success=1.0, gain_failure=1.0)
    one = bond(held)
    for value in [1.0] * good + [0.0] * bad:
        held.live_through(one, Experience.OUTCOME, ABILITY, value, 1.0)
    assert held.expectation(one, ABILITY) == pytest.approx((good + 1) / (good + bad + 2), abs=1e-15)
    assert held.certainty(one, ABILITY) == pytest.approx((good + bad) / (good + bad + 2), abs=1e-15)


def test_forgetting_is_a_geometric_sum() -> None:
    # one good experience a day for 50 days: r = (1 - m^50) / (1 - m)
    memory, days = 0.97, 50
    held = trust(longest=days + 100, memory=memory, prior_weight=7.0, base_rate=0.65)
    one = bond(held)
    for held.day in range(1, days + 1):
        held.live_through(one, Experience.OUTCOME, ABILITY, 1.0, 1.0)
    r = (1.0 - memory**days) / (1.0 - memory)
    assert held.expectation(one, ABILITY) == pytest.approx((r + 7.0 * 0.65) / (r + 7.0), abs=1e-12)
    held.day += 100
    r *= memory**100
    assert held.expectation(one, ABILITY) == pytest.approx((r + 7.0 * 0.65) / (r + 7.0), abs=1e-12)


def lived(held: Trust, p: float, count: int) -> list[float]:
    """Expectations after each of many experiences that are good with chance p."""
    draws, one, out = Draws(5), bond(held), []
    for n in range(count):
        u = draws.block(Purpose.HEARSAY, (0, 0), n, 1)[0]
        held.live_through(one, Experience.OUTCOME, ABILITY, 1.0 if u < p else 0.0, 1.0)
        out.append(held.expectation(one, ABILITY))
    return out[count // 20 :]


@pytest.mark.parametrize(("p", "up", "down"), [(0.5, 0.1, 0.1), (0.8, 0.1, 0.2), (0.3, 0.3, 0.05)])
def test_ewma_settles_around_the_balance_of_its_gains(p: float, up: float, down: float) -> None:
    low, high = interval(lived(trust(rule="ewma", ewma_success=up, ewma_failure=down), p, 10_000))
    assert low <= p * up / (p * up + (1.0 - p) * down) <= high
    assert high - low < 0.06


@pytest.mark.parametrize("p", [0.2, 0.7])
def test_inertia_settles_around_the_mean_experience(p: float) -> None:
    low, high = interval(lived(trust(rule="inertia", inertia=0.9), p, 10_000))
    assert low <= p <= high
    assert high - low < 0.06


@pytest.mark.parametrize("p", [0.2, 0.7])
def test_beta_that_never_forgets_learns_the_chance(p: float) -> None:
    assert lived(trust(gain_success=1.0, gain_failure=1.0), p, 10_000)[-1] == pytest.approx(p, abs=0.02)


def test_fire_forgets_by_its_half_life_and_not_by_memory() -> None:
    held = trust(longest=60, rule="fire", fire_half_life=20.0, memory=0.9, base_rate=0.5)
    one = bond(held)
    held.live_through(one, Experience.OUTCOME, ABILITY, 1.0, 1.0)
    held.day = 20
    assert held.expectation(one, ABILITY) == pytest.approx((0.5 + 0.5) / (0.5 + 1.0), abs=1e-12)


# --- the cusp: two stable states if and only if k > 4 and theta lies between the folds


def cusp(k: float, theta: float) -> OpinionLaw:
    return trust(rule="cusp", cusp_steepness=k, cusp_threshold=theta, cusp_step=0.5).law


def folds(k: float) -> tuple[float, float]:
    """Thresholds between which two states are stable: where k T (1 - T) = 1 at a fixed point."""
    root = math.sqrt(1.0 - 4.0 / k)
    low, high = sorted(T - math.log(T / (1.0 - T)) / k for T in ((1.0 - root) / 2.0, (1.0 + root) / 2.0))
    return low, high


def settled(law: OpinionLaw, start: float) -> float:
    for _ in range(20_000):
        start = relax(law, start)
    return start


def states(k: float, theta: float) -> int:
    law = cusp(k, theta)
    return len({round(settled(law, start), 3) for start in (0.0, 1.0)})


@pytest.mark.parametrize("k", [4.5, 6.0, 12.0])
def test_two_states_are_stable_just_inside_the_folds_and_one_just_outside(k: float) -> None:
    low, high = folds(k)
    assert low < 0.5 < high
    around = (low - 0.003, low + 0.003, 0.5, high - 0.003, high + 0.003)
    assert [states(k, theta) for theta in around] == [1, 2, 2, 2, 1]


@pytest.mark.parametrize("theta", [0.3, 0.45, 0.5, 0.55, 0.7])
def test_one_state_is_stable_where_the_curve_is_not_steep(theta: float) -> None:
    assert states(3.9, theta) == 1


# --- no events


@pytest.mark.parametrize("rule", RULES)
def test_without_events_trust_stays_where_nothing_is_forgotten(rule: str) -> None:
    quiet = {"demand": {"needs_per_user": 0.0}, "trust": {"rule": rule, "memory": 1.0, "fire_half_life": 5000.0}}
    start = {"start": {"business_in_it": {"experiences": 20.0, "good_share": 0.2}}}
    model = run(scenario(FLAWLESS, quiet, start))
    days = [row["trust"] for row in model.recorder.daily]
    if rule == "fire":  # it always forgets, with a half-life of 5000 days at most
        assert days[-1] == pytest.approx(model.initial["trust"], abs=0.01)
    else:
        assert set(days) == {model.initial["trust"]}


@pytest.mark.parametrize("rule", RULES)
def test_without_events_trust_falls_back_to_the_base_rate(rule: str) -> None:
    keys = {"rule": rule, "memory": 0.97, "fire_half_life": 20.0, "base_rate": 0.65, "prior_weight": 7.0}
    start = {"start": {"business_in_it": {"experiences": 20.0, "good_share": 0.2}}}
    quiet = {"demand": {"needs_per_user": 0.0}, "trust": keys, "run": {"horizon_days": 600}}
    days = [row["trust"] for row in run(scenario(FLAWLESS, quiet, start)).recorder.daily]
    assert days[0] < 0.45
    assert all(before <= after for before, after in pairwise(days))
    assert days[-1] == pytest.approx(0.65, abs=1e-6)


def test_the_way_back_is_the_one_of_forgotten_evidence() -> None:
    # 20 experiences, 4 good: E = (4 m^t + W a) / (20 m^t + W)
    start = {"start": {"business_in_it": {"experiences": 20.0, "good_share": 0.2}}}
    quiet = {"demand": {"needs_per_user": 0.0}, "trust": {"memory": 0.98, "prior_weight": 7.0, "base_rate": 0.65}}
    for row in run(scenario(FLAWLESS, quiet, start)).recorder.daily:
        kept = 0.98 ** row["day"]
        assert row["trust"] == pytest.approx((4.0 * kept + 4.55) / (20.0 * kept + 7.0), abs=1e-12)


@pytest.mark.parametrize("preset", [WATERFALL, PARTNERSHIP], ids=["waterfall", "partnership"])
@pytest.mark.parametrize("rule", [rule for rule in RULES if rule != "fire"])
def test_trust_sees_nothing_but_evidence(rule: str, preset: dict[str, dict[str, Any]]) -> None:
    # everything happens, nothing weighs, nothing is forgotten, and no deception lowers a ceiling
    blind = {"evidence": NO_EVIDENCE, "trust": {"rule": rule, "memory": 1.0, "ceiling_drop": 0.0}}
    model = run(scenario(LIVELY, preset, blind))
    assert model.gauge.delivered_count > 30
    for measure in ("trust", "trust_ability", "trust_benevolence", "trust_integrity", "trust_it_in_business"):
        assert {row[measure] for row in model.recorder.daily} == {model.initial[measure]}
    assert not model.recorder.ledger.columns()["delta"].any()


def test_hearsay_alone_draws_opinions_together() -> None:
    talk: dict[str, dict[str, Any]] = {
        "organisation": {"users": 8},
        "demand": {"needs_per_user": 0.0},
        "contacts": {"hearsay_days": 5},
        "evidence": {"hearsay": 1.0, "teller_trust": 1.0},
    }
    model = TrustModel(scenario(FLAWLESS, talk))
    for user in range(4):  # half of them are disappointed once, and then nothing happens but talk
        model.trust.live_through(model.relations.user_in_it[user], Experience.OUTCOME, ABILITY, 0.0, 10.0)
    apart = model.user_trust(7) - model.user_trust(0)
    assert apart > 0.1
    while model.running:
        model.step()
    trusts = [model.user_trust(user) for user in range(8)]
    assert max(trusts) - min(trusts) < 0.5 * apart
