"""What happened to a curve, and why: its legs between turning points, and the ledger's cause of each."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from trustsim.measures.relationship import both_sides
from trustsim.records.happenings import EXPERIENCE_WORDS
from trustsim.records.naming import word
from trustsim.report.breakdown import Part, parts_of
from trustsim.report.plots.style import Floats, numbers

MOST_LEGS = 6
LEAST_MOVE = 0.02
LEAST_SHARE = 0.12
LEAST_APART = 50

WORDS = {word(kind): words for kind, words in EXPERIENCE_WORDS.items()}
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


class Why(NamedTuple):
    """What a change came through: words and contributions with it and against it; the one release behind the first.

    ``release`` is None where there is no such release.
    """

    change: float
    along: list[tuple[str, float]]
    against: list[tuple[str, float]]
    release: int | None

    @property
    def parts(self) -> list[Part]:
        """All that is named, and everything else; they sum to the change."""
        return parts_of(self.change, self.along + self.against)

    @property
    def brief(self) -> list[Part]:
        """The weightiest on either side, and everything else; they sum to the change."""
        return parts_of(self.change, self.along[:1] + self.against[:1])


def legs(days: Floats, curve: Floats, at: Iterable[int] = ()) -> list[Leg]:
    """The largest moves of a curve, largest first, at most six and none close to a larger one.

    The curve is cut where it lies farthest from the straight line between its neighbouring cuts, until
    no cut would add much; the evenings ``at`` are cuts in any case. ``days`` must rise by one; NaN is not allowed.
    """
    if len(curve) < 2:
        return []
    least = max(LEAST_MOVE, LEAST_SHARE * float(np.ptp(curve)))
    given = {int(day - days[0]) for day in at if days[0] < day < days[-1]}
    cuts = _cuts(curve, given, tolerance=0.75 * least)
    found = [_leg(days, curve, a, b) for a, b in pairwise(cuts)]
    moves = sorted((leg for leg in found if abs(leg.change) >= least), key=lambda leg: (-abs(leg.change), leg.first))
    apart = float(days[-1] - days[0]) / LEAST_APART
    chosen: list[Leg] = []
    for leg in moves:
        if all(abs(leg.middle - other.middle) >= apart for other in chosen):
            chosen.append(leg)
    return chosen[:MOST_LEGS]


def _cuts(curve: Floats, given: set[int], tolerance: float) -> list[int]:
    cuts = sorted({0, len(curve) - 1} | given)
    while len(cuts) <= 2 * MOST_LEGS + len(given):
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


def why(leg: Leg, ledger: pd.DataFrame, requests: pd.DataFrame, users: int) -> Why | None:
    """The experiences that moved users' trust in IT most in a leg, with and against it; None without ledger rows.

    ``ledger`` holds rows of users about IT only (see ``users_about_it``); contributions are means over ``users``.
    """
    rows = ledger[(ledger["day"] > leg.first) & (ledger["day"] <= leg.last)]
    if rows.empty:
        return None
    sums = {str(event): float(value) / users for event, value in _by_event(rows).items()}
    sides = both_sides(sums, leg.change, leg.last - leg.first)
    release = _one_release(rows[rows["event"] == sides.along[0]], requests) if sides.along else None
    along, against = ([(WORDS.get(event, event), sums[event]) for event in side] for side in sides[:2])
    return Why(leg.change, along, against, release)


def _by_event(rows: pd.DataFrame) -> pd.Series[float]:
    return rows.groupby("event", observed=True)["contribution"].sum()


def whole_why(days: Floats, curve: Floats, ledger: pd.DataFrame, requests: pd.DataFrame, users: int) -> Why | None:
    """What moved trust over the whole run, on both sides."""
    change = float(curve[-1] - curve[0])
    return why(Leg(int(days[0]), int(days[-1]), int(days[-1]), change), ledger, requests, users)


def _one_release(rows: pd.DataFrame, requests: pd.DataFrame) -> int | None:
    """The release of several requests from which most of these ledger rows come, if there is one."""
    of_request = pd.Series(numbers(requests, "release"), index=numbers(requests, "request"))
    releases = of_request.reindex(numbers(rows, "request")).fillna(-1.0).to_numpy()
    weights = np.abs(numbers(rows, "contribution"))
    candidates = np.unique(releases)
    sums = np.array([weights[releases == release].sum() for release in candidates])
    largest = float(candidates[sums.argmax()])
    many = int((of_request == largest).sum()) > 1
    return int(largest) if largest >= 0 and many and sums.max() >= SINGLE_RELEASE * sums.sum() else None


def trust_at_start(trust: Floats, ledger: pd.DataFrame, users: int) -> float:
    """Trust on the evening before day 1: the end less all that the ledger tells, or the first day without a ledger."""
    if ledger.empty:
        return float(trust[0])
    return float(trust[-1]) - float(ledger["contribution"].sum()) / users
