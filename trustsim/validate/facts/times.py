"""How long it takes from need to use, and how evenly."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from trustsim.validate.facts.fact import Fact, Tables, delivered

SHORTEST = 0.5
"""Days; what is in use on the day on which it arose."""


def lead_times(tables: Tables) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Days from need to use, at least ``SHORTEST``, so that a logarithm can be taken."""
    done = delivered(tables)
    return np.maximum(np.asarray(done["live"] - done["arose"], dtype=np.float64), SHORTEST)


def median(tables: Tables) -> float:
    """Of the lead time."""
    found = lead_times(tables)
    return float(np.median(found)) if len(found) else math.nan


def variation(tables: Tables) -> float:
    """Coefficient of variation."""
    found = lead_times(tables)
    return float(np.std(found, ddof=1) / np.mean(found)) if len(found) > 1 else math.nan


def weibull_shape(tables: Tables) -> float:
    """Shape of a Weibull distribution from 0 on, by maximum likelihood."""
    from scipy.stats import weibull_min

    found = lead_times(tables)
    return float(weibull_min.fit(found, floc=0.0)[0]) if len(found) > 2 and found.std() > 0.0 else math.nan


FACTS = (
    Fact("lead time, median, days", median),
    Fact("lead time, coefficient of variation", variation),
    Fact("lead time, Weibull shape", weibull_shape),
)
