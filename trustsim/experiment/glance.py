"""What a store holds, looked up without changing it: one that may not be written, or that a sweep is using."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from trustsim.errors import RunError
from trustsim.experiment import shards
from trustsim.experiment.index import DamagedIndexError, Index
from trustsim.experiment.shards import DamagedShardError
from trustsim.experiment.store import INDEX, SHARDS, is_store


class Glance:
    """Runs that are in a store, by the index and by the shards that it does not know."""

    def __init__(self, index: Index | None, beside: dict[str, bool]) -> None:
        self._index = index
        self._beside = beside

    def known(self, keys: Iterable[str]) -> dict[str, bool]:
        """Those of ``keys`` that are there, and whether they are done or failed."""
        keys = list(keys)
        found = {key: self._beside[key] for key in keys if key in self._beside}
        for key, done in self._index.known(keys).items() if self._index else ():
            found[key] = done or found.get(key, False)
        return found


@contextmanager
def glance(folder: Path) -> Iterator[Glance]:
    """Look into a store, which is left as it is, until the block is over; where there is none, it holds nothing.

    Where the index is missing, damaged, locked or behind the times, all shards are read instead.

    Raises:
        InputError: a later version wrote it.
        RunError: it cannot be read.
    """
    home = folder / SHARDS
    if not is_store(folder):
        yield Glance(None, {})
        return
    index = _index(folder / INDEX)
    if index is None:
        yield Glance(None, _read(home, shards.there(home)))
        return
    with closing(index):
        known = index.shards()
        there = shards.there(home)
        whole = known <= there.keys()
        yield Glance(index if whole else None, _read(home, there.keys() - known if whole else there))


def _index(path: Path) -> Index | None:
    try:
        return Index(path, only_look=True)
    except (DamagedIndexError, RunError):
        return None


def _read(home: Path, names: Iterable[str]) -> dict[str, bool]:
    """The runs of some shards; those of damaged ones are to be done again."""
    found: dict[str, bool] = {}
    for name in names:
        try:
            shard = shards.read(home, name)
        except DamagedShardError:
            continue
        for key, error in zip(shard.keys, shard.errors, strict=True):
            found[key] = found.get(key, False) or not error
    return found
