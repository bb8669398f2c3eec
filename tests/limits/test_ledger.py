"""Every change of an opinion is a row, and rows sum to the curve, to 1e-12."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from tests.builders import LIVELY, PARTNERSHIP, WATERFALL, run, scenario
from trustsim.model.model import TrustModel
from trustsim.records.happenings import Actor, Experience
from trustsim.vocabulary import DAYS_PER_MONTH, Healing, TrustRule

TO = 1e-12


def deceived(rule: TrustRule, healing: Healing, process: dict[str, dict[str, Any]] = WATERFALL) -> TrustModel:
    """A run in which plans are far too short, so that slips are concealed and come to light, to users who stay."""
    settings = {
        "channels": {"habit": 6.0},
        "trust": {"rule": rule.value, "healing": healing.value, "memory": 0.99, "ceiling_drop": 0.4},
        "planning": {"availability": 1.0, "test_share": 0.0, "acceptance_days": 0, "optimism": 0.5},
        "start": {"business_in_it": {"experiences": 10.0, "good_share": 0.9}},
    }
    return run(scenario(LIVELY, process, settings))


def of_users(model: TrustModel) -> dict[str, np.ndarray[Any, Any]]:
    rows = model.recorder.ledger.columns()
    chosen = (rows["trustor_kind"] == Actor.USER) & (rows["trustee_kind"] == Actor.IT)
    return {name: column[chosen] for name, column in rows.items()}


@pytest.mark.parametrize("healing", Healing)
@pytest.mark.parametrize("rule", TrustRule)
def test_rows_sum_to_the_change_of_each_opinion(rule: TrustRule, healing: Healing) -> None:
    model = deceived(rule, healing)
    rows = of_users(model)
    start = TrustModel(model.config)
    for user, bond in enumerate(model.relations.user_in_it):
        mine = rows["trustor"] == user
        for dimension in range(3):
            delta = rows["delta"][mine & (rows["dimension"] == dimension)]
            assert len(delta) > 5
            change = model.trust.expectation(bond, dimension) - start.trust.expectation(bond, dimension)
            assert math.fsum(delta) == pytest.approx(change, abs=TO)
        change = model.user_trust(user) - start.user_trust(user)
        assert math.fsum(rows["contribution"][mine]) == pytest.approx(change, abs=TO)
    concealed = np.count_nonzero(rows["event"] == Experience.CONCEALED_SLIP)
    healed = np.count_nonzero(rows["event"] == Experience.HEALING)
    assert concealed > 10
    assert (healed > 0) == (healing == Healing.SLOW_HEAL)


@pytest.mark.parametrize("process", [WATERFALL, PARTNERSHIP], ids=["waterfall", "partnership"])
def test_rows_sum_to_the_curve_of_trust_and_to_every_other(process: dict[str, dict[str, Any]]) -> None:
    model = deceived(TrustRule.BETA, Healing.SLOW_HEAL, process)
    rows = model.recorder.ledger.columns()
    by_user = rows["trustor_kind"] == Actor.USER
    sides = {
        "trust": by_user & (rows["trustee_kind"] == Actor.IT),
        "trust_in_shadow": by_user & (rows["trustee_kind"] == Actor.SHADOW_TEAM),
        "trust_in_vendor": by_user & (rows["trustee_kind"] == Actor.VENDOR),
        "trust_crafts": ~by_user & (rows["trustee_kind"] != Actor.UNIT),
        "trust_it_in_business": ~by_user & (rows["trustee_kind"] == Actor.UNIT),
    }
    assert sum(np.count_nonzero(side) for side in sides.values()) == len(by_user)
    assert all(side.any() for side in sides.values())
    sizes = dict.fromkeys(sides, 6) | {"trust_it_in_business": 4}  # users, pairs of crafts; two crafts, two units
    for day in range(DAYS_PER_MONTH, model.day + 1, DAYS_PER_MONTH):  # once a month all that was forgotten is entered
        row = model.recorder.daily[day - 1]
        for measure, side in sides.items():
            change = math.fsum(rows["contribution"][side & (rows["day"] <= day)]) / sizes[measure]
            assert row[measure] == pytest.approx(model.initial[measure] + change, abs=TO)


@pytest.mark.parametrize("rule", TrustRule)
def test_each_row_begins_where_the_one_before_it_ended(rule: TrustRule) -> None:
    raw = deceived(rule, Healing.SLOW_HEAL).recorder.ledger
    rows = raw.columns()
    last: dict[tuple[int, ...], float] = {}
    names = ("trustor_kind", "trustor", "trustee_kind", "trustee", "dimension")
    keys = zip(*(rows[name].tolist() for name in names), strict=True)
    for key, before, after, delta in zip(keys, rows["before"], rows["after"], rows["delta"], strict=True):
        assert before == last.get(key, before)
        assert after - before == delta
        assert 0.0 <= after <= 1.0
        last[key] = after
    assert np.all(np.diff(rows["day"]) >= 0)
    assert rows["day"].min() >= 1


def test_closing_twice_adds_nothing() -> None:
    model = deceived(TrustRule.BETA, Healing.SLOW_HEAL)
    rows = len(model.recorder.ledger)
    model.close()
    assert len(model.recorder.ledger) == rows
