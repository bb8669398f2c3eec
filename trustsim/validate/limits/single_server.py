"""One developer, sizes that are all the same, needs at random: a queue in discrete time."""

from __future__ import annotations

from itertools import pairwise

from trustsim.scenario.schema import Scenario
from trustsim.statistics.batch_means import Sums
from trustsim.validate.limits.case import Case
from trustsim.validate.small_worlds import FLAWLESS, Settings, run, scenario

LIMIT = "one developer, a needs a day of D days: Geo/D/1"
SETTLED = 1000
DAYS = 4000

CONFIGURATIONS = ((0.95, 1), (0.25, 2), (0.4, 2), (0.3, 3), (0.47, 2))
"""Needs a day and days of work each; loads from .5 to .95."""


def mean_wait(a: float, days: int) -> float:
    """Mean days from a need to its first day of work: a D (D - 1) / (2 (1 - a D)).

    A day is a slot, and who is done leaves before the next one comes: work of one day never waits.
    """
    return a * days * (days - 1) / (2.0 * (1.0 - a * days))


def world(a: float, days: int, horizon: int) -> Scenario:
    """One user whose needs come with chance ``a`` a day and take ``days`` of one developer."""
    changes: Settings = {
        "demand": {"needs_per_user": 21.0 * a, "size_median": float(days)},
        "run": {"horizon_days": horizon},
    }
    return scenario(FLAWLESS, changes)


def waits(a: float, days: int, seed: int) -> Sums:
    """Waits of what arose after the queue had settled and long enough before the end."""
    rows = run(world(a, days, SETTLED + DAYS), seed, ledger=False).pipeline.requests
    lived = [one.build_began - one.arose for one in rows if one.arose > SETTLED and one.build_began is not None]
    return float(sum(lived)), len(lived)


def longest_wait(a: float, days: int) -> float:
    """The longest wait of a run."""
    rows = run(world(a, days, SETTLED + DAYS), ledger=False).pipeline.requests
    return float(max(one.build_began - one.arose for one in rows if one.build_began is not None))


def not_as_lindley_says(a: float, days: int) -> float:
    """How many wait otherwise than for what the one before them left: W' = max(0, W + D - gap)."""
    rows = run(world(a, days, 1500), ledger=False).pipeline.requests
    begun = [(one.arose, one.build_began) for one in rows if one.build_began is not None]
    wrong = sum(
        later - came != max(0, began - arose + days - (came - arose))
        for (arose, began), (came, later) in pairwise(begun)
    )
    return float(wrong)


def cases() -> list[Case]:
    """Every configuration on the mean, and to the day along one path."""
    found = []
    for a, days in CONFIGURATIONS:
        name = f"a = {a:g}, D = {days}: load {a * days:.2g}"
        path = f"{name}, along one path"
        found.append(
            Case(
                LIMIT, path, "requests that wait otherwise than Lindley says", 0.0, not_as_lindley_says, (a, days), 0.0
            )
        )
        if days == 1:
            found.append(Case(LIMIT, name, "longest wait, days", 0.0, longest_wait, (a, days), 0.0))
        else:
            found.append(Case(LIMIT, name, "mean wait, days", mean_wait(a, days), waits, (a, days)))
    return found
