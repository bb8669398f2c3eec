"""One run of a world, and what patterns look at of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from trustsim.measures import figures
from trustsim.model.model import TrustModel
from trustsim.records.frames import tables_of_figures
from trustsim.scenario.library import shipped_scenarios
from trustsim.scenario.loading import load_scenario, merged
from trustsim.scenario.schema import Scenario
from trustsim.validate.patterns.moments import moments

if TYPE_CHECKING:
    import pandas as pd

Entry = dict[str, Any]
Settings = dict[str, dict[str, Any]]

CURVES = ("trust", "value_delivered", "outages", "shadow_share", "satisfaction", "motivation", "lead_time")
"""Daily columns that are kept as they are."""


@dataclass(frozen=True)
class World:
    """A shipped scenario with what a pattern changes in it.

    Attributes:
        base: name of the shipped scenario.
        settings: keys by section, laid over it.
        timeline: entries instead of its own; None leaves those.
    """

    base: str
    settings: Settings
    timeline: tuple[Entry, ...] | None = None

    @property
    def identity(self) -> str:
        """The same for worlds that are the same."""
        return f"{self.base} {self.settings!r} {self.timeline!r}"

    def scenario(self, below: Settings) -> Scenario:
        """The scenario, with ``below`` laid over the base first: what the pattern sets itself stays as it sets it."""
        whole = merged((_shipped(self.base), below, self.settings))
        if self.timeline is not None:
            whole["timeline"] = list(self.timeline)
        return Scenario.model_validate(whole)


@dataclass(frozen=True)
class Lived:
    """What is kept of one run.

    Attributes:
        figures: by name, as in ``summary.json``, and those of ``moments``; NaN where a figure cannot be had.
        curves: daily columns by name; place 0 is day 1.
    """

    figures: Mapping[str, float]
    curves: Mapping[str, np.ndarray[Any, np.dtype[np.float64]]]

    def __getitem__(self, name: str) -> float:
        """One figure."""
        return self.figures[name]

    def between(self, curve: str, first: int, last: int) -> float:
        """Mean of a curve over days, both included; days without a value do not count."""
        part = self.curves[curve][first - 1 : last]
        known = part[~np.isnan(part)]
        return float(known.mean()) if len(known) else math.nan

    def gained(self, curve: str, first: int, last: int) -> float:
        """By how much a count of what happened so far rose from the evening before day ``first`` to day ``last``."""
        values = self.curves[curve]
        return float(values[min(last, len(values)) - 1] - (values[first - 2] if first > 1 else 0.0))


def live(world: World, seed: int, below: Settings) -> Lived:
    """Run a world once, without a ledger."""
    scenario = world.scenario(below)
    model = TrustModel(scenario, seed, ledger=False)
    initial = {name: float(value) for name, value in model.initial.items() if value is not None}
    while model.running:
        model.step()
    model.close()
    tables = tables_of_figures(model)
    found = _flat(figures(tables, initial)) | moments(tables, initial["trust"])
    return Lived(found, {name: _curve(tables["daily"], name) for name in CURVES})


def _curve(daily: pd.DataFrame, name: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    return daily[name].to_numpy(np.float64)


def _flat(nested: Mapping[str, Any], before: str = "") -> dict[str, float]:
    found: dict[str, float] = {}
    for name, value in nested.items():
        if isinstance(value, Mapping):
            found |= _flat(value, f"{before}{name}.")
        else:
            found[f"{before}{name}"] = math.nan if value is None else float(value)
    return found


@lru_cache(maxsize=32)
def _shipped(name: str) -> dict[str, Any]:
    return load_scenario(shipped_scenarios()[name]).model_dump(mode="json", exclude_none=True)
