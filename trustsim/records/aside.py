"""A folder that is either there whole or not at all: write aside, then rename."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from trustsim.errors import InputError, RunError
from trustsim.records.interrupts import held_back


@contextmanager
def aside(folder: Path, ours: Callable[[Path], bool]) -> Iterator[Path]:
    """Give a sibling folder to write into; it becomes ``folder`` when the block ends well.

    A folder of ours that stands there already is replaced in the same moment. If the block
    raises, or is interrupted, nothing is left of what it wrote, and what stood there stays.

    Raises:
        InputError: something that is not ours stands there, or nothing can be written there.
        RunError: the disk gave out while writing.
    """
    folder = ready(folder, ours)
    made = _missing_parents(folder)
    partial = folder.with_name(f".{folder.name}.partial-{os.getpid()}")
    try:
        _begin(partial)
        yield partial
        with held_back():
            _replace(partial, folder)
    except OSError as error:
        _remove(partial, made)
        raise RunError(f"could not write {folder}: {error.strerror or error}") from error
    except BaseException:
        _remove(partial, made)
        raise


def ready(folder: Path, ours: Callable[[Path], bool], what: str = "run") -> Path:
    """Return ``folder`` with links followed, after a look at whether it may be written.

    ``what`` is to be written there, for the messages.

    Raises:
        InputError: as for ``aside``.
    """
    try:
        resolved = Path(folder).resolve()
        problem = _objection(resolved, ours, what)
    except OSError as error:
        raise InputError(f"{folder}: {error.strerror or error}; expected a folder that can be written") from error
    if problem:
        raise InputError(f"{folder}: {problem}")
    return resolved


def _objection(folder: Path, ours: Callable[[Path], bool], what: str) -> str:
    """Say why it may not be written there; empty where it may."""
    if folder.is_dir():
        if any(folder.iterdir()) and not ours(folder):
            return f"this folder holds something else; expected a new folder, or an earlier {what} to replace"
    elif folder.exists():
        return f"this is a file; expected a folder to write the {what} into"
    parent = next(parent for parent in folder.parents if parent.exists())
    if not parent.is_dir():
        return f"{parent} is a file; expected a folder"
    if not os.access(parent, os.W_OK | os.X_OK):
        return f"nothing may be written in {parent}; expected a folder that you may write in"
    return ""


def _begin(partial: Path) -> None:
    if partial.exists():  # left by a process of the same number that was killed
        shutil.rmtree(partial)
    partial.mkdir(parents=True)


def _replace(partial: Path, folder: Path) -> None:
    """Rename, with what stood there moved out of the way, and back again if that fails."""
    if not folder.exists():
        partial.rename(folder)
        return
    old = partial.with_name(f".{folder.name}.replaced-{os.getpid()}")
    folder.rename(old)
    try:
        partial.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _missing_parents(folder: Path) -> list[Path]:
    """Folders above ``folder`` that are not there yet, the innermost first."""
    return [parent for parent in folder.parents if not parent.exists()]


def _remove(partial: Path, made: list[Path]) -> None:
    shutil.rmtree(partial, ignore_errors=True)
    for parent in made:
        if parent.is_dir() and not any(parent.iterdir()):
            parent.rmdir()
