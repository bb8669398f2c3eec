"""L = lambda x W, exactly: days that requests spend in a state, counted by requests and counted by days."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import LIVELY, MIXES, PARTNERSHIP, WATERFALL, mix_id, run, scenario, words
from trustsim.model.model import TrustModel
from trustsim.scenario.process import Policies

Row = dict[str, Any]

FOREVER = 10**9


def days_in(model: TrustModel, entered: int | None, left: int | None) -> int:
    """Evenings from day 1 to the last on which one that entered and left so was there."""
    if entered is None:
        return 0
    last = min((FOREVER if left is None else left) - 1, model.last_day)
    return max(0, last - max(entered, 1) + 1)


def accepting_since(rows: list[Row]) -> dict[int, int]:
    """The day on which all of a release had passed its tests, by release."""
    parts: dict[int, list[int | None]] = {}
    for row in rows:
        parts.setdefault(row["release"], []).append(row["tested"])
    return {number: max(d for d in days if d is not None) for number, days in parts.items() if None not in days}


def assert_equal(model: TrustModel, measure: str, stays: list[tuple[int | None, int | None]]) -> None:
    by_days = sum(row[measure] for row in model.recorder.daily)
    assert by_days == sum(days_in(model, *stay) for stay in stays)


@pytest.mark.parametrize("mix", MIXES, ids=mix_id)
def test_work_in_progress_is_arrival_rate_times_lead_time(mix: Policies) -> None:
    settings = {"run": {"horizon_days": 120}, "process": words(mix)}
    model = run(scenario(LIVELY, settings), ledger=False)
    stays = [(row["arose"], row["live"]) for row in model.request_rows()]
    assert len(stays) > 20
    assert_equal(model, "work_in_progress", stays)


@pytest.mark.parametrize("preset", [WATERFALL, PARTNERSHIP], ids=["waterfall", "partnership"])
def test_each_queue_obeys_it(preset: dict[str, dict[str, Any]]) -> None:
    busy = {"demand": {"needs_per_user": 1.5}, "run": {"horizon_days": 400}}
    model = run(scenario(LIVELY, preset, busy), ledger=False)
    rows = model.request_rows()
    uat = preset is WATERFALL
    tested = accepting_since(rows) if uat else {}
    assert_equal(model, "waiting", [(row["arose"], row["definition_began"]) for row in rows])
    assert_equal(model, "defining", [(row["definition_began"], row["committed"]) for row in rows])
    built = [(row["committed"], tested.get(row["release"]) if uat else row["live"]) for row in rows]
    assert_equal(model, "building", built)
    assert_equal(model, "accepting", [(tested.get(row["release"]), row["live"]) for row in rows])
    totals = {name: sum(row[name] for row in model.recorder.daily) for name in ("waiting", "defining", "building")}
    expected_empty = "waiting" if uat else "defining"  # a relay begins at once; a joint definition takes no night
    assert {name for name, total in totals.items() if total == 0} == {expected_empty}
