"""Ping-pong with a constant concession c a side: a truncated geometric."""

from __future__ import annotations

from trustsim.records.happenings import Happening
from trustsim.rules.dispute import mean_rounds, share_exhausted
from trustsim.statistics.batch_means import Sums
from trustsim.validate.limits.case import Case
from trustsim.validate.small_worlds import FLAWLESS, Settings, run, scenario

LIMIT = "ping-pong: a truncated geometric"
DAYS, LAST = 400, 40

CONFIGURATIONS = ((0.1, 8), (0.3, 5), (0.05, 3), (0.5, 2))
"""Chance that a side concedes in a round, and rounds until both are exhausted."""


def rounds(concession: float, patience: int, seed: int) -> list[int]:
    """Rounds of every dispute that was settled in a run.

    Everything is ambiguous and half of all ideas are right, so developers and testers differ on every other request.
    """
    changes: Settings = {
        "organisation": {"users": 40, "developers": 40, "testers": 40},
        "demand": {"needs_per_user": 2.0, "size_median": 1.0},
        "knowledge": {"it": 0.5},
        "handoff": {"ambiguity": 1.0},
        "acceptance": {"notice": 0.0},
        "process": {"preset": "partnership", "definition": "relay", "testing": "own-reading"},
        "test": {"constant_concession": True, "first_concession": concession, "patience": patience},
        "run": {"horizon_days": DAYS},
    }
    events = run(scenario(FLAWLESS, changes), seed, ledger=False).recorder.events.columns()
    relented = (events["kind"] == Happening.RELENTED) & (events["day"] < DAYS - LAST)
    return [int(count) for count in events["b"][relented]]


def played(concession: float, patience: int, seed: int) -> Sums:
    """Rounds played."""
    lived = rounds(concession, patience, seed)
    return float(sum(lived)), len(lived)


def exhausted(concession: float, patience: int, seed: int) -> Sums:
    """Disputes that ended in the last round there was energy for."""
    lived = rounds(concession, patience, seed)
    return float(sum(count == patience for count in lived)), len(lived)


def cases() -> list[Case]:
    """Mean rounds, and the share that went on to the end."""
    found = []
    for concession, patience in CONFIGURATIONS:
        stop = 1.0 - (1.0 - concession) ** 2  # one of two sides concedes
        name, with_ = f"c = {concession:g}, at most {patience} rounds", (concession, patience)
        found.append(Case(LIMIT, name, "mean rounds", mean_rounds(stop, patience), played, with_, batches=8))
        found.append(Case(LIMIT, name, "share exhausted", share_exhausted(stop, patience), exhausted, with_, batches=8))
    return found
