"""The load that a scenario puts on IT, in words, before anything is run."""

from __future__ import annotations

import math
from collections.abc import Sequence
from textwrap import fill

from trustsim.experiment.plan import Base
from trustsim.scenario.load import Load, load
from trustsim.scenario.schema import Scenario
from trustsim.scenario.wording import listed

WIDTH = 80
NO_BREAK = "\N{NO-BREAK SPACE}"
LITTLE_LEFT = 0.85
"""Share of capacity from which little is left: what a run adds to it was a seventh and more in the shipped stories."""


def load_text(scenario: Scenario) -> str:
    """What is asked of IT a month and what its developers can do, as indented lines for a screen."""
    found = load(scenario)
    if found.is_too_much:
        return _wrapped(*overload(scenario))
    little = " That leaves little for disputes, changes and crises." if found.share > LITTLE_LEFT else ""
    return _wrapped(f"{_facts(scenario, found)}{little}")


def overload(scenario: Scenario) -> tuple[str, ...]:
    """A warning and what to change, where developers can never keep up; nothing where they can."""
    found = load(scenario)
    if not found.is_too_much:
        return ()
    return f"WARNING: more is asked than can be built. {_facts(scenario, found)}", _advice(scenario, found)


def overloads(bases: Sequence[Base]) -> list[str]:
    """The same of all worlds of an experiment that need it, each with its name, as indented lines for a screen."""
    warned = [(base.label, overload(base.scenario)) for base in bases]
    return [_wrapped(f"{name}:", *sentences) for name, sentences in warned if sentences]


def _wrapped(*sentences: str) -> str:
    lines = fill(" ".join(sentences), WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
    return lines.replace(NO_BREAK, " ")


def _facts(scenario: Scenario, found: Load) -> str:
    asked = _asked(scenario, found)
    return f"{asked[:1].upper()}{asked[1:]}; {_beside(found)}{_can(found)}"


def _asked(scenario: Scenario, found: Load) -> str:
    users = scenario.organisation.users
    who = "1 user asks" if users == 1 else f"{users:,} users ask"
    if not found.asked:
        return f"{who} for nothing"
    return f"{who} for {_days(found.asked)} person-days a month, fixes and meetings included"


def _beside(found: Load) -> str:
    parts = {
        "edicts": found.edicts,
        "incidents": found.incidents,
        "support": found.support,
        "reserves and red tape": found.reserved,
    }
    taken = [f"{name} {_days(days)}" for name, days in parts.items() if days > 0]
    if not taken:
        return "nothing else takes of developers' time. "
    return f"{listed(taken, 'and')} come{'s' * (len(taken) == 1)} on top. "


def _can(found: Load) -> str:
    return f"Developers can do {_days(found.capacity)}: a load of {found.share * 100:.0f} %."


def _advice(scenario: Scenario, found: Load) -> str:
    """What to change so that the load is no more than capacity, each by itself."""
    people, demand = scenario.organisation, scenario.demand
    per_developer = found.capacity / people.developers
    fixed = found.edicts + found.incidents
    free = 1.0 - (found.support + found.reserved) / found.capacity
    share = (found.capacity - found.beside) / found.asked if found.asked > 0 else 0.0
    ways = []
    if int(people.users * share) >= max(1, people.business_units):
        ways.append(_way("organisation.users", int(people.users * share), "or fewer"))
    if (needs := math.floor(demand.needs_per_user * share * 100) / 100) > 0:
        ways.append(_way("demand.needs_per_user", needs, "or less"))
    if free > 0:
        enough = math.ceil((found.asked + fixed) / (per_developer * free))
        ways.append(_way("organisation.developers", enough, "or more"))
    if not ways:
        return "What is not asked by users takes all there is: lower edicts, support or what is reserved."
    either = "one of " * (len(ways) > 1)
    return f"Requests will pile up, be put off and refused. To keep up, set {either}{'; '.join(ways)}."


def _way(key: str, value: float, more: str) -> str:
    return f"{key} = {value:g} {more}".replace(" ", NO_BREAK)


def _days(days: float) -> str:
    return f"{days:,.0f}" if days >= 0.95 else f"{days:.1f}"
