"""Days beside months and years: 21 working days a month, 250 a year."""

from __future__ import annotations

import pytest

from trustsim.report.dates import dated, dated_span, lasting, month_ticks, tick_words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (0, "day 0"),
        (-114, "day -114"),
        (1, "day 1 (month 1)"),
        (21, "day 21 (month 1)"),
        (22, "day 22 (month 2)"),
        (487, "day 487 (month 24)"),
        (756, "day 756 (month 36)"),
        (757, "day 757 (year 4, month 1)"),
    ],
)
def test_a_day_has_its_month(day: int, words: str) -> None:
    assert dated(day) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (5, 5, "day 5 (month 1)"),
        (22, 42, "day 22 to 42 (month 2)"),
        (324, 345, "day 324 to 345 (months 16 to 17)"),
        (740, 800, "day 740 to 800 (month 36 to year 4, month 3)"),
    ],
)
def test_a_span_has_its_months(first: int, last: int, words: str) -> None:
    assert dated_span(first, last) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "0 days"),
        (1, "1 day"),
        (12.5, "12.5 days"),
        (41, "41 days"),
        (42, "42 days (2 months)"),
        (180, "180 days (about 9 months)"),
        (499, "499 days (about 24 months)"),
        (500, "500 days (2 years)"),
        (620, "620 days (about 2.5 years)"),
    ],
)
def test_a_length_is_told_in_what_people_count_in(days: float, words: str) -> None:
    assert lasting(days) == words


def test_marks_stand_at_whole_months_and_there_are_no_more_than_fit() -> None:
    assert month_ticks(500, 8) == [0, 63, 126, 189, 252, 315, 378, 441]
    assert month_ticks(500, 2) == [0, 189, 378]
    assert month_ticks(5000, 8) == [0, 1250, 2500, 3750, 5000]
    assert month_ticks(41, 8) == []


@pytest.mark.parametrize("last", range(42, 5001, 7))
def test_there_are_marks_enough_to_read_by(last: int) -> None:
    for most in (2, 5, 8):
        marks = month_ticks(last, most)
        assert 2 <= len(marks) <= most + 1
        assert marks[-1] <= last


def test_marks_say_day_and_month() -> None:
    assert [tick_words(day) for day in (0, 21, 63, 250, 500)] == [
        "day 0\nstart",
        "day 21\n1 month",
        "day 63\n3 months",
        "day 250\n1 year",
        "day 500\n2 years",
    ]
