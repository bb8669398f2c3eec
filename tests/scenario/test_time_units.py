"""Months, weeks and years where a file counts working days: the message says what to write."""

from __future__ import annotations

import pytest

from trustsim.scenario.time_units import in_days

TIMELINE = ("what", "day", "days")


@pytest.mark.parametrize(
    ("name", "value", "keys", "meant"),
    [
        ("month", 3, TIMELINE, "day = 64 (a month has 21 working days)"),  # after three months of 21 days
        ("months", 3, TIMELINE, "days = 63 (a month has 21 working days)"),
        ("week", 0, TIMELINE, "day = 1 (a week has 5 working days)"),
        ("weeks", 0, TIMELINE, "days = 1 (a week has 5 working days)"),
        ("Year", 1.5, TIMELINE, "day = 376 (a year has 250 working days)"),
        ("quarter", 2, TIMELINE, "day = 127 (a quarter has 63 working days)"),
        ("horizon_years", 2, ("horizon_days",), "horizon_days = 500 (a year has 250 working days)"),
        ("month", 3, ("horizon_days",), ""),
        ("month", 3, ("days",), "days = 63 (a month has 21 working days)"),
        ("month", "March", TIMELINE, "day (a month has 21 working days)"),
        ("month", True, TIMELINE, "day (a month has 21 working days)"),
        ("month", -1, TIMELINE, "day (a month has 21 working days)"),
        ("month", float("nan"), TIMELINE, "day (a month has 21 working days)"),
        ("month", 10**400, TIMELINE, "day (a month has 21 working days)"),
        ("monthly", 3, TIMELINE, ""),
        ("x_" * 30 + "month", 3, TIMELINE, ""),
    ],
)
def test_what_is_meant_is_said_in_working_days(name: str, value: object, keys: tuple[str, ...], meant: str) -> None:
    assert in_days(name, value, keys) == meant
