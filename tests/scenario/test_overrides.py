from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from trustsim.errors import ScenarioError
from trustsim.scenario.loading import load_scenario
from trustsim.scenario.overrides import read_override
from trustsim.vocabulary import TrustRule


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    path = tmp_path / "empty.toml"
    path.touch()
    return path


def complaint(path: Path, *overrides: str) -> str:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path, overrides)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5),
        ("1_000", 1000),
        ("0.5", 0.5),
        (".5", 0.5),
        ("-.5", -0.5),
        ("5.", 5.0),
        (".5e-1", 0.05),
        (" 0.5 ", 0.5),
        ("true", True),
        ("ewma", "ewma"),
        ("own-reading", "own-reading"),
        ('"ewma"', "ewma"),
        ("'ewma'", "ewma"),
        ("A story of two", "A story of two"),
        ("a=b", "a=b"),
        ("007", "007"),
        ("[1, 2]", [1, 2]),
        ("{ users = 3 }", {"users": 3}),
        ("5\nother = 6", "5\nother = 6"),
    ],
)
def test_values_are_toml_loose_floats_or_words(text: str, value: Any) -> None:
    read = read_override(f"section.key={text}").data
    assert read == {"section": {"key": value}}
    assert type(read["section"]["key"]) is type(value)


def test_overrides_win_over_the_file_and_later_ones_over_earlier(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text("[organisation]\nusers = 30\ntesters = 7\n")
    scenario = load_scenario(path, ["organisation.users=40", "organisation.users=50", "trust.rule=ewma"])
    assert (scenario.organisation.users, scenario.organisation.testers) == (50, 7)
    assert scenario.trust.rule is TrustRule.EWMA


def test_inner_tables_can_be_reached(empty: Path) -> None:
    side = load_scenario(empty, ["start.business_in_it.good_share=.2"]).start.business_in_it
    assert side.good_share == 0.2


def test_a_whole_section_or_timeline_can_be_given(empty: Path) -> None:
    given = ["organisation={users = 40, testers = 3}", "timeline=[{what = 'edict', day = 7}, {what = 'hire', day = 9}]"]
    scenario = load_scenario(empty, given)
    assert (scenario.organisation.users, scenario.organisation.testers) == (40, 3)
    assert [change.day for change in scenario.timeline] == [7, 9]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("organisation.users", '--set: organisation.users: "organisation.users" sets nothing; expected section.key='),
        ("", '--set: "" sets nothing; expected section.key=value'),
        ("=5", '--set: "=5" sets nothing; expected'),
        ("organisation..users=5", '--set: "organisation..users=5" sets nothing; expected'),
        ("organisation.users=", "--set: organisation.users: a value is missing after the equals sign; expected"),
        ("organisation.users=[1,", '--set: organisation.users: "[1," is not a TOML value; expected closed'),
        ('trust.rule="ewma', "--set: trust.rule: '\"ewma' is not a TOML value"),
        ("organisation.users=0", "--set: organisation.users: 0 is too small; expected a whole number from 1 to 5000"),
        ("organisation.users=ten", '--set: organisation.users: "ten" is text; expected a whole number'),
        ("demand.drift=nan", "--set: demand.drift: nan is not a finite number; expected"),
        ("demand.drift=0,02", '--set: demand.drift: "0,02" is text; expected a number from 0 to 0.5 (share a month); '),
        ("test.constant_concession=True", '--set: test.constant_concession: "True" is text; expected true or false; '),
        ("users=5", "--set: users: unknown key; users belongs in [organisation]"),
        ("organisation.user=5", "--set: organisation.user: unknown key in [organisation]; did you mean users?"),
        ("organisation=5", "--set: organisation: 5 is a number; expected a table"),
        ("extends=other.toml", "--set: extends: extends can only be written in a scenario file"),
        ("timeline.0.day=5", "--set: timeline.0.day: single entries of the timeline cannot be set; expected"),
        (
            'timeline=[{what = "hire", when = "trust <"}]',
            '--set: timeline[1].when: "trust <" is no condition; expected a measure',
        ),
        ("timeline=soon", '--set: timeline: "soon" is text; expected tables, written as [[timeline]]'),
        ("a." * 40 + "b=1", "nested too deep; expected section.key=value"),
        ("run.seed=" + "9" * 5000, "--set: run.seed: "),
        ("run.seed=" + "[" * 5000, "--set: run.seed: "),
        ("story.title=" + chr(0xDCFF), "--set: story.title: "),
    ],
)
def test_what_cannot_be_set_is_told(empty: Path, text: str, told: str) -> None:
    line = complaint(empty, text)
    assert told in line
    assert "\n" not in line
    assert line.isprintable()


def test_problems_between_keys_may_come_from_an_override(empty: Path) -> None:
    told = complaint(empty, "organisation.users=1", "organisation.business_units=3")
    assert told.startswith("--set: organisation.business_units: 3 units")


def test_every_override_is_judged(empty: Path) -> None:
    told = complaint(empty, "run.seed=-1", "nonsense", "organisation.users=x")
    assert len(told.splitlines()) == 3
