"""Means with their 95 % intervals, many at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from trustsim.analysis.data import Floats, means
from trustsim.statistics.bounds import ANY, Bounds, reach

LEVEL = 0.95

INTERVALS = ("low", "high", "low_all", "high_all")
"""Columns of the two intervals of a table: of a figure by itself, and of all figures like it at once."""

Z = 1.959963984540054
"""How many standard errors a 95 % interval of a bootstrap reaches to either side."""


class Spread(NamedTuple):
    """Means of many samples, with what is known about each; all of one shape.

    Attributes:
        n: how many values there are.
        mean: NaN where there are none.
        low: lower end of the 95 % interval by Student's t, where a mean can lie; NaN for fewer than two values.
        high: its upper end.
        sd: standard deviation with n − 1; NaN where there are fewer than two.
    """

    n: Floats
    mean: Floats
    low: Floats
    high: Floats
    sd: Floats


def spread(values: Floats, axis: int = -1, *, bounds: Bounds = ANY, together: int = 1) -> Spread:
    """Mean, interval and standard deviation along an axis, over what is there.

    The interval is that of Student's t, mean ± t(n - 1) sd / √n, kept within the bounds by ``statistics.bounds.reach``.

    Args:
        values: any shape.
        axis: over which the means are taken.
        bounds: between which values each of them can lie.
        together: how many such intervals are to hold all at once, because some of them are picked after a look at all:
            each has the confidence 1 - 0.05 / ``together`` (Bonferroni's inequality; Dunn 1961, "Multiple comparisons
            among means", Journal of the American Statistical Association 56).
    """
    known = np.isfinite(values)
    n = np.asarray(known.sum(axis=axis), dtype=np.float64)
    mean = means(values, axis)
    away = np.where(known, values - np.expand_dims(mean, axis), 0.0)
    squares = np.asarray(np.square(away).sum(axis=axis))
    sd = np.sqrt(np.divide(squares, n - 1, out=np.full(n.shape, np.nan), where=n > 1))
    low, high = reach(mean, half_width(n, sd, together), bounds)
    return Spread(n, mean, low, high, sd)


def half_width(n: Floats, sd: Floats, together: int = 1) -> Floats:
    """Half of the width of the 95 % interval of a mean of ``n`` values; NaN for fewer than two."""
    half = np.full(np.shape(n), np.nan)
    enough = np.asarray(n) > 1
    half[enough] = quantile(n[enough], together) * sd[enough] / np.sqrt(n[enough])
    return half


def quantile(n: Floats, together: int = 1) -> Floats:
    """The quantile of Student's t that an interval of ``n`` values, two or more, takes."""
    from scipy.stats import t

    return np.asarray(t.isf((1 - LEVEL) / 2 / together, np.asarray(n) - 1))
