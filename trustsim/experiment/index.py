"""Where each run of a store is: an SQLite file beside the shards, which can always be made anew from them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from trustsim.errors import RunError, TrustsimError

PATIENCE_SECONDS = 120.0
"""How long one sweep waits while another one writes to the same index."""

GLANCE_SECONDS = 5.0
"""The same for who only wants to look."""

AT_ONCE = 500

_TABLES = """
CREATE TABLE IF NOT EXISTS shards (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS runs
    (key BLOB PRIMARY KEY, shard INTEGER NOT NULL, row INTEGER NOT NULL, done INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS runs_of_shard ON runs (shard);
"""
# A run that is done stays as it is; of one that failed the newer row counts.
_PUT = """
INSERT INTO runs VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE
    SET shard = excluded.shard, row = excluded.row, done = excluded.done WHERE runs.done = 0
"""


class DamagedIndexError(TrustsimError):
    """The index is no SQLite file, or not a sound one."""


class Index:
    """Shards by name, and for each run its shard, its row there, and whether it is done.

    The journal is one that is rolled back, not a write-ahead log, which network file systems cannot share.
    """

    def __init__(self, path: Path, *, only_look: bool = False) -> None:
        """Open an index; an empty one is made where there is none.

        Args:
            path: where.
            only_look: change nothing and wait for nobody for long; an index that is not there is an error.

        Raises:
            DamagedIndexError: what stands there cannot be used.
            RunError: another process keeps it locked, or the disk gave out.
        """
        self._path = path
        with self._told():
            self._base = _looked_at(path) if only_look else _opened(path)
        try:
            with self._told():
                self._check()
                if not only_look:
                    self._begin()
                self._base.execute("SELECT key, shard, row, done FROM runs LIMIT 1")
                self._base.execute("SELECT id, name FROM shards LIMIT 1")
        except BaseException:
            self._base.close()
            raise

    def _check(self) -> None:
        (verdict,) = self._base.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict)

    def _begin(self) -> None:
        self._base.execute("PRAGMA journal_mode = DELETE")
        self._base.execute("PRAGMA synchronous = FULL")
        with self._transaction():
            for statement in filter(str.strip, _TABLES.split(";")):
                self._base.execute(statement)

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
            (count,) = self._base.execute("SELECT count(*) FROM runs").fetchone()
        return int(count)

    def add(self, shard: str, rows: Sequence[tuple[str, bool]]) -> None:
        """Enter a shard with the key of each of its rows and whether it is done; one that is known stays so."""
        with self._told(), self._transaction():
            self._base.execute("INSERT OR IGNORE INTO shards (name) VALUES (?)", (shard,))
            (number,) = self._base.execute("SELECT id FROM shards WHERE name = ?", (shard,)).fetchone()
            places = ((bytes.fromhex(key), number, row, int(done)) for row, (key, done) in enumerate(rows))
            self._base.executemany(_PUT, places)

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
        return {key.hex(): bool(done) for key, done in self._select("SELECT key, done FROM runs", keys)}

    def places(self, keys: Iterable[str]) -> dict[str, tuple[str, int]]:
        """Shard and row of those of ``keys`` that are there."""
        what = "SELECT key, name, row FROM runs JOIN shards ON shards.id = runs.shard"
        return {key.hex(): (name, row) for key, name, row in self._select(what, keys)}

    def _select(self, what: str, keys: Iterable[str]) -> Iterator[tuple[Any, ...]]:
        left = iter(keys)
        while some := [bytes.fromhex(key) for key in islice(left, AT_ONCE)]:
            with self._told():
                marks = ", ".join("?" * len(some))
                yield from self._base.execute(f"{what} WHERE key IN ({marks})", some).fetchall()

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
        except sqlite3.OperationalError as error:
            if str(error).startswith("no such"):
                raise DamagedIndexError(f"{self._path}: {error}") from error
            raise RunError(f"{self._path}: {error}; {_advice(str(error))}") from error
        except sqlite3.DatabaseError as error:
            raise DamagedIndexError(f"{self._path}: {error}") from error


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=PATIENCE_SECONDS, isolation_level=None)


def _looked_at(path: Path) -> sqlite3.Connection:
    address = f"{path.resolve().as_uri()}?mode=ro"
    return sqlite3.connect(address, timeout=GLANCE_SECONDS, isolation_level=None, uri=True)


def _advice(words: str) -> str:
    if "locked" in words:
        return "another process has kept it for minutes; expected to be let in; try again when it is done"
    return "expected to write there; nothing of what is in the store is lost"
