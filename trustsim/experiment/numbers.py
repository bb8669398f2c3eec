"""One number for each level, whether it was written out, or computed from a range, or read from a scenario.

A step along a range comes out as 0.30000000000000004 where somebody else writes 0.3. Tables would not join on it, and
the store would run it again. So numbers are kept to twelve significant digits, which is far more than any input is
known to, and far less than what arithmetic blurs.
"""

from __future__ import annotations

import math

DIGITS = 12


def canonical(value: float) -> float:
    """The number that stands for all that agree with it in ``DIGITS`` significant digits; zero has no sign."""
    return float(f"{value:.{DIGITS}g}") + 0.0


def on_a_line(low: float, high: float, share: float) -> float:
    """The number so far along the way from ``low`` to ``high``, both included.

    It has as many decimals as the larger end has in ``DIGITS`` digits: where a line crosses zero, there is a zero.
    """
    largest = max(abs(low), abs(high))
    decimals = DIGITS - 1 - math.floor(math.log10(largest)) if largest else 0
    return min(max(round(low + share * (high - low), decimals) + 0.0, low), high)


def in_ratios(low: float, high: float, share: float) -> float:
    """The number so far along the way from ``low`` above zero to ``high``, in equal ratios."""
    start = math.log(low)
    return min(max(canonical(math.exp(start + share * (math.log(high) - start))), low), high)
