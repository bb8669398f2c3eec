#!/usr/bin/env bash
# Typer 0.29 is click no more: values are read by pydantic, and click's exceptions and classes are others.
#
# Guess: Typer is a layer over click, so an option of type datetime takes the dates that click takes, an int takes
#   whole numbers as int() does, and `except click.UsageError` catches what Typer raises.
# What happens: Typer 0.29.2 does not ask for click; it has a copy of its own, and pydantic reads the values. A bare
#   year is a date: --since 2024 is 33 minutes and 44 seconds past midnight of 1 January 1970, in UTC, while
#   2024-01-01 has no time zone. Before, 2024 was refused. --times 3.0 is the whole number 3, and was refused before.
#   An error of usage is no click.UsageError, and a command is no click.Command.
# Versions: typer 0.29.2 and, for what was, 0.20.0, with click 8.5.1, pydantic 2.14.3; Python 3.11 or later.
# Where it hurts: a laboratory that selects runs by date takes all of them, silently. A wrapper that turns click's
#   errors into messages of its own lets tracebacks through.
# What was done: whole numbers on the command line have a parser of their own (`parser=whole(...)`), no option is a
#   date, and errors are recognised by Typer's own classes. `trustsim viz` imports click for Solara's command, which
#   is made with click itself.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat > "$folder/probe.py" <<'END'
import sys
from datetime import datetime
from importlib.metadata import requires, version
from typing import Annotated

import click
import typer
from typer.testing import CliRunner

app = typer.Typer()


@app.command()
def show(
    since: Annotated[datetime, typer.Option()] = datetime(2000, 1, 1),
    times: Annotated[int, typer.Option()] = 1,
) -> None:
    print(f"since {since.isoformat()}, times {times!r}")


def said(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments))
    return result.output.strip() if result.exit_code == 0 else f"refused with exit code {result.exit_code}"


def raised() -> Exception:
    try:
        typer.main.get_command(app).main(["--times", "many"], standalone_mode=False)
    except Exception as error:
        return error
    raise AssertionError("not refused")


asks = any(line.startswith("click") for line in requires("typer") or [])
seen = {
    "asks for click": asks,
    "--since 2024": said("--since", "2024"),
    "--since 2024-01-01": said("--since", "2024-01-01"),
    "--times 3.0": said("--times", "3.0"),
    "its error is a click.UsageError": isinstance(raised(), click.UsageError),
    "its command is a click.Command": isinstance(typer.main.get_command(app), click.Command),
}
old = {
    "asks for click": True,
    "--since 2024": "refused with exit code 2",
    "--since 2024-01-01": "since 2024-01-01T00:00:00, times 1",
    "--times 3.0": "refused with exit code 2",
    "its error is a click.UsageError": True,
    "its command is a click.Command": True,
}
new = {
    "asks for click": False,
    "--since 2024": "since 1970-01-01T00:33:44+00:00, times 1",
    "--since 2024-01-01": "since 2024-01-01T00:00:00, times 1",
    "--times 3.0": "since 2000-01-01T00:00:00, times 3",
    "its error is a click.UsageError": False,
    "its command is a click.Command": False,
}
print(f"typer {version('typer')}, click {version('click')}, pydantic {version('pydantic')}")
for name, value in seen.items():
    print(f"  {name}: {value}")
sys.exit(seen != (old if sys.argv[1] == "old" else new))
END

for pair in old=0.20.0 new=0.29.2; do
    "${PYTHON:-python3}" -m venv --clear "$folder/venv"
    "$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
        "typer==${pair#*=}" 'click==8.5.1' 'pydantic==2.14.3'
    "$folder/venv/bin/python" "$folder/probe.py" "${pair%=*}" || { echo "no longer so"; exit 1; }
done
