"""From a scenario file to a ``Scenario``: extended, overridden, checked, with all that is wrong told at once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from itertools import takewhile
from pathlib import Path
from typing import Any

from trustsim.errors import Problem, ScenarioError
from trustsim.scenario.feasible import findings
from trustsim.scenario.locate import KeyPath
from trustsim.scenario.overrides import read_override
from trustsim.scenario.problems import check
from trustsim.scenario.reading import CannotReadError, Layer, parse, read_bytes
from trustsim.scenario.schema import Scenario
from trustsim.scenario.wording import printable, quoted

MOST_PARENTS = 50
"""Files that a scenario may extend, one behind the other."""


def load_scenario(path: str | Path, overrides: Sequence[str] = ()) -> Scenario:
    """Read a scenario from a TOML file.

    A file may begin with ``extends = "other.toml"``, a path relative to itself: it then holds what the
    other file holds, except for the keys that it gives itself. Tables are merged key by key; the
    ``timeline`` of the nearer file replaces the other as a whole. Each override is a
    ``section.key=value`` with a value in TOML (see ``read_override``), taken in order, after the files.

    Every file and every override has to be right by itself, whether or not another one replaces
    what it says. What must hold between keys is checked on the result.

    Raises:
        ScenarioError: with every problem found, sorted by file and line.
    """
    problems: list[Problem] = []
    layers, complete = _files(str(path), problems)
    return _put_together(layers, overrides, str(path), problems, complete=complete)


def with_overrides(scenario: Scenario, overrides: Sequence[str]) -> Scenario:
    """A scenario with some keys changed, each override as for ``load_scenario``.

    Raises:
        ScenarioError: with every problem found.
    """
    base = Layer("scenario", scenario.model_dump(mode="json", exclude_none=True))
    return _put_together([base], overrides, "scenario", [], complete=True)


def with_values(scenario: Scenario, values: Mapping[str, Any], source: str = "values") -> Scenario:
    """A scenario with some keys set to values.

    Args:
        scenario: what all other keys are taken from.
        values: by dotted key, as TOML would give them; ``timeline`` is a list of tables, and replaced as a whole.
        source: what is named as the place of a problem.

    Raises:
        ScenarioError: with every problem found.
    """
    base = Layer("scenario", scenario.model_dump(mode="json", exclude_none=True))
    return _put_together([base, Layer(source, nested(values))], [], source, [], complete=True)


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values by dotted key as tables within tables."""
    tables: list[dict[str, Any]] = []
    for key, value in values.items():
        table: Any = value
        for part in reversed(key.split(".")):
            table = {part: table}
        tables.append(table)
    return merged(tables)


def _put_together(
    layers: list[Layer], overrides: Sequence[str], file: str, problems: list[Problem], *, complete: bool
) -> Scenario:
    for text in overrides:
        try:
            layers.append(read_override(text))
        except ScenarioError as error:
            problems.extend(error.problems)
            complete = False
    sound, faulty = _checked(layers, problems)
    scenario = Scenario.model_validate(merged(layer.data for layer in sound))
    if complete:
        problems.extend(_between_keys(scenario, sound, faulty, file))
    if problems:
        raise ScenarioError(ordered(problems))
    return scenario


