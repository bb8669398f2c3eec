"""Why runs failed: errors that differ in nothing but their numbers have one cause."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from trustsim.errors import RunError

MOST_CAUSES = 5
"""Causes that are told one by one."""

_IMPOSSIBLE = "ScenarioError:"
"""How the error of a point begins whose levels do not go together."""

_NUMBER = re.compile(r"(?<![\w.])(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?!\w)")
_ALIKE = 200
"""Characters without numbers in which errors of one cause agree: what follows may be cut at different places."""


class Cause(NamedTuple):
    """Why some runs failed, in a line; numbers that differ stand there as ``5 to 6``. And how many runs."""

    text: str
    runs: int


def causes(errors: Mapping[str, int]) -> list[Cause]:
    """Put errors together by cause, the commonest first.

    Args:
        errors: as ``SweepRecord.errors`` counts them.
    """
    told, found = by_cause(errors), Counter[str]()
    for error, runs in errors.items():
        found[told[error]] += runs
    return sorted((Cause(text, runs) for text, runs in found.items()), key=lambda cause: (-cause.runs, cause.text))


def by_cause(errors: Iterable[str]) -> dict[str, str]:
    """For each error how its cause is told, which is the same for all that differ in their numbers alone."""
    alike: dict[str, list[str]] = defaultdict(list)
    for error in sorted(set(errors)):
        alike[_NUMBER.sub("#", error)[:_ALIKE]].append(error)
    return {text: _together(texts) for texts in alike.values() for text in texts}


def all_failed(where: str, runs: int, errors: Mapping[str, int], retry: str = "") -> RunError:
    """What is said where no run came to its end, with a line a cause.

    Args:
        where: the sweep, as one would call it.
        runs: how many runs it has.
        errors: as ``SweepRecord.errors`` counts them.
        retry: the command that does them again; it is told where that may help.
    """
    found = causes(errors)
    lines = [f"  {cause.runs:,}: {cause.text}" for cause in found[:MOST_CAUSES]]
    rest = sum(cause.runs for cause in found[MOST_CAUSES:])
    lines += [f"  {rest:,}: other causes"] if rest else []
    lines += [f"do them again with: {retry}"] if retry and may_pass(found) else []
    every = "its only run" if runs == 1 else f"all {runs:,} runs"
    return RunError("\n".join([f"{where}: {every} failed, so there is nothing to analyse:", *lines]))


def may_pass(found: Iterable[Cause]) -> bool:
    """Whether any of the runs might come to its end if it were done again."""
    return any(not cause.text.startswith(_IMPOSSIBLE) for cause in found)


def _together(texts: Sequence[str]) -> str:
    """One text for several that differ in their numbers alone."""
    split = [_NUMBER.split(text) for text in texts]
    if any(len(parts) != len(split[0]) for parts in split):  # long ones, cut before their end
        return texts[0]
    return "".join(_one(parts) if place % 2 else parts[0] for place, parts in enumerate(zip(*split, strict=True)))


def _one(numbers: Sequence[str]) -> str:
    low, high = min(numbers, key=float), max(numbers, key=float)
    return low if float(low) == float(high) else f"{low} to {high}"
