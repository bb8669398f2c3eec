"""Where needs are taken: shares of the logit, each pull by itself; prices; intake; order taker or equal partner."""

from __future__ import annotations

import math
from collections import Counter
from statistics import NormalDist
from typing import Any

import pytest

from tests.builders import FLAWLESS, Settings, run, scenario, within
from trustsim.model.model import TrustModel
from trustsim.records.happenings import Experience, Happening
from trustsim.rules.choosing import Offer, Pulls, shares, utility
from trustsim.vocabulary import Channel, RequestState

BIAS = {"trust": 4.0, "fit": 2.0, "wait": 1.0, "price": 2.0, "habit": 1.0, "without": 1.5, "learning": 0.0}

# Nothing is learned and nothing moves trust; a team of one's own is there from the first wish and is never busy.
STILL: Settings = {
    "organisation": {"users": 20, "business_units": 2},
    "demand": {"needs_per_user": 8.0, "size_median": 0.1},
    "channels": {**BIAS, "usual_wait": 60.0, "usual_fit": 0.8},
    "shadow": {"births_at": 1, "people": 50.0, "speed": 10.0, "cost": 1.0, "perceived": 0.4},
    "vendor": {"wait": 40.0, "price": 0.5, "knowledge": 0.6},
    "run": {"horizon_days": 300},
}
PULLS = Pulls(BIAS["trust"], BIAS["fit"], BIAS["wait"], BIAS["price"])
TEAM_WAIT = 0.1 / (50.0 * 10.0)  # a request of a tenth of a day


def trust_of(good_share: float, experiences: float = 10.0) -> float:
    return (experiences * good_share + 7.0 * 0.65) / (experiences + 7.0)


def expected(good_share: float, wait: float, price: float = 0.0) -> list[float]:
    """Shares of the four channels, by the logit alone."""
    trust = trust_of(0.65)
    return shares(
        [
            utility(PULLS, Offer(wait, 0.8, trust_of(good_share), price), BIAS["habit"]),
            utility(PULLS, Offer(TEAM_WAIT, 0.85, trust, 0.4)),
            utility(PULLS, Offer(40.0, 0.6, trust, 0.5)),
            BIAS["without"],
        ]
    )


def taken(good_share: float, wait: float, *more: Settings) -> Counter[Channel]:
    """Where the needs of a run were taken, but for each unit's first, before it had a team."""
    settings: Settings = {"start": {"business_in_it": {"good_share": good_share}}, "channels": {"usual_wait": wait}}
    model = run(scenario(FLAWLESS, STILL, settings, *more), ledger=False)
    assert model.recorder.daily[-1]["trust"] == pytest.approx(trust_of(good_share))
    assert {memory.wait for memory in model.market.units} == {wait}
    born = [team.last_active for team in model.market.teams.values()]
    assert len(born) == 2
    events = model.recorder.events.columns()
    since = events["day"][events["kind"] == Happening.SHADOW_BORN].max()
    return Counter(one.channel for one in model.pipeline.requests if one.arose > since)


@pytest.mark.parametrize(("good_share", "wait"), [(0.0, 60.0), (0.5, 60.0), (1.0, 60.0), (0.5, 5.0), (0.5, 400.0)])
def test_needs_are_taken_as_the_logit_says(good_share: float, wait: float) -> None:
    counts = taken(good_share, wait)
    needs = counts.total()
    assert needs > 1500
    for channel, share in zip(Channel, expected(good_share, wait), strict=True):
        assert within(counts[channel], needs, share), (channel, counts[channel] / needs, share)


def test_falling_trust_raises_the_share_of_own_teams_with_waits_held_fixed() -> None:
    found, by_rule = [], []
    for good_share in (1.0, 0.75, 0.5, 0.25, 0.0):
        counts = taken(good_share, 60.0)
        found.append(counts[Channel.SHADOW] / counts.total())
        by_rule.append(expected(good_share, 60.0)[Channel.SHADOW])
    assert by_rule == sorted(by_rule)
    assert found == sorted(found)
    assert found[-1] > 1.25 * found[0]


def test_rising_waits_raise_the_share_of_own_teams_with_trust_held_fixed() -> None:
    found, by_rule = [], []
    for wait in (5.0, 40.0, 150.0, 600.0):
        counts = taken(0.65, wait)
        found.append(counts[Channel.SHADOW] / counts.total())
        by_rule.append(expected(0.65, wait)[Channel.SHADOW])
    assert by_rule == sorted(by_rule)
    assert found == sorted(found)
    assert found[-1] > 1.25 * found[0]


