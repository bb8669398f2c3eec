"""When trust moves, and how stages follow each other: figures of one run that no summary has."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from trustsim.records.naming import word
from trustsim.vocabulary import Channel

if TYPE_CHECKING:
    import pandas as pd

Days = np.ndarray[Any, np.dtype[np.float64]]

NEAR = 10
"""Working days before and after a promised day or a go-live."""
TENTH = 0.1


def moments(tables: Mapping[str, pd.DataFrame], before: float) -> dict[str, float]:
    """Figures of one run.

    Args:
        tables: ``daily`` and ``requests``.
        before: trust of users in IT on the evening before day 1.
    """
    daily, rows = tables["daily"], tables["requests"]
    changes = np.diff(np.concatenate([[before], daily["trust"].to_numpy(np.float64)]))
    near = near_days(rows, len(daily), ("promised_first", "live"))
    go_live = near_days(rows, len(daily), ("live",))
    falls = np.minimum(changes, 0.0)
    done = rows[(rows["channel"] == word(Channel.IT)) & (rows["live"] >= 1).fillna(False)]
    return {
        "moments.fall_in_worst_tenth": in_tenth(falls),
        "moments.rise_in_best_tenth": in_tenth(np.maximum(changes, 0.0)),
        "moments.falls_near_promises": share(float(falls[near].sum()), float(falls.sum())),
        "moments.days_near_promises": float(near.mean()),
        "moments.falls_near_go_live": share(float(falls[go_live].sum()), float(falls.sum())),
        "moments.stages_in_order": stages_in_order(daily["stage"].to_numpy()),
        "moments.workaround_share": share(float(done["workaround"].sum()), len(done)),
        "moments.wait": wait(rows, len(daily) // 2),
    }


def wait(rows: pd.DataFrame, half: int) -> float:
    """Mean days from need to use of what IT was asked for in the first half of a run, each counted up to half a run.

    All of these were watched for that long, so that what is never delivered counts as well. The median of what was
    delivered falls where little is, since that is what came quickly.
    """
    asked = rows[(rows["channel"] == word(Channel.IT)) & rows["arose"].between(1, half)]
    waited = (asked["live"] - asked["arose"]).astype("Float64").fillna(float(half)).clip(upper=half)
    return float(waited.mean()) if len(waited) else math.nan


def share(part: float, whole: float) -> float:
    """NaN where there is no whole."""
    return part / whole if whole else math.nan


def in_tenth(changes: Days) -> float:
    """The share of all change in one direction that falls on the tenth of days with most of it."""
    sizes = np.sort(np.abs(changes))[::-1]
    return share(float(sizes[: max(1, int(len(sizes) * TENTH))].sum()), float(sizes.sum()))


def near_days(rows: pd.DataFrame, days: int, columns: tuple[str, ...]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Which days lie near a day that these columns name for a release: first promised, or gone live."""
    near = np.zeros(days, dtype=bool)
    named = rows[rows["release"] >= 0]
    for day in {mark for column in columns for mark in named[column].dropna().tolist()}:
        near[max(0, int(day) - 1 - NEAR) : max(0, int(day) + NEAR)] = True
    return near


def stages_in_order(stages: np.ndarray[Any, Any]) -> float:
    """1 where every stage up to the worst was entered, each after the one before it; 0 else; NaN without any."""
    worst = int(stages.max())
    if not worst:
        return math.nan
    first = [int(np.argmax(stages == stage)) if (stages == stage).any() else -1 for stage in range(1, worst + 1)]
    return float(-1 not in first and first == sorted(first))
