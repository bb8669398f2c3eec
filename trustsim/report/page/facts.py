"""What a report tells besides results: how much was run, on which seeds, with which versions; and fingerprints.

These are a table of results like the others, ``facts``, so that each has an address and can be recomputed too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from trustsim.analysis.data import label_of
from trustsim.analysis.replications import ENOUGH
from trustsim.analysis.results import ID, Analysis, ResultTable
from trustsim.experiment.plan import DesignKind, Experiment
from trustsim.records.columns import Column
from trustsim.records.manifest import file_hash, scenario_hash

if TYPE_CHECKING:
    from trustsim.experiment.record import SweepRecord

FACTS = "facts"
SHOWN_ROWS = 12
"""How many rows of a long table stand in the report."""

HASHED = ("experiment.toml", "design.parquet", "runs.parquet")

_COLUMNS = {"value": Column("text", "as it says", "the fact"), "meaning": Column("text", "sentence", "what it is")}


class Fact(NamedTuple):
    """One fact: its name in addresses, itself, and what it is."""

    name: str
    value: Any
    meaning: str


def with_facts(analysis: Analysis, sweep: SweepRecord) -> Analysis:
    """The analysis with the table ``facts`` behind its own."""
    import pandas as pd

    found = list(_facts(analysis, sweep))
    columns = {
        ID: [label_of(one.name) for one in found],
        "value": [one.value for one in found],
        "meaning": [one.meaning for one in found],
    }
    frame = pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in columns.items()})
    table = ResultTable(FACTS, "Facts about the sweep", _COLUMNS, frame)
    return replace(analysis, tables={**analysis.tables, FACTS: table})


def _facts(analysis: Analysis, sweep: SweepRecord) -> Iterator[Fact]:
    yield from _counts(sweep)
    yield from _seeds(sweep.experiment, len(sweep.design))
    yield from _of_design(sweep.experiment)
    yield from _bases(sweep.experiment)
    yield from _tables(analysis)
    yield from _doubts(analysis, sweep.experiment)
    yield Fact("model", str(sweep.manifest["model"]), "fingerprint of the model's code")
    for name, version in sorted(sweep.manifest["versions"].items()):
        yield Fact(f"version.{name}", str(version), f"version of {name} that made the runs")
    for name in HASHED:
        yield Fact(f"sha256.{name}", file_hash(sweep.folder / name), f"SHA-256 of {name}")


def _counts(sweep: SweepRecord) -> Iterator[Fact]:
    experiment, status = sweep.experiment, sweep.runs(["status"])["status"]
    yield Fact("bases", len(experiment.bases), "bases, each run at every point")
    yield Fact("factors", len(experiment.factors), "things that are varied")
    yield Fact("points", len(sweep.design), "design points")
    yield Fact("replications", experiment.replications, "runs of each point in each base")
    yield Fact("runs", len(status), "runs in all")
    yield Fact("failed", int((status != "done").sum()), "of these, failed")


def _seeds(experiment: Experiment, points: int) -> Iterator[Fact]:
    each = experiment.replications * (1 if experiment.common else points)
    yield Fact("seed.first", experiment.first_seed, "first seed of the runs")
    yield Fact("seed.last", experiment.first_seed + each - 1, "last seed of the runs")


def _of_design(experiment: Experiment) -> Iterator[Fact]:
    design = experiment.design
    yield Fact("design.kind", design.kind.value, "how the points are laid")
    if design.kind in (DesignKind.LHS, DesignKind.SOBOL, DesignKind.MORRIS):
        yield Fact("design.samples", design.samples, "samples that the design asks for")
        yield Fact("design.seed", design.seed, "seed of the design")
    if walks(experiment):
        yield Fact("design.steps", design.steps, "levels that a range is walked in, or of the grid of trajectories")
    for factor in experiment.factors:
        if factor.levels:
            yield Fact(f"factor.{factor.name}.levels", len(factor.levels), "levels of this factor")
            for place, level in enumerate(factor.levels):
                yield Fact(f"factor.{factor.name}.{place}", level.label, "a level of this factor")
        else:
            low, high = (int(end) if factor.whole else end for end in (factor.low, factor.high))
            yield Fact(f"factor.{factor.name}.low", low, "lower end of the range of this factor")
            yield Fact(f"factor.{factor.name}.high", high, "upper end of it")
        yield Fact(f"factor.{factor.name}.usual", factor.usual, "what the first base has; missing: cannot be said")
    if experiment.discovery is not None:
        for side in ("below", "above"):
            if (threshold := getattr(experiment.discovery, side)) is not None:
                yield Fact(f"discovery.{side}", threshold, "threshold of what is of interest")


def walks(experiment: Experiment) -> bool:
    """Whether the design asks for so many steps: trajectories do, and ranges that are walked."""
    if experiment.design.kind == DesignKind.MORRIS:
        return True
    ranges = any(not factor.levels for factor in experiment.factors)
    return ranges and experiment.design.kind in (DesignKind.GRID, DesignKind.OFAT)


def _bases(experiment: Experiment) -> Iterator[Fact]:
    horizons = {base.scenario.run.horizon_days for base in experiment.bases}
    if len(horizons) == 1:
        yield Fact("days", horizons.pop(), "working days of a run")
    for base in experiment.bases:
        run = base.scenario.run
        yield Fact(f"base.{base.label}", base.label, "a base of the experiment")
        yield Fact(f"title.{base.label}", base.scenario.story.title, "title of its scenario")
        yield Fact(f"days.{base.label}", run.horizon_days, "working days of a run of it")
        yield Fact(f"warm-up.{base.label}", run.warmup_days, "working days before them, with trust held still")
        yield Fact(f"scenario.{base.label}", scenario_hash(base.scenario), "SHA-256 of its scenario")


def _tables(analysis: Analysis) -> Iterator[Fact]:
    for name, table in analysis.tables.items():
        rows = len(table.frame)
        yield Fact(f"rows.{name}", rows, f"rows of the table {name}")
        if rows > SHOWN_ROWS:
            yield Fact(f"rows.{name}.shown", SHOWN_ROWS, "of these, shown in the report")
        yield Fact(f"sha256.{name}", _table_hash(table), f"SHA-256 of the table {name} as CSV")


def _doubts(analysis: Analysis, experiment: Experiment) -> Iterator[Fact]:
    """What is not settled: means of which more runs are needed, and figures that come with a remark."""
    if (found := analysis.tables.get("replications")) is not None:
        last = found.frame[found.frame["runs"] == experiment.replications]["of_span"].dropna()
        yield Fact("means", len(last), "kinds of means for which it is known how many runs are enough")
        yield Fact("means.short", int((last > ENOUGH).sum()), "of these, from too few runs to tell points apart")
    for name, table in analysis.tables.items():
        if "remark" in table.frame:
            remarks = int((table.frame["remark"].fillna("") != "").sum())
            yield Fact(f"remarks.{name}", remarks, f"rows of the table {name} with a remark")


def _table_hash(table: ResultTable) -> str:
    text = table.frame.to_csv(index=False, lineterminator="\n")
    return hashlib.sha256(text.encode()).hexdigest()
