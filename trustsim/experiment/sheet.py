"""Reading an experiment file key by key: what is sound is handed on, and what is not becomes a problem."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trustsim.errors import Problem, ScenarioError
from trustsim.experiment.schema import SECTIONS, TOP, Section
from trustsim.scenario.catalogue import Key, groups
from trustsim.scenario.faults import named, wrong_value
from trustsim.scenario.locate import KeyPath
from trustsim.scenario.nearest import near
from trustsim.scenario.problems import check
from trustsim.scenario.reading import CannotReadError, Layer, parse, read_bytes
from trustsim.scenario.wording import listed, quoted


def is_experiment(path: str | Path) -> bool:
    """Whether a file has a section that only experiments have; False for what cannot be read."""
    return any(name in SECTIONS for name in _top_of(path))


def is_scenario(path: str | Path) -> bool:
    """Whether a file has a section of scenarios and none of experiments; False for what cannot be read."""
    names = _top_of(path)
    return any(name in groups() for name in names) and not any(name in SECTIONS for name in names)


def _top_of(path: str | Path) -> list[str]:
    """The keys at the top of a file; none where it cannot be read."""
    try:
        return list(parse(str(path), read_bytes(str(path))).data)
    except (CannotReadError, ScenarioError):
        return []


@dataclass(frozen=True)
class Sheet:
    """An experiment file that is being read, with the problems found so far."""

    layer: Layer
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, path: KeyPath, message: str) -> None:
        """Note a problem with what stands at ``path``."""
        self.problems.append(self.layer.problem(path, message))

    def top(self) -> dict[str, Any]:
        """Title and question, where they are sound; whatever else is at the top without belonging there is wrong."""
        data = self.layer.data
        for name, value in data.items():
            if name not in TOP.keys and name not in SECTIONS:
                self.wrong((name,), _unknown_at_top(name, value))
        return self._sound(TOP, {name: data[name] for name in TOP.keys if name in data}, ())

    def section(self, name: str) -> dict[str, Any] | None:
        """The sound keys of a section; empty where it is left out, None where it is no table."""
        return self.table(SECTIONS[name], self.layer.data.get(name, {}), (name,))

    def table(self, section: Section, value: Any, path: KeyPath) -> dict[str, Any] | None:
        """The sound keys of the table at ``path``; None where it is no table."""
        if not isinstance(value, dict):
            self.wrong(path, f"{named(value)}; expected a table, written under {section.header}")
            return None
        for key in value:
            if section.keys and key not in section.keys:
                self.wrong((*path, key), _unknown_in(section, key))
        return self._sound(section, value, path)

    def array(self, path: KeyPath, value: Any, form: str) -> list[Any]:
        """The elements of an array of ``form``; none where it is something else, or empty."""
        if isinstance(value, list) and value:
            return value
        self.wrong(path, f"{'an empty array' if value == [] else named(value)}; expected {form}")
        return []

    def texts(self, path: KeyPath, value: Any, form: str) -> Iterator[tuple[int, str]]:
        """The texts of an array, with their numbers; those given before are wrong."""
        found: set[str] = set()
        for number, one in enumerate(self.array(path, value, form)):
            if not isinstance(one, str) or not one:
                self.wrong((*path, number), f"{'an empty text' if one == '' else named(one)}; expected {form}")
            elif one in found:
                self.wrong((*path, number), f"{quoted(one)} is given twice; expected each only once")
            else:
                found.add(one)
                yield number, one

    def scenario_keys(self, data: dict[str, Any], homes: Mapping[KeyPath, KeyPath]) -> bool:
        """Whether keys of a scenario are right by themselves.

        Args:
            data: tables as in a scenario file.
            homes: the place in the experiment file of each key, by its place in a scenario.
        """
        found, _ = check(_Elsewhere(self.layer.file, data, outer=self.layer, homes=homes))
        self.problems.extend(found)
        return not found

    def _sound(self, section: Section, table: dict[str, Any], path: KeyPath) -> dict[str, Any]:
        sound = {}
        for name, value in table.items():
            key = section.keys.get(name)
            if key is None or key.kind == "array" or fits(key, value):
                sound[name] = value
            else:
                self.wrong((*path, name), wrong_value(key, value))
        return sound


@dataclass(frozen=True)
class _Elsewhere(Layer):
    """Keys of a scenario that stand somewhere in an experiment file."""

    outer: Layer = field(kw_only=True)
    homes: Mapping[KeyPath, KeyPath] = field(kw_only=True)

    def problem(self, path: KeyPath, message: str) -> Problem:
        for end in range(len(path), 0, -1):
            if path[:end] in self.homes:
                return self.outer.problem((*self.homes[path[:end]], *path[end:]), message)
        return self.outer.problem(next(iter(self.homes.values())), message)


def fits(key: Key, value: Any) -> bool:
    """Whether a key takes a value."""
    if key.kind == "bool":
        return isinstance(value, bool)
    if key.kind == "word":
        return isinstance(value, str) and value in key.words
    if key.kind == "text":
        return isinstance(value, str) and len(value) <= key.longest
    return is_number(value) and key.low <= value <= key.high and (key.kind == "float" or isinstance(value, int))


def is_number(value: Any) -> bool:
    """Whether this is a number that a computer calculates with: finite, not too large a one, and no truth value."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= sys.float_info.max


def one_of(names: Iterable[str], name: str) -> str:
    """Which of the names may have been meant, or what they are."""
    names = list(names)
    if found := near(name, names):
        return f"did you mean {listed(found)}?"
    shown = names if len(names) <= 12 else [*names[:12], "…"]
    return f"expected {listed(shown)}" if names else "expected none"


def _unknown_at_top(name: str, value: Any) -> str:
    if not isinstance(value, dict | list):
        homes = [section.header for section in SECTIONS.values() if name in section.keys]
        if homes:
            return f"unknown key; {name} belongs in {listed(homes)}"
        return f"unknown key; {one_of([*TOP.keys, *SECTIONS], name)}"
    if name == "timeline" or name in groups():
        return (
            "unknown section in an experiment; keys of a scenario are varied by a [[factor]], "
            "or set with set = [...] in [base]"
        )
    found = near(name, SECTIONS)
    headers = [SECTIONS[one].header for one in found or SECTIONS]
    return f"unknown section; {'did you mean ' + listed(headers) + '?' if found else 'expected ' + listed(headers)}"


def _unknown_in(section: Section, name: str) -> str:
    where = f"unknown key in {section.header}"
    if found := near(name, section.keys):
        return f"{where}; did you mean {listed(found)}?"
    homes = [other.header for other in SECTIONS.values() if name in other.keys]
    if name in TOP.keys:
        return f"{where}; {name} belongs at the top of the file, before the first section"
    if homes:
        return f"{where}; {name} belongs in {listed(homes)}"
    return f"{where}; expected {listed(section.keys)}"
