"""Sentences about results, in which every figure is a reference to the result that it came from.

A template holds references ``{table:row:column|format}``; ``fill`` puts figures in their place. So the
same sentence is told plainly, or with the address of each figure beside it, and no figure is typed by hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from trustsim.analysis.results import Analysis

REFERENCE = re.compile(r"\{([^{}|]+)\|([a-z0-9]+)\}")
MISSING = "–"
NOTHING = 1e-9
"""What is smaller is rounding, in measures that are written with decimals."""
THOUSAND = 999.5
"""From here on, three digits are a thousand or more, and are written as a whole number."""

FORMATS: dict[str, Callable[[Any], str]] = {
    "int": lambda value: f"{round(value):,}",
    "f1": lambda value: _decimals(value, 1),
    "f2": lambda value: _decimals(value, 2),
    "f3": lambda value: _decimals(value, 3),
    "f4": lambda value: _decimals(value, 4),
    "s2": lambda value: _decimals(value, 2, "+"),
    "s3": lambda value: _decimals(value, 3, "+"),
    "g3": lambda value: _three_digits(value, ""),
    "g6": lambda value: _signless(f"{value:.6g}"),
    "sg3": lambda value: _three_digits(value, "+"),
    "pct": lambda value: f"{_signless(f'{100 * value:.0f}')} %",
    "pct1": lambda value: f"{_signless(f'{100 * value:.1f}')} %",
    "text": str,
}
"""How a figure is written: whole, with so many decimals, signed, with three significant digits, as a percentage."""


def shown(value: Any, form: str) -> str:
    """A figure as it is written; a dash where it is missing."""
    return MISSING if value is None else FORMATS[form](value)


def fill(template: str, analysis: Analysis, write: Callable[[str, str, str], str] = lambda text, _a, _f: text) -> str:
    """Put the figures into a template.

    Args:
        template: text with references.
        analysis: where the figures are.
        write: what stands for a figure, given its text, its address and its format; usually the text alone.

    Raises:
        InputError: a reference leads nowhere.
    """

    def figure(match: re.Match[str]) -> str:
        address, form = match.groups()
        return write(shown(analysis.value(address), form), address, form)

    return REFERENCE.sub(figure, template)


def _decimals(value: float, decimals: int, sign: str = "") -> str:
    """So many decimals; what is small, but not nothing, keeps one figure of its own, and is not written as 0."""
    text = f"{value:{sign}.{decimals}f}"
    return f"{value:{sign}.1g}" if float(text) == 0 and abs(value) > NOTHING else _signless(text)


def _three_digits(value: float, sign: str) -> str:
    """Three significant digits; whole numbers from a thousand on."""
    return f"{value:{sign},.0f}" if abs(value) >= THOUSAND else _signless(f"{value:{sign}.3g}")


def _signless(text: str) -> str:
    """No sign in front of a zero."""
    return text.lstrip("+-") if float(text) == 0 else text
