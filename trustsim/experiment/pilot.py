"""What a sweep would take, by a look into the store and a few trial runs; nothing is written."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from trustsim.experiment.cells import Cell, cell, runs
from trustsim.experiment.design import DesignTable, design
from trustsim.experiment.foresight import cautions
from trustsim.experiment.glance import Glance, glance
from trustsim.experiment.keys import model_digest
from trustsim.experiment.plan import Experiment
from trustsim.experiment.rows import Row, names
from trustsim.experiment.tasks import Chunk, Work, perform
from trustsim.measures.responses import bounds_of_measure
from trustsim.statistics.intervals import interval
from trustsim.statistics.needed import t_reach

PATIENCE_SECONDS = 5.0
ALWAYS_CELLS, ALWAYS_RUNS = 256, 20_000
"""Points in a base, and their runs, that are looked up in the store however long it takes; more while time is left."""

FILES = 2
"""A run is kept twice: in the store, and in the table of the sweep."""

BYTES_A_NUMBER = 4.5
BYTES_BESIDE = 40.0


@dataclass(frozen=True)
class Forecast:
    """What a sweep would take.

    Attributes:
        points: design points.
        bases: worlds that each is run in.
        replications: of each point in each base.
        runs: all runs.
        looked_up: those that were looked up in the store; where these are not all, the next three are estimates from
            points spread over the design.
        cached: those that are in the store.
        failed: of these, those that failed.
        impossible: runs at points whose levels do not go together.
        missing: those still to be done.
        jobs: workers to do them.
        pilots: trial runs that the rest is estimated from; nought where there is nothing to do.
        seconds_a_run: of one worker.
        cpu_seconds: of all workers.
        wall_seconds: from the start to the end.
        disk_bytes: for store and tables.
        half_widths: by measure, half the width of the 95 % interval of the mean of a point that is to be
            expected; None where the trial runs do not tell.
        cautions: what the experiment will not be able to tell as it stands.
    """

    points: int
    bases: int
    replications: int
    runs: int
    looked_up: int
    cached: int
    failed: int
    impossible: int
    missing: int
    jobs: int
    pilots: int
    seconds_a_run: float
    cpu_seconds: float
    wall_seconds: float
    disk_bytes: float
    half_widths: dict[str, float | None]
    cautions: list[str]


@dataclass
class _Found:
    """What was found in the store: runs that were looked up, that are there, that failed, and that cannot be."""

    looked_up: int = 0
    cells: int = 0
    cached: int = 0
    failed: int = 0
    impossible: int = 0

    def add(self, one: Cell, store: Glance) -> None:
        """Look the runs of a cell up."""
        known = store.known(one.keys)
        self.cells += 1
        self.looked_up += len(one.seeds)
        self.impossible += len(one.seeds) if one.error else 0
        self.cached += len(known)
        self.failed += sum(not done for done in known.values())

    def of(self, number: int, runs: int) -> int:
        """A number of all runs, as far as those that were looked up tell."""
        return number if self.looked_up == runs else round(number * runs / self.looked_up)

    @property
    def enough(self) -> bool:
        """Whether one may stop when time is up."""
        return self.cells >= ALWAYS_CELLS or self.looked_up >= ALWAYS_RUNS


def forecast(experiment: Experiment, store: Path, jobs: int, patience: float = PATIENCE_SECONDS) -> Forecast:
    """Say what a sweep would take, and write nothing.

    Args:
        experiment: the plan.
        store: folder of the store; it need not be there.
        jobs: workers that would do the runs.
        patience: seconds for looking into the store, and again for trial runs; at least some hundred points are
            looked up, and one pair of runs is tried, if anything is to be done.

    Raises:
        InputError: a later version wrote the store.
        RunError: the store cannot be read.
    """
    table, model = design(experiment), model_digest()
    found, every = _there(experiment, table, model, store, patience), runs(experiment, table)
    cached, failed, impossible = (found.of(one, every) for one in (found.cached, found.failed, found.impossible))
    missing = every - cached - impossible
    pairs, seconds = _pilots(experiment, table, model, patience if missing else -1.0)
    rows = [row for pair in pairs for row in pair]
    each = _typical(seconds)
    return Forecast(
        points=table.points,
        bases=len(experiment.bases),
        replications=experiment.replications,
        runs=every,
        looked_up=found.looked_up,
        cached=cached,
        failed=failed,
        impossible=impossible,
        missing=missing,
        jobs=jobs,
        pilots=len(rows),
        seconds_a_run=each,
        cpu_seconds=each * missing,
        wall_seconds=each * missing / jobs,
        disk_bytes=_bytes(rows) * (every + missing),
        half_widths=_half_widths(experiment, pairs),
        cautions=cautions(experiment),
    )


def _there(experiment: Experiment, table: DesignTable, model: str, folder: Path, patience: float) -> _Found:
    """What the store has of the runs: of all of them, or of as many as there is time for, spread over the design."""
    found, until = _Found(), time.monotonic() + patience
    with glance(folder) as store:
        for point in _spread(table.points):
            for base in experiment.bases:
                found.add(cell(experiment, table, point, base, model), store)
            if found.enough and time.monotonic() >= until:
                break
    return found


def _pilots(
    experiment: Experiment, table: DesignTable, model: str, patience: float
) -> tuple[list[tuple[Row, ...]], list[float]]:
    """Trial runs, two of a point in a base, at points spread over the design; and the seconds of each pair."""
    pairs: list[tuple[Row, ...]] = []
    seconds: list[float] = []
    until = time.monotonic() + patience
    for one in _trials(experiment, table, model):
        if patience < 0 or (pairs and time.monotonic() >= until):
            break
        asks = tuple(zip(one.keys[:2], one.seeds[:2], strict=True))
        result = perform(Chunk((Work(one.scenario, asks),), model))
        pairs.append(result.rows)
        seconds.append(result.seconds / len(asks))
    return pairs, seconds


def _trials(experiment: Experiment, table: DesignTable, model: str) -> Iterator[Cell]:
    """Cells from everywhere in the design, the bases by turns; impossible ones left out."""
    for number, point in enumerate(_spread(table.points), start=1):
        found = cell(experiment, table, point, experiment.bases[number % len(experiment.bases)], model)
        if not found.error:
            yield found


def _spread(points: int) -> Iterator[int]:
    """All points, in an order that soon has some from everywhere: by van der Corput's sequence."""
    seen: set[int] = set()
    for number in range(4 * points):
        point = int(_corput(number) * points)
        if point not in seen:
            seen.add(point)
            yield point


