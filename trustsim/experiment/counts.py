"""How far a sweep has come, and who is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Counts:
    """How far a sweep has come.

    Attributes:
        points: design points.
        runs: all runs of the experiment.
        done: those that have their figures.
        failed: those that failed.
        cached: of both, those that were in the store already, or are the same run as another one.
        ran: those that were done by this sweep, well or not.
    """

    points: int
    runs: int
    done: int = 0
    failed: int = 0
    cached: int = 0
    ran: int = 0

    @property
    def known(self) -> int:
        """Runs of which it is known what came of them."""
        return self.done + self.failed

    def plus(self, *, done: int = 0, failed: int = 0, cached: int = 0, ran: int = 0) -> Counts:
        """The counts when some more are known."""
        return Counts(
            self.points, self.runs, self.done + done, self.failed + failed, self.cached + cached, self.ran + ran
        )


class Watch(Protocol):
    """Somebody who is told how a sweep goes."""

    def counted(self, counts: Counts) -> None:
        """Hear how far it has come; called often."""

    def told(self, text: str) -> None:
        """Hear a sentence about something that was found wrong and put right."""


class Nobody:
    """Nobody is told."""

    def counted(self, counts: Counts) -> None:
        """Take no notice."""

    def told(self, text: str) -> None:
        """Take no notice."""
