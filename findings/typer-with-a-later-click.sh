#!/usr/bin/env bash
# Typer with a later click that its own metadata allows: a flag is turned round, and what is required may be missing.
#
# Guess: Typer asks for "click>=8.0.0" without an upper end, so any click 8 will do; if not, importing it fails.
# What happens: both install together without a word. Typer 0.12.5 with click 8.5.1: with the usual eager --version
#   flag, a command that is called without the flag prints the version, does nothing and exits with 0. With --version
#   the program says that a command is missing. Typer 0.16.1 with click 8.5.1: a required argument or option that is
#   left out is no error; the function gets None.
# Versions: typer 0.12.5 and 0.16.1, click 8.5.1; Python 3.11 or later.
# Where it hurts: `sweep FILE` in a batch job does nothing and reports success; `run` without a file starts with None.
# What was done: pyproject.toml asks for typer>=0.20. The lowest versions are tested together, but a lowest Typer with
#   the newest click is a pair that neither the lowest nor the newest versions show.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat > "$folder/program.py" <<'END'
from typing import Annotated

import typer

app = typer.Typer()


def show(wanted: bool) -> None:
    if wanted:
        print("version 1")
        raise typer.Exit


@app.callback()
def main(version: Annotated[bool, typer.Option("--version", callback=show, is_eager=True)] = False) -> None:
    pass


@app.command()
def run(file: str) -> None:
    print(f"run {file!r}")


@app.command()
def repeat(times: Annotated[int, typer.Option()]) -> None:
    print(f"repeat {times!r}")


app()
END

wrong=0
expect() {  # exit code, words that the output has, then the arguments of the program
    local code=$1 words=$2 output found=0
    shift 2
    output=$("$folder/venv/bin/python" "$folder/program.py" "$@" 2>&1) || found=$?
    if [ "$found" = "$code" ] && grep -q "$words" <<<"$output"; then
        echo "  program $*: exit code $code, $words"
    else
        echo "  program $*: no longer so (exit code $code, $words); exit code $found, $output"
        wrong=1
    fi
}
with() {
    "${PYTHON:-python3}" -m venv --clear "$folder/venv"
    "$folder/venv/bin/pip" install --quiet --disable-pip-version-check "$@"
    echo "$*"
}

with 'typer==0.12.5' 'click==8.5.1'
expect 0 "version 1" run a.toml
expect 2 "Missing command" --version

with 'typer==0.16.1' 'click==8.5.1'
expect 0 "run 'a.toml'" run a.toml
expect 0 "run None" run
expect 0 "repeat None" repeat

with 'typer==0.20.0' 'click==8.5.1'
expect 0 "run 'a.toml'" run a.toml
expect 2 "Missing argument" run
expect 0 "version 1" --version
exit "$wrong"
