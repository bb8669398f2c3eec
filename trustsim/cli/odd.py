"""``trustsim odd``: the model described in the ODD format, for a scenario or with every default."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trustsim.cli.exits import guarded
from trustsim.cli.files import no_experiment
from trustsim.cli.options import Overrides
from trustsim.cli.screen import print_text
from trustsim.errors import InputError
from trustsim.scenario.library import description, find

if TYPE_CHECKING:
    from trustsim.scenario.schema import Scenario

File = Annotated[
    str | None,
    typer.Argument(
        metavar="FILE", help="A scenario file, or a name that list shows; else the defaults.", show_default=False
    ),
]
Output = Annotated[
    str, typer.Option("--output", "-o", metavar="FILE", help="Where to write it; - is stdout.", show_default=False)
]


@guarded
def odd(file: File = None, output: Output = "-", overrides: Overrides = None) -> None:
    """Print the model's description in the ODD format (Grimm et al. 2020), in Markdown.

    Its tables come from the code. With FILE, every value is that of the scenario, and what departs from the defaults is
    marked and listed.

    Example: trustsim odd turnaround -o odd.md
    """
    scenario = _scenario(file, overrides or [])
    from trustsim.report.odd import odd_markdown

    text = odd_markdown(description().read_text(encoding="utf-8"), scenario)
    if output == "-":
        print_text(text, end="")
        return
    try:
        _write(Path(output), text)
    except OSError as error:
        raise InputError(f"--output: {output} given; {error.strerror or error}; expected a file to write") from error


def _write(file: Path, text: str) -> None:
    """Write the description; only another one is written over.

    Raises:
        InputError: the file holds something else.
    """
    first = text.partition("\n")[0].encode()
    if file.is_file() and not file.read_bytes().strip().startswith(first) and file.stat().st_size:
        raise InputError(f"--output: {file} holds something else; expected a new file, or an earlier description")
    file.write_text(text, encoding="utf-8", newline="\n")


def _scenario(file: str | None, overrides: list[str]) -> Scenario | None:
    """The scenario that is meant; None where neither a file nor a key was given."""
    from trustsim.scenario.loading import load_scenario, with_overrides
    from trustsim.scenario.schema import Scenario

    if file is not None:
        path = find(file)
        with no_experiment(path):
            return load_scenario(path, overrides)
    return with_overrides(Scenario(), overrides) if overrides else None
