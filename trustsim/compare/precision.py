"""Pairs added until the difference is known as precisely as was asked."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from trustsim.statistics.alike import MOST_UNLIKE, all_alike, may_be_unlike, values_needed
from trustsim.statistics.bounds import ANY, Bounds
from trustsim.statistics.intervals import Values, standard_deviation
from trustsim.statistics.needed import runs_needed
from trustsim.statistics.sequence import sequence_interval, sequence_reach

FIRST_PAIRS = 12
LEAST_MORE = 4
MOST_PAIRS = 1000


class Watched(NamedTuple):
    """How pairs were added until a precision was reached.

    Attributes:
        wanted: half-width that was asked for, in the unit of the differences.
        half_width: the widest that was reached; infinite where too few pairs have a difference, NaN where there is
            none: all differences of every world are alike, in as many pairs as that takes to count.
        pairs: number of pairs at which it was.
        looks: how often the intervals were looked at.
    """

    wanted: float
    half_width: float
    pairs: int
    looks: int

    @property
    def reached(self) -> bool:
        """Whether it was reached, rather than given up."""
        return not self.half_width > self.wanted


def until_precise(
    grow: Callable[[int], Sequence[Values]],
    wanted: float,
    most: int = MOST_PAIRS,
    least: int = LEAST_MORE,
    bounds: Bounds = ANY,
) -> Watched:
    """Add pairs until the confidence sequence of every difference has a half-width of at most ``wanted``.

    From ``FIRST_PAIRS`` pairs on there is a look after every pair, in the order of their seeds, and the first
    number at which it is reached is the answer. So it does not depend on how many pairs are run at a time. The
    intervals of a confidence sequence hold however often they are looked at: this rule does not make them lie.
    Differences that are all alike have no spread, so that an interval of theirs would have no width after two
    pairs. They are precise enough when at most ``MOST_UNLIKE`` of all pairs may be otherwise, which holds at all
    looks as well.

    Args:
        grow: runs so many more pairs, and returns the differences so far, a value a pair, NaN for a pair without a
            difference; a series for each world that is not the reference, nor the same scenario.
        wanted: half-width, in the unit of the differences.
        most: number of pairs after which this stops in any case.
        least: how many pairs are run at a time, at the least. How many more will be needed is foreseen from the
            differences so far; never are there more of them than there have been.
        bounds: between which values a difference can lie.

    Returns:
        At how many pairs it was reached; a few more may have been run.
    """
    pairs, more, looks = 0, min(FIRST_PAIRS, most), 0
    while True:
        found = [np.asarray(one, dtype=np.float64) for one in grow(more)]
        for seen in range(max(pairs + 1, min(FIRST_PAIRS, most)), pairs + more + 1):
            looks += 1
            watched = Watched(wanted, _widest([_known(one[:seen]) for one in found], bounds), seen, looks)
            if watched.reached or seen == most:
                return watched
        pairs += more
        more = min(max(least, _foreseen([_known(one) for one in found], wanted, pairs)), pairs, most - pairs)


def _widest(found: Sequence[Values], bounds: Bounds) -> float:
    widths = [_half_width(one, bounds) for one in found]
    return max((width for width in widths if not math.isnan(width)), default=math.nan if widths else 0.0)


def _half_width(differences: Values, bounds: Bounds) -> float:
    """NaN where they are all alike, in pairs enough; infinite where they are too few."""
    if not all_alike(differences):
        return sequence_interval(differences, bounds=bounds).half_width
    return math.nan if may_be_unlike(differences) <= MOST_UNLIKE else math.inf


def _known(differences: Values) -> Values:
    data = np.asarray(differences, dtype=np.float64)
    return data[~np.isnan(data)]


def _foreseen(found: Sequence[Values], wanted: float, pairs: int) -> int:
    """How many more pairs it should take, at most as many as there are."""
    needed = max(_needed(one, wanted) * pairs / max(len(one), 1) for one in found)
    return math.ceil(min(needed, 2 * pairs)) - pairs


def _needed(differences: Values, wanted: float) -> float:
    """Number of differences after which the interval should be as narrow as wanted, by what is known of them."""
    if all_alike(differences):
        return values_needed(differences)
    deviation = standard_deviation(differences)
    return runs_needed(0.0 if math.isnan(deviation) else deviation, wanted, reach=sequence_reach)
