"""What a kind of table is, and the columns that several kinds have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from trustsim.records.columns import Column

OF_MEASURE = "as the measure"

VIEW = Column("text", "label", "a base, or the difference between two, B-A: B less A, seed by seed")
MEASURE = Column("text", "name", "what is measured, as in a run's summary")
FACTOR = Column("text", "name", "which factor")
REMARK = Column("text", "sentence", "what must be known to read it; empty where it means what it says")
VERDICT = Column(
    "text",
    "sentence",
    "what is said of the factor: moves it; cannot be told from luck; no effect here, and why; or not known",
)
N = Column("int", "runs", "runs (pairs of runs, for a difference) that have a value")
MEAN = Column("float", OF_MEASURE, "mean over runs; missing: no run has a value")
LOW = Column("float", OF_MEASURE, "lower end of the 95 % interval of the mean (Student's t, within what it can be)")
HIGH = Column("float", OF_MEASURE, "upper end of it")
ALL = {
    "low_all": Column("float", OF_MEASURE, "lower end of an interval that holds with 95 % for all like it at once"),
    "high_all": Column("float", OF_MEASURE, "upper end of it"),
}
"""For what is picked after looking at all: Bonferroni's inequality (Dunn 1961)."""
LEVEL = Column("text", "label", "level of the factor")
N_OF_INTERVAL = Column("int", "count", "values that the interval rests on: seeds, or points of a random sample")
SEEDS = Column("int", "seeds", "seeds that have all values that this takes")
COMBINATIONS = {
    "combinations": Column(
        "int", "combinations", "combinations of the rest in which all levels that this takes have one"
    ),
    "of": Column("int", "combinations", "how many the design has"),
}
SD = Column("float", OF_MEASURE, "standard deviation over runs")


class TableKind(NamedTuple):
    """One kind of table: a line that says what it holds, what must be known to read it, and its columns."""

    title: str
    note: str
    columns: Mapping[str, Column]
