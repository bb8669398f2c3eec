"""What is asked of IT a month against what its developers can do, worked out from a scenario before it is run.

All of it is a mean over the days of the run. It counts what a scenario says by itself: that entries of the timeline
come on their days, that every need is put to IT, that faults are found by tests. It leaves out what only a run can
tell: disputes, changes, switching between tasks, meetings of a crisis, and support of what is still to be built. So the
true load is rather higher, and what exceeds capacity here cannot be kept up with.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from trustsim.rules.choosing import pursued
from trustsim.rules.demand import mean_size
from trustsim.rules.effort import fix_effort, fix_factor, mean_effort_ratio, output
from trustsim.rules.use import incident_chance
from trustsim.scenario.schema import Scenario
from trustsim.scenario.timeline import Intervention
from trustsim.vocabulary import DAYS_PER_MONTH, Acceptance, Batching, Definition, FaultPhase, InterventionKind


class Load(NamedTuple):
    """Person-days of developers a month, but for ``needs``.

    Attributes:
        needs: needs that arise and are brought up, a month.
        build: what they take to build.
        fixes: mending of defects that tests find.
        meetings: joint definitions and demos.
        edicts: work that the owners impose.
        incidents: work on core services that fail.
        support: support of systems in use, as much as when the run begins.
        reserved: time reserved for core services, red tape of the timeline included.
        capacity: what developers can do.
    """

    needs: float
    build: float
    fixes: float
    meetings: float
    edicts: float
    incidents: float
    support: float
    reserved: float
    capacity: float

    @property
    def asked(self) -> float:
        """What users ask for, with the fixes and meetings that it takes."""
        return self.build + self.fixes + self.meetings

    @property
    def beside(self) -> float:
        """What else takes of developers' time."""
        return self.edicts + self.incidents + self.support + self.reserved

    @property
    def share(self) -> float:
        """All of it over capacity."""
        return (self.asked + self.beside) / self.capacity

    @property
    def is_too_much(self) -> bool:
        """Whether it can never be kept up with: even the least that all of it takes is more than there is."""
        return self.share > 1.0


def load(scenario: Scenario) -> Load:
    """What is asked of IT a month, and what its developers can do."""
    needs, capacity = needs_a_month(scenario), capacity_a_month(scenario)
    build = needs * work_of_a_need(scenario)
    return Load(
        needs=needs,
        build=build,
        fixes=build * _fixes(scenario),
        meetings=needs * _meetings(scenario),
        edicts=_edicts(scenario),
        incidents=_incidents(scenario),
        support=scenario.release.legacy_support * capacity,
        reserved=capacity * _reserved(scenario),
        capacity=capacity,
    )


def needs_a_month(scenario: Scenario) -> float:
    """Needs that arise in all users and are worth their price to them."""
    usual = scenario.demand.needs_per_user
    demand = _by_day(scenario, InterventionKind.DEMAND, 1.0, lambda value, change: value * (1.0 + change))
    mean = math.fsum(min(DAYS_PER_MONTH, usual * day) for day in demand) / len(demand)
    brought_up = pursued(scenario.chargeback.price, scenario.chargeback.elasticity)
    return scenario.organisation.users * mean * brought_up


def work_of_a_need(scenario: Scenario) -> float:
    """Mean person-days to build what a need asks for, padding aside."""
    demand, planning = scenario.demand, scenario.planning
    size = mean_size(demand.size_law, demand.size_median, demand.size_spread)
    return size * mean_effort_ratio(planning.noise_law, planning.optimism, planning.noise)


def capacity_a_month(scenario: Scenario) -> float:
    """Person-days that developers can do, with the motivation of the start."""
    building = scenario.building
    each = output(building.productivity, building.motivation_effect, scenario.motivation.start)
    people = [max(1.0, many) for many in _developers(scenario)]
    budget = _by_day(scenario, InterventionKind.BUDGET, 1.0, lambda value, change: value * (1.0 + change))
    days = [many * share for many, share in zip(people, budget, strict=True)]
    return DAYS_PER_MONTH * each * math.fsum(days) / len(days)


def _developers(scenario: Scenario) -> list[float]:
    usual = float(scenario.organisation.developers)
    come = _by_day(scenario, InterventionKind.HIRE, usual, lambda value, change: value + round(change))
    gone = _by_day(scenario, InterventionKind.LAYOFF, 0.0, lambda value, change: value + round(change))
    return [here - left for here, left in zip(come, gone, strict=True)]


def _fixes(scenario: Scenario) -> float:
    """Fixes of all defects, those that fixes leave included, over the effort to build."""
    building = scenario.building
    each = fix_effort(1.0, building.fix_share, fix_factor(building.fix_cost, FaultPhase.TEST))
    return building.defect_rate / (1.0 - building.bad_fix) * each


def _meetings(scenario: Scenario) -> float:
    """A developer's time for joint definition and demos of one need."""
    policies, effort = scenario.process.policies(), 0.0
    if policies.definition == Definition.JOINT:
        effort += scenario.handoff.meeting_effort
    if policies.acceptance == Acceptance.DEMO:
        is_cut = policies.batching == Batching.FLOW
        parts = work_of_a_need(scenario) / scenario.planning.slice_days if is_cut else 1.0
        effort += scenario.acceptance.demo_effort * max(1.0, parts)
    return effort


def _edicts(scenario: Scenario) -> float:
    """Those of chance, and those of the timeline."""
    months = scenario.run.horizon_days / DAYS_PER_MONTH
    dated = [entry.size * entry.strength for entry in _dated(scenario, InterventionKind.EDICT)]
    return scenario.edicts.rate * scenario.edicts.effort + math.fsum(dated) / months


def _incidents(scenario: Scenario) -> float:
    services = scenario.services
    chance = incident_chance(services.incident_rate, services.reserved, services.reserve_effect)
    return DAYS_PER_MONTH * chance * services.incident_effort


def _reserved(scenario: Scenario) -> float:
    """Share of developers' time kept for core services or taken by red tape of the timeline."""
    usual = scenario.services.reserved
    kept = _by_day(scenario, InterventionKind.RELIABILITY_FIRST, usual, lambda value, change: value + change)
    tape = _by_day(scenario, InterventionKind.METHODOLOGY, 0.0, lambda value, change: value + change)
    days = [min(1.0, one + other) for one, other in zip(kept, tape, strict=True)]
    return math.fsum(days) / len(days)


def _dated(scenario: Scenario, what: InterventionKind) -> list[Intervention]:
    """Entries of a kind that come on a day that is known."""
    return [one for one in scenario.timeline if one.what == what and one.day is not None and one.when is None]


def _by_day(
    scenario: Scenario, what: InterventionKind, usual: float, change: Callable[[float, float], float]
) -> list[float]:
    """A value on each day of the run, changed by the entries of a kind that are in force."""
    days = [usual] * scenario.run.horizon_days
    for entry in _dated(scenario, what):
        first = (entry.day or 1) - 1
        last = len(days) if entry.lasts is None else first + entry.lasts
        days[first:last] = [change(value, entry.size * entry.strength) for value in days[first:last]]
    return days
