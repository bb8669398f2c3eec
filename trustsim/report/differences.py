"""How figures of a comparison are written: decimals that fit the interval, signs, spans and shares."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trustsim.compare.comparison import Finding
    from trustsim.statistics.intervals import Interval

MOST_DIGITS = 4
MOST_DIGITS_OF_A_SENTENCE = 9


def digits(found: Finding, most: int = MOST_DIGITS) -> int:
    """Decimals with which a measure is told, so that its half-width has one or two figures: 0.014, 0.04, 7.

    Without an interval they go by the difference, where that is the same in all pairs, or by what matters: the
    margin and the spread of runs. There are at most ``most`` of them.
    """
    width = found.difference.half_width
    if not 0 < width < math.inf:
        width = abs(found.difference.estimate) if found.alike else 0.0
        width = width or max(found.margin, found.spread if math.isfinite(found.spread) else 0.0) or 0.01
    return min(max(0, math.ceil(-math.log10(width / 3))), most)


def figure(value: float, decimals: int) -> str:
    """``0.46``; a dash where it is missing."""
    if not math.isfinite(value):
        return "–"
    text = f"{value:.{decimals}f}"
    return text.removeprefix("-") if float(text) == 0 else text


def signed(value: float, decimals: int) -> str:
    """``+0.25``; no sign before a zero."""
    text = figure(value, decimals)
    return f"+{text}" if math.isfinite(value) and float(text) > 0 else text


def span(interval: Interval, decimals: int) -> str:
    """``0.24 to 0.27``; a dash where nothing is known."""
    if not math.isfinite(interval.half_width):
        return "–"
    return f"{figure(interval.low, decimals)} to {figure(interval.high, decimals)}"


def share(value: float) -> str:
    """A share in per cent, without the sign: ``84``; with decimals where it would else look like none or all."""
    places = 0
    while 0 < value < 1 and float(f"{100 * value:.{places}f}") in (0, 100) and places < MOST_DIGITS:
        places += 1
    return f"{100 * value:.{places}f}"


def few(value: float) -> str:
    """A share in per cent, without the sign, to two figures: ``4.9``, ``14``."""
    return f"{100 * value:.2g}" if value < 0.995 else "100"
