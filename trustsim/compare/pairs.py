"""Runs of several worlds in pairs: each seed is run in every world, so that the luck of a pair is the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from trustsim.compare.worlds import World, worlds
from trustsim.errors import InputError
from trustsim.measures.responses import CURVES, HEADLINE, MEAN, responses
from trustsim.records.columns import Column
from trustsim.run.outcome import outcome
from trustsim.run.pool import Call, workers
from trustsim.run.single import LARGEST_SEED

if TYPE_CHECKING:
    import pandas as pd

    from trustsim.scenario.schema import Scenario

Numbers = np.ndarray[Any, np.dtype[np.float64]]

LAST = ".end"
_CURVE_OF = {"it_in_business": "trust_it_in_business"}


def curve_of(measure: str) -> str:
    """The daily column that shows how a measure came about: its own where it has one, else trust."""
    name = measure.removesuffix(MEAN) if measure.endswith(MEAN) else measure.removesuffix(LAST)
    name = _CURVE_OF.get(name, name.replace(".by_dimension.", "_"))
    for known in (name, name.rpartition(".")[2]):
        if known in CURVES:
            return known
    return HEADLINE.removesuffix(LAST)


def columns() -> dict[str, Column]:
    """The columns of the table of pairs, a row a run: world, rep, seed, and every response."""
    found = {
        "world": Column("text", "label", "which world"),
        "rep": Column("int", "count", "which pair, from 0"),
        "seed": Column("int", "seed", "seed of this run, the same in every world of a pair"),
    }
    return found | {name: Column("float", about.unit, about.meaning) for name, about in responses().items()}


class Pairs:
    """Runs of every world under the seeds ``first``, ``first + 1``, …; more can be added.

    Attributes:
        worlds: the reference first.
        curve: the daily column that is kept of each run.
    """

    def __init__(self, of: Sequence[World], curve: str = "trust", most: int = 1) -> None:
        """Begin with no pairs; ``most`` will be made.

        Raises:
            InputError: the seeds would leave their range.
        """
        self.worlds = tuple(of)
        self.curve = curve
        self._first = of[0].scenario.run.seed
        if self._first + most - 1 > LARGEST_SEED:
            raise InputError(
                f"seed: {self._first} given; expected at most {LARGEST_SEED - most + 1}, for {most} seeds up to 2**53"
            )
        self._places = {name: place for place, name in enumerate(responses())}
        self._figures: list[list[tuple[float, ...]]] = [[] for _ in self.worlds]
        self._curves: list[list[Numbers]] = [[] for _ in self.worlds]

    def __len__(self) -> int:
        return len(self._figures[0])

    @property
    def seeds(self) -> list[int]:
        """Seeds of the pairs so far."""
        return list(range(self._first, self._first + len(self)))

    def add(self, number: int, call: Call, on_done: Callable[[int], object] | None = None) -> None:
        """Run ``number`` more pairs.

        The result does not depend on in how many batches, or processes, this is done.

        Args:
            number: of pairs; each is a run of every world.
            call: makes the runs, from ``run.pool.workers``.
            on_done: called with the number of runs that are done, for a progress bar.
        """
        begin = self._first + len(self)
        arguments = [
            (world.scenario, seed, self.curve) for seed in range(begin, begin + number) for world in self.worlds
        ]
        for place, (figures, curve) in enumerate(call(measured, arguments, on_done)):
            self._figures[place % len(self.worlds)].append(figures)
            self._curves[place % len(self.worlds)].append(curve)

    def keep(self, number: int) -> None:
        """Keep the first ``number`` pairs and forget the others."""
        self._figures = [figures[:number] for figures in self._figures]
        self._curves = [curves[:number] for curves in self._curves]

    def values(self, world: int, measure: str) -> Numbers:
        """A response in each run of a world; NaN where it is missing."""
        place = self._places[measure]
        return np.array([figures[place] for figures in self._figures[world]], dtype=np.float64)

    def curves(self, world: int) -> Numbers:
        """The daily curve in each run of a world: a row a run, a column a day."""
        return np.array(self._curves[world], dtype=np.float64)

    def table(self) -> pd.DataFrame:
        """All runs with all responses, world by world."""
        import pandas as pd

        frames = []
        for world, figures in zip(self.worlds, self._figures, strict=True):
            frame = pd.DataFrame(figures, columns=list(self._places), dtype="float64")
            frame.insert(0, "seed", self.seeds)
            frame.insert(0, "rep", range(len(self)))
            frame.insert(0, "world", world.label)
            frames.append(frame)
        return pd.concat(frames, ignore_index=True)


def paired(
    named: Sequence[tuple[str, Scenario]], reps: int = 20, seed: int | None = None, jobs: int = 1, curve: str = "trust"
) -> Pairs:
    """Run worlds in ``reps`` pairs under the seeds ``seed``, ``seed + 1`` and so on; the first is the reference.

    Args:
        named: a label and a scenario each.
        reps: number of pairs.
        seed: the first seed; None takes that of the first scenario.
        jobs: number of processes; a script that asks for more than 1 needs ``if __name__ == "__main__":``.
        curve: the daily column that is kept of each run.

    Raises:
        InputError: there are fewer than two worlds, they differ in length, or a seed is out of its range.
        RunError: a process was killed.
    """
    pairs = Pairs(worlds(named, seed), curve, most=reps)
    with workers(jobs) as call:
        pairs.add(reps, call)
    return pairs


def measured(scenario: Scenario, seed: int, curve: str) -> tuple[tuple[float, ...], Numbers]:
    """One run: every response in the order of ``responses``, and one daily curve."""
    found = outcome(scenario, seed)
    return tuple(found.figures[name] for name in responses()), found.curves[curve]
