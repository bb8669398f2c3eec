"""The screen that an analysis ends with, for a terminal of 80 columns."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from trustsim.analysis.findings import CONDITIONS, LEFT_OUT, SHORT, TIME
from trustsim.analysis.idle import MOVES
from trustsim.analysis.results import Analysis
from trustsim.analysis.statement import fill, shown
from trustsim.analysis.telling import form_of
from trustsim.experiment.plan import Experiment

MOST_ROWS = 12
MOST_VIEWS = 3
MOST_LEFT_OUT = 5
LONGEST_NAME = 25
NONE = "cannot be told"
"""Where the interval of the largest figure holds what luck alone would make."""

Row = Mapping[Hashable, Any]


class _Leading(NamedTuple):
    """Which table says which factor matters most, by what column, and how that is written."""

    table: str
    name: str
    column: str
    words: str
    form: str | None = "pct"


_LEADING = (
    _Leading("sobol", "factor", "total", "total index", "pct"),
    _Leading("morris", "factor", "mu_star", "mu*", None),
    _Leading("swings", "factor", "swing", "swing", None),
    _Leading("effects", "factor", "effect", "effect", None),
    _Leading("variance", "source", "share", "share of variance"),
)


def analysis_screen(analysis: Analysis, experiment: Experiment, files: str) -> RenderableType:
    """Title, question, the main findings, the leading factor of each measure, and where the files are."""
    parts: list[RenderableType] = [Text(experiment.title, style="bold")]
    if experiment.question:
        parts.append(Text(experiment.question, style="italic"))
    short = analysis.statements.get(SHORT, [])
    parts += ["", *_told(analysis, short)]
    for heading, most in ((CONDITIONS, None), (TIME, MOST_VIEWS)):
        told = [one for one in analysis.statements.get(heading, ()) if one not in short]
        if told:
            parts += ["", Text(heading, style="bold"), *_told(analysis, told[:most])]
    left_out = [one for one in analysis.statements.get(LEFT_OUT, ()) if one not in short]
    if left_out:
        parts += ["", Text(LEFT_OUT, style="bold"), *_told(analysis, left_out[:MOST_LEFT_OUT])]
    parts += _leading_factors(analysis, experiment)
    if files:
        parts += ["", Text(files, overflow="fold")]
    return Group(*parts)


def _told(analysis: Analysis, templates: Sequence[str]) -> list[RenderableType]:
    return [_item(fill(template, analysis)) for template in templates]


def _item(text: str) -> RenderableType:
    """A paragraph with a dash before it."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column()
    grid.add_column(overflow="fold")
    grid.add_row(Text("-"), Text(text))
    return grid


def _leading_factors(analysis: Analysis, experiment: Experiment) -> list[RenderableType]:
    """The factor that matters most for each measure; nothing for designs that do not tell."""
    leading = next((one for one in _LEADING if one.table in analysis.tables), None)
    if leading is None:
        return []
    found: Sequence[Row] = analysis.tables[leading.table].frame.to_dict("records")
    rows = [row for row in found if leading.table != "variance" or row["kind"] == "factor"]
    views = list(dict.fromkeys(row["view"] for row in rows))[:MOST_VIEWS]
    measures = list(dict.fromkeys(row["measure"] for row in rows))
    if not measures:
        return []
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    bases = [base.label for base in experiment.bases]
    words = {f"{one}-{other}": f"{one} less {other}" for one in bases for other in bases}
    for name in ("measure", *([words.get(view, view) for view in views] if len(views) > 1 else ["factor"])):
        table.add_column(name, overflow="fold")
    for measure in measures[:MOST_ROWS]:
        best = [
            _best([row for row in rows if (row["view"], row["measure"]) == (view, measure)], leading) for view in views
        ]
        table.add_row(Text(_cut(measure)), *map(Text, best))
    more = [f"and {len(measures) - MOST_ROWS} more measures"] if len(measures) > MOST_ROWS else []
    heading = Text(f"The factor that matters most ({leading.words})", style="bold")
    return ["", heading, Padding(table, (0, 0, 0, 2)), *(Padding(Text(text), (0, 0, 0, 2)) for text in more)]


def _best(rows: Sequence[Row], leading: _Leading) -> str:
    known = [row for row in rows if not math.isnan(row[leading.column]) and row[leading.column]]
    if not known:
        return "–"
    row = max(known, key=lambda one: abs(one[leading.column]))
    if row["verdict"] != MOVES:
        return NONE
    form = leading.form or form_of(row["measure"], signed=leading.table == "effects")
    other = f" x {row['other']}" if row.get("other") else ""
    return f"{_cut(str(row[leading.name]) + other)} {shown(row[leading.column], form)}"


def _cut(text: str) -> str:
    half = (LONGEST_NAME - 1) // 2
    return text if len(text) <= LONGEST_NAME else f"{text[:half]}…{text[-half:]}"
