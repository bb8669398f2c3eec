"""Help teaches every command by an example."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import pytest

import trustsim as package
from trustsim.cli.verbs import VERBS


def test_importing_the_package_imports_nothing_else() -> None:
    code = "import sys, trustsim; print(*{name.split('.')[0] for name in sys.modules} & {'typer', 'numpy', 'pydantic'})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == ""


def test_every_public_name_is_there() -> None:
    for name in package.__all__:
        assert getattr(package, name) is not None
    assert set(package.__all__) <= set(dir(package))
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        package.nonsense  # noqa: B018 - asking is what is tested


def test_the_version_is_that_of_the_installed_package(trustsim: Callable[..., Any]) -> None:
    answer = trustsim("--version")
    assert answer.code == 0
    assert answer.out == f"trustsim {version('trustsim')}\n"


def test_help_lists_every_verb(trustsim: Callable[..., Any]) -> None:
    answer = trustsim("--help")
    assert answer.code == 0
    for verb in VERBS:
        assert f"\n  {verb} " in answer.out


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_an_example(verb: str, trustsim: Callable[..., Any]) -> None:
    answer = trustsim(verb, "--help")
    assert answer.code == 0
    assert f"Example: trustsim {verb}" in answer.out


def test_no_command_shows_the_help(trustsim: Callable[..., Any]) -> None:
    answer = trustsim()
    assert "Usage: trustsim" in answer.out + answer.err


@pytest.mark.parametrize("words", [["nonsense"], ["run"], ["run", "x", "--nonsense"], ["list", "extra"], ["check"]])
def test_a_wrong_command_line_exits_with_2(words: list[str], trustsim: Callable[..., Any]) -> None:
    answer = trustsim(*words)
    assert answer.code == 2
    assert answer.out == ""
    assert "Error" in answer.err