def test_a_competitive_mindset_makes_waits_felt_less() -> None:
    unfading: Settings = {"treatment": {"fading": 0.0, "friction_cut": 0.5}}
    settings: Settings = {"channels": {"usual_wait": 400.0}, "start": {"business_in_it": {"good_share": 0.5}}}
    mindset = [{"what": "competitive_mindset", "day": 1, "strength": 0.8}]
    model = run(scenario(FLAWLESS, STILL, settings, unfading, timeline=mindset), ledger=False)
    counts = Counter(one.channel for one in model.pipeline.requests[100:])
    assert within(counts[Channel.IT], counts.total(), expected(0.5, 400.0 * (1.0 - 0.5 * 0.8))[Channel.IT])
    assert not within(counts[Channel.IT], counts.total(), expected(0.5, 400.0)[Channel.IT])


def test_what_is_delivered_is_what_is_expected_from_then_on() -> None:
    settings: Settings = {"channels": {"learning": 0.5, "usual_wait": 400.0}, "demand": {"needs_per_user": 0.5}}
    model = run(scenario(FLAWLESS, STILL, settings), ledger=False)
    assert all(memory.wait < 20.0 for memory in model.market.units)
    assert all(memory.fit[Channel.IT] > 0.99 for memory in model.market.units)


# --- prices


@pytest.mark.parametrize("price", [0.0, 0.3, 1.0, 3.0])
@pytest.mark.parametrize("elasticity", [0.4, 1.5])
def test_needs_are_pursued_as_the_price_says(price: float, elasticity: float) -> None:
    settings: Settings = {
        "chargeback": {"price": price, "elasticity": elasticity},
        "organisation": {"users": 20},
        "demand": {"needs_per_user": 6.0, "size_median": 0.1},
    }
    model = run(scenario(FLAWLESS, settings), ledger=False)
    needs = len(model.pipeline.requests)
    pursued = sum(one.channel == Channel.IT for one in model.pipeline.requests)  # habit is all that counts here
    assert needs > 1000
    assert within(pursued, needs, math.exp(-elasticity * price))
    events = model.recorder.events.columns()
    assert (
        (events["kind"] == Happening.PRICED_OUT).sum() == needs - pursued == model.recorder.daily[-1]["needs_without"]
    )


@pytest.mark.parametrize("price", [0.5, 2.0])
def test_contacts_that_are_paid_for_are_cooler(price: float) -> None:
    gained = []
    for charged in (0.0, price):
        model = TrustModel(scenario(FLAWLESS, {"chargeback": {"price": charged, "coldness": 0.7}}))
        model.step()
        model.users[0].feel(Experience.SHOWN, 1.0, 1e-6)
        model.users[0].feel(Experience.OUTAGE, 1.0, 1e-6)  # no gesture of good will
        gained.append(model.recorder.ledger.columns()["delta"].tolist())
    free, paid = gained
    assert paid[0] == pytest.approx(free[0] * math.exp(-0.7 * price), rel=1e-4)
    assert paid[1] == pytest.approx(free[1], rel=1e-9)


# --- intake


def test_what_is_beyond_capacity_is_put_off_looked_at_again_and_refused_in_the_end() -> None:
    settings: Settings = {
        "intake": {"most_waiting": 20.0, "review_days": 7, "most_deferrals": 3, "reason_given": 1.0},
        "demand": {"needs_per_user": 15.0},
        "evidence": {"deferred": 0.1, "refused_with_reason": 0.2},
        "vendor": {"wait": 5.0},
        "channels": {"without": 0.0},
    }
    model = run(scenario(FLAWLESS, settings))
    events = model.recorder.events.columns()
    by_request: dict[int, list[tuple[int, int]]] = {}
    rows = zip(events["kind"].tolist(), events["subject"].tolist(), events["day"].tolist(), strict=True)
    for kind, request, day in rows:
        if kind in (Happening.DEFERRED, Happening.REFUSED_WITH_REASON, Happening.REFUSED):
            by_request.setdefault(request, []).append((kind, day))
    taken_in, refused = 0, 0
    for request in model.pipeline.requests:
        mine = by_request.get(request.number, [])
        assert [day for _, day in mine] == [request.arose + 7 * time for time in range(len(mine))]
        if request.turned_away:
            assert [kind for kind, _ in mine] == [Happening.DEFERRED] * 3 + [Happening.REFUSED_WITH_REASON]
            assert request.channel != Channel.IT
            refused += 1
        elif request.state != RequestState.DEFERRED:
            taken_in += 1
            assert all(kind == Happening.DEFERRED for kind, _ in mine)
    assert refused > 40
    assert taken_in > 30
    waiting = events["a"][events["kind"] == Happening.DEFERRED]
    assert waiting.min() >= 20.0
    assert waiting.max() < 20.0 + 5.0  # one request more at most
    last = model.recorder.daily[-1]
    assert last["refusals"] == refused
    assert last["deferrals"] == len(waiting)
    felt = model.recorder.ledger.columns()["event"]
    assert (felt == Experience.DEFERRED).sum() == len(waiting)
    assert (felt == Experience.REFUSED_WITH_REASON).sum() == refused


