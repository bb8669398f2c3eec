"""``trustsim list``: which scenarios there are and what each teaches; or which experiments, and what they ask."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated, Any

import typer

from trustsim.cli.exits import guarded
from trustsim.cli.options import AsJson
from trustsim.cli.screen import show
from trustsim.errors import ScenarioError
from trustsim.scenario import library

Experiments = Annotated[bool, typer.Option("--experiments", "-e", help="List experiments instead.")]


@guarded
def list_scenarios(experiments: Experiments = False, as_json: AsJson = False) -> None:
    """List scenarios: what each teaches, and what to look for in it; or experiments, and what they ask.

    They are those in ./scenarios (./experiments), and those that come with trustsim.

    Example: trustsim list --experiments
    """
    what = "experiments" if experiments else "scenarios"
    found = _experiments() if experiments else [_described(name, path) for name, path in library.scenarios().items()]
    if as_json:
        typer.echo(json.dumps(found, indent=2))
    elif not found:
        typer.echo(f"No {what} here; expected TOML files in ./{what}.")
    else:
        _show(found)


def _experiments() -> list[dict[str, Any]]:
    from trustsim.experiment.loading import load_experiment

    found = []
    for name, path in library.experiments().items():
        about: dict[str, Any] = {"name": name, "file": _shortest(path), **dict.fromkeys(("title", "question"))}
        try:
            experiment = load_experiment(path)
            found.append({**about, "title": experiment.title, "question": experiment.question, "problems": 0})
        except ScenarioError as error:
            found.append({**about, "problems": len(error.problems)})
    return found


def _described(name: str, path: Path) -> dict[str, Any]:
    from trustsim.scenario.loading import load_scenario
    from trustsim.scenario.schema import Story

    found: dict[str, Any] = {"name": name, "file": _shortest(path)}
    try:
        story = load_scenario(path).story
    except ScenarioError as error:
        return {**found, **dict.fromkeys(Story.model_fields), "problems": len(error.problems)}
    return {**found, **story.model_dump(), "problems": 0}


def _shortest(path: Path) -> str:
    """The path as one would type it here."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


def _show(found: list[dict[str, Any]]) -> None:
    from trustsim.report.tables import scenario_list

    show(scenario_list(found))
