"""Which kind of file was given: what is said to those who give an experiment where a scenario is expected."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from trustsim.errors import InputError, ScenarioError


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
        sweep = f"trustsim sweep {shlex.quote(str(path))}"
        raise InputError(
            f"{path}: this is an experiment; expected a scenario; its runs are done by: {sweep}"
        ) from error
