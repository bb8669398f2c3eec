"""Whoever does the runs, the results are the same; whoever dies at it, the others go on."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dask_jobqueue
import pytest

from tests.experiment.hurdles import DEADLY, die, perform_elsewhere, perform_unless_deadly
from tests.experiment.tiny import experiment, hashes, swept
from trustsim.errors import InputError, RunError
from trustsim.experiment.counts import Counts, Nobody
from trustsim.experiment.executors import cluster as cluster_module
from trustsim.experiment.executors import processes as processes_module
from trustsim.experiment.executors.cluster import cluster
from trustsim.experiment.executors.processes import Processes
from trustsim.experiment.executors.retries import Retries
from trustsim.experiment.keys import model_digest
from trustsim.experiment.sweep import sweep
from trustsim.experiment.tasks import DIED, Chunk, Work, perform
from trustsim.run import outcome as outcome_module

AROUND: dict[str, Any] = {"first_seed": DEADLY - 2, "replications": 4, "factors": ()}
"""Four runs of which the third has the deadly seed."""


def chunk(*seeds: int) -> Chunk:
    return Chunk((Work("{}", tuple((str(seed), seed) for seed in seeds)),), "model")


def nobody_left(before: set[Any]) -> bool:
    """Whether all processes that were started have ended, within some seconds."""
    deadline = time.monotonic() + 20
    while set(multiprocessing.active_children()) - before and time.monotonic() < deadline:
        time.sleep(0.05)
    return not set(multiprocessing.active_children()) - before


def test_a_chunk_whose_process_died_is_done_again_and_then_run_by_run() -> None:
    waiting = Retries(iter([chunk(1, 2), chunk(3)]))
    first = next(waiting)
    assert list(waiting.died(first)) == []
    assert next(waiting) == first
    assert list(waiting.died(first)) == []
    assert [next(waiting) for _ in range(3)] == [chunk(1), chunk(2), chunk(3)]
    assert next(waiting, None) is None


def test_a_run_that_costs_three_processes_is_a_failed_one() -> None:
    waiting = Retries(iter([chunk(1)]))
    for _ in range(2):
        assert list(waiting.died(next(waiting))) == []
    (result,) = waiting.died(next(waiting))
    assert [(row.key, row.seed, row.error) for row in result.rows] == [("1", 1, DIED)]
    assert next(waiting, None) is None


def test_a_chunk_that_was_only_near_is_not_blamed() -> None:
    waiting = Retries(iter([chunk(1)]))
    for _ in range(10):
        assert list(waiting.again(next(waiting))) == []
    assert next(waiting) == chunk(1)


def test_several_processes_give_the_same_bytes(tmp_path: Path) -> None:
    before = set(multiprocessing.active_children())
    record = sweep(experiment(), tmp_path / "several" / "tiny", executor=Processes(2))
    assert hashes(record) == hashes(swept(tmp_path / "one" / "tiny"))
    assert nobody_left(before)
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_no_process_is_started_where_nothing_is_to_be_done(tmp_path: Path) -> None:
    swept(tmp_path / "tiny")

    class Looking(Nobody):
        def counted(self, counts: Counts) -> None:
            assert counts.ran == 0
            assert nobody_left(before)

    before = set(multiprocessing.active_children())
    sweep(experiment(), tmp_path / "again", executor=Processes(2), watch=Looking())


def test_a_run_that_kills_its_processes_is_a_failed_row_and_all_others_are_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes_module, "perform", perform_unless_deadly)
    record = sweep(experiment(**AROUND), tmp_path / "tiny", executor=Processes(2))
    runs = record.runs(["seed", "status", "error"])
    assert runs["status"].tolist() == ["done", "done", "failed", "done"]
    assert runs["error"].tolist() == ["", "", DIED, ""]
    monkeypatch.undo()
    again = sweep(experiment(**AROUND), tmp_path / "tiny", executor=Processes(1), retry_failed=True)
    assert hashes(again) == hashes(swept(tmp_path / "one" / "tiny", **AROUND))


def test_processes_that_cannot_begin_end_the_sweep_with_no_run_called_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes_module, "prepare", die)
    with pytest.raises(RunError, match="processes of the pool die before they have begun"):
        sweep(experiment(), tmp_path / "tiny", executor=Processes(1))
    monkeypatch.undo()
    assert sweep(experiment(), tmp_path / "tiny", resume=True).manifest["counts"]["failed"] == 0


def test_a_worker_with_other_sources_ends_the_sweep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes_module, "perform", perform_elsewhere)
    before = set(multiprocessing.active_children())
    with pytest.raises(RunError, match="a worker has another version of trustsim than this process"):
        sweep(experiment(), tmp_path / "tiny", executor=Processes(1))
    assert nobody_left(before)


def test_an_interrupt_stops_every_process(tmp_path: Path) -> None:
    class Interrupting(Nobody):
        def counted(self, counts: Counts) -> None:
            if counts.ran:
                raise KeyboardInterrupt

    before = set(multiprocessing.active_children())
    with pytest.raises(KeyboardInterrupt, match="in the store; go on with"):
        sweep(experiment(), tmp_path / "tiny", executor=Processes(2), watch=Interrupting())
    assert nobody_left(before)


def test_whatever_fails_in_a_run_is_its_result(monkeypatch: pytest.MonkeyPatch) -> None:
    def memory(*_: Any) -> None:
        raise MemoryError

    monkeypatch.setattr(outcome_module, "outcome", memory)
    asked = Chunk((Work("{}", (("00", 1),)), Work("not json", (("01", 2),))), model_digest())
    found = perform(asked)
    assert [row.error.split(":")[0] for row in found.rows] == ["MemoryError", "ValidationError"]


@pytest.mark.parametrize("address", ["localhost", "http://localhost:8786", "Slurm"])
def test_a_cluster_of_no_kind_is_refused(address: str) -> None:
    with (
        pytest.raises(InputError, match=f'--cluster: {address} given; expected "local", "slurm" or an address'),
        cluster(address, 1, {}),
    ):
        pass


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def test_a_scheduler_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "PATIENCE_SECONDS", 1)
    address = f"tcp://127.0.0.1:{free_port()}"
    with pytest.raises(InputError, match=f"--cluster: no scheduler answers at {address}"), cluster(address, None, {}):
        pass


@pytest.mark.parametrize(("address", "module"), [("local", "distributed"), ("slurm", "dask_jobqueue")])
def test_without_dask_it_is_said_what_to_install(address: str, module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with (
        pytest.raises(InputError, match=rf'{module} cannot be imported; .* pip install "trustsim\[cluster\]"'),
        cluster(address, 1, {}),
    ):
        pass


def test_slurm_needs_to_know_how_many_workers() -> None:
    with (
        pytest.raises(InputError, match="--jobs: nothing given; expected how many workers to start"),
        cluster("slurm", None, {}),
    ):
        pass


@pytest.fixture
def sbatch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The command that hands jobs in to Slurm, as a file that does nothing yet."""
    file = tmp_path / "bin" / "sbatch"
    file.parent.mkdir()
    file.write_text("#!/bin/sh\n")
    file.chmod(0o755)
    monkeypatch.setenv("PATH", f"{file.parent}{os.pathsep}{os.environ['PATH']}")
    return file


