"""The commands that run nothing."""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

import jsonschema
import pytest

from trustsim.scenario import library, shipped

Command = Callable[..., Any]


@pytest.fixture
def no_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shipped, "shipped", lambda _: [])


@pytest.mark.usefixtures("place")
def test_list_shows_what_each_scenario_teaches(trustsim: Command) -> None:
    answer = trustsim("list")
    assert (answer.code, answer.err) == (0, "")
    assert "small  Small\n    Small things are quick." in answer.out


def test_list_shows_what_comes_with_trustsim(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trustsim: Command
) -> None:
    monkeypatch.chdir(tmp_path)
    shipped = {path.stem for path in (project / "scenarios").glob("*.toml")}
    assert "partnership" in shipped
    assert {scenario["name"] for scenario in json.loads(trustsim("list", "--json").out)} == shipped
    assert trustsim("check", *sorted(shipped)).code == 0


def test_scenarios_are_found_where_an_installation_puts_them(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    for folder in (library.SCENARIOS, library.EXPERIMENTS):
        assert settings["data-files"][f"{shipped.INSTALLED}/{folder}"] == [f"{folder}/*.toml"]
    there = tmp_path / shipped.INSTALLED / library.SCENARIOS
    there.mkdir(parents=True)
    (there / "story.toml").touch()

    class Installed(PurePosixPath):
        def locate(self) -> Path:
            return tmp_path / "lib" / self

    (tmp_path / "lib").mkdir()
    found = [Installed(f"../{shipped.INSTALLED}/{library.SCENARIOS}/story.toml"), Installed("trustsim/py.typed")]
    asked: list[str] = []
    monkeypatch.setattr("importlib.metadata.files", lambda name: asked.append(name) or found)
    monkeypatch.setattr(shipped, "__file__", str(tmp_path / "lib" / "trustsim" / "scenario" / "shipped.py"))
    assert shipped.shipped("scenarios/*.toml") == [there / "story.toml"]
    assert asked == ["trustsim"]
    monkeypatch.setattr(sys, "prefix", str(tmp_path))  # in an environment it is known where they are
    assert shipped.shipped("scenarios/*.toml") == [there / "story.toml"]
    assert asked == ["trustsim"]


def test_list_shows_what_to_look_for(place: Path, trustsim: Command) -> None:
    story = '[story]\ntitle = "Told"\nteaches = "A thing."\nlook_for = "A step on day 9."\n'
    (place / "scenarios" / "told.toml").write_text(story)
    assert "told  Told\n    A thing.\n    Look for: A step on day 9.\n" in trustsim("list").out
    told = {scenario["name"]: scenario["look_for"] for scenario in json.loads(trustsim("list", "--json").out)}
    assert told["told"] == "A step on day 9."


@pytest.mark.usefixtures("no_shipped")
def test_list_as_json(place: Path, trustsim: Command) -> None:
    (place / "scenarios" / "broken.toml").write_text("users = \n")
    answer = trustsim("list", "--json")
    assert json.loads(answer.out) == [
        {
            "name": "broken",
            "file": "scenarios/broken.toml",
            "title": None,
            "teaches": None,
            "look_for": None,
            "problem": "broken.toml is no TOML that can be read",
        },
        {
            "name": "small",
            "file": "scenarios/small.toml",
            "title": "Small",
            "teaches": "Small things are quick.",
            "look_for": "",
            "problem": None,
        },
    ]
    assert answer.code == 0


def test_list_shows_what_each_experiment_asks(
    project: Path, monkeypatch: pytest.MonkeyPatch, trustsim: Command
) -> None:
    monkeypatch.chdir(project)
    names = sorted(path.stem for path in (project / "experiments").glob("*.toml"))
    told = json.loads(trustsim("list", "--experiments", "--json").out)
    assert [one["name"] for one in told] == names
    assert all(one["question"].endswith("?") for one in told)
    out = trustsim("list", "-e").out
    assert [line.split()[0] for line in out.splitlines() if line and not line.startswith(" ")] == names


@pytest.mark.usefixtures("place")
def test_an_experiment_with_problems_is_listed_too(place: Path, trustsim: Command) -> None:
    (place / "experiments").mkdir()
    (place / "experiments" / "0-broken.toml").write_text("question = \n")
    assert "see: trustsim check experiments" in trustsim("list", "-e").out


@pytest.mark.usefixtures("no_shipped")
def test_list_where_there_is_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trustsim: Command) -> None:
    monkeypatch.chdir(tmp_path)
    answer = trustsim("list")
    assert answer.code == 0
    assert "No scenarios here" in answer.out
    assert "No experiments here" in trustsim("list", "--experiments").out
    assert trustsim("list", "--json").out == "[]\n"


