"""What levels of factors do on average over the rest: main effects, and pairs of factors.

In a grid every level meets every combination of the rest, so a mean over the rest is fair, and its interval is
over seeds: each seed gives one mean over all of these points. In random samples (Sobol, Latin hypercube) the
interval is over points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Any, NamedTuple

import numpy as np

from trustsim.analysis.blocks import block_size
from trustsim.analysis.columns import factor_name
from trustsim.analysis.data import Flags, Floats, SweepData, means, row_id
from trustsim.analysis.holes import Codes, codes_of_rest, fair, over_seeds
from trustsim.analysis.intervals import Spread, spread
from trustsim.analysis.making import rows
from trustsim.analysis.results import ID, ResultTable
from trustsim.experiment.plan import DesignKind
from trustsim.statistics.bounds import Bounds

SAMPLES = (DesignKind.SOBOL, DesignKind.LHS)


class Levels(NamedTuple):
    """The levels of a factor, and where they are.

    Attributes:
        factor: its name in the design.
        name: its name in tables.
        texts: the levels, in order.
        at: for each point the number of its level; -1 for a point that is not to be counted.
    """

    factor: str
    name: str
    texts: tuple[str, ...]
    at: Codes


def levels(data: SweepData, measures: Sequence[str]) -> ResultTable:
    """Mean by level over the rest, for each factor that has levels (in a grid, every factor has)."""
    told: list[dict[str, Any]] = []
    found = [(one, codes_of_rest(data, [one.factor])) for one in levels_of(data)]
    together = sum(len(one.texts) for one, _ in found)
    for view in data.views:
        for measure in measures:
            values, bounds = data.response(measure, view), data.bounds(measure, view)
            for one, rest in found:
                every = _means(data, values, one.at, rest, bounds, together)
                for level, (where, mean, wide) in zip(one.texts, every, strict=False):
                    key = {ID: row_id(view.label, measure, f"{one.name}={level}"), "view": view.label}
                    key |= {"measure": measure, "factor": one.name, "level": level}
                    all_ends = {"low_all": float(wide.low), "high_all": float(wide.high)}
                    told.append({**key, "points": where.sum(), **_figures(mean), **all_ends})
    return rows("levels", told)


def pairs(data: SweepData, measures: Sequence[str]) -> ResultTable:
    """Mean by pairs of levels of two factors over the rest; of grids alone."""
    told: list[dict[str, Any]] = []
    both = combinations(levels_of(data), 2) if data.experiment.design.kind == DesignKind.GRID else ()
    found = [(one, other, codes_of_rest(data, [one.factor, other.factor])) for one, other in both]
    for view in data.views:
        for measure in measures:
            values, bounds = data.response(measure, view), data.bounds(measure, view)
            for one, other, rest in found:
                cells = one.at * len(other.texts) + other.at
                ends = product(one.texts, other.texts)
                for (level, second), (where, mean, _) in zip(
                    ends, _means(data, values, cells, rest, bounds), strict=False
                ):
                    row = row_id(view.label, measure, f"{one.name}={level}", f"{other.name}={second}")
                    key: dict[str, Any] = {
                        ID: row,
                        "view": view.label,
                        "measure": measure,
                        "factor": one.name,
                        "level": level,
                    }
                    key |= {"other": other.name, "other_level": second, "points": where.sum()}
                    told.append({**key, **_figures(mean)})
    return rows("pairs", told)


def levels_of(data: SweepData) -> list[Levels]:
    """Factors with levels: of a grid all, of random samples those that are no ranges, of other designs none.

    Of a Sobol design only the independent places of A and B are counted.
    """
    import pandas as pd

    kind = data.experiment.design.kind
    if kind not in (DesignKind.GRID, *SAMPLES):
        return []
    size = block_size(data.experiment.design, len(data.factors))
    place = np.arange(len(data.design)) % size
    independent = (place == 0) | (place == size - 1)
    found = []
    for factor in data.factors:
        if factor.levels or kind == DesignKind.GRID:
            at = np.where(independent, pd.factorize(data.design[factor.name])[0], -1)
            texts = tuple(data.level_texts[factor.name].values())
            found.append(Levels(factor.name, factor_name(factor.name), texts, at))
    return found


def _means(
    data: SweepData, values: Floats, cells: Codes, rest: Codes, bounds: Bounds, together: int = 1
) -> Iterator[tuple[Flags, Spread, Spread]]:
    """For each cell in turn the points that count, their mean, and the same with an interval for so many at once."""
    in_samples = data.experiment.design.kind in SAMPLES
    may = cells >= 0 if in_samples else fair(values, cells, rest).points
    for cell in range(int(cells.max()) + 1):
        where = may & (cells == cell)
        shown = means(values[where]) if in_samples else values[where]
        yield where, _mean(shown, bounds), _mean(shown, bounds, together)


def _mean(values: Floats, bounds: Bounds, together: int = 1) -> Spread:
    """Over points, where their values are one a point; else over seeds."""
    return (spread if values.ndim == 1 else over_seeds)(values, bounds=bounds, together=together)


def _figures(found: Spread) -> dict[str, float]:
    return {name: float(getattr(found, name)) for name in ("n", "mean", "low", "high")}
