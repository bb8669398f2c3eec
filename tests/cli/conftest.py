"""A folder of its own for each test of the command line, with a small scenario in it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from trustsim.cli import progress
from trustsim.cli.app import app
from trustsim.cli.exits import DEBUG

SMALL = """\
# Teaches that small things are quick.
[story]
title = "Small"
teaches = "Small things are quick."
[run]
horizon_days = 42
warmup_days = 21
[organisation]
users = 3
developers = 2
[planning]
window_days = 10
"""


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """No line is due, however slow the machine."""
    monkeypatch.setattr(progress, "SECONDS_A_LINE", 3600.0)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, which holds scenarios/small.toml."""
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "small.toml").write_text(SMALL)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(DEBUG, raising=False)
    return tmp_path


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str


Command = Callable[..., Answer]


@pytest.fixture
def trustsim(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command as from a shell, in this process."""

    def run(*arguments: object) -> Answer:
        words = [str(argument) for argument in arguments]
        monkeypatch.setattr(sys, "argv", ["trustsim", *words])
        with pytest.raises(SystemExit) as end:
            app(words, prog_name="trustsim")
        captured = capsys.readouterr()
        code = end.value.code
        return Answer(code if isinstance(code, int) else int(code is not None), captured.out, captured.err)

    return run
