"""Teams of the units' own: they are born, serve, fall apart, and leave orphans that IT takes in or refuses."""

from __future__ import annotations

import math
from typing import Any

import pytest

from tests.builders import FLAWLESS, Settings, run, scenario, step, within
from trustsim.model.model import TrustModel
from trustsim.records.happenings import Experience, Happening
from trustsim.vocabulary import Channel, RequestState

# Users would rather build for themselves, whatever IT is like; else it would be IT.
RATHER: Settings = {
    "channels": {"habit": -10.0, "without": -50.0, "fit": 50.0, "wait": 0.0, "learning": 0.0},
    "vendor": {"knowledge": 0.0},
    "shadow": {"births_at": 3, "knowledge": 0.9},
    "organisation": {"users": 4, "business_units": 2},
    "demand": {"needs_per_user": 2.0, "size_median": 3.0},
    "run": {"horizon_days": 250},
}
FRAGILE: Settings = {
    "shadow": {"support": 20.0, "breaking_point": 0.3, "births_at": 1},
    "release": {"support_rate": 0.05, "support_broken": 0.0, "system_life": 10000.0},
}


def rows_of(model: TrustModel, what: Happening) -> list[dict[str, Any]]:
    """The events of a kind, each with its number."""
    events = model.recorder.events.columns()
    return [
        {"event": number, **{name: column[number].item() for name, column in events.items()}}
        for number, kind in enumerate(events["kind"].tolist())
        if kind == what
    ]


# --- birth and service


def test_a_team_is_born_when_enough_needs_would_rather_be_taken_to_it() -> None:
    for wishes in (1, 2, 5):
        model = run(scenario(FLAWLESS, RATHER, {"shadow": {"births_at": wishes}}))
        born = {row["subject"]: row["day"] for row in rows_of(model, Happening.SHADOW_BORN)}
        assert set(born) == {0, 1}
        for unit in (0, 1):
            mine = [one for one in model.pipeline.requests if one.unit == unit]
            assert [one.channel == Channel.SHADOW for one in mine[: wishes + 3]] == [False] * (wishes - 1) + [True] * 4
            assert born[unit] == mine[wishes - 1].arose
        assert model.recorder.daily[-1]["shadow_teams"] == 2


def test_wishes_that_are_half_a_year_old_are_forgotten() -> None:
    # one need in 200 days and three wanted: the first three are too far apart
    settings: Settings = {
        "demand": {"needs_per_user": 0.1},
        "organisation": {"users": 1, "business_units": 1},
        "run": {"horizon_days": 3000},
    }
    model = run(scenario(FLAWLESS, RATHER, settings), seed=8)
    days = [one.arose for one in model.pipeline.requests]
    assert len(days) > 10
    assert days[2] - days[0] >= 125
    thrice = [third for first, third in zip(days, days[2:], strict=False) if third - first < 125]
    born = [row["day"] for row in rows_of(model, Happening.SHADOW_BORN)]
    assert born[0] == thrice[0]


def test_a_team_serves_its_unit_one_request_at_a_time_at_its_pace() -> None:
    settings: Settings = {
        "shadow": {"births_at": 1, "people": 2.0, "speed": 0.5},
        "demand": {"needs_per_user": 4.0},
        "organisation": {"users": 2, "business_units": 1},
    }
    model = run(scenario(FLAWLESS, RATHER, settings))
    served = [one for one in model.pipeline.requests if one.state == RequestState.SERVED_ELSEWHERE]
    assert len(served) > 60
    free = 0
    for one in served:  # 3 days of a developer at a pace of 1 a day; the next begins when there is time left
        begins = max(one.arose, free + 1)
        assert one.live == begins + 2
        assert one.effort_build == pytest.approx(6.0)  # person-days at half the speed
        free = begins + 2
    assert all(one.need_fit == 1.0 for one in served)


