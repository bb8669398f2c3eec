"""Shards of a store: some hundred runs in a Parquet file that is named by its content and never changed."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from trustsim.errors import InputError, RunError, TrustsimError
from trustsim.experiment.rows import Row, names
from trustsim.measures.responses import CURVES

FORMAT_VERSION = 1
ENDING = ".parquet"

_ABOUT = b"trustsim store"
_FLOATS = ["figures.list.element", "curves.list.element"]


class DamagedShardError(TrustsimError):
    """A shard is missing, or is not what its name says."""


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

    def holds(self, key: str, number: int, *, done: bool) -> bool:
        """Whether the run of that key stands in that row, and is done, or has failed."""
        return number < len(self.keys) and self.keys[number] == key and done == (not self.errors[number])

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
    """Write a file as ``whole`` does.

    Raises:
        OSError: it could not be written; nothing is left of it.
    """
    with whole(path) as file:
        file.write(content)


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """A file to write into, aside; when the block ends well it is brought to disk and renamed over what stands there.

    Raises:
        OSError: it could not be written; nothing is left of it.
    """
    partial = path.with_name(f".{path.name}.partial-{os.getpid()}")
    try:
        with partial.open("wb") as file:
            yield file
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


def there(folder: Path) -> dict[str, int]:
    """Names of the shards in a folder, with when they were written, in nanoseconds.

    Raises:
        RunError: the folder cannot be read, which must not look as if it were empty.
    """
    try:
        files = [path for path in folder.iterdir() if path.suffix == ENDING and not path.name.startswith(".")]
        return {path.stem: when for path in files if (when := written(path)) is not None}
    except OSError as error:
        raise RunError(f"{folder}: {error.strerror or error}; expected a folder that can be read") from error


def written(path: Path) -> int | None:
    """When a file was written, in nanoseconds; None where another process has just moved it away."""
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return None


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

    Only what is missing or was changed is damaged. Whatever else keeps a shard from being read may pass, and is no
    reason to do its runs again.

    Raises:
        DamagedShardError: it is missing, or is not what its name says.
        InputError: a later version wrote it, of trustsim or of pyarrow, or something else did.
        RunError: the system does not let it be read.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / f"{name}{ENDING}"
    content = _content(path, name)
    try:
        table = pq.read_table(pa.BufferReader(content))
        about = json.loads(table.schema.metadata[_ABOUT])
        if about["format_version"] <= FORMAT_VERSION:
            return _decoded(table, about)
    except MemoryError:  # an ArrowException too, where it comes from there
        raise
    except (OSError, pa.ArrowException, KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"{path}: the file is as it was written, but pyarrow {pa.__version__} cannot read it as a shard "
            f"({type(error).__name__}); nothing is lost; expected the pyarrow that wrote it, or a later one; a file "
            "that trustsim did not write is to be moved out of the store"
        ) from error
    raise InputError(
        f"{path}: written by a later version of trustsim (format {about['format_version']}); this version reads up "
        f"to {FORMAT_VERSION}; nothing is lost; expected that version, or another --store"
    )


def _content(path: Path, name: str) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise DamagedShardError("is missing") from error
    except OSError as error:
        raise RunError(
            f"{path}: cannot be read ({error.strerror or error}); nothing is lost; expected a file that can be read; "
            "put that right and go on"
        ) from error
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
