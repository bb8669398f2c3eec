"""Where trust stood on an evening, as far as the ledger had been told: the two ends of a change.

This never looks at deltas or contributions, so that causes which do not sum to the change come to light.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from trustsim.records.naming import word
from trustsim.vocabulary import Dimension

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

Floats = np.ndarray[Any, np.dtype[np.float64]]


def level(
    opinions: pd.DataFrame, daily: pd.DataFrame, users: int, day: int, asked: Sequence[int], weights: Sequence[float]
) -> float:
    """Mean trust of some users on the evening of ``day``, in [0, 1].

    An opinion is what its last row of that day or an earlier one left it at; before its first row, what that
    row found. One without a row never moved; it stands where the closing figures of ``daily`` leave it.

    Args:
        opinions: rows of all users about IT, over the whole run, with their numbers as ``user``.
        daily: the daily table of the run.
        users: number of users.
        day: 0 is the evening before day 1.
        asked: numbers of the users to average over.
        weights: one a dimension.
    """
    now = _opinions_on(opinions, users, day)
    missing = np.isnan(now)
    if missing.any():
        now = np.where(missing, _unmoved(_opinions_on(opinions, users, _LAST_OF_ALL), daily, users), now)
    used = np.array(weights) > 0.0
    return float(np.mean(now[list(asked)][:, used] @ np.array(weights)[used]))


_LAST_OF_ALL = np.iinfo(np.int64).max


def _opinions_on(opinions: pd.DataFrame, users: int, day: int) -> Floats:
    """A row a user, a column a dimension; NaN where the ledger has no row at all."""
    now = np.full((users, len(Dimension)), np.nan)
    by_opinion = opinions.groupby(["user", "dimension"], observed=True, sort=False)
    _fill(now, by_opinion["before"].first())
    so_far = opinions[opinions["day"] <= day]
    _fill(now, so_far.groupby(["user", "dimension"], observed=True, sort=False)["after"].last())
    return now


def _fill(now: Floats, values: pd.Series[float]) -> None:
    for dimension in Dimension:
        if word(dimension) in values.index.get_level_values("dimension"):
            found = values.xs(word(dimension), level="dimension")
            now[found.index.to_numpy(dtype=np.int64), dimension] = found.to_numpy()


def _unmoved(end: Floats, daily: pd.DataFrame, users: int) -> Floats:
    """For each dimension, the mean of the opinions without a row: all of them at the end, less those with rows."""
    known = np.isfinite(end)
    unknown = np.maximum(users - known.sum(axis=0), 1)
    closing = np.array([float(daily[f"trust_{word(dimension)}"].iloc[-1]) for dimension in Dimension])
    rest: Floats = (closing * users - np.nansum(end, axis=0)) / unknown
    return rest
