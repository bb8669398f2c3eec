"""A unit's own team: quick, close to its users, and fragile."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import mesa

from trustsim.draws import Purpose
from trustsim.model.log import NO_EVENT
from trustsim.model.organisation import elsewhere
from trustsim.records.happenings import Actor, Experience, Happening, Subject
from trustsim.rules.experience import push_back
from trustsim.rules.illness import chance_a_day
from trustsim.rules.use import support_asked
from trustsim.vocabulary import Channel, Stage

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel
    from trustsim.model.work import Request

LEAST_OUTPUT = 1e-9


@dataclass(slots=True)
class OwnSystem:
    """Something that the team built and looks after; ``support`` in person-days a day."""

    request: int
    support: float
    event: int


class ShadowTeam(mesa.Agent):  # type: ignore[misc]
    """Serves its unit, one request at a time; support of what it has built comes first."""

    model: TrustModel

    def __init__(self, model: TrustModel, unit: int) -> None:
        super().__init__(model)
        self.unit = unit
        self.queue: deque[int] = deque()
        self.left = 0.0
        self.systems: list[OwnSystem] = []
        self.last_active = model.day
        self.spent_today = 0.0

    @property
    def capacity(self) -> float:
        """Person-days that the team works a day."""
        return self.model.config.shadow.people

    @property
    def support(self) -> float:
        """Person-days a day that its systems ask for."""
        total = 0.0
        for system in self.systems:
            total += system.support
        return total

    def queued(self) -> float:
        """Work that waits for the team, in person-days of an IT developer."""
        requests = self.model.pipeline.requests
        total = self.left
        for number in list(self.queue)[1:]:
            total += requests[number].actual_effort
        return total

    def expected_wait(self) -> float:
        """Days that its users expect: what waits, and one request more, at what support leaves of its pace."""
        section, demand = self.model.config.shadow, self.model.config.demand
        pace = max(self.capacity - self.support, 0.05 * self.capacity) * section.speed
        return (self.queued() + demand.size_median) / pace

    def receive(self, request: Request, event: int) -> None:
        """A user brings a request."""
        self.last_active = self.model.day
        request.build_began = None
        self.queue.append(request.number)
        if len(self.queue) == 1:
            self.left = request.actual_effort
        request.blamed = event

    def work(self) -> float:
        """A day: support first, then building; what is done is used at once. Return the person-days spent."""
        day = self.capacity
        support = min(self.support, day)
        day -= support
        while self.queue and day > LEAST_OUTPUT:
            request = self.model.pipeline.requests[self.queue[0]]
            if request.build_began is None:
                request.build_began = self.model.day
            day -= self._build(request, day)
        self.spent_today = self.capacity - day
        self._age()
        return self.spent_today

    def _build(self, request: Request, day: float) -> float:
        """Spend up to ``day`` person-days on the request in hand; return how many."""
        speed = self.model.config.shadow.speed
        spent = min(day, self.left / speed)
        request.effort_build += spent
        self.left -= spent * speed
        if self.left <= LEAST_OUTPUT:
            self.queue.popleft()
            self.left = self.model.pipeline.requests[self.queue[0]].actual_effort if self.queue else 0.0
            self._deliver(request)
        return spent

    def _deliver(self, request: Request) -> None:
        model, section = self.model, self.model.config.shadow
        elsewhere.build(model, request, Purpose.SHADOW_BUILD, section)
        self.last_active = model.day
        event = elsewhere.deliver(model, request, Happening.SHADOW_DELIVERED, Actor.SHADOW_TEAM, self.unit)
        release = model.config.release
        broken = request.broken.bit_count() / request.attributes
        rate = support_asked(
            request.actual_effort, release.support_rate * section.support, broken, release.support_broken
        )
        self.systems.append(OwnSystem(request.number, rate, event))

    # --- falling apart

    def _age(self) -> None:
        """Too much to look after: the oldest system goes to IT. Nobody left, or nothing to do: the team goes."""
        model, section = self.model, self.model.config.shadow
        if self.systems and self.support > section.breaking_point * self.capacity:
            self._break_down()
        u = model.draws.block(Purpose.SHADOW_TEAM, (self.unit, 0), model.draw_day, 1)[0]
        idle = not self.queue and model.day - self.last_active >= section.idle_days
        if u < chance_a_day(section.leaving) or idle:
            self._dissolve()

    def _break_down(self) -> None:
        model = self.model
        a_month = 21.0 * self.support
        system = self.systems.pop(0)
        event = model.log.other(
            Happening.SHADOW_BROKE_DOWN, Subject.SHADOW_TEAM, self.unit, a_month, cause=system.event
        )
        user = model.pipeline.requests[system.request].user
        model.relations.other_feels(
            user, Channel.SHADOW, Experience.BREAKDOWN, 0.0, model.config.evidence.breakdown, system.request
        )
        self._offer(system, event)

    def _dissolve(self) -> None:
        model = self.model
        systems, self.systems = self.systems, []
        event = model.log.other(Happening.SHADOW_GONE, Subject.SHADOW_TEAM, self.unit, len(systems))
        del model.market.teams[self.unit]
        model.market.gone.append(self)
        for system in systems:
            self._offer(system, event)
        waiting, self.queue, self.left = list(self.queue), deque(), 0.0
        for number in waiting:
            request = model.pipeline.requests[number]
            request.build_began, request.effort_build, request.blamed = None, 0.0, NO_EVENT  # all to be done anew
            model.market.comes_back(request)
            model.market.choose_again(request, event, own=False)

    def _offer(self, system: OwnSystem, cause: int) -> None:
        """A system without anybody to look after it: IT takes it in, or refuses what it had no part in."""
        model, section = self.model, self.model.config.shadow
        request = model.pipeline.requests[system.request]
        model.market.units[self.unit].learns_cost(section.lesson)
        u = model.draws.block(Purpose.ORPHAN, request.entity, 0, 1)[0]
        helps = push_back(section.taken_in, model.relations.of_it(self.unit))
        if model.illness.stage < Stage.PNEUMONIA and u < helps:
            model.orphans += 1
            model.pipeline.orphan_support += system.support
            model.log.other(
                Happening.ORPHAN_TAKEN_IN, Subject.SHADOW_TEAM, self.unit, 21.0 * system.support, cause=cause
            )
            return
        model.orphans_refused += 1
        refused = cause if model.illness.stage < Stage.PNEUMONIA else model.illness.event
        event = model.log.other(Happening.ORPHAN_REFUSED, Subject.SHADOW_TEAM, self.unit, cause=refused)
        model.market.units[self.unit].blow = event
        weight = model.config.evidence.support_refused
        model.users[request.user].feel(Experience.SUPPORT_REFUSED, 0.0, weight, request.number)
        request.workaround = True
