"""A day of all developers: what they could do, what takes of it before any task, and what is free."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel

MOST_RED_TAPE = 0.9  # share of a day; somebody always works


@dataclass(slots=True)
class Day:
    """Person-days of one day: ``available`` in all, and where they went beside tasks."""

    available: float = 0.0
    away: float = 0.0
    reserved: float = 0.0
    red_tape: float = 0.0
    support: float = 0.0
    orphans: float = 0.0
    switching: float = 0.0
    idle: float = 0.0


class Capacity:
    """Shares of developers' time, worked out once a morning."""

    def __init__(self, model: TrustModel) -> None:
        self.model = model
        self.today = Day()
        self.support_share = 0.0
        self.orphan_share = 0.0

    @property
    def red_tape(self) -> float:
        """Share of developers' time that forms and sign-offs take today; a competitive mindset saves some of it."""
        terms, section = self.model.terms, self.model.config.treatment
        saved = 1.0 - section.friction_cut * terms.mindset
        return min(MOST_RED_TAPE, (terms.red_tape + terms.methodology) * saved)

    def begin_day(self) -> float:
        """Take off what comes before any task; return what a unit of output is worth today for tasks.

        In turn: tours, capacity reserved, red tape, support; each takes its share of what the ones before it left.
        """
        terms = self.model.terms
        self._support()
        outputs = [developer.output for developer in self.model.present]
        available = left = terms.budget * math.fsum(outputs)
        left -= (away := left * terms.away)
        left -= (reserved := left * terms.reserved)
        tape = self.red_tape
        left -= (red_tape := left * tape)
        orphans = left * self.orphan_share
        support = left * (self.support_share - self.orphan_share)
        self.today = Day(available, away, reserved, red_tape, support, orphans)
        return terms.budget * (1.0 - terms.away) * (1.0 - terms.reserved) * (1.0 - tape) * (1.0 - self.support_share)

    def _support(self) -> None:
        """Systems grow old; what is left of them asks for support, up to the most that it may take."""
        section, pipeline = self.model.config.release, self.model.pipeline
        kept = 1.0 - 1.0 / section.system_life
        pipeline.support *= kept
        pipeline.orphan_support *= kept
        capacity = len(self.model.present) * self.model.config.building.productivity
        orphans = pipeline.orphan_support / capacity
        asked = pipeline.support / capacity + orphans
        self.support_share = min(section.most_support, asked)
        self.orphan_share = self.support_share * (orphans / asked) if asked > 0.0 else 0.0
