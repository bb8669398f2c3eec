"""What happened to a curve, and why: its legs between turning points, and the ledger's cause of each."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from trustsim.records.happenings import EXPERIENCE_WORDS, Experience
from trustsim.records.naming import word
from trustsim.report.plots.style import Floats, numbers

MOST_LEGS = 6
LEAST_MOVE = 0.01
LEAST_SHARE = 0.12

WORDS = {word(kind): words for kind, words in EXPERIENCE_WORDS.items()}
FORGETTING = word(Experience.FORGETTING)
SINGLE_RELEASE = 0.6


class Leg(NamedTuple):
    """A stretch of a curve between two turning points.

    ``first`` and ``last`` are days, the change lies after ``first``; ``middle`` is the day on which half
    of the change had come.
    """

    first: int
    last: int
    middle: int
    change: float


class Cause(NamedTuple):
    """What moved trust most during a leg: words, its part of the change, and the one release behind it, if one."""

    words: str
    contribution: float
    release: int | None


def legs(days: Floats, curve: Floats) -> list[Leg]:
    """The largest moves of a curve, largest first, at most six; a flat curve has none.

    The curve is cut where it lies farthest from the straight line between its neighbouring cuts, until
    no cut would add much. ``days`` must rise by one; NaN is not allowed.
    """
    if len(curve) < 2:
        return []
    least = max(LEAST_MOVE, LEAST_SHARE * float(np.ptp(curve)))
    cuts = _cuts(curve, tolerance=0.75 * least)
    found = [_leg(days, curve, a, b) for a, b in pairwise(cuts)]
    moves = [leg for leg in found if abs(leg.change) >= least]
    return sorted(moves, key=lambda leg: (-abs(leg.change), leg.first))[:MOST_LEGS]


def _cuts(curve: Floats, tolerance: float) -> list[int]:
    cuts = [0, len(curve) - 1]
    while len(cuts) <= 2 * MOST_LEGS:
        worst, where = max(_farthest(curve, a, b) for a, b in pairwise(cuts))
        if worst <= tolerance:
            break
        cuts = sorted({*cuts, where})
    return cuts


def _farthest(curve: Floats, a: int, b: int) -> tuple[float, int]:
    """How far the curve between two cuts leaves the straight line between them, and where."""
    straight = np.linspace(curve[a], curve[b], b - a + 1)
    away = np.abs(curve[a : b + 1] - straight)
    where = int(away.argmax())
    return float(away[where]), a + where


def _leg(days: Floats, curve: Floats, a: int, b: int) -> Leg:
    change = float(curve[b] - curve[a])
    halfway = (curve[a : b + 1] - curve[a]) * np.sign(change) >= abs(change) / 2
    return Leg(int(days[a]), int(days[b]), int(days[a + int(halfway.argmax())]), change)


def cause(leg: Leg, ledger: pd.DataFrame, requests: pd.DataFrame, users: int) -> Cause | None:
    """The experience that moved users' trust in IT most in a leg's direction; None without ledger rows.

    Forgetting, booked late and for many days at once, is named only where there is nothing else.
    ``ledger`` holds rows of users about IT only (see ``about_it``); the contribution is a mean over ``users``.
    """
    rows = ledger[(ledger["day"] > leg.first) & (ledger["day"] <= leg.last)]
    sums = rows.groupby("event", observed=True)["contribution"].sum().rename(index=str) * float(np.sign(leg.change))
    sums = sums[sums > 0]
    lived = sums.drop(index=FORGETTING, errors="ignore")
    if sums.empty:
        return None
    event = str((sums if lived.empty else lived).idxmax())
    release = _one_release(rows[rows["event"] == event], requests)
    return Cause(WORDS.get(event, event), float(sums[event]) * float(np.sign(leg.change)) / users, release)


def _one_release(rows: pd.DataFrame, requests: pd.DataFrame) -> int | None:
    """The release of several requests from which most of these ledger rows come, if there is one."""
    of_request = dict(zip(numbers(requests, "request"), numbers(requests, "release"), strict=True))
    releases = pd.Series([of_request.get(float(request), -1.0) for request in rows["request"]], dtype=float)
    weights = pd.Series(np.abs(numbers(rows, "contribution"))).groupby(releases).sum()
    largest = float(np.asarray(weights.index, dtype=float)[int(weights.to_numpy().argmax())])
    many = sum(1 for release in of_request.values() if release == largest) > 1
    return int(largest) if largest >= 0 and many and weights.max() >= SINGLE_RELEASE * weights.sum() else None


def about_it(ledger: pd.DataFrame) -> pd.DataFrame:
    """The ledger's rows of users' opinions about IT."""
    users = [name for name in ledger["trustor"].unique() if str(name).startswith("user ")]
    return ledger[(ledger["trustee"] == "IT") & ledger["trustor"].isin(users)]


def trust_at_start(trust: Floats, ledger: pd.DataFrame, users: int) -> float:
    """Trust on the evening before day 1: the end less all that the ledger tells, or the first day without a ledger."""
    if ledger.empty:
        return float(trust[0])
    return float(trust[-1]) - float(ledger["contribution"].sum()) / users

