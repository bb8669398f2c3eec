"""What each kind of intervention does while it is in force, and that it is over when it ends."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from tests.builders import FLAWLESS, LIVELY, PARTNERSHIP, WATERFALL, run, scenario, step
from tests.model.books import check_evening
from trustsim.model.model import TrustModel
from trustsim.records.happenings import Experience, Happening
from trustsim.scenario.schema import Scenario
from trustsim.vocabulary import Dimension, Function, RequestState, TaskKind

Entry = dict[str, Any]
Settings = dict[str, dict[str, Any]]

# Ten developers who always have a whole day, and much to do.
TEN: Settings = {
    "organisation": {"developers": 10, "users": 10, "business_units": 2},
    "demand": {"needs_per_user": 5.0},
    "planning": {"in_progress_per_developer": 10.0},
    "run": {"horizon_days": 100},
}


def ten(*entries: Entry, **settings: dict[str, Any]) -> Scenario:
    return scenario(FLAWLESS, TEN, settings, timeline=entries)


def daily(setting: Scenario, measure: str) -> list[Any]:
    """A measure of each day, from day 1."""
    return [row[measure] for row in run(setting).recorder.daily]


def figures(model: TrustModel, what: Happening) -> list[tuple[int, float]]:
    """Day and first figure of each event of a kind."""
    events = model.recorder.events.columns()
    chosen = events["kind"] == what
    return list(zip(events["day"][chosen].tolist(), events["a"][chosen].tolist(), strict=True))


def over(days: int, *pieces: tuple[int, float]) -> list[Any]:
    """A value for each day: that of the last piece begun, each given by its first day."""
    values = (next(value for first, value in reversed(pieces) if first <= day) for day in range(1, days + 1))
    return [pytest.approx(value) for value in values]


# --- capacity


def test_a_tour_takes_output_and_gives_it_back() -> None:
    tour = {"what": "tour_of_duty", "amount": 0.4, "strength": 0.5, "day": 20, "days": 30}
    assert daily(ten(tour), "effort_away") == over(100, (1, 0.0), (20, 2.0), (50, 0.0))
    assert daily(ten(tour), "effort_available") == over(100, (1, 10.0))
    built = daily(ten(tour), "effort_build")
    assert built[9:] == over(100, (1, 10.0), (20, 8.0), (50, 10.0))[9:]


def test_a_tour_teaches_all_who_hand_needs_on_while_it_lasts() -> None:
    tour = {"what": "tour_of_duty", "amount": 0.5, "day": 20, "days": 30}
    model = TrustModel(ten(tour, knowledge={"it": 0.6, "ceiling": 0.9}, treatment={"tour_gain": 0.1}))
    for day in range(1, 61):
        model.step()
        lessons = min(max(day - 19, 0), 30)
        for unit in range(2):
            for function in Function:
                known = model.knowledge.of(function, unit)
                assert known == pytest.approx(0.9 - 0.3 * (1.0 - 0.1 * 0.5) ** lessons, abs=1e-12)


def test_budgets_multiply_and_end() -> None:
    cut = {"what": "budget", "amount": -0.5, "strength": 0.4, "day": 20, "days": 40}
    raised = {"what": "budget", "amount": 1.0, "day": 30, "days": 20}
    assert daily(ten(cut, raised), "effort_available") == over(
        100, (1, 10.0), (20, 8.0), (30, 16.0), (50, 8.0), (60, 10.0)
    )
    cost = daily(ten(cut, raised), "cost")
    assert [after - before for before, after in zip([0.0, *cost[:-1]], cost, strict=True)] == over(
        100, (1, 11.0), (20, 8.8), (30, 17.6), (50, 8.8), (60, 11.0)
    )


def test_demand_rises_at_once_and_falls_back() -> None:
    """Needs a day follow the rate in force, from the first day on: a gap begun before is not sat out."""
    raised = {"what": "demand", "amount": 4.0, "strength": 0.5, "day": 101, "days": 100}
    settings: Settings = {
        "organisation": {"users": 400},
        "demand": {"needs_per_user": 1.05},  # 20 a day
        "run": {"horizon_days": 300},
        "intake": {"most_waiting": 50},
    }
    needs = np.diff(np.array([0, *daily(ten(raised, **settings), "needs")]))
    for first, days, rate in ((0, 100, 20.0), (100, 5, 60.0), (100, 100, 60.0), (200, 5, 20.0), (200, 100, 20.0)):
        assert needs[first : first + days].sum() == pytest.approx(rate * days, abs=5.0 * math.sqrt(rate * days))


def test_changes_of_demand_multiply_and_need_the_same_things() -> None:
    """Twice as much and then half as much leaves every need to come where it was, with its size and its luck."""
    there_and_back = [{"what": "demand", "amount": amount, "day": 20} for amount in (1.0, -0.5)]
    assert daily(ten(*there_and_back), "needs") == daily(ten(), "needs")
    more, usual = run(ten({"what": "demand", "amount": 1.0, "day": 20})), run(ten())
    sizes = {request.entity: request.value for request in more.pipeline.requests}
    assert len(sizes) > 1.5 * len(usual.pipeline.requests)
    assert all(sizes[request.entity] == request.value for request in usual.pipeline.requests)


def test_red_tape_takes_time_from_all_and_is_felt() -> None:
    method = {"what": "methodology", "amount": 0.2, "strength": 0.5, "day": 20, "days": 40}
    assert daily(ten(method), "effort_red_tape") == over(100, (1, 0.0), (20, 1.0), (60, 0.0))
    felt = run(ten(method, evidence={"red_tape": 1.0}))
    rows = felt.recorder.ledger.columns()
    days = rows["day"][rows["event"] == Experience.RED_TAPE]
    assert len(days) > 20
    assert set(days.tolist()) <= set(range(20, 60))
    assert felt.recorder.daily[-1]["trust_benevolence"] < felt.recorder.daily[0]["trust_benevolence"]  # type: ignore[operator]


def test_reserved_capacity_keeps_services_running_and_fades_where_nobody_understands_why() -> None:
    first = {"what": "reliability_first", "amount": 0.5, "day": 20}
    services: Settings = {"services": {"incident_rate": 21.0, "reserve_effect": 100.0}}
    kept = run(ten(first, **services, treatment={"fading": 0.0}))
    outages = [row["outages"] for row in kept.recorder.daily]
    assert outages[18] >= 8  # 1 - 1/e a day
    assert outages[-1] == outages[18]
    assert [row["effort_reserved"] for row in kept.recorder.daily] == over(100, (1, 0.0), (20, 5.0))
    faded = [row["effort_reserved"] for row in run(ten(first, **services, treatment={"fading": 0.02})).recorder.daily]
    assert faded[19:] == [pytest.approx(5.0 * 0.98**days) for days in range(1, 82)]


# --- people


def test_who_is_hired_comes_and_goes_and_works_meanwhile() -> None:
    hired = {"what": "hire", "amount": 4, "strength": 0.6, "day": 20, "days": 30}  # 2.4 people, two
    assert daily(ten(hired), "developers") == over(100, (1, 10), (20, 12), (50, 10))
    assert daily(ten(hired), "effort_available") == over(100, (1, 10.0), (20, 12.0), (50, 10.0))


def test_who_is_laid_off_goes_but_never_all_and_as_many_come_back() -> None:
    gone = {"what": "layoff", "amount": 500, "day": 20, "days": 30}
    assert daily(ten(gone), "developers") == over(100, (1, 10), (20, 1), (50, 10))
    model = run(ten(gone))
    assert figures(model, Happening.LAID_OFF) == [(20, 9.0)]
    assert figures(model, Happening.HIRED) == [(50, 9.0)]
    assert [developer.number for developer in model.present] == [0, *range(10, 19)]


def in_hand(model: TrustModel) -> list[tuple[TaskKind, int, float, float]]:
    return sorted((one.kind, one.subject, one.left, one.spent) for dev in model.developers for one in dev.tasks)


@pytest.mark.parametrize("preset", [WATERFALL, PARTNERSHIP], ids=["waterfall", "partnership"])
def test_layoffs_lose_no_work_in_hand(preset: Settings) -> None:
    settings: Settings = {"organisation": {"developers": 8}, "edicts": {"rate": 6.0}, "demand": {"needs_per_user": 2.5}}
    model = TrustModel(scenario(LIVELY, preset, settings))
    handed = set()
    for day in range(10, 241, 10):
        step(model, day - model.day)
        before, people = in_hand(model), len(model.present)
        handed |= {task.kind for developer in model.present[2:] for task in developer.tasks}
        assert model.lay_off(6) == people - 2
        assert in_hand(model) == before
        assert not any(developer.tasks for developer in model.developers if not developer.present)
        check_evening(model)
        assert model.hire(6) == 6
    assert handed >= {TaskKind.BUILD, TaskKind.FIX, TaskKind.EDICT}
    delivered = [one for one in model.pipeline.requests if one.state == RequestState.RELEASED]
    assert len(delivered) > 20


# --- terms


def test_layers_are_added_and_taken_back() -> None:
    more = {"what": "add_layers", "amount": 5, "day": 20, "days": 30}
    less = {"what": "remove_layers", "amount": 3, "strength": 0.5, "day": 60, "days": 20}  # 1.5 layers, two
    people = {"organisation": {**TEN["organisation"], "analyst_layers": 3}}
    assert daily(ten(more, less, **people), "layers") == over(100, (1, 3), (20, 7), (50, 3), (60, 1), (80, 3))


def test_entries_on_layers_that_overlap_leave_as_many_as_there_were() -> None:
    more = {"what": "add_layers", "amount": 2, "day": 10, "days": 50}
    less = {"what": "remove_layers", "amount": 7, "day": 20, "days": 70}
    people = {"organisation": {**TEN["organisation"], "analyst_layers": 1}}
    assert daily(ten(more, less, **people), "layers") == over(100, (1, 1), (10, 3), (20, 0), (60, 0), (90, 1))


def test_leadership_in_health_leaves_layers_of_the_timeline_alone() -> None:
    more = {"what": "add_layers", "amount": 3, "day": 10, "days": 60}
    leaders = {"leadership": {"reacts": True, "step_days": 5}}
    assert daily(ten(more, **leaders), "layers") == over(100, (1, 0), (10, 3), (70, 0))


def test_a_relayed_specification_passes_the_layers_that_there_are() -> None:
    more = {"what": "add_layers", "amount": 2, "day": 20, "days": 30}
    model = run(ten(more, process={"preset": "waterfall-contract"}))
    passed = figures(model, Happening.ANALYST_PASSED_ON)
    assert {day for day, _ in passed} <= set(range(20, 50))
    written = [day for day, _ in figures(model, Happening.SPEC_WRITTEN) if 20 <= day < 50]
    assert len(passed) == 2 * len(written) > 40


def test_a_price_is_charged_while_it_is() -> None:
    charge = {"what": "chargeback", "amount": 2.0, "strength": 0.25, "day": 20, "days": 30}
    model = run(ten(charge, chargeback={"elasticity": 3.0}))
    assert [row["price"] for row in model.recorder.daily] == over(100, (1, 0.0), (20, 0.5), (50, 0.0))
    days = [day for day, _ in figures(model, Happening.PRICED_OUT)]
    assert len(days) > 40
    assert set(days) <= set(range(20, 50))


def test_visits_are_paid_to_their_share_of_requests_while_they_last() -> None:
    visits = {"what": "insight_visits", "amount": 0.8, "strength": 0.5, "day": 20, "days": 50}
    model = run(ten(visits, treatment={"fading": 0.0}))
    days = [day for day, _ in figures(model, Happening.VISITED)]
    assert set(days) <= set(range(20, 70))
    defined = sum(20 <= (request.defined or 0) < 70 for request in model.pipeline.requests)
    assert len(days) == pytest.approx(0.4 * defined, abs=3.3 * math.sqrt(0.24 * defined))
    assert sum(request.visited for request in model.pipeline.requests) == len(days)


def test_a_visit_takes_a_developers_time() -> None:
    visits = {"what": "insight_visits", "day": 1}
    spent = []
    for effort in (0.0, 2.0):
        model = run(ten(visits, treatment={"fading": 0.0, "visit_effort": effort}, demand={"needs_per_user": 0.5}))
        spent.append([one for one in model.pipeline.requests if one.live is not None and one.visited])
    without, with_it = spent
    assert len(with_it) > 10
    assert {one.effort_build for one in without} == {5.0}
    assert [one.effort_build for one in with_it] == [pytest.approx(7.0)] * len(with_it)
    assert {one.estimate for one in with_it} == {7.0}


def test_a_competitive_mindset_saves_days_of_a_relay_and_red_tape_and_fades() -> None:
    mindset = {"what": "competitive_mindset", "day": 50, "strength": 0.5}
    method = {"what": "methodology", "amount": 0.4, "day": 1}
    settings: Settings = {
        "process": {"preset": "waterfall-contract"},
        "handoff": {"relay_days": 8},
        "treatment": {"fading": 0.0, "friction_cut": 0.5},
    }
    model = run(ten(mindset, method, **settings))
    defined = [one for one in model.pipeline.requests if one.defined is not None]
    assert {(one.arose >= 50, one.defined - one.arose) for one in defined} == {(False, 8), (True, 6)}
    assert [row["red_tape"] for row in model.recorder.daily] == over(100, (1, 0.4), (50, 0.3))
    settings["treatment"] = {"fading": 0.1, "friction_cut": 0.5}
    faded = daily(ten(mindset, method, **settings), "red_tape")
    assert faded[49:] == [pytest.approx(0.4 * (1.0 - 0.25 * 0.9**days)) for days in range(1, 52)]


def test_a_process_goes_back_when_its_days_are_over() -> None:
    for strength, changed in ((1.0, 6), (0.5, 3), (0.3, 2), (0.05, 0)):
        change = {"preset": "waterfall-contract", "day": 20, "days": 30, "strength": strength}
        model = TrustModel(ten(change))
        before = model.policies.names
        different = []
        for _ in range(100):
            model.step()
            pairs = zip(before, model.policies.names, strict=True)
            different.append(sum(one != other for one, other in pairs))
        assert different == over(100, (1, 0), (20, changed), (50, 0))


@pytest.mark.parametrize(("first", "second"), [(30, 60), (60, 30)])
def test_changes_of_process_that_overlap_do_not_undo_each_other(first: int, second: int) -> None:
    whole = {"preset": "waterfall-contract", "day": 20, "days": first}
    one = {"reporting": "green", "commitment": "forecast", "day": 30, "days": second}
    model = TrustModel(ten(whole, one))
    for day in range(1, 101):
        model.step()
        names, of_whole, of_one = model.policies.names, 20 <= day < 20 + first, 30 <= day < 30 + second
        assert names.batching == ("release" if of_whole else "flow")
        assert names.reporting == ("green" if of_whole or of_one else "candid")
        assert names.commitment == ("contract" if of_whole and not of_one else "forecast")


# --- owners, services, and what every user lives through


def test_an_edict_is_work_of_its_size_once() -> None:
    model = run(ten({"what": "edict", "amount": 20.0, "strength": 0.75, "day": 20}))
    assert figures(model, Happening.EDICT_ISSUED) == [(20, 15.0)]
    edicts = [row["effort_edict"] for row in model.recorder.daily]
    assert edicts == over(100, (1, 0.0), (20, 1.0), (35, 0.0))  # one developer
    assert figures(model, Happening.EDICT_DONE) == [(34, 15.0)]


def test_an_outage_is_felt_by_every_user_by_its_hours() -> None:
    lost = []
    for hours in (2.0, 8.0):
        outage = {"what": "outage", "amount": 2 * hours, "strength": 0.5, "day": 20}
        model = run(ten(outage, evidence={"outage": 1.0}))
        assert figures(model, Happening.INCIDENT) == [(20, hours)]
        assert [row["outages"] for row in model.recorder.daily] == over(100, (1, 0), (20, 1))
        before, after = (model.recorder.daily[day]["trust_ability"] for day in (18, 19))
        assert before is not None
        assert after is not None
        lost.append(before - after)
        rows = model.recorder.ledger.columns()
        felt = rows["event"] == Experience.OUTAGE
        assert sorted(rows["trustor"][felt].tolist()) == list(range(10))
    assert 0.0 < lost[0] < lost[1]


@pytest.mark.parametrize("weight", [-6.0, 4.0])
def test_a_shock_is_so_many_experiences_for_every_user(weight: float) -> None:
    shock = {"what": "trust_shock", "amount": weight, "strength": 0.5, "day": 20}
    model = run(ten(shock))
    good, bad = 6.5 + max(weight / 2.0, 0.0), 3.5 + 1.4 * max(-weight / 2.0, 0.0)  # the start, and gains 1 and 1.4
    expected = (good + 7.0 * 0.65) / (good + bad + 7.0)
    before, after = model.recorder.daily[18], model.recorder.daily[19]
    for dimension in Dimension:
        assert before[f"trust_{dimension.name.lower()}"] == pytest.approx(0.65)
        assert after[f"trust_{dimension.name.lower()}"] == pytest.approx(expected)
    assert after["trust_it_in_business"] == before["trust_it_in_business"]
