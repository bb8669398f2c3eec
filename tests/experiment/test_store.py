"""What is put into a store is there, whatever happens to the process, the index or the files."""

from __future__ import annotations

import errno
import hashlib
import json
import multiprocessing
import os
import signal
import sqlite3
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from trustsim.errors import InputError, RunError
from trustsim.experiment import shards
from trustsim.experiment import store as store_module
from trustsim.experiment.index import DamagedIndexError, Index
from trustsim.experiment.rows import Row, failed, in_a_line, names
from trustsim.experiment.store import LostRunsError, Store
from trustsim.measures.responses import CURVES


def key(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


def row(number: int, days: int = 3) -> Row:
    figures = np.arange(len(names()), dtype=float) + number
    figures[number % len(figures)] = np.nan
    return Row(key(number), number, "", figures, np.linspace(number, number + 1, len(CURVES) * days))


def same(one: Row, other: Row) -> bool:
    figures = np.array_equal(one.figures, other.figures, equal_nan=True)
    return one[:3] == other[:3] and figures and np.array_equal(one.curves, other.curves)


def fill(folder: Path, found: Iterable[Row]) -> None:
    with Store(folder) as store:
        store.put(found)


def shard_files(folder: Path) -> list[Path]:
    return sorted((folder / "shards").iterdir())


def test_rows_come_back_as_they_were_put(tmp_path: Path) -> None:
    put = [row(1), failed(key(2), 2, "ValueError: no"), row(3, days=7), row(4, days=0)]
    fill(tmp_path / "store", put)
    with Store(tmp_path / "store") as store:
        assert store.known([key(3), key(2), key(9)]) == {key(3): True, key(2): False}
        back = store.rows([key(4), key(2), key(1), key(3), key(1)])
        assert len(store) == 4
    assert all(map(same, back, [put[3], put[1], put[0], put[2], put[0]]))


def test_a_row_is_known_before_it_is_written(tmp_path: Path) -> None:
    with Store(tmp_path / "store") as store:
        assert not store.put([row(1)])
        assert store.known([key(1)]) == {key(1): True}
        assert shard_files(tmp_path / "store") == []
    assert len(shard_files(tmp_path / "store")) == 1


def test_a_shard_is_written_when_there_are_enough_rows_or_enough_time_has_passed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "ROWS_A_SHARD", 3)
    with Store(tmp_path / "store") as store:
        assert [store.put([row(number)]) for number in range(7)] == [False, False, True, False, False, True, False]
        monkeypatch.setattr(store_module, "SECONDS_A_SHARD", 0.0)
        assert store.put([])
        assert not store.put([])


def test_shards_are_named_by_their_content_and_never_change(tmp_path: Path) -> None:
    fill(tmp_path / "one", [row(1), row(2)])
    (path,) = shard_files(tmp_path / "one")
    content = path.read_bytes()
    assert path.stem == hashlib.sha256(content).hexdigest()
    fill(tmp_path / "other", [row(1), row(2)])
    assert [other.name for other in shard_files(tmp_path / "other")] == [path.name]
    fill(tmp_path / "one", [row(3)])
    assert path.read_bytes() == content
    assert len(shard_files(tmp_path / "one")) == 2


def test_a_shard_that_the_index_does_not_know_is_taken_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Index, "add", killed)
        with pytest.raises(KeyboardInterrupt):
            fill(tmp_path / "store", [row(1), failed(key(2), 2, "no")])
    with Store(tmp_path / "store") as store:
        assert store.known([key(1), key(2)]) == {key(1): True, key(2): False}
        assert same(store.rows([key(1)])[0], row(1))


def test_a_lost_index_is_made_anew(tmp_path: Path) -> None:
    for number in range(3):
        fill(tmp_path / "store", [row(number)])
    (tmp_path / "store" / "index.sqlite").unlink()
    told: list[str] = []
    with Store(tmp_path / "store", told.append) as store:
        assert len(store.known(map(key, range(3)))) == 3
    assert len(told) == 1
    assert "index.sqlite: missing; it is made anew from the shards" in told[0]


def scribbled(content: bytes) -> bytes:
    middle = len(content) // 3
    return content[:middle] + bytes(2000) + content[middle + 2000 :]


