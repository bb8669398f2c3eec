"""Daily measures are what can be worked out again from the tables."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import LIVELY, PARTNERSHIP, WATERFALL, mean, run, scenario

WINDOW = 63


@pytest.fixture(params=[WATERFALL, PARTNERSHIP], ids=["waterfall", "partnership"], scope="module")
def tables(request: pytest.FixtureRequest) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    model = run(scenario(LIVELY, request.param))
    return model.recorder.daily, model.request_rows()


def recent(rows: list[dict[str, Any]], day: int) -> list[dict[str, Any]]:
    return [row for row in rows if row["live"] is not None and day - WINDOW < row["live"] <= day]


def test_means_are_over_what_went_live_in_a_quarter(tables: tuple[list[Any], list[Any]]) -> None:
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


def test_counts_and_value_run_from_day_one(tables: tuple[list[Any], list[Any]]) -> None:
    daily, requests = tables
    for row in daily:
        live = [one for one in requests if one["live"] is not None and 1 <= one["live"] <= row["day"]]
        before = [one for one in requests if one["live"] is not None and one["live"] < 1]
        arrived = [one for one in requests if one["arose"] <= row["day"]]
        assert row["delivered"] == len(live)
        assert row["arrived"] == len(arrived) - len(before)
        assert row["value_delivered"] == pytest.approx(sum(one["value_got"] for one in live))


def test_effort_of_days_is_effort_on_requests() -> None:
    cold = scenario(LIVELY, WATERFALL, {"run": {"warmup_days": 0}})
    model = run(cold)
    rows, daily = model.request_rows(), model.recorder.daily
    assert sum(row["effort_build"] or 0.0 for row in daily) == pytest.approx(sum(row["effort_build"] for row in rows))
    # fixes of a day hold those in production as well, which no request is charged for
    assert sum(row["effort_fix"] or 0.0 for row in daily) >= sum(row["effort_fix"] for row in rows) - 1e-9


def test_trust_is_the_mean_over_users(tables: tuple[list[Any], list[Any]]) -> None:
    daily, _ = tables
    for row in daily:
        parts = 0.5 * row["trust_ability"] + 0.3 * row["trust_benevolence"] + 0.2 * row["trust_integrity"]
        assert row["trust"] == pytest.approx(parts, abs=1e-12)
