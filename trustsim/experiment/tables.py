"""The tables of a sweep, put together from its design and its store in the order of the design, a piece at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from trustsim.experiment.rows import NOTHING, Row, names
from trustsim.measures.responses import CURVES, responses

if TYPE_CHECKING:
    from trustsim.experiment.cells import Cell
    from trustsim.experiment.design import DesignTable
    from trustsim.experiment.store import Store

DESIGN = "design.parquet"
RUNS = "runs.parquet"
DAYS = "@days"
"""What the name of a curve's column ends in."""

DONE = "done"
FAILED = "failed"

ROWS_A_GROUP = 1024
POINTS_A_GROUP = 8192

_ABOUT_RUNS = {
    "run": "number of the run, from 0: by point, base and replication",
    "point": "design point",
    "base": "base scenario",
    "rep": "replication, from 0",
    "seed": "seed of the run",
    "key": "SHA-256 of all that decides the run; empty where the point makes no scenario",
    "status": "done or failed",
    "error": "why it failed",
}


class Line(NamedTuple):
    """A run of the design: point, base, replication, seed, key, and why there is no scenario to run."""

    point: int
    base: str
    rep: int
    seed: int
    key: str
    error: str


def write_runs(path: Path, cells: Iterable[Cell], store: Store) -> None:
    """Write ``runs.parquet``: the same bytes, whenever and by whom the runs were done.

    Raises:
        LostRunsError: the store no longer has all of them.
    """
    import pyarrow.parquet as pq

    schema = _schema()
    floats = [*names(), *(f"{name}{DAYS}.list.element" for name in CURVES)]
    with pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        use_dictionary=["base", "status", "error"],
        use_byte_stream_split=floats,
    ) as writer:
        lines, first = _lines(cells), 0
        while block := list(islice(lines, ROWS_A_GROUP)):
            writer.write_table(_table(block, first, store, schema), row_group_size=ROWS_A_GROUP)
            first += len(block)


def _lines(cells: Iterable[Cell]) -> Iterator[Line]:
    for cell in cells:
        for rep, seed in enumerate(cell.seeds):
            yield Line(cell.point, cell.base, rep, seed, cell.keys[rep] if cell.keys else "", cell.error)


def _table(block: Sequence[Line], first: int, store: Store, schema: Any) -> Any:
    import pyarrow as pa

    found = iter(store.rows([line.key for line in block if line.key]))
    rows = [next(found) if line.key else Row("", line.seed, line.error, NOTHING, NOTHING) for line in block]
    columns: dict[str, Any] = {"run": np.arange(first, first + len(block), dtype=np.int64)}
    columns |= {name: [getattr(line, name) for line in block] for name in ("point", "base", "rep", "seed", "key")}
    columns |= {"status": [FAILED if row.error else DONE for row in rows], "error": [row.error for row in rows]}
    columns |= _figures(rows) | _curves(rows)
    return pa.table([pa.array(columns[field.name], field.type) for field in schema], schema=schema)


def _figures(rows: Sequence[Row]) -> dict[str, Any]:
    missing = np.full(len(names()), np.nan)
    figures = np.array([missing if row.error else row.figures for row in rows])
    return {name: np.ascontiguousarray(figures[:, number]) for number, name in enumerate(names())}


def _curves(rows: Sequence[Row]) -> dict[str, Any]:
    import pyarrow as pa

    curves = [row.curves.reshape(len(CURVES), -1) for row in rows]
    ends = pa.array(np.cumsum([0, *(curve.shape[1] for curve in curves)], dtype=np.int32))
    values = np.concatenate(curves, axis=1)
    return {
        f"{name}{DAYS}": pa.ListArray.from_arrays(ends, pa.array(np.ascontiguousarray(values[number])))
        for number, name in enumerate(CURVES)
    }


def _schema() -> Any:
    import pyarrow as pa

    texts = {"base", "key", "status", "error"}
    about = responses()
    fields = [_field(name, pa.string() if name in texts else pa.int64(), "", _ABOUT_RUNS[name]) for name in _ABOUT_RUNS]
    fields += [_field(name, pa.float64(), about[name].unit, about[name].meaning) for name in names()]
    for name in CURVES:
        mean = about[f"{name}@mean"]
        meaning = f"on the last day of each month of 21 days, and of the run: {mean.meaning.partition(': ')[2]}"
        fields.append(_field(f"{name}{DAYS}", pa.list_(pa.float64()), mean.unit, meaning))
    return pa.schema(fields)


def _field(name: str, kind: Any, unit: str, meaning: str) -> Any:
    import pyarrow as pa

    return pa.field(name, kind, metadata={"unit": unit, "meaning": meaning})


def write_design(path: Path, table: DesignTable) -> None:
    """Write ``design.parquet``: a row a point, with the label of each factor and its place in the unit cube."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    labels = _label_types(table)
    places = {f"u.{factor.name}": pa.float64() for factor in table.factors}
    schema = pa.schema({"point": pa.int64(), **labels, **places})
    with pq.ParquetWriter(path, schema, compression="zstd", use_byte_stream_split=list(places)) as writer:
        for first in range(0, table.points, POINTS_A_GROUP):
            frame = table.frame(first, first + POINTS_A_GROUP)
            columns = {name: _as(frame[name], kind) for name, kind in labels.items()}
            arrays = [pa.array(columns.get(name, frame[name]), schema.field(name).type) for name in schema.names]
            writer.write_table(pa.table(arrays, schema=schema), row_group_size=POINTS_A_GROUP)


def _label_types(table: DesignTable) -> dict[str, Any]:
    """The type of each factor's labels over all points; where they are of several, they become texts."""
    import pyarrow as pa

    found: list[set[type]] = [set() for _ in table.factors]
    for point in range(table.points):
        for types, level in zip(found, table.levels(point), strict=True):
            types.add(type(level.label))
    known = {bool: pa.bool_(), int: pa.int64(), float: pa.float64()}
    alone = [types.pop() if len(types) == 1 else str for types in found]
    return {factor.name: known.get(kind, pa.string()) for factor, kind in zip(table.factors, alone, strict=True)}


def _as(column: Any, kind: Any) -> Any:
    import pyarrow as pa

    return [str(label) for label in column] if kind == pa.string() else column.to_numpy()
