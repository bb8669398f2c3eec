"""Sweeps that are killed at every moment, for tests: each in a process of its own, which dies at a step on files.

A step is whatever Python reports of files below the folder (opening, renaming, removing, making), and every fsync. The
processes are forked from one that has imported everything and that knows what comes of each run, so that hundreds of
them take seconds.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.experiment.tiny import experiment, hashes
from trustsim.errors import InputError
from trustsim.experiment import store as store_module
from trustsim.experiment.executors import Results
from trustsim.experiment.manifest import is_sweep, read_manifest
from trustsim.experiment.record import read_sweep
from trustsim.experiment.sweep import sweep
from trustsim.experiment.tasks import Chunk, ChunkResult, perform

STEPS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree", "sqlite3.connect"}
USERS_OWN = "notes.txt"


class Remembering:
    """Does each chunk once in this process and those forked from it; fails all runs if asked to."""

    jobs = 1

    def __init__(self, *, lucky: bool = True) -> None:
        self._known: dict[Chunk, ChunkResult] = {}
        self.lucky = lucky

    def run(self, chunks: Iterator[Chunk]) -> Results:
        for chunk in chunks:
            if chunk not in self._known:
                self._known[chunk] = perform(chunk)
            yield self._known[chunk] if self.lucky else chunk.died()


def in_a_child(what: Callable[[], object]) -> int:
    """Do something in a forked process; give 0, 1 where it went wrong, or the number of the signal it died of."""
    child = os.fork()
    if not child:
        try:
            what()
        except BaseException:  # noqa: BLE001 - a forked process must not go on as its parent
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def die_at(moment: int, folder: Path) -> None:
    """Be killed at the ``moment``-th step on files below ``folder`` from now on."""
    left = [moment]

    def step() -> None:
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        if event in STEPS and any(str(folder) in str(one) for one in arguments[:2]):
            step()

    fsync = os.fsync
    os.fsync = lambda number: (step(), fsync(number))[1]
    sys.addaudithook(hear)


def go_on(folder: Path, executor: Remembering, retry: bool) -> list[str]:
    """Do what the messages say to do after a kill: resume, or start where nothing has begun yet."""
    begun = is_sweep(folder)
    if begun and read_manifest(folder)["state"] != "done":
        with pytest.raises(InputError, match="go on with: trustsim sweep"):
            read_sweep(folder)
    return hashes(sweep(experiment(), folder, executor=executor, resume=begun, retry_failed=retry))


def hidden(home: Path) -> list[str]:
    """What stands anywhere below a folder that nobody sees or wants."""
    names = (path.relative_to(home).as_posix() for path in home.rglob("*"))
    return [name for name in names if "/." in f"/{name}" or name.endswith("-journal")]


def killed_at(moment: int, home: Path, begin: Callable[[Path], object], retry: bool, right: list[str]) -> bool:
    """Kill a sweep at a moment, go on with it, and look at what there is; return whether it was killed at all."""
    folder = home / "tiny"
    executor = EXECUTOR

    def first() -> None:
        die_at(moment, home)
        sweep(experiment(), folder, executor=executor, retry_failed=retry)

    def second() -> None:
        assert go_on(folder, executor, retry) == right
        assert hidden(home) == []
        kept = [path.read_text() for path in folder.rglob(USERS_OWN)]
        assert kept == (["mine"] if retry else [])

    begin(folder)
    died = in_a_child(first) == -signal.SIGKILL
    assert in_a_child(second) == 0, f"after a kill at step {moment}"
    return died


def nothing(_: Path) -> None:
    """Nothing stands there yet."""


def failing_at_first(folder: Path) -> None:
    """A finished sweep of which all runs have failed, with a file of the user's beside it."""
    EXECUTOR.lucky = False
    assert in_a_child(lambda: sweep(experiment(), folder, executor=EXECUTOR)) == 0
    EXECUTOR.lucky = True
    (folder / USERS_OWN).write_text("mine")


EXECUTOR = Remembering()


def main(home: Path, begin: str, stride: int) -> None:
    """Kill a sweep at every ``stride``-th of its moments, until one comes to its end, and say how many there were.

    Args:
        home: an empty folder.
        begin: ``new``, or ``retry`` for a finished sweep whose runs have failed and are done again.
        stride: 1 for every moment.
    """
    store_module.STALE_SECONDS = -1.0  # what was left is removed at once
    right = hashes(sweep(experiment(), home / "right" / "tiny", executor=EXECUTOR))
    moment, prepare = 1, {"new": nothing, "retry": failing_at_first}[begin]
    while killed_at(moment, home / str(moment), prepare, begin == "retry", right):
        moment += stride
    sys.stdout.write(f"{moment}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
