"""Points of a Latin hypercube over the plausible ranges of all uncertain numbers."""

from __future__ import annotations

from typing import Any

from trustsim.scenario.catalogue import groups
from trustsim.validate.patterns.lived import Settings
from trustsim.validate.plausible import ALTERNATIVES, plausible

SEED = 1


def points(number: int) -> list[Settings]:
    """So many points, as settings by section; contested switches are dealt evenly beside the numbers.

    Source: McKay, Beckman & Conover (1979), Technometrics 21(2).
    """
    from scipy.stats.qmc import LatinHypercube

    ranges = plausible()
    kinds = {key.dotted: key.kind for group in groups().values() for key in group.keys.values()}
    sample = LatinHypercube(len(ranges) + len(ALTERNATIVES), rng=SEED).random(number)
    found = []
    for units in sample.tolist():
        point: dict[str, Any] = {}
        for unit, (key, (low, high)) in zip(units, ranges.items(), strict=False):
            value = low + unit * (high - low)
            _put(point, key, round(value) if kinds[key] == "int" else value)
        for unit, (key, words) in zip(units[len(ranges) :], ALTERNATIVES.items(), strict=True):
            _put(point, key, words[int(unit * len(words))])
        found.append(point)
    return found


def _put(point: dict[str, Any], key: str, value: object) -> None:
    *path, name = key.split(".")
    for part in path:
        point = point.setdefault(part, {})
    point[name] = value
