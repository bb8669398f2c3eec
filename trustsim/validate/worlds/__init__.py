"""The shipped worlds, looked at as a manager of such departments would."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from trustsim.run.pool import in_parallel
from trustsim.run.single import run_one
from trustsim.scenario.library import shipped_scenarios
from trustsim.scenario.loading import load_scenario
from trustsim.validate.worlds.figures import FIGURES
from trustsim.validate.worlds.stories import EXPECTED

REPS = 8


@dataclass(frozen=True)
class Look:
    """One figure of one world: its mean over runs, and what is said about it.

    Attributes:
        scenario: which world.
        figure: its name in ``FIGURES``.
        observed: mean over the runs in which it could be worked out; NaN if there was none.
        story: why it may lie outside of the plausible range; empty if it may not.
    """

    scenario: str
    figure: str
    observed: float
    story: str

    @property
    def is_plausible(self) -> bool:
        """Whether it lies in the range, or there is nothing to look at."""
        plausible = FIGURES[self.figure]
        return math.isnan(self.observed) or plausible.low <= self.observed <= plausible.high

    @property
    def is_right(self) -> bool:
        """Whether it is plausible, or the story is about its not being so."""
        return self.is_plausible or bool(self.story)


def look(jobs: int, reps: int = REPS, on_done: Callable[[int], object] | None = None) -> list[Look]:
    """Every figure of every shipped scenario, over runs with seeds from its own on."""
    names = list(shipped_scenarios())
    calls = [(name, rep) for name in names for rep in range(reps)]
    found = in_parallel(_of_one_run, calls, jobs, on_done)
    looks = []
    for place, name in enumerate(names):
        runs: list[dict[str, float]] = found[place * reps : (place + 1) * reps]
        for figure in FIGURES:
            known = [run[figure] for run in runs if not math.isnan(run[figure])]
            mean = math.fsum(known) / len(known) if known else math.nan
            looks.append(Look(name, figure, mean, EXPECTED.get((name, figure), "")))
    return looks


def _of_one_run(name: str, rep: int) -> dict[str, float]:
    scenario = load_scenario(shipped_scenarios()[name])
    run = run_one(scenario, scenario.run.seed + rep)
    return {figure: plausible.of(run) for figure, plausible in FIGURES.items()}
