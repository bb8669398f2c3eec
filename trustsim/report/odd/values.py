"""What stands in brackets behind each key: its default, or what a scenario has made of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from trustsim.scenario.catalogue import Key, groups
from trustsim.scenario.schema import Scenario
from trustsim.scenario.wording import figure

QUOTED = re.compile(r"`(?P<key>[a-z_]+(?:\.[a-z_]+)+)`(?P<space>\s)\((?P<value>[^()\n]*)\)")
"""A key and what stands in brackets behind it, as in ``organisation.users`` (10)."""


class Departure(NamedTuple):
    """A key to which a scenario gives another value than the default."""

    key: Key
    value: Any


def scenario_keys() -> dict[str, Key]:
    """Every key of a scenario by its dotted name."""
    return {key.dotted: key for group in groups().values() for key in group.keys.values()}


def with_defaults(text: str) -> str:
    """The text with today's default in the brackets behind each key."""
    return _with_brackets(text, {name: default(key) for name, key in scenario_keys().items()})


def with_values(text: str, scenario: Scenario) -> str:
    """The text with the scenario's value in the brackets behind each key, and the default where it departs from it."""
    said = {name: default(key) for name, key in scenario_keys().items()}
    for key, value in departures(scenario):
        said[key.dotted] = f"**{as_written(value)}**; default {default(key)}"
    return _with_brackets(text, said)


def departures(scenario: Scenario) -> Iterator[Departure]:
    """Yield each key that departs from its default, in the order of the schema; not the story, nor the timeline."""
    for group in groups().values():
        if group.repeated or group.name == "story":
            continue
        for key in group.keys.values():
            value = value_of(scenario, key)
            if value != key.default:
                yield Departure(key, value)


def value_of(scenario: Scenario, key: Key) -> Any:
    """What a scenario says for a key; None where it is left out and has no default."""
    found: Any = scenario
    for name in key.dotted.split("."):
        found = getattr(found, name)
    return found


def default(key: Key) -> str:
    """A default as the pages write it."""
    return key.left_out if key.default is None else as_written(key.default)


def as_written(value: Any) -> str:
    """A value as the pages write it: figures without a superfluous ``.0``, words without quotes."""
    if isinstance(value, bool):
        return str(value).lower()
    return figure(value) if isinstance(value, int | float) else str(value)


def _with_brackets(text: str, said: dict[str, str]) -> str:
    def renewed(found: re.Match[str]) -> str:
        name = found["key"]
        return f"`{name}`{found['space']}({said[name]})" if name in said else found[0]

    return QUOTED.sub(renewed, text)
