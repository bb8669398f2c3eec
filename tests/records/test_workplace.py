"""Working folders: taken by one process, cleared when it ends, and found by the next command when it was killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from trustsim.records import workplace as module
from trustsim.records.aside import OLD, aside, recover
from trustsim.records.keeping import MANIFEST
from trustsim.records.workplace import JOURNAL, NEW, PREFIX, abandoned, workplace


def hidden(folder: Path) -> list[Path]:
    return sorted(folder.glob(".*"))


def left(parent: Path, target: str = "it") -> Path:
    """A working folder whose process is over."""
    place = parent / f"{PREFIX}left"
    place.mkdir()
    (place / JOURNAL).write_text(json.dumps({"target": target, "host": "here", "process": 1}))
    return place


def result(folder: Path, text: str) -> Path:
    with aside(folder, {"format": "test"}) as partial:
        (partial / "data.txt").write_text(text)
    return folder


def test_a_working_folder_is_there_while_somebody_works(tmp_path: Path) -> None:
    with workplace(tmp_path / "it") as place:
        assert hidden(tmp_path) == [place]
        assert json.loads((place / JOURNAL).read_text())["target"] == "it"
        (place / NEW).mkdir()
    assert hidden(tmp_path) == []


def test_one_that_is_in_use_is_left_alone(tmp_path: Path) -> None:
    with workplace(tmp_path / "it") as place:
        assert list(abandoned(tmp_path)) == []
        recover(tmp_path)
        assert place.is_dir()


def test_one_of_another_process_is_left_alone_until_that_ends(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from trustsim.records.workplace import workplace\n"
        "with workplace(Path(sys.argv[1])):\n    print('there', flush=True); time.sleep(600)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "it")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "there\n"
    recover(tmp_path)
    assert len(hidden(tmp_path)) == 1
    process.send_signal(signal.SIGKILL)
    process.communicate()
    for _ in range(100):
        recover(tmp_path)
        if not hidden(tmp_path):
            break
        time.sleep(0.05)
    assert hidden(tmp_path) == []


@pytest.mark.parametrize("journal", ["", "{", "[]", '{"target": "../it"}', '{"target": 3}', "[" * 100_000])
def test_one_that_was_never_begun_is_cleared(journal: str, tmp_path: Path) -> None:
    place = left(tmp_path)
    (place / JOURNAL).write_text(journal)
    (place / NEW).mkdir()
    recover(tmp_path)
    assert hidden(tmp_path) == []


def test_an_old_result_comes_back_where_the_new_one_was_not_whole(tmp_path: Path) -> None:
    place = left(tmp_path)
    result(tmp_path / "it", "old").rename(place / f"{OLD}0")
    (place / NEW).mkdir()
    recover(tmp_path)
    assert (tmp_path / "it" / "data.txt").read_text() == "old"
    assert hidden(tmp_path) == []


def test_a_new_result_takes_its_place_where_it_was_whole(tmp_path: Path) -> None:
    place = left(tmp_path)
    old = result(tmp_path / "it", "old")
    (old / "notes.txt").write_text("mine")
    old.rename(place / f"{OLD}0")
    result(tmp_path / "new", "new").rename(place / NEW)
    recover(tmp_path)
    assert (tmp_path / "it" / "data.txt").read_text() == "new"
    assert (tmp_path / "it" / "notes.txt").read_text() == "mine"
    assert hidden(tmp_path) == []


def test_what_stands_there_by_now_is_not_touched(tmp_path: Path) -> None:
    place = left(tmp_path)
    result(tmp_path / "it", "old").rename(place / f"{OLD}0")
    (tmp_path / "it").write_text("a file of the user's own")
    recover(tmp_path)
    assert (tmp_path / "it").read_text() == "a file of the user's own"
    assert (tmp_path / "it.kept" / "data.txt").read_text() == "old"
    assert hidden(tmp_path) == []


def test_a_link_of_that_name_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious" / NEW).mkdir(parents=True)
    (tmp_path / f"{PREFIX}link").symlink_to(tmp_path / "precious")
    recover(tmp_path)
    assert (tmp_path / "precious" / NEW).is_dir()


@pytest.mark.parametrize(
    ("process", "host", "cleared"), [(2**22 + 5, "", True), (os.getppid(), "", False), (2**22 + 5, "x", False)]
)
def test_where_no_lock_tells_the_process_is_asked(
    process: int, host: str, cleared: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_is_free", lambda _: None)
    place = left(tmp_path)
    about = {"target": "it", "host": host or module.socket.gethostname(), "process": process}
    (place / JOURNAL).write_text(json.dumps(about))
    recover(tmp_path)
    assert place.exists() != cleared


def test_two_that_write_the_same_result_lose_neither_notes_nor_data(tmp_path: Path) -> None:
    folder = result(tmp_path / "it", "first")
    (folder / "notes.txt").write_text("mine")
    with aside(folder, {"format": "test"}) as one, aside(folder, {"format": "test"}) as other:
        (one / "data.txt").write_text("one")
        (other / "data.txt").write_text("other")
    assert (folder / "data.txt").read_text() == "one"
    assert (folder / "notes.txt").read_text() == "mine"
    assert json.loads((folder / MANIFEST).read_text())["files"]["sha256"].keys() == {"data.txt"}
    assert hidden(tmp_path) == []
