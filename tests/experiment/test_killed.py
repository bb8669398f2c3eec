"""A sweep that is killed, at whatever moment, leaves nothing wrong and nothing hidden, and can go on."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.experiment.test_resume import group_is_gone, place, start, undisturbed
from tests.experiment.tiny import chosen, hashes
from trustsim.experiment.manifest import is_sweep

__all__ = ["place"]

FEWEST_MOMENTS = 30


def kill(home: Path, project: Path, begin: str, stride: int) -> None:
    command = [sys.executable, "-m", "tests.experiment.killed", str(home), begin, str(stride)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=project)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > FEWEST_MOMENTS


@pytest.mark.parametrize("begin", ["new", "retry"])
def test_a_sweep_that_is_killed_at_some_moments_loses_nothing(begin: str, tmp_path: Path, project: Path) -> None:
    kill(tmp_path, project, begin, 8)


@pytest.mark.slow
@pytest.mark.parametrize("begin", ["new", "retry"])
def test_a_sweep_that_is_killed_at_any_moment_loses_nothing(begin: str, tmp_path: Path, project: Path) -> None:
    kill(tmp_path, project, begin, 1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_a_sweep_that_is_killed_at_random_times_gives_the_same_bytes(seed: int, place: Path) -> None:
    """The driver, its workers, or both at once."""
    folder = place / "sweeps" / "tiny"
    for number in range(5):
        process = start("--jobs", "2", *(["--resume"] if is_sweep(folder) else []))
        time.sleep(0.5 + chosen(10 * seed + number, 5500) / 1000)
        process.kill()
        process.communicate()
        assert group_is_gone(process.pid)
    process = start("--jobs", "2", *(["--resume"] if is_sweep(folder) else []))
    _, err = process.communicate(timeout=600)
    assert process.returncode == 0, err
    assert hashes(folder) == undisturbed(place)
    assert sorted(path.name for path in folder.iterdir() if path.name.startswith(".")) == []
