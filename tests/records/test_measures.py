"""Figures of the run made up by hand, worked out on paper."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

from trustsim.measures import contributions, summarise
from trustsim.records.figures import FIGURES
from trustsim.records.frames import tables as tables_of
from trustsim.records.happenings import Actor, Happening, Subject
from trustsim.records.recorder import Recorder
from trustsim.scenario.schema import Story

Tables = dict[str, pd.DataFrame]


@pytest.fixture
def requests(requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same requests, and two that IT did not serve."""
    others = {"need_fit": 0.9, "outcome": 0.9, "value_got": 7.0, "workaround": 1, "uat_bugs": 9}
    shadow = {**requests[1], "request": 4, "channel": "shadow", "state": "served_elsewhere", **others}
    return [*requests, shadow, {**requests[3], "request": 5, "channel": "without", "state": "without"}]


@pytest.fixture
def recorder(recorder: Recorder) -> Recorder:
    """The same records, and two entries of the timeline, of which one began before day 1."""
    for entry, day in enumerate((0, 6)):
        what = (Happening.INTERVENTION_BEGAN, Actor.IT, 0, Subject.TIMELINE, entry)
        recorder.events.append((day, *what, 3.0, 1.0, -1))
    return recorder


@pytest.fixture
def summary(tables: Tables, initial: dict[str, float]) -> dict[str, Any]:
    return summarise(tables, initial, users=2)


def leaves(value: Any, above: str = "") -> dict[str, Any]:
    if not isinstance(value, Mapping):
        return {above.removesuffix("."): value}
    return {name: leaf for key, below in value.items() for name, leaf in leaves(below, f"{above}{key}.").items()}


def test_trust_counts_the_start_as_day_0(summary: dict[str, Any]) -> None:
    trust = summary["trust"]
    assert (trust["start"], trust["lowest"], trust["lowest_day"], trust["end"]) == (0.62, 0.40, 4, 0.52)
    assert trust["by_dimension"]["ability"] == {"start": 0.6, "end": 0.52}
    assert summary["it_in_business"] == {"start": 0.5, "end": 0.4}
    assert summary["days"] == 10


def test_trust_that_only_rose_was_lowest_at_the_start(tables: Tables, initial: dict[str, float]) -> None:
    summary = summarise(tables, {**initial, "trust": 0.1}, users=2)
    assert summary["trust"]["lowest_day"] == 0
    assert summary["trust"]["lowest"] == 0.1


def test_requests_live_before_day_1_or_served_by_others_do_not_count(summary: dict[str, Any]) -> None:
    assert summary["requests"] == {
        "arrived": 9,
        "delivered": 2,
        "open_at_end": 4,
        "refused": 2,
        "agreed_away": 1,
        "late": 1,
        "late_share": 0.5,
        "mean_slip": 1.5,
        "median_lead_time": 11.0,
        "need_fit": 0.5,
        "satisfaction": pytest.approx(0.3),
        "value_delivered": 3.0,
        "rounds": 3.0,
        "workarounds": 1,
        "uat_bugs": 4,
        "uat_bent_share": 0.5,
        "dropped_attributes": 2,
        "rework_share": 0.25,
        "effort_overrun": 0.25,
    }


def test_the_account_of_needs_is_that_of_the_last_evening(summary: dict[str, Any]) -> None:
    assert summary["needs"] == {
        "arose": 20,
        "at_start": 3,
        "delivered": 2,
        "in_hand": 4,
        "shadow": 6,
        "vendor": 0,
        "without": 5,
        "refused_shadow": 2,
        "refused_vendor": 0,
        "refused_without": 0,
    }


