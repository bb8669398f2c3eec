"""Limits of the rules by which opinions move, through the object that holds the opinions of a run."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import FLAWLESS, interval, scenario
from trustsim.draws import Draws, Purpose
from trustsim.model.model import TrustModel
from trustsim.model.trust import Party, Trust
from trustsim.records.happenings import Actor, Experience
from trustsim.records.recorder import Recorder
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


def lived(held: Trust, p: float, count: int) -> list[float]:
    """Expectations after each of many experiences that are good with chance p."""
    draws, one, out = Draws(5), bond(held), []
    for n in range(count):
        u = draws.block(Purpose.HEARSAY, (0, 0), n, 1)[0]
        held.live_through(one, Experience.OUTCOME, ABILITY, 1.0 if u < p else 0.0, 1.0)
        out.append(held.expectation(one, ABILITY))
    return out[count // 20 :]


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


# --- no events


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
