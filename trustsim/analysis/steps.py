"""What a step from the first level of a factor to another does, in a grid: over all else, and where another differs.

Each seed gives one difference of means over the combinations of the rest; intervals are Student's t over them, so the
luck that the points share cancels. The first level is that of the file: nobody looked at results to choose it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Any, NamedTuple

import numpy as np

from trustsim.analysis.data import Flags, Floats, SweepData, row_id
from trustsim.analysis.holes import Codes, Fair, codes_of_rest, fair, nothing, over_seeds
from trustsim.analysis.idle import idle, verdict
from trustsim.analysis.intervals import INTERVALS, Spread
from trustsim.analysis.levels import Levels, levels_of
from trustsim.analysis.making import rows
from trustsim.analysis.results import ID, ResultTable
from trustsim.experiment.plan import DesignKind
from trustsim.statistics.bounds import Bounds

ENDS = 2
"""A step has two."""


class Step(NamedTuple):
    """From the first level of a factor to another one.

    Attributes:
        of: the factor.
        level: the number of the other level.
    """

    of: Levels
    level: int

    @property
    def text(self) -> str:
        """The other level as it is told."""
        return self.of.texts[self.level]

    @property
    def cells(self) -> Codes:
        """For each point 0 at the first level, 1 at the other one, -1 elsewhere."""
        return np.where(self.of.at == self.level, 1, np.where(self.of.at == 0, 0, -1))


def steps(data: SweepData, measures: Sequence[str]) -> ResultTable:
    """Mean at each level less the mean at the first, for each factor of a grid."""
    told: list[dict[str, Any]] = []
    found = [(step, codes_of_rest(data, [one.factor])) for one in _factors(data) for step in _steps(one)]
    for view in data.views:
        for measure in measures:
            values, bounds = data.response(measure, view), data.bounds(measure, view).of_difference
            still = idle(data, view, values, data.lost(view))
            for step, rest in found:
                key = {ID: row_id(view.label, measure, f"{step.of.name}={step.text}"), "view": view.label}
                key |= {"measure": measure, "factor": step.of.name, "from_level": step.of.texts[0], "level": step.text}
                told.append({**key, **_step(values, step, rest, bounds, still.get(step.of.name, ""))})
    return rows("steps", told)


def interactions(data: SweepData, measures: Sequence[str]) -> ResultTable:
    """How a step of one factor differs between the first level of another and each of its other ones."""
    told: list[dict[str, Any]] = []
    found = [
        (*ends, codes_of_rest(data, [one.factor, other.factor]))
        for one, other in combinations(_factors(data), 2)
        for ends in product(_steps(one), _steps(other))
    ]
    for view in data.views:
        for measure in measures:
            values, bounds = data.response(measure, view), data.bounds(measure, view).of_difference
            for step, other, rest in found:
                ends = f"{step.of.name}={step.text}", f"{other.of.name}={other.text}"
                key = {ID: row_id(view.label, measure, *ends), "view": view.label, "measure": measure}
                key |= {"factor": step.of.name, "from_level": step.of.texts[0], "level": step.text}
                key |= {"other": other.of.name, "other_from": other.of.texts[0], "other_level": other.text}
                told.append({**key, **_interaction(values, step, other, rest, bounds, len(found))})
    return rows("interactions", told)


def _factors(data: SweepData) -> list[Levels]:
    return levels_of(data) if data.experiment.design.kind == DesignKind.GRID else []


def _steps(one: Levels) -> Iterator[Step]:
    return (Step(one, level) for level in range(1, len(one.texts)))


def _step(values: Floats, step: Step, rest: Codes, bounds: Bounds, why_idle: str) -> dict[str, Any]:
    """Of values [points, replications]; a seed that lacks one of them gives no difference."""
    may, found, wide = fair(values, step.cells, rest), nothing(), nothing()
    if may.cells == ENDS:
        moved = _moved(values, may, step.cells, rest)
        found, wide = over_seeds(moved, bounds), over_seeds(moved, bounds, len(step.of.texts) - 1)
    told = {**_named(found, "step"), **_of_all(wide)}
    if why_idle and not math.isnan(told["step"]):
        told |= {"step": 0.0, **dict.fromkeys(INTERVALS, np.nan)}  # nothing was estimated
    about = {"n": float(found.n), "combinations": may.combinations, "of": may.of}
    return {**told, **about, "verdict": verdict(why_idle, told["step"], told["low"], told["high"])}


def _interaction(
    values: Floats, step: Step, other: Step, rest: Codes, bounds: Bounds, together: int
) -> dict[str, float]:
    """The step at either level of the other factor, over the same combinations of the rest, and their difference."""
    both = (step.cells >= 0) & (other.cells >= 0)
    may = fair(values, np.where(both, ENDS * step.cells + other.cells, -1), rest)
    here = there = more = wide = nothing()
    if may.cells == ENDS * ENDS:
        at = [_moved(values, may, np.where(other.cells == end, step.cells, -1), rest) for end in (0, 1)]
        here, there = (over_seeds(one, bounds) for one in at)
        more, wide = (over_seeds(at[1] - at[0], bounds.of_difference, number) for number in (1, together))
    return {
        **_named(here, "step", "step_low", "step_high"),
        **_named(there, "there", "there_low", "there_high"),
        **_named(more, "difference"),
        **_of_all(wide),
        "n": float(more.n),
        "combinations": may.combinations,
        "of": may.of,
    }


def _moved(values: Floats, may: Fair, cells: Codes, rest: Codes) -> Floats:
    """Differences [combinations, replications] between the second cell and the first, over the points that may be."""
    first, second = (_aligned(values, may.points & (cells == end), rest) for end in (0, 1))
    return np.asarray(second - first)


def _aligned(values: Floats, where: Flags, rest: Codes) -> Floats:
    """Values of some points, in the order of the combinations of the rest."""
    points = np.flatnonzero(where)
    return values[points[np.argsort(rest[points], kind="stable")]]


def _of_all(found: Spread) -> dict[str, float]:
    return {"low_all": float(found.low), "high_all": float(found.high)}


def _named(found: Spread, name: str, low: str = "low", high: str = "high") -> dict[str, float]:
    return {name: float(found.mean), low: float(found.low), high: float(found.high)}