def test_the_load_is_what_was_asked_over_what_was_left_for_it(tables: Tables, initial: dict[str, float]) -> None:
    rows = tables["requests"].assign(size=[50.0, 10.0, 10.0, 8.0, 4.0, 2.0])
    rows.loc[4, ["arose", "refused"]] = (3, 1)
    summary = summarise({**tables, "requests": rows}, initial, users=2)
    # Ten days are 10/21 of a month. Building, fixes and idle time: 4.5 a day. Delivered: 25 days of work for a size of
    # 20. Asked from day 1 on: requests 2, 3 and 4, of which IT refused the last.
    assert summary["capacity"] == {
        "available": pytest.approx(50 * 2.1),
        "for_requests": pytest.approx(45 * 2.1),
        "asked": pytest.approx((10 + 8 + 4) * 25 / 20 * 2.1),
        "load": pytest.approx(22 * 25 / 20 / 45),
    }


def test_what_was_let_go_asks_for_nothing_and_nothing_delivered_takes_its_size(
    tables: Tables, initial: dict[str, float]
) -> None:
    rows = tables["requests"].assign(size=8.0, live=pd.array([pd.NA] * 6, dtype="Int64"), arose=1)
    rows["state"] = ["waiting", "dropped", "waiting", "waiting", "served_elsewhere", "without"]
    found = summarise({**tables, "requests": rows}, initial, users=2)["capacity"]
    assert found["asked"] == pytest.approx(3 * 8.0 * 2.1)


def test_causes_are_means_over_users_of_trust_in_it_alone(summary: dict[str, Any]) -> None:
    causes = summary["causes"]
    assert [(cause["event"], round(cause["contribution"], 9), cause["rows"]) for cause in causes["lost"]] == [
        ("concealed_slip", -0.09, 1),
        ("outcome", -0.08, 2),
        ("forgetting", -0.05, 1),
    ]
    assert [(cause["event"], round(cause["contribution"], 9)) for cause in causes["gained"]] == [("shown", 0.12)]
    assert causes["lost"][0]["words"] == "delays that IT had known and kept quiet"
    assert sum(causes["all"].values()) == pytest.approx(-0.10)


def test_at_most_three_causes_are_named_and_all_are_summed(tables: Tables, initial: dict[str, float]) -> None:
    ledger = tables["ledger"]
    more = ledger.iloc[[0] * 5].assign(event=["blame", "thanks", "asked", "heard", "silence"], contribution=-2.0)
    widened = pd.concat([ledger.astype({"event": str}), more]).astype({"event": "category", "trustor": "category"})
    causes = summarise({**tables, "ledger": widened}, initial, users=2)["causes"]
    assert len(causes["lost"]) == 3
    assert sum(causes["all"].values()) == pytest.approx(-5.10)


def test_turns_name_their_days_and_their_cause(tables: Tables, initial: dict[str, float]) -> None:
    long = pd.concat([tables["daily"]] + [tables["daily"].iloc[[-1]]] * 40, ignore_index=True)
    long["day"] = range(1, len(long) + 1)
    long.loc[29:, "trust"] = 0.2
    turns = summarise({**tables, "daily": long}, initial, users=2)["turns"]
    fall = turns["fall"]
    assert fall is not None
    assert fall["to_day"] - fall["from_day"] == 21
    assert fall["from_day"] < 30 <= fall["to_day"]
    assert fall["change"] == pytest.approx(0.2 - 0.52)
    assert fall["cause"] is None  # no row of the ledger lies in these days


def test_forgetting_is_named_for_a_turn_only_where_nothing_else_is(tables: Tables, initial: dict[str, float]) -> None:
    fall = summarise(tables, initial, users=2)["turns"]["fall"]
    assert (fall["from_day"], fall["to_day"], fall["cause"]["event"]) == (0, 10, "concealed_slip")
    forgetting = tables["ledger"][tables["ledger"]["event"] == "forgetting"]
    fall = summarise({**tables, "ledger": forgetting}, initial, users=2)["turns"]["fall"]
    assert fall["cause"]["event"] == "forgetting"


