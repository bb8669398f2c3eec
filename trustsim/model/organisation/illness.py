"""The stage of the relationship: how ill it is, from the smoothed trust of both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trustsim.model.log import NO_EVENT
from trustsim.records.happenings import Actor, Happening, Subject
from trustsim.rules.illness import next_stage, smoothed
from trustsim.vocabulary import DAYS_PER_MONTH, Stage

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel
    from trustsim.model.work import Release


class Illness:
    """Stage, what it came from, and the symptoms that people would name.

    ``event`` is the entry of the log for the latest change of stage, ``blow`` the latest that may explain
    one: a day that passed without a delivery, or a failure in plain sight.
    """

    def __init__(self, model: TrustModel) -> None:
        section = model.config.illness
        self.model = model
        self.entry = (section.sniffles, section.flu, section.pneumonia, section.end_stage)
        self.stage = Stage.HEALTHY
        self.health = 0.0
        self.event = NO_EVENT
        self.blow = NO_EVENT
        self._failed_on: int | None = None
        self._told: dict[Happening, int] = {}

    def begin(self, trust: float, it_in_business: float) -> None:
        """The stage in which a scenario begins follows from the trust with which it begins."""
        self.health = (trust + it_in_business) / 2.0
        self.stage = Stage(sum(self.health < threshold for threshold in self.entry))

    def end_day(self, trust: float, it_in_business: float) -> None:
        """Look at the trust of both sides this evening; at most one stage worse or better."""
        section = self.model.config.illness
        self.health = smoothed(self.health, (trust + it_in_business) / 2.0, section.smoothing_days)
        failed = self._failed_on is not None and self.model.day - self._failed_on < section.failure_days
        raised = section.failure_weight if failed else 0.0
        stage = next_stage(self.stage, self.health, self.entry, raised, section.recovery, not failed)
        if stage != self.stage:
            self._change(stage)

    def _change(self, stage: Stage) -> None:
        worse = stage > self.stage
        happening = Happening.STAGE_WORSE if worse else Happening.STAGE_BETTER
        self.stage = stage
        self.event = self.model.log.other(
            happening, Subject.DEPARTMENT, a=stage, b=self.health, actor=Actor.LEADERSHIP,
            cause=self.blow if worse else NO_EVENT,
        )  # fmt: skip

    def released(self, release: Release, late: int, event: int) -> None:
        """A release went live; a large one that is far too late has failed in plain sight."""
        section = self.model.config.illness
        planned = max(release.promise.planned_days, 1.0)
        if len(release.requests) < section.failure_requests or late <= section.failure_lateness * planned:
            return
        self._failed_on = self.model.day
        self.blow = self.model.log.release(
            Happening.HIGH_PROFILE_FAILED, release.number, Actor.BUSINESS, a=len(release.requests), b=late, cause=event
        )

    def symptom(self, what: Happening, least: Stage, request: int, user: int, cause: int) -> None:
        """Note what people would remark on from stage ``least`` on; of each kind one a month."""
        model = self.model
        if self.stage < least or model.day - self._told.get(what, -DAYS_PER_MONTH) < DAYS_PER_MONTH:
            return
        before = model.log.now
        self._told[what] = model.day
        model.log.request(what, request, Actor.USER, user, cause=cause)
        model.log.under(before)
