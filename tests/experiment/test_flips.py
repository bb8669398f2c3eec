"""One bit of a store that turns round changes nothing that is told: not a row, not what is known of a run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.experiment.test_store import fill, key, row, same
from tests.experiment.tiny import Counting, Listener, chosen, experiment, flipped, hashes
from trustsim.errors import TrustsimError
from trustsim.experiment.glance import glance
from trustsim.experiment.index import Index
from trustsim.experiment.rows import Row, failed
from trustsim.experiment.store import INDEX, Store
from trustsim.experiment.sweep import sweep

SAMPLE = 60
FAILED = {8: "second", 9: "never"}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store of three shards; a run that failed twice, one that failed, and one that is there twice."""
    folder = tmp_path / "store"
    fill(folder, [*map(row, range(4)), failed(key(8), 8, "first")])
    fill(folder, [*map(row, range(4, 8)), *(failed(key(number), number, error) for number, error in FAILED.items())])
    fill(folder, [row(0), row(10)])
    return folder


def rows() -> list[Row]:
    numbers = [*range(11)]
    return [failed(key(one), one, FAILED[one]) if one in FAILED else row(one) for one in numbers]


def bits(path: Path, sample: int) -> Iterator[int]:
    """Bits of a file with something in them or beside them, by luck that is always the same."""
    content = path.read_bytes()
    full = [byte for byte in range(len(content)) if any(content[max(byte - 1, 0) : byte + 2])]
    places = (chosen(number, 8 * len(full)) for number in range(sample))
    return (8 * full[place // 8] + place % 8 for place in places)


def check(folder: Path) -> None:
    """All that is told of the runs of the store is right, and none of them is to be done again."""
    expected = rows()
    keys = [one.key for one in expected]
    known = {one.key: not one.error for one in expected}
    with glance(folder) as look:
        assert look.known(keys) == known
    told: list[str] = []
    with Store(folder, told.append) as store:
        assert store.known([*keys, key(99)]) == known
        assert all(map(same, store.rows(keys), expected))
        assert len(store) == len(keys)
    assert not any("done again" in text for text in told)


def turn_bits_of_the_index(folder: Path, sample: int) -> None:
    path = folder / INDEX
    content = path.read_bytes()
    for bit in bits(path, sample):
        path.write_bytes(flipped(content, bit))
        try:
            check(folder)
        except AssertionError as error:
            raise AssertionError(f"bit {bit}") from error


def test_a_bit_of_the_index_changes_nothing_that_is_told(store: Path) -> None:
    turn_bits_of_the_index(store, SAMPLE)


@pytest.mark.slow
def test_no_bit_of_a_large_sample_of_the_index_changes_what_is_told(store: Path) -> None:
    turn_bits_of_the_index(store, 10 * SAMPLE)


def test_a_bit_of_a_shard_is_told_and_its_runs_are_to_be_done_again(store: Path) -> None:
    (path, *_) = sorted((store / "shards").iterdir())
    content = path.read_bytes()
    for number in range(10):
        path.write_bytes(flipped(content, chosen(number, 8 * len(content))))
        told: list[str] = []
        with Store(store, told.append) as found:
            found.verify()
            kept = [one for one in rows() if one.key in found.known([one.key])]
            assert len(kept) < 11
            read = found.rows([one.key for one in kept])
            assert all(same(one, two) or (one.error and two.error) for one, two in zip(read, kept, strict=True))
        assert len(told) == 1
        assert "is not what it was when it was written" in told[0]
        path.write_bytes(content)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE runs SET row = 1 - row WHERE row < 2",
        "UPDATE runs SET done = 1 - done",
        "UPDATE runs SET row = 1000",
        "UPDATE runs SET shard = 3 - shard WHERE shard < 3 AND row BETWEEN 1 AND 3",
    ],
)
def test_damage_that_comes_while_the_store_is_open_is_found_by_the_keys_of_the_shards(damage: str, store: Path) -> None:
    told: list[str] = []
    expected = rows()
    with Store(store, told.append) as found:
        found._index._base.execute(damage)
        assert all(map(same, found.rows([one.key for one in expected]), expected))
        assert found.known([one.key for one in expected]) == {one.key: not one.error for one in expected}
    (text,) = told
    assert "it does not say what is in the shards; it is made anew from the shards" in text
    check(store)


def test_an_index_that_is_damaged_again_at_once_ends_in_a_sentence(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store(store) as found:
        swap = "UPDATE runs SET row = 1 - row WHERE row < 2"
        take_stock = Store._take_stock
        monkeypatch.setattr(Store, "_take_stock", lambda one: (take_stock(one), one._index._base.execute(swap)))
        found._index._base.execute(swap)
        with pytest.raises(TrustsimError, match=r"index\.sqlite: it does not say what is in the shards"):
            found.rows([one.key for one in rows()])


def test_an_index_of_the_first_version_is_made_anew_without_a_word(store: Path) -> None:
    (store / INDEX).unlink()
    index = Index(store / INDEX)
    for statement in (
        "DROP TABLE runs",
        "DROP TABLE shards",
        "CREATE TABLE shards (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
        "CREATE TABLE runs (key BLOB PRIMARY KEY, shard INTEGER, row INTEGER, done INTEGER) WITHOUT ROWID",
        "CREATE INDEX runs_of_shard ON runs (shard)",
        "INSERT INTO shards VALUES (1, 'gone')",
        "PRAGMA user_version = 0",
    ):
        index._base.execute(statement)
    index.close()
    told: list[str] = []
    with Store(store, told.append) as found:
        assert all(map(same, found.rows([one.key for one in rows()]), rows()))
    assert told == []


def test_a_sweep_whose_index_has_a_bit_turned_writes_the_same_table(tmp_path: Path) -> None:
    before = hashes(sweep(experiment(), tmp_path / "tiny"))
    path = tmp_path / "store" / INDEX
    content = path.read_bytes()
    for bit in bits(path, 12):
        path.write_bytes(flipped(content, bit))
        (tmp_path / "tiny" / "runs.parquet").unlink()
        executor, listener = Counting(), Listener()
        record = sweep(experiment(), tmp_path / "tiny", executor=executor, watch=listener)
        assert hashes(record) == before, bit
        assert executor.runs == 0
