"""Where each run of a store is: an SQLite file beside the shards, which can always be made anew from them."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby, islice
from pathlib import Path
from typing import Any, NamedTuple

from trustsim.errors import RunError, TrustsimError

PATIENCE_SECONDS = 120.0
"""How long one sweep waits while another one writes to the same index."""

GLANCE_SECONDS = 5.0
"""The same for who only wants to look."""

AT_ONCE = 500

VERSION = 2
_EARLIER = "runs_of_shard"
"""A part that only the first version had."""

# There is no index of shards by name: nothing would check what it says.
_TABLES = {
    "shards": "CREATE TABLE shards (id INTEGER PRIMARY KEY, name TEXT NOT NULL, mark BLOB NOT NULL)",
    "runs": "CREATE TABLE runs (key BLOB NOT NULL, shard INTEGER NOT NULL, row INTEGER NOT NULL, "
    "done INTEGER NOT NULL, PRIMARY KEY (key, shard, row)) WITHOUT ROWID",
}
_HEADER = b"SQLite format 3\x00"
_ROLLED_BACK = b"\x01\x01"
"""The journal that files of ours have; other marks would make SQLite refuse to write."""

_PASSING = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_NOMEM,
}
"""What the disk, the system or another process is to blame for; anything else is damage."""


class DamagedIndexError(TrustsimError):
    """The index is no SQLite file, not a sound one, or does not say what the shards hold."""


class Found(NamedTuple):
    """Where a run is: its shard, its row there, and whether it is done or failed."""

    shard: str
    row: int
    done: bool


class Index:
    """Shards by name, and for each run in them its row and whether it is done.

    Each shard has a mark, the digest of its runs. All marks are checked when the file is opened, so that one changed
    bit does not lead to another run. The journal is one that is rolled back, not a write-ahead log, which network file
    systems cannot share.
    """

    def __init__(self, path: Path, *, only_look: bool = False) -> None:
        """Open an index; an empty one is made where there is none, and one of an earlier version is emptied.

        Args:
            path: where.
            only_look: change nothing and wait for nobody for long; an index that is not there is an error.

        Raises:
            DamagedIndexError: what stands there cannot be used.
            RunError: another process keeps it locked, or the disk gave out.
        """
        self._path = path
        self._check_header()
        with self._told():
            self._base = _looked_at(path) if only_look else _opened(path)
        try:
            with self._told():
                self._quick_check()
                if not only_look:
                    self._begin()
                self._check()
        except BaseException:
            self._base.close()
            raise

    def _check_header(self) -> None:
        try:
            with self._path.open("rb") as file:
                header = file.read(20)
        except FileNotFoundError:
            return
        except OSError as error:
            raise RunError(f"{self._path}: {error.strerror or error}; expected a file that can be read") from error
        if header and (header[:16] != _HEADER or header[18:] != _ROLLED_BACK):
            raise DamagedIndexError(f"{self._path}: this is no index as trustsim writes it")

    def _quick_check(self) -> None:
        (verdict,) = self._base.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict)

    def _begin(self) -> None:
        self._base.execute("PRAGMA journal_mode = DELETE")
        self._base.execute("PRAGMA synchronous = FULL")
        if self._parts() and _EARLIER not in self._parts():
            return
        with self._transaction():
            there = self._parts()  # another process may just have done the same
            if _EARLIER in there:
                self._base.execute("DROP TABLE runs")
                self._base.execute("DROP TABLE shards")
            if _EARLIER in there or not there:
                for statement in _TABLES.values():
                    self._base.execute(statement)
                self._base.execute(f"PRAGMA user_version = {VERSION}")

    def _parts(self) -> dict[str, str | None]:
        return dict(self._base.execute("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'"))

    def _check(self) -> None:
        """Whether it is what ``add`` has written, to the last run."""
        self._base.execute("BEGIN")  # everything is looked at as of one moment
        try:
            (version,) = self._base.execute("PRAGMA user_version").fetchone()
            if version != VERSION or self._parts() != _TABLES:
                raise sqlite3.DatabaseError("its tables are not as trustsim makes them")
            shards = {number: (name, mark) for number, name, mark in self._base.execute("SELECT * FROM shards")}
            runs = self._base.execute("SELECT shard, row, key, done FROM runs ORDER BY shard, row")
            for number, rows in groupby(runs, key=lambda run: run[0]):
                name, mark = shards.pop(number, ("", b""))
                if _mark(name, [(key, done) for _, _, key, done in _numbered(rows)]) != mark:
                    raise sqlite3.DatabaseError("it does not say what it was made to say")
            if shards:
                raise sqlite3.DatabaseError("it has no runs of a shard")
        except (AttributeError, TypeError, ValueError) as error:  # a value of another kind than was written
            raise sqlite3.DatabaseError("it does not say what it was made to say") from error
        finally:
            if self._base.in_transaction:
                self._base.execute("ROLLBACK")

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def shards(self) -> set[str]:
        """The names of all shards that it knows."""
        with self._told():
            return {name for (name,) in self._base.execute("SELECT name FROM shards")}

    def runs(self) -> int:
        """How many runs it knows."""
        with self._told():
            (count,) = self._base.execute("SELECT count(DISTINCT key) FROM runs").fetchone()
        return int(count)

    def add(self, shard: str, rows: Sequence[tuple[str, bool]]) -> None:
        """Enter a shard with the key of each of its rows and whether it is done; one that is known stays so."""
        runs = [(bytes.fromhex(key), int(done)) for key, done in rows]
        with self._told(), self._transaction():
            if self._base.execute("SELECT 1 FROM shards WHERE name = ?", (shard,)).fetchone():
                return
            added = self._base.execute("INSERT INTO shards (name, mark) VALUES (?, ?)", (shard, _mark(shard, runs)))
            places = ((key, added.lastrowid, row, done) for row, (key, done) in enumerate(runs))
            self._base.executemany("INSERT INTO runs VALUES (?, ?, ?, ?)", places)

    def forget(self, shard: str) -> int:
        """Strike a shard out, and return how many runs are lost with it."""
        with self._told(), self._transaction():
            found = self._base.execute("SELECT id FROM shards WHERE name = ?", (shard,)).fetchone()
            if found is None:
                return 0
            lost = self._base.execute("DELETE FROM runs WHERE shard = ?", found).rowcount
            self._base.execute("DELETE FROM shards WHERE id = ?", found)
            return lost

    def known(self, keys: Iterable[str]) -> dict[str, bool]:
        """Those of ``keys`` that are there, with whether they are done."""
        what = "SELECT key, max(done) FROM runs WHERE key IN ({}) AND +shard IN (SELECT id FROM shards) GROUP BY key"
        return {key.hex(): bool(done) for key, done in self._select(what, keys)}

    def places(self, keys: Iterable[str]) -> dict[str, Found]:
        """Where those of ``keys`` are that are there.

        A run that is done stays as it is: the earliest such row counts. Of one that only failed the latest counts.
        """
        what = (
            "SELECT key, name, row, done FROM runs CROSS JOIN shards ON shards.id = runs.shard WHERE key IN ({}) "
            "ORDER BY shards.id, row"
        )
        found: dict[str, Found] = {}
        for run, name, row, done in self._select(what, keys):
            key = run.hex()
            if not (key in found and found[key].done):
                found[key] = Found(name, row, bool(done))
        return found

    def _select(self, what: str, keys: Iterable[str]) -> Iterator[tuple[Any, ...]]:
        left = iter(keys)
        while some := [bytes.fromhex(key) for key in islice(left, AT_ONCE)]:
            with self._told():
                rows = self._base.execute(what.format(", ".join("?" * len(some))), some).fetchall()
            yield from rows

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self._base.execute("BEGIN IMMEDIATE")
            yield
            self._base.execute("COMMIT")
        except BaseException:
            if self._base.in_transaction:
                self._base.execute("ROLLBACK")
            raise

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say in a sentence what SQLite says in its own words."""
        try:
            yield
        except sqlite3.Error as error:
            if (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _PASSING:
                raise RunError(f"{self._path}: {error}; {_advice(str(error))}") from error
            raise DamagedIndexError(f"{self._path}: {error}") from error
        except UnicodeDecodeError as error:  # sqlite3 cannot tell of damage to what is not UTF-8 any more
            raise DamagedIndexError(f"{self._path}: its tables are not as trustsim makes them") from error


def _numbered(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The rows of a shard, which are to be numbered from 0 without a gap."""
    for number, row in enumerate(rows):
        if type(row[1]) is not int or row[1] != number or row[3] not in (0, 1):
            raise ValueError
        yield row


def _mark(shard: str, runs: Sequence[tuple[bytes, int]]) -> bytes:
    """The digest of what the index says of a shard."""
    found = hashlib.sha256(shard.encode())
    found.update(b"".join(key + (b"+" if done else b"-") for key, done in runs))
    return found.digest()


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=PATIENCE_SECONDS, isolation_level=None)


def _looked_at(path: Path) -> sqlite3.Connection:
    address = f"{path.resolve().as_uri()}?mode=ro"
    return sqlite3.connect(address, timeout=GLANCE_SECONDS, isolation_level=None, uri=True)


def _advice(words: str) -> str:
    if "locked" in words:
        return "another process has kept it for minutes; expected to be let in; try again when it is done"
    return "expected to write there; nothing of what is in the store is lost"
