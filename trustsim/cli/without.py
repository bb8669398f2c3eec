"""``trustsim compare --counterfactual``: what one thing did, by a run with it and one without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trustsim.cli.progress import busy
from trustsim.cli.runs import about, tell
from trustsim.errors import InputError
from trustsim.records.results import Kind

if TYPE_CHECKING:
    from rich.console import RenderableType

    from trustsim.scenario.schema import Scenario

KIND = Kind("counterfactual", "trustsim counterfactual", "counterfactual.json")


def without(label: str, scenario: Scenario, what: str, as_json: bool) -> None:
    """Say what one thing contributed to a run: a day, a request or an intervention.

    Args:
        label: what to call the run.
        scenario: what is run, on its own seed.
        what: a day, ``request=ID`` or ``intervention=NAME``.
        as_json: whether to print JSON instead of the screen.

    Raises:
        InputError: the run has no such thing, or has several of that name.
    """
    from trustsim.compare.contribution import contribution, data

    try:
        with busy("running with it and without it", quiet=as_json):
            found = contribution(scenario, what)
    except InputError as error:
        raise InputError(f"--counterfactual: {error}") from error

    def screen(_: str) -> RenderableType:
        from trustsim.report.without import without_screen

        return without_screen(found, f"{label} (seed {scenario.run.seed})")

    tell({**about(KIND, scenario), "run": label, **data(found)}, screen, None, as_json)
