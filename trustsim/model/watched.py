"""A TrustModel that notes how far its records had come at the end of each phase of each day."""

from __future__ import annotations

from typing import NamedTuple

from trustsim.model.day import ORDER
from trustsim.model.model import TrustModel
from trustsim.model.without import NOTHING, Without
from trustsim.scenario.schema import Scenario


class Mark(NamedTuple):
    """After one phase of one day: rows written so far, a number a table. ``phase`` is its place in ``day.ORDER``."""

    day: int
    phase: int
    events: int
    handoffs: int
    ledger: int


class WatchedModel(TrustModel):
    """Lives exactly as a TrustModel does; ``marks`` tells in which phase each row was written, warm-up included."""

    def __init__(self, scenario: Scenario, seed: int | None = None, *, without: Without = NOTHING) -> None:
        self.marks: list[Mark] = []
        super().__init__(scenario, seed, without=without)

    def _walk_the_day(self) -> None:
        self._begin_day()
        recorder = self.recorder
        for number, phase in enumerate(ORDER):
            phase.act(self)
            rows = (len(recorder.events), len(recorder.handoffs), len(recorder.ledger))
            self.marks.append(Mark(self.day, number, *rows))
