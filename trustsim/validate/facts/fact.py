"""What a function that works facts out of one run gets and gives."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from trustsim.records.naming import word
from trustsim.statistics.bounds import Bounds
from trustsim.vocabulary import Channel

if TYPE_CHECKING:
    import pandas as pd

Tables = Mapping[str, "pd.DataFrame"]


class Fact(NamedTuple):
    """One figure of a run.

    Attributes:
        name: what it is.
        of: works it out; NaN where it cannot be had.
        bounds: between which values it can lie; what is not a share is counted or waited for, and at least 0.
    """

    name: str
    of: Callable[[Tables], float]
    bounds: Bounds = Bounds(0.0)


def delivered(tables: Tables) -> pd.DataFrame:
    """Requests that IT put into use from day 1 on."""
    rows = tables["requests"]
    return rows[(rows["channel"] == word(Channel.IT)) & (rows["live"] >= 1).fillna(False)]


def share(part: float, whole: float) -> float:
    """NaN where there is no whole."""
    return float(part) / float(whole) if whole else math.nan


def mean(values: pd.Series[float]) -> float:
    """NaN without values."""
    known = values.dropna().astype(float)
    return float(known.mean()) if len(known) else math.nan
