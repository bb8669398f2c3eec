"""One run for comparisons and experiments: what was measured of it, without tables, ledger or sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from trustsim.measures import figures
from trustsim.measures.responses import CURVES, MEAN
from trustsim.model.model import TrustModel
from trustsim.records.figures import FIGURES
from trustsim.records.frames import tables_of_figures
from trustsim.run.ensemble import figure
from trustsim.run.single import with_seed

if TYPE_CHECKING:
    from trustsim.scenario.schema import Scenario

Curve = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Outcome:
    """What was measured of one run.

    Attributes:
        figures: every response of ``measures.responses`` by its name; NaN where it cannot be had.
        curves: every daily column of ``CURVES``, a value a day from day 1, NaN where there is none.
    """

    figures: dict[str, float]
    curves: dict[str, Curve]


def outcome(scenario: Scenario, seed: int | None = None) -> Outcome:
    """Run a scenario and measure it; the same figures, to the last bit, as the summary of ``run_one``.

    Args:
        scenario: what to run.
        seed: from 0 to 2**53; None takes the scenario's own.

    Raises:
        InputError: the seed is out of its range.
    """
    scenario = with_seed(scenario, seed)
    model = TrustModel(scenario, scenario.run.seed, ledger=False)
    initial = {name: float(value) for name, value in model.initial.items() if value is not None}
    while model.running:
        model.step()
    model.close()
    found = figures(tables_of_figures(model), initial)
    curves = {name: _curve(model, name) for name in CURVES}
    measured = {name: _number(figure(found, name)) for name in FIGURES}
    return Outcome(measured | {f"{name}{MEAN}": mean_over_days(curve) for name, curve in curves.items()}, curves)


def _curve(model: TrustModel, name: str) -> Curve:
    return np.array([_number(row[name]) for row in model.recorder.daily], dtype=np.float64)


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)


def mean_over_days(curve: Curve) -> float:
    """Mean over the days that have a value, added up in order: numpy's own sum differs between machines."""
    total, days = 0.0, 0
    for value in curve.tolist():
        if value == value:  # noqa: PLR0124 (NaN)
            total += value
            days += 1
    return total / days if days else float("nan")
