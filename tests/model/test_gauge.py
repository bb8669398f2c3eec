"""Daily measures are what can be worked out again from the tables."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.builders import LIVELY, PARTNERSHIP, WATERFALL, mean, run, scenario
from trustsim.model.model import TrustModel
from trustsim.records.columns import UNITS
from trustsim.records.happenings import Happening
from trustsim.vocabulary import TaskKind

Rows = list[dict[str, Any]]

WINDOW = 63
# A need that was taken somewhere stays there.
STAY: dict[str, dict[str, Any]] = {"intake": {"most_waiting": 5000.0}, "shadow": {"leaving": 0.0}}


@pytest.fixture(params=[WATERFALL, PARTNERSHIP], ids=["waterfall", "partnership"], scope="module")
def model(request: pytest.FixtureRequest) -> TrustModel:
    return run(scenario(LIVELY, request.param))


@pytest.fixture(scope="module")
def tables(model: TrustModel) -> tuple[Rows, Rows]:
    return model.recorder.daily, model.request_rows()


def of_it(rows: Rows) -> Rows:
    """Requests that IT put into use."""
    return [row for row in rows if row["state"] == "released"]


def recent(rows: Rows, day: int) -> Rows:
    return [row for row in of_it(rows) if day - WINDOW < row["live"] <= day]


def over_before(model: TrustModel, put: Rows) -> int:
    """How many of these were refused, or let go by agreement, before day 1."""
    events, numbers = model.recorder.events.columns(), {one["request"] for one in put}
    ended = np.isin(events["kind"], (Happening.REFUSED, Happening.REFUSED_WITH_REASON, Happening.LOW_VALUE_DROPPED))
    early = events["subject"][ended & (events["day"] < 1)].tolist()
    return sum(number in numbers for number in early)


def test_means_are_over_what_went_live_in_a_quarter(tables: tuple[Rows, Rows]) -> None:
    daily, requests = tables
    checked = 0
    for row in daily:
        live = recent(requests, row["day"])
        if not live:
            assert row["need_fit"] is row["satisfaction"] is row["lead_time"] is row["promise_slip"] is None
            continue
        checked += 1
        assert row["need_fit"] == pytest.approx(mean(one["need_fit"] for one in live), abs=1e-12)
        assert row["satisfaction"] == pytest.approx(mean(one["outcome"] for one in live), abs=1e-12)
        assert row["lead_time"] == pytest.approx(mean(one["live"] - one["arose"] for one in live))
        assert row["promise_slip"] == pytest.approx(mean(one["live"] - one["promised_first"] for one in live))
        spent = sum(one["effort_build"] + one["effort_fix"] for one in live)
        promised = sum(one["effort_estimated"] for one in live)
        assert row["effort_overrun"] == pytest.approx(spent / promised - 1.0, abs=1e-9)
    assert checked > 150


def test_counts_and_value_run_from_day_one(model: TrustModel) -> None:
    daily, requests = model.recorder.daily, model.request_rows()
    events = model.recorder.events.columns()
    improved = events["day"][(events["kind"] == Happening.IMPROVED) & (events["day"] > 0)].tolist()
    assert improved
    for row in daily:
        live = [one for one in of_it(requests) if 1 <= one["live"] <= row["day"]]
        assert row["delivered"] == len(live)
        of_own_accord = 4.0 * sum(day <= row["day"] for day in improved)
        assert row["value_delivered"] == pytest.approx(sum(one["value_got"] for one in live) + of_own_accord)
    before = [one for one in of_it(requests) if one["live"] < 1]
    put = [one for one in requests if one["channel"] == "it" or one["refused"]]
    assert daily[-1]["arrived"] == len(put) - len(before) - over_before(model, put)


@pytest.mark.parametrize("process", [WATERFALL, PARTNERSHIP], ids=["waterfall", "partnership"])
def test_what_was_put_to_it_has_arrived_on_the_day(process: dict[str, dict[str, Any]]) -> None:
    model = run(scenario(LIVELY, process, STAY))
    put = [one for one in model.request_rows() if one["channel"] == "it" or one["refused"]]
    before = sum(one["live"] < 1 for one in of_it(put)) + over_before(model, put)
    for row in model.recorder.daily:
        assert row["arrived"] == sum(one["arose"] <= row["day"] for one in put) - before


def test_every_need_is_counted_under_one_channel(tables: tuple[Rows, Rows]) -> None:
    daily, requests = tables
    for row in daily:
        assert row["needs"] == sum(1 <= one["arose"] <= row["day"] for one in requests)
        assert row["needs"] == sum(row[f"needs_{channel}"] for channel in ("it", "shadow", "vendor", "without"))
    arisen = [one for one in requests if one["arose"] > 0]
    last = daily[-1]
    assert last["needs_shadow"] == sum(one["channel"] == "shadow" for one in arisen) > 0
    assert last["needs_vendor"] == sum(one["channel"] == "vendor" for one in arisen) > 0
    given_up = [one for one in arisen if one["channel"] == "without" or one["state"] == "dropped"]
    assert last["needs_without"] == len(given_up) > 0
    assert last["needs_workaround"] == sum(one["workaround"] for one in of_it(arisen)) > 0


def test_shares_are_those_of_the_needs_of_a_quarter(tables: tuple[Rows, Rows]) -> None:
    daily, requests = tables
    window = [one for one in requests if one["arose"] > daily[-1]["day"] - WINDOW]
    for channel in ("shadow", "vendor"):
        share = sum(one["channel"] == channel for one in window) / len(window)
        assert daily[-1][f"{channel}_share"] == pytest.approx(share, abs=1e-12)
        assert all(0.0 <= row[f"{channel}_share"] <= 1.0 for row in daily)


@pytest.mark.parametrize(("review_days", "is_recent"), [(20, True), (40, False)])
def test_a_need_that_is_taken_elsewhere_later_moves_with_its_day(review_days: int, is_recent: bool) -> None:
    # few needs, and an intake that puts off twice before it refuses: within a quarter of the need, or long after it
    settings: dict[str, dict[str, Any]] = {
        "demand": {"needs_per_user": 0.3, "size_median": 15.0},
        "intake": {"most_waiting": 3.0, "review_days": review_days},
        "channels": {"habit": 4.0, "without": -20.0},
        "shadow": {"leaving": 0.0},
        "run": {"horizon_days": 400},
    }
    model = run(scenario(LIVELY, WATERFALL, settings), seed=7)
    rows, events = model.request_rows(), model.recorder.events.columns()
    went = np.isin(events["kind"], [Happening.TAKEN_TO_SHADOW, Happening.TAKEN_TO_VENDOR, Happening.GAVE_UP_ON_IT])
    moved = dict(zip(events["subject"][went].tolist(), events["day"][went].tolist(), strict=True))
    late = [moved[one["request"]] - one["arose"] for one in rows if one["refused"] and one["request"] in moved]
    assert len(late) > 10
    assert {days < WINDOW for days in late} == {is_recent}
    for today in model.recorder.daily:
        day = today["day"] or 0
        window = [one for one in rows if day - WINDOW < one["arose"] <= day]
        for channel in ("shadow", "vendor"):
            there = sum(one["channel"] == channel and moved[one["request"]] <= day for one in window)
            share = pytest.approx(there / len(window), abs=1e-12) if window else None
            assert today[f"{channel}_share"] == share


def test_units_sum_to_the_whole(model: TrustModel) -> None:
    months = model.recorder.units
    assert [row["day"] for row in months[::2]] == [*range(21, 250, 21), 250]
    assert all(set(row) == set(UNITS) for row in months)
    for one, other in zip(months[::2], months[1::2], strict=True):
        today = model.recorder.daily[int(one["day"] or 0) - 1]
        assert (one["unit"], other["unit"]) == (0, 1)
        for name in ("needs", "needs_shadow", "needs_vendor", "needs_without"):
            assert (one[name] or 0) + (other[name] or 0) == today[name]
        for name, of_all in (("trust", "trust"), ("trust_it_in_unit", "trust_it_in_business")):
            # three users in each unit, and two crafts about each
            assert ((one[name] or 0.0) + (other[name] or 0.0)) / 2.0 == pytest.approx(today[of_all], abs=1e-12)


# --- effort


def test_effort_of_days_is_effort_on_requests() -> None:
    cold = scenario(LIVELY, WATERFALL, {"run": {"warmup_days": 0}})
    model = run(cold)
    daily = model.recorder.daily
    rows = [row for row in model.request_rows() if row["channel"] == "it"]
    assert sum(row["effort_build"] or 0.0 for row in daily) == pytest.approx(sum(row["effort_build"] for row in rows))
    # fixes of a day hold those in production as well, which no request is charged for
    assert sum(row["effort_fix"] or 0.0 for row in daily) >= sum(row["effort_fix"] for row in rows) - 1e-9


def test_effort_elsewhere_is_effort_on_requests_elsewhere() -> None:
    settings: dict[str, dict[str, Any]] = {"run": {"warmup_days": 0}, "shadow": {"support": 0.0}}
    model = run(scenario(LIVELY, WATERFALL, settings, STAY))
    rows, daily = model.request_rows(), model.recorder.daily
    for channel in ("shadow", "vendor"):
        spent = sum(row["effort_build"] for row in rows if row["channel"] == channel)
        assert spent > 0.0
        assert sum(row[f"effort_{channel}"] or 0.0 for row in daily) == pytest.approx(spent)


def test_effort_on_edicts_is_what_they_took() -> None:
    model = run(scenario(LIVELY, {"run": {"warmup_days": 0}}))
    events = model.recorder.events.columns()
    asked = events["a"][events["kind"] == Happening.EDICT_ISSUED].sum()
    left = sum(task.left for one in model.developers for task in one.tasks if task.kind == TaskKind.EDICT)
    assert asked > left
    assert sum(row["effort_edict"] or 0.0 for row in model.recorder.daily) == pytest.approx(asked - left)
    assert model.recorder.daily[-1]["edicts"] == (events["kind"] == Happening.EDICT_ISSUED).sum()


def test_cost_is_people_and_what_is_bought(model: TrustModel) -> None:
    before = 0.0
    for row in model.recorder.daily:
        paid = row["developers"] + 2 + row["effort_shadow"] + 0.5 * row["effort_vendor"]  # type: ignore[operator]
        assert row["cost"] == pytest.approx(before + paid)
        before = row["cost"] or 0.0


def test_trust_is_the_mean_over_users(tables: tuple[Rows, Rows]) -> None:
    daily, _ = tables
    for row in daily:
        parts = 0.5 * row["trust_ability"] + 0.3 * row["trust_benevolence"] + 0.2 * row["trust_integrity"]
        assert row["trust"] == pytest.approx(parts, abs=1e-12)
