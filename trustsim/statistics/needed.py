"""How many runs it takes to tell."""

from __future__ import annotations

import math
from collections.abc import Callable

from trustsim.statistics.intervals import CONFIDENCE, t_quantile

Reach = Callable[[int, float], float]
MOST = 10**12


def t_reach(number: int, confidence: float = CONFIDENCE) -> float:
    """Half-width of the interval of a mean by t after ``number`` runs, in standard deviations of a run."""
    return t_quantile(number - 1, confidence) / math.sqrt(number) if number > 1 else math.inf


def half_width_needed(difference: float, margin: float) -> float:
    """The half-width at which a difference of this size can be told: from zero, or to lie within the margin.

    Whichever is easier; it is half of the margin at the least.
    """
    return max(abs(difference), margin - abs(difference))


def runs_needed(deviation: float, half_width: float, confidence: float = CONFIDENCE, reach: Reach = t_reach) -> float:
    """Number of runs (or pairs) after which an interval can be expected to be as narrow as ``half_width``.

    At least 2; infinite where no number will do, as for a half-width of 0.

    Args:
        deviation: standard deviation of one run (or of one paired difference).
        half_width: what is wanted, in the same unit.
        confidence: between 0 and 1.
        reach: of which interval: ``t_reach``, or ``sequence.sequence_reach`` for one that is watched while it narrows.
    """
    low, high = 1, 2
    while not _enough(high, deviation, half_width, confidence, reach):
        low, high = high, 2 * high
        if high > MOST:
            return math.inf
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _enough(middle, deviation, half_width, confidence, reach) else (middle, high)
    return float(high)


def _enough(number: int, deviation: float, half_width: float, confidence: float, reach: Reach) -> bool:
    found = reach(number, confidence)
    return math.isfinite(found) and found * deviation <= half_width
