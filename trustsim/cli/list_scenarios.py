"""``trustsim list``: which scenarios there are and what each teaches; or which experiments, and what they ask."""

from __future__ import annotations

from typing import Annotated

import typer

from trustsim.cli.exits import guarded
from trustsim.cli.front import put
from trustsim.cli.listing import listing
from trustsim.cli.options import AsJson

Experiments = Annotated[bool, typer.Option("--experiments", "-e", help="List experiments instead.")]


@guarded
def list_scenarios(experiments: Experiments = False, as_json: AsJson = False) -> None:
    """List scenarios: what each teaches, and what to look for in it; or experiments, and what they ask.

    They are those in ./scenarios (./experiments), and those that come with trustsim.

    Example: trustsim list --experiments
    """
    put(listing(experiments=experiments, as_json=as_json))
