"""The timeline: entries of the scenario and of a live session, begun on their day or when a condition holds."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from trustsim.model.interventions import BEGIN, DAILY, END
from trustsim.model.log import NO_EVENT
from trustsim.model.process.switch import change_process
from trustsim.records.happenings import Happening, Subject
from trustsim.rules.illness import fading
from trustsim.scenario.condition import Condition
from trustsim.scenario.timeline import Intervention
from trustsim.vocabulary import InterventionKind

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel

# Practices that people fall out of where neither side understands the other.
FADING = (InterventionKind.INSIGHT_VISITS, InterventionKind.RELIABILITY_FIRST, InterventionKind.COMPETITIVE_MINDSET)
LAYERING = (InterventionKind.ADD_LAYERS, InterventionKind.REMOVE_LAYERS)
MOST_TAKEN = 0.9  # share of developers' capacity that may be reserved, or on tour, by all entries together
OF_NO_ENTRY = -1  # the number of what is in force without an entry of the timeline
KIND_NUMBERS = {kind: number for number, kind in enumerate(InterventionKind)}


@dataclass(slots=True)
class Standing:
    """An intervention in force: which entry, since and until when, and how much of it people still keep up.

    ``count`` is what it takes to undo it: people or layers.
    """

    entry: int
    given: Intervention
    began: int
    ends: int | None
    event: int
    level: float = 1.0
    count: int = 0

    @property
    def kind(self) -> InterventionKind:
        """What it does."""
        return self.given.what

    @property
    def strength(self) -> float:
        """How thoroughly it is done, 0 to 1."""
        return self.given.strength

    @property
    def size(self) -> float:
        """How much of it, in the unit of its kind."""
        return self.given.size

    @property
    def whole(self) -> int:
        """Its size in whole people or layers."""
        return math.floor(self.size * self.strength + 0.5)


@dataclass(slots=True)
class Armed:
    """An entry that has not begun yet."""

    number: int
    entry: Intervention
    condition: Condition | None = field(init=False)

    def __post_init__(self) -> None:
        """Read the condition once."""
        self.condition = self.entry.condition


class Timeline:
    """Begins, keeps up and ends interventions, and works out the terms that they set."""

    def __init__(self, model: TrustModel) -> None:
        self.model = model
        self.armed = [Armed(number, entry) for number, entry in enumerate(model.config.timeline)]
        self.applied: list[Intervention] = []
        self.standing: list[Standing] = []
        self.begun = 0

    @property
    def layers(self) -> int:
        """Analyst layers that entries in force have added, less those that they have taken away."""
        return sum(one.count for one in self.standing if one.kind in LAYERING)

    def add(self, entry: Intervention) -> None:
        """One more entry, of a live session; it goes behind those that are there."""
        number = len(self.model.config.timeline) + len(self.applied)
        self.applied.append(entry)
        self.armed.append(Armed(number, entry))

    def act(self) -> None:
        """End what is over, begin what is due, keep up the rest."""
        if not self.standing and not self.armed and self.model.terms.understanding == 0.0:
            return
        for standing in [one for one in self.standing if one.ends == self.model.day]:
            self._end(standing)
        for armed in [one for one in self.armed if self._is_due(one)]:
            self.armed.remove(armed)
            self._begin(armed)
        self._keep_up()
        self.set_terms()

    def _is_due(self, armed: Armed) -> bool:
        """On its day; or, from its day on if it has one, when its condition held on so many evenings in a row."""
        model, condition, day = self.model, armed.condition, armed.entry.day
        if condition is None:
            return model.day == day
        if model.day < 1 or (day is not None and model.day < day):
            return False
        evenings = model.recorder.daily[-condition.days :]
        return len(evenings) == condition.days and all(
            condition.holds(evening[condition.measure]) for evening in evenings
        )

    def _begin(self, armed: Armed) -> None:
        entry, day = armed.entry, self.model.day
        if armed.number in self.model.without.entries:
            # Edicts of the timeline draw by their place among themselves: the next one shall keep its own luck.
            self.model.edicts.from_timeline += entry.what == InterventionKind.EDICT and entry.strength > 0.0
            return
        event = NO_EVENT
        if entry.strength > 0.0:  # what changes nothing is not told either
            self.begun += 1
            event = self._tell(Happening.INTERVENTION_BEGAN, armed.number, entry.what, entry.strength)
        ends = None if entry.lasts is None else day + entry.lasts
        standing = Standing(armed.number, entry, day, ends, event)
        if not entry.kind.instant:
            self.standing.append(standing)
        begin = BEGIN.get(entry.what)
        if begin is not None:
            begin(self.model, standing)

    def _end(self, standing: Standing) -> None:
        self.standing.remove(standing)
        if standing.strength > 0.0:
            self._tell(Happening.INTERVENTION_ENDED, standing.entry, standing.kind, cause=standing.event)
        end = END.get(standing.kind)
        if end is not None:
            end(self.model, standing)

    def _tell(
        self, what: Happening, number: int, kind: InterventionKind, strength: float = 0.0, cause: int = NO_EVENT
    ) -> int:
        return self.model.log.other(what, Subject.TIMELINE, number, KIND_NUMBERS[kind], strength, cause=cause)

    def _keep_up(self) -> None:
        """A day of what is in force; understanding fades, and practices with it where there is little."""
        model, terms = self.model, self.model.terms
        section = model.config.treatment
        rate = fading(section.fading, section.admitted_fading, terms.admitted)
        terms.understanding *= 1.0 - rate
        for standing in self.standing:
            daily = DAILY.get(standing.kind)
            if daily is not None:
                daily(model, standing)
            if standing.kind in FADING:
                standing.level *= 1.0 - rate * (1.0 - terms.understanding)

    def add_lasting(self, entry: Intervention, event: int) -> None:
        """Put something in force that comes from elsewhere, such as what a change of leadership brings."""
        self.standing.append(Standing(OF_NO_ENTRY, entry, self.model.day, None, event))

    def set_process(self) -> bool:
        """Work the policies out from all changes in force, in the order in which they began; whether any changed."""
        names = self.model.config.process.policies()
        for one in self.standing:
            if one.kind == InterventionKind.PROCESS:
                names = one.given.after(names)
        if names == self.model.policies.names:
            return False
        change_process(self.model, names)
        return True

    def set_demand(self) -> None:
        """Work demand out from all changes in force; where it changes, the needs to come come sooner or later."""
        terms, before = self.model.terms, self.model.terms.demand
        terms.demand = self._product(InterventionKind.DEMAND)
        if terms.demand != before:
            for user in self.model.users:
                user.demand_changed(before)

    def set_terms(self) -> None:
        """Work out the terms from all that is in force."""
        model, terms = self.model, self.model.terms
        terms.budget = self._product(InterventionKind.BUDGET)
        terms.away = min(MOST_TAKEN, self._total(InterventionKind.TOUR_OF_DUTY))
        reserved = model.config.services.reserved + self._total(InterventionKind.RELIABILITY_FIRST)
        terms.reserved = min(MOST_TAKEN, reserved)
        terms.methodology = self._total(InterventionKind.METHODOLOGY)
        terms.visits = min(1.0, self._total(InterventionKind.INSIGHT_VISITS))
        terms.mindset = self._strongest(InterventionKind.COMPETITIVE_MINDSET)
        terms.third_party = self._strongest(InterventionKind.COUNSELLING)
        terms.admitted = self._strongest(InterventionKind.ADMIT_PROBLEM)
        price = model.leadership.price + self._total(InterventionKind.CHARGEBACK)
        terms.charge(price, model.config.chargeback.coldness)

    def _product(self, kind: InterventionKind) -> float:
        """What all changes of a kind that are in force make of 1, one upon the other."""
        product = 1.0
        for one in self.standing:
            if one.kind == kind:
                product *= 1.0 + one.size * one.strength
        return product

    def _total(self, kind: InterventionKind) -> float:
        """Sizes of all of a kind that are in force, by strength and by how far they are kept up."""
        total = 0.0
        for one in self.standing:
            if one.kind == kind:
                total += one.size * one.strength * one.level
        return total

    def _strongest(self, kind: InterventionKind) -> float:
        """Strength of the strongest of a kind that is in force."""
        return max((one.strength * one.level for one in self.standing if one.kind == kind), default=0.0)
