"""A command that is killed loses nothing, mixes nothing, and leaves nothing hidden once another has written there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="commands are killed in children of one process")


def killed(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.cli.kills", *options]
    return subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True, timeout=3600)


def test_a_few_kills() -> None:
    done = killed("--every", "11", "--verb", "run", "--verb", "report")
    assert "kills, 0 things wrong" in done.stdout, done.stdout + done.stderr
    assert int(done.stdout.split()[0]) >= 10


@pytest.mark.slow
@pytest.mark.skipif(
    settings.get_current_profile_name() != "thorough", reason="takes an hour; --hypothesis-profile=thorough does it"
)
def test_kills_at_every_step() -> None:
    done = killed()
    assert "kills, 0 things wrong" in done.stdout, done.stdout + done.stderr
    assert int(done.stdout.split()[0]) >= 100
