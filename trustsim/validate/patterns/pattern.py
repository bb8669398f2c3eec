"""A pattern that practitioners claim, as criteria over pairs of runs; and what a run of it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from trustsim.statistics.intervals import Interval
from trustsim.validate.patterns.lived import Lived, World

Worlds = Mapping[str, Lived]
"""The runs of one seed, by the name of their world."""


class Verdict(StrEnum):
    """What is said of a claim."""

    HELD = "held"
    NOT_HELD = "not held"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True)
class Criterion:
    """One statement that the claim makes: a figure of each pair whose mean lies above a bar.

    Attributes:
        says: what it means that the figure lies above the bar.
        of: the figure, from the runs of one seed.
        above: the bar: the smallest effect worth speaking of, or nil where any will do.
    """

    says: str
    of: Callable[[Worlds], float]
    above: float = 0.0


@dataclass(frozen=True)
class Pattern:
    """A claim of the source articles.

    Attributes:
        number: as the claims are counted.
        claim: in a sentence.
        source: which article.
        worlds: what is run, by name; the same seeds in all of them.
        criteria: all must hold.
        assumed: what of it was put into the model, and so is no finding; empty where it has to emerge as a whole.
    """

    number: int
    claim: str
    source: str
    worlds: Mapping[str, World]
    criteria: tuple[Criterion, ...]
    assumed: str = ""


@dataclass(frozen=True)
class Finding:
    """What came out of one criterion, over pairs in which its figure could be had."""

    criterion: Criterion
    effect: Interval
    pairs: int

    @property
    def verdict(self) -> Verdict:
        """Held where the whole 95 % interval lies above the bar, not held where it lies below."""
        if self.effect.low > self.criterion.above:
            return Verdict.HELD
        return Verdict.NOT_HELD if self.effect.high <= self.criterion.above else Verdict.CANNOT_TELL

    @property
    def points_up(self) -> bool:
        """Whether the mean alone lies above the bar."""
        return self.effect.estimate > self.criterion.above


def verdict(findings: Sequence[Finding]) -> Verdict:
    """A claim is held where all of its criteria are, and not held where one of them is not."""
    said = {finding.verdict for finding in findings}
    if Verdict.NOT_HELD in said:
        return Verdict.NOT_HELD
    return Verdict.CANNOT_TELL if Verdict.CANNOT_TELL in said else Verdict.HELD
