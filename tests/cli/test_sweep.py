"""``trustsim sweep`` from the outside: what it writes, what it says, and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.processes import on_a_terminal
from trustsim.cli import progress
from trustsim.cli.progress import Shown, sweep_progress
from trustsim.experiment.counts import Counts
from trustsim.experiment.record import read_sweep
from trustsim.report.durations import duration
from trustsim.run import outcome

Command = Callable[..., Any]

EXPERIMENT = """\
title = "Do numbers matter?"
[base]
scenarios = ["small"]
[[factor]]
key = "organisation.users"
levels = [4, 6]
[[factor]]
key = "organisation.business_units"
levels = [2, 5]
[design]
kind = "grid"
[runs]
replications = 2
[measures]
names = ["trust.end"]
"""
ALONE = ("--jobs", "1")
NOTE = "Note: 2 runs of each point: shares of variance will have no interval; expected replications = 3 at least\n"


@pytest.fixture
def tiny(place: Path) -> Path:
    """The current folder, with experiments/tiny.toml of eight runs, two of them impossible."""
    (place / "experiments").mkdir()
    (place / "experiments" / "tiny.toml").write_text(EXPERIMENT)
    return place


def test_a_sweep_is_written_and_told_on_one_screen(tiny: Path, trustsim: Command) -> None:
    answer = trustsim("sweep", "tiny", *ALONE)
    assert (answer.code, answer.err) == (0, NOTE)
    lines = answer.out.splitlines()
    assert lines[0] == "Do numbers matter?"
    assert max(map(len, lines)) <= 80
    assert "design points  4" in lines
    assert "  done         6" in lines
    assert "  failed       2" in lines
    assert "Why runs failed" in lines
    assert any(line.startswith("2  ScenarioError: organisation.business_units: 5") for line in lines)
    assert not any("--retry-failed" in line for line in lines)  # the next time they would fail as well
    assert "Written to sweeps/tiny; every run is kept in sweeps/store" in lines
    assert lines[-1] == "Next: trustsim analyse sweeps/tiny"
    record = read_sweep(tiny / "sweeps" / "tiny")
    assert record.manifest["command"] == "trustsim sweep tiny --jobs 1"
    assert record.experiment.title == "Do numbers matter?"


def test_json_holds_the_counts_and_why_runs_failed(tiny: Path, trustsim: Command) -> None:
    answer = trustsim("sweep", "experiments/tiny.toml", *ALONE, "--json", "--out", "mine", "--store", "kept")
    found = json.loads(answer.out)
    assert answer.err == f"{NOTE}Written to mine\n"
    counts = {"points": 4, "runs": 8, "done": 6, "failed": 2, "cached": 0, "ran": 6}
    assert {name: found[name] for name in counts} == counts
    assert found["folder"] == str(tiny / "mine")
    assert found["store"] == str(tiny / "kept")
    assert [error["runs"] for error in found["errors"]] == [2]
    assert json.loads(trustsim("sweep", "tiny", *ALONE, "--json", "--out", "mine").out)["cached"] == 8


@pytest.mark.usefixtures("tiny")
def test_runs_that_failed_on_the_way_can_be_done_again(trustsim: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(outcome, "outcome", fail)
        answer = trustsim("sweep", "tiny", *ALONE)
    assert (answer.code, answer.out) == (1, "")
    first, *lines, last = answer.err.removeprefix(NOTE).splitlines()
    assert first == "Error: sweeps/tiny: all 8 runs failed, so there is nothing to analyse:"
    assert lines[0] == "  6: MemoryError"
    assert lines[1].startswith("  2: ScenarioError: organisation.business_units: 5 units")
    assert last == "do them again with: trustsim sweep experiments/tiny.toml --retry-failed"
    again = trustsim("sweep", "tiny", *ALONE, "--json", "--quiet")
    assert (again.code, json.loads(again.out)["done"]) == (1, 0)
    assert trustsim("analyse", "tiny").code == trustsim("report", "tiny").code == 1
    assert "  done         6" in trustsim("sweep", "tiny", *ALONE, "--retry-failed").out.splitlines()


@pytest.mark.usefixtures("tiny")
def test_quiet_says_nothing(trustsim: Command) -> None:
    answer = trustsim("sweep", "tiny", *ALONE, "--quiet", "--progress", "lines")
    assert (answer.code, answer.out, answer.err) == (0, "", "")


@pytest.mark.usefixtures("tiny")
def test_progress_as_json_is_a_line_a_look_on_stderr(trustsim: Command) -> None:
    answer = trustsim("sweep", "tiny", *ALONE, "--progress", "json")
    records = [json.loads(line) for line in answer.err.splitlines()]
    assert records[0]["runs"] == 8
    counts = {"points": 4, "runs": 8, "done": 6, "failed": 2, "cached": 0, "ran": 6}
    assert {name: records[-1][name] for name in counts} == counts
    assert set(records[-1]) - set(counts) == {"seconds", "rate", "seconds_left"}


@pytest.mark.usefixtures("tiny")
def test_progress_in_lines_ends_with_all_runs(trustsim: Command) -> None:
    answer = trustsim("sweep", "tiny", *ALONE, "--progress", "lines")
    assert answer.err.splitlines()[-1].startswith("8 of 8 runs (2 failed, 0 there already)")


def test_a_terminal_shows_a_bar_and_stdout_stays_clean(tiny: Path) -> None:
    out, seen = on_a_terminal([sys.executable, "-m", "trustsim", "sweep", "tiny", "--json", *ALONE], tiny)
    assert "runs" in seen
    assert json.loads(out)["done"] == 6


def test_a_dry_run_says_what_it_would_take_and_writes_nothing(tiny: Path, trustsim: Command) -> None:
    answer = trustsim("sweep", "tiny", "--dry-run", "--jobs", "3")
    lines = answer.out.splitlines()
    assert (answer.code, answer.err) == (0, "")
    assert max(map(len, lines)) <= 80
    assert "design points    4, each in 1 base" in lines
    assert "runs             8, 2 replications each" in lines
    assert "in sweeps/store  0" in lines
    assert "impossible       2: the levels of their points do not go together" in lines
    assert "still to do      6" in lines
    assert any(line.startswith("From 6 trial runs") for line in lines)
    assert any(line.endswith("with 3 jobs") for line in lines)
    assert any(line.startswith("trust of users in IT at the end (trust.end)  ± ") for line in lines)
    assert lines[-1] == "Nothing was written."
    assert not (tiny / "sweeps").exists()


@pytest.mark.usefixtures("tiny")
def test_a_dry_run_after_the_sweep_finds_everything_there(trustsim: Command) -> None:
    trustsim("sweep", "tiny", *ALONE)
    found = json.loads(trustsim("sweep", "tiny", "--dry-run", "--json").out)
    assert (found["cached"], found["impossible"], found["missing"], found["pilots"]) == (6, 2, 0, 0)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["tinny"], "Error: tinny: no such file, and no experiment of this name; did you mean tiny?"),
        (["else.toml"], "else.toml: "),
        (["tiny", "--resume"], "Error: sweeps/tiny: nothing to resume, no sweep has begun there; start it with: "),
        (
            ["tiny", "--out", "scenarios"],
            "this folder holds something else; expected a new folder, or an earlier sweep",
        ),
        (["tiny", "--out", "x", "--store", "x"], "the store would lie in the sweep folder"),
        (
            ["tiny", "--store", "scenarios"],
            "this folder holds something else; expected a new folder, or an earlier store",
        ),
        (["tiny", "--cluster", "there"], 'Error: --cluster: there given; expected "local", "slurm" or an address'),
        (["tiny", "--cluster", "slurm"], "Error: --jobs: nothing given; expected how many workers to start"),
        (["tiny", "--jobs", "0"], "0 given; expected a whole number from 1"),
        (["tiny", "--progress", "loud"], "'loud' is not one of 'bar', 'lines', 'json', 'none'"),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_run(
    words: list[str], message: str, tiny: Path, trustsim: Command
) -> None:
    answer = trustsim("sweep", *words)
    assert answer.code == 2
    assert message in answer.err
    assert answer.out == ""
    assert {path.name for path in tiny.iterdir()} == {"scenarios", "experiments"}


def test_somebody_elses_sweep_is_left_alone(tiny: Path, trustsim: Command) -> None:
    trustsim("sweep", "tiny", *ALONE)
    before = (tiny / "sweeps" / "tiny" / "runs.parquet").read_bytes()
    file = tiny / "experiments" / "tiny.toml"
    file.write_text(EXPERIMENT.replace("replications = 2", "replications = 3"))
    answer = trustsim("sweep", "tiny", *ALONE)
    assert answer.code == 2
    assert answer.err.startswith("Error: sweeps/tiny: a sweep of experiments/tiny.toml as it was before stands there, ")
    assert (tiny / "sweeps" / "tiny" / "runs.parquet").read_bytes() == before


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.04, "0.0 s"),
        (9.94, "9.9 s"),
        (9.96, "10 s"),
        (59.4, "59 s"),
        (60, "1 min"),
        (125, "2 min 5 s"),
        (3599.7, "1 h"),
        (12_000, "3 h 20 min"),
        (187_200, "2 d 4 h"),
    ],
)
def test_durations_have_two_units_at_most(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_the_time_left_follows_the_pace_of_late(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = by_the_clock(monkeypatch)
    with sweep_progress(Shown.LINES) as watch:
        for second, ran in ((0, 0), (50, 10), (60, 30), (70, 50), (71, 52), (170, 70)):
            clock[0] = float(second)
            watch.counted(Counts(5, 110, done=ran, failed=10, ran=ran))
        watch.told("A shard was damaged.")
    assert capsys.readouterr().err.splitlines() == [
        "10 of 110 runs (10 failed, 0 there already)",
        "20 of 110 runs (10 failed, 0 there already)",
        "40 of 110 runs (10 failed, 0 there already), 2 a second, 35 s left",
        "60 of 110 runs (10 failed, 0 there already), 2 a second, 25 s left",
        "80 of 110 runs (10 failed, 0 there already)",
        "A shard was damaged.",
    ]


def test_runs_that_come_back_within_a_moment_tell_no_pace(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = by_the_clock(monkeypatch)
    with sweep_progress(Shown.LINES) as watch:
        for second, ran in ((5.0, 15), (5.001, 18)):
            clock[0] = second
            watch.counted(Counts(6, 18, done=ran, ran=ran))
    assert capsys.readouterr().err.splitlines()[-1] == "18 of 18 runs (0 failed, 0 there already)"


def by_the_clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that is set by hand, and lines every five seconds, as usual."""
    clock = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(progress, "SECONDS_A_LINE", 5.0)
    return clock


