"""How large a paired difference is, beside the luck of runs, and what pairing was worth."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from trustsim.statistics.alike import sign_test
from trustsim.statistics.bounds import ANY, Bounds, scatter
from trustsim.statistics.intervals import Values, standard_deviation


def paired_effect(differences: Values) -> float:
    """Mean difference over the standard deviation of differences (d_z), with Hedges' correction.

    It tells how clearly the difference shows from pair to pair, and so depends on how much luck pairs share.
    0 where there is no difference, infinite where all differences are alike, NaN for fewer than two, and for two
    that differ, of which the correction leaves nothing.

    Source: Cohen (1988), Statistical power analysis, 2.3.5; Hedges (1981), Journal of Educational Statistics 6.
    """
    data = np.asarray(differences, dtype=np.float64)
    return _over(float(data.mean()), standard_deviation(data), len(data) - 1) if len(data) > 1 else math.nan


def pooled_deviation(reference: Values, other: Values) -> float:
    """Root of the mean of the two variances over runs: how far the runs of a world lie apart, by luck alone."""
    return math.sqrt((standard_deviation(reference) ** 2 + standard_deviation(other) ** 2) / 2)


def pooled_effect(reference: Values, other: Values) -> float:
    """Mean difference over the pooled standard deviation of unpaired runs (d), with Hedges' correction.

    It tells how far two worlds lie apart beside the luck of single runs, and does not depend on pairing.
    0 where there is no difference, infinite where no world varies, NaN for fewer than two runs each.

    Source: Cohen (1988), 2.2; Hedges (1981).
    """
    first, second = np.asarray(reference, dtype=np.float64), np.asarray(other, dtype=np.float64)
    if min(len(first), len(second)) < 2:
        return math.nan
    difference = float(second.mean() - first.mean())
    return _over(difference, pooled_deviation(first, second), len(first) + len(second) - 2)


def variance_reduction(reference: Values, other: Values, differences: Values) -> float:
    """Variance of a difference of unpaired runs over that of paired ones, which are ``differences``.

    With n pairs the mean difference is as sure as with so many times n unpaired runs of each world. Below 1 pairing
    was a loss; infinite where all differences are alike; NaN for fewer than two pairs, or where nothing varies.

    Source: Law (2015), Simulation modeling and analysis, 11.2 (common random numbers).
    """
    unpaired = standard_deviation(reference) ** 2 + standard_deviation(other) ** 2
    paired = standard_deviation(differences) ** 2
    if paired == 0:
        return math.inf if unpaired > 0 else math.nan
    return unpaired / paired


def holm(p_values: Sequence[float]) -> list[float]:
    """P-values adjusted by Holm's rule: all that are below 0.05 hold together, with 95 % confidence.

    NaN stays NaN, and does not count.

    Source: Holm (1979), "A simple sequentially rejective multiple test procedure", Scandinavian Journal of
    Statistics 6.
    """
    known = sorted((p, place) for place, p in enumerate(p_values) if not math.isnan(p))
    adjusted, highest = [math.nan] * len(p_values), 0.0
    for rank, (p, place) in enumerate(known):
        highest = max(highest, min(1.0, (len(known) - rank) * p))
        adjusted[place] = highest
    return adjusted


def t_test(differences: Values, bounds: Bounds = ANY) -> float:
    """Two-sided p-value of no mean difference by Student's t; NaN for fewer than two.

    It agrees with ``mean_interval`` of the same bounds: below 0.05 where that leaves zero out. 1 where all differences
    are 0. Where they are all alike and not 0, they have no spread to go by, and it is that of the sign test.
    """
    from scipy.special import stdtr

    data = np.asarray(differences, dtype=np.float64)
    if len(data) < 2:
        return math.nan
    deviation, mean = standard_deviation(data), float(data.mean())
    if deviation == 0:
        return 1.0 if mean == 0 else sign_test(len(data))
    deviation *= scatter(0.0, mean, bounds)
    return float(2 * stdtr(len(data) - 1, -abs(mean) / deviation * math.sqrt(len(data))))


def _over(difference: float, deviation: float, freedom: int) -> float:
    """Difference over standard deviation, corrected for the freedom with which that was estimated."""
    if difference == 0:
        return 0.0
    if deviation == 0:
        return math.copysign(math.inf, difference)
    if freedom < 2:
        return math.nan
    return difference / deviation * (1 - 3 / (4 * freedom - 1))
