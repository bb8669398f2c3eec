"""Taking a sweep folder: whether it may be written to, whether it is this experiment's, and by one process alone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from trustsim.errors import InputError
from trustsim.experiment.folder import LOCK, PARTIAL, TEXT, Place, plainly
from trustsim.experiment.manifest import MANIFEST, is_sweep, read_manifest
from trustsim.experiment.plan import Experiment
from trustsim.experiment.store import is_store
from trustsim.records.aside import ready
from trustsim.scenario.wording import listed, quoted

STORE = "store"

_PARTS = {"bases": "other bases", "factors": "other factors", "design": "another design"}
_FIGURES = ("replications", "first_seed", "common")
_INSTEAD = "expected a new folder; name one with --out, or remove this one: its runs stay in the store"


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
    folder = _ready(out, "sweep")
    before = read_manifest(folder) if is_sweep(folder) else None
    found = Place(folder, experiment, model, store_of(folder, store), command, before)
    _check(found, out, resume=resume)
    _ready(found.store, "store")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"{out}: {error.strerror or error}; expected a folder that can be made; name one with --out"
        ) from error
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
        raise InputError(
            f"{store}: the store would lie in the sweep folder; expected it outside, for other sweeps to use; name "
            "another one with --store"
        )
    return store


def _ready(folder: Path, what: str) -> Path:
    option = "--out" if what == "sweep" else "--store"
    try:
        return ready(folder, _is_ours if what == "sweep" else is_store, what)
    except InputError as error:
        raise InputError(f"{error}; name one with {option}") from error


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
        raise InputError(f"{out}: {different}; {_INSTEAD}")
    if before["state"] != "done" and not resume:
        counts = before.get("counts", {})
        known = f"at least {counts['done'] + counts['failed']} of {counts['runs']}" if counts else "some"
        raise InputError(
            f"{out}: a sweep of this experiment was stopped here, with {known} runs in the store; "
            f"go on with: {found.again()}"
        )


def _differences(found: Place, before: Mapping[str, Any]) -> str:
    """Why the sweep that stands there cannot become this one; empty where it can."""
    now, then = plainly(found.experiment), before.get("experiment", {})
    told = [words for part, words in _PARTS.items() if _bare(now[part]) != _bare(then.get(part))]
    told += [f"{name} = {quoted(then.get(name))}" for name in _FIGURES if now[name] != then.get(name)]
    if told and now["name"] != then.get("name"):
        return f"the sweep of another experiment stands there, of {then.get('file')}"
    if told:
        return f"a sweep of {found.experiment.file} as it was before stands there, with {listed(told, 'and')}"
    if before.get("model") != found.model:
        return "another version of the model did the sweep that stands there"
    return ""


def _bare(part: Any) -> Any:
    """Without the stories of scenarios, which decide nothing."""
    if isinstance(part, list) and part and isinstance(part[0], dict) and "scenario" in part[0]:
        return [{**one, "scenario": {**one["scenario"], "story": None}} for one in part]
    return part


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
    with _opened(folder) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise _at_work(folder) from error
        except OSError:  # a file system without locks
            pass
        if not _is_there(folder / LOCK, file):  # whoever had it has just ended, and removed it
            raise _at_work(folder)
        try:
            yield
        finally:
            (folder / LOCK).unlink(missing_ok=True)
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()


def _opened(folder: Path) -> IO[str]:
    try:
        return (folder / LOCK).open("w")
    except OSError as error:
        raise InputError(
            f"{folder}: {error.strerror or error}; expected a folder that can be written; name one with --out"
        ) from error


def _at_work(folder: Path) -> InputError:
    return InputError(
        f"{folder}: another process is at work on this sweep; expected to have it alone; wait, or stop that one"
    )


def _is_there(path: Path, file: IO[str]) -> bool:
    """Whether an open file is still the one that stands at a path: a lock on any other keeps nobody away."""
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False


def _sweep_up(folder: Path) -> None:
    """Remove what a process left that was killed while it wrote here."""
    for left in folder.glob(f"{PARTIAL}*"):
        shutil.rmtree(left, ignore_errors=True)
    for name in (MANIFEST, TEXT):
        for left in folder.glob(f".{name}{PARTIAL}*"):
            left.unlink(missing_ok=True)
