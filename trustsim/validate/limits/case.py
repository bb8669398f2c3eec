"""One limiting case: what must come out, and how what comes out is observed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from trustsim.statistics.batch_means import Sums, batch_means
from trustsim.statistics.intervals import Interval

LEVEL = 0.999
BATCHES = 20


@dataclass(frozen=True)
class Case:
    """A limiting case of the model with the value that theory has for it.

    Attributes:
        limit: which limit, as ``trustsim validate`` heads it.
        name: the configuration.
        quantity: what is observed, with its unit.
        expected: what must come out.
        sample: observes. Of an exact case it is called once, with ``arguments``, and gives the value; of a statistical
            one it is called for each batch, with ``arguments`` and the number of the batch, from 1. A function of a
            module, so that another process can call it.
        arguments: the configuration.
        tolerance: an exact case may differ by so much; None for a statistical case.
        slack: a statistical case may lie so much outside of its interval, where theory is of continuous time and the
            model of whole days.
        batches: independent parts of a statistical case.
    """

    limit: str
    name: str
    quantity: str
    expected: float
    sample: Callable[..., Sums | float]
    arguments: tuple[Any, ...]
    tolerance: float | None = None
    slack: float = 0.0
    batches: int = BATCHES

    @property
    def is_exact(self) -> bool:
        """Whether it must hold without any allowance for luck."""
        return self.tolerance is not None

    def calls(self) -> list[tuple[Any, ...]]:
        """The arguments of each call of ``sample``."""
        if self.is_exact:
            return [self.arguments]
        return [(*self.arguments, batch) for batch in range(1, self.batches + 1)]


@dataclass(frozen=True)
class Outcome:
    """What came out of a case."""

    case: Case
    observed: Interval
    held: bool


def judged(case: Case, found: Sequence[Sums | float], confidence: float) -> Outcome:
    """Hold what was observed against what must come out.

    Args:
        case: what was observed.
        found: what its ``sample`` gave, in order.
        confidence: of this case's interval; of all cases together it is ``LEVEL``.
    """
    if case.tolerance is not None:
        value = next(one for one in found if isinstance(one, float))
        return Outcome(case, Interval(value, value, value), abs(value - case.expected) <= case.tolerance)
    seen = batch_means([one for one in found if isinstance(one, tuple)], confidence)
    return Outcome(case, seen, seen.low - case.slack <= case.expected <= seen.high + case.slack)


def confidence_of_each(statistical: int) -> float:
    """So many intervals hold together with ``LEVEL``, after Bonferroni."""
    return 1.0 - (1.0 - LEVEL) / max(statistical, 1)
