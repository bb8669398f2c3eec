"""``trustsim check`` on experiment files."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]
EXPERIMENT = """\
title = "Batches"
[base]
scenarios = ["../scenarios/small.toml"]
[[factor]]
key = "process.batching"
levels = ["release", "flow"]
[runs]
replications = 700
"""


@pytest.fixture
def batches(place: Path) -> Path:
    (place / "experiments").mkdir()
    file = place / "experiments" / "batches.toml"
    file.write_text(EXPERIMENT, encoding="utf-8")
    return file


def test_a_sound_experiment_is_counted(batches: Path, trustsim: Command) -> None:
    answer = trustsim("check", batches, "small")
    size = "2 points x 1 base x 700 replications: 1,400 runs"
    assert (answer.code, answer.err) == (0, "")
    first, second, *_ = answer.out.splitlines()
    assert (first, second) == (f"{batches}: OK, Batches ({size})", "small: OK, Small")


@pytest.mark.parametrize("words", [("check",), ("sweep", "--dry-run", "--jobs", 1)])
def test_worlds_that_can_never_keep_up_are_warned_of(
    words: tuple[object, ...], batches: Path, trustsim: Command
) -> None:
    crowd = 'scenarios = ["../scenarios/small.toml"]\nset = ["organisation.users=30"]'
    text = batches.read_text(encoding="utf-8").replace('scenarios = ["../scenarios/small.toml"]', crowd)
    batches.write_text(text.replace("replications = 700", "replications = 2"), encoding="utf-8")
    answer = trustsim(*words, batches)
    assert answer.code == 0
    told = answer.out + answer.err
    assert "  small: WARNING: more is asked than can be built. 30 users ask for" in told
    assert ("WARNING, Batches (2 points" in told) == (words[0] == "check")


def test_all_problems_are_shown_those_of_the_scenario_too(batches: Path, place: Path, trustsim: Command) -> None:
    batches.write_text(EXPERIMENT.replace("flow", "flwo").replace("700", "0"), encoding="utf-8")
    (place / "scenarios" / "small.toml").write_text("[organisation]\nusers = 0\n", encoding="utf-8")
    answer = trustsim("check", "experiments/batches.toml")
    assert (answer.code, answer.out) == (2, "")
    places = [line.split(": ")[:2] for line in answer.err.splitlines()]
    assert places == [
        ["experiments/../scenarios/small.toml:2", "organisation.users"],
        ["experiments/batches.toml:6", "factor[1].levels[2]"],
        ["experiments/batches.toml:8", "runs.replications"],
    ]


def test_overrides_belong_into_the_experiment(batches: Path, trustsim: Command) -> None:
    answer = trustsim("check", batches, "--set", "organisation.users=3")
    assert (answer.code, answer.out) == (2, "")
    assert "--set changes scenarios; expected set = [...] in [base]" in answer.err


def test_checking_loads_neither_tables_nor_designs(project: Path) -> None:
    """Only a design by Morris is laid out, to see whether every level of a factor is in it."""
    code = (
        "import sys; sys.argv = ['trustsim', 'check', 'experiments/policies.toml']\n"
        "from trustsim.cli import app\n"
        "try:\n    app.main()\nexcept SystemExit as end:\n    assert end.code == 0\n"
        "heavy = ('SALib', 'scipy', 'pandas', 'mesa', 'matplotlib', 'dask')\n"
        "print([name for name in heavy if name in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=project, check=True)
    assert done.stdout.startswith("experiments/policies.toml: OK, ")
    assert done.stderr == "[]\n"


@pytest.mark.usefixtures("batches")
def test_an_experiment_is_found_by_its_name(trustsim: Command) -> None:
    answer = trustsim("check", "batches")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("batches: OK, ")


@pytest.mark.usefixtures("batches")
@pytest.mark.parametrize("words", [("run",), ("compare", "small")])
def test_an_experiment_where_a_scenario_is_expected_is_told_as_such(words: tuple[str, ...], trustsim: Command) -> None:
    answer = trustsim(*words, "experiments/batches.toml")
    assert (answer.code, answer.out) == (2, "")
    (line,) = answer.err.splitlines()
    assert line.endswith("its runs are done by: trustsim sweep experiments/batches.toml")


def test_what_an_experiment_will_not_be_able_to_tell_stands_below(batches: Path, trustsim: Command) -> None:
    batches.write_text(EXPERIMENT.replace("700", "1"), encoding="utf-8")
    answer = trustsim("check", batches)
    assert answer.code == 0
    assert answer.out.splitlines()[1].startswith("  note: 1 run of each point: no mean will have an interval")
