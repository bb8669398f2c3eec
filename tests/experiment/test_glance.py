"""Looking into a store changes nothing in it, and finds what is there, whatever state its index is in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.experiment.test_store import fill, key, row, shard_files
from trustsim.experiment import index
from trustsim.experiment.glance import glance
from trustsim.experiment.index import Index
from trustsim.experiment.rows import failed

KEYS = [key(number) for number in range(5)]
THERE = {key(1): True, key(2): False, key(3): True}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store with two shards."""
    fill(tmp_path / "store", [row(1), failed(key(2), 2, "no")])
    fill(tmp_path / "store", [row(3)])
    return tmp_path / "store"


def state(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file and folder, with when it was changed and what it holds."""
    return {
        str(path): (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in (folder, *folder.rglob("*"))
    }


def scribble(path: Path) -> None:
    path.write_bytes(b"no database at all")


def forget_a_shard(path: Path) -> None:
    base = Index(path)
    base.forget(min(base.shards()))
    base.close()


def know_another_shard(path: Path) -> None:
    base = Index(path)
    base.add("gone", [(key(4), True)])
    base.close()


@pytest.mark.parametrize(
    "change", [lambda _: None, Path.unlink, scribble, forget_a_shard, know_another_shard], ids=lambda one: one.__name__
)
def test_what_is_there_is_found_and_nothing_is_changed(change: Callable[[Path], None], folder: Path) -> None:
    change(folder / "index.sqlite")
    before = state(folder)
    with glance(folder) as found:
        assert found.known(KEYS) == THERE
    assert state(folder) == before


def test_a_damaged_shard_is_passed_over_and_left_where_it_is(folder: Path) -> None:
    (folder / "index.sqlite").unlink()
    for path in shard_files(folder):
        path.write_bytes(path.read_bytes()[:-1])
    before = state(folder)
    with glance(folder) as found:
        assert found.known(KEYS) == {}
    assert state(folder) == before


def test_a_newer_run_that_is_done_counts_for_more_than_one_that_failed(folder: Path) -> None:
    fill(folder, [row(2)])
    (folder / "index.sqlite").unlink()
    with glance(folder) as found:
        assert found.known(KEYS) == THERE | {key(2): True}


def test_where_there_is_no_store_nothing_is_found_or_made(tmp_path: Path) -> None:
    with glance(tmp_path / "store") as found:
        assert found.known(KEYS) == {}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("lock", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_a_sweep_that_writes_to_the_store_is_not_waited_for(
    lock: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "GLANCE_SECONDS", 0.1)
    busy = Index(folder / "index.sqlite")
    busy._base.execute(lock)
    with glance(folder) as found:
        assert found.known(KEYS) == THERE
    busy._base.execute("ROLLBACK")
    busy.close()
