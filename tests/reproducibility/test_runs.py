"""The same seed gives the same run; a fork goes on as it would have; one more user shifts nobody's luck."""

from __future__ import annotations

import pickle
from collections import Counter
from typing import Any

import numpy as np
import pytest

from tests.builders import LIVELY, PARTNERSHIP, PIPELINE_ALONE, WATERFALL, run, scenario, step, words
from trustsim.model.model import TrustModel
from trustsim.records.happenings import Experience, Hand, Happening
from trustsim.scenario.process import PRESETS
from trustsim.scenario.schema import Scenario
from trustsim.vocabulary import Preset

Settings = dict[str, dict[str, Any]]

ELSEWHERE: Settings = {"channels": {"habit": -2.0}}
BOTH = pytest.mark.parametrize("preset", [WATERFALL, PARTNERSHIP], ids=["waterfall", "partnership"])


def tables(model: TrustModel) -> dict[str, bytes]:
    """Every table of a run as bytes."""
    recorder = model.recorder
    rows = {name: getattr(recorder, name) for name in ("handoffs", "ledger", "events", "promises")}
    packed = {name: b"".join(column.tobytes() for column in table.columns().values()) for name, table in rows.items()}
    listed = {"daily": recorder.daily, "units": recorder.units, "requests": model.request_rows()}
    return packed | {name: pickle.dumps([sorted(row.items()) for row in rows]) for name, rows in listed.items()}


def to_the_end(model: TrustModel) -> dict[str, bytes]:
    while model.running:
        model.step()
    model.close()
    return tables(model)


@BOTH
def test_the_same_seed_gives_the_same_tables(preset: Settings) -> None:
    assert tables(run(scenario(LIVELY, preset))) == tables(run(scenario(LIVELY, preset)))


@BOTH
def test_the_seed_of_a_run_is_the_scenarios_unless_another_is_given(preset: Settings) -> None:
    seven = scenario(LIVELY, preset, {"run": {"seed": 7}})
    assert tables(run(seven)) == tables(run(scenario(LIVELY, preset), seed=7))
    assert tables(run(seven, seed=8)) == tables(run(scenario(LIVELY, preset), seed=8))


@BOTH
def test_another_seed_gives_another_run(preset: Settings) -> None:
    one, other = (tables(run(scenario(LIVELY, preset), seed=seed)) for seed in (1, 2))
    assert all(one[name] != other[name] for name in one)


@BOTH
def test_two_models_side_by_side_do_not_disturb_each_other(preset: Settings) -> None:
    alone = tables(run(scenario(LIVELY, preset)))
    one, other = TrustModel(scenario(LIVELY, preset)), TrustModel(scenario(LIVELY, preset), seed=99)
    while one.running:
        one.step()
        other.step()
    one.close()
    assert tables(one) == alone


# --- forks


def changing() -> Scenario:
    """A contract that turns into a partnership on day 100."""
    change = {"day": 100, **words(PRESETS[Preset.PARTNERSHIP])}
    return scenario(LIVELY, WATERFALL, {"run": {"horizon_days": 180}}, timeline=[change])


@pytest.mark.parametrize("day", [0, 1, 21, 60, 99, 100, 101, 150, 180])
def test_a_fork_goes_on_identically(day: int) -> None:
    model = TrustModel(changing())
    step(model, day)
    twin = model.fork()
    assert twin.day == day
    assert twin.running == model.running
    assert to_the_end(twin) == to_the_end(model) == to_the_end(TrustModel(changing()))


@BOTH
def test_a_fork_and_its_origin_do_not_disturb_each_other(preset: Settings) -> None:
    setting = scenario(LIVELY, preset)
    model = TrustModel(setting)
    step(model, 60)
    twin, frozen = model.fork(), model.fork()
    before = tables(frozen)
    for number in range(6):
        twin.users[number].feel(Experience.UNHEARD, 0.0, 3.0)
    twin.developers[0].feel(0.0)
    step(twin, 40)
    assert tables(frozen) == before
    assert tables(model) == before
    assert to_the_end(model) == tables(run(setting))
    assert to_the_end(twin) != tables(model)


def test_a_fork_of_a_fork_goes_on_identically() -> None:
    model = TrustModel(changing())
    step(model, 40)
    grandchild = model.fork()
    step(grandchild, 30)
    grandchild = grandchild.fork()
    assert to_the_end(grandchild) == to_the_end(model)


def test_past_the_horizon_a_model_stands_still() -> None:
    model = run(scenario(LIVELY, WATERFALL, {"run": {"horizon_days": 30}}))
    before = tables(model)
    model.step()
    assert (model.day, tables(model)) == (30, before)


# --- one more of them


NEED = ("user", "nth", "arose", "size", "value")


