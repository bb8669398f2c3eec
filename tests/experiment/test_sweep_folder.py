"""The folder of a sweep: stopped and resumed, finished, another one's, and with a store that loses something."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.experiment.tiny import Counting, Listener, experiment, hashes, small, swept
from trustsim.errors import InputError, RunError
from trustsim.experiment import store as store_module
from trustsim.experiment import sweep as sweep_module
from trustsim.experiment.executors import Results
from trustsim.experiment.executors.serial import Serial
from trustsim.experiment.folder import Place
from trustsim.experiment.plan import Base, Factor
from trustsim.experiment.record import read_sweep
from trustsim.experiment.sweep import sweep
from trustsim.experiment.tasks import Chunk
from trustsim.scenario.schema import Scenario

LARGEST_SEED = 2**53


def test_a_finished_sweep_is_left_as_it_is(tmp_path: Path) -> None:
    record = swept(tmp_path / "tiny")
    (tmp_path / "tiny" / "analysis").mkdir()
    listener, executor = Listener(), Counting()
    again = sweep(experiment(), tmp_path / "tiny", executor=executor, watch=listener)
    assert executor.chunks == []
    assert (tmp_path / "tiny" / "analysis").is_dir()
    assert again.manifest == record.manifest
    assert listener.counts[-1].cached == 6


def test_a_finished_sweep_may_measure_something_else_later(tmp_path: Path) -> None:
    swept(tmp_path / "tiny")
    changed = experiment(measures=("requests.need_fit",), text="# changed\n")
    before = hashes(tmp_path / "tiny")
    executor = Counting()
    assert sweep(changed, tmp_path / "tiny", executor=executor).experiment == changed
    assert (tmp_path / "tiny" / "experiment.toml").read_text() == "# changed\n"
    assert executor.chunks == []
    assert hashes(tmp_path / "tiny") == before


def test_tables_that_were_damaged_are_made_anew(tmp_path: Path) -> None:
    before = hashes(swept(tmp_path / "tiny"))
    (tmp_path / "tiny" / "runs.parquet").write_bytes(b"")
    (tmp_path / "tiny" / "design.parquet").unlink()
    executor = Counting()
    assert hashes(sweep(experiment(), tmp_path / "tiny", executor=executor)) == before
    assert executor.chunks == []


@pytest.mark.usefixtures("one_by_one")
def test_a_sweep_that_is_stopped_says_how_to_go_on_and_does(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt) as stop:
        sweep(experiment(), tmp_path / "tiny", executor=Counting(stop_after=2))
    assert str(stop.value).startswith(
        "stopped; 2 of 6 runs are in the store; go on with: trustsim sweep tiny.toml --out"
    )
    assert str(stop.value).endswith("--resume")
    with pytest.raises(InputError, match=r"not finished; go on with: trustsim sweep tiny\.toml --out \S+ --resume"):
        read_sweep(tmp_path / "tiny")
    with pytest.raises(InputError, match=r"stopped here, with at least 2 of 6 runs in the store; go on with"):
        sweep(experiment(), tmp_path / "tiny")
    executor = Counting()
    record = sweep(experiment(), tmp_path / "tiny", executor=executor, resume=True)
    assert executor.runs == 4
    assert hashes(record) == hashes(swept(tmp_path / "elsewhere" / "tiny"))


def test_a_sweep_that_is_killed_before_it_has_begun_can_be_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(Place, "_write", killed)
        with pytest.raises(SystemExit):
            swept(tmp_path / "tiny")
    (tmp_path / "tiny").mkdir(exist_ok=True)  # a process that is killed cannot even let go of its lock
    (tmp_path / "tiny" / ".lock").touch()
    (tmp_path / "tiny" / ".manifest.json.partial-1").touch()
    assert hashes(swept(tmp_path / "tiny")) == hashes(swept(tmp_path / "elsewhere" / "tiny"))


def test_a_retry_that_is_stopped_says_to_retry(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt, match=r"--resume$"):
        sweep(experiment(), tmp_path / "tiny", executor=Counting(stop_after=0))
    with pytest.raises(KeyboardInterrupt, match=r"--resume --retry-failed$"):
        sweep(experiment(), tmp_path / "tiny", executor=Counting(stop_after=0), resume=True, retry_failed=True)


def test_a_retry_with_nothing_to_do_leaves_what_was_made_of_the_tables(tmp_path: Path) -> None:
    impossible = {"factors": (Factor("units", key="organisation.business_units", low=4, high=5, whole=True),)}
    failed = swept(tmp_path / "tiny", **impossible).manifest["counts"]["failed"]
    (tmp_path / "tiny" / "analysis").mkdir()
    record = sweep(experiment(**impossible), tmp_path / "tiny", retry_failed=True)
    assert record.manifest["counts"]["failed"] == failed == 2
    assert (tmp_path / "tiny" / "analysis").is_dir()


def test_there_is_nothing_to_resume_where_nothing_has_begun(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing to resume, no sweep has begun there"):
        sweep(experiment(), tmp_path / "tiny", resume=True)
    assert list(tmp_path.iterdir()) == []


def test_a_finished_sweep_can_be_resumed_too(tmp_path: Path) -> None:
    record = swept(tmp_path / "tiny")
    assert sweep(experiment(), tmp_path / "tiny", resume=True).manifest == record.manifest


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"replications": 3}, "replications"),
        ({"first_seed": 2, "common": False}, "first_seed and common"),
        ({"bases": (Base("small", small(horizon_days=43)),)}, "bases"),
    ],
)
def test_the_folder_of_another_experiment_is_refused(changes: dict[str, Any], what: str, tmp_path: Path) -> None:
    before = hashes(swept(tmp_path / "tiny"))
    for resume in (False, True):
        with pytest.raises(InputError, match=f"another sweep stands there, which differs in {what}; expected another"):
            sweep(experiment(**changes), tmp_path / "tiny", resume=resume)
    assert hashes(tmp_path / "tiny") == before


def test_the_story_of_a_base_makes_no_other_experiment(tmp_path: Path) -> None:
    swept(tmp_path / "tiny")
    told = Scenario.model_validate(small().model_dump() | {"story": {"title": "Told"}})
    executor = Counting()
    sweep(experiment(bases=(Base("small", told),)), tmp_path / "tiny", executor=executor)
    assert executor.chunks == []


def test_a_folder_that_is_no_sweep_is_refused(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "file").touch()
    with pytest.raises(InputError, match="this folder holds something else"):
        swept(tmp_path / "theirs")


def test_a_store_in_the_sweep_folder_is_refused(tmp_path: Path) -> None:
    for store in (tmp_path / "tiny", tmp_path / "tiny" / "store"):
        with pytest.raises(InputError, match="the store would lie in the sweep folder"):
            sweep(experiment(), tmp_path / "tiny", store)
    assert list(tmp_path.iterdir()) == []


def test_a_sweep_at_work_has_its_folder_alone(tmp_path: Path) -> None:
    class Twice(Serial):
        def run(self, chunks: Iterator[Chunk]) -> Results:
            with pytest.raises(InputError, match="another process is at work on this sweep"):
                sweep(experiment(), tmp_path / "tiny", resume=True)
            return super().run(chunks)

    sweep(experiment(), tmp_path / "tiny", executor=Twice())
    assert not (tmp_path / "tiny" / ".lock").exists()


@pytest.mark.usefixtures("one_by_one")
def test_the_store_of_the_first_start_is_found_again(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        sweep(experiment(), tmp_path / "tiny", tmp_path / "far" / "kept", executor=Counting(stop_after=3))
    executor = Counting()
    record = sweep(experiment(), tmp_path / "tiny", executor=executor, resume=True)
    assert executor.runs == 3
    assert record.manifest["store"] == "../far/kept"


@pytest.mark.usefixtures("one_by_one")
@pytest.mark.parametrize("after", [0, 1, 3])
def test_runs_that_are_lost_from_the_store_meanwhile_are_done_again(after: int, tmp_path: Path) -> None:
    expected = hashes(swept(tmp_path / "elsewhere" / "tiny"))

    class Clumsy(Counting):
        """Damages a shard that is there when so many chunks are done."""

        def run(self, chunks: Iterator[Chunk]) -> Results:
            for result in super().run(chunks):
                yield result
                if len(self.chunks) == after + 1:
                    for path in (tmp_path / "store" / "shards").glob("*.parquet"):
                        path.write_bytes(b"")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store_module, "ROWS_A_SHARD", 1)
        listener = Listener()
        record = sweep(experiment(), tmp_path / "tiny", executor=Clumsy(), watch=listener)
    assert hashes(record) == expected
    assert len(listener.texts) >= 1
    assert "are to be done again" in listener.texts[0]


@pytest.mark.usefixtures("one_by_one")
def test_a_full_disk_ends_a_sweep_that_can_be_resumed(tmp_path: Path) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    class Filling(Counting):
        def run(self, chunks: Iterator[Chunk]) -> Results:
            for result in super().run(chunks):
                yield result
                if self.runs >= 3:
                    patch.setattr(os, "fsync", full)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store_module, "ROWS_A_SHARD", 1)
        with pytest.raises(RunError, match="No space left on device"):
            sweep(experiment(), tmp_path / "tiny", executor=Filling())
    executor = Counting()
    record = sweep(experiment(), tmp_path / "tiny", executor=executor, resume=True)
    assert executor.runs in {3, 4}
    assert hashes(record) == hashes(swept(tmp_path / "elsewhere" / "tiny"))


def test_a_disk_that_is_full_at_the_end_leaves_a_sweep_that_can_be_resumed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(sweep_module, "write_runs", full)
        with pytest.raises(RunError, match=r"could not write .*tiny: No space left on device"):
            swept(tmp_path / "tiny")
    assert {path.name for path in tmp_path.iterdir()} == {"tiny", "store"}
    executor = Counting()
    record = sweep(experiment(), tmp_path / "tiny", executor=executor, resume=True)
    assert executor.chunks == []
    assert hashes(record) == hashes(swept(tmp_path / "elsewhere" / "tiny"))
