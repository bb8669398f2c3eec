"""What levels of factors do on average over the rest: main effects, and pairs of factors.

In a grid every level meets every combination of the rest, so a mean over the rest is fair, and its interval is
over seeds: each seed gives one mean over all of these points. In random samples (Sobol, Latin hypercube) the
interval is over points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from trustsim.analysis.blocks import block_size
from trustsim.analysis.columns import factor_name
from trustsim.analysis.data import Flags, Floats, SweepData, means, row_id
from trustsim.analysis.intervals import Spread, spread
from trustsim.analysis.making import rows
from trustsim.analysis.results import ID, ResultTable
from trustsim.experiment.plan import DesignKind, Factor

SAMPLES = (DesignKind.SOBOL, DesignKind.LHS)


def levels(data: SweepData, measures: Sequence[str]) -> ResultTable:
    """Mean by level over the rest, for each factor that has levels (in a grid, every factor has)."""
    told: list[dict[str, Any]] = []
    for factor, level, where in _levels(data):
        for view in data.views:
            for measure in measures:
                found = _mean(data, data.response(measure, view), where)
                name = factor_name(factor.name)
                key = {
                    ID: row_id(view.label, measure, f"{name}={level}"),
                    "view": view.label,
                    "measure": measure,
                }
                told.append({**key, "factor": name, "level": level, "points": where.sum(), **_figures(found)})
    return rows("levels", told)


def pairs(data: SweepData, measures: Sequence[str]) -> ResultTable:
    """Mean by pairs of levels of two factors over the rest; of grids alone."""
    told: list[dict[str, Any]] = []
    if data.experiment.design.kind == DesignKind.GRID:
        for (one, level, where), (other, second, there) in _pairs(data):
            for view in data.views:
                for measure in measures:
                    names = factor_name(one.name), factor_name(other.name)
                    ends = f"{names[0]}={level}", f"{names[1]}={second}"
                    key = {ID: row_id(view.label, measure, *ends), "view": view.label, "measure": measure}
                    key |= {"factor": names[0], "level": level, "other": names[1], "other_level": second}
                    found = _mean(data, data.response(measure, view), where & there)
                    told.append({**key, **_figures(found)})
    return rows("pairs", told)


def places(data: SweepData) -> dict[str, list[tuple[str, Flags]]]:
    """The levels of each factor of a grid in order, and the points at each; of other designs nothing."""
    found: dict[str, list[tuple[str, Flags]]] = {}
    if data.experiment.design.kind == DesignKind.GRID:
        for factor, level, where in _levels(data):
            found.setdefault(factor_name(factor.name), []).append((level, where))
    return found


def over_seeds(values: Floats) -> Spread:
    """Mean over points [points, replications] with its interval over seeds; seeds that lack a value are left out.

    Where fewer than two seeds are whole, the mean is that of the means of the points, without an interval.
    """
    whole = np.isfinite(values).all(axis=0)
    if whole.sum() > 1:
        return spread(values[:, whole].mean(axis=0))
    middle, nothing = means(means(values), axis=0), np.asarray(np.nan)
    return Spread(np.asarray(float(whole.sum())), middle, nothing, nothing, nothing)


def _mean(data: SweepData, values: Floats, where: Flags) -> Spread:
    if data.experiment.design.kind in SAMPLES:
        return spread(means(values[where]))
    return over_seeds(values[where])


def _figures(found: Spread) -> dict[str, float]:
    return {name: float(getattr(found, name)) for name in ("n", "mean", "low", "high")}


def _levels(data: SweepData) -> Iterator[tuple[Factor, str, Flags]]:
    """Factor, level and the points at it; of a Sobol design only the independent places of A and B."""
    kind = data.experiment.design.kind
    if kind not in (DesignKind.GRID, *SAMPLES):
        return
    size = block_size(data.experiment.design, len(data.factors))
    place = np.arange(len(data.design)) % size
    independent = (place == 0) | (place == size - 1)
    for factor in data.factors:
        if factor.levels or kind == DesignKind.GRID:
            column = data.design[factor.name]
            for level, text in data.level_texts[factor.name].items():
                yield factor, text, np.asarray((column == level).to_numpy(dtype=bool) & independent)


def _pairs(data: SweepData) -> Iterator[tuple[tuple[Factor, str, Flags], tuple[Factor, str, Flags]]]:
    by_factor: dict[str, list[tuple[Factor, str, Flags]]] = {}
    for found in _levels(data):
        by_factor.setdefault(found[0].name, []).append(found)
    for one, other in combinations(by_factor.values(), 2):
        yield from ((first, second) for first in one for second in other)
