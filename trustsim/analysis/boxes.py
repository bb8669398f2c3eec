"""Boxes that hold up: one after another, each tried on points that had no part in finding it.

A second box is looked for among the points that the first one leaves, and so on (covering). A search finds boxes in
noise as well. So each is repeated on halves of the points: the other half tells what its coverage and density are
where it was not fitted to the points, and how often a factor is restricted again tells how far to trust that limit
(the resampling test of Bryant and Lempert, 2010). A box counts where its density on points that had no part in finding
it is above that of all points, its interval included.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trustsim.analysis.prim import Search, search
from trustsim.analysis.prim_space import Box, Flags, Floats, Phase, Problem, Step
from trustsim.draws import Generator, Resampling, generator
from trustsim.experiment.schema import FEWEST_OF_INTEREST
from trustsim.statistics.intervals import Interval, share_interval

MOST_BOXES = 3
"""More than these nobody keeps in mind."""

SPLITS = 5
"""How often the points are cut in halves; each half is searched."""

Blocks = NDArray[np.int64]


@dataclass(frozen=True)
class Tried:
    """What searches on halves of the points say, each about the half that it did not see.

    Attributes:
        density: share of interest in their boxes, with its interval; NaN where all boxes were empty.
        coverage: share of the points of interest that their boxes hold.
        again: for each factor the share of the halves in which it is restricted again.
    """

    density: Interval
    coverage: float
    again: Floats


@dataclass(frozen=True)
class Found:
    """A box among others.

    Attributes:
        search: how it was found, among the points that earlier boxes leave.
        problem: these points.
        inside: which of all points it holds, those in earlier boxes left out.
        tried: what it comes to on points that had no part in finding it.
    """

    search: Search
    problem: Problem
    inside: Flags
    tried: Tried

    @property
    def box(self) -> Box:
        """Its limits."""
        return self.search.found.box

    @property
    def base(self) -> float:
        """Share of interest among the points that it was looked for among."""
        return self.problem.hits / self.problem.points

    @property
    def holds(self) -> bool:
        """Whether its density on points that had no part in finding it is above that share."""
        return self.search.found.restricted > 0 and self.tried.density.low > self.base


def cover(problem: Problem, blocks: Blocks, seed: int) -> list[Found]:
    """Look for boxes until one does not hold up, few points of interest are left, or there are ``MOST_BOXES``.

    Where the first one does not hold up it is returned all the same, alone; later ones are not.

    Args:
        problem: all points.
        blocks: for each point the number of its block: points that were not drawn independently of each other.
        seed: of the halves.
    """
    found: list[Found] = []
    left = np.ones(problem.points, dtype=bool)
    while len(found) < MOST_BOXES and is_enough(problem.only(left)):
        one = _next(problem, left, blocks, seed)
        if one.holds or not found:
            found.append(one)
        if not one.holds:
            break
        left &= ~one.inside
    return found


def is_enough(problem: Problem) -> bool:
    """Whether there are points enough of either kind to look for what tells them apart."""
    return min(problem.hits, problem.points - problem.hits) >= FEWEST_OF_INTEREST


def _next(problem: Problem, left: Flags, blocks: Blocks, seed: int) -> Found:
    some = problem.only(left)
    result = search(some)
    tried = try_out(some, blocks[left], seed, problem.hits, result.found)
    return Found(result, some, left & problem.inside(result.found.box), tried)


def try_out(problem: Problem, blocks: Blocks, seed: int, of: int, whole: Step) -> Tried:
    """Search each half of the points, ``SPLITS`` times over, and ask the other half.

    Args:
        problem: the points.
        blocks: for each point its block; blocks stay whole.
        seed: of the halves.
        of: how many points of interest the coverage is a share of.
        whole: the box that all points gave; points of a block that it holds are taken to count for as much less
            than as many single points as they do there.
    """
    steps = [_asked(problem, half) for half in halves(blocks, generator(seed, Resampling.BOOTSTRAP))]
    points, hits = (sum(getattr(step, name) for step in steps) for name in ("points", "hits"))
    density = hits / points if points else float("nan")
    number = int(points / SPLITS * worth(problem, whole.box, blocks))
    again = np.mean([[limit is not None for limit in step.box] for step in steps], axis=0)
    return Tried(share_interval(density, number if points else 0), hits / SPLITS / of, np.asarray(again, float))


def halves(blocks: Blocks, luck: Generator) -> Iterator[Flags]:
    """Yield the points of one half of the blocks, then those of the other, ``SPLITS`` times over."""
    numbers = np.unique(blocks)
    for _ in range(SPLITS):
        some = np.isin(blocks, luck.permutation(numbers)[: len(numbers) // 2])
        yield some
        yield ~some


def _asked(problem: Problem, half: Flags) -> Step:
    """The box that a half gives, and what it holds of the other; nothing where it restricts nothing."""
    box = search(problem.only(half)).found.box
    other = problem.only(~half)
    return other.step(Phase.ALL, box)


def worth(problem: Problem, box: Box, blocks: Blocks) -> float:
    """How many independent points each point of a box is worth, from 0 to 1."""
    inside = problem.inside(box)
    points = int(inside.sum())
    return independent(problem.interest[inside], blocks[inside]) / points if points else 0.0


def independent(flags: Flags, blocks: Blocks) -> float:
    """How many independent points know as much about a share as these points in blocks do.

    The variance of a share of one point over that of the share as the blocks show it, at most the number of
    points; where all points are alike the blocks tell nothing, and each counts for one.

    Source: Korn and Graubard (1998), "Confidence intervals for proportions with small expected number of positive
    counts estimated from survey data", Survey Methodology 24(2).
    """
    number = len(flags)
    _, block = np.unique(blocks, return_inverse=True)
    count = int(block.max()) + 1 if number else 0
    if count == number:
        return float(number)
    share = flags.mean()
    away: Any = np.bincount(block, weights=flags - share)
    variance = float(np.square(away).sum()) / number**2 * count / max(1, count - 1)
    if variance <= 0:
        return float(count)
    return min(float(number), float(share * (1 - share)) / variance)


def share_in(flags: Flags, blocks: Blocks) -> Interval:
    """A share of points with its interval by Wilson's score, for as many points as they are worth."""
    share = float(flags.mean()) if len(flags) else float("nan")
    return share_interval(share, int(independent(flags, blocks)))
