"""``trustsim report``: a sweep as a page, and the check of every figure on it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.cli.conftest import SMALL
from trustsim.experiment.loading import load_experiment
from trustsim.experiment.manifest import as_text, read_manifest
from trustsim.experiment.sweep import sweep
from trustsim.records.manifest import file_hash

Command = Callable[..., Any]

EXPERIMENT = """\
title = "What hands are for"
question = "Do more developers help within 42 days?"
[base]
scenarios = ["small.toml"]
[[factor]]
key = "organisation.developers"
levels = [2, 3]
name = "hands"
[[factor]]
key = "process.reporting"
levels = ["green", "candid"]
name = "reporting"
[design]
kind = "grid"
[runs]
replications = 3
[measures]
names = ["trust.end", "requests.delivered"]
over_time = ["trust"]
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished sweep of twelve runs."""
    place = tmp_path_factory.mktemp("made")
    (place / "small.toml").write_text(SMALL)
    (place / "hands.toml").write_text(EXPERIMENT)
    return sweep(load_experiment(place / "hands.toml"), place / "hands").folder


@pytest.fixture
def hands(made: Path, place: Path) -> Path:
    """The sweep as sweeps/hands in the current folder."""
    return Path(shutil.copytree(made, place / "sweeps" / "hands")).relative_to(place)


def test_a_report_is_written_and_is_right(hands: Path, trustsim: Command) -> None:
    answer = trustsim("report", hands)
    assert (answer.code, answer.out) == (0, "")
    written = "Written to sweeps/hands/report: index.html, report.md\n"
    assert answer.err == f"{written}Pictures in sweeps/hands/report/figures\n"
    assert (hands / "report" / "index.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>\n")
    pictures = len(list((hands / "report" / "figures").glob("*.png")))
    assert pictures > 1
    checked = trustsim("report", "--verify", "hands")
    assert (checked.code, checked.out) == (0, "")
    assert checked.err.startswith("sweeps/hands/report is as the runs say: ")
    assert checked.err.endswith(f" passages, {2 * pictures} pictures checked\n")


def test_what_was_altered_is_listed(hands: Path, trustsim: Command) -> None:
    trustsim("report", hands, "--no-plots", "--quiet")
    file = hands / "report" / "report.md"
    text = file.read_text(encoding="utf-8")
    assert ">12</data> runs" in text
    file.write_text(text.replace(">12</data> runs", ">13</data> runs, up by 0.31,", 1), encoding="utf-8")
    answer = trustsim("report", "--verify", hands)
    assert answer.code == 1
    first, second = answer.out.splitlines()
    assert first.startswith("report.md: facts:runs:value: told 13, should be 12, in: '13 runs, up by 0.31, · ")
    assert second.startswith("report.md: a number without a source: 0.31, in: '13 runs")
    assert answer.err.startswith("Error: sweeps/hands/report: 2 things are not as the runs say; ")
    assert answer.err.endswith(" passages, 0 pictures checked\n")


def seal_anew(folder: Path) -> None:
    """Let a sweep say that its table of runs is as it is now, as somebody might who alters it on purpose."""
    about = read_manifest(folder)
    about["files"]["sha256"]["runs.parquet"] = file_hash(folder / "runs.parquet")
    (folder / "manifest.json").write_text(as_text(about), encoding="utf-8")


def test_runs_that_were_altered_are_found(hands: Path, trustsim: Command) -> None:
    trustsim("report", hands, "--no-plots", "--quiet")
    runs = pd.read_parquet(hands / "runs.parquet")
    runs["trust.end"] += 0.01
    runs.to_parquet(hands / "runs.parquet")
    refused = trustsim("report", "--verify", hands)
    assert refused.code == 2
    assert "hands/runs.parquet: damaged, or edited; expected it as its sweep wrote it; make it anew" in refused.err
    seal_anew(hands)
    answer = trustsim("report", "--verify", hands)
    assert answer.code == 1
    assert "report.md and index.html: facts:sha256.runs.parquet:value: told " in answer.out
    assert answer.out.count(": extremes:small/trust.end:highest: told ") == 1


def test_it_goes_elsewhere_without_pictures_or_words(hands: Path, trustsim: Command) -> None:
    answer = trustsim("report", hands, "--out", "told", "--no-plots", "--quiet")
    assert (answer.code, answer.out, answer.err) == (0, "", "")
    assert sorted(path.name for path in Path("told").iterdir()) == ["index.html", "manifest.json", "report.md"]
    assert not (hands / "report").exists()
    checked = trustsim("report", hands, "--out", "told", "--verify", "--quiet")
    assert (checked.code, checked.out, checked.err) == (0, "", "")


def test_the_same_sweep_gives_the_same_bytes(hands: Path, trustsim: Command) -> None:
    for name in ("one", "other"):
        trustsim("report", hands, "--out", name, "--no-plots", "--quiet")
    for file in ("index.html", "report.md"):
        assert (Path("one") / file).read_bytes() == (Path("other") / file).read_bytes()


@pytest.mark.usefixtures("hands")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["hand"], "hand: no such sweep; did you mean hands?"),
        (["scenarios"], "scenarios"),
        (["hands", "--verify"], "report.md: No such file or directory; expected a report, as of: trustsim report DIR"),
        (["hands", "--verify", "--no-plots"], "--no-plots: "),
        (["hands", "--out", "sweeps/hands"], "--out: "),
        (["hands", "--out", "scenarios"], "this folder holds something else"),
    ],
)
def test_wrong_input_is_told(words: list[str], said: str, trustsim: Command) -> None:
    answer = trustsim("report", *words)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert "Traceback" not in answer.err


def test_help_has_an_example(trustsim: Command) -> None:
    answer = trustsim("report", "--help")
    assert answer.code == 0
    assert "Example: trustsim report" in answer.out


def test_bases_of_any_name_are_analysed_and_reported(hands: Path, trustsim: Command) -> None:
    """Names that differ only in marks which no address and no file can hold, and one as long as any file's."""
    names = ["a|b", "a-b", "a{b", "a(b", "#1 é" + "x" * 200]
    for name in names:
        Path(f"{name}.toml").write_text(SMALL)
    Path("odd.toml").write_text(
        f"[base]\nscenarios = {json.dumps([f'{name}.toml' for name in names], ensure_ascii=False)}\n"
        '[[factor]]\nkey = "organisation.developers"\nlevels = [2, 3]\n[[factor]]\nkey = "organisation.users"\n'
        'levels = [4, 5]\n[measures]\nnames = ["trust.end"]\n'
    )
    assert trustsim("sweep", "odd.toml", "--jobs", "1", "--quiet").code == 0
    for command in ("analyse", "report"):
        answer = trustsim(command, "odd", "--quiet")
        assert (answer.code, answer.err) == (0, "")
    checked = trustsim("report", "odd", "--verify")
    assert (checked.code, checked.out) == (0, "")
    drawn = [path.stem for path in Path("sweeps/odd/analysis/plots").glob("heatmap-*.png")]
    assert len({name.lower() for name in drawn}) == len(drawn) > 1
    assert hands.exists()