@pytest.mark.usefixtures("sbatch")
def test_slurm_is_given_what_the_file_says_and_a_process_a_core(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}
    scaled: list[int] = []

    class Kept:
        def __init__(self, **arguments: Any) -> None:
            given.update(arguments)

        def sync(self, function: Any, *arguments: Any) -> None:
            assert function is cluster_module._hand_in_jobs
            scaled.append(arguments[-1])

    monkeypatch.setattr(dask_jobqueue, "SLURMCluster", Kept)
    cluster_module._on_slurm({"queue": "normal", "cores": 8, "memory": "16GB"}, 32)
    assert given == {"queue": "normal", "cores": 8, "memory": "16GB", "processes": 8}
    assert scaled == [32]
    cluster_module._on_slurm({"cores": 8, "memory": "16GB", "processes": 2}, 1)
    assert given["processes"] == 2


@pytest.mark.usefixtures("sbatch")
def test_wrong_arguments_for_slurm_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: Any) -> None:
        raise TypeError("unexpected keyword argument 'qeueu'")

    with pytest.raises(InputError, match=r"slurm: memory missing; expected them in \[slurm\] of the experiment file"):
        cluster_module._on_slurm({"cores": 8}, 1)
    monkeypatch.setattr(dask_jobqueue, "SLURMCluster", refuse)
    with pytest.raises(
        InputError, match=r"slurm: unexpected .*'qeueu'; expected arguments of dask_jobqueue.SLURMCluster"
    ):
        cluster_module._on_slurm({"cores": 8, "memory": "1GB", "qeueu": "normal"}, 1)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"cores": 1.5}, r"slurm: cores = 1\.5; expected a whole number from 1 on"),
        ({"cores": True}, "slurm: cores = True; expected a whole number"),
        ({"cores": 0}, "slurm: cores = 0; expected a whole number"),
        ({"cores": "8"}, "slurm: cores = '8'; expected a whole number"),
        ({"cores": 4, "processes": 0.5}, r"slurm: processes = 0\.5; expected a whole number"),
        ({"cores": 4, "processes": 8}, "slurm: processes = 8, with cores = 4; expected at most 4"),
    ],
)
def test_workers_without_a_core_of_their_own_are_refused(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        cluster_module._on_slurm({"memory": "1GB", **asked}, 1)


def test_a_machine_without_slurm_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with (
        pytest.raises(InputError, match="--cluster: sbatch is not to be found here; expected a machine from which"),
        cluster("slurm", 2, {"cores": 1, "memory": "1GB"}),
    ):
        pass


def test_jobs_that_slurm_does_not_take_are_told(sbatch: Path, capfd: pytest.CaptureFixture[str]) -> None:
    sbatch.write_text("#!/bin/sh\necho 'sbatch: error: invalid partition specified: normal' >&2\nexit 1\n")
    message = (
        r"slurm: no job was taken \(sbatch: error: invalid partition specified: normal\); expected what sbatch takes"
    )
    with pytest.raises(InputError, match=message), cluster("slurm", 2, {"cores": 1, "memory": "1GB"}):
        pass
    assert capfd.readouterr() == ("", "")


@pytest.mark.slow
def test_workers_that_slurm_starts_do_the_runs(sbatch: Path, tmp_path: Path) -> None:
    """With an sbatch that starts each job at once on this machine, and an scancel that ends it."""
    jobs, python = tmp_path / "jobs", Path(sys.executable)
    sbatch.write_text(
        "#!/bin/sh\n"
        f'cp "$1" {tmp_path}/$$.sh\n'
        f"setsid sh {tmp_path}/$$.sh >/dev/null 2>&1 &\n"
        f"echo $! >>{jobs}\n"
        "echo Submitted batch job $!\n"
    )
    scancel = sbatch.with_name("scancel")
    scancel.write_text('#!/bin/sh\nkill -- "-$1"\n')
    scancel.chmod(0o755)
    settings = {"cores": 1, "memory": "1GB", "interface": "lo", "python": str(python)}
    with cluster("slurm", 2, {**settings, "local_directory": str(tmp_path)}) as workers:
        record = sweep(experiment(), tmp_path / "slurm" / "tiny", executor=workers)
    assert hashes(record) == hashes(swept(tmp_path / "one" / "tiny"))
    assert len(jobs.read_text().split()) == 2


@pytest.mark.slow
def test_dask_does_the_same_while_a_worker_is_killed(tmp_path: Path) -> None:
    many: dict[str, Any] = {"replications": 30}
    with cluster("local", 2, {}) as workers:

        class Killing(Nobody):
            def __init__(self) -> None:
                self.killed = 0

            def counted(self, counts: Counts) -> None:
                if counts.ran >= 5 and not self.killed:
                    self.killed, *_ = workers._client.run(os.getpid).values()
                    os.kill(self.killed, signal.SIGKILL)

        killing = Killing()
        record = sweep(experiment(**many), tmp_path / "dask" / "tiny", executor=workers, watch=killing)
    assert killing.killed
    assert record.manifest["counts"]["ran"] == 90
    assert hashes(record) == hashes(swept(tmp_path / "one" / "tiny", **many))


@pytest.mark.slow
def test_a_run_that_kills_workers_of_dask_is_a_failed_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "perform_alone", perform_unless_deadly)
    with cluster("local", 2, {}) as workers:
        record = sweep(experiment(**AROUND), tmp_path / "tiny", executor=workers)
    assert record.runs(["error"])["error"].tolist() == ["", "", DIED, ""]


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A scheduler with a worker, started as one does from a shell, and its address."""
    address = f"tcp://127.0.0.1:{free_port()}"
    port = address.rpartition(":")[2]
    quiet: dict[str, Any] = {"cwd": tmp_path, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    dask = [sys.executable, "-m", "dask"]
    serving = subprocess.Popen([*dask, "scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard"], **quiet)
    working = subprocess.Popen([*dask, "worker", address, "--nthreads", "2", "--no-dashboard"], **quiet)
    yield serving, address
    for process in (working, serving):
        process.terminate()
        process.wait(20)


@pytest.mark.slow
def test_a_scheduler_that_is_there_is_used_and_its_end_told(
    scheduler: tuple[subprocess.Popen[bytes], str], tmp_path: Path
) -> None:
    serving, address = scheduler

    class Killing(Nobody):
        def counted(self, counts: Counts) -> None:
            if counts.ran >= 3:
                serving.kill()

    many: dict[str, Any] = {"replications": 40}
    gone = f"the scheduler of {address} is gone; what it had given back is in the store"
    with pytest.raises(RunError, match=gone), cluster(address, None, {}) as workers:
        sweep(experiment(**many), tmp_path / "tiny", executor=workers, watch=Killing())
    record = sweep(experiment(**many), tmp_path / "tiny", executor=Processes(2), resume=True)
    assert 3 <= record.manifest["counts"]["cached"] < 120
    assert hashes(record) == hashes(swept(tmp_path / "one" / "tiny", **many))


def test_a_sweep_in_another_thread_than_the_first_works(tmp_path: Path) -> None:
    done: list[Any] = []
    thread = threading.Thread(
        target=lambda: done.append(sweep(experiment(), tmp_path / "tiny", executor=Processes(1)).manifest["counts"])
    )
    thread.start()
    thread.join(120)
    assert [counts["done"] for counts in done] == [6]
