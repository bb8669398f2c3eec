"""``trustsim schema``: the JSON Schema of scenario files, for editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from trustsim.cli.exits import guarded
from trustsim.errors import InputError

Output = Annotated[
    str, typer.Option("--output", "-o", metavar="FILE", help="Where to write it; - is stdout.", show_default=False)
]


@guarded
def schema(output: Output = "-") -> None:
    """Print the JSON Schema of scenario files: keys, units, ranges, defaults, meanings, sources.

    Example: trustsim schema -o scenario.schema.json
    """
    from trustsim.scenario.describe import json_schema

    text = json.dumps(json_schema(), indent=2)
    if output == "-":
        typer.echo(text)
        return
    try:
        Path(output).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError(f"--output: {output} given; {error.strerror or error}; expected a file to write") from error
