"""Where the points of a design lie: laid out point by point, so that a large grid takes no room."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from trustsim.experiment.plan import Design, DesignKind, Experiment, Factor, Level, Value

if TYPE_CHECKING:
    import pandas as pd

UNIT = "u."
"""What the names of columns begin with that hold a factor's place in the unit cube."""

BLOCK = 100_000

Units = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class DesignTable:
    """The points of a design, numbered from 0.

    Attributes:
        points: how many.
        factors: what is varied, in order.
        units: points x factors, each place in [0, 1]; NaN where a design has none.
        levels: the levels of a point by its number, one for each factor.
    """

    points: int
    factors: tuple[Factor, ...]
    units: Units
    levels: Callable[[int], tuple[Level, ...]]

    def frame(self, start: int = 0, stop: int | None = None) -> pd.DataFrame:
        """The points as a table: ``point``, a column a factor with its label, and ``u.NAME`` with its place.

        Args:
            start: the first point.
            stop: the first that is left out; None for all.
        """
        import pandas as pd

        stop = self.points if stop is None else min(stop, self.points)
        rows = [[level.label for level in self.levels(point)] for point in range(start, stop)]
        columns: dict[str, Any] = {"point": np.arange(start, stop, dtype=np.int64)}
        for number, factor in enumerate(self.factors):
            columns[factor.name] = _column([row[number] for row in rows])
        for number, factor in enumerate(self.factors):
            columns[f"{UNIT}{factor.name}"] = self.units[start:stop, number]
        return pd.DataFrame(columns)

    def blocks(self, size: int = BLOCK) -> Iterator[pd.DataFrame]:
        """``frame`` in pieces of at most ``size`` points, for designs that are larger than memory."""
        for start in range(0, self.points, size):
            yield self.frame(start, start + size)


def design(experiment: Experiment) -> DesignTable:
    """Lay the points of an experiment out; without factors there is one point."""
    return design_at(experiment.design, experiment.factors)


def design_at(plan: Design, factors: tuple[Factor, ...]) -> DesignTable:
    """Lay the points of a design out for these factors."""
    return _LAID[plan.kind](plan, factors)


def count(plan: Design, factors: Sequence[Factor]) -> int:
    """How many points a design has, without laying it out."""
    varied = len(factors)
    if plan.kind == DesignKind.GRID:
        return math.prod(len(factor.over(plan.steps)) for factor in factors)
    if plan.kind == DesignKind.LIST:
        return len(plan.points)
    if plan.kind == DesignKind.LHS:
        return plan.samples
    if plan.kind == DesignKind.SOBOL:
        return plan.samples * (2 * varied + 2 if plan.second_order else varied + 2)
    if plan.kind == DesignKind.MORRIS:
        return plan.samples * (varied + 1)
    return 1 + sum(len(moves(factor, plan.steps)) for factor in factors)


def centre(factor: Factor) -> Level:
    """The level that one-factor-at-a-time designs start from: the usual one, or else the first."""
    if factor.usual is None:
        return factor.over(2)[0]
    usual = [level for level in factor.levels if level.label == factor.usual]
    return usual[0] if usual else factor.set(factor.usual)


def moves(factor: Factor, steps: int) -> list[Level]:
    """The levels that such a design moves a factor to."""
    return [level for level in factor.over(steps) if level.label != centre(factor).label]


def _grid(plan: Design, factors: tuple[Factor, ...]) -> DesignTable:
    levels = tuple(factor.over(plan.steps) for factor in factors)
    points = math.prod(map(len, levels))
    return DesignTable(points, factors, _nowhere(points, factors), partial(_of_grid, levels))


def _of_grid(levels: tuple[tuple[Level, ...], ...], point: int) -> tuple[Level, ...]:
    """The levels of a point of the full factorial; the last factor changes with every point."""
    found = []
    for of_factor in reversed(levels):
        point, number = divmod(point, len(of_factor))
        found.append(of_factor[number])
    return tuple(reversed(found))


def _list(plan: Design, factors: tuple[Factor, ...]) -> DesignTable:
    rows = tuple(tuple(labelled(factor, point[factor.name]) for factor in factors) for point in plan.points)
    return DesignTable(len(rows), factors, _nowhere(len(rows), factors), rows.__getitem__)


def labelled(factor: Factor, label: Value) -> Level:
    """The level of this label."""
    for level in factor.levels:
        if level.label == label:
            return level
    return factor.set(label)


def _nowhere(points: int, factors: tuple[Factor, ...]) -> Units:
    """NaN for each place, in the room of one."""
    return np.broadcast_to(np.array(np.nan), (points, len(factors)))


def _latin(plan: Design, factors: tuple[Factor, ...]) -> DesignTable:
    from scipy.stats.qmc import LatinHypercube

    return _at(LatinHypercube(len(factors), rng=plan.seed).random(plan.samples), factors)


def _sobol(plan: Design, factors: tuple[Factor, ...]) -> DesignTable:
    from SALib.sample import sobol

    units = sobol.sample(
        unit_problem(factors), plan.samples, calc_second_order=plan.second_order, scramble=True, seed=plan.seed
    )
    return _at(units, factors)


def _morris(plan: Design, factors: tuple[Factor, ...]) -> DesignTable:
    from SALib.sample import morris

    return _at(morris.sample(unit_problem(factors), plan.samples, num_levels=plan.steps, seed=plan.seed), factors)


def unit_problem(factors: Sequence[Factor]) -> dict[str, Any]:
    """The factors on the unit cube, as SALib describes a problem."""
    names = [factor.name for factor in factors]
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def _at(units: Units, factors: tuple[Factor, ...]) -> DesignTable:
    return DesignTable(len(units), factors, units, partial(_of_units, factors, units))


def _of_units(factors: tuple[Factor, ...], units: Units, point: int) -> tuple[Level, ...]:
    return tuple(factor.at(float(unit)) for factor, unit in zip(factors, units[point], strict=True))


def _one_at_a_time(plan: Design, factors: tuple[Factor, ...]) -> DesignTable:
    middle = tuple(centre(factor) for factor in factors)
    rows = [middle]
    for number, factor in enumerate(factors):
        rows += [(*middle[:number], level, *middle[number + 1 :]) for level in moves(factor, plan.steps)]
    units = np.array([[_place(*pair) for pair in zip(factors, row, strict=True)] for row in rows])
    return DesignTable(len(rows), factors, units, rows.__getitem__)


def _place(factor: Factor, level: Level) -> float:
    """Where a level lies in the unit cube; a usual one that is none of the factor's levels lies nowhere."""
    if factor.levels and level not in factor.levels:
        return math.nan
    return factor.place(level.label)


def _column(labels: list[Value]) -> list[Value]:
    """Labels of one type; as texts where they are of several."""
    return labels if len({type(label) for label in labels}) <= 1 else [str(label) for label in labels]


_LAID: dict[DesignKind, Callable[[Design, tuple[Factor, ...]], DesignTable]] = {
    DesignKind.GRID: _grid,
    DesignKind.LIST: _list,
    DesignKind.LHS: _latin,
    DesignKind.SOBOL: _sobol,
    DesignKind.MORRIS: _morris,
    DesignKind.OFAT: _one_at_a_time,
}
