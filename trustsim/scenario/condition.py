"""A condition of the timeline, such as ``trust < 0.35 for 20 days``: what it says, and when it holds."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from trustsim.scenario.nearest import near
from trustsim.scenario.wording import figure, listed, printable, quoted
from trustsim.vocabulary import CONDITION_MEASURES, Stage

MOST_DAYS = 5000
LONGEST = 200
EXAMPLE = "trust < 0.35 for 20 days"
FORM = f'a measure, <, <=, =, >= or >, and a value, perhaps "for N days", such as "{EXAMPLE}"'

STAGES = {stage.name.lower().replace("_", "-"): stage for stage in Stage}
"""The words for the stages, as a condition names them."""

_HOLDS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq}
_SPELLINGS = {"==": "=", "=<": "<=", "=>": ">=", "≤": "<=", "≥": ">="}
_OPERATOR = "[<>=≤≥]=?|=[<>]"
PATTERN = rf"^\s*({'|'.join(CONDITION_MEASURES)})\s*(<|<=|=|==|>=|>|≤|≥)\s*[^\s<>=≤≥]+(\s+for\s+[0-9]+\s*days?)?\s*$"
"""A regular expression that every condition matches, for the JSON Schema."""

_PARTS = re.compile(
    rf"\s*(?P<measure>[^\s<>=≤≥]+)\s*(?P<op>{_OPERATOR})\s*(?P<value>[^\s<>=≤≥]+)(?:\s+for\s+(?P<days>\S+?)\s*days?)?\s*",
)
_WHOLE = re.compile(r"[0-9]{1,9}")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_WORDS = {float(stage): word for word, stage in STAGES.items()}
_AMOUNTS = ("lead_time", "waiting", "work_in_progress", "layers")
_MOST = 1e6


class Condition(NamedTuple):
    """A measure compared with a value, for some days on end.

    Attributes:
        measure: one of ``CONDITION_MEASURES``.
        op: ``<``, ``<=``, ``>``, ``>=`` or ``=``.
        value: what the measure is compared with; a stage as its number.
        days: how many days in a row the comparison has to hold, 1 or more.
    """

    measure: str
    op: str
    value: float
    days: int

    def holds(self, value: float | None) -> bool:
        """Whether the comparison holds for today's value of the measure; never where there is none (None, NaN)."""
        return value is not None and bool(_HOLDS[self.op](value, self.value))  # NaN compares with nothing

    def __str__(self) -> str:
        value = _WORDS[self.value] if self.measure == "stage" else figure(self.value)
        return f"{self.measure} {self.op} {value}" + (f" for {self.days} days" if self.days > 1 else "")


@lru_cache(maxsize=1000)
def parse_condition(text: str) -> Condition:
    """Read ``<measure> <op> <value> [for N days]``.

    The operator is one of ``< <= = >= >`` (also ``==``, ``≤``, ``≥``); the value of ``stage`` is a word or its number.

    Raises:
        ValueError: saying what is wrong with the text and what was expected.
    """
    parts = _PARTS.fullmatch(text)
    op = _SPELLINGS.get(parts["op"], parts["op"]) if parts else ""
    if parts is None or op not in _HOLDS:
        raise ValueError(f"{quoted(text)} is no condition; expected {FORM}")
    measure = parts["measure"]
    if measure not in CONDITION_MEASURES:
        names = listed(CONDITION_MEASURES)
        raise ValueError(f"{quoted(measure)} cannot be watched; expected {names}{_meant(measure, CONDITION_MEASURES)}")
    return Condition(measure, op, _value(measure, parts["value"]), _days(parts["days"]))


def is_condition(text: str) -> bool:
    """Whether a text can be read as a condition, and is short enough for one."""
    if len(text) > LONGEST:
        return False
    try:
        parse_condition(text)
    except ValueError:
        return False
    return True


def _value(measure: str, written: str) -> float:
    """The value that a measure is compared with; raises ``ValueError`` where the measure never comes near it."""
    if measure == "stage":
        return _stage(written)
    high = _MOST if measure in _AMOUNTS else 1.0
    expected = f"expected a number from 0 to {figure(high)} for {measure}"
    if not _NUMBER.fullmatch(written):
        raise ValueError(f"{quoted(written)} is not a number; {expected}{_number_in(written, high)}")
    value = float(written)
    if 0.0 <= value <= high:
        return value
    what = "too small" if value < 0.0 else "too large"
    share = f"; did you mean {figure(value / 100)}?" if high == 1.0 and 2.0 <= value <= 100.0 else ""
    raise ValueError(f"{printable(written)} is {what}; {expected}{share}")


def _stage(written: str) -> float:
    by_number = {str(int(stage)): float(stage) for stage in Stage}
    if written in STAGES:
        return float(STAGES[written])
    if written in by_number:
        return by_number[written]
    raise ValueError(f"{quoted(written)} is no stage; expected {listed(STAGES)}{_meant(written, STAGES)}")


def _days(written: str | None) -> int:
    if written is None:
        return 1
    if not _WHOLE.fullmatch(written) or not 1 <= int(written) <= MOST_DAYS:
        expected = f"expected a whole number from 1 to {MOST_DAYS} (days)"
        raise ValueError(f"{quoted(written)} is no number of days; {expected}")
    return int(written)


def _meant(written: str, names: Iterable[str]) -> str:
    found = near(written, names)
    return f"; did you mean {listed(found)}?" if found else ""


def _number_in(written: str, high: float) -> str:
    """The number that ``0,35`` or ``35%`` stands for, as a question; empty if it is none or would not do."""
    plain = written.rstrip("%").replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        return ""
    value = float(plain) / (100 if written.endswith("%") else 1)
    return f"; did you mean {figure(value)}?" if 0.0 <= value <= high else ""
