"""The moves of the patient rule induction method: peeling, pasting, and dropping what chance explains."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trustsim.analysis.prim_space import Box, Flags, Floats, Limit, Phase, Problem, Side, Step, with_limit

LEAST = 0.05
"""Share of all points below which no box is peeled (Friedman and Fisher's beta)."""

BY_CHANCE = 0.05
"""A limit whose quasi-p value is above this is dropped."""


def peel(problem: Problem, slice_share: float, start: Box | None = None) -> Iterator[Step]:
    """Yield all points as a box, and one box after another with a slice or a level less.

    A box that holds nothing but points of interest is the last, and so is one from which nothing can be taken off
    without leaving fewer points than ``LEAST`` of all.
    """
    step = problem.step(Phase.ALL, (None,) * len(problem.variables))
    inside = np.arange(problem.points)
    if start is not None:
        yield step
        step, inside = problem.step(Phase.START, start), np.flatnonzero(problem.inside(start))
    while True:
        yield step
        if step.hits == step.points:
            return
        best = _best_peel(problem, step, inside, slice_share)
        if best is None:
            return
        step, inside = best


def _best_peel(problem: Problem, step: Step, inside: NDArray[Any], share: float) -> tuple[Step, NDArray[Any]] | None:
    """The box with the highest gain in density per point lost; of equals, the one that restricts fewer factors."""
    least = max(1, math.ceil(LEAST * problem.points))
    best: tuple[float, int] | None = None
    density, factors = step.density, step.restricted
    chosen: tuple[int, Flags, Limit | bool] | None = None
    for number, kept, points, hits, limit in _slices(problem, inside, share):
        if least <= points < step.points:
            restricted = factors + (step.box[number] is None)
            score = (hits / points - density) / (step.points - points), -restricted
            if best is None or score > best:
                best, chosen = score, (number, kept, limit)
    if chosen is None:
        return None
    number, kept, limit = chosen
    stays = inside[kept]
    box = with_limit(step.box, number, _end(problem, step.box[number], number, stays, limit))
    return Step(Phase.PEEL, box, len(stays), int(np.count_nonzero(problem.interest[stays]))), stays


def _slices(
    problem: Problem, inside: NDArray[Any], share: float
) -> Iterator[tuple[int, Flags, int, int, Limit | bool]]:
    """Every way of making a box smaller by one factor, in the order of the factors.

    Factor, which points stay, how many of them there are and of interest, and the levels that are left or
    whether it is the upper end that is cut off.
    """
    interest = problem.interest[inside]
    ends = _ends(problem.ordered[inside], interest, share)
    column = 0
    for number, variable in enumerate(problem.variables):
        if not variable.levels:
            for is_upper, (kept, points, hits) in enumerate(ends):
                yield number, kept[:, column], int(points[column]), int(hits[column]), bool(is_upper)
            column += 1
            continue
        values = variable.values[inside]
        present = frozenset(int(level) for level in np.unique(values))
        for gone in sorted(present):
            stays: Flags = values != gone
            yield number, stays, int(stays.sum()), int(np.count_nonzero(stays & interest)), present - {gone}


def _ends(values: Floats, interest: Flags, share: float) -> list[tuple[Flags, Any, Any]]:
    """All but the lowest, and all but the highest slice of each column; where one value fills more, all but that value.

    Which points stay [points, columns], how many in each column, and how many of interest.
    """
    number = len(values)
    rank = min(max(1, int(share * number)), number - 1)
    part = np.partition(values, (rank, number - 1 - rank), axis=0)
    cut, top = part[rank], part[number - 1 - rank]
    kept = [
        np.where(cut == values.min(axis=0), values > cut, values >= cut),
        np.where(top == values.max(axis=0), values < top, values <= top),
    ]
    return [(one, one.sum(axis=0), one[interest].sum(axis=0)) for one in kept]


def _end(problem: Problem, before: Limit | None, number: int, stays: NDArray[Any], limit: Limit | bool) -> Limit:
    """The limit of a factor after a slice was cut off: its outermost point that stays, or the levels left."""
    if not isinstance(limit, bool):
        return limit
    side, values = before if isinstance(before, Side) else Side(), problem.variables[number].values[stays]
    return side._replace(high=float(np.max(values))) if limit else side._replace(low=float(np.min(values)))


def paste(problem: Problem, step: Step, slice_share: float) -> Iterator[Step]:
    """Yield one larger box after another, each with a slice or a level put back, while the balance gets better."""
    while True:
        larger = [problem.step(Phase.PASTE, box) for box in _larger(problem, step, slice_share)]
        best = max(larger, key=problem.balance, default=None)
        if best is None or problem.balance(best) <= problem.balance(step):
            return
        step = best
        yield step


def _larger(problem: Problem, step: Step, slice_share: float) -> Iterator[Box]:
    slice_size = max(1, int(slice_share * step.points))
    for number, (variable, limit) in enumerate(zip(problem.variables, step.box, strict=True)):
        if isinstance(limit, frozenset):
            for level in sorted(set(range(variable.levels)) - limit):
                yield with_limit(step.box, number, _levels(limit | {level}, variable.levels))
        elif limit is not None:
            beside = variable.values[problem.inside(with_limit(step.box, number, None))]
            yield with_limit(step.box, number, _side(limit._replace(low=-_next(-beside, -limit.low, slice_size))))
            yield with_limit(step.box, number, _side(limit._replace(high=_next(beside, limit.high, slice_size))))


def _next(values: Floats, limit: float, slice_size: int) -> float:
    """The upper limit that lets a slice more in; infinite where that is all there is."""
    beyond = np.sort(values[values > limit])
    return float(beyond[slice_size - 1]) if slice_size < len(beyond) else math.inf


def drop(problem: Problem, step: Step) -> Iterator[Step]:
    """Yield one larger box after another, each without the limit that chance explains best, until it explains none."""
    limits = list(_one_by_one(step.box))
    meets = np.array([problem.meets(*limit) for limit in limits])
    while limits:
        kept = (~meets).sum(axis=0) == ~meets  # a row a limit: whether it is the only one that a point fails, if any
        points, hits = kept.sum(axis=1), kept[:, problem.interest].sum(axis=1)
        chance = _quasi_p(step, hits / points)
        most = int(np.argmax(chance))
        if chance[most] <= BY_CHANCE:
            return
        del limits[most]
        meets = np.delete(meets, most, axis=0)
        step = Step(Phase.DROP, _of(limits, len(step.box)), int(points[most]), int(hits[most]))
        yield step


def _one_by_one(box: Box) -> Iterator[tuple[int, Limit]]:
    """The limits of a box; the two ends of a factor are two."""
    for number, limit in enumerate(box):
        if isinstance(limit, frozenset):
            yield number, limit
        elif limit is not None:
            ends = Side(low=limit.low), Side(high=limit.high)
            yield from ((number, end) for end in ends if end != Side())


def _of(limits: list[tuple[int, Limit]], factors: int) -> Box:
    """The box with these limits."""
    box: Box = (None,) * factors
    for number, limit in limits:
        box = with_limit(box, number, _both(box[number], limit))
    return box


def _both(one: Limit | None, other: Limit) -> Limit:
    if isinstance(one, Side) and isinstance(other, Side):
        return Side(max(one.low, other.low), min(one.high, other.high))
    return other


def quasi_p(step: Step, larger: Step) -> float:
    """How likely a box has so many points of interest, or more, if a limit of it did nothing.

    The chance that of as many points as the box holds so many are of interest, each with the share that the box
    without the limit has. It is no p value: the limit was chosen on the same points.

    Args:
        step: the box.
        larger: the box without the limit.
    """
    return float(_quasi_p(step, np.array([larger.density]))[0])


def _quasi_p(step: Step, shares: Floats) -> Floats:
    from scipy.special import bdtrc

    return np.asarray(bdtrc(step.hits - 1, step.points, shares), dtype=np.float64)


def _side(side: Side) -> Side | None:
    return None if side == Side() else side


def _levels(kept: frozenset[int], levels: int) -> frozenset[int] | None:
    return None if len(kept) == levels else kept
