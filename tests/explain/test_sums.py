"""Causes and origins sum to the change, to 1e-9: over runs, windows, units, dimensions, trust rules and seeds."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pytest

from tests.builders import LIVELY, PARTNERSHIP, WATERFALL, run, scenario
from trustsim.explain.explanation import Explanation, explain
from trustsim.explain.question import Question, unit_of, users_asked
from trustsim.model.model import TrustModel
from trustsim.records.frames import frames
from trustsim.vocabulary import DAYS_PER_MONTH, Dimension, Healing, TrustRule

TO = 1e-9
DAYS = 130
WINDOWS = ((1, DAYS), (22, 63), (60, 61), (77, 77))


def ran(rule: TrustRule = TrustRule.BETA, seed: int = 1, process: dict[str, Any] = WATERFALL) -> TrustModel:
    """A run in which plans are far too short, so that everything happens."""
    settings = {
        "run": {"horizon_days": DAYS},
        "trust": {"rule": rule.value, "healing": Healing.SLOW_HEAL.value, "memory": 0.99, "ceiling_drop": 0.4},
        "planning": {"availability": 1.0, "test_share": 0.0, "acceptance_days": 0, "optimism": 0.5},
    }
    return run(scenario(LIVELY, process, settings), seed)


def questions(units: int) -> Iterator[Question]:
    for first, last in WINDOWS:
        for unit in (None, *range(units)):
            for dimension in (None, *Dimension):
                yield Question(first, last, unit, dimension)


def off(found: Explanation) -> float:
    """How far causes and origins are from the change, at worst."""
    sums = (math.fsum(part.contribution for part in parts) for parts in (found.causes, found.origins))
    return max(abs(total - found.change) for total in sums)


@pytest.mark.parametrize("rule", TrustRule)
def test_causes_and_origins_sum_to_the_change_under_every_rule(rule: TrustRule) -> None:
    model = ran(rule)
    tables = frames(model)
    found = [explain(tables, model.config, question) for question in questions(2)]
    assert max(off(one) for one in found) <= TO
    assert sum(abs(one.change) > 0.001 for one in found) > len(found) / 3


@pytest.mark.parametrize("process", [WATERFALL, PARTNERSHIP], ids=["waterfall", "partnership"])
@pytest.mark.parametrize("seed", [2, 3])
def test_they_do_with_other_seeds_and_under_either_process(seed: int, process: dict[str, Any]) -> None:
    model = ran(seed=seed, process=process)
    tables = frames(model)
    assert max(off(explain(tables, model.config, question)) for question in questions(2)) <= TO


def test_the_ends_of_a_whole_run_are_those_of_its_curve() -> None:
    model = ran()
    found = explain(frames(model), model.config, Question(1, DAYS))
    assert found.before == pytest.approx(model.initial["trust"], abs=TO)
    assert found.after == pytest.approx(model.recorder.daily[-1]["trust"], abs=TO)
    for dimension in Dimension:
        found = explain(frames(model), model.config, Question(1, DAYS, dimension=dimension))
        name = f"trust_{dimension.name.lower()}"
        assert found.before == pytest.approx(model.initial[name], abs=TO)
        assert found.after == pytest.approx(model.recorder.daily[-1][name], abs=TO)


def test_the_ends_of_months_are_on_the_curve_and_on_days_between_only_forgetting_is_missing() -> None:
    model = ran()
    tables, months = frames(model), range(DAYS_PER_MONTH, DAYS, DAYS_PER_MONTH)
    for day in months:
        found = explain(tables, model.config, Question(1, day))
        assert found.after == pytest.approx(model.recorder.daily[day - 1]["trust"], abs=TO)
    between = explain(tables, model.config, Question(1, DAYS_PER_MONTH + 15))
    assert between.daily_after is not None
    assert 1e-6 < abs(between.daily_after - between.after) < 0.02


@pytest.mark.parametrize("unit", [0, 1])
def test_a_unit_ends_where_its_users_do(unit: int) -> None:
    model = ran()
    found = explain(frames(model), model.config, Question(1, DAYS, unit=unit))
    users = users_asked(6, 2, unit)
    assert found.users == len(users) == 3
    assert found.after == pytest.approx(math.fsum(model.user_trust(user) for user in users) / 3, abs=TO)


def test_units_have_the_users_that_the_model_gives_them() -> None:
    model = ran()
    assert [unit_of(user.number, 2) for user in model.users] == [user.unit for user in model.users]


def test_windows_that_follow_on_each_other_follow_on_in_trust() -> None:
    model = ran()
    tables = frames(model)
    whole = explain(tables, model.config, Question(1, DAYS))
    parts = [explain(tables, model.config, Question(*days)) for days in ((1, 40), (41, 90), (91, DAYS))]
    assert math.fsum(part.change for part in parts) == pytest.approx(whole.change, abs=TO)
    assert [part.before for part in parts[1:]] == [part.after for part in parts[:-1]]


def test_a_row_that_is_missing_would_be_found() -> None:
    model = ran()
    tables = frames(model)
    rows = tables["ledger"]
    mine = rows[rows["trustor"].str.startswith("user ") & (rows["trustee"] == "IT") & (rows["event"] != "forgetting")]
    middle = mine["contribution"].abs().sort_values().index[-1]
    lost = explain({**tables, "ledger": rows.drop(index=middle)}, model.config, Question(1, DAYS))
    assert off(lost) > TO
