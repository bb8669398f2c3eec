"""What can go wrong, drawn once.

::

    TrustsimError
    ├── InputError             the input was wrong; the command line exits with 2
    │   └── ScenarioError      a scenario or an experiment, with every problem found in it
    └── RunError               a run failed although its input was right; exits with 1
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trustsim.text import visible


class TrustsimError(Exception):
    """Base of every error that trustsim raises on purpose."""

    @property
    def lines(self) -> tuple[str, ...]:
        """What to tell people, line by line; a line may still hold signs that a terminal would obey."""
        return tuple(f"Error: {self}".split("\n"))


class InputError(TrustsimError):
    """The input was wrong: an option, a path, a file."""

    def __init__(self, *told: str, problems: Sequence[Problem] = ()) -> None:
        """What is wrong, a sentence each, and what is wrong with files."""
        self._lines = (*(f"Error: {one}" for one in told), *map(str, problems))
        super().__init__("\n".join(self._lines).removeprefix("Error: "))

    @property
    def lines(self) -> tuple[str, ...]:
        """What to tell people, line by line."""
        return self._lines


class RunError(TrustsimError):
    """A run failed although its input was right."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a scenario or an experiment.

    Attributes:
        file: path as the user gave it, or ``"--set"`` for an override.
        line: 1-based line in the file, or 0 where no line applies.
        key: dotted path such as ``organisation.users``; empty for the file as a whole.
        message: what it is, what was expected, perhaps a suggestion.
    """

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        file = visible(self.file)
        place = f"{file}:{self.line}" if self.line else file
        return f"{place}: {self.key}: {self.message}" if self.key else f"{place}: {self.message}"


class ScenarioError(InputError):
    """A scenario or an experiment could not be accepted; ``problems`` holds all that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(problems=problems)
