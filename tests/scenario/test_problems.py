"""What is said about each kind of mistake in a value, word for word."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustsim.scenario.catalogue import groups
from trustsim.scenario.problems import check
from trustsim.scenario.problems import message as problem_text
from trustsim.scenario.reading import Layer
from trustsim.scenario.wording import dotted, figure, printable, quoted

PEOPLE = "expected a whole number from 1 to 5000 (people)"
DRIFT = "expected a number from 0 to 0.5 (share a month)"
DETECTION = "expected a number from 0 to 1 (probability)"
TITLE = "expected text of at most 500 characters"


def told(data: dict[str, Any]) -> str:
    problems, _ = check(Layer("a.toml", data))
    return "\n".join(f"{problem.key}: {problem.message}" for problem in problems)


VALUES = [
    ("organisation", "users", 0, f"0 is too small; {PEOPLE}"),
    ("organisation", "users", 5001, f"5001 is too large; {PEOPLE}"),
    ("organisation", "users", 2**200, f"an integer of more than 38 digits is too large; {PEOPLE}"),
    ("organisation", "users", -(16**5000), f"an integer of more than 38 digits is too small; {PEOPLE}"),
    ("organisation", "users", 5.5, f"5.5 is not a whole number; {PEOPLE}"),
    ("organisation", "users", 5.0, f"5.0 is not written as a whole number; {PEOPLE}; did you mean 5?"),
    ("organisation", "users", float("nan"), f"nan is not a finite number; {PEOPLE}"),
    ("organisation", "users", float("-inf"), f"-inf is not a finite number; {PEOPLE}"),
    ("organisation", "users", True, f"true is a truth value; {PEOPLE}"),
    ("organisation", "users", "10", f'"10" is text; {PEOPLE}; did you mean 10?'),
    ("organisation", "users", "10.5", f'"10.5" is text; {PEOPLE}'),
    ("organisation", "users", "ten", f'"ten" is text; {PEOPLE}'),
    ("organisation", "users", "nan", f'"nan" is text; {PEOPLE}'),
    ("organisation", "users", "inf", f'"inf" is text; {PEOPLE}'),
    ("organisation", "users", [1], f"an array was given; {PEOPLE}"),
    ("organisation", "users", {"a": 1}, f"a table was given; {PEOPLE}"),
    ("organisation", "users", date(2024, 1, 31), f"2024-01-31 is a date or time; {PEOPLE}"),
    ("organisation", "users", time(7, 30), f"07:30:00 is a date or time; {PEOPLE}"),
    ("demand", "drift", float("inf"), f"inf is not a finite number; {DRIFT}"),
    ("demand", "drift", 0.51, f"0.51 is too large; {DRIFT}"),
    ("demand", "drift", 2, f"2 is too large; {DRIFT}; did you mean 0.02?"),
    ("demand", "drift", -1e-300, f"-1e-300 is too small; {DRIFT}"),
    ("demand", "drift", 16**5000, f"an integer of more than 38 digits is too large; {DRIFT}"),
    ("demand", "drift", False, f"false is a truth value; {DRIFT}"),
    ("demand", "drift", "0,02", f'"0,02" is text; {DRIFT}; did you mean 0.02?'),
    ("test", "detection", 60, f"60 is too large; {DETECTION}; did you mean 0.6?"),
    ("test", "detection", 1.5, f"1.5 is too large; {DETECTION}"),
    ("test", "detection", 101, f"101 is too large; {DETECTION}"),
    ("test", "constant_concession", "No", '"No" is text; expected true or false; did you mean false?'),
    ("test", "constant_concession", 1, "1 is a number; expected true or false; did you mean true?"),
    ("test", "constant_concession", "maybe", '"maybe" is text; expected true or false'),
    ("story", "title", 1984, f'1984 is a number; {TITLE}; did you mean "1984"?'),
    ("story", "title", ["a"], f"an array was given; {TITLE}"),
    ("story", "title", "x" * 1234, f'"{"x" * 39}…" has 1,234 characters; {TITLE}'),
    ("story", "title", chr(0xDC80), f'"\\udc80" has characters that are not text; {TITLE}'),
    ("process", "acceptance", "handshake", '"handshake" is unknown; expected "uat" or "demo"'),
    ("process", "acceptance", "Demos", '"Demos" is unknown; expected "uat" or "demo"; did you mean "demo"?'),
    (
        "process",
        "testing",
        "shared_reading",
        ('"shared_reading" is unknown; expected "own-reading" or "shared-reading"; did you mean "shared-reading"?'),
    ),
    ("process", "acceptance", 5, '5 is a number; expected "uat" or "demo"'),
    ("process", "acceptance", ["uat"], 'an array was given; expected "uat" or "demo"'),
]


@pytest.mark.parametrize(("section", "key", "value", "message"), VALUES, ids=lambda part: quoted(part)[:30])
def test_wrong_values(section: str, key: str, value: Any, message: str) -> None:
    assert told({section: {key: value}}) == f"{section}.{key}: {message}"


TABLES = [
    ({"organisation": 5}, "organisation: 5 is a number; expected a table, written under [organisation]"),
    ({"organisation": [{}]}, "organisation: an array was given; expected a table, written under [organisation]"),
    (
        {"start": {"crafts": "good"}},
        'start.crafts: "good" is text; expected a table, written under [start.crafts]',
    ),
    ({"timeline": {"day": 3}}, "timeline: a table was given; expected tables, written as [[timeline]]"),
    ({"timeline": True}, "timeline: true is a truth value; expected tables, written as [[timeline]]"),
    ({"timeline": [3]}, "timeline[1]: 3 is a number; expected a table, written under [[timeline]]"),
    (
        {"timeline": [{"what": "edict", "day": day + 1} for day in range(101)]},
        ("timeline: 101 entries are too many; expected at most 100 tables [[timeline]]"),
    ),
]


@pytest.mark.parametrize(("data", "message"), TABLES, ids=[message.split(";")[0] for _, message in TABLES])
def test_wrong_tables(data: dict[str, Any], message: str) -> None:
    assert told(data) == message


PEOPLE_HIRED = "expected a whole number from 1 to 500 (people)"
CONDITION = (
    'expected a measure, <, <=, =, >= or >, and a value, perhaps "for N days", such as "trust < 0.35 for 20 days"'
)
SHARE_VISITED = "expected a number from 0 to 1 (share of requests)"
ENTRIES = [
    ({"what": "hire", "amount": 2000}, f"amount: 2000 is too large; {PEOPLE_HIRED}"),
    ({"what": "hire", "amount": 501}, f"amount: 501 is too large; {PEOPLE_HIRED}"),
    ({"what": "hire", "amount": 0.5}, f"amount: 0.5 is too small; {PEOPLE_HIRED}"),
    ({"what": "hire", "amount": float("inf")}, f"amount: inf is not a finite number; {PEOPLE_HIRED}"),
    (
        {"what": "hire", "amount": -(16**5000)},
        f"amount: an integer of more than 38 digits is too small; {PEOPLE_HIRED}",
    ),
    (
        {"what": "hire", "amount": True},
        "amount: true is a truth value; expected a number from -20 to 1000 (as the kind says)",
    ),
    ({"what": "hires", "amount": 2000}, 'what: "hires" is unknown; expected "process", '),
    ({"what": ["hire"], "amount": 3}, 'what: an array was given; expected "process", '),
    (
        {"what": "new_leadership", "amount": 2000},
        'amount: 2000 was given, but what = "new_leadership" knows no amount; expected none',
    ),
    (
        {"preset": "partnership", "amount": 1e9},
        'amount: 1000000000 was given, but what = "process" knows no amount; expected none',
    ),
    (
        {"what": "insight_visits", "amount": 60},
        f"amount: 60 is too large; {SHARE_VISITED}; did you mean 0.6?",
    ),
    ({"what": "edict", "when": "trust <"}, f'when: "trust <" is no condition; {CONDITION}'),
    ({"what": "edict", "when": 5}, f"when: 5 is a number; {CONDITION}"),
    ({"what": "edict", "when": "x" * 201}, f'when: "{"x" * 39}…" has 201 characters, more than 200; {CONDITION}'),
    ({"what": "edict", "whenn": "trust < 1"}, "whenn: unknown key in [[timeline]]; did you mean when?"),
    (
        {"what": "edict", "month": 3},
        "month: unknown key in [[timeline]]; did you mean day = 64 (a month has 21 working days)?",
    ),
    ({"process": "partnership"}, 'process: unknown key in [[timeline]]; did you mean preset = "partnership"?'),
]


@pytest.mark.parametrize(("entry", "message"), ENTRIES, ids=[message.split(";")[0][:40] for _, message in ENTRIES])
def test_wrong_entries_of_the_timeline(entry: dict[str, Any], message: str) -> None:
    said = told({"timeline": [{"day": 1} | entry]}).splitlines()[0]
    assert said.startswith(f"timeline[1].{message}")
    assert said == f"timeline[1].{message}" or message.endswith(", ")


def test_a_key_that_has_to_be_given_is_asked_for() -> None:
    assert problem_text("missing", ("organisation", "users"), {}) == f"missing; {PEOPLE}"


UNKNOWN = [
    ({"organisation": {"user": 1}}, "organisation.user: unknown key in [organisation]; did you mean users?"),
    ({"organisation": {"Users": 1}}, "organisation.Users: unknown key in [organisation]; did you mean users?"),
    ({"organisation": {"devs": 1}}, "organisation.devs: unknown key in [organisation]; did you mean developers?"),
    ({"trust": {"weight-ability": 1}}, "trust.weight-ability: unknown key in [trust]; did you mean weight_ability?"),
    ({"trust": {"noise": 1}}, "trust.noise: unknown key in [trust]; noise belongs in [planning]"),
    (
        {"trust": {"agreement": 1}},
        ("trust.agreement: unknown key in [trust]; agreement belongs in [evidence] or [reactions]"),
    ),
    (
        {"start": {"good_share": 1}},
        "start.good_share: unknown key in [start]; good_share belongs in [start.business_in_it], ",
    ),
    ({"start": {"craft": {}}}, "start.craft: unknown section in [start]; did you mean crafts?"),
    ({"process": {"day": 3}}, "process.day: unknown key in [process]; day belongs in [[timeline]]"),
    (
        {"run": {"extends": "a"}},
        ("run.extends: unknown key in [run]; extends belongs at the top of the file, before the first section"),
    ),
    ({"run": {"trust": {}}}, "run.trust: unknown section in [run]; it is a section of its own: write [trust]"),
    ({"run": {"timeline": []}}, "run.timeline: unknown key in [run]; expected [[timeline]] as a table of its own"),
    ({"run": {"zzz": 1}}, "run.zzz: unknown key in [run]; expected horizon_days, warmup_days or seed"),
    (
        {"run": {"horizon_years": 2}},
        "run.horizon_years: unknown key in [run]; did you mean horizon_days = 500 (a year has 250 working days)?",
    ),
    (
        {"process": "partnership"},
        (
            'process: "partnership" is text; expected a table, written under [process]; '
            'did you mean process.preset = "partnership"?'
        ),
    ),
    ({"users": 1}, "users: unknown key; users belongs in [organisation]"),
    ({"patiense": 1}, "patiense: unknown key; did you mean test.patience?"),
    ({"organization": {}}, "organization: unknown section; did you mean [organisation]?"),
    ({"crafts": {}}, "crafts: unknown section; it is a section of its own: write [start.crafts]"),
    ({"timelines": []}, "timelines: unknown key; expected [[timeline]] as a table of its own"),
    ({"x" * 70: {}}, f'"{"x" * 39}…": unknown section; expected one of the sections story, run, organisation, '),
]


@pytest.mark.parametrize(("data", "message"), UNKNOWN, ids=[message.split(":")[0] for _, message in UNKNOWN])
def test_unknown_keys(data: dict[str, Any], message: str) -> None:
    assert told(data).startswith(message)
    assert told(data) == message or message.endswith(", ")


def test_every_wrong_key_is_named_and_given_back() -> None:
    data = {"organisation": {"users": 0, "x": 1}, "trust": 5, "run": {"seed": 3}}
    problems, paths = check(Layer("a.toml", data))
    assert {problem.key for problem in problems} == {"organisation.users", "organisation.x", "trust"}
    assert sorted(paths) == [("organisation", "users"), ("organisation", "x"), ("trust",)]


def test_what_is_right_brings_no_problem() -> None:
    assert check(Layer("a.toml", {"organisation": {"users": 1}, "trust": {"rule": "fire", "memory": 1}})) == ([], [])


NUMBERS = [
    key
    for group in groups().values()
    if not group.repeated
    for key in group.keys.values()
    if key.kind in ("int", "float")
]


def placed(name: str, value: Any) -> dict[str, Any]:
    data = value
    for part in reversed(name.split(".")):
        data = {part: data}
    return data


@pytest.mark.parametrize("key", NUMBERS, ids=lambda key: key.dotted)
def test_the_bounds_that_are_told_are_the_bounds_that_hold(key: Any) -> None:
    step = 1 if key.kind == "int" else 1e-9
    for inside in (key.low, key.high):
        assert told(placed(key.dotted, type(step)(inside))) == ""
    assert f"is too small; expected {key.expected}" in told(placed(key.dotted, type(step)(key.low - step)))
    assert f"is too large; expected {key.expected}" in told(
        placed(key.dotted, type(step)(key.high * (1 + 1e-9) + step))
    )


ANYTHING = st.recursive(
    st.one_of(st.integers(), st.floats(), st.booleans(), st.text(max_size=5), st.dates(), st.times(), st.datetimes()),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(st.text(max_size=3), inner, max_size=2)),
    max_leaves=4,
)
NAMES = [*groups(), *(key.dotted for group in groups().values() for key in group.keys.values())]


@given(st.sampled_from(NAMES), ANYTHING)
def test_any_value_anywhere_is_taken_or_told_on_a_line(name: str, value: Any) -> None:
    problems, _ = check(Layer("a.toml", placed(name, value)))
    for problem in problems:
        assert problem.key
        assert str(problem).isprintable()
        assert "; " in problem.message


def test_paths_are_shown_as_they_are_written() -> None:
    assert dotted(("timeline", 1, "day")) == "timeline[2].day"
    assert dotted(("a b", "c\nd", "", "e-f_9")) == '"a b"."c\\nd"."".e-f_9'


def test_values_are_shown_on_one_line_and_short() -> None:
    assert quoted("a\tb\x1b[31m\u202e") == '"a\\tb\\x1b[31m\\u202e"'
    assert quoted('say "so"') == "'say \"so\"'"
    assert printable("x" * 50) == "x" * 39 + "…"
    assert [figure(number) for number in (5, 5.0, 0.05, 1e20, float("inf"))] == ["5", "5", "0.05", "1e+20", "inf"]