def test_effort_of_teams_is_counted_even_on_the_day_on_which_they_fall_apart() -> None:
    settings: Settings = {"shadow": {"births_at": 1, "leaving": 12.0, "people": 2.0}}
    model = run(scenario(FLAWLESS, RATHER, settings))
    assert len(rows_of(model, Happening.SHADOW_GONE)) >= 5
    spent = math.fsum(row["effort_shadow"] or 0.0 for row in model.recorder.daily)
    delivered = math.fsum(one.effort_build for one in model.pipeline.requests if one.channel == Channel.SHADOW)
    gone = rows_of(model, Happening.SHADOW_GONE)
    assert delivered <= spent <= delivered + 3.0 * len(gone) + 1e-9  # what was in hand is to be done anew
    served = [one for one in model.pipeline.requests if one.state == RequestState.SERVED_ELSEWHERE]
    assert all(one.effort_build == pytest.approx(3.0) for one in served if one.channel == Channel.SHADOW)


def test_what_a_team_leaves_unfinished_is_built_by_it_from_the_start() -> None:
    # IT is next best: what a team that is gone had begun comes to it, and is held against no budget of IT's
    settings: Settings = {
        "channels": {"habit": 0.0, "fit": 50.0},
        "shadow": {"births_at": 1, "leaving": 12.0, "speed": 0.1, "knowledge": 0.95},
    }
    model = run(scenario(FLAWLESS, RATHER, settings))
    came_back = {row["subject"] for row in rows_of(model, Happening.TAKEN_TO_SHADOW)}
    by_it = [one for one in model.pipeline.requests if one.number in came_back and one.state == RequestState.RELEASED]
    assert len(by_it) > 5
    assert all(one.effort_build == pytest.approx(one.actual_effort) for one in by_it)
    assert all(one.blamed == -1 for one in by_it)


@pytest.mark.parametrize("leaving", [1.0, 12.0])
def test_who_knows_it_all_leaves_as_often_as_the_hazard_says(leaving: float) -> None:
    settings: Settings = {
        "shadow": {"births_at": 1, "leaving": leaving},
        "demand": {"needs_per_user": 10.0, "size_median": 0.1},
        "organisation": {"users": 10, "business_units": 10},
        "run": {"horizon_days": 600},
    }
    model = run(scenario(FLAWLESS, RATHER, settings), ledger=False)
    days = sum(row["shadow_teams"] or 0 for row in model.recorder.daily)  # one that goes is not there in the evening
    gone = len(rows_of(model, Happening.SHADOW_GONE))
    chance = 1.0 - math.exp(-leaving / 250.0)
    trials = days + gone
    assert within(gone, trials, chance)
    assert gone > 10


def test_a_team_without_work_dissolves() -> None:
    settings: Settings = {"shadow": {"births_at": 1, "idle_days": 30}, "demand": {"needs_per_user": 0.15}}
    model = run(scenario(FLAWLESS, RATHER, settings, {"run": {"horizon_days": 500}}))
    gone = rows_of(model, Happening.SHADOW_GONE)
    assert len(gone) > 3
    for row in gone:
        mine = [one for one in model.pipeline.requests if one.unit == row["subject"] and one.arose <= row["day"]]
        last = max([one.arose for one in mine] + [one.live or 0 for one in mine])
        assert row["day"] == last + 30


# --- orphans


def fragile(taken_in: float, *more: Settings) -> TrustModel:
    settings: Settings = {"shadow": {"taken_in": taken_in}, "evidence": {"support_refused": 0.5, "breakdown": 0.5}}
    return run(scenario(FLAWLESS, RATHER, FRAGILE, settings, *more))


