"""L = lambda x W, exactly: days that requests spend in a state, counted by requests and counted by days."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from tests.builders import LIVELY, MIXES, PARTNERSHIP, WATERFALL, mix_id, run, scenario, words
from trustsim.model.model import TrustModel
from trustsim.records.happenings import Happening
from trustsim.scenario.process import Policies

Row = dict[str, Any]
Settings = dict[str, dict[str, Any]]

FOREVER = 10**9
# Own teams last, so that what was taken to one is never put to IT after all; IT puts off and refuses.
LASTING: Settings = {"shadow": {"leaving": 0.0}, "intake": {"most_waiting": 12.0}}
REFUSALS = (Happening.REFUSED, Happening.REFUSED_WITH_REASON)


def days_in(model: TrustModel, entered: int | None, left: int | None) -> int:
    """Evenings from day 1 to the last on which one that entered and left so was there."""
    if entered is None:
        return 0
    last = min((FOREVER if left is None else left) - 1, model.last_day)
    return max(0, last - max(entered, 1) + 1)


def put_to_it(model: TrustModel) -> list[Row]:
    """Requests that IT took on, put off or refused, with the day on which they left it: live, or refused."""
    events = model.recorder.events.columns()
    refused = {
        request: day
        for kind, request, day in zip(events["kind"], events["subject"], events["day"].tolist(), strict=True)
        if kind in REFUSALS
    }
    rows = [row for row in model.request_rows() if row["channel"] == "it" or row["refused"]]
    return [
        row | {"left": refused[row["request"]] if row["refused"] else row["live"]}
        for row in rows
        if row["state"] != "dropped"
    ]


def accepting_since(rows: list[Row]) -> dict[int, int]:
    """The day on which all of a release had passed its tests, by release."""
    parts: dict[int, list[int | None]] = {}
    for row in rows:
        parts.setdefault(row["release"], []).append(row["tested"])
    return {number: max(d for d in days if d is not None) for number, days in parts.items() if None not in days}


def assert_equal(model: TrustModel, measures: Iterable[str], stays: list[tuple[int | None, int | None]]) -> None:
    by_days = sum(row[measure] for row in model.recorder.daily for measure in measures)
    assert by_days == sum(days_in(model, *stay) for stay in stays)


@pytest.mark.parametrize("mix", MIXES, ids=mix_id)
def test_work_in_progress_is_arrival_rate_times_lead_time(mix: Policies) -> None:
    settings = {"run": {"horizon_days": 120}, "process": words(mix)}
    model = run(scenario(LIVELY, LASTING, settings), ledger=False)
    stays = [(row["arose"], row["left"]) for row in put_to_it(model)]
    assert len(stays) > 20
    assert_equal(model, ["work_in_progress"], stays)


@pytest.mark.parametrize("preset", [WATERFALL, PARTNERSHIP], ids=["waterfall", "partnership"])
def test_each_queue_obeys_it(preset: Settings) -> None:
    busy = {"demand": {"needs_per_user": 2.0}, "run": {"horizon_days": 400}}
    model = run(scenario(LIVELY, LASTING, preset, busy), ledger=False)
    rows = put_to_it(model)
    taken_on = [row for row in rows if not row["refused"]]
    uat = preset is WATERFALL
    tested = accepting_since(taken_on) if uat else {}
    began = [(row["arose"], row["left"] if row["refused"] else row["definition_began"]) for row in rows]
    assert_equal(model, ["waiting", "deferred"], began)
    assert_equal(model, ["defining"], [(row["definition_began"], row["committed"]) for row in taken_on])
    built = [(row["committed"], tested.get(row["release"]) if uat else row["live"]) for row in taken_on]
    assert_equal(model, ["building"], built)
    assert_equal(model, ["accepting"], [(tested.get(row["release"]), row["live"]) for row in taken_on])
    names = ("waiting", "deferred", "defining", "building")
    totals = {name: sum(row[name] for row in model.recorder.daily) for name in names}
    expected_empty = "waiting" if uat else "defining"  # a relay begins at once; a joint definition takes no night
    assert {name for name, total in totals.items() if total == 0} == {expected_empty}
    assert any(row["refused"] and row["deferrals"] for row in rows)