def needs(setting: Scenario) -> dict[tuple[int, int], tuple[Any, ...]]:
    """Needs by whose they are; padding is off in these settings, since it follows trust."""
    rows = run(setting, ledger=False).request_rows()
    return {(row["user"], row["nth"]): tuple(row[name] for name in NEED) for row in rows}


@BOTH
@pytest.mark.parametrize(
    "more",
    [
        {"organisation": {"users": 7}},
        {"organisation": {"users": 7, "business_units": 3}},
        {"organisation": {"developers": 4, "testers": 5}},
        {"organisation": {"analyst_layers": 4, "product_managers": 1}},
    ],
    ids=["user", "unit", "staff", "layers"],
)
def test_one_more_of_them_leaves_everybodys_needs_alone(preset: Settings, more: Settings) -> None:
    plain: Settings = {"reactions": {"padding": 0.0}}
    before, after = needs(scenario(LIVELY, preset, plain)), needs(scenario(LIVELY, preset, plain, more))
    assert len(before) > 40
    assert {whose: need for whose, need in after.items() if whose[0] < 6} == before


# Trust changes nothing of what is told, and nothing is learned or goes stale.
STILL: Settings = {
    "reactions": {"padding": 0.0, "openness": 0.9, "openness_distrust": 0.9},
    "knowledge": {"gain_per_contact": 0.0},
    "demand": {"drift": 0.0},
}


def test_one_more_user_leaves_the_readings_of_others_alone() -> None:
    # Who reads what draws by the need: with trust held still, the first readings are the same whoever else is there.
    # All needs are taken to IT, and pass the same layers, whose agendas they meet.
    own = {"edicts": LIVELY["edicts"], "handoff": {"agenda": 0.1}}
    specified: list[dict[tuple[int, int], int]] = []
    for users in (6, 7):
        more = {"organisation": {"users": users}}
        model = run(scenario(LIVELY, WATERFALL, PIPELINE_ALONE, own, STILL, more), ledger=False)
        rows, requests = model.recorder.handoffs.columns(), model.pipeline.requests
        rewritten = rows["hand"] == Hand.PRODUCT_MANAGER
        pairs = zip(rows["request"][rewritten], rows["wrong"][rewritten], strict=True)
        specified.append({requests[number].entity: int(wrong) for number, wrong in pairs})
    fewer, more_of_them = specified
    assert len(fewer) > 40
    assert {entity: more_of_them[entity] for entity in fewer} == fewer


def test_one_more_user_leaves_alone_what_others_get_elsewhere() -> None:
    # Who builds what for whom draws by the need as well; whether it is taken there follows the waits that all bring on.
    served: list[dict[tuple[int, int, str], tuple[int, int]]] = []
    for users in (6, 7):
        model = run(scenario(LIVELY, STILL, ELSEWHERE, {"organisation": {"users": users}}), ledger=False)
        rows = [row for row in model.request_rows() if row["state"] == "served_elsewhere"]
        served.append({(row["user"], row["nth"], row["channel"]): (row["wrong"], row["broken"]) for row in rows})
    fewer, more = served
    both = fewer.keys() & more.keys()
    assert Counter(channel for _, _, channel in both).keys() == {"shadow", "vendor"}
    assert len(both) > 30
    assert any(wrong and broken for wrong, broken in fewer.values())
    assert {entity: more[entity] for entity in both} == {entity: fewer[entity] for entity in both}


def test_one_more_user_leaves_edicts_and_the_days_of_leadership_alone() -> None:
    seen = []
    for users in (6, 7):
        settings: Settings = {"organisation": {"users": users}, "leadership": {"hazard": 1.0, "hazard_slope": 0.0}}
        events = run(scenario(LIVELY, WATERFALL, settings), ledger=False).recorder.events.columns()
        chosen = np.isin(events["kind"], [Happening.EDICT_ISSUED, Happening.CIO_REPLACED, Happening.OUTSOURCED])
        seen.append([events[name][chosen].tolist() for name in ("day", "kind", "a")])
    assert len(set(seen[0][1])) > 1
    assert seen[0] == seen[1]


def test_a_longer_warm_up_keeps_the_days_of_services() -> None:
    # incidents are addressed by their day, so that the same days bring them whatever came before
    days = []
    for warmup in (0, 60, 200):
        model = run(scenario(LIVELY, PARTNERSHIP, {"run": {"warmup_days": warmup}, "services": {"incident_rate": 3.0}}))
        events = model.recorder.events.columns()
        incidents = events["day"][(events["kind"] == Happening.INCIDENT) & (events["day"] > 0)]
        days.append(incidents.tolist())
    assert len(days[0]) > 20
    assert days[0] == days[1] == days[2]
