"""The verdict on a difference in one word, and the margin within which it counts as none."""

from __future__ import annotations

import math
from enum import StrEnum

from trustsim.measures.responses import Response
from trustsim.records.columns import FRACTIONS
from trustsim.statistics.alike import MOST_UNLIKE
from trustsim.statistics.intervals import Interval

MARGIN_OF_SHARES = 0.01
MARGIN_OF_MEANS = 0.01
MOST_UNLIKE_OF_A_SIDE = 0.5
"""Differences that are all alike tell which world is ahead where at most half of the pairs may be otherwise."""


class Verdict(StrEnum):
    """What can be said of a world beside the reference."""

    BETTER = "better"
    WORSE = "worse"
    HIGHER = "higher"
    LOWER = "lower"
    EQUIVALENT = "equivalent"
    CANNOT_TELL = "cannot tell"


def usual_margin(about: Response, mean: float) -> float:
    """The difference that counts as none unless another is given.

    0.01 for shares, what lies between 0 and 1, and what is told relative to something; else 1 % of the mean of the
    reference, which is ``mean``.
    """
    if about.unit in FRACTIONS:
        return MARGIN_OF_SHARES
    return MARGIN_OF_MEANS * abs(mean) if math.isfinite(mean) else 0.0


def judge(difference: Interval, margin: float, better: int) -> Verdict:
    """The verdict on a difference: within the margin as a whole, or on one side of zero, or neither.

    Args:
        difference: with its interval.
        margin: at least 0.
        better: 1 where more is better, -1 where less is, 0 where neither can be said.
    """
    if difference.within(margin):
        return Verdict.EQUIVALENT
    return _ahead(difference.low > 0, better) if difference.excludes_zero() else Verdict.CANNOT_TELL


def judge_alike(difference: float, may_differ: float, margin: float, better: int) -> Verdict:
    """The verdict where all differences are one number, which say nothing of how far others would lie apart.

    That they do not matter is said where hardly any pair may be otherwise, and which world is ahead, where at most
    half of them may: that is the sign test.

    Args:
        difference: that number.
        may_differ: up to what share of the pairs may have another.
        margin: at least 0.
        better: as for ``judge``.
    """
    if may_differ > most_unlike(difference, margin):
        return Verdict.CANNOT_TELL
    return Verdict.EQUIVALENT if abs(difference) <= margin else _ahead(difference > 0, better)


def most_unlike(difference: float, margin: float) -> float:
    """Up to what share of the pairs may be otherwise, where all differences are one number, for a verdict."""
    return MOST_UNLIKE if abs(difference) <= margin else MOST_UNLIKE_OF_A_SIDE


def _ahead(higher: bool, better: int) -> Verdict:
    if better == 0:
        return Verdict.HIGHER if higher else Verdict.LOWER
    return Verdict.BETTER if higher == (better > 0) else Verdict.WORSE
