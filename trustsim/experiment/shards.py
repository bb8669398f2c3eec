"""Shards of a store: some hundred runs in a Parquet file that is named by its content and never changed."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from trustsim.errors import InputError, TrustsimError
from trustsim.experiment.rows import Row, names
from trustsim.measures.responses import CURVES

FORMAT_VERSION = 1
ENDING = ".parquet"

_ABOUT = b"trustsim store"
_FLOATS = ["figures.list.element", "curves.list.element"]


class DamagedShardError(TrustsimError):
    """A shard is not what its name says, or cannot be read."""


@dataclass(frozen=True)
class Shard:
    """A shard, read: rows by their number."""

    keys: list[str]
    seeds: list[int]
    errors: list[str]
    figures: np.ndarray[Any, np.dtype[np.float64]]
    curves: np.ndarray[Any, np.dtype[np.float64]]
    ends: tuple[list[int], list[int]]
    measures: tuple[list[str], list[str]]

    def row(self, number: int) -> Row:
        """One run."""
        assert self.measures == (list(names()), list(CURVES)), "keys tell versions apart that measure other things"
        figures, curves = self.ends
        return Row(
            self.keys[number],
            self.seeds[number],
            self.errors[number],
            self.figures[figures[number] : figures[number + 1]],
            self.curves[curves[number] : curves[number + 1]],
        )


def write(folder: Path, found: Sequence[Row]) -> str:
    """Write rows as a shard into ``folder`` and return its name; it is there whole, and on disk, or not at all.

    Raises:
        OSError: it could not be written; nothing is left of it.
    """
    content = encode(found)
    name = hashlib.sha256(content).hexdigest()
    write_whole(folder / f"{name}{ENDING}", content)
    return name


def write_whole(path: Path, content: bytes) -> None:
    """Write a file aside, bring it to disk, and rename it over whatever stands there.

    Raises:
        OSError: it could not be written; nothing is left of it.
    """
    partial = path.with_name(f".{path.name}.partial-{os.getpid()}")
    try:
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    settle(path.parent)


def settle(folder: Path) -> None:
    """Bring to disk which files a folder has, where the system can do that."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def encode(found: Sequence[Row]) -> bytes:
    """Rows as the bytes of a Parquet file: all figures of a run in one list, all curves in another.

    Hundreds of columns would make the description of a small file larger than what it holds.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    about = {"format_version": FORMAT_VERSION, "figures": names(), "curves": CURVES}
    columns = {
        "key": pa.array([bytes.fromhex(row.key) for row in found], pa.binary(32)),
        "seed": pa.array([row.seed for row in found], pa.int64()),
        "error": pa.array([row.error for row in found], pa.string()),
        "figures": _lists([row.figures for row in found]),
        "curves": _lists([row.curves for row in found]),
    }
    table = pa.table(columns).replace_schema_metadata({_ABOUT: json.dumps(about).encode()})
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", use_dictionary=["error"], use_byte_stream_split=_FLOATS)
    return bytes(sink.getvalue())


def _lists(values: Sequence[Any]) -> Any:
    import pyarrow as pa

    ends = np.cumsum([0, *map(len, values)], dtype=np.int32)
    return pa.ListArray.from_arrays(pa.array(ends), pa.array(np.concatenate(values)))


def read(folder: Path, name: str) -> Shard:
    """Read a shard.

    Raises:
        DamagedShardError: it is missing, cannot be read, or is not what its name says.
        InputError: it was written by a later version.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    content = _content(folder / f"{name}{ENDING}", name)
    try:
        table = pq.read_table(pa.BufferReader(content))
        about = json.loads(table.schema.metadata[_ABOUT])
    except (OSError, pa.ArrowException, KeyError, TypeError, ValueError) as error:
        raise DamagedShardError(f"cannot be read as a shard ({type(error).__name__})") from error
    if about["format_version"] > FORMAT_VERSION:
        raise InputError(
            f"{folder}: written by a later version (format {about['format_version']}); "
            f"this version reads up to {FORMAT_VERSION}"
        )
    return _decoded(table, about)


def _content(path: Path, name: str) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise DamagedShardError("is missing") from error
    except OSError as error:
        raise DamagedShardError(f"cannot be read ({error.strerror or error})") from error
    if hashlib.sha256(content).hexdigest() != name:
        raise DamagedShardError("is not what it was when it was written")
    return content


def _decoded(table: Any, about: dict[str, Any]) -> Shard:
    figures, curves = (table.column(name).combine_chunks() for name in ("figures", "curves"))
    return Shard(
        [key.hex() for key in table.column("key").to_pylist()],
        table.column("seed").to_pylist(),
        table.column("error").to_pylist(),
        figures.values.to_numpy(zero_copy_only=False),
        curves.values.to_numpy(zero_copy_only=False),
        (figures.offsets.to_pylist(), curves.offsets.to_pylist()),
        (about["figures"], about["curves"]),
    )
