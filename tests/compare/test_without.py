"""What is left out of a run is left out alone; what it contributed is the difference."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from tests.builders import FLAWLESS, LIVELY, PARTNERSHIP, WATERFALL, scenario
from trustsim.compare.contribution import BY_TIME, contribution, data
from trustsim.compare.lived import Lived, live
from trustsim.compare.parting import apart
from trustsim.compare.without import names, thing
from trustsim.errors import InputError
from trustsim.measures.relationship import users_about_it
from trustsim.model.without import Without
from trustsim.records.frames import frames
from trustsim.run.outcome import outcome
from trustsim.scenario.schema import Scenario
from trustsim.vocabulary import InterventionKind

Settings = dict[str, dict[str, Any]]

SHORT: Settings = {"run": {"horizon_days": 90}}
NO_PADDING: Settings = {"reactions": {"padding": 0.0}}
ENTRIES = (
    {"day": 30, "what": "counselling", "days": 40},
    {"day": 40, "what": "edict", "amount": 20.0},
    {"when": "trust < 0.01", "what": "hire"},
    {"day": 60, "what": "edict", "amount": 20.0},
)


def lively(*changes: Settings, timeline: Any = ()) -> Scenario:
    return scenario(LIVELY, SHORT, *changes, timeline=timeline)


@pytest.fixture(scope="module")
def treated() -> Lived:
    return live(lively(WATERFALL, timeline=ENTRIES))


# --- nothing comes of nothing


@pytest.mark.parametrize("preset", [WATERFALL, PARTNERSHIP], ids=["waterfall", "partnership"])
def test_an_intervention_of_no_strength_contributes_nothing_at_all(preset: Settings) -> None:
    entry = {"day": 30, "what": "counselling", "strength": 0.0}
    found = contribution(lively(preset, timeline=[entry]), "intervention=counselling")
    assert found.is_nothing
    assert not found.trust.any()
    assert all(change.contribution == 0.0 or math.isnan(change.with_it) for change in found.measures.values())
    assert (found.booked.contribution, found.booked.rows) == (0.0, 0)


def test_a_day_on_which_nobody_lived_through_anything_contributes_nothing() -> None:
    found = contribution(scenario(FLAWLESS), "100")
    assert found.is_nothing
    assert not found.trust.any()
    assert found.booked.rows == 0


def test_an_entry_that_never_began_contributes_nothing() -> None:
    found = contribution(lively(WATERFALL, timeline=ENTRIES), "intervention=hire")
    assert found.thing.day is None
    assert found.is_nothing


# --- interventions


@pytest.mark.parametrize("kind", InterventionKind)
def test_without_an_entry_is_as_with_one_of_no_strength(kind: InterventionKind) -> None:
    change = {"preset": "partnership"} if kind == InterventionKind.PROCESS else {}
    entry = {"day": 20, "what": kind.value, **change}
    left_out = live(lively(WATERFALL, timeline=[entry]), Without(entries=frozenset({0})))
    found = apart(left_out, live(lively(WATERFALL, timeline=[{**entry, "strength": 0.0}])))
    assert found.first is None


def test_the_edict_that_stays_keeps_its_luck(treated: Lived) -> None:
    otherwise = live(treated.scenario, Without(entries=frozenset({1})))
    assert treated.model.edicts.from_timeline == otherwise.model.edicts.from_timeline == 2
    issued = [sum(row["edicts"] for row in lived.model.recorder.daily[-1:]) for lived in (treated, otherwise)]
    assert issued[0] == issued[1] + 1


def test_one_of_several_of_a_kind_is_named_by_its_number(treated: Lived) -> None:
    assert [name for _, name in names(treated.scenario)] == ["counselling", "edict#1", "hire", "edict#2"]
    second = thing(treated, "intervention=edict#2")
    assert (second.without, second.day) == (Without(entries=frozenset({3})), 60)


def test_counselling_is_booked_under_what_it_let_people_live_through() -> None:
    found = contribution(lively(WATERFALL, timeline=ENTRIES), "intervention=counselling")
    assert [event for event, _ in found.booked.causes] == ["counselled"]
    assert found.booked.contribution > 0.0
    assert found.trust[:29].tolist() == [0.0] * 29
    assert found.trust[29] == pytest.approx(found.booked.contribution / 2, rel=0.2)  # the first of two sessions


# --- requests


@pytest.mark.parametrize("number", [0, 3, 20])
def test_without_a_request_every_other_need_arises_as_it_did(number: int) -> None:
    setting = lively(WATERFALL, NO_PADDING)
    as_it_was = live(setting)
    gone = as_it_was.model.pipeline.requests[number]
    otherwise = live(setting, Without(need=gone.entity))
    arose = [
        [(one.entity, one.arose, one.size, one.value, one.shares, one.actual_effort) for one in requests]
        for requests in (as_it_was.model.pipeline.requests, otherwise.model.pipeline.requests)
    ]
    assert [need for need in arose[0] if need[0] != gone.entity] == arose[1]
    assert len(arose[1]) == len(arose[0]) - 1


def test_a_request_is_booked_by_the_rows_that_name_it(treated: Lived) -> None:
    ledger = users_about_it(frames(treated.model)["ledger"])
    number = int(ledger.loc[ledger["request"] >= 0, "request"].iloc[0])
    found = contribution(treated.scenario, f"request={number}")
    rows = ledger[ledger["request"] == number]
    assert found.booked.rows == len(rows)
    assert found.booked.contribution == pytest.approx(rows["contribution"].sum() / 6)


# --- days


@pytest.mark.parametrize("day", [1, 30, 47, 90])
def test_on_the_evening_of_a_day_the_ledger_and_the_cause_agree(day: int) -> None:
    """Later on they need not: then accounting and cause are two things."""
    found = contribution(lively(WATERFALL, timeline=ENTRIES), str(day))
    assert found.trust[: day - 1].tolist() == [0.0] * (day - 1)
    assert found.trust[day - 1] == pytest.approx(found.booked.contribution, abs=1e-12)


def test_on_a_day_that_is_left_out_time_alone_moves_opinions(treated: Lived) -> None:
    otherwise = live(treated.scenario, Without(day=30))
    before, after = (frames(lived.model)["ledger"] for lived in (treated, otherwise))
    assert not set(before.loc[before["day"] == 30, "event"]) <= set(BY_TIME)
    assert set(after.loc[after["day"] == 30, "event"]) <= set(BY_TIME)
    assert not set(after.loc[after["day"] > 30, "event"]) <= set(BY_TIME)


def test_on_a_day_that_is_left_out_motivation_moves_as_ever(treated: Lived) -> None:
    daily = treated.model.recorder.daily
    moved = [row["day"] for earlier, row in pairwise(daily) if row["motivation"] != earlier["motivation"]]
    day = moved[0]
    assert day is not None
    otherwise = live(treated.scenario, Without(day=int(day)))
    assert otherwise.model.recorder.daily[int(day) - 1]["motivation"] == daily[int(day) - 1]["motivation"]


def test_on_a_day_that_is_left_out_everything_else_happens(treated: Lived) -> None:
    found = apart(treated, live(treated.scenario, Without(day=30)))
    assert found.first is not None
    assert (found.first.day, found.first.table) == (30, "ledger")
    assert found.tables["needs"] is None


# --- what is measured


def test_with_it_the_measures_are_those_of_the_run() -> None:
    setting = lively(WATERFALL, timeline=ENTRIES)
    found, expected = contribution(setting, "intervention=edict#1"), outcome(setting)
    assert found.measures.keys() == expected.figures.keys()
    for name, value in expected.figures.items():
        assert np.array_equal(found.measures[name].with_it, value, equal_nan=True), name


def test_the_largest_difference_and_what_is_left_are_read_off_the_curve() -> None:
    found = contribution(lively(WATERFALL, timeline=ENTRIES), "intervention=edict#1")
    told = data(found)
    assert abs(told["largest"]["contribution"]) == max(abs(value) for value in told["trust_by_day"])
    assert told["left_at_end"] == told["trust_by_day"][-1] == found.measures["trust.end"].contribution


# --- what cannot be left out


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("0", "day 0: no day of the run; expected 1 to 90"),
        ("day=91", "day 91: no day of the run; expected 1 to 90"),
        ("", '"" cannot be left out; expected a day of the run'),
        ("soon", '"soon" cannot be left out; expected a day of the run, request=ID or intervention=NAME'),
        ("day=x", '"day=x" cannot be left out; expected a day of the run'),
        ("requests=1", '"requests=1" cannot be left out; did you mean request=1?'),
        ("thing=1", '"thing=1" cannot be left out; expected a day of the run'),
        ("request=1000", "request=1000: no such request in the run with seed 1; expected a number from 0 to"),
        ("request=first", "request=first: no such request"),
        ("intervention=counseling", "no such entry in the timeline; did you mean counselling?"),
        ("intervention=layoff", "the timeline has none of this kind; it has counselling (day 30), edict#1 (day 40), "),
        ("intervention=nonsense", "no such intervention; the timeline has counselling (day 30)"),
        ("intervention=edict", "has 2 of this kind; expected one of them: edict#1 (day 40) or edict#2 (day 60)"),
        ("intervention=edict#3", "no such entry; expected edict#1 (day 40) or edict#2 (day 60)"),
        ("intervention=hire#2", "no such entry; expected hire (when trust < 0.01)"),
    ],
)
def test_what_the_run_has_not_cannot_be_left_out(treated: Lived, asked: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        thing(treated, asked)
    assert message in str(error.value)


def test_where_there_is_no_timeline_no_intervention_can_be_left_out() -> None:
    with pytest.raises(InputError, match="this scenario has no timeline"):
        contribution(lively(WATERFALL), "intervention=edict")


def test_where_nobody_asks_for_anything_no_request_can_be_left_out() -> None:
    silent = scenario(FLAWLESS, {"demand": {"needs_per_user": 0.0}})
    with pytest.raises(InputError, match="nobody asks for anything"):
        contribution(silent, "request=0")
