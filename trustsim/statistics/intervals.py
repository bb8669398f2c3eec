"""Confidence intervals of a mean and of a share, for a number of runs that was fixed beforehand."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from trustsim.statistics.bounds import ANY, Bounds, reach

CONFIDENCE = 0.95
RESAMPLES = 9999
_RESAMPLED_AT_ONCE = 4_000_000

Values = Sequence[float] | np.ndarray[Any, np.dtype[np.float64]]


class Interval(NamedTuple):
    """An estimate and its confidence interval, in the unit of what is estimated.

    The bounds are infinite where the data say nothing of them; the estimate is NaN where there are no data.
    """

    low: float
    estimate: float
    high: float

    @property
    def half_width(self) -> float:
        """Half of the distance between the bounds; infinite where there are none."""
        return (self.high - self.low) / 2

    def within(self, margin: float) -> bool:
        """Whether all of it lies in ``-margin`` to ``margin``, ends included."""
        return -margin <= self.low and self.high <= margin

    def excludes_zero(self) -> bool:
        """Whether all of it lies on one side of zero."""
        return self.low > 0 or self.high < 0


def unknown(estimate: float = math.nan) -> Interval:
    """The interval of which nothing is known but perhaps its estimate."""
    return Interval(-math.inf, estimate, math.inf)


def mean_interval(values: Values, confidence: float = CONFIDENCE, bounds: Bounds = ANY) -> Interval:
    """Mean and its interval by Student's t, which stays where a mean can lie.

    Without bounds exact for independent normal values, and close to it for means of a few dozen values that are not
    too skewed. With bounds it is the score interval of ``bounds.reach``. Fewer than two values give infinite ends; NaN
    is not allowed.

    Args:
        values: one a run.
        confidence: between 0 and 1.
        bounds: between which values each of them can lie.

    Source: Student (1908), "The probable error of a mean", Biometrika 6(1); for bounds see ``bounds``.
    """
    data = np.asarray(values, dtype=np.float64)
    if len(data) < 2:
        return unknown(float(data[0]) if len(data) else math.nan)
    mean, error = float(data.mean()), standard_deviation(data) / math.sqrt(len(data))
    return interval(mean, t_quantile(len(data) - 1, confidence) * error, bounds)


def interval(mean: float, half: float, bounds: Bounds = ANY) -> Interval:
    """The interval of a mean that would reach ``half`` to either side, kept within the bounds by ``bounds.reach``."""
    low, high = reach(mean, half, bounds)
    return Interval(float(low), mean, float(high))


def bootstrap_interval(
    values: Values, generator: Any, confidence: float = CONFIDENCE, resamples: int = RESAMPLES
) -> tuple[Interval, str]:
    """Mean and its bootstrap interval, bias-corrected and accelerated (BCa), and by which method it was had.

    It does without the normal law, and follows the skewness of the values. Where the correction cannot be had, as
    with values that are nearly all alike, the percentiles of the resampled means are taken: ``"percentile"``
    in place of ``"BCa"``. Values that are all alike give an interval of no width; fewer than two, infinite bounds.

    Args:
        values: one a run; NaN is not allowed.
        generator: a numpy Generator, as from ``draws.generator``; the same one gives the same interval.
        confidence: between 0 and 1.
        resamples: number of means that are resampled.

    Source: Efron (1987), "Better bootstrap confidence intervals", Journal of the American Statistical Association 82.
    """
    from scipy.stats import bootstrap

    data = np.asarray(values, dtype=np.float64)
    if len(data) < 2:
        return unknown(float(data[0]) if len(data) else math.nan), "none"
    mean = float(data.mean())
    if np.ptp(data) == 0:
        return Interval(mean, mean, mean), "percentile"
    options = {"n_resamples": resamples, "confidence_level": confidence, "random_state": generator}
    batch = max(1, _RESAMPLED_AT_ONCE // len(data))
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # it warns where the correction cannot be had, and gives NaN
        found = bootstrap((data,), np.mean, method="BCa", batch=batch, **options)
        bounds, method = found.confidence_interval, "BCa"
        if not (math.isfinite(bounds.low) and math.isfinite(bounds.high)):
            again = bootstrap((data,), np.mean, method="percentile", n_resamples=0, bootstrap_result=found,
                              confidence_level=confidence)  # fmt: skip
            bounds, method = again.confidence_interval, "percentile"
    return Interval(float(bounds.low), mean, float(bounds.high)), method


def share_interval(share: float, runs: int, confidence: float = CONFIDENCE) -> Interval:
    """A share and its interval by Wilson's score; it stays within 0 to 1 and holds up near its ends.

    Args:
        share: what part of the runs, from 0 to 1; runs may count in halves (ties).
        runs: number of runs; none gives 0 to 1.
        confidence: between 0 and 1.

    Source: Wilson (1927), "Probable inference, the law of succession, and statistical inference", Journal of the
    American Statistical Association 22.
    """
    if runs == 0:
        return Interval(0.0, math.nan, 1.0)
    z = normal_quantile(confidence)
    zz = z * z / runs
    middle = (share + zz / 2) / (1 + zz)
    half = z / (1 + zz) * math.sqrt(share * (1 - share) / runs + zz / (4 * runs))
    return Interval(min(share, max(0.0, middle - half)), share, max(share, min(1.0, middle + half)))


def standard_deviation(values: Values) -> float:
    """Standard deviation with n - 1 below; exactly 0 where all values are alike, NaN for fewer than two."""
    data = np.asarray(values, dtype=np.float64)
    if len(data) < 2:
        return math.nan
    return 0.0 if np.ptp(data) == 0 else float(data.std(ddof=1))


def t_quantile(freedom: float, confidence: float = CONFIDENCE) -> float:
    """How many standard errors the interval reaches to either side, by Student's t."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, (1 + confidence) / 2))


def normal_quantile(confidence: float = CONFIDENCE) -> float:
    """The same by the normal law."""
    from scipy.special import ndtri

    return float(ndtri((1 + confidence) / 2))
