"""``trustsim trace``: on little runs made up by hand, and on the run of the page about it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.explain import lives
from trustsim.records.columns import TABLES
from trustsim.records.folder import write_run
from trustsim.records.manifest import manifest

Command = Callable[..., Any]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def little(place: Path) -> Path:
    """Name a run in ./runs ``little``."""
    return write_run(place / "runs" / "little", manifest(lives.scenario()), {"days": lives.DAYS}, dict(lives.tables()))


def test_a_page_is_shown_and_the_run_is_left_as_it_was(little: Path, trustsim: Command) -> None:
    before = contents(little)
    answer = trustsim("trace", "little", 0)
    assert (answer.code, answer.err) == (0, "")
    lines = answer.out.splitlines()
    assert lines[0] == "Request 0 of A little life (seed 1)"
    assert max(map(len, lines)) <= 80
    assert lines[-2:] == ["Written to runs/little-trace-0", "Pictures in runs/little-trace-0"]
    assert contents(little) == before
    assert {path.name for path in (little.parent / "little-trace-0").iterdir()} == {
        "trace.json",
        "life.png",
        "life.svg",
        "manifest.json",
    }


def test_json_prints_what_is_written(little: Path, trustsim: Command) -> None:
    answer = trustsim("trace", little, "worst", "--json")
    found = json.loads(answer.out)
    assert answer.err == "Written to runs/little-trace-0\nPictures in runs/little-trace-0\n"
    assert found == json.loads((little.parent / "little-trace-0" / "trace.json").read_text(encoding="utf-8"))
    assert (found["format"], found["title"], found["seed"], found["request"]) == (
        "trustsim trace",
        "A little life",
        1,
        0,
    )
    assert [step["right"] for step in found["steps"]] == [8, 6, 6, 6, 5, 3, 5, 4, 4]
    assert found["effects"][0]["change"] == pytest.approx(-0.036)


def test_without_a_picture_nothing_is_written_unless_a_folder_is_named(little: Path, trustsim: Command) -> None:
    answer = trustsim("trace", "little", "best", "--no-plot")
    assert answer.code == 0
    assert "Written" not in answer.out
    assert [path.name for path in little.parent.iterdir()] == ["little"]
    assert trustsim("trace", "little", "best", "--no-plot", "-o", "there").code == 0
    assert sorted(path.name for path in Path("there").iterdir()) == ["manifest.json", "trace.json"]


def test_an_earlier_trace_is_replaced_and_nothing_else_is(little: Path, trustsim: Command) -> None:
    assert trustsim("trace", "little", 0, "-o", "there").code == 0
    assert trustsim("trace", "little", 1, "-o", "there", "--no-plot").code == 2
    assert trustsim("trace", "little", 1, "-o", "there", "--no-plot", "--force").code == 0
    assert sorted(path.name for path in Path("there").iterdir()) == ["manifest.json", "trace.json"]
    Path("mine").mkdir()
    Path("mine/diary.txt").write_text("dear diary")
    Path("mine/trace.json").write_text('{"format": "of the heart"}')
    before = contents(Path())
    for folder in ("mine", little, little / "inside", "mine/diary.txt"):
        answer = trustsim("trace", "little", 0, "-o", folder)
        assert (answer.code, answer.out) == (2, "")
        assert answer.err.startswith("Error: --out: ")
    assert contents(Path()) == before


@pytest.mark.parametrize("number", range(5))
def test_every_request_has_a_page(number: int, little: Path, trustsim: Command) -> None:
    answer = trustsim("trace", little, number, "-o", "there")
    assert (answer.code, answer.err) == (0, "")
    assert f"Request {number} of" in answer.out


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["little", "5"], "REQUEST: 5 given; expected a request from 0 to 4; the nearest are 2 and 3 and 4"),
        (["little", "wurst"], "REQUEST: wurst given; expected a request from 0 to 4, or worst, best, latest"),
        (["little"], "REQUEST: nothing given; expected the number of a request, or worst, best, latest"),
        (["litle", "0"], "litle: no such run; did you mean little?"),
        ([], "RUN: nothing given; expected a run folder"),
    ],
)
@pytest.mark.usefixtures("little")
def test_what_is_not_there_gets_a_sentence(words: list[str], expected: str, trustsim: Command) -> None:
    answer = trustsim("trace", *words)
    assert (answer.code, answer.out) == (2, "")
    assert expected in answer.err
    assert "Traceback" not in answer.err


def test_a_run_of_an_earlier_version_is_refused(little: Path, trustsim: Command) -> None:
    (little / "promises.parquet").unlink()
    answer = trustsim("trace", little, 0)
    assert answer.code == 2
    assert "written by an earlier version" in answer.err


def test_the_tables_of_the_little_run_are_those_of_a_run() -> None:
    made = lives.tables()
    assert list(made) == list(TABLES)
    assert all(list(made[name].columns) == list(columns) for name, columns in TABLES.items())


def test_the_page_about_it_does_what_it_says(
    project: Path, place: Path, trustsim: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (project / "docs" / "how-to" / "follow-one-request.md").read_text(encoding="utf-8")
    (shell,), (python,) = (re.findall(rf"^```{name}\n(.*?)^```$", page, re.M | re.S) for name in ("sh", "python"))
    run, trace = (line.split()[1:] for line in shell.splitlines())
    short = ["--set", "run.horizon_days=60", "--set", "run.warmup_days=20", "--set", "planning.window_days=10"]
    assert trustsim(*run, "--no-plots", "-q", *short, "--out", f"runs/{trace[1]}").code == 0
    assert trustsim(*trace, "--no-plot").code == 0
    exec(compile(python, "the page", "exec"), {})  # noqa: S102 - it is what the page tells to do
    assert "need" in capsys.readouterr().out
    assert (place / "runs" / trace[1]).is_dir()