def merged(tables: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Tables laid over each other, later ones on top; tables within them are merged, all else is replaced."""
    result: dict[str, Any] = {}
    for table in tables:
        for name, value in table.items():
            below = result.get(name)
            nested = isinstance(value, dict) and isinstance(below, dict)
            result[name] = merged((below or {}, value)) if nested else value
    return result


def _files(file: str, problems: list[Problem]) -> tuple[list[Layer], bool]:
    """The file and all that it extends, the furthest first, and whether all of them could be read."""
    try:
        layers = [parse(file, read_bytes(file))]
    except CannotReadError as error:
        problems.append(Problem(file, 0, "", str(error)))
        return [], False
    except ScenarioError as error:
        problems.extend(error.problems)
        return [], False
    seen = {os.path.realpath(file)}
    while "extends" in layers[-1].data:
        child = layers[-1]
        try:
            layers.append(_parent(child, [layer.file for layer in layers], seen))
        except ScenarioError as error:
            problems.extend(error.problems)
            return layers[::-1], False
        finally:
            del child.data["extends"]
    return layers[::-1], True


def _parent(child: Layer, chain: list[str], seen: set[str]) -> Layer:
    """The file that ``child`` extends; raises ``ScenarioError`` placed where the mistake is.

    ``chain`` holds the files before it, and ``seen`` where they really are; the parent is added to it.
    """
    named = child.data["extends"]
    if not isinstance(named, str) or not named:
        message = f'{quoted(named)} names no file; expected the path of another scenario file, such as "base.toml"'
        raise ScenarioError([child.problem(("extends",), message)])
    if len(chain) > MOST_PARENTS:
        message = f"this is the end of a chain of {len(chain)} files; expected at most {MOST_PARENTS} behind the first"
        raise ScenarioError([child.problem(("extends",), message)])
    file = str(Path(child.file).parent / named)
    try:
        raw = read_bytes(file)
    except CannotReadError as error:
        raise ScenarioError([child.problem(("extends",), f"{quoted(named)} {error}")]) from None
    where = os.path.realpath(file)
    if where in seen:
        circle = " -> ".join(printable(link, 200) for link in [*chain, file])
        message = f"{quoted(named)} leads in a circle: {circle}; expected a file that does not extend this one"
        raise ScenarioError([child.problem(("extends",), message)])
    seen.add(where)
    return parse(file, raw)


def _checked(layers: Iterable[Layer], problems: list[Problem]) -> tuple[list[Layer], list[KeyPath]]:
    """The layers without the keys that are wrong, and the paths of those keys; adds to ``problems``."""
    sound: list[Layer] = []
    faulty: list[KeyPath] = []
    for layer in layers:
        found, paths = check(layer)
        problems.extend(found)
        faulty.extend(paths)
        sound.append(Layer(layer.file, _without(layer.data, paths), layer.lines))
    return sound, faulty


def _without(data: dict[str, Any], paths: list[KeyPath]) -> dict[str, Any]:
    """A copy of ``data`` that lacks what ``paths`` lead to; an array with anything wrong in it goes as a whole."""
    result = deepcopy(data) if paths else data
    for path in paths:
        names = [str(part) for part in takewhile(lambda part: isinstance(part, str), path)]
        table = result
        for name in names[:-1]:
            table = table[name]
        table.pop(names[-1], None)
    return result


def _between_keys(scenario: Scenario, layers: list[Layer], faulty: list[KeyPath], file: str) -> list[Problem]:
    """What the keys of the result do to each other, placed at a key that is given somewhere."""
    problems = []
    for finding in findings(scenario):
        if any(_related(key, wrong) for key in finding.keys for wrong in faulty):
            continue
        places = [(layer, key) for layer in reversed(layers) for key in finding.keys if _gives(layer.data, _home(key))]
        layer, key = places[0] if places else (Layer(file, {}), finding.keys[0])
        problems.append(layer.problem(key, finding.message))
    return problems


def _related(key: KeyPath, wrong: KeyPath) -> bool:
    """Whether a key lies in what is wrong, or holds it; one wrong entry makes the timeline unsure."""
    shorter = min(len(key), len(wrong))
    return key[:shorter] == wrong[:shorter] or key[0] == wrong[0] == "timeline"


def _home(key: KeyPath) -> KeyPath:
    """What has to be given for a key to be told there; in the timeline the entry, as a key may be missing in it."""
    return key[:2] if key[0] == "timeline" else key


def _gives(data: Any, path: KeyPath) -> bool:
    """Whether a layer's data hold a value at ``path``."""
    try:
        for part in path:
            data = data[part]
    except (KeyError, IndexError, TypeError):
        return False
    return True


def ordered(problems: Iterable[Problem]) -> list[Problem]:
    """Without repetitions, by file and line; what is only counted comes last in its file."""
    return sorted(dict.fromkeys(problems), key=lambda problem: (problem.file, problem.line or 2**31))