@pytest.mark.parametrize("good_share", [0.0, 0.5, 1.0])
def test_a_refusal_comes_with_its_reason_the_more_often_the_more_it_trusts(good_share: float) -> None:
    settings: Settings = {
        "intake": {"most_waiting": 1.0, "most_deferrals": 0, "reason_given": 0.4, "reason_slope": 0.8},
        "start": {"it_in_business": {"good_share": good_share}},
        "organisation": {"users": 10},
        "demand": {"needs_per_user": 6.0, "size_median": 60.0},
    }
    model = run(scenario(FLAWLESS, settings))
    kinds = Counter(model.recorder.events.columns()["kind"].tolist())
    reasoned, blunt = kinds[Happening.REFUSED_WITH_REASON], kinds[Happening.REFUSED]
    assert reasoned + blunt > 400
    assert within(reasoned, reasoned + blunt, 0.4 + 0.8 * (trust_of(good_share) - 0.5))


# --- order taker or partner

PARTNERS: Settings = {
    "demand": {"needs_per_user": 6.0, "value_spread": 0.8, "size_median": 0.1},
    "organisation": {"users": 20, "business_units": 2},
    "stance": {"low_value": 0.6, "proposals": 3.0, "proposal_effort": 0.1, "follow_up_days": 10},
    "evidence": {"asked": 0.1, "agreement": 0.1, "followed_up": 0.1, "improved": 0.1},
    "run": {"horizon_days": 250},
}
LOW = NormalDist().cdf(math.log(0.6) / 0.8)  # of needs are worth less than .6 a person-day


def happened(equal: float, agreement: float = 1.0, **more: Any) -> tuple[TrustModel, Counter[int]]:
    settings: Settings = {"stance": {"equal_partner": equal}, "reactions": {"agreement": agreement}, **more}
    model = run(scenario(FLAWLESS, PARTNERS, settings))
    return model, Counter(model.recorder.events.columns()["kind"].tolist())


@pytest.mark.parametrize("equal", [0.25, 1.0])
@pytest.mark.parametrize("agreement", [-0.4, 1.0])
def test_an_equal_partner_drops_what_is_of_low_value_by_agreement(equal: float, agreement: float) -> None:
    model, kinds = happened(equal, agreement, start={"business_in_it": {"experiences": 1e3, "good_share": 0.65}})
    needs = len(model.pipeline.requests)
    assert needs > 1000
    agrees = min(1.0, agreement + 0.65)
    assert within(kinds[Happening.LOW_VALUE_DROPPED], needs, equal * LOW * agrees)
    dropped = [one for one in model.pipeline.requests if one.state == RequestState.DROPPED]
    assert len(dropped) == kinds[Happening.LOW_VALUE_DROPPED]
    assert all(one.value < 0.6 * one.size for one in dropped)
    assert all(one.effort_build == 0.0 and one.live is None for one in dropped)


def test_nobody_drops_what_its_user_holds_on_to() -> None:
    _, kinds = happened(1.0, -1.0)
    assert kinds[Happening.LOW_VALUE_DROPPED] == 0


def test_an_order_taker_does_nothing_of_the_kind() -> None:
    _, kinds = happened(0.0)
    for what in (Happening.LOW_VALUE_DROPPED, Happening.FOLLOWED_UP, Happening.IMPROVED):
        assert kinds[what] == 0
    _, kinds = happened(1.0)
    for what in (Happening.LOW_VALUE_DROPPED, Happening.FOLLOWED_UP, Happening.IMPROVED):
        assert kinds[what] > 20


@pytest.mark.parametrize("equal", [0.4, 1.0])
def test_a_partner_asks_afterwards_and_proposes_as_often_as_it_says(equal: float) -> None:
    model, kinds = happened(equal, -1.0)
    settled = [one for one in model.pipeline.requests if one.live is not None and one.live <= 240]
    assert within(kinds[Happening.FOLLOWED_UP], len(settled), equal)
    proposals = 2 * 250 * 3.0 * equal / 21.0
    helped = proposals * 0.6  # as often as IT's idea of a unit is right; Poisson
    assert abs(kinds[Happening.IMPROVED] - helped) <= 3.291 * math.sqrt(helped) + 2.0
    last = model.recorder.daily[-1]
    value = sum(one.value_got for one in model.pipeline.requests if one.value_got is not None)
    assert last["value_delivered"] == pytest.approx(value + 4.0 * kinds[Happening.IMPROVED])
