"""The folder of a sweep: stopped and resumed, finished, another one's, and with a store that loses something."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from tests.experiment.tiny import DEFECTS, Counting, Listener, experiment, hashes, small, swept
from trustsim.errors import InputError, RunError
from trustsim.experiment import store as store_module
from trustsim.experiment import sweep as sweep_module
from trustsim.experiment import tasks
from trustsim.experiment.executors import Results
from trustsim.experiment.executors.serial import Serial
from trustsim.experiment.folder import Place
from trustsim.experiment.plan import Base, Design, DesignKind, Factor
from trustsim.experiment.record import read_sweep
from trustsim.experiment.sweep import sweep
from trustsim.experiment.tasks import Chunk
from trustsim.run import outcome
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
        ({"replications": 3}, r"of tiny\.toml as it was before stands there, with replications = 2"),
        ({"first_seed": 2, "common": False}, "before stands there, with first_seed = 1 and common = true"),
        ({"bases": (Base("small", small(horizon_days=43)),)}, "before stands there, with other bases"),
        ({"factors": (DEFECTS,)}, "before stands there, with other factors"),
        ({"design": Design(DesignKind.GRID, steps=2), "replications": 3}, "another design and replications = 2"),
        (
            {"replications": 3, "name": "huge", "file": "huge.toml"},
            r"the sweep of another experiment stands there, of tiny\.toml",
        ),
    ],
)
def test_the_folder_of_another_experiment_is_refused(changes: dict[str, Any], what: str, tmp_path: Path) -> None:
    before = hashes(swept(tmp_path / "tiny"))
    advice = "; expected a new folder; name one with --out, or remove this one: its runs stay in the store"
    for resume in (False, True):
        with pytest.raises(InputError, match=what + advice):
            sweep(experiment(**changes), tmp_path / "tiny", resume=resume)
    assert hashes(tmp_path / "tiny") == before


def test_the_folder_of_another_version_of_the_model_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(sweep_module, "model_digest", lambda: "earlier")
        patch.setattr(tasks, "model_digest", lambda: "earlier")
        swept(tmp_path / "tiny")
    with pytest.raises(
        InputError, match=r"tiny: another version of the model did the sweep that stands there; expected"
    ):
        swept(tmp_path / "tiny")


def test_the_story_of_a_base_makes_no_other_experiment(tmp_path: Path) -> None:
    swept(tmp_path / "tiny")
    told = Scenario.model_validate(small().model_dump() | {"story": {"title": "Told"}})
    executor = Counting()
    sweep(experiment(bases=(Base("small", told),)), tmp_path / "tiny", executor=executor)
    assert executor.chunks == []


def test_a_folder_that_is_no_sweep_is_refused(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "file").touch()
    with pytest.raises(InputError, match=r"theirs: this folder holds something else; expected .*; name one with --out"):
        swept(tmp_path / "theirs")
    with pytest.raises(
        InputError, match=r"theirs: this folder holds something else; expected .*; name one with --store"
    ):
        sweep(experiment(), tmp_path / "tiny", tmp_path / "theirs")
    with pytest.raises(InputError, match=r"file: this is a file; expected a folder to write .*; name one with --out"):
        swept(tmp_path / "theirs" / "file")
    assert {path.name for path in tmp_path.iterdir()} == {"theirs"}


def refuse(*_: Any, **__: Any) -> None:
    raise OSError(errno.EROFS, "Read-only file system")


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    swept(tmp_path / "tiny")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "mkdir", refuse)
        with pytest.raises(InputError, match=r"new: Read-only file system; expected a folder that can be made; name"):
            swept(tmp_path / "new")
    opened = Path.open

    def open_but_locks(path: Path, *arguments: Any, **options: Any) -> Any:
        return refuse() if path.name == ".lock" else opened(path, *arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", open_but_locks)
        with pytest.raises(
            InputError, match=r"tiny: Read-only file system; expected a folder .* written; name one with"
        ):
            swept(tmp_path / "tiny")


def failing_at_first(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """A finished sweep of which every run has failed, with an analysis and something of the user's own beside it."""

    def fail(*_: Any) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(outcome, "outcome", fail)
        assert swept(folder).manifest["counts"]["failed"] == 6
    (folder / "analysis").mkdir()
    (folder / "analysis" / "results.json").write_text("earlier")
    (folder / "notes.txt").write_text("mine")


