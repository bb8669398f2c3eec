"""A sweep that is killed, however often, and resumed gives the same bytes as one that nobody disturbed."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.experiment.tiny import hashes
from tests.processes import hear_ctrl_c
from trustsim.errors import RunError
from trustsim.experiment import index
from trustsim.experiment.executors.cluster import cluster
from trustsim.experiment.index import Index
from trustsim.experiment.loading import load_experiment
from trustsim.experiment.record import read_sweep
from trustsim.experiment.store import Store
from trustsim.experiment.sweep import sweep

SCENARIO = """\
[story]
title = "Small"
[run]
horizon_days = 42
warmup_days = 21
[organisation]
users = 4
developers = 2
[planning]
window_days = 10
"""

EXPERIMENT = """\
title = "Tiny"
[base]
scenarios = ["small.toml"]
[[factor]]
key = "organisation.users"
range = [2, 6]
[[factor]]
key = "organisation.business_units"
levels = [1, 4]
[[factor]]
key = "building.defect_rate"
range = [0.02, 0.2]
[design]
kind = "lhs"
samples = 12
[runs]
replications = 20
"""

PROGRAM = """
from trustsim.cli.app import main
from trustsim.experiment import store
store.SECONDS_A_SHARD = 0.3
main()
"""
"""The command, with more shards than it usually writes, so that it need not run for long before it can be killed."""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with an experiment of 240 runs, some of which are impossible."""
    (tmp_path / "small.toml").write_text(SCENARIO)
    (tmp_path / "tiny.toml").write_text(EXPERIMENT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def start(*options: str) -> subprocess.Popen[str]:
    """Begin to sweep, in a group of processes of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "sweep", "tiny.toml", "--progress", "json", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=hear_ctrl_c,  # noqa: PLW1509 (this process has one thread)
    )


def wait_for(what: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 120
    while not what():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)


def shards(folder: Path, at_least: int) -> Callable[[], bool]:
    return lambda: len(list((folder / "sweeps" / "store" / "shards").glob("[!.]*"))) >= at_least


def workers(driver: int) -> list[psutil.Process]:
    """The processes that a driver has started to do runs."""
    found = psutil.Process(driver).children()
    return [process for process in found if any("spawn_main" in word for word in process.cmdline())]


def group_is_gone(group: int) -> bool:
    """Whether all processes of a group have ended, within some seconds."""
    for _ in range(200):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def undisturbed(folder: Path) -> list[str]:
    return hashes(sweep(load_experiment("tiny.toml"), folder / "undisturbed" / "tiny"))


@pytest.mark.slow
def test_a_sweep_killed_three_times_gives_the_same_bytes(place: Path) -> None:
    jobs = ("--jobs", "2")
    for kill, options in enumerate(((), ("--resume",)), start=1):
        process = start(*jobs, *options)
        wait_for(shards(place, 2 * kill), process)
        process.kill()  # the driver alone; its workers notice
        process.communicate()
        assert group_is_gone(process.pid)
    process = start(*jobs, "--resume")
    wait_for(lambda: len(workers(process.pid)) == 2, process)
    workers(process.pid)[0].kill()
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    assert "Traceback" not in err
    assert "Written to sweeps/tiny" in out
    assert hashes(place / "sweeps" / "tiny") == undisturbed(place)
    counts = read_sweep(place / "sweeps" / "tiny").manifest["counts"]
    assert counts["cached"] > 0
    assert counts["failed"] in {20, 40, 60, 80}  # where there are more units than users


@pytest.mark.slow
@pytest.mark.parametrize("options", [("--jobs", "1"), ("--jobs", "2"), ("--cluster", "local", "--jobs", "2")])
def test_ctrl_c_keeps_what_was_done_and_leaves_no_process(options: tuple[str, ...], place: Path) -> None:
    process = start(*options)
    wait_for(shards(place, 1), process)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    *progress, last = err.splitlines()
    assert (process.returncode, out) == (130, "")
    assert [line for line in progress if not line.startswith("{")] == []
    assert last.startswith("stopped; ")
    assert last.endswith("of 240 runs are in the store; go on with: trustsim sweep tiny.toml --resume")
    assert group_is_gone(process.pid)
    refused = start()
    assert "a sweep of this experiment was stopped here, with at least" in refused.communicate(timeout=60)[1]
    assert refused.returncode == 2
    resumed = sweep(load_experiment("tiny.toml"), place / "sweeps" / "tiny", resume=True)
    assert hashes(resumed) == undisturbed(place)


@pytest.mark.slow
def test_one_job_two_jobs_and_dask_with_a_worker_killed_give_the_same_bytes(place: Path) -> None:
    expected = undisturbed(place)
    process = start("--jobs", "2", "--out", "two/tiny")
    assert process.communicate(timeout=300)[0]
    assert hashes(place / "two" / "tiny") == expected

    class Killing:
        killed = 0

        def counted(self, counts: Any) -> None:
            if counts.ran >= 20 and not self.killed:
                self.killed, *_ = found._client.run(os.getpid).values()
                os.kill(self.killed, signal.SIGKILL)

        def told(self, text: str) -> None:
            raise AssertionError(text)

    killing = Killing()
    with cluster("local", 2, {}) as found:
        record = sweep(load_experiment("tiny.toml"), place / "dask" / "tiny", executor=found, watch=killing)
    assert killing.killed
    assert hashes(record) == expected


@pytest.mark.slow
def test_two_sweeps_on_one_store_at_once_both_end_well(place: Path) -> None:
    processes = [start("--jobs", "1", "--out", f"{name}/tiny", "--store", "kept") for name in ("one", "other")]
    for process in processes:
        _, err = process.communicate(timeout=300)
        assert process.returncode == 0, err
        assert [line for line in err.splitlines() if not line.startswith("{")] == []
    assert hashes(place / "one" / "tiny") == hashes(place / "other" / "tiny") == undisturbed(place)
    told: list[str] = []
    with Store(place / "kept", told.append) as store:
        store.verify()
        assert len(store) == 240 - read_sweep(place / "one" / "tiny").manifest["counts"]["failed"]
    assert told == []


@pytest.mark.slow
def test_two_sweeps_in_one_folder_at_once_are_refused(place: Path) -> None:
    first = start("--jobs", "1")
    wait_for((place / "sweeps" / "tiny" / "manifest.json").is_file, first)
    second = start("--jobs", "1", "--resume")
    assert "another process is at work on this sweep" in second.communicate(timeout=60)[1]
    assert second.returncode == 2
    first.kill()
    first.communicate()


def _small_files() -> None:
    """No file may grow beyond what an index with some dozens of runs needs, as on a disk that is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (12_000, 12_000))
    hear_ctrl_c()


def test_a_disk_that_takes_no_more_ends_the_command_with_a_sentence(place: Path) -> None:
    command = [sys.executable, "-m", "trustsim", "sweep", "tiny.toml", "--jobs", "1", "--progress", "none"]
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=unmeasured,  # what coverage writes in the end would be too long for this disk, too
        preexec_fn=_small_files,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    [told] = [line for line in done.stderr.splitlines() if not line.startswith("Note: ")]
    assert told.startswith("Error: ")
    assert "Traceback" not in done.stderr
    resumable = sweep(load_experiment("tiny.toml"), place / "sweeps" / "tiny", resume=(place / "sweeps/tiny").exists())
    assert resumable.manifest["state"] == "done"


def test_an_index_that_is_kept_locked_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Index(place / "index.sqlite").close()
    monkeypatch.setattr(index, "PATIENCE_SECONDS", 0.1)
    one, other = Index(place / "index.sqlite"), Index(place / "index.sqlite")
    one._base.execute("BEGIN IMMEDIATE")
    with pytest.raises(RunError, match="database is locked; another process has kept it for minutes"):
        other.add("shard", [])
    one.close()
    other.close()