def test_where_there_is_no_terminal_lines_are_shown_from_some_seconds_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = by_the_clock(monkeypatch)
    with sweep_progress(Shown.BAR) as watch:
        for second in range(4000):
            clock[0] = float(second)
            watch.counted(Counts(5, 4000, done=second + 1, ran=second + 1))
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "6 of 4,000 runs (0 failed, 0 there already), 1 a second, 1 h 6 min left"
    assert lines[-1] == "4,000 of 4,000 runs (0 failed, 0 there already)"
    assert 60 < len(lines) < 120  # further apart as time goes by


def test_a_sweep_of_a_moment_shows_no_lines(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = by_the_clock(monkeypatch)
    with sweep_progress(Shown.BAR) as watch:
        for second, ran in ((0.0, 0), (4.0, 5), (4.5, 6)):
            clock[0] = second
            watch.counted(Counts(3, 6, done=ran, ran=ran))
    assert capsys.readouterr().err == ""


def test_other_commands_show_lines_too_unless_they_are_quiet(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = by_the_clock(monkeypatch)
    for quiet in (False, True):
        clock[0] = 0.0
        with progress.progress("runs", 100, quiet=quiet) as done:
            for second in (0, 4, 8, 9, 14, 20):
                clock[0] = float(second)
                done(second * 5)
    assert capsys.readouterr().err.splitlines() == [
        "runs: 40 of 100, 5 a second, 12 s left",
        "runs: 70 of 100, 5 a second, 6.0 s left",
    ]


def test_what_takes_long_says_so_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    heard = threading.Event()
    monkeypatch.setattr(progress, "SECONDS_A_LINE", 0.01)
    monkeypatch.setattr(progress, "say", lambda text: (said.append(text), heard.set()))
    with progress.busy("analysing", quiet=False):
        assert heard.wait(60)
    assert said[0].startswith("analysing: ")
    assert said[0].endswith(" s so far")
    before = threading.active_count()
    with progress.busy("analysing", quiet=True):
        assert threading.active_count() == before


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "store",
            "sweeps/store: this is a store, which keeps the runs of many sweeps; expected a sweep folder, such as ",
        ),
        ("sweeps/store", "sweeps/store: this is a store, which keeps the runs of many sweeps; expected a sweep folder"),
        ("sweeps", "sweeps: this folder holds sweeps; expected a sweep folder, such as sweeps/tiny\n"),
        ("tinny", "tinny: no such sweep; did you mean tiny?\n"),
        (
            "experiments/tiny.toml",
            "experiments/tiny.toml: this is an experiment; did you mean its sweep, sweeps/tiny?\n",
        ),
        ("other", "other: this is an experiment; expected a sweep; do its runs with: trustsim sweep other\n"),
        ("zzzz", "zzzz: no such sweep; expected a sweep folder, or a name in ./sweeps: tiny\n"),
    ],
)
def test_what_is_no_sweep_is_told_as_what_it_is(name: str, message: str, tiny: Path, trustsim: Command) -> None:
    (tiny / "experiments" / "other.toml").write_text(EXPERIMENT)
    trustsim("sweep", "tiny", *ALONE)
    answer = trustsim("analyse", name)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"Error: {message}")


