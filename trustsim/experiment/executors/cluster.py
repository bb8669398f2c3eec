"""Runs done by the workers of a Dask scheduler: one that is there, one of this machine, or one on Slurm."""

from __future__ import annotations

import logging
import shutil
import signal
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from queue import Empty, SimpleQueue
from typing import Any

from trustsim.errors import InputError, RunError, TrustsimError
from trustsim.experiment.executors import Results
from trustsim.experiment.executors.retries import Retries
from trustsim.experiment.rows import in_a_line
from trustsim.experiment.tasks import HEARTBEAT, Chunk, ChunkResult, perform
from trustsim.run.pool import start_tracker

LOCAL = "local"
SLURM = "slurm"
SBATCH = "sbatch"
SCHEMES = ("tcp://", "tls://", "ws://", "wss://", "ucx://")

AHEAD = 2
"""Chunks in hand for each worker."""

FEWEST_IN_HAND = 4
LOOK_SECONDS = 2.0
PATIENCE_SECONDS = 20

# The first death of a worker is told, and a worker has one chunk at a time, so that it is known what it died of.
_SETTINGS = {"distributed.scheduler.allowed-failures": 0, "distributed.scheduler.worker-saturation": 1.0}

_LOGGERS = ("distributed", "dask_jobqueue", "tornado.application", "asyncio")

_ALONE = threading.Lock()


class Cluster:
    """Workers of a Dask scheduler."""

    def __init__(self, client: Any, name: str) -> None:
        self._client = client
        self._name = name
        self._jobs = 1
        self._looked = -LOOK_SECONDS

    @property
    def jobs(self) -> int:
        """How many workers there are, as of a few seconds ago; more may come, and some may go."""
        if time.monotonic() >= self._looked + LOOK_SECONDS:
            try:
                self._jobs = max(len(self._client.nthreads()), 1)
            except OSError as error:
                raise self._gone() from error
            self._looked = time.monotonic()
        return self._jobs

    def run(self, chunks: Iterator[Chunk]) -> Results:
        """Do the chunks; see ``Executor.run``.

        Raises:
            RunError: the scheduler is gone, or a worker cannot do runs of this version.
        """
        waiting = Retries(chunks)
        flying: dict[Any, Chunk] = {}
        landed: SimpleQueue[Any] = SimpleQueue()
        try:
            while True:
                self._hand_in(waiting, flying, landed)
                if not flying:
                    return
                try:
                    future = landed.get(timeout=1.0)
                except Empty:
                    self._check()
                    yield HEARTBEAT
                else:
                    yield from self._result(future, flying.pop(future), waiting)
        finally:
            for future in flying:
                future.release()

    def _hand_in(self, waiting: Retries, flying: dict[Any, Chunk], landed: SimpleQueue[Any]) -> None:
        room = max(AHEAD * self.jobs, FEWEST_IN_HAND)
        while len(flying) < room and (chunk := next(waiting, None)) is not None:
            self._check()
            future = self._client.submit(perform_alone, chunk, pure=False)
            flying[future] = chunk
            future.add_done_callback(landed.put)

    def _result(self, future: Any, chunk: Chunk, waiting: Retries) -> Iterator[ChunkResult]:
        from asyncio import CancelledError

        from distributed import KilledWorker

        try:
            result: ChunkResult = future.result(timeout=PATIENCE_SECONDS)
        except KilledWorker:
            return waiting.died(chunk)
        except CancelledError as error:
            raise self._gone() from error
        except TrustsimError:
            raise
        except Exception as error:
            self._check()
            raise RunError(
                f"a worker of {self._name} could not do its runs: {in_a_line(error)}; expected the same trustsim on "
                "all workers as here"
            ) from error
        return iter((result,))

    def _check(self) -> None:
        if self._client.status != "running":
            raise self._gone()

    def _gone(self) -> RunError:
        return RunError(f"the scheduler of {self._name} is gone; what it had given back is in the store")


def perform_alone(chunk: Chunk) -> ChunkResult:
    """``tasks.perform``, one chunk at a time in a process, however many threads a worker has."""
    with _ALONE:
        return perform(chunk)


