"""``trustsim compare``: small worlds compared, folders written, and wrong input told."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
import pytest

from trustsim.measures.responses import USUAL, responses
from trustsim.scenario.loading import load_scenario

Command = Callable[..., Any]

PARTNERS = '\n[process]\npreset = "partnership"\n'


@pytest.fixture
def two(place: Path) -> Path:
    """Beside small.toml lies partners.toml, which differs in its process."""
    small = (place / "scenarios" / "small.toml").read_text()
    (place / "scenarios" / "partners.toml").write_text(small + PARTNERS)
    return place


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.usefixtures("two")
def test_a_screen_gives_the_verdict_and_a_folder_holds_everything(trustsim: Command) -> None:
    answer = trustsim("compare", "partners", "small", "--reps", 4, "--jobs", 1)
    assert (answer.code, answer.err) == (0, "")
    lines = answer.out.splitlines()
    assert lines[0] == "small against partners"
    assert max(map(len, lines)) <= 80
    folder = "runs/partners-vs-small-seed1-x4"
    assert lines[-2:] == [f"Written to {folder}", f"Pictures in {folder}/plots"]
    assert "on trust of users in IT at the end (trust.end)" in " ".join(answer.out.split())
    assert set(contents(Path(folder))) == {
        "manifest.json", "comparison.json", "comparison.csv", "pairs.parquet",
        "worlds/partners.toml", "worlds/small.toml",
        *(f"plots/{name}.{end}" for name in ("curve", "forest") for end in ("png", "svg")),
    }  # fmt: skip


def test_json_csv_and_pairs_agree(two: Path, trustsim: Command) -> None:
    answer = trustsim("compare", "partners", "small", "--reps", 4, "--jobs", 1, "--json", "--no-plots", "--out", "here")
    assert answer.err == "Written to here\n"
    found = json.loads(answer.out)
    assert found == json.loads(Path("here/comparison.json").read_text(encoding="utf-8"))
    assert (found["format"], found["pairs"], found["seeds"]) == ("trustsim comparison", 4, [1, 4])
    (told,) = found["comparisons"]
    assert [one["measure"] for one in told["measures"]] == list(USUAL)
    pairs = pd.read_parquet("here/pairs.parquet")
    assert list(pairs.columns) == ["world", "rep", "seed", *responses()]
    wide = pairs.pivot_table(index="seed", columns="world", values="trust.end")
    difference = float((wide["small"] - wide["partners"]).mean())
    assert told["measures"][0]["difference"]["mean"] == pytest.approx(difference)
    table = pd.read_csv("here/comparison.csv")
    assert table["difference.mean"].iloc[0] == pytest.approx(difference)
    assert load_scenario("here/worlds/small.toml").run.seed == 1
    assert two.joinpath("runs").exists() is False


@pytest.mark.usefixtures("two")
def test_a_world_against_itself_gives_zero_and_equivalent(trustsim: Command) -> None:
    found = json.loads(trustsim("compare", "small", "small", "--reps", 3, "--jobs", 1, "--json", "--no-plots").out)
    assert [world["label"] for world in found["worlds"]] == ["small", "small-2"]
    for one in found["comparisons"][0]["measures"]:
        assert (one["difference"], one["verdict"]) == ({"low": 0, "mean": 0, "high": 0}, "equivalent")
        assert one["may_differ"] == 0


@pytest.mark.parametrize("rule", [("--reps", 2), ("--precision", "1e-9")])
def test_the_same_scenario_under_another_story_gives_zero_and_equivalent_at_once(
    two: Path, trustsim: Command, rule: tuple[object, ...]
) -> None:
    (two / "scenarios" / "retold.toml").write_text('extends = "small.toml"\n[story]\ntitle = "Retold"\n')
    answer = trustsim("compare", "small", "retold", *rule, "--jobs", 1, "--json", "--no-plots")
    found = json.loads(answer.out)
    assert (found["pairs"], found["comparisons"][0]["same_scenario"]) == (2 if rule[0] == "--reps" else 12, True)
    for one in found["comparisons"][0]["measures"]:
        assert (one["difference"], one["verdict"]) == ({"low": 0, "mean": 0, "high": 0}, "equivalent")


def test_other_scenarios_without_a_difference_are_not_equivalent_after_a_few_pairs(
    two: Path, trustsim: Command
) -> None:
    """They differ in a key of a rule of trust that is not in force."""
    (two / "scenarios" / "other.toml").write_text('extends = "small.toml"\n[trust]\newma_success = 0.2\n')
    options = ("--measure", "trust.end", "--jobs", 1, "--json", "--no-plots")
    for rule, pairs, verdict in ((("--reps", 3), 3, "cannot tell"), (("--precision", "0.5"), 59, "equivalent")):
        found = json.loads(trustsim("compare", "small", "other", *rule, *options).out)
        (one,) = found["comparisons"][0]["measures"]
        assert (found["pairs"], one["verdict"], one["difference"]["low"]) == (pairs, verdict, None)
        assert one["may_differ"] == pytest.approx(1 - 0.05 ** (1 / pairs))


@pytest.mark.usefixtures("two")
def test_the_same_command_gives_the_same_bytes_with_any_number_of_jobs(trustsim: Command) -> None:
    for name, jobs in (("one", 1), ("two", 2)):
        options = ("--reps", 2, "--jobs", jobs, "--out", name, "--no-plots", "--quiet", "--set", "run.horizon_days=20")
        answer = trustsim("compare", "partners", "small", *options)
        assert (answer.code, answer.out, answer.err) == (0, "", "")
    assert contents(Path("one")) == contents(Path("two"))


@pytest.mark.usefixtures("two")
def test_pairs_are_added_until_the_precision_is_reached(trustsim: Command) -> None:
    options = ("--precision", "0.9", "--margin", "0.95", "--jobs", 1, "--json", "--no-plots", "--seed", 7)
    answer = trustsim("compare", "partners", "small", *options)
    found = json.loads(answer.out)
    assert re.fullmatch(r"Written to runs/partners-vs-small-seed7-to0\.9-[0-9a-f]{6}\n", answer.err)
    assert (found["pairs"], found["seeds"], found["rules"]["interval"]) == (12, [7, 18], "confidence sequence")
    assert found["rules"]["precision"]["reached"]
    first = found["comparisons"][0]["measures"][0]
    assert (first["margin"], first["verdict"]) == (0.95, "equivalent")
    assert first["difference"]["high"] > first["difference_t"]["high"]


@pytest.mark.usefixtures("two")
def test_measures_and_margins_can_be_chosen(trustsim: Command) -> None:
    options = ("--measure", "satisfaction@mean", "--measure", "channels.needs", "--margin", "0.9", "--margin",
               "channels.needs=3")  # fmt: skip
    answer = trustsim("compare", "partners", "small", "--reps", 2, "--jobs", 1, "--json", "--no-plots", *options)
    found = json.loads(answer.out)["comparisons"][0]["measures"]
    assert [(one["measure"], one["margin"]) for one in found] == [("satisfaction@mean", 0.9), ("channels.needs", 3)]
    assert (found[1]["difference"]["mean"], found[1]["verdict"]) == (0, "cannot tell")


@pytest.mark.usefixtures("two")
def test_more_than_two_worlds_are_compared_with_the_first(trustsim: Command) -> None:
    names = ["partners", *["small"] * 4]
    answer = trustsim("compare", *names, "--reps", 2, "--jobs", 1, "--no-plots", "--measure", "trust.end")
    assert answer.code == 0
    (folder,) = Path("runs").iterdir()
    assert re.fullmatch(r"partners-vs-4-others-seed1-x2-[0-9a-f]{6}", folder.name)
    assert (folder / "worlds" / "small-4.toml").is_file()
    assert "E  small-4: Small" in answer.out


@pytest.mark.usefixtures("two")
def test_an_earlier_comparison_is_replaced_and_nothing_else_is(trustsim: Command) -> None:
    options = ("--jobs", 1, "--measure", "trust.end", "--no-plots")
    assert trustsim("compare", "partners", "small", "--reps", 2, "--out", "here", *options).code == 0
    Path("here/notes.txt").write_text("mine")
    answer = trustsim("compare", "partners", "small", "--reps", 3, "--out", "here", *options)
    assert answer.code == 2
    assert "a comparison of something else stands there (pairs differs)" in answer.err
    assert trustsim("compare", "partners", "small", "--reps", 3, "--out", "here", *options, "--force").code == 0
    assert Path("here/notes.txt").read_text() == "mine"
    assert json.loads(Path("here/comparison.json").read_text())["pairs"] == 3
    answer = trustsim("compare", "partners", "small", "--out", "scenarios", *options)
    assert answer.code == 2
    assert (
        "--out: scenarios: this folder holds something else; expected a new folder, or an earlier comparison"
        in answer.err
    )


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "FILE: nothing given; expected two scenarios or more"),
        (("small",), "FILE: 1 given; expected two scenarios or more"),
        (("small", "partner"), "partner: no such file, and no scenario of this name; did you mean partners"),
        (("small", "missing.toml"), "missing.toml: "),
        (
            ("small", "small", "--measure", "trust.ende"),
            "--measure: trust.ende: no such measure; did you mean trust.end",
        ),
        (("small", "small", "--margin", "x=1"), "--margin: x is not compared; expected one of trust.end"),
        (("small", "small", "--margin", "need_fit=1"), "did you mean requests.need_fit?"),
        (("small", "small", "--margin", "-1"), "--margin: -1 given; expected a number from 0 on"),
        (("small", "small", "--margin", "nan"), "--margin: nan given; expected a number from 0 on"),
        (("small", "small", "--precision", "0"), "--precision: 0 given; expected a number above 0"),
        (("small", "small", "--precision", "inf"), "--precision: inf given; expected a number above 0"),
        (
            ("small", "small", "--precision", ".1", "--reps", "5"),
            "--precision: it says how many pairs are run, as --reps",
        ),
        (("small", "small", "--reps", "1"), "expected a whole number from 2 to 10000"),
        (("small", "small", "--seed", "9007199254740991"), "--seed: 9007199254740991 given; expected at most"),
        (("small", "small", "--set", "organisation.user=3"), "did you mean users?"),
        (("small", "--first-difference"), "FILE: 1 given; expected two scenarios"),
        (("small", "small", "--counterfactual", "5"), "FILE: 2 given; expected one scenario"),
        (("small", "small", "--first-difference", "--reps", "5"), "--reps: it says nothing with --first-difference"),
        (("small", "--counterfactual", "5", "--first-difference"), "--counterfactual: it cannot go with"),
    ],
)
def test_a_wrong_command_names_what_was_given_and_what_was_expected(
    words: tuple[str, ...], told: str, trustsim: Command
) -> None:
    answer = trustsim("compare", *words)
    assert (answer.code, answer.out) == (2, "")
    assert told in " ".join(answer.err.split())
    assert "Traceback" not in answer.err
    assert not Path("runs").exists()


def test_all_that_is_wrong_is_told_at_once(two: Path, trustsim: Command) -> None:
    for name in ("one", "two"):
        (two / f"{name}.toml").write_text(f"[organisation]\nusers = -{len(name)}\n")
    answer = trustsim("compare", "one.toml", "two.toml", "thre.toml", "--margin", "x", "--measure", "y")
    assert answer.code == 2
    for told in ("one.toml:2: organisation.users", "two.toml:2: organisation.users", "thre.toml: ", "--margin: x given",
                 "--measure: y"):  # fmt: skip
        assert answer.err.count(told) == 1


@pytest.mark.usefixtures("two")
def test_worlds_of_different_length_are_refused(two: Path, trustsim: Command) -> None:
    (two / "scenarios" / "longer.toml").write_text('extends = "small.toml"\n[run]\nhorizon_days = 50\n')
    answer = trustsim("compare", "small", "longer")
    assert (answer.code, answer.out) == (2, "")
    assert "small 42 days and longer 50 days; expected the same length of all" in answer.err
    assert trustsim("compare", "small", "longer", "--set", "run.horizon_days=42", "--reps", 2, "--no-plots").code == 0


@pytest.mark.usefixtures("two")
def test_what_parts_two_worlds_is_asked_of_others_on_the_luck_of_the_first(
    trustsim: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    for module, name in (("parting", "parting"), ("without", "without")):
        stand_in = ModuleType(f"trustsim.cli.{module}")
        setattr(stand_in, name, lambda *given: asked.append(given))
        monkeypatch.setitem(sys.modules, stand_in.__name__, stand_in)
    assert trustsim("compare", "small", "partners", "--first-difference", "--seed", 3, "--json").code == 0
    assert trustsim("compare", "small", "--counterfactual", "request=4").code == 0
    (named, as_json), (label, scenario, what, plain) = asked
    assert ([name for name, _ in named], as_json) == (["small", "partners"], True)
    assert [one.run.seed for _, one in named] == [3, 3]
    assert (label, scenario.run.seed, what, plain) == ("small", 1, "request=4", False)


def test_what_set_does_to_one_of_the_scenarios_is_told_with_its_name(two: Path, trustsim: Command) -> None:
    (two / "scenarios" / "late.toml").write_text(
        'extends = "small.toml"\n[[timeline]]\nday = 40\nwhat = "counselling"\n'
    )
    answer = trustsim("compare", "small", "late", "--set", "run.horizon_days=30")
    assert answer.code == 2
    assert answer.err.startswith("late with --set: run.horizon_days: ")
    both = trustsim("compare", "small", "late", "--set", "organisation.users=-1")
    assert both.err.count("--set: organisation.users") == 1
    assert "with --set" not in both.err
