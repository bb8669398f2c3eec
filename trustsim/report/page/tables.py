"""A table of results in a report: its first rows, an element in each cell, and what its columns mean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from trustsim.analysis.making import KINDS
from trustsim.analysis.results import ID, ResultTable
from trustsim.report.page.addressed import number
from trustsim.report.page.facts import SHOWN_ROWS
from trustsim.report.page.markdown import opens, passage, table
from trustsim.report.page.material import headed
from trustsim.text import in_markdown

if TYPE_CHECKING:
    from trustsim.report.page.material import Material

MEASURE = "measure"
MOST_FACTORS = 12
SETTINGS = ("as its key", "as the factor")
"""Units of what a factor is set to: each is written with three digits of its own."""

_PARTS = re.compile("[/=]")
_FORMS = ((100.0, "f1"), (10.0, "f2"), (0.1, "f3"), (0.005, "f4"))
"""From which size on a column is written with how many decimals; what is smaller still has three digits that count."""


def table_markdown(found: ResultTable, material: Material) -> str:
    """A table of results, with the line that says what it holds above it, and its columns explained below."""
    many = _many_factors(found, material)
    shown = [name for name in _shown_columns(found) if name not in many]
    forms = {name: _forms(found, name) for name in shown}
    ids = [str(one) for one in found.frame[ID].iloc[:SHOWN_ROWS]]
    rows = [[_cell(material, found, one, name, forms[name][row]) for name in shown] for row, one in enumerate(ids)]
    parts = [
        passage(f"title.{found.name}", f"**{in_markdown(found.title)}.** {in_markdown(found.note)}"),
        table([in_markdown(headed(name)) for name in shown], rows, [_is_number(found, name) for name in shown]),
        _rest(found, material),
        _left_out(found, many),
        opens("What the columns mean", passage(f"columns.{found.name}", _columns(found, shown)), "columns"),
    ]
    return "\n".join(part for part in parts if part)


def _many_factors(found: ResultTable, material: Material) -> set[str]:
    """Columns of factors that are too many to stand beside each other: those that not every such table has."""
    return set(found.columns) - set(KINDS[found.name].columns) if _are_many(material) else set()


def _are_many(material: Material) -> bool:
    return len(material.experiment.factors) > MOST_FACTORS


def _left_out(found: ResultTable, many: set[str]) -> str:
    if not many:
        return ""
    return f"Columns of the factors are left out here, so many are they: `{found.name}.csv` has them.\n"


def _forms(found: ResultTable, name: str) -> list[str]:
    """How the cells of a column are written: all of one measure alike, by the largest of them."""
    if not _is_number(found, name):
        return ["text"] * len(found.frame)
    if found.columns[name].kind != "float":
        return ["int"] * len(found.frame)
    if found.columns[name].unit in SETTINGS:
        return ["g3"] * len(found.frame)
    sizes = found.frame[name].abs()
    if MEASURE in found.columns:
        largest = sizes.groupby(found.frame[MEASURE]).transform("max")
    else:
        largest = sizes * 0 + sizes.max()
    return [_form(float(size)) for size in largest]


def _form(largest: float) -> str:
    return next((how for size, how in _FORMS if largest >= size), "g3")


def _is_number(found: ResultTable, name: str) -> bool:
    return name != ID and found.columns[name].kind != "text"


def _shown_columns(found: ResultTable) -> list[str]:
    """Without the id where its parts stand in the row anyhow, and without columns that hold nothing."""
    some = [name for name in found.columns if not _is_empty(found, name)]
    return some if _id_is_told(found, some) else [ID, *some]


def _is_empty(found: ResultTable, name: str) -> bool:
    column = found.frame[name]
    return bool(len(column)) and bool((column.isna() | (column.astype(str) == "")).all())


def _id_is_told(found: ResultTable, names: list[str]) -> bool:
    rows = found.frame.iloc[:SHOWN_ROWS]
    told = zip(rows[ID].astype(str), rows[names].astype(str).itertuples(index=False), strict=True)
    return all(set(_PARTS.split(one)) <= set(row) for one, row in told)


def _cell(material: Material, found: ResultTable, row: str, name: str, how: str) -> str:
    return number(material.analysis, f"{found.name}:{row}:{name}", how)


def _rest(found: ResultTable, material: Material) -> str:
    if len(found.frame) <= SHOWN_ROWS:
        return ""
    rows = f"{{facts:rows.{found.name}.shown:value|int}} of {{facts:rows.{found.name}:value|int}}"
    return material.say(f"The first {rows} rows; `trustsim analyse` writes all of them to `{found.name}.csv`.\n")


def _columns(found: ResultTable, names: list[str]) -> str:
    known = ((name, found.columns[name]) for name in names if name != ID)
    return table(
        ("Column", "Unit", "Meaning"),
        [(f"`{name}`", in_markdown(one.unit), in_markdown(one.meaning)) for name, one in known],
    )
