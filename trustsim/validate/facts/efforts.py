"""Effort against the first estimate, and how much of it is rework."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from trustsim.statistics.bounds import SHARE
from trustsim.validate.facts.fact import Fact, Tables, delivered, share

if TYPE_CHECKING:
    import pandas as pd


def ratios(tables: Tables) -> pd.Series[float]:
    """Actual over estimated effort, one a release: a signed batch, or a single request where work flows."""
    done = delivered(tables).dropna(subset=["effort_estimated"])
    sums = done.groupby("release")[["effort_estimated", "effort_build", "effort_fix"]].sum()
    return (sums["effort_build"] + sums["effort_fix"]) / sums["effort_estimated"]


def median(tables: Tables) -> float:
    """Of the effort ratio."""
    found = ratios(tables)
    return float(found.median()) if len(found) else math.nan


def geometric_mean(tables: Tables) -> float:
    """Of the effort ratio."""
    found = ratios(tables)
    return math.exp(float(np.log(found).mean())) if len(found) else math.nan


def over_one(tables: Tables) -> float:
    """Share of releases that took more than estimated."""
    found = ratios(tables)
    return share(float((found > 1.0).sum()), len(found))


def rework(tables: Tables) -> float:
    """Fixes in all effort of building and fixing."""
    daily = tables["daily"]
    fixes = float(daily["effort_fix"].sum())
    return share(fixes, fixes + float(daily["effort_build"].sum()))


FACTS = (
    Fact("effort ratio, median", median),
    Fact("effort ratio, geometric mean", geometric_mean),
    Fact("effort ratio, share over 1", over_one, SHARE),
    Fact("rework share of effort", rework, SHARE),
)
