"""A sweep, read back: what was asked, where the points lie, and what came of every run."""

from __future__ import annotations

import os
import shlex
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trustsim.errors import InputError
from trustsim.experiment.data import from_data
from trustsim.experiment.tables import DESIGN, RUNS
from trustsim.records.json_files import object_in, read_object
from trustsim.records.keeping import hashes_in
from trustsim.records.manifest import file_hash
from trustsim.scenario.wording import listed

if TYPE_CHECKING:
    import pandas as pd

    from trustsim.experiment.plan import Experiment

FORMAT = "trustsim sweep"
FORMAT_VERSION = 1
MANIFEST = "manifest.json"
SWEEPS = "sweeps"
"""Where the folders of sweeps usually are."""

MOST_NAMES = 5


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

    @property
    def made_of(self) -> dict[str, Any]:
        """What tells its runs from those of another sweep: the hashes of its tables."""
        hashes = hashes_in(self.manifest)
        return {"runs": hashes.get(RUNS), "design": hashes.get(DESIGN)}

    @cached_property
    def design(self) -> pd.DataFrame:
        """A row a point: ``point``, a column a factor with its label, ``u.NAME`` with its place in the unit cube.

        Raises:
            InputError: the file cannot be read.
        """
        self._checked(DESIGN)
        return _frame(self.folder / DESIGN, None)

    def runs(self, columns: Sequence[str]) -> pd.DataFrame:
        """The runs in the order of the design, with the columns that are named and no others.

        Raises:
            InputError: there is no such column, or the file cannot be read.
        """
        self._checked(RUNS)
        return _frame(self.folder / RUNS, list(columns))

    def _checked(self, name: str) -> None:
        """Refuse a table that is not what it was when it was written; each is looked at once."""
        path, expected = self.folder / name, hashes_in(self.manifest).get(name)
        if expected is None or name in self._seen:
            return
        try:
            changed = file_hash(path) != expected
        except OSError as error:
            raise _unreadable(path, error) from error
        if changed:
            raise InputError(f"{path}: changed since trustsim wrote it; make it anew with: trustsim sweep FILE")
        self._seen.add(name)

    @cached_property
    def _seen(self) -> set[str]:
        return set()

    def errors(self) -> Counter[str]:
        """Why runs failed, with how many of them."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        self._checked(RUNS)
        path = self.folder / RUNS
        found: Counter[str] = Counter()
        try:
            with pq.ParquetFile(path) as file:
                for batch in file.iter_batches(columns=["error"]):
                    found.update(filter(None, batch.column(0).to_pylist()))
        except (OSError, pa.ArrowException) as error:
            raise _unreadable(path, error) from error
        return found


def read_sweep(folder: str | Path) -> SweepRecord:
    """Read a sweep folder; its tables are read when they are asked for.

    Raises:
        InputError: the folder is missing, is no sweep folder, holds a sweep that is not finished, or was written
            by a later version.
    """
    folder = Path(folder)
    manifest = read_manifest(folder)
    if manifest["state"] != "done":
        about = manifest.get("experiment")
        known = about if isinstance(about, dict) else {}
        command = command_to_resume(str(known.get("file", "FILE")), str(known.get("name", "")), folder)
        raise InputError(f"{folder}: this sweep is not finished; go on with: {command}")
    try:
        experiment = from_data(manifest["experiment"])
    except (KeyError, TypeError, ValueError, AttributeError, LookupError, RecursionError) as error:
        raise InputError(
            f"{folder / MANIFEST}: the experiment in it cannot be read ({type(error).__name__}); expected a sweep "
            "folder as trustsim sweep wrote it"
        ) from error
    if not {DESIGN, RUNS} <= hashes_in(manifest).keys():
        raise InputError(f"{folder / MANIFEST}: does not list the tables; expected it as trustsim sweep wrote it")
    return SweepRecord(folder, manifest, experiment)


def command_to_resume(file: str, name: str, folder: Path) -> str:
    """The command line that goes on with a sweep.

    Args:
        file: of the experiment, as it was given.
        name: of the experiment, after which its folder is usually called.
        folder: of the sweep.
    """
    below = os.path.relpath(folder)
    usual = folder.resolve() == (Path(SWEEPS) / name).resolve()
    out = [] if usual else ["--out", str(folder.resolve()) if below.startswith("..") else below]
    return shlex.join(["trustsim", "sweep", file, *out, "--resume"])


def read_manifest(folder: Path) -> dict[str, Any]:
    """What a sweep folder says of itself, whether or not it is finished.

    Raises:
        InputError: it is no sweep folder, or one of a later version; it is said what it is instead.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise InputError(f"{folder}: {_no_sweep(folder)}")
    found = read_object(path, "what a sweep says of itself, as trustsim sweep wrote it")
    if found.get("format") != FORMAT or "state" not in found or not isinstance(found.get("format_version"), int):
        raise InputError(f"{folder}: {_of_another(found, folder)}")
    if found["format_version"] > FORMAT_VERSION:
        raise InputError(
            f"{folder}: a later version of trustsim wrote this sweep, in format {found['format_version']}; "
            f"this version reads up to {FORMAT_VERSION}"
        )
    return found


def is_sweep(folder: Path) -> bool:
    """Whether a sweep stands there, finished or not."""
    found = object_in(folder / MANIFEST)
    return found is not None and found.get("format") == FORMAT


def sweeps_in(folder: Path) -> list[str]:
    """Names of the sweeps in a folder, finished or not."""
    return sorted(one.parent.name for one in folder.glob(f"*/{MANIFEST}") if is_sweep(one.parent))


def _no_sweep(folder: Path) -> str:
    """What to say of a folder without a manifest: what it is, and which one may be meant."""
    from trustsim.experiment.store import is_store

    parent = folder.parent
    if not folder.exists():
        return "no such folder; expected a sweep folder, as trustsim sweep writes it"
    if folder.absolute() != parent.absolute() and is_sweep(parent):
        return f"this is in a sweep folder; did you mean {parent}?"
    what, meant = "this is no sweep folder", [str(parent / name) for name in sweeps_in(parent)]
    if is_store(folder):
        what = "this is a store, which keeps the runs of many sweeps"
    elif inner := sweeps_in(folder):
        what, meant = "this folder holds sweeps", [str(folder / name) for name in inner]
    if not meant:
        return f"{what}; expected a sweep folder, as trustsim sweep writes it"
    return f"{what}; expected a sweep folder, such as {listed(meant[:MOST_NAMES])}"


def _of_another(found: dict[str, Any], folder: Path) -> str:
    """What to say of a folder with a manifest that no sweep has written."""
    from trustsim.records.manifest import FORMAT as RUN

    if found.get("format") == RUN:
        return (
            f"this is a run folder; expected a sweep folder; ask it with: trustsim explain {shlex.quote(str(folder))}"
        )
    return f"no sweep folder; trustsim sweep did not write its {MANIFEST}; expected one that it wrote"


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