@contextmanager
def cluster(address: str, jobs: int | None, slurm: Mapping[str, Any]) -> Iterator[Cluster]:
    """Connect to a Dask cluster, or start one, until the block is over.

    Args:
        address: of a scheduler, such as ``tcp://host:8786``; ``local`` for worker processes on this machine;
            ``slurm`` for workers that Slurm starts.
        jobs: how many workers to start; needed but for a scheduler that is there, which has its own.
        slurm: keyword arguments of ``dask_jobqueue.SLURMCluster``.

    Raises:
        InputError: no scheduler answers there, the arguments for Slurm are wrong, or Dask is not installed.
    """
    dask, distributed = _imported("dask"), _imported("distributed")
    with _quiet(), dask.config.set(_SETTINGS), _started(distributed, address, jobs, slurm) as at:
        try:
            client = distributed.Client(at, timeout=PATIENCE_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise InputError(
                f"--cluster: no scheduler answers at {address}; expected the address that one has told: dask scheduler"
            ) from error
        try:
            yield Cluster(client, address)
        finally:
            client.close(timeout=PATIENCE_SECONDS)


@contextmanager
def _started(distributed: Any, address: str, jobs: int | None, slurm: Mapping[str, Any]) -> Iterator[Any]:
    """What the client is to connect to; stopped afterwards if it was started here."""
    if address.startswith(SCHEMES):
        yield address
        return
    if address == LOCAL:
        with _deaf_to_interrupts():
            started = distributed.LocalCluster(
                n_workers=_wanted(jobs), threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL
            )
    elif address == SLURM:
        started = _on_slurm(slurm, _wanted(jobs))
    else:
        raise InputError(f'--cluster: {address} given; expected "{LOCAL}", "{SLURM}" or an address as tcp://host:8786')
    try:
        yield started
    finally:
        started.close(timeout=PATIENCE_SECONDS)


def _wanted(jobs: int | None) -> int:
    if jobs is None:
        raise InputError("--jobs: nothing given; expected how many workers to start")
    return jobs


def _check_workers(slurm: Mapping[str, Any]) -> None:
    """Each worker needs a core: dask-jobqueue 0.9 would ask for workers with no thread, or for half a worker."""
    cores = slurm["cores"]
    for name in ("cores", "processes"):
        value = slurm.get(name, cores)
        if type(value) is not int or value < 1:
            raise InputError(f"slurm: {name} = {value!r}; expected a whole number from 1 on")
    if slurm.get("processes", cores) > cores:
        raise InputError(f"slurm: processes = {slurm['processes']}, with cores = {cores}; expected at most {cores}")


def _on_slurm(slurm: Mapping[str, Any], jobs: int) -> Any:
    """A cluster of workers that Slurm starts; a process a core, unless the file says otherwise.

    Jobs that Slurm takes may wait in its queue for long; that it takes them is known when this returns.
    """
    jobqueue = _imported("dask_jobqueue")
    if missing := [name for name in ("cores", "memory") if name not in slurm]:
        raise InputError(f"slurm: {' and '.join(missing)} missing; expected them in [slurm] of the experiment file")
    _check_workers(slurm)
    if shutil.which(SBATCH) is None:
        raise InputError(
            f"--cluster: {SBATCH} is not to be found here; expected a machine from which Slurm takes jobs, such as a "
            "login node"
        )
    arguments = {"processes": slurm["cores"], **slurm}
    try:
        started = jobqueue.SLURMCluster(**arguments)
    except (TypeError, ValueError) as error:
        raise InputError(
            f"slurm: {error}; expected arguments of dask_jobqueue.SLURMCluster, such as cores, memory and queue"
        ) from error
    try:
        started.sync(_hand_in_jobs, started, jobs)
    except (OSError, RuntimeError, ValueError) as error:
        _give_up(started)
        raise InputError(
            f"slurm: no job was taken ({_last_line(error)}); expected what {SBATCH} takes in [slurm] of the experiment "
            "file"
        ) from error
    return started


async def _hand_in_jobs(started: Any, jobs: int) -> None:
    """Ask for workers; what goes wrong when their jobs are handed in is raised, which nothing public does."""
    started.scale(jobs)
    await started._correct_state()  # noqa: SLF001


def _give_up(started: Any) -> None:
    """Close a cluster whose workers have not begun, which Dask does not expect unless it is told that they failed."""
    failed = import_module("distributed.core").Status.failed
    for worker in started.workers.values():
        worker.status = failed
    started.close(timeout=PATIENCE_SECONDS)


def _last_line(error: Exception) -> str:
    """What Slurm has said last; the lines before are about the command."""
    return in_a_line(Exception(next(reversed(str(error).strip().splitlines()), ""))).partition(": ")[2]


def _imported(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise InputError(
            f'--cluster: {name} cannot be imported; install it with: pip install "trustsim[cluster]"'
        ) from error


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes started in the block never hear Ctrl-C, which is for this process to act on."""
    if not hasattr(signal, "pthread_sigmask") or threading.current_thread() is not threading.main_thread():
        yield
        return
    start_tracker()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what Dask says to itself; what matters of it is told in messages of our own."""
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)
