"""The command line described: a reference in Markdown, read from the commands themselves."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

from typer.main import get_command

from trustsim.cli.app import app

_OPENING = """\
# The command line

Results go to stdout, talk goes to stderr. Every command answers to `--help`, and `trustsim --version` tells the
version. `python -m trustsim` is the same as `trustsim`.

| Exit code | Meaning |
| --- | --- |
| 0 | fine |
| 1 | the run failed |
| 2 | the input was wrong: the message says what it is, where, and what was expected |
| 130 | stopped from the keyboard; nothing is left half-written |

Wherever a scenario file is expected, a name that `trustsim list` shows will do: `trustsim run partnership`.
A mistake of trustsim itself ends in one line; with `TRUSTSIM_DEBUG=1` in the environment it ends in a traceback.
"""


def reference_markdown() -> str:
    """The reference of all commands as Markdown: what each does, its arguments and its options."""
    root: Any = get_command(app)
    return "\n".join([_OPENING, *(_command(name, command) for name, command in root.commands.items())])


def _command(name: str, command: Any) -> str:
    text, _, example = inspect.cleandoc(command.help).partition("Example: ")
    parts = [f"## trustsim {name}\n\n{text.strip()}\n"]
    if example:
        parts.append(f"```sh\n{' '.join(example.split())}\n```\n")
    rows = list(_rows(command))
    lines = ["| Argument or option | Meaning |", "| --- | --- |", *(f"| {left} | {right} |" for left, right in rows)]
    return "\n".join([*parts, "\n".join(lines) + "\n"])


def _rows(command: Any) -> Iterator[tuple[str, str]]:
    """Name and meaning of each argument and option, arguments first, as they are declared."""
    for parameter in command.params:
        if parameter.param_type_name == "argument":
            yield f"`{parameter.metavar or parameter.name}{'...' if parameter.nargs < 0 else ''}`", parameter.help or ""
    for parameter in command.params:
        if parameter.param_type_name == "option" and "--help" not in parameter.opts:
            takes = "" if parameter.is_flag else f" {parameter.metavar}"
            yield ", ".join(f"`{name}{takes}`" for name in parameter.opts), parameter.help or ""
