"""From arrays to tables of results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from trustsim.analysis.columns import TABLES
from trustsim.analysis.discovery_columns import DISCOVERY
from trustsim.analysis.results import ID, ResultTable
from trustsim.measures.responses import label_of_measure
from trustsim.records.columns import Column

MOST_NAMES = 12
"""Measures up to which a table says what their ids stand for."""

KINDS = {**TABLES, **DISCOVERY}
"""Every kind of table of results."""

_TYPES = {"int": "Int64", "float": "float64", "text": "object", "mask": "UInt64"}


def table(
    name: str, ids: Sequence[str], data: Mapping[str, Any], more: Mapping[str, Column] | None = None, note: str = ""
) -> ResultTable:
    """Make a table of a kind.

    Args:
        name: of the kind, in ``columns.TABLES`` or ``discovery_columns.DISCOVERY``.
        ids: one a row.
        data: a sequence a column; those of the kind in any order.
        more: columns that this table has besides those of its kind, put behind the second.
        note: what must be known besides the note of the kind.
    """
    import pandas as pd

    kind = KINDS[name]
    names = list(kind.columns)
    columns = {**{one: kind.columns[one] for one in names[:2]}, **(more or {})}
    columns |= {one: kind.columns[one] for one in names[2:]}
    frame = pd.DataFrame({ID: pd.Series(list(ids), dtype="object")})
    for one, column in columns.items():
        frame[one] = column_of(data[one], column)
    notes = (kind.note, note, _names(data))
    return ResultTable(name, kind.title, columns, frame, " ".join(part for part in notes if part))


def _names(data: Mapping[str, Any]) -> str:
    """What the ids of the measures or curves in a table stand for, where these are not too many to be told."""
    ids = list(dict.fromkeys([*data.get("measure", ()), *data.get("curve", ())]))
    if not 0 < len(ids) <= MOST_NAMES:
        return ""
    return f"Measures: {'; '.join(map(label_of_measure, ids))}."


def rows(name: str, told: Sequence[Mapping[str, Any]], note: str = "") -> ResultTable:
    """Make a table of a kind from its rows, each with an ``id``."""
    data = {one: [row[one] for row in told] for one in KINDS[name].columns}
    return table(name, [row[ID] for row in told], data, note=note)


def column_of(values: Any, column: Column) -> Any:
    """Values as a column of a table: whole numbers that may be missing, floats with NaN, or texts."""
    import pandas as pd

    if column.kind == "int":
        found = np.asarray(values, dtype=np.float64)
        return pd.array(np.where(np.isfinite(found), found, np.nan), dtype="Float64").astype("Int64")
    return pd.Series(list(values), dtype=_TYPES[column.kind]) if column.kind == "text" else np.asarray(values, float)
