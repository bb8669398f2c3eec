"""The patient rule induction method: a box in the space of the factors in which most points are of interest.

It begins with all points and peels: of all thin slices at the ends of a factor, and of all single levels, it takes the
one off whose loss raises the share of interest most per point that is lost, again and again until few points are left.
Each box on the way is made plainer: limits that chance explains are dropped. Of these boxes it chooses the one with
the best balance of coverage and density. That one is pasted: slices that make the balance better are put back. All
this is done with thin, middling and thick slices: thin ones are patient, but among few points they follow chance. It
is done again from either half of each factor, for peeling takes nothing out of the middle: where points of interest
lie at both ends of a factor, from all points it finds neither end.

Sources: Friedman and Fisher (1999), "Bump hunting in high-dimensional data", Statistics and Computing 9(2), for peeling
and pasting; Kwakkel and Jaxa-Rozen (2016), "Improving scenario discovery for handling heterogeneous uncertainties and
multinomial classified outcomes", Environmental Modelling & Software 79, for the gain per point that is lost, without
which factors with few levels are favoured; Bryant and Lempert (2010), "Thinking inside the box", Technological
Forecasting and Social Change 77(1), for coverage, density and quasi-p values.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from trustsim.analysis.prim_moves import drop, paste, peel
from trustsim.analysis.prim_space import Box, Problem, Side, Step, with_limit

SLICES = (0.05, 0.1, 0.2)
"""Shares of the points of a box that a slice may hold (Friedman and Fisher's alpha), each tried; ties stay together."""

FROM_HALVES = 0.1
"""The same where peeling begins with half of a factor."""


class Search(NamedTuple):
    """What a search found.

    Attributes:
        slice_share: share of the points of a box that a slice held.
        peeled: boxes from all points to the smallest.
        chosen: which of these has the best balance when it is made plainer.
        refined: boxes that dropping and pasting made of it, in order; empty where they changed nothing.
    """

    slice_share: float
    peeled: tuple[Step, ...]
    chosen: int
    refined: tuple[Step, ...]

    @property
    def found(self) -> Step:
        """The box in the end; it may restrict nothing."""
        return self.refined[-1] if self.refined else self.peeled[self.chosen]


def search(problem: Problem) -> Search:
    """Look for the box with the best balance of coverage and density.

    Of boxes with the same balance the one with fewer restricted factors is chosen, then the one that was found
    with thinner slices, then the larger one. The same points give the same box; so does another order of them.
    """
    searches = [searchwith_limit(problem, share) for share in SLICES]
    searches += [searchwith_limit(problem, FROM_HALVES, start) for start in _halves(problem)]
    return max(searches, key=lambda one: _merit(problem, one.found))


def _halves(problem: Problem) -> Iterator[Box]:
    """The lower and the upper half of each factor with an order."""
    nothing: Box = (None,) * len(problem.variables)
    for number, variable in enumerate(problem.variables):
        middle = float(np.median(variable.values))
        if not variable.levels and np.min(variable.values) < middle < np.max(variable.values):
            yield with_limit(nothing, number, Side(high=middle))
            yield with_limit(nothing, number, Side(low=middle))


def searchwith_limit(problem: Problem, slice_share: float, start: Box | None = None) -> Search:
    """The same with slices of one size, peeled from all points or those in a box to start with."""
    peeled = tuple(peel(problem, slice_share, start))
    chosen, path = _best(problem, peeled)
    path = (*path, *paste(problem, path[-1], slice_share))
    return Search(slice_share, peeled, chosen, (*path[1:], *drop(problem, path[-1])))


def _best(problem: Problem, peeled: tuple[Step, ...]) -> tuple[int, tuple[Step, ...]]:
    """Which box has the best balance when it is made plainer, and how it gets there."""
    merit, chosen, path = (-1.0, 0), 0, peeled[:1]
    for number in reversed(range(len(peeled))):
        misses = peeled[number].points - peeled[number].hits  # dropping a limit never leaves fewer
        if 2 * problem.hits < merit[0] * (2 * problem.hits + misses):
            continue
        plainer = (peeled[number], *drop(problem, peeled[number]))
        if _merit(problem, plainer[-1]) >= merit:
            merit, chosen, path = _merit(problem, plainer[-1]), number, plainer
    return chosen, path


def _merit(problem: Problem, step: Step) -> tuple[float, int]:
    return problem.balance(step), -step.restricted
