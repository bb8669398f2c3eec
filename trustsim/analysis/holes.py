"""Which points of a grid may be held against each other where some points have no value.

A mean over all else is fair where every level meets the same combinations of the rest. A point of which no run has a
value makes a hole; a mean that simply went without it would hold levels against each other that were run under
different conditions. So where one level of a combination is missing, the whole combination is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trustsim.analysis.data import Flags, Floats, SweepData, means
from trustsim.analysis.intervals import Spread, spread
from trustsim.statistics.bounds import ANY, Bounds

Codes = NDArray[np.int64]


class Fair(NamedTuple):
    """What may be compared.

    Attributes:
        points: which points, those in whole combinations.
        cells: how many cells have any value.
        combinations: how many combinations of the rest all of these cells meet.
        of: how many there are in the design.
    """

    points: Flags
    cells: int
    combinations: int
    of: int


def known(values: Floats) -> Flags:
    """Which points have any value, of values [points, replications]."""
    return np.asarray(np.isfinite(values).any(axis=1))


def codes(data: SweepData, names: Sequence[str]) -> Codes:
    """For each point the number of its combination of levels of these factors; 0 for all where there are none."""
    if not names:
        return np.zeros(len(data.design), dtype=np.int64)
    return np.asarray(data.design.groupby(list(names), sort=False).ngroup().to_numpy(), dtype=np.int64)


def codes_of_rest(data: SweepData, names: Sequence[str]) -> Codes:
    """The same of all factors but these."""
    return codes(data, [factor.name for factor in data.factors if factor.name not in names])


def fair(values: Floats, cells: Codes, rest: Codes) -> Fair:
    """The points in which every cell meets the same combinations of the rest.

    A cell that has no value anywhere is left out, so that it does not take the others with it.

    Args:
        values: [points, replications].
        cells: for each point what is compared, such as the level of a factor; -1: it takes no part.
        rest: for each point the combination of all else.
    """
    part = cells >= 0
    there = part & known(values)
    wanted = len(np.unique(cells[there]))
    met = np.unique(np.stack([rest[there], cells[there]]), axis=1)[0]
    whole = np.flatnonzero(np.bincount(met, minlength=1) == wanted) if wanted else np.empty(0, dtype=np.int64)
    return Fair(there & np.isin(rest, whole), wanted, len(whole), len(np.unique(rest[part])))


def over_seeds(values: Floats, bounds: Bounds = ANY, together: int = 1) -> Spread:
    """Mean over points [points, replications] with its interval over seeds.

    ``bounds`` and ``together`` are those of ``intervals.spread``.

    Points without any value are left out, then seeds that lack one. Where fewer than two seeds are whole, the mean is
    that of the means of the points, without an interval.
    """
    there = values[known(values)]
    whole = np.isfinite(there).all(axis=0)
    if len(there) and whole.sum() > 1:
        return spread(there[:, whole].mean(axis=0), bounds=bounds, together=together)
    middle, nothing = means(means(there), axis=0), np.asarray(np.nan)
    return Spread(np.asarray(float(whole.sum()) if len(there) else 0.0), middle, nothing, nothing, nothing)


def nothing() -> Spread:
    """What is known where nothing may be compared."""
    missing = np.asarray(np.nan)
    return Spread(np.asarray(0.0), missing, missing, missing, missing)
