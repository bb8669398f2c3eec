"""``trustsim explain``: on little runs made up by hand, and on a real one."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.explain import made_up
from trustsim.cli import runs
from trustsim.cli.runs import find_run
from trustsim.errors import InputError
from trustsim.records.columns import TABLES
from trustsim.records.folder import write_run
from trustsim.records.frames import from_records
from trustsim.records.manifest import manifest

Command = Callable[..., Any]


def a_run(folder: Path) -> Path:
    """Write the little run that never was."""
    tables = {name: from_records([], columns) for name, columns in TABLES.items()} | dict(made_up.tables())
    return write_run(folder, manifest(made_up.scenario()), {"days": made_up.DAYS}, tables)


def an_ensemble(folder: Path) -> Path:
    a_run(folder)
    file = folder / "manifest.json"
    about = json.loads(file.read_text(encoding="utf-8")) | {"kind": "ensemble", "reps": 12}
    file.write_text(json.dumps(about), encoding="utf-8")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def little(place: Path) -> Path:
    """Name a run in ./runs ``little``."""
    return a_run(place / "runs" / "little")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_each_question_has_a_folder_of_its_own(little: Path, trustsim: Command) -> None:
    asked = [(), ("--from", 20), ("--from", 20, "--to", 24), ("--unit", 1), ("--dimension", "ability"), ("--top", 2)]
    for options in asked:
        assert trustsim("explain", "little", *options).code == 0
    assert set(names(little.parent)) == {
        "little",
        "little-explained",
        "little-explained-from20",
        "little-explained-from20-to24",
        "little-explained-unit1",
        "little-explained-ability",
        "little-explained-top2",
    }


def test_a_screen_says_why_and_where_the_files_are(little: Path, trustsim: Command) -> None:
    before = contents(little)
    answer = trustsim("explain", "little")
    assert (answer.code, answer.err) == (0, "")
    lines = answer.out.splitlines()
    assert lines[0] == "A little story (seed 1)"
    assert max(map(len, lines)) <= 80
    assert "because the owners issued edict 4" in " ".join(answer.out.split())
    assert lines[-2:] == ["Written to runs/little-explained", "Pictures in runs/little-explained"]
    assert contents(little) == before


def test_beside_the_run_stand_a_picture_and_the_data_that_json_prints(little: Path, trustsim: Command) -> None:
    answer = trustsim("explain", little, "--json", "--top", 2)
    beside = little.with_name("little-explained-top2")
    assert names(beside) == ["explain.png", "explain.svg", "explanation.json", "manifest.json"]
    assert answer.err == "Written to runs/little-explained-top2\nPictures in runs/little-explained-top2\n"
    found = json.loads(answer.out)
    assert found == json.loads((beside / "explanation.json").read_text(encoding="utf-8"))
    assert (found["title"], found["seed"], len(found["causes"])) == ("A little story", 1, 2)
    total = math.fsum([*(cause["contribution"] for cause in found["causes"]), found["everything_else"]["contribution"]])
    assert total == pytest.approx(found["change"], abs=1e-9)


def test_options_choose_days_unit_and_dimension(little: Path, trustsim: Command) -> None:
    options = ("--from", 21, "--to", 24, "--unit", 1, "--dimension", "Ability", "--no-plot", "--json")
    found = json.loads(trustsim("explain", little, *options).out)
    assert [found[name] for name in ("from_day", "to_day", "unit", "dimension")] == [21, 24, 1, "ability"]
    assert found["users"] == 2
    assert found["change"] == pytest.approx(-0.03, abs=1e-9)


def test_without_a_plot_nothing_is_written_unless_a_folder_is_named(little: Path, trustsim: Command) -> None:
    answer = trustsim("explain", "little", "--no-plot")
    assert "Written" not in answer.out + answer.err
    assert [path.name for path in little.parent.iterdir()] == ["little"]
    assert trustsim("explain", "little", "--no-plot", "-o", "here").code == 0
    assert names(Path("here")) == ["explanation.json", "manifest.json"]


def test_an_earlier_explanation_is_replaced_and_nothing_else_is(little: Path, trustsim: Command) -> None:
    assert trustsim("explain", "little", "-o", "here").code == 0
    Path("here/notes.txt").write_text("mine")
    answer = trustsim("explain", "little", "-o", "here", "--to", 21, "--no-plot")
    assert answer.code == 2
    assert "an explanation of something else stands there (question differs)" in answer.err
    assert trustsim("explain", "little", "-o", "here", "--to", 21, "--no-plot", "--force").code == 0
    assert names(Path("here")) == ["explanation.json", "manifest.json", "notes.txt"]
    assert trustsim("explain", "little", "-o", "here", "--to", 21, "--no-plot").code == 0
    for taken in ("scenarios", "runs/little"):
        before = contents(Path(taken))
        answer = trustsim("explain", "little", "-o", taken)
        assert answer.code == 2
        assert "--out: " in answer.err
        assert "expected a new folder, or an earlier explanation to replace" in answer.err
        assert contents(Path(taken)) == before
    assert little.is_dir()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--from", "0"), "--from: 0 given; expected a day of the run, 1 to 42"),
        (("--from", "43"), "--from: 43 given; expected a day of the run, 1 to 42"),
        (("--to", "43"), "--to: 43 given; expected a day of the run, 1 to 42"),
        (("--from", "9", "--to", "8"), "--to: 8 given; expected a day of the run, not before --from 9, 9 to 42"),
        (("--to", "end"), "--to: end given; expected a day of the run"),
        (("--from", "1.5"), "--from: 1.5 given"),
        (("--from", "9" * 5000), "given; expected a day of the run, 1 to 42"),
        (("--unit", "2"), "--unit: 2 given; expected a unit of the run, 0 to 1"),
        (("--unit", "-1"), "--unit: -1 given; expected a unit of the run, 0 to 1"),
        (("--dimension", "abilty"), "--dimension: abilty given; did you mean ability?"),
        (("--dimension", "x"), "--dimension: x given; expected ability, benevolence, integrity"),
    ],
)
def test_a_wrong_option_names_what_was_given_and_what_was_expected(
    options: tuple[str, ...], told: str, little: Path, trustsim: Command
) -> None:
    answer = trustsim("explain", "little", *options)
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err
    assert "Traceback" not in answer.err
    assert [path.name for path in little.parent.iterdir()] == ["little"]


def test_all_wrong_options_are_told_at_once(little: Path, trustsim: Command) -> None:
    answer = trustsim("explain", little, "--from", "0", "--to", "99", "--unit", "7", "--dimension", "x")
    assert (answer.code, answer.out) == (2, "")
    assert [line.partition(" given")[0] for line in answer.err.splitlines()] == [
        "Error: --from: 0",
        "Error: --to: 99",
        "Error: --unit: 7",
        "Error: --dimension: x",
    ]


@pytest.mark.parametrize("top", ["0", "many", "101"])
def test_a_wrong_top_is_refused(top: str, little: Path, trustsim: Command) -> None:
    answer = trustsim("explain", little, "--top", top)
    assert answer.code == 2
    assert "expected a whole number from 1 to 100" in " ".join(answer.err.split())


@pytest.mark.usefixtures("little")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "RUN: nothing given; expected a run folder, or a name in runs/: little"),
        (("litle",), "litle: no such run; did you mean little?"),
        (("runs/litle",), "runs/litle: no such run; did you mean little?"),
        (("something-else",), "no such run; expected a run folder, or a name in runs/: little"),
        (("scenarios",), "manifest.json: No such file or directory; expected a run folder"),
    ],
)
def test_an_unknown_run_gets_the_nearest_names(words: tuple[str, ...], told: str, trustsim: Command) -> None:
    answer = trustsim("explain", *words)
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err


def test_a_misspelt_path_elsewhere_gets_the_names_beside_it(place: Path, trustsim: Command) -> None:
    a_run(place / "elsewhere" / "little")
    answer = trustsim("explain", "elsewhere/litle")
    assert f"did you mean {os.path.join('elsewhere', 'little')}?" in answer.err  # noqa: PTH118


@pytest.mark.usefixtures("place")
def test_where_there_are_no_runs_one_is_told_how_to_make_one(trustsim: Command) -> None:
    answer = trustsim("explain")
    assert answer.code == 2
    assert "there is none yet; make one with: trustsim run FILE" in answer.err


def test_an_ensemble_is_refused_in_plain_words(place: Path, trustsim: Command) -> None:
    an_ensemble(place / "runs" / "many")
    answer = trustsim("explain", "many")
    assert (answer.code, answer.out) == (2, "")
    assert "many: 12 runs in one folder (--reps), which keeps no ledger of each; expected a single run" in answer.err


def test_a_run_of_an_earlier_version_is_refused(little: Path, trustsim: Command) -> None:
    (little / "events.parquet").unlink()
    answer = trustsim("explain", "little")
    assert answer.code == 2
    assert "written by an earlier version" in answer.err


def test_runs_are_found_by_path_by_name_and_by_their_manifest(little: Path) -> None:
    for name in ("little", "runs/little", str(little), "runs/little/manifest.json", "runs/little/"):
        assert find_run(name).folder.resolve() == little.resolve()
    with pytest.raises(InputError, match="RUN: nothing given"):
        find_run("")


def test_runs_are_listed_the_latest_first_and_ensembles_are_not(little: Path) -> None:
    an_ensemble(little.with_name("many"))
    a_run(little.with_name("earlier"))
    os.utime(little.with_name("earlier") / "manifest.json", (1, 1))
    (little.parent / "no-run").mkdir()
    assert runs.runs() == ["little", "earlier"]


def test_a_real_run_is_explained_and_its_ends_are_those_of_its_summary(place: Path, trustsim: Command) -> None:
    assert trustsim("run", "small", "--no-plots", "--quiet").code == 0
    found = json.loads(trustsim("explain", "small-seed1", "--json", "--top", 100).out)
    summary = json.loads((place / "runs" / "small-seed1" / "summary.json").read_text(encoding="utf-8"))
    assert found["before"] == pytest.approx(summary["trust"]["start"], abs=1e-9)
    assert found["after"] == pytest.approx(summary["trust"]["end"], abs=1e-9)
    causes = {cause["event"]: cause["contribution"] for cause in found["causes"]}
    assert causes == pytest.approx(summary["causes"]["all"], abs=1e-9)
    assert len(causes) >= 2