def test_too_much_to_look_after_goes_to_it_and_adds_to_its_load() -> None:
    model = fragile(1.0)
    broke = rows_of(model, Happening.SHADOW_BROKE_DOWN)
    taken = rows_of(model, Happening.ORPHAN_TAKEN_IN)
    assert len(broke) == len(taken) == model.recorder.daily[-1]["orphans"] > 10
    assert model.recorder.daily[-1]["orphans_refused"] == 0
    assert [row["cause"] for row in taken] == [row["event"] for row in broke]
    load = [row["orphan_load"] or 0.0 for row in model.recorder.daily]
    each = 3.0 * 0.05 * 20.0 / 21.0  # person-days a day, of one developer
    count = 0
    for row in model.recorder.daily[1:]:
        before = model.recorder.daily[int(row["day"] or 0) - 2]
        count = before["orphans"] or 0  # taken in by the evening before
        assert row["orphan_load"] == pytest.approx(min(0.8, count * each), rel=0.05)
        assert row["effort_orphans"] == pytest.approx(row["orphan_load"])
    assert count > 10
    assert load[0] == 0.0
    assert load[-1] == 0.8  # the most that support may take
    built = [row["effort_build"] or 0.0 for row in model.recorder.daily]
    assert max(built[-50:]) <= 0.2 + 1e-9


def test_it_refuses_what_it_had_no_part_in_building() -> None:
    model = fragile(-1.0)
    refused = rows_of(model, Happening.ORPHAN_REFUSED)
    assert len(refused) == model.recorder.daily[-1]["orphans_refused"] > 10
    assert {row["orphan_load"] for row in model.recorder.daily} == {0.0}
    ledger = model.recorder.ledger.columns()
    felt = ledger["event"] == Experience.SUPPORT_REFUSED
    assert felt.sum() == len(refused)
    assert set(ledger["source"][felt].tolist()) == {row["event"] for row in refused}
    assert all(one.workaround for one in model.pipeline.requests if one.number in set(ledger["request"][felt].tolist()))
    broke = ledger["event"] == Experience.BREAKDOWN
    assert broke.sum() == len(rows_of(model, Happening.SHADOW_BROKE_DOWN))
    last, first = model.recorder.daily[-1], model.recorder.daily[0]
    assert last["trust_in_shadow"] < first["trust_in_shadow"]  # type: ignore[operator]
    assert last["trust_benevolence"] < first["trust_benevolence"]  # type: ignore[operator]


@pytest.mark.parametrize(("good_share", "taken_in"), [(0.0, 0.2), (1.0, -0.2), (0.5, 0.0)])
def test_it_takes_in_the_more_the_more_it_trusts(good_share: float, taken_in: float) -> None:
    start: Settings = {"start": {"it_in_business": {"experiences": 1e3, "good_share": good_share}}}
    more: Settings = {"organisation": {"users": 20, "business_units": 10}}
    model = fragile(taken_in, start, more, {"run": {"horizon_days": 400}})
    last = model.recorder.daily[-1]
    taken, refused = last["orphans"] or 0, last["orphans_refused"] or 0
    chance = min(1.0, max(0.0, taken_in + (1e3 * good_share + 4.55) / 1007.0))
    assert taken + refused > 200
    assert within(int(taken), int(taken + refused), chance)


@pytest.mark.parametrize("flu", [True, False])
def test_from_pneumonia_on_it_supports_nothing_that_it_did_not_build(flu: bool) -> None:
    high = {"sniffles": 1.0, "flu": 1.0, "pneumonia": 0.0 if flu else 1.0}
    model = fragile(1.0, {"illness": high})
    last = model.recorder.daily[-1]
    assert (last["orphans"] == 0) == (not flu)
    assert (last["orphans_refused"] == 0) == flu


def test_a_unit_learns_what_its_own_systems_cost() -> None:
    model = TrustModel(scenario(FLAWLESS, RATHER, FRAGILE, {"shadow": {"perceived": 0.4, "lesson": 0.5, "cost": 2.0}}))
    step(model, 250)
    broke = rows_of(model, Happening.SHADOW_BROKE_DOWN)
    for unit in (0, 1):
        lessons = sum(row["subject"] == unit for row in broke)
        assert lessons > 3
        lived = 1.0 - 0.5**lessons
        assert model.market.units[unit].lived == pytest.approx(lived)
        user = next(user.number for user in model.users if user.unit == unit)
        assert model.market.offer_of_team(user).price == pytest.approx(2.0 * (0.4 + 0.6 * lived))
