"""Plain facts, by hand on small tables."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from trustsim.validate.facts import CONTRACT, FACTS, PARTNERSHIP, facts, number_of_runs, worlds
from trustsim.validate.facts.fact import Tables

DONE: dict[str, Any] = {
    "channel": "it", "release": 0, "arose": 1, "committed": 10, "promised_first": 30, "live": 40,
    "effort_estimated": 10.0, "effort_build": 9.0, "effort_fix": 3.0, "need_fit": 0.75, "rounds": 4,
    "dropped": 0b1, "broken": 0b10, "outcome": 0.5,
}  # fmt: skip


DAYS = 60


def tables(*rows: dict[str, Any], **daily: list[float]) -> Tables:
    requests = pd.DataFrame([DONE | row for row in rows])
    for day in ("arose", "committed", "promised_first", "live"):
        requests[day] = requests[day].astype("Int64")
    promises = pd.DataFrame(
        {"release": [0, 0, 0, 1], "told": [10, 28, 35, 10], "due": [30, 36, 40, 50], "nth": [0, 1, 2, 0]}
    )
    return {"requests": requests, "promises": promises, "daily": pd.DataFrame(daily or {"stage": [0] * DAYS})}


def of(name: str, found: Tables) -> float:
    return next(fact.of(found) for fact in FACTS if fact.name == name)


LATE_AND_EARLY = ({}, {"arose": 11}, {"release": 1, "promised_first": 50, "effort_fix": 0.0})


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("effort ratio, median", (1.2 + 0.9) / 2.0),
        ("effort ratio, geometric mean", math.sqrt(1.2 * 0.9)),
        ("effort ratio, share over 1", 0.5),
        ("schedule ratio, median", 30.0 / 40.0),  # the smaller of two: half take longer
        ("releases that miss the day first promised", 0.5),
        ("slip admitted at 10 % of the time", 0.0),
        ("slip admitted at 50 % of the time", 0.0),  # day 25; the first slip is told on day 28
        ("slip admitted at 75 % of the time", 0.6),  # 6 of 10 days by day 32
        ("slip admitted at 90 % of the time", 1.0),
        ("delivered functionality, of what was specified", 1.0 - 2.0 / 16.0),
        ("need-fit of what was delivered", 0.75),
        ("rounds of tests and reviews a request", 4.0),
        ("lead time, median, days", 39.0),
    ],
)
def test_by_hand(name: str, expected: float) -> None:
    assert of(name, tables(*LATE_AND_EARLY)) == pytest.approx(expected)


def test_variation_and_shape_of_lead_times() -> None:
    found = tables({"arose": 10}, {"arose": 20}, {"arose": 30})  # 30, 20, 10 days
    assert of("lead time, coefficient of variation", found) == pytest.approx(math.sqrt(200.0 / 3.0) / 20.0)
    assert of("lead time, Weibull shape", found) > 1.0


OPEN: dict[str, Any] = {"live": pd.NA, "release": 2, "committed": 20}


def test_what_is_not_in_use_yet_counts_as_long_as_it_has_lasted() -> None:
    done, waits = {"arose": 20}, {"arose": 10} | OPEN  # 20 days, and at least 50
    found = tables(done, done | {"arose": 30}, waits, waits)
    assert of("lead time, median, days", found) == 20.0
    assert math.isnan(of("lead time, median, days", tables(done, waits, waits, waits)))


def test_what_is_not_live_misses_its_day_if_that_is_over() -> None:
    overdue, not_due = OPEN | {"promised_first": 50}, OPEN | {"release": 3, "promised_first": 70}
    assert of("releases that miss the day first promised", tables(*LATE_AND_EARLY, overdue, not_due)) == pytest.approx(
        2.0 / 3.0
    )


def test_ratios_of_what_is_not_live_are_at_least_those_so_far() -> None:
    overdue = OPEN | {"promised_first": 30}  # at least 40 of 10 days
    assert of("schedule ratio, median", tables(*LATE_AND_EARLY, overdue)) == pytest.approx(1.5)


def test_trust_at_the_end_by_its_weakest_dimension() -> None:
    found = tables(
        {}, trust=[0.5, 0.6], trust_ability=[0.1, 0.7], trust_benevolence=[0.5, 0.6], trust_integrity=[1, 0.4]
    )
    assert of("trust at the end", found) == 0.6
    assert of("trust at the end in ability", found) == 0.7
    assert of("trust at the end, the weakest of the three", found) == 0.4


def test_stays_in_a_stage_that_ended() -> None:
    stages = tables({}, stage=[0, 0, 0, 1, 1, 0, 2], cio_changes=[0, 0, 0, 0, 0, 0, 1])
    assert of("days in a stay in stage 0 (healthy) that ended", stages) == 2.0
    assert of("days in a stay in stage 1 (sniffles) that ended", stages) == 2.0
    assert math.isnan(of("days in a stay in stage 2 (flu) that ended", stages))  # it has not ended
    assert of("changes of leadership a year", stages) == pytest.approx(250.0 / 7.0)


def test_shares_of_own_teams_by_the_trust_of_the_month_before() -> None:
    units = pd.DataFrame({
        "day": [21, 42, 63, 21, 42, 63], "unit": [0, 0, 0, 1, 1, 1], "trust": [0.45, 0.55, 0.55, 0.55, 0.3, 0.3],
        "needs": [10, 20, 30, 10, 20, 30], "needs_shadow": [0, 4, 5, 0, 0, 6],
    })  # fmt: skip
    found = {"units": units}
    assert of("share of own teams where trust is 0.4 to 0.5", found) == pytest.approx(4 / 10)
    assert of("share of own teams where trust is 0.5 to 0.6", found) == pytest.approx((1 + 0) / 20)
    assert of("share of own teams where trust is below 0.4", found) == pytest.approx(6 / 10)


def test_what_cannot_be_had_is_missing() -> None:
    nothing = tables({"live": None})
    assert all(math.isnan(of(name, nothing)) for name in ("effort ratio, median", "lead time, median, days"))


def test_all_facts_of_both_process_models() -> None:
    told = facts(jobs=1, reps=1)
    names = [one.name for one in told]
    assert len(set(names)) == len(names)
    assert {fact.name for fact in FACTS} <= set(names)
    assert number_of_runs(1) == len(worlds())
    fits = {one.name: one for one in told}
    assert (
        fits["need-fit with 0 analyst layers"].contract.mean.estimate
        > fits["need-fit with 7 analyst layers"].contract.mean.estimate
    )
    # all define together under the partnership, so that layers stand in nobody's way
    assert fits["need-fit with 0 analyst layers"].partnership == fits["need-fit with 7 analyst layers"].partnership
    assert {CONTRACT, PARTNERSHIP} <= set(worlds())
