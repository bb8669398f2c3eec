"""Every default in one table, and the hash by which one can tell whether any of them has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from trustsim.rules import effort, experience
from trustsim.scenario.catalogue import Key, groups
from trustsim.scenario.process import PRESETS
from trustsim.scenario.wording import figure
from trustsim.validate.plausible import ALTERNATIVES, plausible, standing

_NO_DEFAULTS = ("story", "timeline")
_OPENING = """\
# Defaults

Every number that the model rests on: its default, the range over which it is to be examined, where it comes from and
how well it is known. *Checked* was read in the source, *derived* was computed from published data, *memory* is cited
from memory, and everything else is an *assumption*. Where no range is given, the number shapes a house or a story and
is no uncertainty of the model. What each key means, and what a file may say, is in [the reference of scenario
files](scenario.md); how mechanisms compare with data, in [the validation of the
model](../explanation/validation.md).

Hash of all defaults, the presets and the constants of the rules: `{hash}` (`trustsim validate --defaults`).
"""
_COLUMNS = ("Key", "Default", "Examined from", "to", "Standing", "Source")


def keys() -> Iterator[Key]:
    """Every key that a run depends on, in the order of the scenario file."""
    for name, group in groups().items():
        if name not in _NO_DEFAULTS:
            yield from (key for key in group.keys.values() if key.dotted != "run.seed")


def digest() -> str:
    """SHA-256 of every default, of the presets and of the constants of the rules, as 64 hexadecimal digits."""
    lines = [f"{key.dotted} = {key.default!s}" for key in keys()]
    lines += [f"{preset.value} = {', '.join(one.value for one in policies)}" for preset, policies in PRESETS.items()]
    weights = (experience.INTERCEPT, experience.ON_TIME, experience.ON_BUDGET, experience.TO_SPEC)
    lines.append(f"outcome = {(*weights, experience.NEED_FIT, experience.BENEFIT)}")
    lines += [f"{curve.value} = {factors}" for curve, factors in effort.FIX_FACTORS.items()]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def markdown() -> str:
    """The page of all defaults."""
    ranges = plausible()
    rows = [_COLUMNS, tuple("---" for _ in _COLUMNS), *(_row(key, ranges) for key in keys())]
    return _OPENING.format(hash=digest()) + "\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _row(key: Key, ranges: dict[str, tuple[float, float]]) -> tuple[str, ...]:
    low = high = ""
    if key.dotted in ranges:
        low, high = (figure(bound) for bound in ranges[key.dotted])
    elif key.dotted in ALTERNATIVES:
        low, high = ", ".join(f"`{word}`" for word in ALTERNATIVES[key.dotted]), ""
    return (f"`{key.dotted}`", _default(key), low, high, standing(key), key.source)


def _default(key: Key) -> str:
    if key.default is None:
        return key.left_out
    return figure(key.default) if key.kind in ("int", "float") else f"`{str(key.default).lower()}`"
