"""What is said about text that is not TOML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustsim.errors import Problem, ScenarioError
from trustsim.scenario.reading import parse

TEXT = "expected text of at most 500 characters"
CLOSE = "the text that begins here is not closed"

MISTAKES = [
    (
        "[process]\npreset = partnership",
        (
            "2: process.preset: not TOML: partnership is not a value; expected "
            '"waterfall-contract" or "partnership"; did you mean "partnership"?'
        ),
    ),
    (
        "handoff.survival = .85",
        (
            "1: handoff.survival: not TOML: .85 is not a value; expected a number from 0 to 1 "
            "(probability); did you mean 0.85?"
        ),
    ),
    (
        "handoff.survival = 1.",
        (
            "1: handoff.survival: not TOML: 1. is not a value; expected a number from 0 to 1 "
            "(probability); did you mean 1.0?"
        ),
    ),
    (
        "handoff.survival = 0,85",
        (
            "1: handoff.survival: not TOML: 0,85 is not a value; expected a number from 0 to 1 "
            "(probability); did you mean 0.85?"
        ),
    ),
    (
        '[[timeline]]\nwhat = "edict"\nwhen = trust < .35 for 3 days # low',
        (
            "3: timeline[1].when: not TOML: trust < .35 for 3 days is not a value; expected a measure, <, <=, =, >= "
            'or >, and a value, perhaps "for N days", such as "trust < 0.35 for 20 days"; '
            'did you mean "trust < .35 for 3 days"?'
        ),
    ),
    (
        '[[timeline]]\nwhat = "edict"\nwhen = soon',
        (
            "3: timeline[1].when: not TOML: soon is not a value; expected a measure, <, <=, =, >= or >, and a value, "
            'perhaps "for N days", such as "trust < 0.35 for 20 days"'
        ),
    ),
    (
        "organisation.users = ten",
        ("1: organisation.users: not TOML: ten is not a value; expected a whole number from 1 to 5000 (people)"),
    ),
    (
        "organisation = { users = , testers = 3 }",
        ("1: organisation.users: not TOML: a value is missing; expected a whole number from 1 to 5000 (people)"),
    ),
    (
        "organisation = { testers = 3, users = many }",
        ("1: organisation.users: not TOML: many is not a value; expected a whole number from 1 to 5000 (people)"),
    ),
    (
        "test.constant_concession = False # no",
        ("1: test.constant_concession: not TOML: False is not a value; expected true or false; did you mean false?"),
    ),
    ("story.title = “A story”", f'1: story.title: not TOML: “A story” is not a value; {TEXT}; did you mean "A story"?'),
    ("story.title = My story", f'1: story.title: not TOML: My story is not a value; {TEXT}; did you mean "My story"?'),
    (
        "what = ever",
        (
            "1: what: not TOML: ever is not a value; text goes in quotes, numbers are written like 5 or 0.5; "
            'did you mean "ever"?'
        ),
    ),
    ("\n[run]\nseed =", "3: run.seed: not TOML: a value is missing; expected a whole number from 0 to"),
    ("[run]\nseed: 5", '2: run.seed: not TOML: expected "=" between a key and its value'),
    ("[run]\nseed = 1\nseed = 2", "3: run.seed: given twice, first at line 2; expected once"),
    ("run.seed = 1\n[run]\nseed = 2\n", "2: run: given twice; expected once"),
    ("[run]\n\n[run]\n", "3: run: given twice, first at line 1; expected once"),
    ("start.crafts = { good_share = 1, good_share = 0 }", "1: start.crafts.good_share: given twice; expected once"),
    ("[timeline]\n[[timeline]]\n", "2: timeline"),
    ("[run\nseed = 5\n", "1: run: not TOML: the name of a section is not closed; expected"),
    ("[[timeline]\nday = 5\n", "1: timeline[1]: not TOML: the name of a section is not closed; expected"),
    ("[run] seed = 5\n", "1: run: not TOML: [run] seed = 5 has something left over; expected the end of the line"),
    ("[]\n", "1: not TOML: a key is missing or has no valid name; expected letters, digits, - or _"),
    ("= 5\n", "1: not TOML: this is neither key = value nor a [section]"),
    ("timeline = [\n  { day = 1 },\n\n[run]\n", "4: timeline: not TOML: run is not a value; text goes"),
    ("start.crafts = { good_share = 1\n", "1: start.crafts.good_share: not TOML: the table that begins here is not"),
    ('story.title = "A\nstory.teaches = "B"\n', f"1: story.title: not TOML: {CLOSE} on its line; expected a closing"),
    ("story.title = 'A\n", f"1: story.title: not TOML: {CLOSE}"),
    ("[story]\ntitle = '''A\n\n\n", f"2: story.title: not TOML: {CLOSE}; expected a closing quote"),
    ('[story]\ntitle = """A\n\n\n', f"2: story.title: not TOML: {CLOSE}; expected a closing quote"),
    ('story.title = "A', f"1: story.title: not TOML: {CLOSE}; expected a closing quote"),
    ("story.title = 'A", f"1: story.title: not TOML: {CLOSE}; expected a closing quote"),
    ('story.title = "\\m"', "1: story.title: not TOML: a backslash in text in double quotes; expected two of them"),
    ('story.title = "\\u12"', "1: story.title: not TOML: a backslash and u in text; expected four hexadecimal"),
    ('story.title = "\\ud800"', "1: story.title: not TOML: a \\u in text that stands for no character"),
    ("story.title = 'a\x01'", "1: story.title: not TOML: a character that may not stand here"),
    ("run.seed = 2024-13-01", "1: run.seed: not TOML: 2024-13-01 is not a value; expected a whole number"),
    ("run.seed = 2024-02-31", "1: run.seed: not TOML: a date that does not exist"),
    ("run.seed = " + "9" * 5000, "1: run.seed: a number of more than 4300 digits; expected a whole number from 0 to"),
]


def problems(raw: bytes) -> list[Problem]:
    try:
        parse("a.toml", raw)
    except ScenarioError as error:
        return error.problems
    return []


def told(text: str) -> str:
    (problem,) = problems(text.encode())
    return str(problem).removeprefix("a.toml:")


def test_what_comes_near_no_value_brings_no_question() -> None:
    assert "did you mean" not in told('[[timeline]]\nwhat = "edict"\nwhen = soon')


@pytest.mark.parametrize(("text", "message"), MISTAKES, ids=[text[:40] for text, _ in MISTAKES])
def test_mistakes_are_told_with_key_and_line(text: str, message: str) -> None:
    assert told(text).startswith(message)


@given(st.text(st.sampled_from("ab.=[]{}\"'\\#,\n1\x01é "), max_size=40))
def test_no_text_brings_anything_but_a_problem(text: str) -> None:
    for problem in problems(text.encode()):
        assert 1 <= problem.line <= text.count("\n") + 1
        assert str(problem).isprintable()


@given(st.binary(max_size=40))
def test_no_bytes_bring_anything_but_a_problem(raw: bytes) -> None:
    assert all(str(problem).isprintable() for problem in problems(raw))
