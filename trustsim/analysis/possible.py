"""Shares of variance that are estimated below none or above all: told as what is possible, with a remark.

An estimator of a share is right on average, and so it must miss to either side: where the truth is near 0, some
estimates lie below it. Such an estimate is no error, but read as a share it is nonsense. So it is told as the end
that it lies beyond, in every table, sentence and picture alike, and a remark says so. Intervals are cut at the same
ends, which takes nothing from them that could be true. Only where an interval lies beyond as a whole it is left as it
is: that is no noise, and has to be seen.
"""

from __future__ import annotations

import math
from typing import NamedTuple

CUT = "told as"
"""What every remark on such an estimate has in it, and no other."""

BELOW = (
    f"estimated below zero, which no share is, and {CUT} none: noise of estimation; more samples would show what it is"
)
ABOVE = (
    f"estimated above the whole, which no share is, and {CUT} all of it: noise of estimation; more samples are needed"
)


class Possible(NamedTuple):
    """A share and its interval as they are told, and what must be said about them; empty where nothing must."""

    value: float
    low: float
    high: float
    remark: str


def possible(value: float, half: float, whole: float = 1.0) -> Possible:
    """A share, or any part of a whole, of which ``half`` is half of the width of the interval; NaN for unknown.

    Args:
        value: as it was estimated.
        half: how far the interval reaches to either side of it.
        whole: what it is a part of.
    """
    low, high = value - half, value + half
    if high < 0.0 or low > whole:
        return Possible(value, low, high, "")
    remark = BELOW if value < 0.0 else ABOVE if value > whole else ""
    return Possible(_between(value, whole), _between(low, whole), _between(high, whole), remark)


def _between(value: float, whole: float) -> float:
    return value if math.isnan(value) else min(max(value, 0.0), whole)
