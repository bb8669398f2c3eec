"""The sweep folder while its runs are done: who may write there, what stands there, and how it is finished."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trustsim.errors import InputError, RunError
from trustsim.experiment.data import to_data
from trustsim.experiment.plan import Experiment
from trustsim.experiment.record import (
    FORMAT,
    FORMAT_VERSION,
    MANIFEST,
    command_to_resume,
    is_sweep,
    read_manifest,
)
from trustsim.experiment.shards import write_whole
from trustsim.experiment.store import is_store
from trustsim.experiment.tables import DESIGN, RUNS
from trustsim.records.aside import aside, ready
from trustsim.records.manifest import canonical, file_hash, versions
from trustsim.scenario.wording import listed

STORE = "store"
TEXT = "experiment.toml"
LOCK = ".lock"

_DECIDING = ("bases", "factors", "design", "replications", "first_seed", "common")


@dataclass(frozen=True)
class Place:
    """A sweep folder that this process alone writes to.

    Attributes:
        folder: where, with links followed.
        experiment: what is swept.
        model: digest of the code that does the runs.
        store: folder of the store.
        command: the command line, where there was one.
        before: what the folder said of itself at the start; None where it was new.
    """

    folder: Path
    experiment: Experiment
    model: str
    store: Path
    command: str | None
    before: dict[str, Any] | None

    @property
    def finished(self) -> bool:
        """Whether a finished sweep stands there, with its tables as they were written."""
        if self.before is None or self.before["state"] != "done":
            return False
        hashes = self.before.get("files", {}).get("sha256", {})
        files = {name: self.folder / name for name in (DESIGN, RUNS)}
        return all(path.is_file() and file_hash(path) == hashes.get(name) for name, path in files.items())

    def unchanged(self, counts: Mapping[str, int]) -> bool:
        """Whether the finished sweep that stands there would come out again, after these counts."""
        before = {} if self.before is None else self.before.get("counts", {})
        return not counts["ran"] and counts["failed"] == before.get("failed") and self.finished

    def begin(self) -> None:
        """Say that a sweep is being done here; one that is finished stays so until the new one is."""
        if self.before is None or self.before["state"] != "done":
            self.note({})
            self._write(self.folder / TEXT, self.experiment.text)

    def note(self, counts: Mapping[str, int], state: str = "running") -> None:
        """Say how far it has come."""
        if self.before is None or self.before["state"] != "done" or state == "done":
            self._write(self.folder / MANIFEST, _as_json(self._about(state, counts)))

    def finish(
        self, counts: Mapping[str, int], seconds: Mapping[str, float], draw_up: Callable[[Path], object]
    ) -> None:
        """Write the finished folder aside, tables by ``draw_up``, and put it in the place of this one.

        Raises:
            RunError: it could not be written; the folder stays as it was.
        """
        with aside(self.folder, is_sweep) as partial:
            draw_up(partial)
            (partial / TEXT).write_text(self.experiment.text, encoding="utf-8", newline="\n")
            hashes = {path.name: file_hash(path) for path in sorted(partial.iterdir())}
            timings = {name: round(value, 3) for name, value in seconds.items()}
            about = self._about("done", counts) | {"timings": timings, "files": {"sha256": hashes}}
            (partial / MANIFEST).write_text(_as_json(about), encoding="utf-8", newline="\n")

    def renew(self) -> None:
        """Let a finished folder say what the experiment says today about what is measured, and why."""
        assert self.before is not None
        if _plain(self.experiment) == self.before["experiment"]:
            return
        self._write(self.folder / TEXT, self.experiment.text)
        hashes = self.before["files"]["sha256"] | {TEXT: file_hash(self.folder / TEXT)}
        about = self.before | {"experiment": _plain(self.experiment), "files": {"sha256": hashes}}
        self._write(self.folder / MANIFEST, _as_json(about))

    def again(self) -> str:
        """The command line that goes on with this sweep."""
        return command_to_resume(self.experiment.file, self.experiment.name, self.folder)

    def _about(self, state: str, counts: Mapping[str, int]) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "state": state,
            "experiment": _plain(self.experiment),
            "model": self.model,
            "store": Path(os.path.relpath(self.store, self.folder)).as_posix(),
            "counts": dict(counts),
            "versions": versions(),
            "command": self.command,
            "timings": {},
        }

    def _write(self, path: Path, text: str) -> None:
        try:
            write_whole(path, text.encode())
        except OSError as error:
            raise RunError(f"could not write {path}: {error.strerror or error}; all runs so far are kept") from error


@contextmanager
def place(
    experiment: Experiment, out: Path, store: Path | None, model: str, *, resume: bool, command: str | None
) -> Iterator[Place]:
    """Take a sweep folder, for this process alone; a new one is made where there is none.

    Args:
        experiment: what is to be swept there.
        out: the folder.
        store: the store; None for the one that an earlier start used, or else ``store`` beside the folder.
        model: digest of the code that does the runs.
        resume: whether to go on with a sweep that was stopped.
        command: the command line, where there was one.

    Raises:
        InputError: something else stands there, another sweep, one that was stopped (without ``resume``), or none
            (with it); another process is at work on it; or nothing may be written there.
    """
    folder = ready(out, _is_ours, "sweep")
    before = read_manifest(folder) if is_sweep(folder) else None
    found = Place(folder, experiment, model, store_of(folder, store), command, before)
    _check(found, out, resume=resume)
    ready(found.store, is_store, "store")
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder):
        _sweep_up(folder)
        yield found


def store_of(out: Path, given: Path | None = None) -> Path:
    """The store of a sweep folder: the one that is given, or that it was begun with, or else ``store`` beside it.

    Raises:
        InputError: it would lie in the sweep folder.
    """
    folder = Path(out).resolve()
    used = read_manifest(folder).get("store") if is_sweep(folder) else None
    store = (given or folder / (used or f"../{STORE}")).resolve()
    if store == folder or folder in store.parents:
        raise InputError(f"{store}: the store would lie in the sweep folder, which is replaced; expected another one")
    return store


def _is_ours(folder: Path) -> bool:
    """Whether a sweep stands there, or one that was killed before it could say so."""
    names = (path.name for path in folder.iterdir())
    return is_sweep(folder) or all(name == LOCK or name.startswith(f".{MANIFEST}.partial-") for name in names)


def _check(found: Place, out: Path, *, resume: bool) -> None:
    """Refuse whatever is not to be overwritten."""
    before = found.before
    if before is None:
        if resume:
            raise InputError(
                f"{out}: nothing to resume, no sweep has begun there; start it with: "
                f"{found.again().removesuffix(' --resume')}"
            )
        return
    if different := _differences(found, before):
        raise InputError(
            f"{out}: another sweep stands there, which differs in {listed(different, 'and')}; expected another --out, "
            "or that folder to be removed"
        )
    if before["state"] != "done" and not resume:
        counts = before.get("counts", {})
        known = f"at least {counts['done'] + counts['failed']} of {counts['runs']}" if counts else "some"
        raise InputError(
            f"{out}: a sweep of this experiment was stopped here, with {known} runs in the store; "
            f"go on with: {found.again()}"
        )


def _differences(found: Place, before: Mapping[str, Any]) -> list[str]:
    """In which of the things that decide its tables a sweep differs from the one that stands there."""
    now, then = _plain(found.experiment), before.get("experiment", {})
    parts = [name for name in _DECIDING if _bare(now.get(name)) != _bare(then.get(name))]
    return [*parts, *(["the version of the model"] if before.get("model") != found.model else [])]


def _bare(part: Any) -> Any:
    """Without the stories of scenarios, which decide nothing."""
    if isinstance(part, list) and part and isinstance(part[0], dict) and "scenario" in part[0]:
        return [{**one, "scenario": {**one["scenario"], "story": None}} for one in part]
    return part


def _plain(experiment: Experiment) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(canonical(to_data(experiment)))
    return found


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep other processes from this folder; the system lets go of it when this process ends, however it does.

    Where the system has no such locks, two sweeps of one folder would do the same runs twice, and lose none.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    try:
        file = (folder / LOCK).open("w")
    except OSError as error:
        raise InputError(f"{folder}: {error.strerror or error}; expected a folder that can be written") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InputError(
                f"{folder}: another process is at work on this sweep; expected to have it alone; wait, or stop that one"
            ) from error
        except OSError:  # a file system without locks
            pass
        try:
            yield
        finally:
            (folder / LOCK).unlink(missing_ok=True)
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()


def _sweep_up(folder: Path) -> None:
    """Remove what a process left that was killed while it finished this sweep."""
    for kind in ("partial", "replaced"):
        for left in folder.parent.glob(f".{folder.name}.{kind}-*"):
            shutil.rmtree(left, ignore_errors=True)


def _as_json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
