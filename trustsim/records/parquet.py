"""Tables as Parquet files: the same table gives the same bytes, and every column says what it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trustsim.errors import InputError
from trustsim.records.columns import Column

if TYPE_CHECKING:
    import pandas as pd


def write_table(frame: pd.DataFrame, columns: Mapping[str, Column], path: Path) -> None:
    """Write ``frame`` with the columns of the dictionary ``columns``, in its order.

    Words are dictionary-encoded, floats stored as split bytes, all compressed with zstd. Unit and
    meaning of each column are in the metadata of its field. Nothing in the file depends on when,
    where or by whom it was written, except for the version of pyarrow.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([_field(name, column) for name, column in columns.items()])
    table = pa.Table.from_pandas(frame[list(columns)], schema=schema, preserve_index=False, nthreads=1)
    floats = [name for name, column in columns.items() if column.kind == "float"]
    pq.write_table(
        table.replace_schema_metadata(_metadata(table.schema.metadata)),
        path,
        compression="zstd",
        use_dictionary=[name for name in columns if name not in floats],
        use_byte_stream_split=floats,
    )


def read_table(path: Path, columns: Mapping[str, Column] | None = None) -> pd.DataFrame:
    """Read a table as it was written, dtypes included.

    Args:
        path: the file.
        columns: those that it should have; of those that it has, the types are checked. None checks nothing.

    Raises:
        InputError: it cannot be read as a table, or a column is of another type.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
        for name, column in (columns or {}).items():
            if name in table.column_names and not _alike(table.schema.field(name).type, _field(name, column).type):
                found = table.schema.field(name).type
                raise InputError(f"{path}: column {name} holds {found}; expected {column.kind}, as trustsim wrote it")
        frame: pd.DataFrame = table.to_pandas()
    except (OSError, ValueError, pa.ArrowException) as error:
        first = next(iter(str(error).splitlines()), type(error).__name__)
        raise InputError(f"{path}: cannot be read as a table; {first}") from error
    return frame


def _alike(one: Any, other: Any) -> bool:
    """Whether two types hold the same values, however words are numbered."""
    import pyarrow as pa

    plain = [kind.value_type if pa.types.is_dictionary(kind) else kind for kind in (one, other)]
    return bool(plain[0] == plain[1])


def _field(name: str, column: Column) -> Any:
    import pyarrow as pa

    types = {
        "int": pa.int64(),
        "float": pa.float64(),
        "mask": pa.uint64(),
        "text": pa.string() if column.unit == "sentence" else pa.dictionary(pa.int32(), pa.string()),
    }
    return pa.field(name, types[column.kind], metadata={"unit": column.unit, "meaning": column.meaning})


def _metadata(metadata: Mapping[bytes, bytes]) -> dict[str, str]:
    """Keep what pandas needs to give the dtypes back; drop the versions of the writers."""
    pandas = json.loads(metadata[b"pandas"])
    kept = {name: value for name, value in pandas.items() if name not in {"creator", "pandas_version"}}
    return {"pandas": json.dumps(kept, sort_keys=True)}
