"""Days of a run as people think of them: months of 21 working days beside days, and years beside many months."""

from __future__ import annotations

from trustsim.vocabulary import DAYS_PER_MONTH, DAYS_PER_YEAR

_MONTHS_TOLD = 36
_SHORTEST = 2 * DAYS_PER_MONTH
_FIRST_YEARS = 2 * DAYS_PER_YEAR


def month_of(day: int) -> str:
    """In which month a day lies, from 1: ``month 24``; after three years ``year 4, month 2``."""
    month = (max(day, 1) - 1) // DAYS_PER_MONTH + 1
    if month <= _MONTHS_TOLD:
        return f"month {month}"
    return f"year {(month - 1) // 12 + 1}, month {(month - 1) % 12 + 1}"


def dated(day: int) -> str:
    """A day with its month: ``day 487 (month 24)``; the start, day 0, and what came before it without."""
    return f"day {day} ({month_of(day)})" if day >= 1 else f"day {day}"


def dated_span(first: int, last: int) -> str:
    """Days from one to another: ``day 324 to 345 (months 16 to 17)``; one day where both are the same."""
    if first == last:
        return dated(first)
    begin, end = month_of(first), month_of(last)
    if begin == end or "year" in end:
        months = begin if begin == end else f"{begin} to {end}"
    else:
        months = f"months {begin.removeprefix('month ')} to {end.removeprefix('month ')}"
    return f"day {first} to {last} ({months})"


def roughly(days: float) -> str:
    """How long that is: ``about 9 months``, ``2 years``; empty below two months, where days say enough."""
    if days < _SHORTEST:
        return ""
    if days >= _FIRST_YEARS:
        halves = round(2 * days / DAYS_PER_YEAR)
        exact, words = halves * DAYS_PER_YEAR == 2 * days, f"{halves / 2:g} years"
    else:
        months = round(days / DAYS_PER_MONTH)
        exact, words = months * DAYS_PER_MONTH == days, f"{months} months"
    return words if exact else f"about {words}"


def lasting(days: float, noun: str = "day") -> str:
    """A length with what that is in months or years: ``500 days (2 years)``, ``12.5 days``, ``1 day``."""
    words = f"{days:g} {noun}" if days == 1 else f"{days:g} {noun}s"
    long = roughly(days)
    return f"{words} ({long})" if long else words


def month_ticks(last: int, most: int) -> list[int]:
    """Days on which an axis of working days is marked: the ends of whole months, or of years where there are many.

    Args:
        last: the last day of the axis.
        most: how many marks there is room for beside the one at 0, at least 1.

    Returns:
        Days from 0 on; empty below two months, where plain days serve better.
    """
    if last < _SHORTEST:
        return []
    unit, steps = DAYS_PER_MONTH, [1, 2, 3, 6, 9, 12]
    if last > max(_FIRST_YEARS, 12 * unit * most):
        unit, steps = DAYS_PER_YEAR, [1, 2, 5, 10, 20]
    step = next((step for step in steps if last // (unit * step) <= most), steps[-1])
    return [unit * count for count in range(0, last // unit + 1, step)]


def tick_words(day: float) -> str:
    """What is written at a mark of an axis, on two lines: the day, and how many months or years that is."""
    if day <= 0:
        return "day 0\nstart"
    unit, name = (DAYS_PER_YEAR, "year") if day % DAYS_PER_YEAR == 0 else (DAYS_PER_MONTH, "month")
    number = day / unit
    return f"day {day:g}\n{number:g} {name}{'' if number == 1 else 's'}"