@pytest.mark.parametrize("damage", [lambda _: b"no database at all", lambda whole: whole[: len(whole) // 2], scribbled])
def test_a_damaged_index_is_made_anew_and_kept(damage: Any, tmp_path: Path) -> None:
    fill(tmp_path / "store", map(row, range(600)))
    path = tmp_path / "store" / "index.sqlite"
    damaged = damage(path.read_bytes())
    path.write_bytes(damaged)
    told: list[str] = []
    with Store(tmp_path / "store", told.append) as store:
        assert len(store.known(map(key, range(600)))) == 600
    assert len(told) == 1
    assert "it is made anew from the shards" in told[0]
    (kept,) = (tmp_path / "store" / "damaged").iterdir()
    assert kept.read_bytes() == damaged


def test_an_index_of_something_else_is_not_used(tmp_path: Path) -> None:
    base = sqlite3.connect(tmp_path / "index.sqlite")
    base.execute("CREATE TABLE runs (name TEXT)")
    base.close()
    with pytest.raises(DamagedIndexError):
        Index(tmp_path / "index.sqlite")


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda path: path.write_bytes(path.read_bytes()[:-1]), "is not what it was when it was written"),
        (lambda path: path.write_bytes(b"0" + path.read_bytes()[1:]), "is not what it was when it was written"),
        (lambda path: path.unlink(), "is missing"),
    ],
)
def test_a_damaged_shard_is_set_aside_and_its_runs_forgotten(damage: Any, reason: str, tmp_path: Path) -> None:
    fill(tmp_path / "store", [row(1), row(2)])
    (path,) = shard_files(tmp_path / "store")
    fill(tmp_path / "store", [row(3)])
    damage(path)
    told: list[str] = []
    with Store(tmp_path / "store", told.append) as store:
        store.verify()
        assert store.known(map(key, range(4))) == {key(3): True}
        store.put([row(1), row(2)])
    assert len(told) == 1
    assert reason in told[0]
    assert "2 runs of it are to be done again" in told[0]
    assert not path.exists() or path.stem == hashlib.sha256(path.read_bytes()).hexdigest()
    with Store(tmp_path / "store", told.append) as store:
        assert same(store.rows([key(2)])[0], row(2))
    assert len(told) == 1


def test_damage_that_shows_when_rows_are_read_is_told(tmp_path: Path) -> None:
    told: list[str] = []
    with Store(tmp_path / "store", told.append) as store:
        store.put([row(1)])
        store.flush()
        (path,) = shard_files(tmp_path / "store")
        path.write_bytes(b"")
        with pytest.raises(LostRunsError, match="1 runs are no longer there"):
            store.rows([key(1)])
        assert store.known([key(1)]) == {}
    assert (tmp_path / "store" / "damaged" / path.name).read_bytes() == b""
    assert len(told) == 1


def test_a_file_that_pyarrow_cannot_read_is_told_and_left_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path / "store", [row(1)])
    closed: list[Index] = []
    close = Index.close
    monkeypatch.setattr(Index, "close", lambda index: (closed.append(index), close(index)))
    content = b"written by a pyarrow of later days"
    path = tmp_path / "store" / "shards" / f"{hashlib.sha256(content).hexdigest()}.parquet"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"pyarrow \S+ cannot read it as a shard .*; nothing is lost; expected the"):
        Store(tmp_path / "store")
    assert len(closed) == 1
    assert path.read_bytes() == content
    path.unlink()
    with Store(tmp_path / "store") as store:
        assert store.known([key(1)]) == {key(1): True}


@pytest.mark.parametrize(
    ("error", "raised", "message"),
    [
        (
            PermissionError(errno.EACCES, "Permission denied"),
            RunError,
            r"cannot be read \(Permission denied\); nothing",
        ),
        (OSError(errno.EIO, "Input/output error"), RunError, r"cannot be read \(Input/output error\); nothing is lost"),
        (MemoryError(), MemoryError, "^$"),
    ],
)
def test_a_good_shard_is_kept_whatever_keeps_it_from_being_read(
    error: Exception, raised: type[Exception], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Path) -> bytes:
        raise error

    fill(tmp_path / "store", [row(1)])
    told: list[str] = []
    with Store(tmp_path / "store", told.append) as store:
        with monkeypatch.context() as patch:
            patch.setattr(Path, "read_bytes", fail)
            for read in (store.verify, lambda: store.rows([key(1)])):
                with pytest.raises(raised, match=message):
                    read()
        assert same(store.rows([key(1)])[0], row(1))
    assert told == []


def test_too_little_memory_for_a_table_is_no_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise pa.ArrowMemoryError("malloc of size 64 failed")

    fill(tmp_path / "store", [row(1)])
    with Store(tmp_path / "store") as store:
        with monkeypatch.context() as patch:
            patch.setattr(pq, "read_table", fail)
            with pytest.raises(MemoryError):
                store.rows([key(1)])
        assert same(store.rows([key(1)])[0], row(1))


def test_a_folder_of_shards_that_cannot_be_read_is_not_an_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    fill(tmp_path / "store", [row(1)])
    with monkeypatch.context() as patch:
        patch.setattr(Path, "iterdir", fail)
        with pytest.raises(RunError, match=r"shards: Permission denied; expected a folder that can be read"):
            shards.there(tmp_path / "store" / "shards")
    with Store(tmp_path / "store") as store:
        assert store.known([key(1)]) == {key(1): True}


