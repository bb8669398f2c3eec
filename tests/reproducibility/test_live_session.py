"""A live session, saved as a scenario and loaded again, replays to the last bit; so does a fork of one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.builders import LIVELY, PARTNERSHIP, WATERFALL, run, scenario, step
from trustsim.errors import ScenarioError
from trustsim.model.model import TrustModel
from trustsim.records.happenings import Happening
from trustsim.scenario.loading import load_scenario
from trustsim.scenario.schema import Scenario
from trustsim.scenario.timeline import KINDS, Intervention
from trustsim.scenario.writing import save_scenario
from trustsim.validate.limits.bits import bits, differing
from trustsim.vocabulary import InterventionKind, Preset

Settings = dict[str, dict[str, Any]]

BOTH = pytest.mark.parametrize("preset", [WATERFALL, PARTNERSHIP], ids=["waterfall", "partnership"])
PLANNED = [
    {"what": "methodology", "day": 30, "days": 50},
    {"what": "add_layers", "when": "stage >= sniffles for 5 days", "days": 70},
    {"preset": "partnership", "day": 150, "strength": 0.5},
]


def given(what: str, **more: Any) -> Intervention:
    return Intervention.model_validate({"what": what, **more})


# What somebody does at the screen: on which evening, and what.
SESSION: list[tuple[int, Intervention]] = [
    (0, given("admit_problem")),
    (0, given("edict", amount=7.3)),
    (12, given("hire", amount=2, days=60)),
    (12, given("budget", amount=-1 / 3, strength=0.7)),
    (40, given("behind_the_curtain", day=55)),
    (40, given("process", preset="partnership", days=45)),
    (41, given("outage", when="trust < 0.64 for 3 days")),
    (41, given("edict", when="trust < 0.9", day=60)),
    (41, given("tour_of_duty", when="work_in_progress > 4", day=70, days=20)),
    (80, given("layoff", day=5, days=30)),  # a day that has passed: tomorrow
    (99, given("trust_shock", amount=-1.7)),
    (120, given("outsourcing")),
    (120, given("insight_visits", strength=0.6)),
    (121, given("chargeback", amount=0.1 + 0.2)),
    (249, given("new_leadership")),
]


def played(setting: Scenario, seed: int | None = None) -> TrustModel:
    """Play the session to its end; some of it comes to pass only by a condition, or never."""
    model = TrustModel(setting, seed)
    for evening, entry in SESSION:
        step(model, evening - model.day)
        model.apply(entry)
    while model.running:
        model.step()
    model.close()
    return model


def saved_and_loaded(model: TrustModel, folder: Path) -> Scenario:
    path = folder / "session.toml"
    save_scenario(model.played(), path)
    return load_scenario(path)


@BOTH
@pytest.mark.parametrize("planned", [[], PLANNED], ids=["alone", "with a timeline"])
def test_a_saved_session_replays_to_the_last_bit(
    preset: Settings, planned: list[dict[str, Any]], tmp_path: Path
) -> None:
    model = played(scenario(LIVELY, preset, timeline=planned))
    began = model.recorder.events.columns()["kind"] == Happening.INTERVENTION_BEGAN
    assert began.sum() >= len(SESSION) - 1
    again = saved_and_loaded(model, tmp_path)
    assert again == model.played()
    assert len(again.timeline) == len(planned) + len(SESSION)
    assert differing(bits(run(again)), bits(model)) == set()
    assert differing(bits(run(scenario(LIVELY, preset, timeline=planned))), bits(model)) != set()


def test_a_session_remembers_the_seed_that_it_was_played_with(tmp_path: Path) -> None:
    model = played(scenario(LIVELY), seed=4711)
    again = saved_and_loaded(model, tmp_path)
    assert again.run.seed == 4711
    assert differing(bits(run(again)), bits(model)) == set()


@BOTH
def test_a_scenario_with_every_default_replays_too(preset: Settings, tmp_path: Path) -> None:
    model = played(scenario(preset, {"run": {"horizon_days": 250}}))
    assert differing(bits(run(saved_and_loaded(model, tmp_path))), bits(model)) == set()


@pytest.mark.parametrize("evening", [13, 41, 90, 121, 200])
def test_a_session_saved_half_way_replays_as_far_as_it_goes(evening: int, tmp_path: Path) -> None:
    model = TrustModel(scenario(LIVELY, timeline=PLANNED))
    for when, entry in SESSION:
        if when <= evening:
            step(model, when - model.day)
            model.apply(entry)
    again = TrustModel(saved_and_loaded(model, tmp_path))
    step(again, model.day)
    assert differing(bits(again), bits(model)) == set()


def test_what_is_applied_begins_on_the_next_morning_or_later_and_in_turn() -> None:
    model = TrustModel(scenario(LIVELY))
    step(model, 50)
    for day in (None, 1, 50, 51, 60):
        model.apply(given("edict", day=day))
    model.apply(given("outage", when="trust > 0"))
    assert [entry.day for entry in model.timeline.applied] == [51, 51, 51, 51, 60, 51]
    step(model, 20)
    events = model.recorder.events.columns()
    began = events["kind"] == Happening.INTERVENTION_BEGAN
    assert events["subject"][began].tolist() == [0, 1, 2, 3, 5, 4]
    assert events["day"][began].tolist() == [51, 51, 51, 51, 51, 60]


# --- what cannot be done

WRONG: list[tuple[dict[str, Any], str]] = [
    ({"what": "edict", "day": 300}, "day"),
    ({"what": "edict", "days": 3}, "days"),
    ({"what": "edict", "amount": 1e9}, "amount"),
    ({"what": "hire", "amount": 1.5}, "amount"),
    ({"what": "counselling", "amount": 1.0}, "amount"),
    ({"what": "counselling", "preset": Preset.PARTNERSHIP}, "preset"),
    ({"what": "process"}, "what"),
]


@BOTH
@pytest.mark.parametrize(("wrong", "key"), WRONG, ids=[f"{one['what']} {key}" for one, key in WRONG])
def test_what_is_not_acceptable_is_refused_and_changes_nothing(
    preset: Settings, wrong: dict[str, Any], key: str
) -> None:
    setting = scenario(LIVELY, preset, {"run": {"horizon_days": 80}}, timeline=[{"what": "edict", "day": 70}])
    model = TrustModel(setting)
    step(model, 60)
    bad = Intervention.model_construct(
        **{**Intervention().model_dump(), **wrong, "what": InterventionKind(wrong["what"])}
    )
    before = model.played()
    with pytest.raises(ScenarioError) as refused:
        model.apply(bad)
    assert [problem.key for problem in refused.value.problems] == [key]
    assert "expected" in str(refused.value)
    assert model.played() == before == setting
    while model.running:
        model.step()
    model.close()
    assert differing(bits(model), bits(run(setting))) == set()


def test_after_the_last_day_nothing_can_be_applied() -> None:
    model = TrustModel(scenario(LIVELY, {"run": {"horizon_days": 30}}))
    step(model, 29)
    model.apply(given("edict"))  # there is one day left
    step(model, 1)
    with pytest.raises(ScenarioError, match="after the end of the run"):
        model.apply(given("edict"))


def test_a_session_ends_up_in_no_file_that_cannot_be_loaded(tmp_path: Path) -> None:
    model = TrustModel(scenario(LIVELY, timeline=[{"what": "edict", "day": 200}]))
    for _ in range(99):
        model.apply(given("outage", strength=0.0))
    with pytest.raises(ScenarioError, match="100"):
        model.apply(given("outage", strength=0.0))
    assert len(saved_and_loaded(model, tmp_path).timeline) == 100


# --- forks

TEAMS: Settings = {
    "channels": {"habit": 0.0},
    "demand": {"needs_per_user": 1.5},
    "intake": {"most_waiting": 6.0},
    "shadow": {"breaking_point": 0.05},
}
STANDING = [
    {"what": kind.value, "day": 20 + place} | ({"preset": "partnership"} if kind == InterventionKind.PROCESS else {})
    for place, kind in enumerate(InterventionKind)
    if not KINDS[kind].instant
]


@BOTH
@pytest.mark.parametrize("day", [45, 90, 160])
def test_a_fork_with_interventions_own_teams_and_requests_put_off_goes_on_identically(
    preset: Settings, day: int
) -> None:
    model = TrustModel(scenario(LIVELY, preset, TEAMS, timeline=STANDING))
    step(model, day)
    model.apply(given("edict", when="trust > 0", day=day + 10))
    assert len(model.timeline.standing) >= 10
    assert model.market.teams
    twin = model.fork()
    for one in (model, twin):
        step(one, 5)
        one.apply(given("hire", days=10))
        while one.running:
            one.step()
        one.close()
    assert differing(bits(model), bits(twin)) == set()
    assert model.played() == twin.played()
    assert any(request.deferrals for request in model.pipeline.requests)
    assert model.market.gone


def test_what_is_applied_to_a_fork_leaves_its_origin_alone() -> None:
    setting = scenario(LIVELY, TEAMS, timeline=STANDING)
    model = TrustModel(setting)
    step(model, 60)
    twin = model.fork()
    twin.apply(given("trust_shock"))
    step(twin, 50)
    while model.running:
        model.step()
    model.close()
    assert differing(bits(model), bits(run(setting))) == set()
    assert model.played() == setting
