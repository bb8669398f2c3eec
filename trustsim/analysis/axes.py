"""Factors as a search for boxes sees them: with an order, or as levels; and limits in the words of the factors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from trustsim.analysis.data import label_of
from trustsim.analysis.prim_space import Limit, Side, Variable
from trustsim.experiment.plan import Factor

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Axis:
    """A factor at every point of a design.

    Attributes:
        factor: which.
        variable: its values, or the numbers of its levels.
        labels: the levels of a factor without an order, as they are written; empty for one with an order.
    """

    factor: Factor
    variable: Variable
    labels: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The factor's name, as in ids of results."""
        return label_of(self.factor.name)

    @property
    def ends(self) -> Side:
        """What a factor with an order was varied over; without limits for others."""
        if self.labels:
            return Side()
        if self.factor.levels:
            labels = [float(level.label) for level in self.factor.levels]
            return Side(min(labels), max(labels))
        return Side(self.factor.low, self.factor.high)

    def side(self, limit: Limit | None) -> Side:
        """The limits of a factor with an order; without limits for others."""
        return limit if isinstance(limit, Side) else Side()

    def kept(self, limit: Limit | None) -> tuple[str, ...]:
        """The levels that a limit leaves, as they are written; none for a factor with an order."""
        return tuple(self.labels[level] for level in sorted(limit)) if isinstance(limit, frozenset) else ()


def axes(factors: Sequence[Factor], design: pd.DataFrame) -> tuple[Axis, ...]:
    """Every factor of a design.

    Args:
        factors: what is varied.
        design: a column a factor with its value, or the label of its level, at each point.
    """
    return tuple(_axis(factor, design[factor.name]) for factor in factors)


def _axis(factor: Factor, column: pd.Series[Any]) -> Axis:
    if has_order(factor) and column.dtype.kind in "fiu":
        return Axis(factor, Variable(column.to_numpy(dtype=np.float64)))
    told = [written(value) for value in column]
    labels = list(dict.fromkeys([*(written(level.label) for level in factor.levels), *sorted(told)]))
    numbers = np.array([labels.index(one) for one in told], dtype=np.float64)
    return Axis(factor, Variable(numbers, len(labels)), tuple(labels))


def has_order(factor: Factor) -> bool:
    """Whether a factor is a range, or has numbers for levels."""
    return all(isinstance(level.label, int | float) and not isinstance(level.label, bool) for level in factor.levels)


def written(label: object) -> str:
    """A level as it is written: truth values as in an experiment file."""
    return str(label).lower() if isinstance(label, bool | np.bool_) else label_of(label)
