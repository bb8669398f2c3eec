"""A hidden folder beside a result, to make it in: locked while a command works there, and found by the next if not.

It holds ``journal.json``, which says whose result it is for and which process works there. Whether that process still
does is known by the lock on this file: the system lets go of it when a process ends, however it ends.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

PREFIX = ".trustsim-"
JOURNAL = "journal.json"
NEW, READY = "new", "ready"
"""What is being made, and what is known of it once it is whole: these may be thrown away, and nothing else."""

_ATTEMPTS = 100
_MOST_BYTES = 100_000


class _Lock(NamedTuple):
    """The lock on a journal: its open file, and whether it tells that nobody else has it (not every system can)."""

    descriptor: int
    tells: bool


@contextmanager
def workplace(target: Path) -> Iterator[Path]:
    """Give a hidden folder beside ``target`` to work in; when the block is over, what was made there is removed.

    Raises:
        OSError: it cannot be made.
    """
    place, lock = _made(target)
    try:
        yield place
    finally:
        _clear(place, lock)


def abandoned(parent: Path) -> Iterator[tuple[Path, str]]:
    """Working folders in ``parent`` whose process is over, with the name of the result that each was for.

    Each is locked while its turn is, and removed at the end of it. The name is empty where none had been noted: then
    nothing had been made there.
    """
    for place in sorted(parent.glob(f"{PREFIX}*")):
        if place.is_symlink() or not place.is_dir():
            continue
        try:
            lock = _locked(place)
        except OSError:  # another command has just cleared it, or it belongs to another user
            continue
        if lock is None:
            continue
        journal = _journal(lock)
        if lock.tells or _is_over(journal):
            try:
                yield place, _target(journal)
            finally:
                _clear(place, lock)
        else:
            os.close(lock.descriptor)


def _made(target: Path) -> tuple[Path, _Lock]:
    for _ in range(_ATTEMPTS):
        place = Path(tempfile.mkdtemp(prefix=PREFIX, dir=target.parent))
        try:
            lock = _locked(place)
        except FileNotFoundError:  # another command took it for an abandoned one before it was locked
            continue
        if lock is not None:
            about = {"target": target.name, "host": socket.gethostname(), "process": os.getpid()}
            os.write(lock.descriptor, json.dumps(about).encode())
            return place, lock
    raise OSError(f"no folder to work in could be kept in {target.parent}")


def _locked(place: Path) -> _Lock | None:
    """Lock the journal of a working folder; None where another process has it.

    Raises:
        OSError: it cannot be opened, or has been removed.
    """
    path = place / JOURNAL
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        free = _is_free(descriptor)
        if free is not False and os.path.samestat(os.fstat(descriptor), path.stat()):
            return _Lock(descriptor, bool(free))
    except OSError:
        os.close(descriptor)
        raise
    os.close(descriptor)
    return None


def _is_free(descriptor: int) -> bool | None:
    """Take the lock on an open file, and say whether it was free; None where its disk has no locks."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def _journal(lock: _Lock) -> dict[str, Any]:
    """What a journal says; nothing where its process was killed before it had written it."""
    try:
        os.lseek(lock.descriptor, 0, os.SEEK_SET)
        found = json.loads(os.read(lock.descriptor, _MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _target(journal: dict[str, Any]) -> str:
    name = journal.get("target")
    return name if isinstance(name, str) and name == Path(name).name else ""


def _is_over(journal: dict[str, Any]) -> bool:
    """Whether the process of a journal has ended, where no lock tells; one of another machine is taken to go on."""
    process = journal.get("process")
    if sys.platform == "win32" or journal.get("host") != socket.gethostname() or not isinstance(process, int):
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def _clear(place: Path, lock: _Lock) -> None:
    """Remove a working folder, its journal last; if anything is in it that may not be thrown away, it stays."""
    for name in (NEW, READY):
        shutil.rmtree(place / name, ignore_errors=True)
    if sys.platform == "win32":  # there an open file cannot be removed
        os.close(lock.descriptor)
    try:
        if [path.name for path in place.iterdir()] == [JOURNAL]:
            (place / JOURNAL).unlink()
        place.rmdir()
    except OSError:
        pass
    if sys.platform != "win32":
        os.close(lock.descriptor)
