"""How results are told: names of what is looked at, and references to figures with their intervals."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trustsim.analysis.columns import factor_name
from trustsim.analysis.data import SweepData, View, label_of
from trustsim.analysis.idle import is_idle
from trustsim.analysis.results import ResultTable
from trustsim.measures.responses import label_of_measure, responses
from trustsim.records.columns import FRACTIONS
from trustsim.scenario.wording import listed

OF_ALL = ("low_all", "high_all")
"""Columns of the interval that holds for all figures like one at once."""

Row = Mapping[Hashable, Any]
"""A row of a table of results."""


@dataclass(frozen=True)
class Teller:
    """Writes references to the rows of tables.

    Attributes:
        data: the sweep.
        tables: its results by name; those without a row are missing.
    """

    data: SweepData
    tables: dict[str, ResultTable]

    def subject(self, view: View, measure: str) -> str:
        """``trust of users in IT at the end (trust.end) in partnership``, or the difference in it."""
        if view.less is not None:
            return f"the difference in {label_of_measure(measure, self.pair(view))}"
        name = label_of_measure(measure)
        return f"{name} in {label_of(view.label)}" if len(self.data.bases) > 1 else name

    def pair(self, view: View) -> str:
        """``partnership less waterfall-contract``."""
        assert view.less is not None
        return f"{label_of(self.data.bases[view.base])} less {label_of(self.data.bases[view.less])}"

    def settings(self, row: str) -> str:
        """``batching = flow, defect = 0.1``: what the factors are at the point of a row of the table of points."""
        frame = self.tables["points"].frame
        columns = {label_of(factor.name): factor_name(factor.name) for factor in self.data.factors}
        forms = {name: "g3" if frame[column].dtype.kind == "f" else "text" for name, column in columns.items()}
        return ", ".join(f"{name} = {ref('points', row, column, forms[name])}" for name, column in columns.items())


def ref(table: str, row: object, column: str, form: str) -> str:
    """A reference to one figure."""
    return f"{{{table}:{row}:{column}|{form}}}"


def with_interval(table: str, row: object, column: str, form: str, low: str = "low", high: str = "high") -> str:
    """``{…} ({…} to {…})``: a figure and its interval."""
    return f"{ref(table, row, column, form)} ({ref(table, row, low, form)} to {ref(table, row, high, form)})"


def figure(table: str, row: Row, column: str, form: str, low: str = "low", high: str = "high") -> str:
    """A figure, with its interval where it has one."""
    if math.isnan(row[low]):
        return ref(table, row["id"], column, form)
    return with_interval(table, row["id"], column, form, low, high)


def picked(table: str, row: Row, column: str, form: str) -> str:
    """A figure that was picked after looking at all like it, with the interval that holds for all of them at once."""
    return figure(table, row, column, form, *OF_ALL)


def ranked(rows: Iterable[Row], column: str) -> Sequence[Row]:
    """Those that have a figure, the highest first."""
    return sorted((row for row in rows if not math.isnan(row[column])), key=lambda row: -float(row[column]))


def is_clear(row: Row, column: str, low: str = "low", high: str = "high") -> bool:
    """Whether a figure can be told from zero; without an interval, whether there is any figure but zero."""
    if math.isnan(row[column]):
        return False
    return bool(row[low] > 0 or row[high] < 0 or (math.isnan(row[low]) and row[column]))


def no_effect(subject: str, rows: Iterable[Row]) -> Iterator[str]:
    """Which factors do nothing, and why, as their verdicts have it; those with the same reason together."""
    found: dict[str, list[str]] = {}
    for row in rows:
        if is_idle(row["verdict"]):
            found.setdefault(row["verdict"].partition(": ")[2], []).append(row.get("factor") or row["source"])
    for why, of_why in found.items():
        names = list(dict.fromkeys(of_why))
        yield f"Here {each(names)} {'has' if len(names) == 1 else 'have'} no effect on {subject}: {why}."


def hardly_differ(subject: str) -> str:
    """What is said where luck makes as much of the variance as there is, or more, which no share can be."""
    return f"The points hardly differ in {subject} beyond what luck makes: no shares of its variance can be told"


def form_of(measure: str, *, signed: bool = False) -> str:
    """How values of a measure are written: shares with three decimals, others with three digits."""
    known = responses().get(measure)
    is_share = known is not None and known.unit in FRACTIONS
    return ("s3" if signed else "f3") if is_share else ("sg3" if signed else "g3")


def each(words: Iterable[str]) -> str:
    """``a, b and c``."""
    return listed(words, "and")
