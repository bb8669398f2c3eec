"""``trustsim check``: whether scenario files can be run, with everything that is wrong with them."""

from __future__ import annotations

from typing import Annotated

import typer

from trustsim.cli.exits import WRONG_INPUT, guarded, say
from trustsim.cli.library import find
from trustsim.cli.options import Overrides
from trustsim.errors import InputError, ScenarioError

Files = Annotated[list[str], typer.Argument(metavar="FILE...", help="Scenario files, or names that list shows.")]


@guarded
def check(files: Files, overrides: Overrides = None) -> None:
    """Check scenario files, and show every problem.

    A problem is shown as file:line: key: what it is and what was expected.

    Example: trustsim check scenarios/partnership.toml --set organisation.users=30
    """
    wrong = [file for file in files if not _fine(file, overrides or [])]
    if wrong:
        raise SystemExit(WRONG_INPUT)


def _fine(file: str, overrides: list[str]) -> bool:
    from trustsim.scenario.loading import load_scenario

    try:
        scenario = load_scenario(find(file), overrides)
    except ScenarioError as error:
        say(str(error))
        return False
    except InputError as error:
        say(f"Error: {error}")
        return False
    typer.echo(f"{file}: OK, {scenario.story.title}")
    return True
