"""Intervals that stay where a mean can lie: from 0 to 1 for a share, from -1 to 1 for a difference of two.

A symmetric interval, the estimate and so much to either side, knows nothing of bounds. It says that 97 % of what was
delivered was late, give or take 8. The reason is that it takes the spread for the same wherever the mean lies. But a
mean between two bounds has less room the closer it lies to one of them. Wilson's score interval asks of each possible
mean m how far the estimate would scatter around it, with a variance in proportion to (m - low) (high - m), and holds
those m that the estimate is not too far from. For binomial counts that is his interval of 1927. For shares of runs,
which are no counts, the proportion is taken from the spread over runs: a number of runs that are worth as many coin
tosses (the effective sample size), with Student's t in place of the normal law. Surveys whose households come in
clusters have the same task and the same remedy. With one bound, at 0, the variance is in proportion to m.

Source: Wilson (1927), "Probable inference, the law of succession, and statistical inference", Journal of the American
Statistical Association 22; Wedderburn (1974), "Quasi-likelihood functions", Biometrika 61(3), for such variances of
what is no count; Korn and Graubard (1998), Survey Methodology 24(2), for the effective sample size with Student's t;
Franco, Little, Louis and Slud (2019), Journal of Survey Statistics and Methodology 7(3), who compare intervals of
shares from clusters and recommend Wilson's.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float64]]


class Bounds(NamedTuple):
    """Between which values something can lie, ends included; an infinite end is none.

    Attributes:
        low: the lowest value.
        high: the highest.
    """

    low: float = -math.inf
    high: float = math.inf

    @property
    def of_difference(self) -> Bounds:
        """Between which values the difference of two such things can lie."""
        return Bounds(self.low - self.high, self.high - self.low)

    def times(self, factor: float) -> Bounds:
        """Between which values so many of it can lie, ``factor`` above 0."""
        return Bounds(self.low * factor, self.high * factor)


_MOST = 1e300
"""Beside this all else is nothing: the interval is as wide as the bounds."""

ANY = Bounds()
SHARE = Bounds(0.0, 1.0)


def reach(mean: Any, half: Any, bounds: Bounds) -> tuple[Floats, Floats]:
    """The ends of the interval of means, where a symmetric one would reach ``half`` to either side.

    They hold the mean and lie within the bounds, so that the interval is the longer on the side with more room. Far
    from the bounds it is the symmetric one, and there it is that too where nothing is bounded, where ``half`` is
    missing or infinite, and where the mean lies on a bound, or outside of them.

    Args:
        mean: one or many.
        half: so many standard errors as the confidence asks for, 0 or more, of each.
        bounds: of what the means are of.

    Returns:
        The lower and the upper ends.
    """
    mean, half = np.asarray(mean, dtype=np.float64), np.asarray(half, dtype=np.float64)
    if math.isinf(bounds.low):
        if math.isinf(bounds.high):
            return mean - half, mean + half
        low, high = reach(-mean, half, Bounds(-bounds.high, -bounds.low))
        return -high, -low
    finite = math.isfinite(bounds.high)
    scale = bounds.high - bounds.low if finite else 1.0
    place, away = (mean - bounds.low) / scale, half / scale
    rest = 1.0 - place if finite else np.ones_like(place)
    bent = (place > 0) & (rest > 0) & np.isfinite(away)
    at, left, side = np.where(bent, place, 0.5), np.where(bent, rest, 0.5), np.where(bent, away, 0.0)
    with np.errstate(over="ignore"):
        extra = np.minimum((side / at) * (side / left), _MOST)
    whole = 1.0 + extra if finite else 1.0
    upper = (at + extra / 2 + np.hypot(side, extra / 2)) / whole
    lower = at * (at / (whole * upper))
    low = np.where(bent, np.clip(bounds.low + scale * lower, bounds.low, mean), mean - half)
    high = np.where(bent, np.clip(bounds.low + scale * upper, mean, bounds.high), mean + half)
    return low, high


def scatter(mean: float, estimate: float, bounds: Bounds) -> float:
    """How many times as far an estimate would scatter around ``mean`` as around itself: what ``reach`` goes by.

    1 where nothing is bounded, and where the estimate lies on a bound or outside of them.
    """
    here, there = _room(estimate, bounds), _room(mean, bounds)
    return math.sqrt(there / here) if here > 0 else 1.0


def _room(mean: float, bounds: Bounds) -> float:
    """What the variance is in proportion to."""
    sides = [mean - bounds.low, bounds.high - mean]
    return math.prod(side for side in sides if math.isfinite(side))
