"""How values and key paths are quoted in messages: on one line, short, and safe for a terminal."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import date, datetime, time

from trustsim.scenario.locate import KeyPath

LONGEST = 40

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def printable(text: str, longest: int = LONGEST) -> str:
    """The text cut to ``longest`` characters, with whatever would upset a terminal escaped."""
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    return "".join(mark if mark.isprintable() else mark.encode("unicode_escape").decode() for mark in cut)


def dotted(path: KeyPath) -> str:
    """A key path as a user would write it; elements of arrays are counted from 1: ``timeline[2].day``."""
    words = ""
    for part in path:
        if isinstance(part, int):
            words += f"[{part + 1}]"
        else:
            shown = part if _BARE.fullmatch(part) and len(part) <= LONGEST else f'"{printable(part)}"'
            words += f".{shown}" if words else shown
    return words


def figure(number: float) -> str:
    """A number without a superfluous ``.0``."""
    whole = math.isfinite(number) and abs(number) < 1e16 and number == int(number)
    return str(int(number) if whole else number)


def quoted(value: object) -> str:
    """A value as TOML would have it; long ones shortened, arrays and tables only named."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if value.bit_length() < 128 else "an integer of more than 38 digits"
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, str):
        mark = "'" if '"' in value else '"'
        return f"{mark}{printable(value)}{mark}"
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return "an array" if isinstance(value, list) else "a table"


def listed(words: Iterable[str], last: str = "or") -> str:
    """``a, b or c``."""
    *others, final = words
    return f"{', '.join(others)} {last} {final}" if others else final
