"""TrustModel: the people, what they exchange, and a clock that walks the order of the day."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

import mesa

from trustsim.draws import Draws, Purpose
from trustsim.model.agenda import Agenda
from trustsim.model.day import ORDER
from trustsim.model.gauge import Gauge
from trustsim.model.knowledge import Knowledge
from trustsim.model.log import NO_EVENT, Log
from trustsim.model.organisation.capacity import Capacity
from trustsim.model.organisation.edicts import Edicts
from trustsim.model.organisation.illness import Illness
from trustsim.model.organisation.intake import Intake
from trustsim.model.organisation.market import Market
from trustsim.model.organisation.partnering import Partnering
from trustsim.model.organisation.terms import usual_terms
from trustsim.model.process.hands import hand_on
from trustsim.model.process.pipeline import Pipeline
from trustsim.model.process.policies import in_force
from trustsim.model.process.promises import leave_open
from trustsim.model.recent import Row
from trustsim.model.relations import Relations
from trustsim.model.roles.analyst import Analyst
from trustsim.model.roles.developer import Developer
from trustsim.model.roles.leadership import Leadership
from trustsim.model.roles.product_manager import ProductManager
from trustsim.model.roles.tester import Tester
from trustsim.model.roles.user import User
from trustsim.model.roles.vendor import Vendor
from trustsim.model.rows import request_rows
from trustsim.model.timeline import Timeline
from trustsim.model.trust import Trust
from trustsim.model.without import NOTHING, Without
from trustsim.model.work import Request
from trustsim.records.happenings import Experience, Happening, Subject
from trustsim.records.recorder import Recorder
from trustsim.rules.use import downtime_felt
from trustsim.scenario.feasible import check_entry
from trustsim.scenario.schema import Scenario
from trustsim.scenario.timeline import Intervention
from trustsim.vocabulary import Function, RequestState

LONGEST_WARMUP = 1000  # keeps addresses of daily draws positive, whatever the warm-up


class TrustModel(mesa.Model):  # type: ignore[misc]
    """A business and its IT department, one working day a step.

    Args:
        scenario: everything a run depends on; frozen. Held as ``config``, since Mesa 3.5 keeps the
            name ``scenario`` for itself.
        seed: seed of every draw, 0 to 2**53; the scenario's own when None.
        ledger: whether the trust ledger is kept; nothing else depends on it.
        without: what is left out of the run; nothing, unless it is said.

    The days of the warm-up are worked while the model is built, with trust and motivation held
    still, so that work is in flight on day 1. Mesa's own random generators are never used.
    """

    running: bool
    warming_up = True  # whether the first day is still to come
    _catching_up = False
    _closed = False

    def __init__(
        self, scenario: Scenario, seed: int | None = None, *, ledger: bool = True, without: Without = NOTHING
    ) -> None:
        seed = scenario.run.seed if seed is None else seed
        self._set_up_mesa(seed)
        self.config = scenario
        self.seed_of_draws = seed
        self.without = without
        self.recorder = Recorder(ledger=ledger)
        self.draws = Draws(seed)
        self.terms = usual_terms(scenario)
        self.agenda = Agenda()
        self.log = Log(self.recorder)
        self.knowledge = Knowledge(scenario.knowledge)
        self.trust = Trust(scenario.trust, self.recorder, scenario.run.horizon_days + 1)
        self.relations = Relations(self.trust, scenario)
        self.policies = in_force(scenario.process.policies())
        self.pipeline = Pipeline(self)
        self.gauge = Gauge(self)
        self.capacity = Capacity(self)
        self.edicts = Edicts(self)
        self.intake = Intake(self)
        self.illness = Illness(self)
        self.timeline = Timeline(self)
        self.needs = 0
        self.orphans = 0
        self.orphans_refused = 0
        self.live_before_start = 0
        self.last_day = scenario.run.horizon_days
        self.day = -scenario.run.warmup_days
        self._people()
        self.market = Market(self)
        self.partnering = Partnering(self)
        self._warm_up()
        self.initial: Row = self.gauge.trust()

    def _people(self) -> None:
        people = self.config.organisation
        units, managers = people.business_units, people.product_managers
        self.leadership = Leadership(self)
        self.vendor = Vendor(self)
        self.users = [User(self, number, number % units) for number in range(people.users)]
        self.managers = [ProductManager(self, number) for number in range(managers)]
        self.analysts: list[Analyst] = []
        self.developers = [Developer(self, number) for number in range(people.developers)]
        self.present = list(self.developers)
        self.testers = [Tester(self, number) for number in range(people.testers)]
        self.colleagues = [[u.number for u in self.users if u.unit == unit] for unit in range(units)]
        self.representatives = [unit[: people.representatives_per_unit] for unit in self.colleagues]

    def _set_up_mesa(self, seed: int) -> None:
        """Let Mesa make what it needs, and put a clock that stops at the horizon before its own.

        Mesa 3.5 keeps time as well as steps, and lets it run to any moment with ``run_for`` and ``run_until``.
        """
        mesa.Model.__init__(self, rng=seed)
        self._mesas_step = self.step
        self.__dict__["step"] = self._step_within_horizon

    def _step_within_horizon(self) -> None:
        if self._catching_up:
            self._mesas_step()
        elif self.day < self.last_day:
            if hasattr(self, "time"):
                self.run_until(self.time + 1)
            else:
                self._mesas_step()

    def __repr__(self) -> str:
        title, name = self.config.story.title, type(self).__name__
        return f"<{name} {title!r}, day {self.day} of {self.last_day}, seed {self.seed_of_draws}>"

    def manager(self, unit: int) -> ProductManager:
        """The product manager who serves a unit."""
        return self.managers[unit % len(self.managers)]

    def analyst(self, unit: int, layer: int) -> Analyst:
        """The analyst of a layer (from 1) between a unit and its product manager; hired when first needed."""
        managers = len(self.managers)
        while len(self.analysts) < layer * managers:
            number = len(self.analysts)
            self.analysts.append(Analyst(self, number, number // managers))
        return self.analysts[(layer - 1) * managers + unit % managers]

    def hire(self, count: int, cause: int = NO_EVENT) -> int:
        """So many developers come; return how many."""
        for _ in range(count):
            self.developers.append(Developer(self, len(self.developers)))
        self.present = [developer for developer in self.developers if developer.present]
        if count:
            self.log.other(Happening.HIRED, Subject.DEPARTMENT, a=count, b=len(self.present), cause=cause)
        return count

    def lay_off(self, count: int, cause: int = NO_EVENT) -> int:
        """So many developers go, the last hired first, but never all; others take over what they had in hand."""
        leaving = self.present[max(1, len(self.present) - count) :]
        for developer in leaving:
            developer.present = False
        self.present = [developer for developer in self.present if developer.present]
        for developer in leaving:
            hand_on(self, developer)
        if leaving:
            self.log.other(Happening.LAID_OFF, Subject.DEPARTMENT, a=len(leaving), b=len(self.present), cause=cause)
        return len(leaving)

    def fail_services(self, hours: float, cause: int = NO_EVENT) -> int:
        """Core services fail for all; return the event."""
        event = self.log.other(Happening.INCIDENT, Subject.SERVICES, a=hours, cause=cause)
        self.go_without(self.users, hours)
        return event

    def go_without(self, users: Iterable[User], hours: float) -> None:
        """These users have nothing to work with for so long."""
        self.gauge.outages += 1
        for user in users:
            user.feel(Experience.OUTAGE, 0.0, self.config.evidence.outage * downtime_felt(hours))

    def apply(self, entry: Intervention) -> None:
        """Intervene between two days: the entry joins the timeline and may begin on the next day.

        Its ``day`` is the first on which it may begin; left out, or past, it is the next day.

        Raises:
            ScenarioError: the entry is not acceptable in this scenario, or no day is left for it.
        """
        tomorrow = self.day + 1
        entry = entry.model_copy(update={"day": max(entry.day or tomorrow, tomorrow)})
        check_entry(self.played(), entry)
        self.timeline.add(entry)

    def played(self) -> Scenario:
        """The scenario with everything that was applied so far; it replays what was played, seed included."""
        timeline = (*self.config.timeline, *self.timeline.applied)
        run = self.config.run.model_copy(update={"seed": self.seed_of_draws})
        return self.config.model_copy(update={"timeline": timeline, "run": run})

    def meet_over_work(self, request: Request) -> None:
        """IT and a user looked at work together; both crafts learn something of the unit."""
        for function in (Function.PRODUCT_MANAGER, Function.DEVELOPER):
            self.knowledge.contact(function, request.unit)

    @property
    def draw_day(self) -> int:
        """The day as a part of an address of draws, never negative."""
        return self.day + LONGEST_WARMUP

    def _warm_up(self) -> None:
        for user in self.users:
            user.plan_need(self.draws.block(Purpose.NEED_ARISES, (user.number, 0), 0, 1)[0])
        self.edicts.plan_next()
        for unit in range(len(self.colleagues)):
            self.partnering.plan_proposal(unit)
        while self.day < 0:
            self._walk_the_day()
        self.warming_up = self.trust.frozen = False
        evening = self.gauge.trust()
        self.illness.begin(evening["trust"] or 0.0, evening["trust_it_in_business"] or 0.0)
        self.live_before_start = self.pipeline.counts[RequestState.RELEASED]
        self.gauge.begin()

    def step(self) -> None:
        """One working day. Past the horizon a model stands still, and its clock with it."""
        if self._catching_up or self.day >= self.last_day:
            return
        self._walk_the_day()
        if self.day >= self.last_day:
            self.running = False
        self.day_done()

    if hasattr(mesa.Model, "run_until"):  # Mesa 3.5

        def run_until(self, end_time: float) -> None:
            """Work every day up to a time in days; the horizon is the latest."""
            if self._catching_up or self.day < self.last_day:
                super().run_until(min(end_time, self.last_day))

        def run_for(self, duration: float) -> None:
            """Work every day of the next ``duration`` days; the horizon ends it."""
            self.run_until(self.time + duration)

    def day_done(self) -> None:
        """A day of the run is over; for those who watch a model by deriving from it."""

    def _begin_day(self) -> None:
        self.day += 1
        self.log.day = self.knowledge.day = self.day
        if self.day > 0:
            self.trust.day = self.day
        self.trust.frozen = self.warming_up or self.day == self.without.day

    def _walk_the_day(self) -> None:
        self._begin_day()
        for phase in ORDER:
            phase.act(self)

    def close(self) -> None:
        """After the last step: enter what time alone has done into the ledger. Harmless when repeated."""
        if not self._closed:
            leave_open(self)
        self._closed = True
        self.trust.settle()
        # Mesa 3.3 counts agents in a table on the class, which would keep every model alive.
        getattr(mesa.Agent, "_ids", {}).pop(self, None)

    def user_trust(self, user: int) -> float:
        """A user's trust in IT now, in [0, 1]."""
        return self.relations.of_user(user)

    def request_rows(self) -> list[dict[str, Any]]:
        """One row a request, as ``records.columns.REQUESTS`` says; None where missing."""
        return request_rows(self.pipeline.requests)

    def _agents_of_ours(self) -> list[mesa.Agent]:
        """All of them in the order in which they came, so that a copy numbers them alike."""
        people = (*self.users, *self.managers, *self.analysts, *self.developers, *self.testers)
        agents = (self.leadership, self.vendor, *people, *self.market.teams.values(), *self.market.gone)
        return sorted(agents, key=lambda agent: agent.unique_id)

    def fork(self) -> TrustModel:
        """An independent copy that, left alone, goes on identically."""
        return copy.deepcopy(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> TrustModel:
        """Copy what is ours; let Mesa set up a new model around it and bring its clock forward.

        Mesa's own parts hold weak references to the model (3.5) or count agents by model (3.3), so
        they are made anew through its public interface rather than copied.
        """
        twin = type(self).__new__(type(self))
        memo[id(self)] = twin
        twin._set_up_mesa(self.seed_of_draws)  # noqa: SLF001 (our own twin)
        mesas = set(vars(twin))
        twin._catching_up = True  # noqa: SLF001 (our own twin)
        for _ in range(self.steps):
            twin.step()
        for name, value in vars(self).items():
            if name not in mesas:
                setattr(twin, name, copy.deepcopy(value, memo))
        twin._catching_up = False  # noqa: SLF001
        twin.running = self.running
        for agent in twin._agents_of_ours():  # noqa: SLF001
            mesa.Agent.__init__(agent, twin)
        return twin