def _corput(number: int) -> float:
    """The binary digits of a number mirrored at the point: 0, 1/2, 1/4, 3/4 and so on."""
    place, size = 0.0, 0.5
    while number:
        place += size * (number & 1)
        number, size = number >> 1, size / 2
    return place


def _typical(seconds: Sequence[float]) -> float:
    """Mean seconds a run; the first pair is left out where there are others, as it warms things up."""
    counted = seconds[1:] or seconds
    return math.fsum(counted) / len(counted) if counted else 0.0


def _bytes(rows: Sequence[Row]) -> float:
    """Bytes that a run takes in one of the files."""
    sizes = [len(row.figures) + len(row.curves) for row in rows if not row.error]
    return BYTES_BESIDE + BYTES_A_NUMBER * sum(sizes) / len(sizes) if sizes else BYTES_BESIDE


def _half_widths(experiment: Experiment, pairs: Sequence[tuple[Row, ...]]) -> dict[str, float | None]:
    """From the spread within pairs, pooled over them."""
    if experiment.replications < 2 or not pairs:
        return {}
    found: dict[str, float | None] = {}
    for name in experiment.measures:
        place = names().index(name)
        values = [[float(row.figures[place]) for row in pair if not row.error] for pair in pairs]
        squares = [(two[0] - two[1]) ** 2 / 2 for two in values if len(two) == 2 and not any(map(math.isnan, two))]
        spread = math.sqrt(math.fsum(squares) / len(squares)) if squares else None
        found[name] = None if spread is None else _half_width(name, values, spread * t_reach(experiment.replications))
    return found


def _half_width(name: str, values: Sequence[Sequence[float]], half: float) -> float:
    """Half of the width of an interval around the mean of what was tried, which stays where the measure can lie."""
    known = [value for pair in values for value in pair if not math.isnan(value)]
    return interval(math.fsum(known) / len(known), half, bounds_of_measure(name)).half_width
