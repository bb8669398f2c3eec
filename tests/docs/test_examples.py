"""The examples of the pages do what the pages say."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import reduce
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from trustsim.experiment.loading import load_experiment
from trustsim.experiment.sheet import is_experiment
from trustsim.run import run_one
from trustsim.scenario.loading import load_scenario

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TUTORIAL = "docs/tutorials/first-run.md"
HOW_TO = ("compare-two-processes-fairly", "switch-process-mid-run", "ask-why-trust-moved", "find-where-two-runs-part")


def blocks(text: str, language: str) -> list[str]:
    return [code for found, code in BLOCK.findall(text) if found == language]


@pytest.fixture
def at_home(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder that has the shipped scenarios, as a clone has."""
    shutil.copytree(project / "scenarios", tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def commands(text: str) -> Iterator[list[str]]:
    """Yield the commands of trustsim in the shell blocks of a page; runs without pictures, for speed."""
    for line in "".join(blocks(text, "sh")).splitlines():
        words = shlex.split(line, comments=True)
        if words[:1] == ["trustsim"]:
            yield [*words[1:], *(["--no-plots"] if words[1] == "run" else [])]


def start(words: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "trustsim", *words], capture_output=True, text=True, check=False)


def run_python(text: str, name: str, shorter: Mapping[str, str]) -> dict[str, Any]:
    space: dict[str, Any] = {"__name__": "__main__"}
    for number, code in enumerate(blocks(text, "python")):
        source = reduce(lambda text, change: text.replace(*change), shorter.items(), code)
        exec(compile(source, f"{name}, block {number}", "exec"), space)  # noqa: S102 - it is what pages tell to do
    return space


def test_the_tutorial_runs(pages: dict[str, str], at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = pages[TUTORIAL]
    for words in commands(text):
        ended = start(words)
        assert ended.returncode == 0, ended.stderr
    space = run_python(text, TUTORIAL, {})
    assert {"daily", "ledger", "events", "twin", "table"} <= space.keys()
    assert len(space["table"]) == 4
    assert "defined request 60 together" in capsys.readouterr().out
    assert (at_home / "runs" / "less-notice" / "summary.json").is_file()


@pytest.mark.usefixtures("at_home")
def test_the_mistake_of_the_tutorial_gets_a_sentence(pages: dict[str, str]) -> None:
    mistake = "--set acceptance.notise=.4"
    assert f"`{mistake}`" in pages[TUTORIAL]
    ended = start(["run", "partnership", *mistake.split()])
    assert ended.returncode == 2
    assert "did you mean notice?" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize("name", HOW_TO)
def test_the_python_of_how_to_pages_runs(pages: dict[str, str], name: str, capsys: pytest.CaptureFixture[str]) -> None:
    shorter = {"reps=20": "reps=2", "model.day < 250": "model.day < 400"}
    run_python(pages[f"docs/how-to/{name}.md"], name, shorter)
    assert len(capsys.readouterr().out.splitlines()) == 2


@pytest.mark.usefixtures("at_home")
def test_the_life_of_a_request_in_the_how_to_can_be_had(
    pages: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    name = "docs/how-to/follow-one-request.md"
    ended = start(["run", "waterfall-contract", "--no-plots"])  # as its shell lines say
    assert ended.returncode == 0, ended.stderr
    space = run_python(pages[name], name, {})
    assert len(capsys.readouterr().out.splitlines()) == len(space["life"].steps) + 1


@pytest.mark.usefixtures("at_home")
def test_the_live_session_of_the_how_to_is_replayed(
    pages: dict[str, str], capsys: pytest.CaptureFixture[str], at_home: Path
) -> None:
    name = "docs/how-to/intervene.md"
    space = run_python(pages[name], name, {})
    assert "replayed exactly: True" in capsys.readouterr().out
    assert [entry.what for entry in space["model"].timeline.applied] == [
        entry.what for entry in load_scenario(at_home / "scenarios" / "my-session.toml").timeline
    ]


def test_the_scenario_of_the_work_alone_has_nothing_around_it(pages: dict[str, str], at_home: Path) -> None:
    (code,) = (text for text in blocks(pages["docs/how-to/write-a-scenario.md"], "toml") if "[edicts]" in text)
    file = at_home / "scenarios" / "alone.toml"
    file.write_text(code, encoding="utf-8")
    alone = load_scenario(file, ["run.horizon_days=250"])
    leadership = alone.leadership
    assert not leadership.reacts
    assert leadership.just_say_no == leadership.avoidance == leadership.hazard == 0
    assert alone.handoff.agenda == alone.edicts.rate == alone.treatment.critical == 0
    daily = run_one(alone).tables["daily"]
    around = ["edicts", "refusals", "deferrals", "shadow_teams", "needs_shadow", "needs_vendor", "needs_without"]
    assert daily[[*around, "cio_changes", "red_tape"]].to_numpy().max() == 0
    assert set(daily["layers"]) == {1}


def test_scenarios_and_experiments_in_pages_are_sound(pages: dict[str, str], at_home: Path) -> None:
    found = [(name, code) for name, text in pages.items() for code in blocks(text, "toml")]
    assert len(found) >= 3
    for number, (_, code) in enumerate(found):
        file = at_home / "scenarios" / f"example-{number}.toml"
        file.write_text(code, encoding="utf-8")
        load = load_experiment if is_experiment(file) else load_scenario
        load(file)


def test_overrides_in_pages_are_sound(pages: dict[str, str], project: Path) -> None:
    every = [word for text in pages.values() for word in re.findall(r"--set ([a-z_.]+=[\w.-]+)", text)]
    sound = [word for word in every if word != "section.key=value" and "notise" not in word]
    assert len(sound) >= 4
    for word in sound:
        load_scenario(project / "scenarios" / "partnership.toml", [word])


@pytest.fixture(scope="module")
def runs(results: ModuleType) -> dict[str, Any]:
    found: dict[str, Any] = results.single_runs()
    return found


def test_single_runs_of_the_readme_are_as_today(
    pages: dict[str, str], results: ModuleType, runs: dict[str, Any]
) -> None:
    labels = [label for label, _, _ in results.FIGURES]
    lines = [line.strip("| ").split(" | ") for line in pages["README.md"].splitlines()]
    shown = {cells[0]: cells[1:3] for cells in lines if cells[0] in labels}
    assert shown == dict(zip(labels, results.one_run_columns(runs), strict=True))


def test_the_screen_of_the_tutorial_is_as_today(
    pages: dict[str, str], results: ModuleType, runs: dict[str, Any]
) -> None:
    assert results.screen(runs["partnership"]) in pages[TUTORIAL]
