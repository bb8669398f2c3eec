"""A sweep, read back: what was asked, where the points lie, and what came of every run."""

from __future__ import annotations

import os
import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trustsim.errors import InputError
from trustsim.experiment.data import from_data
from trustsim.experiment.manifest import MANIFEST, read_manifest
from trustsim.experiment.tables import DESIGN, RUNS
from trustsim.records.keeping import hashes_in
from trustsim.records.manifest import file_hash

if TYPE_CHECKING:
    import pandas as pd

    from trustsim.experiment.plan import Experiment

ROWS_A_BATCH = 4096

SWEEPS = "sweeps"
"""Where the folders of sweeps usually are."""

_UNREADABLE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


@dataclass(frozen=True)
class SweepRecord:
    """A finished sweep.

    Attributes:
        folder: where it is.
        manifest: what it says of itself.
        experiment: what was asked, scenarios resolved.
    """

    folder: Path
    manifest: dict[str, Any]
    experiment: Experiment
    _sound: set[str] = field(default_factory=set, repr=False, compare=False)

    @cached_property
    def design(self) -> pd.DataFrame:
        """A row a point: ``point``, a column a factor with its label, ``u.NAME`` with its place in the unit cube.

        Raises:
            InputError: the file cannot be read, or is not as it was written.
        """
        return _frame(self._table(DESIGN), None)

    def runs(self, columns: Sequence[str]) -> pd.DataFrame:
        """The runs in the order of the design, with the columns that are named and no others.

        Raises:
            InputError: there is no such column, the file cannot be read, or it is not as it was written.
        """
        return _frame(self._table(RUNS), list(columns))

    def batches(self, columns: Sequence[str]) -> Iterator[dict[str, list[Any]]]:
        """The runs as ``runs`` has them, some thousand at a time; columns as lists, in the order of ``columns``.

        Raises:
            InputError: as for ``runs``.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        path = self._table(RUNS)
        try:
            with pq.ParquetFile(path) as file:
                for batch in file.iter_batches(batch_size=ROWS_A_BATCH, columns=list(columns)):
                    yield {name: batch.column(name).to_pylist() for name in columns}
        except (OSError, KeyError, pa.ArrowException) as error:
            raise _unreadable(path, error) from error

    def errors(self) -> Counter[str]:
        """Why runs failed, with how many of them."""
        found: Counter[str] = Counter()
        for batch in self.batches(["error"]):
            found.update(filter(None, batch["error"]))
        return found

    def _table(self, name: str) -> Path:
        """A table of this sweep, after a look at whether every byte of it is as it was written."""
        path = self.folder / name
        if name in self._sound:
            return path
        try:
            digest = file_hash(path)
        except OSError as error:
            raise _unreadable(path, error) from error
        if digest != self.manifest["files"]["sha256"].get(name):
            again = command_line(self.experiment.file, self.experiment.name, self.folder)
            raise InputError(
                f"{path}: damaged, or edited; expected it as its sweep wrote it; make it anew with: {again}"
            )
        self._sound.add(name)
        return path


def made_of(record: SweepRecord) -> dict[str, Any]:
    """What tells the runs of a sweep from those of another one: the hashes of its tables."""
    hashes = hashes_in(record.manifest)
    return {"runs": hashes.get(RUNS), "design": hashes.get(DESIGN)}


def read_sweep(folder: str | Path) -> SweepRecord:
    """Read a sweep folder; its tables are read when they are asked for.

    Raises:
        InputError: the folder is missing, is no sweep folder, holds a sweep that is not finished, or was written
            by a later version.
    """
    folder = Path(folder)
    manifest = read_manifest(folder)
    if manifest["state"] != "done":
        about = manifest.get("experiment", {})
        command = command_to_resume(about.get("file", "FILE"), about.get("name", ""), folder)
        raise InputError(f"{folder}: this sweep is not finished; go on with: {command}")
    try:
        experiment = from_data(manifest["experiment"])
    except _UNREADABLE as error:
        raise InputError(
            f"{folder / MANIFEST}: the experiment in it cannot be read ({type(error).__name__}); expected a sweep "
            "folder as trustsim sweep wrote it"
        ) from error
    return SweepRecord(folder, manifest, experiment)


def command_to_resume(file: str, name: str, folder: Path) -> str:
    """The command line that goes on with a sweep; see ``command_line``."""
    return command_line(file, name, folder, "--resume")


def command_line(file: str, name: str, folder: Path, *options: str) -> str:
    """The command line that does a sweep, as one would type it here.

    Args:
        file: of the experiment, as it was given.
        name: of the experiment, after which its folder is usually called.
        folder: of the sweep.
        options: others.
    """
    below = os.path.relpath(folder)
    usual = folder.resolve() == (Path(SWEEPS) / name).resolve()
    out = [] if usual else ["--out", str(folder.resolve()) if below.startswith("..") else below]
    return shlex.join(["trustsim", "sweep", file, *out, *options])


def _frame(path: Path, columns: list[str] | None) -> pd.DataFrame:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        there = pq.read_schema(path).names
        if lacking := [name for name in columns or () if name not in there]:
            raise InputError(f"{path}: no column {', '.join(lacking)}; expected some of those of runs.parquet")
        frame: pd.DataFrame = pq.read_table(path, columns=columns).to_pandas()
    except (OSError, pa.ArrowException) as error:
        raise _unreadable(path, error) from error
    return frame


def _unreadable(path: Path, error: Exception) -> InputError:
    words = next(iter(str(error).splitlines()), type(error).__name__)
    return InputError(f"{path}: cannot be read as a table; {words}; make it anew with: trustsim sweep FILE")
