"""The store: every run that any experiment has done, by its key, in a folder that only ever grows."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from trustsim.errors import RunError, TrustsimError
from trustsim.experiment import shards
from trustsim.experiment.index import DamagedIndexError, Found, Index
from trustsim.experiment.rows import Row
from trustsim.experiment.shards import ENDING, DamagedShardError, Shard
from trustsim.records.aside import ready
from trustsim.records.interrupts import held_back

ROWS_A_SHARD = 512
SECONDS_A_SHARD = 5.0
SHARDS_AT_HAND = 8
STALE_SECONDS = 3600.0

INDEX = "index.sqlite"
SHARDS = "shards"
DAMAGED = "damaged"


T = TypeVar("T")


class LostRunsError(TrustsimError):
    """Runs that were in the store are no longer there: their shard was damaged or has gone."""


class Store:
    """Runs by their keys; those that come in are kept in memory for some seconds, then written as a shard.

    Several processes may use one store at once. Attributes: ``folder``, with links followed.
    """

    def __init__(self, folder: Path, tell: Callable[[str], object] = lambda _: None) -> None:
        """Open a store; an empty one is made where there is none.

        Shards that the index does not know are taken in; those that it knows and that are not there are
        forgotten. An index that is damaged is made anew.

        Args:
            folder: where.
            tell: called with a sentence about anything that was found wrong and put right.

        Raises:
            InputError: something else stands there, or nothing may be written there.
            RunError: the disk gave out, or another process keeps the index locked.
        """
        self.folder = ready(folder, is_store, "store")
        self._tell = tell
        self._buffer: dict[str, Row] = {}
        self._written = time.monotonic()
        self._read: OrderedDict[str, Shard] = OrderedDict()
        self._anew = False
        self._shards = self.folder / SHARDS
        try:
            self._shards.mkdir(parents=True, exist_ok=True)
            self._sweep_up()
        except OSError as error:
            raise self._unwritable(error) from error
        self._index = self._opened()
        try:
            self._take_stock()
        except BaseException:
            self._index.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.flush()
        finally:
            self._index.close()

    def __len__(self) -> int:
        return self._asked(Index.runs)

    def known(self, keys: Iterable[str]) -> dict[str, bool]:
        """Those of ``keys`` that are there, and whether they are done or failed."""
        keys = list(keys)
        there = self._asked(lambda index: index.known(keys))
        return there | {key: not self._buffer[key].error for key in keys if key in self._buffer}

    def put(self, found: Iterable[Row]) -> bool:
        """Take rows in, and write a shard if it is time to; with no rows it only looks at the time.

        Returns:
            whether a shard was written.

        Raises:
            RunError: the disk gave out.
        """
        self._buffer |= {row.key: row for row in found}
        if len(self._buffer) < ROWS_A_SHARD and time.monotonic() < self._written + SECONDS_A_SHARD:
            return False
        return self.flush()

    def flush(self) -> bool:
        """Write what is in memory as a shard; return whether there was anything.

        Raises:
            RunError: the disk gave out; what was in memory is dropped, everything else is there.
        """
        with held_back():
            found, self._buffer = list(self._buffer.values()), {}
            self._written = time.monotonic()
            if not found:
                return False
            try:
                name = shards.write(self._shards, found)
            except OSError as error:
                raise self._unwritable(error, len(found)) from error
            self._asked(lambda index: index.add(name, _keys(found)))
        return True

    def rows(self, keys: Sequence[str]) -> list[Row]:
        """The rows of ``keys``, which have to be there, in their order.

        Raises:
            LostRunsError: some are no longer there; their shards have been set aside.
        """
        found = self._asked(lambda index: self._looked_up(index, keys))
        if lost := len(set(keys)) - len(found):
            raise LostRunsError(f"{self.folder}: {lost} runs are no longer there")
        return [found[key] for key in keys]

    def _looked_up(self, index: Index, keys: Sequence[str]) -> dict[str, Row]:
        """Rows by their keys, but for those whose shard is damaged; each is the one that its shard has of its key."""
        by_shard: dict[str, list[tuple[str, Found]]] = {}
        for key, place in index.places(keys).items():
            by_shard.setdefault(place.shard, []).append((key, place))
        found: dict[str, Row] = {}
        for name, places in by_shard.items():
            try:
                shard = self._shard(name)
            except DamagedShardError as error:
                self._set_aside(name, error)
                continue
            for key, place in places:
                if not shard.holds(key, place.row, done=place.done):
                    raise DamagedIndexError(f"{self.folder / INDEX}: it does not say what is in the shards")
                found[key] = shard.row(place.row)
        return found

    def verify(self) -> None:
        """Read every shard, and set those aside that are damaged."""
        for name in sorted(self._asked(Index.shards)):
            try:
                shards.read(self._shards, name)
            except DamagedShardError as error:
                self._set_aside(name, error)

    def _shard(self, name: str) -> Shard:
        if name not in self._read:
            self._read[name] = shards.read(self._shards, name)
            if len(self._read) > SHARDS_AT_HAND:
                self._read.popitem(last=False)
        self._read.move_to_end(name)
        return self._read[name]

    def _asked(self, what: Callable[[Index], T]) -> T:
        """Ask the index something; if it turns out to be damaged, make it anew, once, and ask again."""
        try:
            return what(self._index)
        except DamagedIndexError as error:
            if self._anew:
                raise
            self._anew = True
            self._index.close()
            self._discard(error)
            self._index = Index(self.folder / INDEX)
            self._take_stock()
        return what(self._index)

    def _opened(self) -> Index:
        path = self.folder / INDEX
        lost = not path.exists() and any(shards.there(self._shards))
        try:
            index = Index(path)
        except DamagedIndexError as error:
            self._discard(error)
            return Index(path)
        if lost:
            self._tell(f"{path}: missing; it is made anew from the shards")
        return index

    def _discard(self, error: DamagedIndexError) -> None:
        """Set a damaged index aside."""
        path = self.folder / INDEX
        aside = self.folder / DAMAGED / f"{INDEX}-{time.time_ns()}"
        try:
            self._damaged()
            path.replace(aside)
            (self.folder / f"{INDEX}-journal").unlink(missing_ok=True)
        except FileNotFoundError:  # another process has just done the same
            pass
        except OSError as failure:
            raise self._unwritable(failure) from error
        self._tell(f"{error}; it is made anew from the shards, and the old one is kept as {aside}")

    def _take_stock(self) -> None:
        """Bring the index in line with the shards that are there.

        The index is asked first: another process puts a shard into its place before it enters it, so what
        the index knew then and is not there now has really gone.
        """
        known = self._index.shards()
        there = shards.there(self._shards)
        for name in sorted(known - there.keys()):
            self._set_aside(name, DamagedShardError("is missing"))
        for name in sorted(there.keys() - known, key=lambda name: (there[name], name)):
            try:
                shard = shards.read(self._shards, name)
            except DamagedShardError as error:
                self._set_aside(name, error)
            else:
                self._index.add(name, list(zip(shard.keys, (not error for error in shard.errors), strict=True)))

    def _set_aside(self, name: str, error: DamagedShardError) -> None:
        path = self._shards / f"{name}{ENDING}"
        kept = ""
        try:
            if path.exists():
                aside = self._damaged() / path.name
                path.replace(aside)
                kept = f"it is kept as {aside}; "
        except FileNotFoundError:  # another process has just done the same
            pass
        except OSError as failure:
            raise self._unwritable(failure) from error
        lost = self._asked(lambda index: index.forget(name))
        self._read.pop(name, None)
        self._tell(f"{path}: {error}; {kept}{lost} runs of it are to be done again")

    def _damaged(self) -> Path:
        folder = self.folder / DAMAGED
        folder.mkdir(exist_ok=True)
        return folder

    def _sweep_up(self) -> None:
        """Remove what processes left that were killed while they wrote a shard."""
        for path in self._shards.glob(".*.partial-*"):
            written = shards.written(path)
            if written is not None and written / 1e9 < time.time() - STALE_SECONDS:
                path.unlink(missing_ok=True)

    def _unwritable(self, error: OSError, dropped: int = 0) -> RunError:
        lost = f"; {dropped} runs of the last seconds are to be done again, all others are kept" if dropped else ""
        return RunError(f"could not write {self.folder}: {error.strerror or error}{lost}")


def is_store(folder: Path) -> bool:
    """Whether a store stands there."""
    return (folder / SHARDS).is_dir()


def _keys(found: Sequence[Row]) -> list[tuple[str, bool]]:
    return [(row.key, not row.error) for row in found]