def kept(folder: Path) -> dict[str, str]:
    """What stands in a folder besides the sweep."""
    own = {"design.parquet", "runs.parquet", "experiment.toml", "manifest.json"}
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text() for path in files if path.name not in own}


def test_what_was_made_of_tables_that_change_is_kept_apart_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing_at_first(monkeypatch, tmp_path / "tiny")
    listener = Listener()
    record = sweep(experiment(), tmp_path / "tiny", retry_failed=True, watch=listener)
    assert hashes(record) == hashes(swept(tmp_path / "elsewhere" / "tiny"))
    assert kept(tmp_path / "tiny") == {"earlier/analysis/results.json": "earlier", "earlier/notes.txt": "mine"}
    (text,) = listener.texts
    assert "its tables have changed" in text
    assert text.endswith("tiny/earlier: analysis and notes.txt; make it anew from the new ones")
    (tmp_path / "tiny" / "report").mkdir()
    (tmp_path / "tiny" / "report" / "index.html").write_text("later")
    place = Place(tmp_path / "tiny", experiment(), "", tmp_path, None, record.manifest)
    assert place.beside() == ["report"]


def test_what_is_moved_twice_does_not_meet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing_at_first(monkeypatch, tmp_path / "tiny")
    (tmp_path / "tiny" / "earlier").mkdir()
    (tmp_path / "tiny" / "earlier" / "notes.txt").write_text("of old")
    sweep(experiment(), tmp_path / "tiny", retry_failed=True)
    assert kept(tmp_path / "tiny") == {
        "earlier/notes.txt": "of old",
        "earlier-2/analysis/results.json": "earlier",
        "earlier-2/notes.txt": "mine",
    }


def test_tables_that_come_out_the_same_leave_everything_in_its_place(tmp_path: Path) -> None:
    swept(tmp_path / "tiny")
    (tmp_path / "tiny" / "notes.txt").write_text("mine")
    (tmp_path / "tiny" / "runs.parquet").write_bytes(b"")
    listener = Listener()
    sweep(experiment(), tmp_path / "tiny", watch=listener)
    assert kept(tmp_path / "tiny") == {"notes.txt": "mine"}
    assert listener.texts == []


def test_another_question_to_the_same_tables_is_told_to_who_has_analysed_them(tmp_path: Path) -> None:
    swept(tmp_path / "tiny")
    listener = Listener()
    sweep(experiment(title="Other"), tmp_path / "tiny", watch=listener)
    assert listener.texts == []
    (tmp_path / "tiny" / "analysis").mkdir()
    sweep(experiment(title="Another"), tmp_path / "tiny", watch=listener)
    assert ["analysis; make it anew" in text for text in listener.texts] == [True]


@pytest.mark.parametrize("moment", range(7))
def test_a_sweep_that_is_killed_while_it_puts_its_tables_in_place_loses_nothing(
    moment: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing_at_first(monkeypatch, tmp_path / "tiny")
    left = [moment]

    def killed_in_time(step: Callable[..., Any]) -> Callable[..., Any]:
        def instead(*arguments: Any) -> Any:
            if not left[0]:
                raise SystemExit
            left[0] -= 1
            return step(*arguments)

        return instead

    put = Place._put

    def put_and_be_killed(*arguments: Any) -> list[str]:
        patch.setattr(Path, "replace", killed_in_time(Path.replace))
        patch.setattr(Path, "rename", killed_in_time(Path.rename))
        return put(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(Place, "_put", put_and_be_killed)
        with pytest.raises(SystemExit):
            sweep(experiment(), tmp_path / "tiny", retry_failed=True)
    with pytest.raises(InputError, match="not finished") if moment else nullcontext():
        read_sweep(tmp_path / "tiny")
    record = sweep(experiment(), tmp_path / "tiny", resume=True, retry_failed=True)
    assert hashes(record) == hashes(swept(tmp_path / "elsewhere" / "tiny"))
    assert sorted(kept(tmp_path / "tiny").values()) == ["earlier", "mine"]
    assert all(name.startswith("earlier") for name in kept(tmp_path / "tiny"))


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