def test_a_scenario_of_ones_own_goes_before_a_shipped_one(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = place / "shipped"
    elsewhere.mkdir()
    found = [elsewhere / "other.toml", elsewhere / "small.toml"]
    monkeypatch.setattr(shipped, "shipped", lambda _: found)
    assert library.find("small") == Path("scenarios/small.toml")
    assert library.find("other") == elsewhere / "other.toml"


@pytest.mark.usefixtures("place")
def test_a_near_name_is_suggested(trustsim: Command) -> None:
    answer = trustsim("check", "smal")
    assert answer.code == 2
    assert "smal: no such file, and no scenario or experiment of this name; did you mean small?" in answer.err


A_SCENARIO = "this is a scenario; expected an experiment; it is run by: trustsim run"
AN_EXPERIMENT = "this is an experiment; expected a scenario; its runs are done by: trustsim sweep"
UNKNOWN = "no such file, and no {} of this name; did you mean the {}, as in"


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(
    ("verb", "hint"),
    [
        ("run", "scenario of this name; expected a TOML file or a name that is known; see: trustsim list\n"),
        ("sweep", "experiment of this name; expected a TOML file or a name that is known; see: trustsim list --exp"),
        (
            "check",
            "scenario or experiment of this name; expected a TOML file or a name that is known; see: trustsim list,",
        ),
    ],
)
def test_a_name_like_no_other_says_where_names_are_found(verb: str, hint: str, trustsim: Command) -> None:
    assert f"Error: zzzzzz: no such file, and no {hint}" in trustsim(verb, "zzzzzz").err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("run tiny", f"tiny: {AN_EXPERIMENT} tiny"),
        ("odd tiny", f"tiny: {AN_EXPERIMENT} tiny"),
        ("sweep small", f"small: {A_SCENARIO} small"),
        ("sweep scenarios/small.toml", f"scenarios/small.toml: {A_SCENARIO} scenarios/small.toml"),
        ("odd experiments/tiny.toml", f"experiments/tiny.toml: {AN_EXPERIMENT} experiments/tiny.toml"),
        ("run tinny", f"tinny: {UNKNOWN.format('scenario', 'experiment tiny')}: trustsim sweep tiny?"),
        ("sweep smal", f"smal: {UNKNOWN.format('experiment', 'scenario small')}: trustsim run small?"),
        ("run small.toml", "small.toml: no such file; did you mean small?"),
        ("run scenarios/smal", "scenarios/smal: no such file; did you mean scenarios/small.toml?"),
        ("check experiments/tinny.toml", "experiments/tinny.toml: no such file; did you mean experiments/tiny.toml?"),
    ],
)
def test_a_file_of_the_other_kind_or_a_near_one_is_told(
    words: str, message: str, place: Path, trustsim: Command
) -> None:
    (place / "experiments").mkdir()
    (place / "experiments" / "tiny.toml").write_text('[base]\nscenarios = ["small"]\n', encoding="utf-8")
    answer = trustsim(*words.split())
    assert (answer.code, answer.out, answer.err) == (2, "", f"Error: {message}\n")


def test_a_folder_beside_does_not_hide_a_scenario(place: Path, trustsim: Command) -> None:
    (place / "small").mkdir()
    assert trustsim("check", "small").code == 0


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("file", ["scenarios/small.toml", "small"])
def test_check_says_ok(file: str, trustsim: Command) -> None:
    answer = trustsim("check", file, "--set", "organisation.developers=3")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith(f"{file}: OK, Small\n  3 users ask for 17 person-days a month")


@pytest.mark.usefixtures("place")
def test_check_warns_of_what_can_never_be_kept_up_with(trustsim: Command) -> None:
    answer = trustsim("check", "small", "--set", "organisation.users=30")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("small: WARNING, Small\n  WARNING: more is asked than can be built. 30 users ask for")
    assert "organisation.developers = " in answer.out


def test_check_shows_all_problems_of_all_files(place: Path, trustsim: Command) -> None:
    (place / "one.toml").write_text("[organisation]\nuser = 3\ndevelopers = 0\n")
    answer = trustsim("check", "one.toml", "small", "missing.toml")
    assert answer.code == 2
    assert answer.out.startswith("small: OK, Small\n  3 users ask for ")
    assert "one.toml:2: organisation.user: " in answer.err
    assert "one.toml:3: organisation.developers: " in answer.err
    assert "missing.toml: " in answer.err


@pytest.mark.usefixtures("place")
def test_check_tells_of_an_override(trustsim: Command) -> None:
    answer = trustsim("check", "small", "--set", "organisation.users=-3")
    assert answer.code == 2
    assert "--set" in answer.err
    assert "organisation.users" in answer.err


def test_the_schema_accepts_a_scenario_and_refuses_nonsense(trustsim: Command) -> None:
    schema = json.loads(trustsim("schema").out)
    jsonschema.validate({"organisation": {"users": 3}}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"organisation": {"user": 3}}, schema)


def test_the_schema_is_written_to_a_file(place: Path, trustsim: Command) -> None:
    answer = trustsim("schema", "-o", "schema.json")
    assert (answer.code, answer.out) == (0, "")
    assert json.loads((place / "schema.json").read_text()) == json.loads(trustsim("schema", "-o", "-").out)


@pytest.mark.usefixtures("place")
def test_a_schema_that_cannot_be_written_is_wrong_input(trustsim: Command) -> None:
    answer = trustsim("schema", "-o", "nowhere/schema.json")
    assert answer.code == 2
    assert "--output: nowhere/schema.json given; No such file or directory" in answer.err
