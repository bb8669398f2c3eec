"""What is seen in a curve of trust, in a sentence: the title of its picture."""

from __future__ import annotations

import numpy as np

from trustsim.report.breakdown import printed, tenths
from trustsim.report.dates import dated, dated_span
from trustsim.report.plots.marks import GoLive, ProcessChange
from trustsim.report.plots.style import Floats
from trustsim.report.plots.turning import Why

STILL = 0.02
CLEAR = 0.05
TURN = 0.03
MOST = 0.5
WINDOWS = (1, 3, 5, 10, 20, 30, 40, 60, 90, 120)


def trust_headline(
    days: Floats,
    curve: Floats,
    releases: list[GoLive],
    changes: list[ProcessChange],
    main: Why | None = None,
) -> str:
    """The title of the picture of trust: from where to where, by way of what, and when or through what it came.

    Every figure is one of the curve: levels from 0 to 1, changes in points (hundredths).
    """
    start, end = float(curve[0]), float(curve[-1])
    inside = [change for change in changes if days[0] < change.day <= days[-1]]
    if float(np.ptp(curve)) < STILL:
        return f"Trust in IT hardly moved: {start:.2f} at the start, {end:.2f} at the end"
    if len(inside) == 1:
        before = float(np.interp(inside[0].day - 1, days, curve))
        return (
            f"Trust in IT {moved(start, before)} until the process changed to {inside[0].words} "
            f"on {dated(inside[0].day)}, then {moved(before, end, again=True)}"
        )
    turn = _turn(days, curve)
    if turn is not None:
        day, level = turn
        back = "recovered to" if level < end else "fell back to"
        return f"Trust in IT {moved(start, level)} by {dated(day)}, then {back} {end:.2f}"
    return f"Trust in IT {moved(start, end)}{_when(days, curve, releases) or _why(end - start, main)}"


def moved(start: float, end: float, *, again: bool = False) -> str:
    """``fell from 0.65 to 0.41``, ``stayed near 0.65``; after another such phrase (``again``) ``fell to 0.41``."""
    if abs(end - start) < STILL:
        return f"stayed near {end:.2f}" if again else f"stayed near {start:.2f}"
    verb = "rose" if end > start else "fell"
    return f"{verb} to {end:.2f}" if again else f"{verb} from {start:.2f} to {end:.2f}"


def _turn(days: Floats, curve: Floats) -> tuple[int, float] | None:
    """The day and level of an extreme between start and end that the curve came back from; None if it did not."""
    start, end = float(curve[0]), float(curve[-1])
    low, high = int(curve.argmin()), int(curve.argmax())
    dip = min(start, end) - float(curve[low])
    peak = float(curve[high]) - max(start, end)
    where = low if dip >= peak else high
    if max(dip, peak) < max(TURN, 0.25 * float(np.ptp(curve))):
        return None
    return int(days[where]), float(curve[where])


def _when(days: Floats, curve: Floats, releases: list[GoLive]) -> str:
    """``, 12.1 points of it within 20 days of release 2 going live``, where half came in a short time; else nothing."""
    net = float(curve[-1] - curve[0])
    if abs(net) < CLEAR:
        return ""
    for window in WINDOWS:
        if window > (len(curve) - 1) / 6:
            return ""
        moves = (curve[window:] - curve[:-window]) * np.sign(net)
        if float(moves.max()) >= MOST * abs(net):
            return _stretch(days, curve, releases, window, int(moves.argmax()))
    return ""


def _why(net: float, main: Why | None) -> str:
    """`` (−9.1 points: outages −12.1, what was delivered +3.0)``, or nothing where the ledger is silent."""
    if main is None or abs(net) < STILL:
        return ""
    parts = ", ".join(f"{part.words} {part.printed}" for part in main.brief)
    return f" ({printed(tenths(net))} points: {parts})"


def _stretch(days: Floats, curve: Floats, releases: list[GoLive], window: int, where: int) -> str:
    """Words for the stretch of ``window`` days after index ``where``, by its release if one began it."""
    net = float(curve[-1] - curve[0])
    for mark in releases:
        begin = int(np.searchsorted(days, mark.day - 1))
        until = min(begin + 1 + window, len(curve) - 1)
        if (curve[until] - curve[begin]) / net >= MOST:
            part, span = _points(curve, begin, until), "a day" if window == 1 else f"{window} days"
            return f", {part} of it within {span} of release {mark.release} going live"
    part = _points(curve, where, where + window)
    if window == 1:
        return f", {part} of it on {dated(int(days[where]) + 1)}"
    return f", {part} of it from {dated_span(int(days[where]) + 1, int(days[where]) + window)}"


def _points(curve: Floats, begin: int, end: int) -> str:
    """How far the curve moved, without the sign: ``12.1 points``."""
    return f"{abs(tenths(float(curve[end] - curve[begin]))) / 10:.1f} points"
