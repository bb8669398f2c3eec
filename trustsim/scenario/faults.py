"""A value that will not do, said in words of our own: what it is, what was expected, what may have been meant."""

from __future__ import annotations

import math
from datetime import date, time
from typing import Any

from trustsim.scenario.catalogue import Key
from trustsim.scenario.nearest import near
from trustsim.scenario.wording import figure, quoted


def wrong_value(key: Key, value: Any) -> str:
    """The message for a value that ``key`` does not take."""
    what, meant = _fault(key, value)
    return f"{what}; expected {key.expected}{f'; did you mean {meant}?' if meant else ''}"


def named(value: Any) -> str:
    """A value of a wrong type, with the name of its type."""
    if isinstance(value, bool):
        return f"{quoted(value)} is a truth value"
    if isinstance(value, int | float):
        return f"{quoted(value)} is a number"
    if isinstance(value, str):
        return f"{quoted(value)} is text"
    if isinstance(value, date | time):
        return f"{quoted(value)} is a date or time"
    return f"{quoted(value)} was given"


def _fault(key: Key, value: Any) -> tuple[str, str]:
    """What is wrong with a value, and what may have been meant (or nothing)."""
    if key.kind == "word":
        return _wrong_word(key, value)
    if key.kind == "bool":
        return named(value), _truth(value)
    if key.kind == "text":
        return _wrong_text(key, value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return named(value), _number_in(key, value)
    return _wrong_number(key, value)


def _wrong_word(key: Key, value: Any) -> tuple[str, str]:
    if not isinstance(value, str):
        return named(value), ""
    found = near(value, key.words)
    return f"{quoted(value)} is unknown", f'"{found[0]}"' if found else ""


def _wrong_text(key: Key, value: Any) -> tuple[str, str]:
    if not isinstance(value, str):
        simple = isinstance(value, bool | int | float | date | time)
        return named(value), f'"{quoted(value)}"' if simple and not key.form else ""
    if len(value) > key.longest:
        most = f", more than {key.longest}" if key.form else ""
        return f"{quoted(value)} has {len(value):,} characters{most}", ""
    return f"{quoted(value)} has characters that are not text", ""


def _wrong_number(key: Key, value: int | float) -> tuple[str, str]:
    if isinstance(value, float) and not math.isfinite(value):
        return f"{quoted(value)} is not a finite number", ""
    if value < key.low:
        return f"{quoted(value)} is too small", ""
    if value > key.high:
        return f"{quoted(value)} is too large", _as_share(key, value)
    if key.kind == "int":
        whole = value == int(value)
        return f"{quoted(value)} is not {'written as ' if whole else ''}a whole number", figure(value) if whole else ""
    return f"{quoted(value)} cannot be used", ""


def _as_share(key: Key, value: float) -> str:
    """85 where a share or probability belongs: .85 may have been meant."""
    is_share = key.unit == "probability" or key.unit.startswith("share")
    return figure(value / 100) if is_share and 2 <= value <= 100 * key.high else ""


def _number_in(key: Key, value: Any) -> str:
    """The number that a text holds, if it would do."""
    if not isinstance(value, str) or len(value) > 30:
        return ""
    try:
        number = float(value.strip().replace(",", "."))
    except ValueError:
        return ""
    fits = key.low <= number <= key.high and (key.kind == "float" or number == int(number))
    return figure(number) if fits else ""


def _truth(value: Any) -> str:
    for answer, words in (("true", ("true", "yes", "on", "1")), ("false", ("false", "no", "off", "0"))):
        if isinstance(value, str | int) and str(value).strip().lower() in words:
            return answer
    return ""
