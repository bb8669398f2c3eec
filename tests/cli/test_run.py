"""``trustsim run``: what it writes, what it says, and what it refuses before anything is run."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from trustsim.records.columns import TABLES
from trustsim.records.figures import ENSEMBLE_TABLES
from trustsim.records.folder import read_run

Command = Callable[..., Any]

DATA = {"manifest.json", "summary.json", *(f"{name}.parquet" for name in TABLES)}


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_run_leaves_its_folder_and_one_screen(place: Path, trustsim: Command) -> None:
    answer = trustsim("run", "small")
    assert (answer.code, answer.err) == (0, "")
    folder = place / "runs" / "small-seed1"
    assert names(folder) == {*DATA, "plots"}
    assert {path.suffix for path in (folder / "plots").iterdir()} == {".png", ".svg"}
    assert answer.out.startswith("Small (seed 1)\n")
    assert "Over 42 days the users' trust in IT" in answer.out
    assert "Written to runs/small-seed1; pictures in plots/" in answer.out
    assert len(answer.out.splitlines()) <= 27


def test_a_run_can_be_read_back_with_its_command(place: Path, trustsim: Command) -> None:
    trustsim("run", "small", "--seed", 7, "--set", "organisation.users=5", "--no-plots")
    record = read_run(place / "runs" / "small-seed7")
    assert record.manifest["command"] == "trustsim run small --seed 7 --set organisation.users=5 --no-plots"
    assert (record.scenario.run.seed, record.scenario.organisation.users) == (7, 5)
    assert len(record.tables["daily"]) == 42
    assert record.manifest["files"]["pictures"] == []


def test_json_is_the_summary_and_nothing_else(place: Path, trustsim: Command) -> None:
    answer = trustsim("run", "small", "--json", "--no-plots")
    assert json.loads(answer.out) == read_run(place / "runs" / "small-seed1").summary
    assert answer.err == "Written to runs/small-seed1\n"


def test_quiet_says_nothing(place: Path, trustsim: Command) -> None:
    answer = trustsim("run", "small", "--quiet", "--no-plots", "--out", "here/it/is")
    assert (answer.code, answer.out, answer.err) == (0, "", "")
    assert names(place / "here" / "it" / "is") == DATA
    answer = trustsim("run", "small", "--quiet", "--no-plots", "--json")
    assert (json.loads(answer.out)["days"], answer.err) == (42, "")


def test_an_ensemble_leaves_its_folder_and_one_screen(place: Path, trustsim: Command) -> None:
    answer = trustsim("run", "small", "--reps", 3, "--jobs", 1, "--seed", 4)
    assert (answer.code, answer.err) == (0, "")
    folder = place / "runs" / "small-seed4-x3"
    assert names(folder) == {"manifest.json", "summary.json", "plots", *(f"{name}.parquet" for name in ENSEMBLE_TABLES)}
    assert answer.out.startswith("Small (seeds 4 to 6)\n")
    assert "In 3 runs of 42 days" in answer.out
    record = read_run(folder)
    assert record.tables["runs"]["seed"].tolist() == [4, 5, 6]
    assert record.manifest["kind"] == "ensemble"
    assert record.summary["reps"] == 3


def test_the_same_command_twice_differs_in_its_times_alone(place: Path, trustsim: Command) -> None:
    folder = place / "runs" / "small-seed1"
    trustsim("run", "small")
    first = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    trustsim("run", "small")
    differing = [path.name for path, content in first.items() if path.read_bytes() != content]
    assert differing in ([], ["manifest.json"])
    manifests = [json.loads(first[folder / "manifest.json"]), read_run(folder).manifest]
    for manifest in manifests:
        del manifest["timings"]
    assert manifests[0] == manifests[1]


@pytest.mark.parametrize(
    ("option", "value", "expected"),
    [
        ("--seed", "-1", "-1 given; expected a whole number from 0 to 9007199254740992"),
        ("--seed", "9007199254740993", "expected a whole number from 0 to 9007199254740992"),
        ("--seed", "1.5", "1.5 given; expected a whole number"),
        ("--seed", "one", "one given; expected a whole number"),
        ("--reps", "0", "0 given; expected a whole number from 1 to"),
        ("--reps", "1000000", "1000000 given; expected a whole number from 1 to 10000"),
        ("--jobs", "0", "0 given; expected a whole number from 1 to"),
        ("--jobs", "many", "many given; expected a whole number from 1 to"),
        ("--out", "scenarios/small.toml", "small.toml: this is a file; expected a folder"),
        ("--out", "scenarios/small.toml/below", "small.toml is a file; expected a folder"),
        ("--out", "scenarios", "scenarios: this folder holds something else"),
        ("--set", "organisation.users=none", "organisation.users"),
        ("--set", "nonsense", "nonsense"),
    ],
)
def test_wrong_values_name_option_value_and_what_was_expected(
    option: str, value: str, expected: str, place: Path, trustsim: Command
) -> None:
    answer = trustsim("run", "small", option, value)
    assert (answer.code, answer.out) == (2, "")
    assert option in answer.err
    assert expected in answer.err
    assert "Traceback" not in answer.err
    assert names(place) == {"scenarios"}


@pytest.mark.usefixtures("place")
def test_seeds_must_not_run_out(trustsim: Command) -> None:
    answer = trustsim("run", "small", "--seed", 2**53, "--reps", 2)
    assert answer.code == 2
    assert f"--seed: {2**53} given; expected at most {2**53 - 1} with --reps 2" in answer.err


def test_a_scenario_with_problems_shows_them_all(place: Path, trustsim: Command) -> None:
    (place / "bad.toml").write_text("[organisation]\nusers = 0\ndevelopers = 'two'\n")
    answer = trustsim("run", "bad.toml")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.count("bad.toml:") == 2
    assert names(place) == {"scenarios", "bad.toml"}


def test_somebody_elses_folder_stays_as_it_was(place: Path, trustsim: Command) -> None:
    answer = trustsim("run", "small", "--out", ".")
    assert answer.code == 2
    assert names(place) == {"scenarios"}


def test_titles_from_files_are_shown_as_they_are(place: Path, trustsim: Command) -> None:
    (place / "odd.toml").write_text('[story]\ntitle = "[red]Größe[/blue]"\n[run]\nhorizon_days = 5\nwarmup_days = 0\n')
    answer = trustsim("run", "odd.toml", "--no-plots")
    assert answer.code == 0
    assert answer.out.startswith("[red]Größe[/blue] (seed 1)\n")
