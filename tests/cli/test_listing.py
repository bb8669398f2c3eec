"""``trustsim list`` reads what a file says of itself, and no more; whatever it meets, it goes on to the next."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from trustsim.cli import listing
from trustsim.scenario import shipped
from trustsim.scenario.loading import load_scenario
from trustsim.scenario.schema import Story

Command = Callable[..., Any]


@pytest.fixture(autouse=True)
def _only_here(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert place.is_dir()
    monkeypatch.setattr(shipped, "shipped", lambda _: [])


def told(name: str, *, experiments: bool = False) -> dict[str, Any]:
    """What is listed of a scenario, or an experiment."""
    found = json.loads(listing.listing(experiments=experiments, as_json=True))
    return next(one for one in found if one["name"] == name)


def shown() -> str:
    return listing.listing(experiments=False, as_json=False)


def test_the_keys_of_a_story_and_their_defaults_are_those_of_the_schema() -> None:
    assert Story().model_dump() == listing.STORY


def test_what_is_listed_of_a_shipped_scenario_is_what_it_loads_as(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    found = json.loads(listing.listing(experiments=False, as_json=True))
    assert len(found) >= 16
    for one in found:
        assert {key: one[key] for key in listing.STORY} == load_scenario(one["file"]).story.model_dump()
        assert one["problem"] is None


def test_a_story_is_taken_from_what_a_file_extends(place: Path) -> None:
    base = '[story]\ntitle = "Base"\nteaches = "It."\n'
    (place / "base.toml").write_text(base)
    (place / "scenarios" / "child.toml").write_text('extends = "../base.toml"\n[story]\ntitle = "Child"\n')
    assert told("child") == {
        "name": "child", "file": "scenarios/child.toml", "title": "Child", "teaches": "It.", "look_for": "",
        "problem": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"users = \n", "one.toml is no TOML that can be read"),
        (b"\xff\xfe", "one.toml is no TOML that can be read"),
        (b"a = " + b"[" * 5000, "one.toml is no TOML that can be read"),
        (b"a." * 300 + b"b = 1\n", "a line of one.toml holds more than 200 dots"),
        (b"#" * 1_000_001, "one.toml is larger than 1,000 kB"),
        (b"story = 3\n", "story is no table"),
        (b"[story]\ntitle = 3\n", "title is no text"),
        (b"extends = 3\n", "extends names no file"),
        (b'extends = "one.toml"\n', "extends leads in a circle, or too far"),
        (b'extends = "nowhere.toml"\n', "nowhere.toml is no TOML that can be read"),
    ],
)
def test_what_cannot_be_shown_is_listed_with_the_reason(content: bytes, problem: str, place: Path) -> None:
    (place / "scenarios" / "one.toml").write_bytes(content)
    found = told("one")
    assert found["problem"] == problem
    assert found["title"] is None
    text = shown()
    assert "one\n    cannot be shown: " in text
    assert "trustsim check" in text
    assert "small  Small\n    Small things are quick.\n" in text


def test_a_scenario_that_cannot_be_run_still_tells_its_story(place: Path) -> None:
    (place / "scenarios" / "odd.toml").write_text('[story]\ntitle = "Odd"\n[organisation]\nuser = 3\n')
    assert told("odd")["title"] == "Odd"
    assert "odd  Odd\n    scenarios/odd.toml\n" in shown()


def test_an_experiment_without_a_title_is_called_after_its_file(place: Path) -> None:
    (place / "experiments").mkdir()
    (place / "experiments" / "plain.toml").write_text('question = "Why?"\n')
    assert told("plain", experiments=True) == {
        "name": "plain", "file": "experiments/plain.toml", "title": "plain", "question": "Why?", "problem": None,
    }  # fmt: skip


@pytest.mark.parametrize("columns", [30, 50, 80])
def test_no_line_is_wider_than_the_terminal(columns: int, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    story = f'[story]\ntitle = "{"Long title " * 9}"\nteaches = """{"Many words. " * 20}\n\nAnd more."""\n'
    (place / "scenarios" / "long.toml").write_text(story)
    lines = shown().splitlines()
    assert max(map(len, lines)) <= columns
    assert any(len(line) > columns - 12 for line in lines)


def test_what_would_upset_a_terminal_is_shown_escaped(place: Path) -> None:
    (place / "scenarios" / "bell.toml").write_text('[story]\ntitle = "A\\u0007B"\nteaches = "C\\u001b[1mD"\n')
    assert "bell  A\\x07B\n    C\\x1b[1mD\n" in shown()


def test_names_are_bold_on_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    assert "\x1b" not in shown()
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert shown().startswith("\x1b[1msmall\x1b[0m  Small\n")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in shown()


def test_a_folder_that_is_gone_is_no_fault(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.setattr(shipped, "shipped", lambda _: [place / "scenarios" / "small.toml"])
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert told("small")["file"] == str(place / "scenarios" / "small.toml")
    monkeypatch.chdir(place)
