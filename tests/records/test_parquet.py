"""Tables come back from Parquet as they were; the same table gives the same bytes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from trustsim.records.columns import DAILY, TABLES
from trustsim.records.parquet import read_table, write_table


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("rows", ["all", "none"])
def test_a_table_comes_back_as_it_was(name: str, rows: str, tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    frame = tables[name] if rows == "all" else tables[name].iloc[:0]
    write_table(frame, TABLES[name], tmp_path / "table.parquet")
    back = read_table(tmp_path / "table.parquet")
    pd.testing.assert_frame_equal(back, frame, check_categorical=False)
    assert back.dtypes.astype(str).tolist() == frame.dtypes.astype(str).tolist()


@pytest.mark.parametrize("name", TABLES)
def test_the_same_table_gives_the_same_bytes(name: str, tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    write_table(tables[name], TABLES[name], tmp_path / "one.parquet")
    write_table(tables[name].copy(), TABLES[name], tmp_path / "two.parquet")
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()


def test_every_column_says_what_it_is(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    write_table(tables["daily"], DAILY, tmp_path / "daily.parquet")
    schema = pq.read_schema(tmp_path / "daily.parquet")
    assert {
        name: (schema.field(name).metadata[b"unit"].decode(), schema.field(name).metadata[b"meaning"].decode())
        for name in DAILY
    } == {name: (column.unit, column.meaning) for name, column in DAILY.items()}


def test_nothing_in_the_file_names_the_version_of_pandas(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    write_table(tables["daily"], DAILY, tmp_path / "daily.parquet")
    metadata = pq.read_schema(tmp_path / "daily.parquet").metadata
    assert set(metadata) == {b"pandas"}
    assert b"version" not in metadata[b"pandas"]


def test_floats_are_split_and_everything_is_compressed(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    write_table(tables["daily"], DAILY, tmp_path / "daily.parquet")
    group = pq.ParquetFile(tmp_path / "daily.parquet").metadata.row_group(0)
    chunks = [group.column(number) for number in range(group.num_columns)]
    assert {chunk.compression for chunk in chunks} == {"ZSTD"}
    floats = {chunk.path_in_schema for chunk in chunks if "BYTE_STREAM_SPLIT" in chunk.encodings}
    assert floats == {name for name, column in DAILY.items() if column.kind == "float"}
