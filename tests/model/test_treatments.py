"""Treatments of the relationship, and new leadership: what is learned, what it counts, and what outlasts it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from tests.builders import FLAWLESS, run, scenario, step
from trustsim.model.model import TrustModel
from trustsim.records.happenings import Experience, Happening
from trustsim.scenario.schema import Scenario
from trustsim.vocabulary import Commitment, Dimension, Function, Stage

Entry = dict[str, Any]
Settings = dict[str, dict[str, Any]]

TREATMENT: Settings = {
    "treatment": {
        "curtain_gain": 0.1, "unadmitted": 0.4, "fading": 0.05, "admitted_fading": 0.2, "critical": 0.5,
        "below_critical": 0.25, "session_days": 10,
    },
    "organisation": {"users": 6, "business_units": 2},
}  # fmt: skip


def treated(*entries: Entry, **settings: dict[str, Any]) -> Scenario:
    return scenario(FLAWLESS, TREATMENT, settings, timeline=entries)


def expected_understanding(days: int, curtain: range, admitted: range, strength: float) -> list[float]:
    """By the rules alone: a share fades each day, then a share of what is missing is learned."""
    known, values = 0.0, []
    for day in range(1, days + 1):
        known *= 1.0 - (0.05 * 0.2 if day in admitted else 0.05)
        if day in curtain:
            known += 0.1 * strength * (1.0 if day in admitted else 0.4) * (1.0 - known)
        values.append(known)
    return values


@pytest.mark.parametrize("admitted", [False, True])
def test_what_is_learned_behind_the_curtain_fades_unless_the_problem_is_admitted(admitted: bool) -> None:
    entries: list[Entry] = [{"what": "behind_the_curtain", "day": 20, "days": 30, "strength": 0.5}]
    if admitted:
        entries.append({"what": "admit_problem", "day": 10})
    rows = run(treated(*entries)).recorder.daily
    lasting = range(10, 1000) if admitted else range(0)
    values = [row["understanding"] for row in rows]
    assert values == [pytest.approx(one) for one in expected_understanding(200, range(20, 50), lasting, 0.5)]
    end, peak = values[-1], values[48]
    assert end is not None
    assert peak is not None
    assert end > 0.2 * peak if admitted else end < 0.001 * peak


def test_one_who_understands_is_less_disappointed() -> None:
    # nothing fits and all takes twice as long: scores are below trust, and the more felt the more was expected
    poor: Settings = {
        "planning": {"optimism": 0.7},
        "demand": {"size_median": 0.5, "needs_per_user": 3.0},
        "acceptance": {"notice": 0.0},
        "handoff": {"survival": 0.0, "read_back": 0.0},
        "knowledge": {"it": 0.0},
        "evidence": {"outcome": 1.0},
        "treatment": {"curtain_gain": 1.0},
    }
    curtain = {"what": "behind_the_curtain", "day": 1, "days": 200}
    plain, understood = (
        run(treated(*entries, {"what": "admit_problem", "day": 1}, **poor)) for entries in ([], [curtain])
    )
    ends = [model.recorder.daily[-1]["trust_ability"] or 0.0 for model in (plain, understood)]
    assert ends[0] + 0.02 < ends[1] < 0.65
    assert [row["delivered"] for row in plain.recorder.daily] == [row["delivered"] for row in understood.recorder.daily]


def test_practices_fade_less_where_people_understand_each_other() -> None:
    entries: list[Entry] = [
        {"what": "reliability_first", "day": 30, "amount": 0.4},
        {"what": "behind_the_curtain", "day": 1, "days": 60},
    ]
    understanding = expected_understanding(200, range(1, 61), range(0), 1.0)
    level, values = 1.0, []
    for day in range(30, 201):
        level *= 1.0 - 0.05 * (1.0 - understanding[day - 1])
        values.append(pytest.approx(0.4 * level, rel=1e-9))
    rows = run(treated(*entries)).recorder.daily
    # both begin before practices of the day are kept up, so what was learned this morning counts
    assert [row["effort_reserved"] for row in rows[29:]] == values


@pytest.mark.parametrize("trust", [0.3, 0.7])
def test_below_critical_trust_gestures_hardly_count_without_a_third_party(trust: float) -> None:
    settings: Settings = {
        "start": {"business_in_it": {"experiences": 1e3, "good_share": trust}},
        "trust": {"prior_weight": 0.1},
    }
    third = {"what": "counselling", "day": 20, "days": 30, "strength": 0.6}
    model = TrustModel(treated(third, **settings))
    alone = 0.25 if trust < 0.5 else 1.0
    with_it = 0.25 + 0.75 * 0.6 if trust < 0.5 else 1.0
    for day in range(1, 61):
        model.step()
        ledger = len(model.recorder.ledger)
        model.users[0].feel(Experience.ASKED, 1.0, 1e-3)  # an experience of good will, by its weight
        gained = model.recorder.ledger.columns()["delta"][ledger:].sum()
        whole = 1e-3 * (1.0 - trust) / 1000.1  # dE = w (1 - E) / (r + s + W)
        assert gained / whole == pytest.approx(with_it if 20 <= day < 50 else alone, rel=0.01)


def test_a_third_party_holds_sessions_with_both_sides() -> None:
    third = {"what": "counselling", "day": 15, "days": 35, "strength": 0.5}
    model = run(treated(third, evidence={"counselled": 0.4}))
    events, ledger = model.recorder.events.columns(), model.recorder.ledger.columns()
    assert events["day"][events["kind"] == Happening.COUNSELLED].tolist() == [15, 25, 35, 45]
    assert (ledger["event"] == Experience.COUNSELLED).sum() == 4 * (6 + 2 * 2)  # users; two crafts in two units
    # beta rule: four sessions of weight .4 x .5, all good
    assert model.recorder.daily[-1]["trust_benevolence"] == pytest.approx((6.5 + 0.8 + 4.55) / (10.0 + 0.8 + 7.0))


# --- new leadership


def ailing(*entries: Entry, **settings: dict[str, Any]) -> TrustModel:
    """Trust is .3 on both sides, and integrity under a ceiling; two layers and red tape have been put in."""
    bad = {"experiences": 93.0, "good_share": 0.3}
    base: Settings = {
        "start": {"business_in_it": bad, "it_in_business": bad},
        "trust": {"ceiling_drop": 0.8, "healing": "fixed"},
        "leadership": {"reset": 0.5, "outsourced_price": 0.7, "outsourced_knowledge": 0.2},
        "motivation": {"start": 0.4, "gain": 0.5},
    }
    model = TrustModel(scenario(FLAWLESS, TREATMENT, base, settings, timeline=entries))
    for bond in model.relations.user_in_it:
        model.trust.deceived(bond, Experience.CONCEALED_SLIP)
    model.leadership.set_layers(2, -1)
    model.terms.red_tape = 0.1
    model.developers[0].feel(1.0)
    return model


def expected(kept: float) -> float:
    """Beta rule with the share ``kept`` of 93 experiences, .3 of them good, and W = 7, a = .65."""
    return (93.0 * 0.3 * kept + 7.0 * 0.65) / (93.0 * kept + 7.0)


@pytest.mark.parametrize("strength", [1.0, 0.4])
def test_new_leadership_counts_part_of_the_past_no_more_but_leaves_the_ceiling(strength: float) -> None:
    model = ailing({"what": "new_leadership", "day": 10, "strength": strength})
    step(model, 9)
    assert model.recorder.daily[-1]["trust_ability"] == pytest.approx(expected(1.0))
    assert (model.terms.layers, model.terms.red_tape) == (2, 0.1)
    ceilings = [model.trust.ceiling(bond) for bond in model.relations.user_in_it]
    step(model, 1)
    kept = 1.0 - 0.5 * strength
    for bond in (*model.relations.user_in_it, *(bond for pair in model.relations.it_in_unit for bond in pair)):
        assert model.trust.expectation(bond, Dimension.ABILITY) == pytest.approx(expected(kept))
        assert model.trust.expectation(bond, Dimension.BENEVOLENCE) == pytest.approx(expected(kept))
    assert [model.trust.ceiling(bond) for bond in model.relations.user_in_it] == ceilings == [pytest.approx(0.2)] * 6
    assert model.recorder.daily[-1]["trust_integrity"] == pytest.approx(0.2)
    assert (model.terms.layers, model.terms.red_tape) == (0, 0.0)
    assert model.recorder.daily[-1]["cio_changes"] == 1
    assert not model.leadership.outsourced
    # and the ledger says what it was
    rows = model.recorder.ledger.columns()
    fresh = (rows["event"] == Experience.NEW_LEADERSHIP) & (rows["dimension"] == Dimension.ABILITY)
    assert rows["delta"][fresh].tolist() == [pytest.approx(expected(kept) - expected(1.0))] * (6 + 2 * 2)


def test_outsourcing_brings_strangers_who_work_by_contract_and_send_invoices() -> None:
    model = ailing({"what": "outsourcing", "day": 10}, {"what": "outsourcing", "day": 20})
    model.knowledge.contact(Function.DEVELOPER, 0, 0.5)
    step(model, 9)
    motivation = model.developers[0].motivation
    assert motivation > 0.4
    assert model.policies.names.commitment == Commitment.FORECAST
    step(model, 1)
    assert all(model.knowledge.of(function, 0) == 0.2 for function in Function)
    assert [person.motivation for person in (*model.developers, *model.testers)] == [0.4, 0.4]
    assert model.policies.names.commitment == Commitment.CONTRACT
    assert model.recorder.daily[-1]["price"] == 0.7
    step(model, 20)
    kinds = model.recorder.events.columns()["kind"].tolist()
    assert kinds.count(Happening.OUTSOURCED) == kinds.count(Happening.CIO_REPLACED) == 1  # then the provider's people
    assert model.recorder.daily[-1]["price"] == 0.7


def test_a_new_cio_may_be_one_who_forgives_nothing() -> None:
    model = ailing({"what": "new_leadership", "day": 10}, leadership={"reset": 0.0})
    step(model, 10)
    assert model.recorder.daily[-1]["cio_changes"] == 1
    assert model.recorder.daily[-1]["trust_ability"] == pytest.approx(expected(1.0))
    assert model.terms.layers == 0


def test_a_new_cio_is_safe_for_a_while() -> None:
    certain = {"leadership": {"hazard": 10.0, "hazard_slope": 50.0, "honeymoon_days": 30}}
    model = TrustModel(scenario(FLAWLESS, TREATMENT, {"start": {"business_in_it": {"good_share": 0.0}}}, certain))
    changed = []
    before = 0
    while model.running:
        model.step()
        now = model.leadership.changes
        if now > before:
            changed.append(model.day)
        before = now
    gaps = [after - one for one, after in pairwise(changed)]
    assert len(gaps) >= 3
    assert 30 <= min(gaps) < 35
    assert model.illness.stage == Stage.HEALTHY
