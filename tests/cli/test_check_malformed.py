"""``trustsim check`` on everything in tests/malformed and on worse: exit code 2, and all problems on stderr."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from trustsim.cli import app
from trustsim.errors import ScenarioError
from trustsim.scenario.loading import load_scenario

MALFORMED = Path(__file__).resolve().parents[1] / "malformed"
FILES = sorted(MALFORMED.glob("*.toml"))

RUBBISH = {
    "binary": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "not UTF-8": b"[run]\nseed = 1 # \xff\xfe\n",
    "UTF-16": "[run]\nseed = 1\n".encode("utf-16"),
    "deep brackets": b"[run]\nseed = " + b"[" * 100_000,
    "deep key": b"a." * 100_000 + b"a = 1",
    "too large": b"#" * 1_000_001,
}


def check(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> object:
    """Run ``trustsim check`` in this process and return its exit code."""
    monkeypatch.setattr(sys, "argv", ["trustsim", "check", *arguments])
    monkeypatch.setattr(app, "stop_on_signals", lambda: None)  # the tests' own process keeps its signals
    with pytest.raises(SystemExit) as caught:
        app.main()
    return caught.value.code


def problems(path: Path) -> str:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path)
    return str(caught.value)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_malformed_files(path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(monkeypatch, str(path)) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == f"{problems(path)}\n"


@pytest.mark.parametrize("raw", RUBBISH.values(), ids=RUBBISH)
def test_rubbish(
    raw: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rubbish.toml"
    path.write_bytes(raw)
    assert check(monkeypatch, str(path)) == 2
    assert capsys.readouterr().err == f"{problems(path)}\n"


def test_a_missing_file_and_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(monkeypatch, str(tmp_path / "missing.toml")) == 2
    assert "missing.toml: cannot be found; expected" in capsys.readouterr().err
    assert check(monkeypatch, str(tmp_path)) == 2
    assert "is a folder; expected a scenario file" in capsys.readouterr().err


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() == 0, reason="root may read everything")
def test_an_unreadable_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "secret.toml"
    path.touch(mode=0)
    assert check(monkeypatch, str(path)) == 2
    assert "may not be read" in capsys.readouterr().err


def test_an_override(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "empty.toml"
    path.touch()
    assert check(monkeypatch, str(path), "--set", "organisation.users=0", "--set", "users=1") == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line[:27] for line in lines] == ["--set: organisation.users: ", "--set: users: unknown key; "]


def test_the_real_entry_point(tmp_path: Path) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text("[organisation]\nusers = 0\n")
    done = subprocess.run(
        [sys.executable, "-m", "trustsim", "check", str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == f"{problems(path)}\n"
    assert f"{path}:2: organisation.users: 0 is too small" in done.stderr
