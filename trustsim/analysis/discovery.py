"""Under which conditions do certain points come about? Scenario discovery in a sweep.

A point is of interest where the mean of the measure is below (or above) the threshold; the measure is the
difference of the second base less the first, seed by seed, or the measure itself where there is one base. Boxes in
the space of the factors say where such points lie: how many of them a box holds is its coverage, how many of its points
are such its density.

Source: Bryant and Lempert (2010), "Thinking inside the box: a participatory, computer-assisted approach to scenario
discovery", Technological Forecasting and Social Change 77(1).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from trustsim.analysis.axes import Axis, axes, written
from trustsim.analysis.blocks import block_size
from trustsim.analysis.boxes import Blocks, Found, cover, share_in
from trustsim.analysis.data import Flags, SweepData, View, row_id
from trustsim.analysis.discovery_columns import DISCOVERY
from trustsim.analysis.intervals import Spread, spread
from trustsim.analysis.making import rows, table
from trustsim.analysis.prim_moves import quasi_p
from trustsim.analysis.prim_space import Box, Problem, Step
from trustsim.analysis.results import ID, ResultTable
from trustsim.experiment.plan import DesignKind, Discovery
from trustsim.records.columns import Column
from trustsim.scenario.wording import listed
from trustsim.statistics.intervals import CONFIDENCE, Interval

ALL = "all"
"""The id of the one row of the table ``discovery``."""

UNEVEN = (DesignKind.LIST, DesignKind.MORRIS, DesignKind.OFAT)


@dataclass(frozen=True)
class Question:
    """Which points are of interest.

    Attributes:
        data: the sweep.
        asked: the measure and its threshold.
    """

    data: SweepData
    asked: Discovery

    @cached_property
    def view(self) -> View:
        """The second base less the first; the base itself where there is one."""
        pair = [view for view in self.data.views if (view.base, view.less) == (1, 0)]
        return pair[0] if pair else self.data.views[0]

    @cached_property
    def spread(self) -> Spread:
        """Mean and interval of the measure at every point."""
        return spread(
            self.data.response(self.asked.measure, self.view), bounds=self.data.bounds(self.asked.measure, self.view)
        )

    @cached_property
    def known(self) -> Flags:
        """Which points have a value."""
        return np.isfinite(self.spread.mean)

    @property
    def side(self) -> str:
        """``below`` or ``above``."""
        return "above" if self.asked.below is None else "below"

    @property
    def threshold(self) -> float:
        """Beyond what a point is of interest."""
        given = self.asked.above if self.asked.below is None else self.asked.below
        assert given is not None
        return given

    @cached_property
    def interest(self) -> Flags:
        """Which points are of interest."""
        mean = self.spread.mean
        return np.asarray(mean < self.threshold if self.side == "below" else mean > self.threshold)

    @cached_property
    def clear(self) -> Flags:
        """Which points have an interval that does not hold the threshold."""
        return np.asarray((self.spread.high < self.threshold) | (self.spread.low > self.threshold))

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """The factors at the points that have a value."""
        return axes(self.data.factors, self.data.design[self.known])

    @cached_property
    def problem(self) -> Problem:
        """What is searched: the points that have a value."""
        return Problem(tuple(axis.variable for axis in self.axes), self.interest[self.known])

    @property
    def is_mixed(self) -> bool:
        """Whether some points are of interest and some are not: only then can conditions be looked for."""
        return 0 < self.problem.hits < self.problem.points

    @cached_property
    def share(self) -> Interval:
        """The share of points of interest; where it is none or all, of random samples, with a bound on one side."""
        if self.is_mixed or not self.problem.points:
            return share_in(self.problem.interest, self.blocks)
        if self.data.experiment.design.kind in (DesignKind.LHS, DesignKind.SOBOL):
            return _bounded(self.problem.hits, len(np.unique(self.blocks)))
        return Interval(math.nan, float(self.problem.hits > 0), math.nan)

    @cached_property
    def blocks(self) -> Blocks:
        """For each of these points the block of the design that it belongs to."""
        size = block_size(self.data.experiment.design, len(self.data.factors))
        return np.flatnonzero(self.known) // size


def _bounded(hits: int, worth: int) -> Interval:
    """None, or all, of so many independent points: the share, with the 95 % bound on its other side.

    Exact for a binomial: of n points none of which is such, the share is below 1 - 0.05**(1/n), about 3/n.

    Source: Clopper and Pearson (1934), doi:10.1093/biomet/26.4.404; Hanley and Lippman-Hand (1983),
    doi:10.1001/jama.1983.03330370053031, for the rule of three.
    """
    most = 1.0 - (1.0 - CONFIDENCE) ** (1.0 / worth)
    return Interval(1.0 - most, 1.0, 1.0) if hits else Interval(0.0, 0.0, most)


def discover(data: SweepData) -> tuple[list[ResultTable], list[str]]:
    """Find the conditions under which points are of interest, as tables and as sentences about them.

    Args:
        data: a sweep whose experiment has a ``discovery``.
    """
    from trustsim.analysis.discovery_words import told

    asked = data.experiment.discovery
    assert asked is not None
    question = Question(data, asked)
    found = cover(question.problem, question.blocks, data.experiment.design.seed)
    tables = [one for one in _tables(question, found) if len(one.frame)]
    return tables, told(question, {one.name: one for one in tables})


def _tables(question: Question, found: list[Found]) -> Iterator[ResultTable]:
    uneven = "This design does not cover the space evenly." if question.data.experiment.design.kind in UNEVEN else ""
    yield rows("discovery", [_summary(question, found)], note=uneven)
    yield rows("boxes", [_box(question, number, one) for number, one in enumerate(found, 1)])
    yield rows("limits", [row for number, one in enumerate(found, 1) for row in _limits(question, number, one)])
    yield rows("peeling", [row for number, one in enumerate(found, 1) for row in _peeling(question, number, one)])
    yield _verdicts(question, found)


def _summary(question: Question, found: list[Found]) -> dict[str, Any]:
    interest = question.problem.interest
    inside = _in_boxes(question, found)
    share = question.share
    return {
        ID: ALL, "measure": question.asked.measure, "view": question.view.label, "side": question.side,
        "threshold": question.threshold, "points": len(interest), "missing": int((~question.known).sum()),
        "of_interest": int(interest.sum()), "share": share.estimate, "low": share.low, "high": share.high,
        "unclear": int((question.known & ~question.clear).sum()),
        "boxes": sum(one.holds for one in found) if question.is_mixed else np.nan,
        "coverage": _share(inside[interest] > 0),
        "elsewhere": _share(interest[inside == 0]) if question.is_mixed else np.nan,
    }  # fmt: skip


def _in_boxes(question: Question, found: list[Found]) -> Blocks:
    """For each point with a value the box that it lies in; 0: none that holds up."""
    inside = np.zeros(question.problem.points, dtype=np.int64)
    for number, one in enumerate(found, 1):
        if one.holds:
            inside[one.inside] = number
    return inside


def _box(question: Question, number: int, one: Found) -> dict[str, Any]:
    interest, inside, tried = question.problem.interest, one.inside, one.tried
    clear = question.clear[question.known]
    coverage, density = (
        share_in(inside[interest], question.blocks[interest]),
        share_in(interest[inside], question.blocks[inside]),
    )
    return {
        ID: str(number), "box": number, "holds": int(one.holds), "points": int(inside.sum()),
        "of_interest": int(interest[inside].sum()), "mass": _share(inside),
        "mean": float(question.spread.mean[question.known][inside].mean()),
        "coverage": coverage.estimate, "coverage_low": coverage.low, "coverage_high": coverage.high,
        "density": density.estimate, "density_low": density.low, "density_high": density.high, "base": one.base,
        "tried_density": tried.density.estimate, "tried_low": tried.density.low, "tried_high": tried.density.high,
        "tried_coverage": tried.coverage, "clear_points": int((inside & clear).sum()),
        "clear_density": _share(interest[inside & clear]), "clear_coverage": _share(inside[interest & clear]),
        "factors": _names(question, one.box),
    }  # fmt: skip


def _limits(question: Question, number: int, one: Found) -> list[dict[str, Any]]:
    """A row for each factor that is restricted, the most telling one first."""
    some = [row for row in range(len(one.box)) if one.box[row] is not None]
    told = [_limit(question, number, one, factor) for factor in some]
    return sorted(told, key=lambda row: row["density_without"])


def _limit(question: Question, number: int, one: Found, factor: int) -> dict[str, Any]:
    axis, limit, whole = question.axes[factor], one.box[factor], one.search.found
    without = one.problem.step(whole.phase, (*one.box[:factor], None, *one.box[factor + 1 :]))
    side, ends = axis.side(limit), (None, None) if axis.labels else axis.ends
    return {
        ID: row_id(number, axis.factor.name), "box": number, "factor": axis.name,
        "low": _finite(side.low), "high": _finite(side.high), "levels": listed_or_empty(axis.kept(limit)),
        "lowest": _finite(ends[0]), "highest": _finite(ends[1]), "of_levels": listed_or_empty(axis.labels),
        "quasi_p": quasi_p(whole, without), "density_without": without.density,
        "coverage_without": without.hits / question.problem.hits, "again": float(one.tried.again[factor]),
    }  # fmt: skip


def _peeling(question: Question, number: int, one: Found) -> Iterator[dict[str, Any]]:
    """Every step; of equal ones the last is the box in the end."""
    steps: tuple[Step, ...] = (*one.search.peeled, *one.search.refined)
    chosen = len(steps) - 1 if one.search.refined else one.search.chosen
    for place, step in enumerate(steps):
        yield {
            ID: row_id(number, place), "box": number, "step": place, "phase": step.phase.value,
            "chosen": int(place == chosen), "slice": one.search.slice_share, "points": step.points,
            "of_interest": step.hits, "mass": step.points / question.problem.points,
            "coverage": step.hits / question.problem.hits, "density": step.density, "restricted": step.restricted,
            "factors": _names(question, step.box),
        }  # fmt: skip


def _verdicts(question: Question, found: list[Found]) -> ResultTable:
    """A row a point, with what its factors are."""
    boxes = np.zeros(len(question.known))
    boxes[question.known] = _in_boxes(question, found)
    points, spread_, known = range(len(boxes)), question.spread, question.known
    told: dict[str, Any] = {
        "point": points, "mean": spread_.mean, "low": spread_.low, "high": spread_.high,
        "of_interest": np.where(known, question.interest, np.nan), "clear": np.where(known, question.clear, np.nan),
        "box": np.where(boxes > 0, boxes, np.nan),
    }  # fmt: skip
    columns: dict[str, Column] = {}
    for factor in question.data.factors:
        name, values = setting_name(factor.name), question.data.design[factor.name]
        kind = "float" if values.dtype.kind in "fiu" else "text"
        columns[name] = Column(kind, "as its key" if factor.key else "label", f"level of {factor.name} at the point")
        told[name] = values if kind == "float" else [written(value) for value in values]
    return table("verdicts", [str(point) for point in points], told, columns)


def setting_name(factor: str) -> str:
    """The column of the table ``verdicts`` for a factor: ``factor.n`` where its name means something else there."""
    return f"factor.{factor}" if factor in {ID, *DISCOVERY["verdicts"].columns} else factor


def _names(question: Question, box: Box) -> str:
    return ", ".join(axis.name for axis, limit in zip(question.axes, box, strict=True) if limit is not None)


def listed_or_empty(labels: tuple[str, ...]) -> str:
    """``a, b or c``; nothing where there is nothing."""
    return listed(labels) if labels else ""


def _share(flags: Flags) -> float:
    return float(flags.mean()) if len(flags) else float("nan")


def _finite(value: float | None) -> float:
    return value if value is not None and np.isfinite(value) else float("nan")