def test_ctrl_c_pressed_twice_still_says_how_to_go_on(tiny: Path) -> None:
    (tiny / "experiments" / "tiny.toml").write_text(EXPERIMENT.replace("replications = 2", "replications = 500"))
    command = [sys.executable, "-c", PROGRAM, "sweep", "tiny", *ALONE, "--progress", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, cwd=tiny)
    assert done.returncode == 130, done.stderr
    hint = "of 2000 runs are in the store; go on with: trustsim sweep experiments/tiny.toml --resume"
    assert done.stderr.splitlines()[-1].endswith(hint)


PROGRAM = """
import os, signal
from trustsim.__main__ import main
from trustsim.experiment.executors.serial import Serial
from trustsim.experiment.folder import Place
from trustsim.experiment.store import Store
from trustsim.experiment.tasks import perform

def press(*_):
    os.kill(os.getpid(), signal.SIGINT)

def run(self, chunks):
    try:
        for chunk in chunks:
            yield perform(chunk)
            press()
    finally:
        press()

def then_press(step):
    def instead(*arguments):
        found = step(*arguments)
        if len(arguments) == 1 or arguments[1]:  # not when the sweep begins, without counts
            press()
        return found
    return instead

signal.signal(signal.SIGINT, signal.default_int_handler)
Serial.run, Store.flush, Place.note = run, then_press(Store.flush), then_press(Place.note)
main()
"""
"""The command, with Ctrl-C after its first chunk, and again at every step of what is tidied up then."""
