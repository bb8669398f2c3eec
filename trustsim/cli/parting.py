"""``trustsim compare --first-difference``: where two worlds on the same luck part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trustsim.cli.progress import busy
from trustsim.cli.runs import tell
from trustsim.errors import InputError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from trustsim.compare.parting import Apart
    from trustsim.scenario.schema import Scenario

FORMAT = "trustsim parting"


def parting(scenarios: list[tuple[str, Scenario]], as_json: bool) -> None:
    """Say where two worlds part first, and when trust follows.

    Args:
        scenarios: a label and a scenario each, on the same seed.
        as_json: whether to print JSON instead of the screen.

    Raises:
        InputError: these are not two, or their seeds are not the same.
    """
    from trustsim.compare.parting import part

    if len(scenarios) != 2:
        raise InputError(f"--first-difference: {len(scenarios)} given; expected two scenarios")
    (one, a), (other, b) = scenarios
    with busy("running both", quiet=as_json):
        found = part(a, b)
    labels, seed = (one, other), a.run.seed

    def screen(_: str) -> RenderableType:
        from trustsim.report.parting import parting_screen

        return parting_screen(found, labels, seed)

    tell(_content(found, labels, seed), screen, None, as_json)


def _content(found: Apart, labels: tuple[str, str], seed: int) -> dict[str, Any]:
    from trustsim.compare.parting import data
    from trustsim.report.parting import told_apart

    return {"format": FORMAT, "worlds": list(told_apart(labels)), "seed": seed, **data(found)}