def test_a_run_without_deliveries_has_no_figure_for_them(recorder: Recorder, initial: dict[str, float]) -> None:
    recorder.daily = [{**row, "effort_build": 0.0, "effort_fix": 0.0, "trust": 0.62} for row in recorder.daily]
    summary = summarise(tables_of(recorder, [], "beta"), initial, users=2)
    missing = {name for name, value in summary["requests"].items() if value is None}
    assert missing == {
        "late_share", "mean_slip", "median_lead_time", "need_fit", "satisfaction", "rounds", "uat_bent_share",
        "rework_share", "effort_overrun",
    }  # fmt: skip
    assert summary["turns"] == {"fall": None, "rise": None}
    json.dumps(summary, allow_nan=False)


def test_a_run_without_a_ledger_has_no_causes(tables: Tables, initial: dict[str, float]) -> None:
    summary = summarise({**tables, "ledger": tables["ledger"].iloc[:0]}, initial, users=2)
    assert summary["causes"] == {"gained": [], "lost": [], "all": {}}


def test_a_run_of_one_day(recorder: Recorder, requests: list[dict[str, Any]], initial: dict[str, float]) -> None:
    recorder.daily = recorder.daily[:1]
    summary = summarise(tables_of(recorder, requests, "beta"), initial, users=2)
    assert summary["turns"]["fall"]["change"] == pytest.approx(-0.02)


def test_every_figure_is_in_the_dictionary_and_none_is_missing(summary: dict[str, Any]) -> None:
    found = {name for name in leaves(summary) if not name.startswith(("turns", "causes", "days", "onsets"))}
    assert found == set(FIGURES)


def test_channels_are_shares_of_the_needs_of_the_run(summary: dict[str, Any]) -> None:
    assert summary["channels"] == {
        "needs": 20, "it": 0.5, "shadow": 0.25, "vendor": 0.0, "without": 0.25, "workaround": 0.1
    }  # fmt: skip


def test_without_needs_there_are_no_shares(recorder: Recorder, initial: dict[str, float]) -> None:
    recorder.daily = [{**row, "needs": 0, "effort_available": 0.0} for row in recorder.daily]
    summary = summarise(tables_of(recorder, [], "beta"), initial, users=2)
    assert summary["channels"] == {"needs": 0, **dict.fromkeys(("it", "shadow", "vendor", "without", "workaround"))}
    assert set(summary["load"].values()) == {None}


def test_the_organisation_counts_stages_and_what_came_of_them(summary: dict[str, Any]) -> None:
    organisation = summary["organisation"]
    assert organisation["stages"] == {
        "healthy": {"days": 2, "first_day": 1},
        "sniffles": {"days": 5, "first_day": 3},
        "flu": {"days": 3, "first_day": 4},
        "pneumonia": {"days": 0, "first_day": None},
        "end_stage": {"days": 0, "first_day": None},
    }
    assert (organisation["worst_stage"], organisation["last_stage"]) == (2, 1)
    assert (organisation["edicts"], organisation["cost"]) == (2, 75.0)
    assert (organisation["layers_at_most"], organisation["red_tape_at_most"]) == (3, pytest.approx(0.1))
    assert organisation["interventions"] == 1  # the other began before day 1


def test_promises_are_counted_by_fate(summary: dict[str, Any]) -> None:
    assert summary["promises"] == {"kept": 3, "broken": 0, "renewed": 0, "open": 1}


def test_the_shares_of_load_sum_to_all_of_it(summary: dict[str, Any]) -> None:
    assert summary["load"]["build"] == pytest.approx(0.6)
    assert summary["load"]["edict"] == pytest.approx(0.1)
    assert sum(summary["load"].values()) == pytest.approx(1.0)


def test_the_story_is_told_where_it_is_known(
    tables: Tables, initial: dict[str, float], summary: dict[str, Any]
) -> None:
    story = Story(title="A story", teaches="Something.", look_for="The end.")
    assert summarise(tables, initial, 2, story) == {"story": story.model_dump(), **summary}


def test_contributions_add_up_whatever_the_users(tables: Tables) -> None:
    two, four = contributions(tables["ledger"], 2), contributions(tables["ledger"], 4)
    assert two["contribution"].sum() == pytest.approx(2 * four["contribution"].sum())
