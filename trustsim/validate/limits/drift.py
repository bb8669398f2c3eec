"""Drift: a reading of age t is stale with 1 - exp(-kappa t); those of a batch with the mean over its window."""

from __future__ import annotations

import math

from trustsim.model.model import TrustModel
from trustsim.records.happenings import Hand
from trustsim.rules.demand import drift_rate, stale_share
from trustsim.statistics.batch_means import Sums
from trustsim.validate.limits.case import Case
from trustsim.validate.small_worlds import FLAWLESS, WATERFALL, Settings, run, scenario

LIMIT = "drift: readings go stale"
K = 16

CONFIGURATIONS = ((0.02, 60), (0.1, 40), (0.3, 20), (0.5, 40))
"""Share of attributes that change in a month, and days of the intake window."""


def world(drift: float, window: int, seed: int) -> TrustModel:
    """Readings taken when a need arises, first looked at when the window closes; developers enough for all."""
    changes: Settings = {
        "organisation": {"users": 30, "developers": 150},
        "demand": {"needs_per_user": 1.5, "attributes": K, "size_median": 0.1, "drift": drift},
        "planning": {"window_days": window},
        "run": {"horizon_days": 12 * window},
    }
    return run(scenario(FLAWLESS, WATERFALL, changes), seed, ledger=False)


def ages_and_wrong(model: TrustModel) -> list[tuple[int, int]]:
    """Of each reading: its age when it is looked at, and how many attributes are wrong by then."""
    rows = model.recorder.handoffs.columns()
    written: dict[int, int] = {}
    read: dict[int, tuple[int, int]] = {}
    for request, hand, day, wrong in zip(rows["request"], rows["hand"], rows["day"], rows["wrong"], strict=True):
        if hand == Hand.USER:
            written[request] = int(day)
        elif hand == Hand.DEVELOPER:
            read[request] = int(day), int(wrong).bit_count()
    return [(day - written[request], wrong) for request, (day, wrong) in sorted(read.items())]


def stale(drift: float, window: int, youngest: int, oldest: int, seed: int) -> Sums:
    """Stale attributes of readings of some age, less those that must be stale at just that age."""
    lived = [pair for pair in ages_and_wrong(world(drift, window, seed)) if youngest <= pair[0] < oldest]
    hazard = drift_rate(drift)
    return math.fsum(wrong - K * stale_share(hazard, age) for age, wrong in lived), K * len(lived)


def stale_in_batch(drift: float, window: int, seed: int) -> Sums:
    """Stale attributes of all readings of a batch."""
    lived = ages_and_wrong(world(drift, window, seed))
    return float(sum(wrong for _, wrong in lived)), K * len(lived)


def of_whole_days(drift: float, window: int) -> float:
    """Mean stale share over ages of 0 to B - 1 whole days: 1 - (1 - e^-hB) / (B (1 - e^-h)).

    Needs arise in the morning, so that this is half a day younger than 1 - (1 - e^-hB) / (hB), its limit for small h.
    """
    hazard = drift_rate(drift)
    return 1.0 - math.expm1(-hazard * window) / (window * math.expm1(-hazard))


def cases() -> list[Case]:
    """Four rates of drift, by age and over the batch."""
    found = []
    for drift, window in CONFIGURATIONS:
        for young, old in ((0, window // 2), (window // 2, window)):
            name = f"{drift:.0%} a month, {young} to {old - 1} days old"
            what = "stale share beyond 1 - exp(-κt)"
            found.append(Case(LIMIT, name, what, 0.0, stale, (drift, window, young, old), batches=10))
        name = f"{drift:.0%} a month, batches of {window} days"
        expected = of_whole_days(drift, window)
        found.append(Case(LIMIT, name, "stale share of a batch", expected, stale_in_batch, (drift, window), batches=10))
    return found
