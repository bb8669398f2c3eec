"""A result folder is there whole or not at all: made aside, then put in place; what a killed command left is recovered.

In the working folder ``new`` is what is being made. What stood in the place of the result waits as ``old-N`` until what
is the user's own has been carried over. For files that are added to a result, ``ready`` holds its manifest as it
was and as it will be: from then on the addition is finished, whatever happens.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from trustsim.errors import InputError, RunError
from trustsim.records.interrupts import held_back
from trustsim.records.json_files import object_in, read_object, write_object
from trustsim.records.keeping import (
    MANIFEST,
    as_written,
    carry_over,
    file_hashes,
    free_name,
    hashes_in,
    make_room,
    sealed,
)
from trustsim.records.names import name_problem
from trustsim.records.workplace import NEW, READY, abandoned, workplace

OLD = "old-"
BEFORE, AFTER = "before.json", "after.json"

Say = Callable[[str], object]

_ATTEMPTS = 20


@contextmanager
def aside(folder: Path, about: Mapping[str, Any], say: Say | None = None) -> Iterator[Path]:
    """Give a folder to write a result into; it becomes ``folder`` when the block ends well.

    ``ready`` has been asked whether it may. If the block raises, or is interrupted, nothing is left of what it wrote,
    and what stood there stays. What stood there is replaced, but for what is the user's own in it.

    Args:
        folder: where, with links followed.
        about: what the manifest says, to which the list of files is added.
        say: is called with a line for each file of the user's that goes by another name now.

    Raises:
        RunError: the disk gave out while writing.
    """
    made = [parent for parent in folder.parents if not parent.exists()]
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with workplace(folder) as place:
            (place / NEW).mkdir()
            yield place / NEW
            write_object(place / NEW / MANIFEST, sealed({**about, "files": {"sha256": file_hashes(place / NEW)}}))
            with held_back():
                told = _put(place, folder)
    except OSError as error:
        _remove_empty(made)
        raise RunError(f"could not write {folder}: {error.strerror or error}") from error
    except BaseException:
        _remove_empty(made)
        raise
    for line in told:
        (say or str)(f"{folder.name}: {line}")


def add(folder: Path, make: Callable[[Path], object], say: Say | None = None) -> list[str]:
    """Make files of a result that is in place, such as pictures, and put them into it.

    All of them, or none: until they are made, the result is as it was. A file of ours that is there already is
    replaced.

    Args:
        folder: the result, with links followed.
        make: writes them into the folder that it is given.
        say: as for ``aside``.

    Returns:
        names of the files, below the folder.

    Raises:
        InputError: there is no result.
        RunError: the disk gave out while writing.
    """
    try:
        before = read_object(folder / MANIFEST, "what the result says of itself")
        with workplace(folder) as place:
            (place / NEW).mkdir()
            make(place / NEW)
            hashes = file_hashes(place / NEW)
            after = sealed({**before, "files": {"sha256": {**hashes_in(before), **hashes}}})
            with held_back():
                _make_ready(place, before, after)
                told = _finish(place, folder)
    except OSError as error:
        raise RunError(f"could not write into {folder}: {error.strerror or error}") from error
    for line in told:
        (say or str)(f"{folder.name}: {line}")
    return sorted(hashes)


def recover(parent: Path) -> None:
    """Finish or clear what commands that were killed have left in a folder.

    A result that was being replaced is there again, the new one if that was whole. What a process still works on
    is left alone, and so is what may not be changed.
    """
    for place, name in abandoned(parent):
        try:
            _settle(place, parent / name if name else None)
        except OSError:  # it belongs to another user
            continue


def ready(folder: Path, ours: Callable[[Path], bool], what: str = "run") -> Path:
    """Return ``folder`` with links followed, after a look at whether it may be written.

    What killed commands have left beside it, or in it, is recovered first. ``what`` is to be written there, for the
    messages.

    Raises:
        InputError: something that is not ours stands there, nothing can be written there, or it cannot have that name.
    """
    try:
        if problem := name_problem(folder):
            raise InputError(problem)
        resolved = Path(folder).resolve()
        for parent in (resolved.parent, resolved):
            recover(parent)
        problem = _objection(resolved, ours, what)
    except (OSError, ValueError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise InputError(f"{folder}: {reason}; expected a folder that can be written") from error
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


def _put(place: Path, folder: Path) -> list[str]:
    """Put what is new in its place; what stood there is moved out of the way, and back again if that fails."""
    for number in range(_ATTEMPTS):  # another command may put one there in between
        old = place / f"{OLD}{number}"
        try:
            if os.path.lexists(folder):
                folder.rename(old)
        except FileNotFoundError:
            continue
        try:
            (place / NEW).rename(folder)
        except OSError:
            if os.path.lexists(folder):
                continue
            if old.exists():
                old.rename(folder)
            raise
        return _carry_all(place, folder)
    raise OSError(f"other commands write there too; after {_ATTEMPTS} attempts nothing was written")


def _carry_all(place: Path, folder: Path) -> list[str]:
    return [line for old in sorted(place.glob(f"{OLD}*")) for line in carry_over(old, folder)]


def _make_ready(place: Path, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Note what the manifest was and will be; in one moment, by a rename."""
    partial = place / NEW / f".{READY}"
    partial.mkdir()
    write_object(partial / BEFORE, before)
    write_object(partial / AFTER, after)
    partial.rename(place / READY)


def _finish(place: Path, folder: Path) -> list[str]:
    """Put files that were added into their places, the manifest last; not if another result stands there by now."""
    before, after = object_in(place / READY / BEFORE), object_in(place / READY / AFTER)
    if before is None or after is None or object_in(folder / MANIFEST) != before:
        return []
    ours = as_written(folder, before) | as_written(folder, after)
    told: list[str] = []
    for name in sorted(file_hashes(place / NEW)):
        told += make_room(folder, name, ours)
        (place / NEW / name).replace(folder / name)
    (place / READY / AFTER).replace(folder / MANIFEST)
    return told


def _settle(place: Path, folder: Path | None) -> None:
    """Finish what a killed command had begun to put in place."""
    if folder is None:
        return
    if (place / READY).is_dir():
        _finish(place, folder)
        return
    olds = sorted(place.glob(f"{OLD}*"))
    if olds and not os.path.lexists(folder):
        (place / NEW if (place / NEW / MANIFEST).is_file() else olds.pop()).rename(folder)
    for old in olds:
        if object_in(folder / MANIFEST) is None:  # somebody has put something else there
            old.rename(free_name(folder))
        else:
            carry_over(old, folder)


def _remove_empty(made: list[Path]) -> None:
    """Remove folders above a result that were made for it, if nothing is in them."""
    for parent in made:
        if parent.is_dir() and not any(parent.iterdir()):
            parent.rmdir()
