"""Whether there are enough replications: how the uncertainty of a point's mean shrinks as runs are added.

Coefficients of variation over growing numbers of runs follow Lee et al. (2015), doi:10.18564/jasss.2897. What
decides is the half-width of the interval of a point's mean, held against how far the points differ: where it is
at most a tenth of that, points that differ can be told apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from trustsim.analysis.data import Floats, SweepData, row_id
from trustsim.analysis.intervals import half_width, quantile, spread
from trustsim.analysis.making import rows
from trustsim.analysis.results import ID, ResultTable
from trustsim.statistics.bounds import Bounds

ENOUGH = 0.1
MOST = 100_000


def replications(data: SweepData, measures: Sequence[str]) -> ResultTable:
    """Coefficient of variation and half-width at the median and the worst point, after 2, 4, 8, … and all runs."""
    told: list[dict[str, Any]] = []
    reps = data.shape[2]
    steps = [*(2**power for power in range(1, reps.bit_length()) if 2**power < reps), reps] if reps > 1 else []
    for view in data.views:
        for measure in measures:
            values, bounds = data.response(measure, view), data.bounds(measure, view)
            span = _span(values)
            for runs in steps:
                key = {ID: row_id(view.label, measure, runs), "view": view.label, "measure": measure, "runs": runs}
                told.append({**key, **_after(values[:, :runs], bounds, span, reps if runs == reps else 0)})
    return rows("replications", told)


def _after(values: Floats, bounds: Bounds, span: float, reps: int) -> dict[str, Any]:
    """Figures of the first runs of each point; with how many are needed, where these are all of them."""
    found = spread(values, bounds=bounds)
    half, usual = (found.high - found.low) / 2, _quantile(half_width(found.n, found.sd), 0.5)
    size = np.abs(found.mean)
    relative = np.divide(found.sd, size, out=np.full(size.shape, np.nan), where=size > 0)
    middle = _quantile(half, 0.5)
    known = np.isfinite(half)
    return {
        "cv_median": _quantile(relative, 0.5),
        "cv_worst": _quantile(relative, 1.0),
        "half_median": middle,
        "half_worst": _quantile(half, 1.0),
        "worst_point": int(np.nanargmax(half)) if known.any() else np.nan,
        "span": span,
        "of_span": middle / span if span > 0 else np.nan,
        "for_half": runs_for(reps, 0.5) if reps and known.any() else np.nan,
        "for_enough": runs_for(reps, ENOUGH * span / usual) if reps and usual > 0 and span > 0 else np.nan,
    }


def runs_for(reps: int, share: float) -> float:
    """How many runs it takes for an interval ``share`` times as wide as after ``reps``; NaN: over 100,000."""
    width = _widths()
    fits = np.flatnonzero(width <= share * width[reps - 2])
    return float(2 + fits[0]) if len(fits) else np.nan


@lru_cache(maxsize=1)
def _widths() -> Floats:
    """Half-width of the interval of a mean of 2, 3, … values, for a standard deviation of 1."""
    n = np.arange(2, MOST, dtype=np.float64)
    return np.asarray(quantile(n) / np.sqrt(n))


def _span(values: Floats) -> float:
    """How far the means of the points differ; NaN for a single point."""
    middle = spread(values).mean
    known = middle[np.isfinite(middle)]
    return float(np.ptp(known)) if len(known) > 1 else np.nan


def _quantile(values: Floats, share: float) -> float:
    known = values[np.isfinite(values)]
    return float(np.quantile(known, share)) if len(known) else np.nan
