"""A sweep, read back: what was asked, where the points lie, and what came of every run."""

from __future__ import annotations

import json
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
from trustsim.records.keeping import hashes_in
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

    @cached_property
    def design(self) -> pd.DataFrame:
        """A row a point: ``point``, a column a factor with its label, ``u.NAME`` with its place in the unit cube.

        Raises:
            InputError: the file cannot be read.
        """
        return _frame(self.folder / DESIGN, None)

    def runs(self, columns: Sequence[str]) -> pd.DataFrame:
        """The runs in the order of the design, with the columns that are named and no others.

        Raises:
            InputError: there is no such column, or the file cannot be read.
        """
        return _frame(self.folder / RUNS, list(columns))

    def errors(self) -> Counter[str]:
        """Why runs failed, with how many of them."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        path = self.folder / RUNS
        found: Counter[str] = Counter()
        try:
            with pq.ParquetFile(path) as file:
                for batch in file.iter_batches(columns=["error"]):
                    found.update(filter(None, batch.column(0).to_pylist()))
        except (OSError, pa.ArrowException) as error:
            raise _unreadable(path, error) from error
        return found


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
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"{folder / MANIFEST}: the experiment in it cannot be read ({type(error).__name__}); expected a sweep "
            "folder as trustsim sweep wrote it"
        ) from error
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
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(f"{folder}: {_no_sweep(folder)}") from None
    except OSError as error:
        raise InputError(
            f"{path}: {error.strerror or error}; expected to read what the sweep says of itself"
        ) from error
    except ValueError as error:
        raise InputError(f"{path}: cannot be read as JSON; {error}; expected it as trustsim sweep wrote it") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT or not found.keys() >= {"state", "format_version"}:
        raise InputError(f"{folder}: {_of_another(found, folder)}")
    if found["format_version"] > FORMAT_VERSION:
        raise InputError(
            f"{folder}: a later version of trustsim wrote this sweep, in format {found['format_version']}; "
            f"this version reads up to {FORMAT_VERSION}"
        )
    return found


def is_sweep(folder: Path) -> bool:
    """Whether a sweep stands there, finished or not."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and found.get("format") == FORMAT


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


def _of_another(found: object, folder: Path) -> str:
    """What to say of a folder with a manifest that no sweep has written."""
    from trustsim.records.manifest import FORMAT as RUN

    if isinstance(found, dict) and found.get("format") == RUN:
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
