"""Plain facts under both process models, at the defaults: what comes out, and is held against no bar."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from trustsim.records.frames import frames
from trustsim.run.pool import in_parallel
from trustsim.statistics.intervals import Interval, mean_interval, unknown
from trustsim.validate.facts import efforts, quality, relationship, schedules, times
from trustsim.validate.facts.fact import Fact
from trustsim.validate.patterns.lived import Settings, World
from trustsim.validate.small_worlds import run

ROOMS = (efforts, schedules, quality, times, relationship)
FACTS: tuple[Fact, ...] = tuple(fact for room in ROOMS for fact in room.FACTS)

CONTRACT, PARTNERSHIP = "waterfall-contract", "partnership"
REPS = 40
LAYERS = (0, 1, 3, 5, 7)


@dataclass(frozen=True)
class Seen:
    """A fact over runs: its mean over those in which it could be had, how many these are, and of how many."""

    mean: Interval
    runs: int
    of: int


@dataclass(frozen=True)
class Told:
    """One fact under both process models."""

    name: str
    contract: Seen
    partnership: Seen


def facts(jobs: int, reps: int = REPS, on_done: Callable[[int], object] | None = None) -> list[Told]:
    """Every fact, with 95 % intervals over runs.

    Args:
        jobs: processes; what comes out does not depend on it.
        reps: runs of each world, with seeds from 1 on.
        on_done: called with the number of runs that are done, of ``number_of_runs``.
    """
    wanted = worlds()
    calls = [(name, seed) for name in wanted for seed in range(1, reps + 1)]
    found = in_parallel(_of_one_run, calls, jobs, on_done)
    lived: dict[str, list[list[float]]] = {}
    for (name, _), values in zip(calls, found, strict=True):
        lived.setdefault(name, []).append(values)
    told = [Told(fact.name, *(_over_runs(lived[base], place) for base in (CONTRACT, PARTNERSHIP)))
            for place, fact in enumerate(FACTS)]  # fmt: skip
    return told + _variants(lived)


def number_of_runs(reps: int = REPS) -> int:
    """How many runs it takes."""
    return len(worlds()) * reps


def worlds() -> dict[str, World]:
    """Both process models, with other numbers of layers, and with contact more and less often."""
    found = {base: World(base, {}) for base in (CONTRACT, PARTNERSHIP)}
    for base in (CONTRACT, PARTNERSHIP):
        for layers in LAYERS:
            settings: Settings = {"organisation": {"analyst_layers": layers}, "leadership": {"reacts": False}}
            found[f"{base}, {layers} layers"] = World(base, settings)
        for name, contact in CONTACTS.items():
            found[f"{base}, {name}"] = World(base, contact)
    return found


CONTACTS: dict[str, Settings] = {
    "contact daily": {"contacts": {"report_days": 1}, "planning": {"slice_days": 1.0, "review_days": 1}},
    "contact rarely": {"contacts": {"report_days": 42}, "planning": {"slice_days": 12.0, "review_days": 42}},
}
"""How often those who wait are met: for status, and, where work flows, at demos of smaller or larger slices."""


def _variants(lived: dict[str, list[list[float]]]) -> list[Told]:
    place = {fact.name: number for number, fact in enumerate(FACTS)}
    fit, ratio = place["need-fit of what was delivered"], place["effort ratio, geometric mean"]
    names = [(f"need-fit with {layers} analyst layers", f"{layers} layers", fit) for layers in LAYERS]
    names += [(f"effort ratio, geometric mean, {name}", name, ratio) for name in CONTACTS]
    return [
        Told(name, *(_over_runs(lived[f"{base}, {variant}"], number) for base in (CONTRACT, PARTNERSHIP)))
        for name, variant, number in names
    ]


def _of_one_run(name: str, seed: int) -> list[float]:
    tables = frames(run(worlds()[name].scenario({}), seed, ledger=False))
    return [fact.of(tables) for fact in FACTS]


def _over_runs(values: list[list[float]], place: int) -> Seen:
    known = [run[place] for run in values if not math.isnan(run[place])]
    mean = mean_interval(known, bounds=FACTS[place].bounds) if known else unknown()
    return Seen(mean, len(known), len(values))
