"""The runs of an experiment, a design point and a base at a time, never all of them at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from trustsim.errors import ScenarioError
from trustsim.experiment.design import DesignTable
from trustsim.experiment.keys import run_keys
from trustsim.experiment.plan import Base, Experiment
from trustsim.experiment.points import scenario_at
from trustsim.experiment.rows import plain
from trustsim.records.manifest import canonical


class Cell(NamedTuple):
    """All replications of a design point in one base.

    Attributes:
        point: its number.
        base: label of the base.
        seeds: one a replication.
        scenario: as resolved, in JSON; empty where the levels of the point make none.
        keys: one a replication; none where there is no scenario.
        error: why there is no scenario, in a line.
    """

    point: int
    base: str
    seeds: range
    scenario: str
    keys: tuple[str, ...]
    error: str


def runs(experiment: Experiment, table: DesignTable) -> int:
    """How many runs an experiment has."""
    return table.points * len(experiment.bases) * experiment.replications


def cells(experiment: Experiment, table: DesignTable, model: str) -> Iterator[Cell]:
    """All cells, by point and then by base in the order of the file.

    Args:
        experiment: the plan.
        table: its design, laid out.
        model: ``keys.model_digest()``, for the keys.
    """
    for point in range(table.points):
        for base in experiment.bases:
            yield cell(experiment, table, point, base, model)


def cell(experiment: Experiment, table: DesignTable, point: int, base: Base, model: str) -> Cell:
    """The runs of one point in one base."""
    first = experiment.first_seed + (0 if experiment.common else point * experiment.replications)
    seeds = range(first, first + experiment.replications)
    try:
        scenario = scenario_at(base.scenario, table.levels(point))
    except ScenarioError as error:
        words = "; ".join(f"{one.key}: {one.message}" if one.key else one.message for one in error.problems)
        return Cell(point, base.label, seeds, "", (), plain(f"{type(error).__name__}: {words}"))
    text = canonical(scenario.model_dump(mode="json"))
    return Cell(point, base.label, seeds, text, tuple(run_keys(scenario, seeds, model)), "")
