"""[base]: the scenarios that an experiment starts from."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from trustsim.errors import InputError, Problem, ScenarioError
from trustsim.experiment.plan import Base
from trustsim.experiment.schema import SCENARIOS, SETS
from trustsim.experiment.sheet import Sheet, is_experiment
from trustsim.scenario.library import find
from trustsim.scenario.loading import load_scenario
from trustsim.scenario.locate import KeyPath
from trustsim.scenario.overrides import SOURCE, read_override
from trustsim.scenario.wording import printable, quoted

_HORIZON = "run.horizon_days"


def read_bases(sheet: Sheet) -> tuple[Base, ...]:
    """The scenarios, with what is set in each of them; those that cannot be had are left out, and told."""
    table = sheet.section("base")
    if table is None:
        return ()
    if "scenarios" not in table:
        sheet.wrong(("base", "scenarios"), f"missing; expected {SCENARIOS}")
        return ()
    overrides = _overrides(sheet, table)
    found = [
        base
        for number, name in sheet.texts(("base", "scenarios"), table["scenarios"], SCENARIOS)
        if (base := _base(sheet, ("base", "scenarios", number), name, overrides)) is not None
    ]
    _comparable(sheet, found)
    return tuple(found)


def _overrides(sheet: Sheet, table: dict[str, Any]) -> list[str]:
    """What is right by itself of ``set``, and the horizon."""
    sound = []
    given = table.get("set", [])
    for number, text in sheet.texts(("base", "set"), given, SETS) if given != [] else ():
        place: KeyPath = ("base", "set", number)
        try:
            layer = read_override(text)
        except ScenarioError as error:
            for problem in error.problems:
                sheet.wrong(place, problem.message)
            continue
        name = text.partition("=")[0].strip()
        if name in ("run.seed", _HORIZON):
            instead = "first_seed in [runs]" if name == "run.seed" else "horizon_days in [base]"
            sheet.wrong(place, f"{name} is not set here; expected {instead}")
        elif sheet.scenario_keys(layer.data, {(): place}):
            sound.append(text)
    if "horizon_days" in table:
        sound.append(f"{_HORIZON}={table['horizon_days']}")
    return sound


def _base(sheet: Sheet, place: KeyPath, name: str, overrides: list[str]) -> Base | None:
    beside = Path(sheet.layer.file).parent / name
    try:
        path = beside if beside.is_file() else find(name)
        # A path that is not there is told of as it stands beside the experiment.
        path = path if path.is_file() else beside
        if is_experiment(path):
            sheet.wrong(place, f"{quoted(name)} is an experiment; expected a scenario")
            return None
        return Base(path.stem, load_scenario(path, overrides))
    except ScenarioError as error:
        sheet.problems.extend(_placed(sheet, place, problem) for problem in error.problems)
    except (InputError, OSError, ValueError) as error:
        sheet.wrong(place, printable(str(error), 200))
    return None


def _placed(sheet: Sheet, place: KeyPath, problem: Problem) -> Problem:
    """A problem of a scenario file stays where it is, unless the experiment is what brought it about."""
    if problem.file == SOURCE:
        if problem.key == _HORIZON:
            return sheet.layer.problem(("base", "horizon_days"), problem.message)
        home: KeyPath = ("base", "set")
        return sheet.layer.problem(home, f"{problem.key}: {problem.message}")
    if not problem.line:
        return sheet.layer.problem(place, f"{problem.file}: {problem.message}")
    return problem


def _comparable(sheet: Sheet, bases: list[Base]) -> None:
    """Bases have labels of their own, and last equally long."""
    twice = [label for label, times in Counter(base.label for base in bases).items() if times > 1]
    for label in twice:
        sheet.wrong(("base", "scenarios"), f"two scenarios are called {label}; expected files of different names")
    days = {base.label: base.scenario.run.horizon_days for base in bases}
    if len(set(days.values())) > 1:
        lengths = ", ".join(f"{label} lasts {number} days" for label, number in days.items())
        sheet.wrong(("base", "scenarios"), f"{lengths}; expected one length: give horizon_days in [base]")
