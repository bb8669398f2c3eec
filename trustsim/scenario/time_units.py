"""Weeks, months and years, which people think in, as the working days that scenario files count in."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any

from trustsim.vocabulary import DAYS_PER_MONTH, DAYS_PER_WEEK, DAYS_PER_YEAR

_DAYS = {
    "week": DAYS_PER_WEEK,
    "month": DAYS_PER_MONTH,
    "quarter": 3 * DAYS_PER_MONTH,
    "year": DAYS_PER_YEAR,
}
_UNIT = re.compile(rf"(?P<before>.*_)?(?P<unit>{'|'.join(_DAYS)})(?P<many>s?)")
_LONGEST_NAME = 40
_MOST = 1_000_000


def in_days(name: str, value: Any, keys: Iterable[str]) -> str:
    """What to write in days where somebody wrote ``name = value`` in another unit of time; empty where nothing fits.

    ``month = 3`` is a date, three months after the start: ``day = 64``. ``months = 3`` is a length: ``days = 63``.
    ``horizon_years = 2`` is ``horizon_days = 500``.

    Args:
        name: the key that was written.
        value: its value.
        keys: those that the table has.
    """
    found = _UNIT.fullmatch(name.lower().replace("-", "_")) if len(name) <= _LONGEST_NAME else None
    if found is None:
        return ""
    date, length = f"{found['before'] or ''}day", f"{found['before'] or ''}days"
    likely = [length, date] if found["many"] else [date, length]
    key = next((key for key in likely if key in keys), "")
    if not key:
        return ""
    days, known = _DAYS[found["unit"]], not isinstance(value, bool) and isinstance(value, int | float)
    number = math.floor(value * days + 0.5) if known and 0 <= value <= _MOST else None
    written = key if number is None else f"{key} = {number + 1 if key == date else max(number, 1)}"
    return f"{written} (a {found['unit']} has {days} working days)"
