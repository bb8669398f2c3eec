"""One run, from a scenario to its tables and summary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from trustsim.errors import InputError
from trustsim.measures import summarise
from trustsim.model.model import TrustModel
from trustsim.records.frames import frames

if TYPE_CHECKING:
    import pandas as pd

    from trustsim.scenario.schema import Scenario

LARGEST_SEED = 2**53


@dataclass(frozen=True)
class RunResult:
    """What one run gave.

    Attributes:
        scenario: as it was run, its seed included.
        seed: the seed.
        tables: data frames keyed and ordered as ``records.columns.TABLES``.
        summary: what ``summary.json`` holds.
        initial: the trust measures on the evening before day 1, by their daily names.
    """

    scenario: Scenario
    seed: int
    tables: dict[str, pd.DataFrame]
    summary: dict[str, Any]
    initial: dict[str, float]


def run_one(scenario: Scenario, seed: int | None = None, on_day: Callable[[int], object] | None = None) -> RunResult:
    """Run a scenario to its horizon.

    Args:
        scenario: what to run.
        seed: from 0 to 2**53; None takes the scenario's own.
        on_day: called after each day with the number of the day, for a progress bar.

    Raises:
        InputError: the seed is out of its range.
    """
    scenario = with_seed(scenario, seed)
    model = TrustModel(scenario, scenario.run.seed)
    initial = {name: float(value) for name, value in model.initial.items() if value is not None}
    while model.running:
        model.step()
        if on_day is not None:
            on_day(model.day)
    model.close()
    tables = frames(model)
    summary = summarise(tables, initial, scenario.organisation.users, scenario.story, scenario.illness)
    return RunResult(scenario, scenario.run.seed, tables, summary, initial)


def with_seed(scenario: Scenario, seed: int | None) -> Scenario:
    """Return the scenario with another seed; with its own where ``seed`` is None.

    Raises:
        InputError: the seed is out of its range.
    """
    if seed is None:
        return scenario
    if not 0 <= seed <= LARGEST_SEED:
        raise InputError(f"seed: {seed} given; expected a whole number from 0 to {LARGEST_SEED} (2**53)")
    return scenario.model_copy(update={"run": scenario.run.model_copy(update={"seed": seed})})
