"""What must hold between keys that are each right by themselves, and whether a run fits in memory."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import NamedTuple

from trustsim.errors import Problem, ScenarioError
from trustsim.scenario.entries import entry_faults
from trustsim.scenario.load import capacity_a_month, work_of_a_need
from trustsim.scenario.locate import KeyPath
from trustsim.scenario.schema import MOST_ENTRIES, Scenario
from trustsim.scenario.timeline import Intervention
from trustsim.scenario.wording import dotted
from trustsim.vocabulary import DAYS_PER_MONTH, InterventionKind

MEMORY_LIMIT = 4e9

# Bytes that a run holds for each of these, its tables included; rough. Runs of 10 to 300 users and up to 2000 days held
# about half of the ledger rows estimated, with and without a backlog.
_PER_REQUEST = 4000
_PER_ATTRIBUTE = 100
_PER_LEDGER_ROW = 150
_PER_OPINION = 300
_PER_DAY = 4000
_BASE = 1.5e8

# Ledger rows of a request beside those that come with waiting: outcome, being asked and shown, slips, thanks.
_ROWS_PER_REQUEST = 12
_USUAL_LIFE = 120.0


class Finding(NamedTuple):
    """Keys that do not go together: the first that a user has set is the one to name."""

    keys: tuple[KeyPath, ...]
    message: str


class Estimate(NamedTuple):
    """What a run is expected to hold: requests, ledger rows, and bytes in memory."""

    requests: float
    ledger_rows: float
    memory: float


def findings(scenario: Scenario) -> list[Finding]:
    """All that speaks against running a scenario; an empty list if nothing does."""
    return [finding for check in _CHECKS for finding in check(scenario)]


def check_entry(scenario: Scenario, entry: Intervention) -> None:
    """Raise ``ScenarioError`` with all that speaks against one more entry of the timeline."""
    number = len(scenario.timeline)
    if number >= MOST_ENTRIES:
        message = f"the timeline holds {number} entries already; expected at most {MOST_ENTRIES}"
        raise ScenarioError([Problem("intervention", 0, "", message)])
    widened = scenario.model_copy(update={"timeline": (*scenario.timeline, entry)})
    known = findings(scenario)
    wrong = [finding for finding in findings(widened) if finding not in known]
    if wrong:
        raise ScenarioError([Problem("intervention", 0, _in_entry(finding), finding.message) for finding in wrong])


def _in_entry(finding: Finding) -> str:
    """The key of an entry that a finding is about; empty where it is about the entry as a whole."""
    key = finding.keys[0]
    return dotted(key[2:]) if key[0] == "timeline" else ""


def estimate(scenario: Scenario) -> Estimate:
    """Roughly what a run holds in memory at its end, with its ledger; not a bound."""
    people = scenario.organisation
    days = scenario.run.horizon_days
    requests = people.users * _needs(scenario)
    rate = requests / (days + scenario.run.warmup_days)
    rows = requests * _rows_per_request(scenario, rate) + days * _rows_per_day(scenario)
    opinions = 3 * (people.users + (people.product_managers + people.developers) * people.business_units)
    memory = (
        _BASE
        + requests * (_PER_REQUEST + _PER_ATTRIBUTE * scenario.demand.attributes)
        + rows * _PER_LEDGER_ROW
        + opinions * _PER_OPINION
        + days * _PER_DAY
    )
    return Estimate(requests, rows, memory)


def _needs(scenario: Scenario) -> float:
    """Of a user in the whole run; rises of demand count as soon as they may come, falls, to be sure, not at all."""
    usual = scenario.demand.needs_per_user / DAYS_PER_MONTH
    days = [usual] * scenario.run.horizon_days
    for number in _rises(scenario):
        entry = scenario.timeline[number]
        first = (entry.day or 1) - 1
        last = len(days) if entry.lasts is None else first + entry.lasts
        days[first:last] = [rate * (1.0 + entry.size * entry.strength) for rate in days[first:last]]
    return sum(min(rate, 1.0) for rate in days) + scenario.run.warmup_days * min(usual, 1.0)


def _rises(scenario: Scenario) -> list[int]:
    """Numbers of the entries of the timeline that raise demand."""
    return [
        number
        for number, entry in enumerate(scenario.timeline)
        if entry.what == InterventionKind.DEMAND and entry.size * entry.strength > 0.0
    ]


def _rows_per_request(scenario: Scenario, rate: float) -> float:
    """Ledger rows of one request over its life, which is long where demand exceeds capacity."""
    work = rate * work_of_a_need(scenario)
    capacity = capacity_a_month(scenario) / DAYS_PER_MONTH
    unserved = max(0.0, 1.0 - capacity / work) if work > 0 else 0.0
    life = _USUAL_LIFE + unserved * scenario.run.horizon_days / 8
    contacts = life / scenario.contacts.report_days + life / scenario.contacts.silence_days
    return 2 * (_ROWS_PER_REQUEST + contacts)


def _rows_per_day(scenario: Scenario) -> float:
    """Ledger rows of outages and hearsay, each with the forgetting that it brings to light."""
    services = scenario.services
    incidents = services.incident_rate / DAYS_PER_MONTH * math.exp(-services.reserve_effect * services.reserved)
    return 2 * scenario.organisation.users * (incidents + 3 / scenario.contacts.hearsay_days)


def _units(scenario: Scenario) -> Iterator[Finding]:
    units, users = scenario.organisation.business_units, scenario.organisation.users
    if units > users:
        yield Finding(
            (("organisation", "business_units"), ("organisation", "users")),
            f"{units} units (organisation.business_units) are too many for {users} {'user' if users == 1 else 'users'} "
            "(organisation.users); expected at least one user in each",
        )


def _weights(scenario: Scenario) -> Iterator[Finding]:
    trust = scenario.trust
    if trust.weight_ability + trust.weight_benevolence + trust.weight_integrity <= 0:
        yield Finding(
            (("trust", "weight_ability"), ("trust", "weight_benevolence"), ("trust", "weight_integrity")),
            "0, as are the other two weights, so that there is no overall trust; expected one of "
            "weight_ability, weight_benevolence and weight_integrity above 0",
        )


def _entries(scenario: Scenario) -> Iterator[Finding]:
    for number, entry in enumerate(scenario.timeline):
        for key, message in entry_faults(entry):
            yield Finding((("timeline", number, key),), message)


def _horizon(scenario: Scenario) -> Iterator[Finding]:
    days = scenario.run.horizon_days
    for number, entry in enumerate(scenario.timeline):
        if entry.day is not None and entry.day > days:
            yield Finding(
                (("timeline", number, "day"), ("run", "horizon_days")),
                f"the entry of the timeline for day {entry.day} comes after the end of the run, day {days}; "
                "expected every entry to come by run.horizon_days",
            )


def _memory(scenario: Scenario) -> Iterator[Finding]:
    size = estimate(scenario)
    if size.memory > MEMORY_LIMIT:
        needs = _needs(scenario) * DAYS_PER_MONTH / (scenario.run.horizon_days + scenario.run.warmup_days)
        raised = ", rises of demand included" if _rises(scenario) else ""
        yield Finding(
            _largest(scenario),
            f"a run would need about {size.memory / 1e9:,.1f} GB of memory, for {size.requests:,.0f} requests "
            f"({scenario.organisation.users} users, {needs:.3g} needs a month each{raised}, "
            f"{scenario.run.horizon_days} days) and {size.ledger_rows:,.0f} changes of trust; "
            f"expected at most {MEMORY_LIMIT / 1e9:,.0f} GB: fewer users, needs, days or contacts",
        )


def _largest(scenario: Scenario) -> tuple[KeyPath, ...]:
    """The keys that memory depends on, the one that would save most by going back to its default first."""
    rises: list[KeyPath] = [("timeline", number) for number in _rises(scenario)]
    return tuple(sorted([*_SIZES, *rises], key=lambda key: estimate(_without(scenario, key)).memory))


def _without(scenario: Scenario, key: KeyPath) -> Scenario:
    """With the default of a key, or without an entry of the timeline."""
    if key[0] == "timeline":
        left = tuple(entry for number, entry in enumerate(scenario.timeline) if number != key[1])
        return scenario.model_copy(update={"timeline": left})
    section, name = map(str, key)
    back = getattr(scenario, section).model_copy(update={name: getattr(getattr(Scenario(), section), name)})
    return scenario.model_copy(update={section: back})


_SIZES: tuple[KeyPath, ...] = (
    ("organisation", "users"),
    ("demand", "needs_per_user"),
    ("run", "horizon_days"),
    ("demand", "attributes"),
    ("services", "incident_rate"),
    ("contacts", "hearsay_days"),
    ("contacts", "report_days"),
    ("contacts", "silence_days"),
)
_CHECKS: tuple[Callable[[Scenario], Iterator[Finding]], ...] = (_units, _weights, _entries, _horizon, _memory)
