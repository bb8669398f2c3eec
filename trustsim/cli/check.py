"""``trustsim check``: whether scenario and experiment files can be run, with everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trustsim.cli.exits import WRONG_INPUT, guarded, say
from trustsim.cli.options import Overrides
from trustsim.cli.screen import print_text
from trustsim.errors import InputError, ScenarioError
from trustsim.scenario.library import find_either
from trustsim.text import one_line, visible

if TYPE_CHECKING:
    from trustsim.experiment.plan import Experiment

Files = Annotated[
    list[str], typer.Argument(metavar="FILE", help="Scenario or experiment files, or names that list shows.")
]


@guarded
def check(files: Files, overrides: Overrides = None) -> None:
    """Check scenario and experiment files, and show every problem.

    A problem is shown as file:line: key: what it is and what was expected. Of a scenario it is told what
    users ask of IT a month and what its developers can do; where they can never keep up, that is a
    WARNING, and the scenario can still be run. Of an experiment the scenarios that it starts from are
    checked as well, and it is told how many runs it takes, and what they will not be enough for.

    Example: trustsim check scenarios/partnership.toml --set organisation.users=30
    """
    wrong = [file for file in files if not _fine(file, overrides or [])]
    if wrong:
        raise SystemExit(WRONG_INPUT)


def _fine(file: str, overrides: list[str]) -> bool:
    try:
        told = _told(find_either(file), overrides)
    except InputError as error:
        for line in error.lines:
            say(line)
        return False
    print_text(f"{visible(file)}: {told}")
    return True


def _told(path: Path, overrides: list[str]) -> str:
    """Whether a file is in order, what it is, what its scenarios ask of IT, and what an experiment cannot tell."""
    from trustsim.report.load_words import load_text, overload, overloads
    from trustsim.scenario.loading import load_scenario

    try:
        scenario = load_scenario(path, overrides)
    except ScenarioError:  # only now is it worth what it takes to know of experiments
        from trustsim.experiment.sheet import is_experiment

        if not is_experiment(path):
            raise
    else:
        return f"{_state(overload(scenario))}, {one_line(scenario.story.title)}\n{load_text(scenario)}"
    if overrides:
        raise InputError(f"{path}: --set changes scenarios; expected set = [...] in [base] of an experiment")
    from trustsim.experiment.foresight import cautions
    from trustsim.experiment.loading import load_experiment

    experiment = load_experiment(path)
    warned, notes = overloads(experiment.bases), [f"  note: {caution}" for caution in cautions(experiment)]
    return "\n".join([f"{_state(warned)}, {one_line(experiment.title)} ({_size(experiment)})", *warned, *notes])


def _state(warned: Sequence[str]) -> str:
    return "WARNING" if warned else "OK"


def _size(experiment: Experiment) -> str:
    from trustsim.experiment.design import count

    points, bases = count(experiment.design, experiment.factors), len(experiment.bases)
    runs = points * bases * experiment.replications
    return (
        f"{_many(points, 'point')} x {_many(bases, 'base')} x {_many(experiment.replications, 'replication')}: "
        f"{runs:,} runs"
    )


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
