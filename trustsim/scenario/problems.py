"""What pydantic finds wrong, said in words of our own: what it is, what was expected, what may have been meant."""

from __future__ import annotations

import math
from datetime import date, time
from typing import Any

from pydantic import ValidationError

from trustsim.errors import Problem
from trustsim.scenario.catalogue import Group, Key, group_at, key_at
from trustsim.scenario.locate import KeyPath
from trustsim.scenario.reading import Layer
from trustsim.scenario.schema import Scenario
from trustsim.scenario.suggest import near, unknown
from trustsim.scenario.wording import figure, quoted

MOST_PROBLEMS = 100


def check(layer: Layer) -> tuple[list[Problem], list[KeyPath]]:
    """All that is wrong with the keys of one layer, and the paths of the keys that are wrong.

    Beyond ``MOST_PROBLEMS`` the rest is only counted.
    """
    try:
        Scenario.model_validate(layer.data)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False)
    else:
        return [], []
    problems = [
        layer.problem(tuple(one["loc"]), message(one["type"], tuple(one["loc"]), one["input"]))
        for one in found[:MOST_PROBLEMS]
    ]
    if len(found) > MOST_PROBLEMS:
        problems.append(Problem(layer.file, 0, "", f"and {len(found) - MOST_PROBLEMS:,} more problems in this file"))
    return problems, [tuple(one["loc"]) for one in found]


def message(kind: str, path: KeyPath, value: Any) -> str:
    """The message for one error of pydantic: its type, its place and the value that it is about."""
    if kind == "extra_forbidden":
        return unknown(path, value)
    key = key_at(path)
    if key is None:
        return _wrong_table(path, value)
    if kind == "missing":
        return f"missing; expected {key.expected}"
    what, meant = _fault(key, value)
    return f"{what}; expected {key.expected}{f'; did you mean {meant}?' if meant else ''}"


def _wrong_table(path: KeyPath, value: Any) -> str:
    """Something else than a table where one belongs."""
    group = group_at(path)
    assert group is not None  # every path that pydantic knows is a key or a table
    if group.repeated and isinstance(value, list) and not isinstance(path[-1], int):
        return f"{len(value)} changes are too many; expected at most 100 tables {group.header}"
    return f"{_named(value)}; expected {_table(group, path)}"


def _table(group: Group, path: KeyPath) -> str:
    if group.repeated and not isinstance(path[-1], int):
        return f"tables, written as {group.header}"
    return f"a table, written under {group.header}"


def _named(value: Any) -> str:
    """A value of a wrong type, with the name of its type."""
    if isinstance(value, bool):
        return f"{quoted(value)} is a truth value"
    if isinstance(value, int | float):
        return f"{quoted(value)} is a number"
    if isinstance(value, str):
        return f"{quoted(value)} is text"
    if isinstance(value, date | time):
        return f"{quoted(value)} is a date or time"
    return f"{quoted(value)} was given"


def _fault(key: Key, value: Any) -> tuple[str, str]:
    """What is wrong with a value, and what may have been meant (or nothing)."""
    if key.kind == "word":
        return _wrong_word(key, value)
    if key.kind == "bool":
        return _named(value), _truth(value)
    if key.kind == "text":
        return _wrong_text(key, value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _named(value), _number_in(key, value)
    return _wrong_number(key, value)


def _wrong_word(key: Key, value: Any) -> tuple[str, str]:
    if not isinstance(value, str):
        return _named(value), ""
    found = near(value, key.words)
    return f"{quoted(value)} is unknown", f'"{found[0]}"' if found else ""


def _wrong_text(key: Key, value: Any) -> tuple[str, str]:
    if not isinstance(value, str):
        simple = isinstance(value, bool | int | float | date | time)
        return _named(value), f'"{quoted(value)}"' if simple else ""
    if len(value) > key.longest:
        return f"{quoted(value)} has {len(value):,} characters", ""
    return f"{quoted(value)} has characters that are not text", ""


def _wrong_number(key: Key, value: int | float) -> tuple[str, str]:
    if isinstance(value, float) and not math.isfinite(value):
        return f"{quoted(value)} is not a finite number", ""
    if value < key.low:
        return f"{quoted(value)} is too small", ""
    if value > key.high:
        return f"{quoted(value)} is too large", _as_share(key, value)
    if key.kind == "int":
        whole = value == int(value)
        return f"{quoted(value)} is not {'written as ' if whole else ''}a whole number", figure(value) if whole else ""
    return f"{quoted(value)} cannot be used", ""


def _as_share(key: Key, value: float) -> str:
    """85 where a share or probability belongs: .85 may have been meant."""
    is_share = key.unit == "probability" or key.unit.startswith("share")
    return figure(value / 100) if is_share and 2 <= value <= 100 * key.high else ""


def _number_in(key: Key, value: Any) -> str:
    """The number that a text holds, if it would do."""
    if not isinstance(value, str) or len(value) > 30:
        return ""
    try:
        number = float(value.strip().replace(",", "."))
    except ValueError:
        return ""
    fits = key.low <= number <= key.high and (key.kind == "float" or number == int(number))
    return figure(number) if fits else ""


def _truth(value: Any) -> str:
    for answer, words in (("true", ("true", "yes", "on", "1")), ("false", ("false", "no", "off", "0"))):
        if isinstance(value, str | int) and str(value).strip().lower() in words:
            return answer
    return ""
