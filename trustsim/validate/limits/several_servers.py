"""Several developers, one queue: Erlang C in the limit of small days, and along each path to the day."""

from __future__ import annotations

import math

from trustsim.scenario.schema import Scenario
from trustsim.statistics.batch_means import Sums
from trustsim.validate.limits.case import Case
from trustsim.validate.small_worlds import FLAWLESS, Settings, run, scenario

LIMIT = "c developers: Erlang C"
MEAN_SIZE = 10.0
USERS = 60
SETTLED = 800
DAYS = 4200
NOTHING = 1e-9  # person-days that are no work
LAST = 300  # days before the end in which a need may still wait for its developer

CONFIGURATIONS = ((2, 1.2), (3, 2.1), (5, 4.25), (3, 2.7))
"""Developers and how many of them are busy on average; loads from .6 to .9."""


def chance_of_waiting(servers: int, load: float) -> float:
    """Erlang's C with ``load`` Erlangs offered. Source: Erlang (1917)."""
    terms = [math.pow(load, n) / math.factorial(n) for n in range(servers)]
    last = math.pow(load, servers) / math.factorial(servers) * servers / (servers - load)
    return last / (math.fsum(terms) + last)


def mean_wait(servers: int, load: float) -> float:
    """Mean days until somebody is free, for exponential sizes with a mean of ``MEAN_SIZE`` days."""
    return chance_of_waiting(servers, load) * MEAN_SIZE / (servers - load)


def world(servers: int, load: float, horizon: int) -> Scenario:
    """Many users who seldom ask, so that needs come nearly as Poisson's do; sizes are exponential."""
    changes: Settings = {
        "organisation": {"users": USERS, "developers": servers},
        "demand": {
            "needs_per_user": 21.0 * load / MEAN_SIZE / USERS,
            "size_law": "exponential",
            "size_median": MEAN_SIZE * math.log(2.0),
        },
        "planning": {"in_progress_per_developer": 10.0},
        "run": {"horizon_days": horizon},
    }
    return scenario(FLAWLESS, changes)


def waits(servers: int, load: float, seed: int) -> Sums:
    """Waits of what arose after the queue had settled and long enough before the end."""
    model = run(world(servers, load, SETTLED + DAYS), seed, ledger=False)
    counted = [one for one in model.pipeline.requests if SETTLED < one.arose <= SETTLED + DAYS - LAST]
    lived = [model.day - one.arose if one.build_began is None else one.build_began - one.arose for one in counted]
    return float(sum(lived)), len(lived)


def not_as_first_come_says(servers: int, load: float) -> float:
    """How many begin on another day than where whoever is free takes the one who waits longest."""
    model = run(world(servers, load, 1500), ledger=False)
    needs = [(one.arose, one.actual_effort) for one in model.pipeline.requests]
    begun = [one.build_began for one in model.pipeline.requests]
    return float(sum(one != other for one, other in zip(begun, begun_by(servers, needs, 1500), strict=True)))


def begun_by(servers: int, needs: list[tuple[int, float]], days: int) -> list[int | None]:
    """The day on which each need is begun, by a queue written down from its description.

    Each has a person-day a day, and works it off one after the other; who is done goes on with the next at once.
    """
    began: list[int | None] = [None] * len(needs)
    at_work: list[float] = [0.0] * servers
    following = 0
    for day in range(1, days + 1):
        for server in range(servers):
            at_work[server] -= 1.0
            while at_work[server] <= NOTHING and following < len(needs) and needs[following][0] <= day:
                began[following] = day
                at_work[server] = min(at_work[server], 0.0) + needs[following][1]
                following += 1
            at_work[server] = max(at_work[server], 0.0)
    return began


def cases() -> list[Case]:
    """Every configuration on the mean, give or take the day that a need waits for its morning, and along one path."""
    found = []
    for servers, load in CONFIGURATIONS:
        name = f"c = {servers}, {load:g} Erlang: load {load / servers:.2g}"
        path = f"{name}, along one path"
        found.append(
            Case(LIMIT, path, "requests begun on another day", 0.0, not_as_first_come_says, (servers, load), 0.0)
        )
        expected = mean_wait(servers, load)
        found.append(Case(LIMIT, name, "mean wait, days (to a day)", expected, waits, (servers, load), slack=1.0))
    return found
