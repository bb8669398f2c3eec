"""The pipeline without mishaps is a queue, and waits as queues do."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pytest

from tests.builders import FLAWLESS, interval, known, mean, run, scenario

Row = dict[str, Any]


def one_developer(a: float, size: float, days: int = 5000) -> dict[str, dict[str, Any]]:
    return {"demand": {"needs_per_user": 21.0 * a, "size_median": size}, "run": {"horizon_days": days}}


def waits(rows: list[Row]) -> list[float]:
    return known([None if row["build_began"] is None else row["build_began"] - row["arose"] for row in rows])


@pytest.mark.parametrize(("a", "days"), [(0.25, 2), (0.15, 3)])
def test_one_developer_and_fixed_sizes_are_geo_d_1(a: float, days: int) -> None:
    setting = scenario(FLAWLESS, one_developer(a, days))
    lived = [waits(run(setting, seed, ledger=False).request_rows()) for seed in range(4)]
    for series in lived:
        assert series[0] == 0
    low, high = interval([wait for series in lived for wait in series])
    expected = a * days * (days - 1) / (2.0 * (1.0 - a * days))
    assert low <= expected <= high
    assert high - low < 0.6 * expected  # M/D/1, arrivals at any time of day, waits 1.5 times as long or more


@pytest.mark.parametrize("days", [1, 2, 4])
def test_one_developer_waits_as_lindley_says(days: int) -> None:
    # each waits for what the one before left: W' = max(0, W + D - gap)
    rows = run(scenario(FLAWLESS, one_developer(0.8 / days, days, 1500)), ledger=False).request_rows()
    begun = [row for row in rows if row["build_began"] is not None]
    assert len(begun) > 250
    for before, after in pairwise(begun):
        wait = before["build_began"] - before["arose"]
        gap = after["arose"] - before["arose"]
        assert after["build_began"] - after["arose"] == max(0, wait + days - gap)
        assert after["built"] is None or after["built"] - after["build_began"] == days - 1


def erlang_c(servers: int, load: float) -> float:
    """Chance of waiting with ``load`` Erlangs offered."""
    terms = [load**n / math.factorial(n) for n in range(servers)]
    last = load**servers / math.factorial(servers) * servers / (servers - load)
    return last / (math.fsum(terms) + last)


def test_several_developers_are_erlang_c() -> None:
    # Sizes are exponential with a mean of 10 days and 60 users ask seldom, so a day is a tenth of a service and
    # arrivals are nearly Poisson. What is left of whole days is at most one: needs arise together in the morning,
    # and a start is noted by its day. So a wait of 5.5 days may be off by 1.
    developers, size, load = 3, 10.0, 2.1
    users, median = 60, size * math.log(2.0)
    settings = {
        "organisation": {"users": users, "developers": developers},
        "demand": {
            "needs_per_user": 21.0 * load / size / users, "size_law": "exponential", "size_median": median,
        },
        "planning": {"in_progress_per_developer": 10.0},
        "run": {"horizon_days": 5000},
    }  # fmt: skip
    lived: list[float] = []
    for seed in range(5):
        rows = run(scenario(FLAWLESS, settings), seed, ledger=False).request_rows()
        assert mean(row["size"] for row in rows) == pytest.approx(size, rel=0.12)
        lived += waits([row for row in rows if 200 < row["arose"] <= 4800])
    expected = erlang_c(developers, load) * size / (developers - load)
    assert expected == pytest.approx(5.47, abs=0.01)
    low, high = interval(lived)
    assert low - 1.0 <= expected <= high + 1.0
    assert high - low < expected  # far from 23 days, three queues of one, and from 12, a developer less
