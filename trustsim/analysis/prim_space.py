"""Boxes in the space of the factors, and what they hold."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Phase(StrEnum):
    """How a box came from the one before."""

    ALL = "all"
    START = "start"
    PEEL = "peel"
    PASTE = "paste"
    DROP = "drop"


@dataclass(frozen=True)
class Variable:
    """One factor at every point.

    Attributes:
        values: of a factor with an order, its values; else the number of its level, from 0. Never NaN.
        levels: how many levels a factor without an order has; 0: it has an order.
    """

    values: Floats
    levels: int = 0


class Side(NamedTuple):
    """The limits of a factor with an order, both included; infinite where there is none."""

    low: float = -math.inf
    high: float = math.inf


Limit = Side | frozenset[int]
Box = tuple[Limit | None, ...]
"""A limit for each factor: from where to where, or which levels; None: it is not restricted."""


class Step(NamedTuple):
    """A box on the way.

    Attributes:
        phase: how it came from the one before.
        box: what it is.
        points: how many points it holds.
        hits: how many of these are of interest.
    """

    phase: Phase
    box: Box
    points: int
    hits: int

    @property
    def density(self) -> float:
        """Share of its points that are of interest."""
        return self.hits / self.points if self.points else math.nan

    @property
    def restricted(self) -> int:
        """How many factors it restricts."""
        return sum(limit is not None for limit in self.box)


@dataclass(frozen=True)
class Problem:
    """Points, and which of them are of interest."""

    variables: tuple[Variable, ...]
    interest: Flags
    _within: dict[tuple[int, Limit], Flags] = field(default_factory=dict, repr=False, compare=False)

    @property
    def points(self) -> int:
        """How many points there are."""
        return len(self.interest)

    @cached_property
    def hits(self) -> int:
        """How many of them are of interest."""
        return int(np.count_nonzero(self.interest))

    @cached_property
    def ordered(self) -> Floats:
        """The factors with an order, [points, factors]."""
        columns = [one.values for one in self.variables if not one.levels]
        return np.column_stack(columns) if columns else np.empty((self.points, 0))

    def only(self, kept: Any) -> Problem:
        """The same with some of the points."""
        some = tuple(Variable(one.values[kept], one.levels) for one in self.variables)
        return Problem(some, self.interest[kept])

    def balance(self, step: Step) -> float:
        """Harmonic mean of coverage and density, 2 hits / (points in the box + points of interest)."""
        return 2 * step.hits / (step.points + self.hits)

    def inside(self, box: Box) -> Flags:
        """Which points a box holds."""
        kept = np.ones(self.points, dtype=bool)
        for number, limit in enumerate(box):
            if limit is not None:
                kept &= self.meets(number, limit)
        return kept

    def step(self, phase: Phase, box: Box) -> Step:
        """A box with what it holds."""
        kept = self.inside(box)
        return Step(phase, box, int(np.count_nonzero(kept)), int(np.count_nonzero(kept & self.interest)))

    def meets(self, number: int, limit: Limit) -> Flags:
        """Which points meet a limit, worked out once: while boxes are made plainer the same limits come again."""
        known = self._within.get((number, limit))
        if known is None:
            known = self._within[number, limit] = _within(self.variables[number], limit)
        return known


def with_limit(box: Box, number: int, limit: Limit | None) -> Box:
    """The box with another limit of one factor."""
    return (*box[:number], limit, *box[number + 1 :])


def _within(variable: Variable, limit: Limit) -> Flags:
    if isinstance(limit, frozenset):
        return np.isin(variable.values, sorted(limit))
    return (variable.values >= limit.low) & (variable.values <= limit.high)
