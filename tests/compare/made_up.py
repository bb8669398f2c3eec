"""Pairs of runs that never were: figures as a test wants them, and flat curves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from trustsim.compare.pairs import Pairs
from trustsim.compare.worlds import worlds
from trustsim.measures.responses import responses
from trustsim.scenario.schema import Scenario

DAYS = 30

Series = Mapping[str, Sequence[float]]


def scenario(title: str = "", **sections: Any) -> Scenario:
    return Scenario.model_validate({"story": {"title": title}, "run": {"horizon_days": DAYS}} | sections)


def made_up(*series: Series, days: int = DAYS, same: bool = False) -> Pairs:
    """Pairs of as many worlds as there are ``series``; what a series does not name is 0.5 in each run.

    The worlds differ in their plans, unless they are to be the ``same`` but for the story.

    The curve of a run goes straight from 0.5 to its trust at the end.
    """
    labels = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
    plans = [{"planning": {"window_days": 10 if same else 10 + place}} for place in range(len(series))]
    named = [(label, scenario(f"The {label}", **plan)) for label, plan in zip(labels, plans, strict=False)]
    pairs = Pairs(worlds(named))
    reps = max(len(values) for one in series for values in one.values())
    results = [
        (figures(one, rep), np.linspace(0.5, one.get("trust.end", [0.5] * reps)[rep], days))
        for rep in range(reps)
        for one in series
    ]

    def call(_f: Callable[..., Any], _a: Sequence[Any], _d: Callable[[int], object] | None = None) -> list[Any]:
        return results

    pairs.add(reps, call)
    return pairs


def figures(series: Series, rep: int) -> tuple[float, ...]:
    return tuple(series[name][rep] if name in series else 0.5 for name in responses())


def around(middle: float, spread: float, number: int, turn: int = 0) -> list[float]:
    """Values that lie evenly within ``spread`` of ``middle``, in an order that depends on ``turn``."""
    steps = [middle + spread * (2 * place / (number - 1) - 1) for place in range(number)]
    return [steps[(place * 7 + turn * 3) % number] for place in range(number)]
