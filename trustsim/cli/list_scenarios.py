"""``trustsim list``: which scenarios there are, what each teaches, and what to look for in it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import typer

from trustsim.cli.exits import guarded
from trustsim.cli.library import scenarios
from trustsim.cli.options import AsJson
from trustsim.cli.screen import show
from trustsim.errors import ScenarioError


@guarded
def list_scenarios(as_json: AsJson = False) -> None:
    """List scenarios: what each teaches, and what to look for in it.

    They are those in ./scenarios and those that come with trustsim.

    Example: trustsim list
    """
    found = [_described(name, path) for name, path in scenarios().items()]
    if as_json:
        typer.echo(json.dumps(found, indent=2))
    elif not found:
        typer.echo("No scenarios here; expected TOML files in ./scenarios.")
    else:
        _show(found)


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
