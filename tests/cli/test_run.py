"""``trustsim run``: what it writes, what it says, and what it refuses before anything is run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from trustsim.records.columns import TABLES
from trustsim.records.figures import ENSEMBLE_TABLES
from trustsim.records.folder import read_run
from trustsim.report import plots

Command = Callable[..., Any]

DATA = {"manifest.json", "summary.json", *(f"{name}.parquet" for name in TABLES)}


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_run_leaves_its_folder_and_one_screen(place: Path, trustsim: Command) -> None:
    answer = trustsim("run", "small")
    assert (answer.code, answer.err) == (0, "")
    folder = place / "runs" / "small-seed1"
    assert names(folder) == {*DATA, "plots", "index.html"}
    assert {path.suffix for path in (folder / "plots").iterdir()} == {".png", ".svg"}
    assert answer.out.startswith("Small (seed 1)\n")
    assert "Over 42 days (2 months) the users' trust in IT" in answer.out
    assert answer.out.endswith(
        "Written to runs/small-seed1\n"
        "Pictures, figures and causes on one page: runs/small-seed1/index.html\n"
        "Next: trustsim explain small-seed1\n"
    )
    assert len(answer.out.splitlines()) <= 40


def test_a_run_can_be_read_back_with_its_command(place: Path, trustsim: Command) -> None:
    trustsim("run", "small", "--seed", 7, "--set", "organisation.users=5", "--no-plots")
    [folder] = (place / "runs").iterdir()
    record = read_run(folder)
    assert folder.name == f"small-seed7-{record.manifest['scenario_sha256'][:6]}"
    assert record.manifest["command"] == "trustsim run small --seed 7 --set organisation.users=5 --no-plots"
    assert (record.scenario.run.seed, record.scenario.organisation.users) == (7, 5)
    assert len(record.tables["daily"]) == 42
    assert record.manifest["files"]["pictures"] == []


def test_json_is_the_summary_and_nothing_else(place: Path, trustsim: Command) -> None:
    answer = trustsim("run", "small", "--json", "--no-plots")
    assert json.loads(answer.out) == read_run(place / "runs" / "small-seed1").summary
    page = "Figures and causes on one page: runs/small-seed1/index.html"
    assert answer.err == f"Written to runs/small-seed1\n{page}\nNext: trustsim explain small-seed1\n"


def test_quiet_says_nothing(place: Path, trustsim: Command) -> None:
    answer = trustsim("run", "small", "--quiet", "--no-plots", "--out", "here/it/is")
    assert (answer.code, answer.out, answer.err) == (0, "", "")
    assert names(place / "here" / "it" / "is") == {*DATA, "index.html"}
    answer = trustsim("run", "small", "--quiet", "--no-plots", "--json")
    assert (json.loads(answer.out)["days"], answer.err) == (42, "")


def test_an_ensemble_leaves_its_folder_and_one_screen(place: Path, trustsim: Command) -> None:
    answer = trustsim("run", "small", "--reps", 3, "--jobs", 1, "--seed", 4)
    assert (answer.code, answer.err) == (0, "")
    folder = place / "runs" / "small-seed4-x3"
    data = {"manifest.json", "summary.json", *(f"{name}.parquet" for name in ENSEMBLE_TABLES)}
    assert names(folder) == {*data, "plots", "index.html"}
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
        del manifest["timings"], manifest["files"]["manifest_sha256"]
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


def test_the_verdict_is_told_before_anything_is_drawn(
    place: Path, trustsim: Command, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told: list[str] = []

    def draw(*given: Path) -> None:
        told.append(capsys.readouterr().out)
        given[-1].mkdir()
        (given[-1] / "one.png").write_bytes(b"a picture")

    monkeypatch.setattr(plots, "draw_run", draw)
    answer = trustsim("run", "small")
    assert "Over 42 days" in told[0]
    assert told[0].endswith("Written to runs/small-seed1\n")
    page = "Pictures, figures and causes on one page: runs/small-seed1/index.html"
    assert answer.out == f"{page}\nNext: trustsim explain small-seed1\n"
    assert read_run(place / "runs" / "small-seed1").manifest["files"]["pictures"] == ["plots/one.png"]


def test_runs_that_differ_do_not_share_a_folder(place: Path, trustsim: Command) -> None:
    trustsim("run", "small", "--no-plots")
    for options in (["--set", "organisation.users=5"], ["--set", "organisation.users=6"], ["--reps", 2], ["--seed", 2]):
        assert trustsim("run", "small", "--no-plots", *options).code == 0
    assert len(names(place / "runs")) == 5
    assert read_run(place / "runs" / "small-seed1").scenario.organisation.users == 3


def test_another_scenario_of_that_name_is_refused_until_it_is_forced(place: Path, trustsim: Command) -> None:
    trustsim("run", "small", "--no-plots")
    (place / "elsewhere").mkdir()
    text = (place / "scenarios" / "small.toml").read_text()
    (place / "elsewhere" / "small.toml").write_text(text.replace("users = 3", "users = 6"))
    answer = trustsim("run", "elsewhere/small.toml", "--no-plots")
    assert (answer.code, answer.out) == (2, "")
    assert "a run of something else stands there (organisation.users differs)" in answer.err
    assert "--force" in answer.err
    assert read_run(place / "runs" / "small-seed1").scenario.organisation.users == 3
    assert trustsim("run", "elsewhere/small.toml", "--no-plots", "--force").code == 0
    assert read_run(place / "runs" / "small-seed1").scenario.organisation.users == 6


def test_notes_of_the_user_stay_where_they_are(place: Path, trustsim: Command) -> None:
    folder = place / "runs" / "small-seed1"
    trustsim("run", "small")
    notes = {"notes.txt": "mine", "plots/notes.txt": "mine too", "mine/deep/notes.txt": "and mine"}
    for name, text in notes.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    for options in ([], ["--no-plots"], ["--force", "--set", "organisation.users=5", "--out", folder]):
        answer = trustsim("run", "small", *options)
        assert (answer.code, answer.err) == (0, "")
        assert {name: (folder / name).read_text() for name in notes} == notes


def test_an_edited_file_is_kept_under_another_name(place: Path, trustsim: Command) -> None:
    folder = place / "runs" / "small-seed1"
    trustsim("run", "small", "--no-plots")
    (folder / "summary.json").write_text("mine")
    answer = trustsim("run", "small", "--no-plots")
    assert answer.err == "small-seed1: summary.json is not as trustsim wrote it; kept as summary.kept.json\n"
    assert (folder / "summary.kept.json").read_text() == "mine"
    assert read_run(folder).summary["days"] == 42


@pytest.mark.parametrize("name", ["a|b", "-a", "a b ", "a\nb", "a.", "x" * 245, "größe", "con"])
def test_a_scenario_of_any_name_finds_a_folder(name: str, place: Path, trustsim: Command) -> None:
    (place / "scenarios" / "small.toml").rename(place / f"{name}.toml")
    answer = trustsim("run", f"./{name}.toml", "--no-plots")
    assert answer.code == 0
    [folder] = (place / "runs").iterdir()
    assert re.fullmatch(r"[\w.][\w. -]*-seed1", folder.name)
    assert read_run(folder).summary["days"] == 42


@pytest.mark.parametrize(("name", "said"), [("x" * 300, "this name is too long"), ("a\nb", "cannot be shown")])
def test_a_name_that_no_folder_can_have_is_refused(name: str, said: str, place: Path, trustsim: Command) -> None:
    answer = trustsim("run", "small", "--out", f"runs/{name}")
    assert answer.code == 2
    assert said in answer.err
    assert len(answer.err.splitlines()) == 1
    assert names(place) == {"scenarios"}


BACKENDS = ["inline", "module://matplotlib_inline.backend_inline", "nonsense"]


@pytest.mark.parametrize("backend", BACKENDS)
def test_pictures_are_drawn_whatever_backend_is_named(backend: str, place: Path) -> None:
    (place / "matplotlibrc").write_text("backend: nonsense\n")
    command = [sys.executable, "-m", "trustsim", "run", "small", "--set", "run.horizon_days=21", "--out", "it"]
    environment = {**os.environ, "MPLBACKEND": backend}
    done = subprocess.run(command, check=False, cwd=place, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0
    assert not [line for line in done.stderr.splitlines() if not line.startswith("drawing: ")]  # slow machines say so
    assert len(read_run(place / "it").manifest["files"]["pictures"]) == 2 * len(plots.PICTURES)
