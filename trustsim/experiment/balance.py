"""Whether a design gives every level of a factor its equal share of the points, and what to set where it does not.

A grid meets every level equally often, and a list is what its author wants. A Sobol sequence and a Latin hypercube put
equally many points into equal parts of the unit cube, so that no level has two points more or less than its share, and
all are run where there are two points for each. Morris walks over so many steps from 0 to 1: they must divide into as
many equal shares as there are levels, and there must be trajectories enough to come by all of them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from trustsim.experiment.design import design_at
from trustsim.experiment.plan import Design, DesignKind, Factor
from trustsim.experiment.schema import MOST_STEPS
from trustsim.experiment.sheet import Sheet

POINTS_A_LEVEL = 2
SURE = 40
"""Trajectories for each two steps, from which on some of them are as good as sure to come by each."""

TRIES = 12


def check_balance(sheet: Sheet, plan: Design, factors: Sequence[Factor]) -> None:
    """Tell of factors with levels that a design would run less often than others, or not at all."""
    if plan.kind == DesignKind.MORRIS:
        _morris(sheet, plan, factors)
    elif plan.kind in (DesignKind.LHS, DesignKind.SOBOL):
        _samples(sheet, plan, factors)


def _samples(sheet: Sheet, plan: Design, factors: Sequence[Factor]) -> None:
    for factor in factors:
        least = POINTS_A_LEVEL * len(factor.levels)
        if plan.samples < least:
            least = 1 << (least - 1).bit_length() if plan.kind == DesignKind.SOBOL else least
            sheet.wrong(
                ("design", "samples"),
                f"{plan.samples} samples do not give each of the {len(factor.levels)} levels of {factor.name} its "
                f"share; expected {least} or more",
            )


def _morris(sheet: Sheet, plan: Design, factors: Sequence[Factor]) -> None:
    uneven = [factor for factor in factors if factor.levels and plan.steps % len(factor.levels)]
    if not uneven:
        _met(sheet, plan, factors)
    steps = math.lcm(2, *(len(factor.levels) for factor in factors if factor.levels))
    expected = f"steps = {steps}" if steps <= MOST_STEPS else "numbers of levels that all go into one number of steps"
    for factor in uneven:
        met = {factor.at(step / (plan.steps - 1)).label for step in range(plan.steps)}
        few = f"only {len(met)} of them are run" if len(met) < len(factor.levels) else "some are run more often"
        sheet.wrong(
            ("design", "steps"),
            f"{factor.name} has {len(factor.levels)} levels, and with {plan.steps} steps {few}; expected {expected}",
        )


def _met(sheet: Sheet, plan: Design, factors: Sequence[Factor]) -> None:
    """Whether the trajectories, which are drawn at random, come by every level."""
    many = [number for number, factor in enumerate(factors) if len(factor.levels) > 2]  # of two, each meets both
    if not many or plan.samples < 2 or len(factors) < 2 or plan.samples >= SURE * plan.steps / 2:
        return
    for factor in _missed(plan, factors, many):
        sheet.wrong(
            ("design", "samples"),
            f"{plan.samples} trajectories do not come by all {len(factor.levels)} levels of {factor.name}; expected "
            f"more, such as samples = {_enough(plan, factors, many)}",
        )


def _missed(plan: Design, factors: Sequence[Factor], many: Sequence[int]) -> list[Factor]:
    table = design_at(plan, tuple(factors))
    met = [{table.levels(point)[number].label for point in range(table.points)} for number in many]
    return [
        factors[number] for number, labels in zip(many, met, strict=True) if len(labels) < len(factors[number].levels)
    ]


def _enough(plan: Design, factors: Sequence[Factor], many: Sequence[int]) -> int:
    """Trajectories that come by every level: the first number of those tried."""
    samples = max(plan.samples, plan.steps)
    for _ in range(TRIES):
        if not _missed(replace(plan, samples=samples), factors, many):
            break
        samples *= 2
    return samples
