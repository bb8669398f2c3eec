"""The command line starts at once: nothing is imported that the answer does not need."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from trustsim.cli import front
from trustsim.cli.verbs import VERBS

Command = Callable[..., Any]

SLOW = {"typer", "click", "rich", "pydantic", "dataclasses", "inspect", "email", "numpy", "importlib.metadata"}
HEAVY = {"mesa", "pandas", "numpy", "scipy", "networkx", "matplotlib", "pyarrow", "SALib"}

SCRIPT = str(Path(sys.executable).with_name("trustsim"))
PROGRAMS = {"script": [SCRIPT], "module": ["-m", "trustsim"]}


def imported(*words: str, folder: Path, program: str = "script") -> set[str]:
    """Every module that a command imports, Python's own start left out; packages above a module included."""
    python = [sys.executable, "-X", "importtime"]
    done = subprocess.run(
        [*python, *PROGRAMS[program], *words], cwd=folder, capture_output=True, text=True, check=True, timeout=120
    )
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.split("|")[2].strip() for line in lines}


def loaded_for(*commands: list[str], folder: Path) -> set[str]:
    """Every module that is loaded after some commands, one after the other in a process of their own."""
    code = """
import sys
from trustsim.cli.app import app
for words in sys.argv[1:]:
    try:
        app(words.split(), prog_name="trustsim")
    except SystemExit as end:
        assert not end.code, end.code
print("loaded:", *sys.modules)
"""
    words = [" ".join(command) for command in commands]
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=folder, capture_output=True, text=True, check=True, timeout=120
    )
    return set(done.stdout.splitlines()[-1].split()[1:])


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("script", ["--version"]),
        ("script", ["--help"]),
        ("script", ["list"]),
        ("script", ["list", "--experiments", "--json"]),
        ("module", ["--version"]),
        ("module", ["list"]),
    ],
)
def test_what_is_asked_first_needs_next_to_nothing(words: list[str], program: str, place: Path) -> None:
    found = imported(*words, folder=place, program=program)
    assert "trustsim.cli.front" in found
    assert not found & SLOW
    assert ("tomllib" in found) == (words[0] == "list")
    ours = {name for name in found if name.startswith("trustsim.")}
    assert ours <= {
        "trustsim.cli", "trustsim.cli.front", "trustsim.cli.verbs", "trustsim.cli.listing", "trustsim.scenario",
        "trustsim.scenario.shipped", "trustsim.text", "trustsim.__main__",
    }  # fmt: skip


def test_the_help_of_every_verb_imports_nothing_heavy(place: Path) -> None:
    found = loaded_for(*([verb, "--help"] for verb in VERBS), folder=place)
    assert {"typer", *(f"trustsim.cli.{module.split('.')[0]}" for module, _ in VERBS.values())} <= found
    assert not found & HEAVY
    assert "trustsim.scenario.schema" not in found


def test_a_verb_is_loaded_alone(place: Path) -> None:
    found = loaded_for(["schema", "--help"], folder=place)
    others = {f"trustsim.cli.{module.split('.')[0]}" for verb, (module, _) in VERBS.items() if verb != "schema"}
    assert "trustsim.cli.schema" in found
    assert not found & others


def test_a_scenario_is_checked_without_what_runs_and_experiments_need(place: Path) -> None:
    found = imported("check", "small", folder=place)
    assert "trustsim.scenario.schema" in found
    assert not found & (HEAVY | {"rich", "trustsim.experiment.schema"})


def test_a_run_needs_no_pictures_for_its_verdict(place: Path) -> None:
    found = imported("run", "small", "--no-plots", folder=place)
    assert "mesa" in found
    assert not found & {"matplotlib", "SALib", "scipy.stats", "distributed"}


@pytest.mark.parametrize("columns", ["80", "200", "61", "30"])
def test_the_help_is_the_one_that_typer_would_print(
    columns: str, trustsim: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    full = trustsim("--help").out
    assert front.overview() == full


@pytest.mark.parametrize(
    ("words", "code"),
    [([], 2), (["--help"], 0), (["-h"], 0), (["--version"], 0), (["list"], 0), (["list", "-e", "--json"], 0)],
)
def test_the_front_desk_says_what_the_full_command_line_says(
    words: list[str],
    code: int,
    place: Path,
    trustsim: Command,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert list(place.iterdir())
    monkeypatch.setenv("COLUMNS", "80")
    full = trustsim(*words)
    assert full.code == code
    if words:
        assert front.answered(words)
    else:
        with pytest.raises(SystemExit) as end:
            front.answered(words)
        assert end.value.code == code
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == (full.out, full.err)


@pytest.mark.parametrize(
    "words", [["list", "--help"], ["list", "extra"], ["list", "--jso"], ["--version", "x"], ["--help", "x"], ["run"]]
)
def test_whatever_else_is_asked_goes_on_to_the_full_command_line(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert not front.answered(words)
    assert capsys.readouterr() == ("", "")


def test_the_width_is_that_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr(sys, "stdout", io.StringIO())  # no terminal
    assert front.columns() == 80
    for nonsense in ("", "0", "-3", "wide"):
        monkeypatch.setenv("COLUMNS", nonsense)
        assert front.columns() == 80
    monkeypatch.setenv("COLUMNS", "132")
    assert front.columns() == 132


def test_an_unknown_verb_is_told_with_the_nearest_one(place: Path) -> None:
    done = subprocess.run([SCRIPT, "lst"], cwd=place, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert "No such command 'lst'." in done.stderr
    assert "list" in done.stderr.split("lst", 1)[1]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize("words", [["--version"], ["--help"], ["list"]])
def test_an_answer_that_cannot_be_written_is_told_in_a_line(words: list[str], place: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [SCRIPT, *words], cwd=place, stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60
        )
    assert done.returncode == 1
    assert done.stderr.startswith("Error: stdout: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["list"]])
def test_a_closed_stdout_is_met_without_a_traceback(words: list[str], place: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", 'exec "$0" "$@" >&-', SCRIPT, *words],
        cwd=place, stderr=subprocess.PIPE, text=True, check=False, timeout=60, env={**os.environ, "TRUSTSIM_DEBUG": ""},
    )  # fmt: skip
    assert "Traceback" not in done.stderr
