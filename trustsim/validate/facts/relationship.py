"""Trust at the end, own teams by trust, tenure, and how long stages last."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from trustsim.records.naming import word, words
from trustsim.statistics.bounds import SHARE
from trustsim.validate.facts.fact import Fact, Tables, share
from trustsim.vocabulary import DAYS_PER_YEAR, Dimension, Stage

DIMENSIONS = {words(dimension): f"trust_{word(dimension)}" for dimension in Dimension}
BANDS = ((0.0, 0.4), (0.4, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 1.01))


def at_the_end(column: str) -> Callable[[Tables], float]:
    """A column of the last day."""
    return lambda tables: float(tables["daily"][column].iloc[-1])


def weakest(tables: Tables) -> float:
    """The least of ability, benevolence and integrity at the end, means over users; nothing makes up for it."""
    return min(at_the_end(column)(tables) for column in DIMENSIONS.values())


def shadow_share(low: float, high: float) -> Fact:
    """Needs taken to own teams in months that a unit began with trust in a band, over all needs of those months."""

    def of(tables: Tables) -> float:
        units = tables["units"].sort_values(["unit", "day"])
        by_unit = units.groupby("unit")
        before = by_unit["trust"].shift()
        chosen = (before >= low) & (before < high)
        own = by_unit["needs_shadow"].diff()[chosen].sum()
        return share(float(own), float(by_unit["needs"].diff()[chosen].sum()))

    band = f"below {high:g}" if low == 0.0 else f"{low:g} and more" if high > 1.0 else f"{low:g} to {high:g}"
    return Fact(f"share of own teams where trust is {band}", of, SHARE)


def changes_a_year(tables: Tables) -> float:
    """Changes of leadership a year; tenure is its inverse."""
    daily = tables["daily"]
    return share(float(daily["cio_changes"].iloc[-1]) * DAYS_PER_YEAR, len(daily))


def days_in(stage: Stage) -> Fact:
    """Mean length of a stay in a stage that ended within the run."""

    def of(tables: Tables) -> float:
        stages = tables["daily"]["stage"].to_numpy()
        cuts = np.flatnonzero(np.diff(stages)) + 1
        stays = np.split(stages, cuts)[:-1]  # the last one was not over
        lengths = [len(stay) for stay in stays if stay[0] == stage]
        return math.fsum(lengths) / len(lengths) if lengths else math.nan

    return Fact(f"days in a stay in stage {stage.value} ({words(stage)}) that ended", of)


FACTS = (
    Fact("trust at the end", at_the_end("trust"), SHARE),
    *(Fact(f"trust at the end in {name}", at_the_end(column), SHARE) for name, column in DIMENSIONS.items()),
    Fact("trust at the end, the weakest of the three", weakest, SHARE),
    *(shadow_share(low, high) for low, high in BANDS),
    Fact("changes of leadership a year", changes_a_year),
    *(days_in(stage) for stage in Stage),
)
