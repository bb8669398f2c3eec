"""What pydantic finds wrong, said in words of our own: what it is, what was expected, what may have been meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from trustsim.errors import Problem
from trustsim.scenario.catalogue import Group, group_at, key_at
from trustsim.scenario.entries import entry_faults, wrong_amount
from trustsim.scenario.faults import named, wrong_value
from trustsim.scenario.locate import KeyPath
from trustsim.scenario.reading import Layer
from trustsim.scenario.schema import MOST_ENTRIES, Scenario
from trustsim.scenario.suggest import choices, unknown
from trustsim.scenario.timeline import KINDS, Intervention
from trustsim.scenario.wording import listed
from trustsim.vocabulary import InterventionKind

MOST_PROBLEMS = 100


def check(layer: Layer) -> tuple[list[Problem], list[KeyPath]]:
    """All that is wrong with the keys of one layer, and the paths of the keys whose values cannot be taken.

    Beyond ``MOST_PROBLEMS`` the rest is only counted.
    """
    try:
        Scenario.model_validate(layer.data)
    except ValidationError as error:
        found = error.errors(include_url=False)
    else:
        found = []
    paths: list[KeyPath] = [tuple(one["loc"]) for one in found]
    problems = [layer.problem(path, _told(one, layer)) for path, one in zip(paths[:MOST_PROBLEMS], found, strict=False)]
    problems += [layer.problem(path, words) for path, words in _entries(layer, paths)]
    rest = len(found) - MOST_PROBLEMS
    if rest > 0:
        problems.append(Problem(layer.file, 0, "", f"and {rest:,} more problems in this file"))
    return problems, paths


def message(kind: str, path: KeyPath, value: Any) -> str:
    """The message for one error of pydantic: its type, its place and the value that it is about."""
    if kind == "extra_forbidden":
        return unknown(path, value)
    key = key_at(path)
    if key is None:
        return _wrong_table(path, value)
    return f"missing; expected {key.expected}" if kind == "missing" else wrong_value(key, value)


def _told(error: Any, layer: Layer) -> str:
    """The message for one error of pydantic, in a layer."""
    path, value = tuple(error["loc"]), error["input"]
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])  # a text that we read ourselves
    if path[0] == "timeline" and path[-1] == "amount" and type(value) in (int, float):
        what = layer.data["timeline"][path[1]].get("what", "process")
        if what in list(KINDS):
            return wrong_amount(InterventionKind(what), value)
    return message(error["type"], path, value)


def _entries(layer: Layer, wrong: list[KeyPath]) -> Iterator[tuple[KeyPath, str]]:
    """What does not go together within one entry of the timeline, for entries whose values are right."""
    entries = layer.data.get("timeline")
    unsure = {path[1] if len(path) > 1 else None for path in wrong if path[0] == "timeline"}
    if not isinstance(entries, list) or None in unsure:
        return
    for number, entry in enumerate(entries):
        if number not in unsure:
            for key, words in entry_faults(Intervention.model_validate(entry)):
                yield ("timeline", number, key), words


def _wrong_table(path: KeyPath, value: Any) -> str:
    """Something else than a table where one belongs."""
    group = group_at(path)
    assert group is not None  # every path that pydantic knows is a key or a table
    if group.repeated and isinstance(value, list) and not isinstance(path[-1], int):
        return f"{len(value)} entries are too many; expected at most {MOST_ENTRIES} tables {group.header}"
    meant = [f"{group.name}.{choice}" for choice in choices(group, value)] if not group.repeated else []
    return f"{named(value)}; expected {_table(group, path)}{f'; did you mean {listed(meant)}?' if meant else ''}"


def _table(group: Group, path: KeyPath) -> str:
    if group.repeated and not isinstance(path[-1], int):
        return f"tables, written as {group.header}"
    return f"a table, written under {group.header}"
