"""Factors that do nothing: every run is the same to the last bit, whatever they are set to.

A key may be used only under some policy or rule. Where another is in force, runs that differ in nothing but this key
are identical, seed by seed. That is no small effect, nor one that luck hides, and is told as what it is.
"""

from __future__ import annotations

import math

import numpy as np

from trustsim.analysis.columns import factor_name
from trustsim.analysis.data import Flags, Floats, SweepData, View
from trustsim.experiment.foresight import idle_because
from trustsim.experiment.plan import Factor
from trustsim.scenario.wording import listed

IDLE = "no effect here"
"""What the verdict of a factor that does nothing begins with."""

MOVES = "moves it"
NOT_TOLD = "cannot be told from luck"
UNKNOWN = "not known"
SAME = "every run is the same, whatever it is set to"


def idle(data: SweepData, view: View, values: Floats, lost: Flags) -> dict[str, str]:
    """Factors that do nothing to a measure, by their names in tables, and why.

    Args:
        data: the sweep.
        view: a base, or a difference between two.
        values: of the measure, [points, replications].
        lost: runs that failed, likewise; they say nothing.
    """
    found = {}
    for factor, (points, others) in zip(data.factors, data.moved_alone, strict=True):
        because = _because(data, view, factor)
        if len(points) and data.experiment.common:
            there = ~(lost[points] | lost[others])
            same = (values[points] == values[others]) | (np.isnan(values[points]) & np.isnan(values[others]))
            is_idle = bool(there.any() and np.isfinite(values[points][there]).any() and same[there].all())
        else:
            is_idle = bool(because)
        if is_idle:
            found[factor_name(factor.name)] = because or SAME
    return found


def _because(data: SweepData, view: View, factor: Factor) -> str:
    """What is declared about why a factor does nothing in the bases of a view; empty where it may do something."""
    bases = [data.experiment.bases[number] for number in (view.base, view.less) if number is not None]
    reasons = [idle_because(factor, base, data.factors) for base in bases]
    return listed(dict.fromkeys(reasons), "and") if all(reasons) else ""


def is_told(low: float, high: float, floor: float = 0.0) -> bool:
    """Whether an interval lies beside what luck alone would make, which nobody knows where the floor is missing.

    A figure without an interval is taken as it is.
    """
    return math.isnan(low) or low > floor or high < 0


def verdict(why_idle: str, value: float, low: float, high: float, floor: float = 0.0) -> str:
    """What is to be said of a factor, in text, tables and pictures alike.

    Args:
        why_idle: why it does nothing; empty where it may do something.
        value: of the figure by which factors are put in order.
        low: lower end of its interval.
        high: upper end.
        floor: what luck alone would make of it; NaN where nobody knows.
    """
    if why_idle:
        return f"{IDLE}: {why_idle}"
    if math.isnan(value):
        return UNKNOWN
    return MOVES if value and is_told(low, high, floor) else NOT_TOLD


def is_idle(told: str) -> bool:
    """Whether a verdict says that a factor does nothing."""
    return told.startswith(IDLE)
