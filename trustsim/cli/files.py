"""Which kind of file was given: what is said of an experiment in the place of a scenario, and the other way round."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from trustsim.errors import InputError, ScenarioError
from trustsim.scenario.library import EXPERIMENTS, SCENARIOS, another_kind


@contextmanager
def no_experiment(path: Path) -> Iterator[None]:
    """Say of an experiment that it is one, instead of all that is wrong with it as a scenario.

    Raises:
        InputError: the block found that it is no scenario, because it is an experiment.
    """
    try:
        yield
    except ScenarioError as error:
        from trustsim.experiment.sheet import is_experiment

        if not is_experiment(path):
            raise
        raise InputError(f"{path}: {another_kind(str(path), EXPERIMENTS)}") from error


@contextmanager
def no_scenario(path: Path) -> Iterator[None]:
    """Say of a scenario that it is one, instead of all that is wrong with it as an experiment.

    Raises:
        InputError: the block found that it is no experiment, because it is a scenario.
    """
    try:
        yield
    except ScenarioError as error:
        from trustsim.experiment.sheet import is_scenario

        if not is_scenario(path):
            raise
        raise InputError(f"{path}: {another_kind(str(path), SCENARIOS)}") from error
