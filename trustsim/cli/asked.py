"""What is asked of a comparison: measures, margins, precision and files, with all that is wrong told at once."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from trustsim.cli.files import no_experiment
from trustsim.errors import InputError, Problem, ScenarioError
from trustsim.scenario.library import find

if TYPE_CHECKING:
    from trustsim.scenario.schema import Scenario


class Asked(NamedTuple):
    """The options of a comparison, read.

    Attributes:
        reps: number of pairs; the usual one where nothing is given.
        precision: half-width to be reached; None for a number of pairs that is fixed beforehand.
        measures: names of responses, the headline first.
        margins: by the name of the measure.
        wrong: everything that is wrong with them, a line each.
    """

    reps: int
    precision: float | None
    measures: tuple[str, ...]
    margins: Mapping[str, float]
    wrong: list[str]


def asked(
    reps: int | None, precision: str | None, measures: Sequence[str], margins: Sequence[str], usual_reps: int
) -> Asked:
    """Read the options of a comparison; what is wrong with them is gathered, not raised."""
    wrong: list[str] = []
    names = _measures(wrong, measures)
    wanted = _precision(wrong, precision)
    if reps is not None and precision is not None:
        wrong.append("--precision: it says how many pairs are run, as --reps does; expected one of the two")
    return Asked(reps or usual_reps, wanted, names, _margins(wrong, margins, names), wrong)


def named_scenarios(
    names: Sequence[str], overrides: Sequence[str], wrong: Sequence[str], *, at_least: int, at_most: int | None = None
) -> list[tuple[str, Scenario]]:
    """Load scenarios with the stem of their file as a name.

    Args:
        names: as the user gave them.
        overrides: for all of them.
        wrong: what is wrong with other options, to be told with the problems of the files.
        at_least: how many files there must be.
        at_most: how many there may be; None for any number.

    Raises:
        InputError: with every problem of all files and options.
    """
    tried = [_scenario(name, overrides) for name in names]
    problems = _named(names, tried)
    told = [*wrong, *_miscounted(len(names), at_least, at_most)]
    if not told and problems:
        raise ScenarioError(problems)
    if told:
        raise InputError(*told, problems=problems)
    return [found for found in tried if not isinstance(found, list)]


def _scenario(name: str, overrides: Sequence[str]) -> tuple[str, Scenario] | list[Problem]:
    """A name and its scenario, or why there is none."""
    from trustsim.scenario.loading import load_scenario

    try:
        path = find(name)
        with no_experiment(path):
            return path.stem, load_scenario(path, overrides)
    except ScenarioError as error:
        return list(error.problems)
    except InputError as error:
        return [Problem(name, 0, "", str(error).removeprefix(f"{name}: "))]


def _named(names: Sequence[str], tried: Sequence[tuple[str, Scenario] | list[Problem]]) -> list[Problem]:
    """All problems, each once; what ``--set`` does to some of the scenarios alone is told with their names."""
    from trustsim.scenario.overrides import SOURCE

    lists = [found for found in tried if isinstance(found, list)]
    shared = set.intersection(*map(set, lists)) if lists and len(lists) == len(names) else set()
    told = [
        replace(problem, file=f"{name} with {SOURCE}") if problem.file == SOURCE and problem not in shared else problem
        for name, found in zip(names, tried, strict=True)
        if isinstance(found, list)
        for problem in found
    ]
    return list(dict.fromkeys(told))


def _miscounted(number: int, at_least: int, at_most: int | None) -> list[str]:
    if at_least <= number <= (at_most or number):
        return []
    words = {1: "one scenario", 2: "two scenarios"}[at_least] + ("" if at_most == at_least else " or more")
    return [f"FILE: {number or 'nothing'} given; expected {words}"]


def _measures(wrong: list[str], given: Sequence[str]) -> tuple[str, ...]:
    from trustsim.measures.responses import USUAL, response

    for name in dict.fromkeys(given):
        try:
            response(name)
        except InputError as error:
            wrong.append(f"--measure: {error}")
    return tuple(dict.fromkeys(given)) or USUAL


def _precision(wrong: list[str], given: str | None) -> float | None:
    if given is None:
        return None
    number = _number(given)
    if number is None or number <= 0:
        wrong.append(f"--precision: {given} given; expected a number above 0, such as 0.01")
    return number


def _margins(wrong: list[str], given: Sequence[str], measures: Sequence[str]) -> dict[str, float]:
    from trustsim.scenario.nearest import near

    found: dict[str, float] = {}
    for text in given:
        name, equals, value = text.rpartition("=")
        number, name = _number(value), name if equals else measures[0]
        if number is None or number < 0:
            wrong.append(f"--margin: {text} given; expected a number from 0 on, or NAME=NUMBER, such as trust.end=0.02")
        elif name not in measures:
            others = near(name, measures) or [other for other in measures if other.rpartition(".")[2] == name]
            hint = f"did you mean {' or '.join(others)}?" if others else f"expected one of {', '.join(measures)}"
            wrong.append(f"--margin: {name} is not compared; {hint}")
        else:
            found[name] = number
    return found


def _number(text: str) -> float | None:
    """A finite number, or None."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
