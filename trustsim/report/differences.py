"""How figures of a comparison are written: decimals that fit the interval, signs, spans and shares."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trustsim.compare.comparison import Finding
    from trustsim.statistics.intervals import Interval

MOST_DIGITS = 4
MOST_DIGITS_OF_A_SENTENCE = 9
HARDLY = 1e-6
"""A difference below this part of its half-width is what rounding leaves of none."""


def digits(found: Finding, most: int = MOST_DIGITS) -> int:
    """Decimals with which a difference and its interval are told.

    So many that the half-width has one or two figures: 0.014, 0.04, 7; and that the difference itself is not rounded
    away where the interval is wide. Without an interval they go by the difference, where that is the same in all pairs,
    or by what matters: the margin and the spread of runs. There are at most ``most`` of them.
    """
    difference = found.difference
    has_own = abs(difference.estimate) > HARDLY * difference.half_width  # never where there is no interval
    return min(max(_by_width(found), own_digits(difference.estimate) if has_own else 0), most)


def digits_of_means(found: Finding, most: int = MOST_DIGITS) -> int:
    """Decimals with which the means of the two worlds are told: as the interval has, and two figures of their own."""
    own = (own_digits(mean.estimate) for mean in (found.reference, found.world))
    return min(max(_by_width(found), *own), most)


def own_digits(value: float, figures: int = 2) -> int:
    """Decimals with which a number shows so many figures of its own: 2 for 0.16, 0 for 180; 0 for nothing."""
    if not math.isfinite(value) or value == 0:
        return 0
    return max(0, figures - 1 - math.floor(math.log10(abs(value))))


def _by_width(found: Finding) -> int:
    """Decimals with which the half-width has one or two figures."""
    width = found.difference.half_width
    if not 0 < width < math.inf:
        width = abs(found.difference.estimate) if found.alike else 0.0
        width = width or max(found.margin, found.spread if math.isfinite(found.spread) else 0.0) or 0.01
    return max(0, math.ceil(-math.log10(width / 3)))


def figure(value: float, decimals: int) -> str:
    """``0.46``; a dash where it is missing."""
    if not math.isfinite(value):
        return "–"
    text = f"{value:.{decimals}f}"
    return text.removeprefix("-") if float(text) == 0 else text


def mean_figure(value: float, decimals: int) -> str:
    """The same, but what is not nothing is not written as 0: ``0.00002`` for so small a mean among larger ones."""
    text = figure(value, decimals)
    return f"{value:.1g}" if math.isfinite(value) and value != 0 and float(text) == 0 else text


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
