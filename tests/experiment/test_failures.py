"""Errors that differ in their numbers alone have one cause, told once with the numbers that it had."""

from __future__ import annotations

import pytest

from trustsim.experiment.failures import Cause, all_failed, by_cause, causes

UNITS = "ScenarioError: {} units are too many for {} users"


def test_numbers_do_not_split_a_cause() -> None:
    errors = {UNITS.format(5, 2): 3, UNITS.format(12, 2): 4, "MemoryError": 2, UNITS.format(6, 3): 1}
    assert causes(errors) == [Cause(UNITS.format("5 to 12", "2 to 3"), 8), Cause("MemoryError", 2)]


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("a 0.5 b", "a -1e-3 b", "a -1e-3 to 0.5 b"),
        ("a 1 b", "a 1.0 b", "a 1 b"),
        ("x2 fell to 1", "x2 fell to 2", "x2 fell to 1 to 2"),
        ("day 1.", "day 20.", "day 1 to 20."),
    ],
)
def test_numbers_that_differ_are_told_from_the_lowest_to_the_highest(one: str, other: str, told: str) -> None:
    assert by_cause([one, other]) == {one: told, other: told}


@pytest.mark.parametrize(
    ("one", "other"), [("no luck", "bad luck"), ("x1 is odd", "x2 is odd"), ("a 1 b", "a 1 b 2 c"), ("", "1")]
)
def test_words_split_a_cause(one: str, other: str) -> None:
    assert len(causes({one: 1, other: 1})) == 2


def test_long_errors_that_are_cut_at_different_places_have_one_cause() -> None:
    long = "word " * 60
    assert [cause.runs for cause in causes({f"9 {long}"[:300]: 1, f"10000 {long}"[:300]: 1})] == [2]


def test_where_all_failed_it_is_said_why_a_line_a_cause() -> None:
    errors = {f"{word * 3}: {number}": number for number, word in enumerate("abcdefg", start=1)}
    first, *lines = str(all_failed("sweeps/x", 28, errors, "trustsim sweep x --retry-failed")).splitlines()
    assert first == "sweeps/x: all 28 runs failed, so there is nothing to analyse:"
    assert lines[0] == "  7: ggg: 7"
    assert lines[5:] == ["  3: other causes", "do them again with: trustsim sweep x --retry-failed"]
    only = str(all_failed("x", 1, {"ScenarioError: no": 1}, "again")).splitlines()
    assert only == ["x: its only run failed, so there is nothing to analyse:", "  1: ScenarioError: no"]
