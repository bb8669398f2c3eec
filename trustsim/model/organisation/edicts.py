"""Edicts of the owners: work that comes ahead of everything else, and what it pushes aside."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from trustsim.draws import Purpose
from trustsim.model.log import NO_EVENT
from trustsim.model.process import planning, reporting
from trustsim.model.work import Release, Task
from trustsim.records.happenings import Actor, Happening, Subject
from trustsim.rules.demand import days_to_next
from trustsim.vocabulary import TaskKind

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel
    from trustsim.model.roles.developer import Developer


class Edicts:
    """Arrive at random, each as work for one developer, whoever that is."""

    def __init__(self, model: TrustModel) -> None:
        self.model = model
        self.count = 0
        self.drawn = 0
        self.from_timeline = 0
        self._clock = 0.0

    def plan_next(self) -> None:
        """Note when the next edict will come; several may come on a day."""
        model, rate = self.model, self.model.config.edicts.rate
        if rate <= 0.0:
            return
        u = model.draws.block(Purpose.EDICT, (0, self.drawn), 0, 1)[0]
        if not self.drawn:
            self._clock = float(model.day)
        self.drawn += 1
        self._clock += days_to_next(u, rate)
        if self._clock <= model.last_day:
            model.agenda.note(math.floor(self._clock) + 1, "edicts", "edict", self.drawn)

    def issue(self, effort: float, address: tuple[int, int], cause: int = NO_EVENT) -> None:
        """The owners demand work of ``effort`` person-days; ``address`` is that of its draws."""
        model = self.model
        who, says = model.draws.block(Purpose.EDICT, address, 1, 2)
        developer = model.present[int(who * len(model.present))]
        number = self.count
        self.count += 1
        event = model.log.other(Happening.EDICT_ISSUED, Subject.EDICT, number, effort, actor=Actor.OWNERS, cause=cause)
        aside = self._pushed_aside(developer)
        developer.tasks.append(Task(TaskKind.EDICT, number, effort, event=event))
        if aside is not None:
            self._push(aside, effort, event, says)

    def _pushed_aside(self, developer: Developer) -> Release | None:
        """The release that the developer works on, or would have taken up next; None where there is none."""
        return self.model.pipeline.next_in_hand(developer)

    def _push(self, release: Release, effort: float, event: int, says: float) -> None:
        """A release is pushed aside; perhaps IT promises it anew at once, since the owners can be named."""
        model = self.model
        hands = planning.hands_on(model, is_batch=release.is_batch)  # others take a batch further meanwhile
        days = math.ceil(effort / (hands * model.config.building.productivity))
        aside = model.log.release(Happening.PUSHED_ASIDE, release.number, Actor.OWNERS, a=days, cause=event)
        if says < model.config.edicts.repromise and release.promise.bites(days, model.day):
            reporting.promise_anew(model, release, days, aside)

    def done(self, task: Task, developer: Developer) -> None:
        """An edict is carried out."""
        self.model.log.other(
            Happening.EDICT_DONE, Subject.EDICT, task.subject, task.spent,
            actor=Actor.DEVELOPER, who=developer.number, cause=task.event,
        )  # fmt: skip