def test_a_run_that_failed_gives_way_to_a_newer_one_and_one_that_is_done_to_none(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    fill(folder, [failed(key(1), 1, "first"), failed(key(2), 2, "first"), row(3)])
    fill(folder, [row(1), failed(key(2), 2, "second"), failed(key(3), 3, "never")])

    def told() -> list[str]:
        with Store(folder) as store:
            return [found.error for found in store.rows([key(1), key(2), key(3)])]

    assert told() == ["", "second", ""]
    (folder / "index.sqlite").unlink()
    assert told() == ["", "second", ""]


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="signals cannot be held back here")
def test_ctrl_c_does_not_come_between_memory_and_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(*_: Any) -> float:
        assert signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())
        return 0.0

    with Store(tmp_path / "store") as store:
        store.put([row(1)])
        with monkeypatch.context() as patch:
            patch.setattr(time, "monotonic", held)  # it is looked at when memory has been emptied
            assert store.flush()


def test_files_that_another_process_moves_away_are_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "store"
    fill(folder, [row(1)])
    there = Path.iterdir

    def with_one_more(path: Path) -> list[Path]:
        return [*there(path), path / "gone.parquet"]

    monkeypatch.setattr(Path, "iterdir", with_one_more)
    with Store(folder) as store:
        assert store.known([key(1)]) == {key(1): True}


def full_disk(*_: Any) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_loses_nothing_but_the_last_seconds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path / "store", [row(1)])
    with monkeypatch.context() as patch, Store(tmp_path / "store") as store:
        store.put([row(2)])
        patch.setattr(os, "fsync", full_disk)
        with pytest.raises(RunError, match=r"No space left on device; 1 runs of the last seconds are to be done again"):
            store.flush()
    assert len(shard_files(tmp_path / "store")) == 1
    with Store(tmp_path / "store") as store:
        assert store.known([key(1), key(2)]) == {key(1): True}


def test_an_index_on_a_full_disk_is_put_right_later(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with Store(folder) as store:
        store.put([row(1)])
        store._index._base.execute("PRAGMA max_page_count = 1")
        with pytest.raises(RunError, match=r"full; expected to write there; nothing of what is in the store is lost"):
            store.put(map(row, range(2, 600)))
    with Store(folder) as store:
        assert len(store) == 599


def test_what_a_killed_process_left_is_swept_up_in_time(tmp_path: Path) -> None:
    fill(tmp_path / "store", [row(1)])
    old, new = (tmp_path / "store" / "shards" / f".{name}.parquet.partial-1" for name in ("old", "new"))
    old.touch()
    new.touch()
    os.utime(old, (0, 0))
    fill(tmp_path / "store", [row(2)])
    assert [path.exists() for path in (old, new)] == [False, True]


@pytest.mark.parametrize("content", [{"theirs.txt": "x"}, {"manifest.json": "{}"}])
def test_a_folder_that_holds_something_else_is_left_alone(content: dict[str, str], tmp_path: Path) -> None:
    for name, text in content.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(
        InputError, match="this folder holds something else; expected a new folder, or an earlier store"
    ):
        Store(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(content)


def test_a_store_of_a_later_format_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(shards, "FORMAT_VERSION", 2)
        fill(tmp_path / "store", [row(1)])
    with Store(tmp_path / "store") as store, pytest.raises(InputError, match="later version"):
        store.rows([key(1)])


def put_many(folder: Path, first: int, count: int) -> None:
    """Put rows into a store, a shard each, from a process of its own."""
    with Store(folder) as store:
        for number in range(first, first + count):
            store.put([row(number)])
            store.flush()


def test_two_processes_may_write_to_one_store_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    context = multiprocessing.get_context("spawn")
    # They have ten runs in common.
    processes = [context.Process(target=put_many, args=(folder, first, 40)) for first in (0, 30)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0, 0]
    told: list[str] = []
    with Store(folder, told.append) as store:
        assert len(store) == 70
        assert all(map(same, store.rows([key(number) for number in range(70)]), map(row, range(70))))
    assert told == []


def test_errors_are_told_without_what_differs_between_machines() -> None:
    one = ValueError("<object at 0x7f00dead> in\n /" + "home/ann/x/file.txt: 3/4 of a/b and https://example.org/a")
    assert in_a_line(one) == "ValueError: <object at 0x> in file.txt: 3/4 of a/b and https://example.org/a"
    assert in_a_line(KeyError()) == "KeyError"
    assert len(in_a_line(ValueError("x" * 1000))) <= 300


def test_a_shard_says_what_it_holds(tmp_path: Path) -> None:
    fill(tmp_path, [row(1)])
    (path,) = shard_files(tmp_path)
    about = json.loads(pq.read_schema(path).metadata[b"trustsim store"])
    assert about["format_version"] == 1
    assert about["figures"] == list(names())
    assert about["curves"] == list(CURVES)
