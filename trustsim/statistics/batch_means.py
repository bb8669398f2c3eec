"""The mean of a long, correlated series by its batches, as a ratio of sums."""

from __future__ import annotations

import math
from collections.abc import Sequence

from trustsim.statistics.intervals import Interval, unknown

Sums = tuple[float, int]
"""Of one batch: the sum of what was observed, and how many observations that are."""


def batch_means(batches: Sequence[Sums], confidence: float) -> Interval:
    """Mean over all observations, and its interval by Student's t over batches that are nearly independent.

    Observations of one batch lean on each other, at a high load over thousands of them, so that their own spread says
    nothing. A batch that has more of them has longer waits as well: therefore the ratio of sums, with the spread of
    what each batch has beside it (linearised), and not the mean of the batches' means.

    Args:
        batches: each long against the time over which observations lean on each other.
        confidence: between 0 and 1.

    Source: Law (2015), "Simulation Modeling and Analysis", chapter 9; Cochran (1977), chapter 6, for the ratio.
    """
    from scipy.stats import t

    number, count = len(batches), sum(count for _, count in batches)
    if not count:
        return unknown()
    mean = math.fsum(total for total, _ in batches) / count
    if number < 2:
        return unknown(mean)
    beside = math.fsum((total - mean * of) * (total - mean * of) for total, of in batches)
    error = math.sqrt(beside * number / (number - 1)) / count
    half = float(t.ppf(0.5 + confidence / 2.0, number - 1)) * error
    return Interval(mean - half, mean, mean + half)
