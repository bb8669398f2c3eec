"""Rework with probability p: 1/(1-p) passes, and a backlog that is stable only while utilisation is below 1."""

from __future__ import annotations

from typing import NamedTuple

from trustsim.model.model import TrustModel
from trustsim.scenario.schema import Scenario
from trustsim.statistics.batch_means import Sums
from trustsim.validate.limits.case import Case
from trustsim.validate.small_worlds import FLAWLESS, Settings, run, scenario

PASSES = "rework: passes"
STABLE = "rework: stable only below full utilisation"
SIZE = 3.0
DAYS = 300
YOUNGEST = 100  # days before the end; whoever came later may still be under way
LONG = 3000

AGAIN = (0.1, 0.2, 0.5, 0.8)
"""Chances that an attribute is broken when it is built or fixed."""


class Load(NamedTuple):
    """Chance of rework, and needs a day for one developer."""

    again: float
    a: float

    @property
    def utilisation(self) -> float:
        """Work that comes over work that can be done."""
        return self.a * SIZE / (1.0 - self.again)

    @property
    def growth(self) -> float:
        """Requests a day by which the backlog grows."""
        return max(0.0, self.a - (1.0 - self.again) / SIZE)


LOADS = (Load(0.5, 0.1), Load(0.2, 0.24), Load(0.5, 0.25), Load(0.2, 0.4))


def world(again: float, a: float, users: int, developers: int, days: int) -> Scenario:
    """A fix is as much work as building was, and fails as often."""
    changes: Settings = {
        "organisation": {"users": users, "developers": developers},
        "demand": {"needs_per_user": 21.0 * a, "size_median": SIZE},
        "building": {"defect_rate": again, "bad_fix": again, "fix_share": 1.0, "fix_cost": "flat"},
        "run": {"horizon_days": days},
    }
    return scenario(FLAWLESS, changes)


def _everybody_free(again: float, seed: int) -> TrustModel:
    return run(world(again, 0.1, users=40, developers=150, days=DAYS), seed, ledger=False)


def passes(again: float, seed: int) -> Sums:
    """Rounds of tests of each request, where nobody waits for anybody."""
    counted = [one for one in _everybody_free(again, seed).pipeline.requests if one.arose <= DAYS - YOUNGEST]
    return float(sum(one.rounds for one in counted)), len(counted)


def growth(load: Load, seed: int) -> Sums:
    """Requests a day by which the backlog grew, over the second half of a long run."""
    daily = run(world(*load, users=1, developers=1, days=LONG), seed, ledger=False).recorder.daily
    first, last = daily[LONG // 2]["work_in_progress"], daily[-1]["work_in_progress"]
    assert first is not None  # a count
    assert last is not None
    return float(last - first) / (LONG - 1 - LONG // 2), 1


def cases() -> list[Case]:
    """Passes for each chance, and the backlog at utilisations from .6 to 1.5."""
    found = [
        Case(PASSES, f"p = {again:g}", "mean rounds", 1.0 / (1.0 - again), passes, (again,), batches=10)
        for again in AGAIN
    ]
    for load in LOADS:
        name = f"p = {load.again:g}, a = {load.a:g}, D = {SIZE:g}: utilisation {load.utilisation:.2g}"
        found.append(
            Case(STABLE, name, "growth of the backlog, requests a day", load.growth, growth, (load,), batches=12)
        )
    return found
