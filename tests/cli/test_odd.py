"""``trustsim odd``: the description of the model on stdout or in a file."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from trustsim.scenario import library, shipped

Command = Callable[..., Any]


@pytest.mark.usefixtures("place")
def test_it_prints_the_description(trustsim: Command) -> None:
    answer = trustsim("odd")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("# The model described (ODD)\n")
    assert "1. **timeline**: " in answer.out
    assert "`organisation.users` (10)" in answer.out
    assert answer.out.endswith(".\n")


@pytest.mark.usefixtures("place")
def test_a_scenario_gives_its_values(trustsim: Command) -> None:
    answer = trustsim("odd", "small", "--set", "edicts.rate=3")
    assert answer.code == 0
    assert "## The scenario: Small" in answer.out
    assert "`organisation.users` (**3**; default 10)" in answer.out
    assert "`edicts.rate` (**3**; default 1)" in answer.out


@pytest.mark.usefixtures("place")
def test_keys_alone_change_the_defaults(trustsim: Command) -> None:
    answer = trustsim("odd", "--set", "organisation.users=20")
    assert answer.code == 0
    assert "## The scenario: untitled" in answer.out
    assert "`organisation.users` (**20**; default 10)" in answer.out


def test_it_goes_into_a_file(place: Path, trustsim: Command) -> None:
    printed = trustsim("odd", "small").out
    answer = trustsim("odd", "small", "-o", "odd.md")
    assert (answer.code, answer.out, answer.err) == (0, "", "")
    assert (place / "odd.md").read_text(encoding="utf-8") == printed


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["smal"], "did you mean small?"),
        (["missing.toml"], "missing.toml: "),
        (["small", "--set", "edicts.rates=2"], "did you mean"),
        (["--set", "organisation.users=0"], "organisation.users"),
        (["small", "-o", "no/such/folder/odd.md"], "--output: no/such/folder/odd.md given; "),
    ],
)
def test_wrong_input_is_told(words: list[str], said: str, trustsim: Command) -> None:
    answer = trustsim("odd", *words)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert "Traceback" not in answer.err


def test_help_has_an_example(trustsim: Command) -> None:
    answer = trustsim("odd", "--help")
    assert answer.code == 0
    assert "Example: trustsim odd" in answer.out


# --- where the text is


def test_the_text_is_that_of_the_documentation(project: Path) -> None:
    assert library.description() == project / "docs" / "explanation" / "odd.md"


INSTALLED = f"{library.INSTALLED}/{library.DESCRIPTION}"


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation without a checkout; return where it puts the text."""
    there = tmp_path / INSTALLED

    class Installed(PurePosixPath):
        def locate(self) -> Path:
            return tmp_path / "lib" / self

    found = [Installed(f"../{INSTALLED}"), Installed("trustsim/py.typed")]
    (tmp_path / "lib").mkdir()
    monkeypatch.setattr("importlib.metadata.files", lambda _: found)
    monkeypatch.setattr(shipped, "__file__", str(tmp_path / "lib" / "trustsim" / "scenario" / "shipped.py"))
    return there


def test_it_is_found_where_an_installation_puts_it(project: Path, installation: Path) -> None:
    settings = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    folder, _, name = INSTALLED.rpartition("/")
    assert settings["data-files"][folder] == [library.DESCRIPTION]
    assert library.DESCRIPTION.endswith(f"/{name}")
    installation.parent.mkdir(parents=True)
    installation.touch()
    assert library.description() == installation


@pytest.mark.usefixtures("installation")
def test_an_installation_without_it_says_so(trustsim: Command) -> None:
    answer = trustsim("odd")
    assert (answer.code, answer.out) == (1, "")
    assert f"expected {INSTALLED}" in answer.err


def test_a_file_of_the_users_own_is_not_written_over(place: Path, trustsim: Command) -> None:
    (place / "notes.md").write_text("# Mine\n")
    answer = trustsim("odd", "-o", "notes.md")
    assert answer.code == 2
    assert "--output: notes.md holds something else; expected a new file" in answer.err
    assert (place / "notes.md").read_text() == "# Mine\n"
    assert [trustsim("odd", "-o", "odd.md").code for _ in range(2)] == [0, 0]
