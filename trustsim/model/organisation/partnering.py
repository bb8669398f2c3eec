"""What an equal part of the business does beside orders: it asks afterwards, and proposes improvements."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from trustsim.draws import Purpose
from trustsim.model.work import Request, Task
from trustsim.records.happenings import Actor, Experience, Happening, Subject
from trustsim.rules.demand import days_to_next
from trustsim.vocabulary import Function, Stage, TaskKind

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel


class Partnering:
    """An order-taking IT does none of this."""

    def __init__(self, model: TrustModel) -> None:
        self.model = model
        self.drawn = [0] * len(model.colleagues)
        self.made = [0] * len(model.colleagues)
        self._clocks = [float(model.day)] * len(model.colleagues)

    def plan_proposal(self, unit: int) -> None:
        """Note when the next improvement will be proposed to a unit."""
        model, section = self.model, self.model.config.stance
        u = model.draws.block(Purpose.PROPOSAL, (unit, self.drawn[unit]), 0, 1)[0]
        self.drawn[unit] += 1
        self._clocks[unit] += days_to_next(u, section.proposals * section.equal_partner)
        if self._clocks[unit] <= model.last_day:
            model.agenda.note(math.floor(self._clocks[unit]) + 1, "needs", "proposal", unit)

    def propose(self, unit: int) -> None:
        """Somebody takes an improvement up; it is made between two pieces of work."""
        section = self.model.config.stance
        developer = min(self.model.present, key=lambda one: len(one.tasks))
        if section.proposal_effort > 0.0:
            developer.tasks.append(Task(TaskKind.IMPROVEMENT, unit, section.proposal_effort))
        else:
            self.improved(unit)

    def improved(self, unit: int) -> None:
        """It is made; whether it helps depends on how well IT knows the unit."""
        model, section = self.model, self.model.config.stance
        helps, whom = model.draws.block(Purpose.PROPOSAL, (unit, self.made[unit]), 1, 2)
        self.made[unit] += 1
        if helps >= model.knowledge.of(Function.PRODUCT_MANAGER, unit):
            return
        model.log.other(Happening.IMPROVED, Subject.UNIT, unit, section.proposal_value)
        model.gauge.value += section.proposal_value
        colleagues = model.colleagues[unit]
        user = model.users[colleagues[int(whom * len(colleagues))]]
        user.feel(Experience.IMPROVED, 1.0, model.config.evidence.improved)

    def delivered(self, request: Request) -> None:
        """Something went live; perhaps IT will ask how it works."""
        model, section = self.model, self.model.config.stance
        if section.equal_partner <= 0.0:
            return  # draws have addresses: one that decides nothing need not be made
        u = model.draws.block(Purpose.FOLLOW_UP, request.entity, 0, 1)[0]
        if u < section.equal_partner:
            model.agenda.note(model.day + section.follow_up_days, "contacts", "follow_up", request.number)

    def follow_up(self, request: Request) -> None:
        """IT asks; both learn from the answer. At the end stage nobody calls."""
        model = self.model
        if model.illness.stage == Stage.END_STAGE:
            return
        user = model.users[request.user]
        model.log.request(Happening.FOLLOWED_UP, request.number, Actor.USER, user.number)
        user.meet()
        user.feel(Experience.FOLLOWED_UP, 1.0, model.config.evidence.followed_up, request.number)
        model.knowledge.contact(Function.PRODUCT_MANAGER, request.unit)
