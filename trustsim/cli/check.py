"""``trustsim check``: whether scenario and experiment files can be run, with everything that is wrong with them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trustsim.cli.exits import WRONG_INPUT, guarded, say
from trustsim.cli.options import Overrides
from trustsim.errors import InputError, ScenarioError
from trustsim.scenario.library import find_either

if TYPE_CHECKING:
    from trustsim.experiment.plan import Experiment

Files = Annotated[
    list[str], typer.Argument(metavar="FILE", help="Scenario or experiment files, or names that list shows.")
]


@guarded
def check(files: Files, overrides: Overrides = None) -> None:
    """Check scenario and experiment files, and show every problem.

    A problem is shown as file:line: key: what it is and what was expected. Of an experiment the
    scenarios that it starts from are checked as well, and it is told how many runs it takes, and what
    they will not be enough for.

    Example: trustsim check scenarios/partnership.toml --set organisation.users=30
    """
    wrong = [file for file in files if not _fine(file, overrides or [])]
    if wrong:
        raise SystemExit(WRONG_INPUT)


def _fine(file: str, overrides: list[str]) -> bool:
    try:
        told = _told(find_either(file), overrides)
    except ScenarioError as error:
        say(str(error))
        return False
    except InputError as error:
        say(f"Error: {error}")
        return False
    typer.echo(f"{file}: OK, {told[0]}")
    for caution in told[1:]:
        typer.echo(f"{file}: note: {caution}")
    return True


def _told(path: Path, overrides: list[str]) -> list[str]:
    """The title of a scenario; or that of an experiment with its size, and what it will not be able to tell."""
    from trustsim.experiment.foresight import cautions
    from trustsim.experiment.loading import load_experiment
    from trustsim.experiment.sheet import is_experiment
    from trustsim.scenario.loading import load_scenario

    if not is_experiment(path):
        return [load_scenario(path, overrides).story.title]
    if overrides:
        raise InputError(f"{path}: --set changes scenarios; expected set = [...] in [base] of an experiment")
    experiment = load_experiment(path)
    return [f"{experiment.title} ({_size(experiment)})", *cautions(experiment)]


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
