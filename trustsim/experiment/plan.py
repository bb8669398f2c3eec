"""What an experiment file says, checked and resolved: plain data, from which everything else follows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from trustsim.experiment.numbers import in_ratios, on_a_line

if TYPE_CHECKING:
    from trustsim.scenario.schema import Scenario

Value = float | int | bool | str


class DesignKind(StrEnum):
    """How points are laid in the space of the factors."""

    GRID = "grid"
    LIST = "list"
    LHS = "lhs"
    SOBOL = "sobol"
    MORRIS = "morris"
    OFAT = "ofat"


class Scale(StrEnum):
    """How a range is walked: in equal steps, or in equal ratios."""

    LINEAR = "linear"
    LOG = "log"


@dataclass(frozen=True)
class Level:
    """One level of a factor: how it is called, and the scenario keys that it sets (dotted, with their values)."""

    label: Value
    sets: tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Factor:
    """One thing that is varied: over named levels, or over a range of one scenario key.

    Attributes:
        name: as it is called in tables.
        levels: what it can be; empty for a range.
        key: the scenario key that levels or a range are of; empty for named settings of several keys.
        low: lower end of a range, included.
        high: upper end, included.
        scale: how the range is walked.
        whole: whether the key holds whole numbers.
        usual: what the first base has: a value of the key, or the label of the setting that it equals, if any; the
            centre of one-factor-at-a-time designs.
    """

    name: str
    levels: tuple[Level, ...] = ()
    key: str = ""
    low: float = 0.0
    high: float = 1.0
    scale: Scale = Scale.LINEAR
    whole: bool = False
    usual: Value | None = None

    def at(self, unit: float) -> Level:
        """The level at a place in [0, 1]: equal shares of it for levels, the scale of the range otherwise."""
        if self.levels:
            return self.levels[min(int(unit * len(self.levels)), len(self.levels) - 1)]
        return self.set(self._value(unit))

    def place(self, label: Value) -> float:
        """A place in [0, 1] at which ``at`` has the level of this label; the middle of them where it is a share."""
        if self.levels:
            labels = [level.label for level in self.levels]
            return (labels.index(label) + 0.5) / len(labels)
        number = float(label)
        if self.whole:
            low, high = self._walked(number), self._walked(number + 1.0)
            return (low + high) / 2.0
        return self._walked(number)

    def set(self, value: Value) -> Level:
        """The level that sets the key of a range to ``value``."""
        return Level(value, ((self.key, value),))

    def over(self, steps: int) -> tuple[Level, ...]:
        """The levels of a grid: all there are, or ``steps`` of a range with both of its ends; the same number once."""
        if self.levels:
            return self.levels
        numbers = (self._along(step / (steps - 1), self.high) for step in range(steps))
        values: Iterable[Value] = map(round, numbers) if self.whole else numbers
        return tuple(self.set(value) for value in dict.fromkeys(values))

    def _value(self, unit: float) -> Value:
        """The value of a range at a place; each whole number has a share, on a log scale a smaller one the larger."""
        if not self.whole:
            return self._along(unit, self.high)
        return int(min(self._along(unit, self.high + 1.0), self.high))

    def _along(self, unit: float, high: float) -> float:
        """The number at a place of the way from the lower end to ``high``."""
        along = in_ratios if self.scale == Scale.LOG else on_a_line
        return along(self.low, high, unit)

    def _walked(self, value: float) -> float:
        """How far along its scale a value lies in the range: the inverse of ``_value``."""
        high = self.high + 1.0 if self.whole else self.high
        if self.scale == Scale.LOG:
            start = math.log(self.low)
            return (math.log(value) - start) / (math.log(high) - start)
        return (value - self.low) / (high - self.low)


@dataclass(frozen=True)
class Design:
    """How the points are chosen.

    Attributes:
        kind: which design.
        samples: lhs: points; sobol: base samples, a power of two; morris: trajectories.
        steps: for ranges: levels of a grid or of one-factor-at-a-time; morris: levels of its grid, even.
        second_order: sobol: whether second-order indices are wanted, for twice as many points.
        points: list: for each point the label of each factor that it gives, by the factor's name.
        seed: of the scrambling or sampling of the design.
    """

    kind: DesignKind
    samples: int = 64
    steps: int = 5
    second_order: bool = False
    points: tuple[Mapping[str, Value], ...] = ()
    seed: int = 1


@dataclass(frozen=True)
class Base:
    """A scenario that the experiment starts from; its label is the name of its file."""

    label: str
    scenario: Scenario


@dataclass(frozen=True)
class Discovery:
    """For which points of the space is it asked under what conditions they come about.

    A point is of interest where the paired difference of ``measure`` (second base less first; with one
    base, the measure itself) is ``below`` (or ``above``) a threshold.
    """

    measure: str
    below: float | None = None
    above: float | None = None


@dataclass(frozen=True)
class Experiment:
    """An experiment, resolved.

    Attributes:
        name: stem of its file.
        file: path as the user gave it.
        text: the file itself.
        title: a line.
        question: what it answers.
        bases: one or more worlds; every design point is run in each of them.
        factors: what is varied; may be empty (then there is one point).
        design: where.
        replications: runs of each point in each base.
        first_seed: the runs of a point have the seeds first_seed, first_seed + 1, …
        common: whether all points share those seeds (common random numbers); else each point has its own.
        measures: names of responses.
        over_time: daily columns whose indices are followed over time.
        discovery: None where none is asked for.
        slurm: keyword arguments of ``dask_jobqueue.SLURMCluster``.
    """

    name: str
    file: str
    text: str
    title: str
    question: str
    bases: tuple[Base, ...]
    factors: tuple[Factor, ...]
    design: Design
    replications: int
    first_seed: int
    common: bool
    measures: tuple[str, ...]
    over_time: tuple[str, ...] = ()
    discovery: Discovery | None = None
    slurm: Mapping[str, Any] = field(default_factory=dict)
