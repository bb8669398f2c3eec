"""The run folder: written aside and renamed, so that it is either whole or not there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trustsim.errors import InputError
from trustsim.records.aside import aside, ready
from trustsim.records.columns import TABLES
from trustsim.records.figures import ENSEMBLE_TABLES
from trustsim.records.manifest import FORMAT, FORMAT_VERSION, KINDS, file_hash

if TYPE_CHECKING:
    import pandas as pd

    from trustsim.scenario.schema import Scenario

Pictures = Callable[[Path], object]


def columns_of(kind: str) -> Mapping[str, Mapping[str, Any]]:
    """Return the tables, and their columns, of a folder of this ``kind``: ``run`` or ``ensemble``."""
    return ENSEMBLE_TABLES if kind == "ensemble" else TABLES


def check_target(folder: Path) -> Path:
    """Return ``folder`` resolved, if a run may be written there; to be asked before a long run.

    Raises:
        InputError: a file or somebody else's folder stands there, or nothing may be written.
    """
    return ready(folder, is_ours)


def is_ours(folder: Path) -> bool:
    """Whether ``folder`` is a run folder, and so may be replaced by another."""
    try:
        found = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and found.get("format") == FORMAT


def write_run(
    folder: Path,
    manifest: Mapping[str, Any],
    summary: Mapping[str, Any],
    tables: Mapping[str, pd.DataFrame],
    pictures: Pictures | None = None,
) -> Path:
    """Write a run folder and return where it is. An earlier run there is replaced.

    The folder appears when all of it is written. Everything that differs from one run to the next
    of the same scenario and seed (times, the command) is in ``manifest.json``; the other data files
    do not vary.

    Args:
        folder: where; folders above it are made.
        manifest: from ``manifest.manifest``; the list of files is added here.
        summary: from ``measures.summarise``, or of an ensemble.
        tables: all tables of a run, or of an ensemble, as the manifest's ``kind`` says.
        pictures: draws the pictures into the folder it is given.

    Raises:
        InputError: something that is no run stands there, or nothing may be written there.
        RunError: writing failed half-way; nothing is left of it.
    """
    from trustsim.records.parquet import write_table

    target = ready(folder, is_ours)
    with aside(target, is_ours) as partial:
        for name, columns in columns_of(manifest["kind"]).items():
            write_table(tables[name], columns, partial / f"{name}.parquet")
        _write_json(partial / "summary.json", summary)
        data = {path.name: file_hash(path) for path in sorted(partial.iterdir())}
        if pictures is not None:
            pictures(partial)
        drawn = sorted(path.relative_to(partial).as_posix() for path in partial.rglob("*") if path.is_file())
        listed = {"sha256": data, "pictures": [name for name in drawn if name not in data]}
        _write_json(partial / "manifest.json", {**manifest, "files": listed})
    return target


def _write_json(path: Path, value: Mapping[str, Any]) -> None:
    text = json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


class Tables(Mapping[str, "pd.DataFrame"]):
    """The tables of a run folder by name, each read when it is first asked for."""

    def __init__(self, folder: Path, names: tuple[str, ...]) -> None:
        self._folder = folder
        self._names = names
        self._read: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._names:
            raise KeyError(name)
        if name not in self._read:
            self._read[name] = self._load(self._folder / f"{name}.parquet")
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def _load(self, path: Path) -> pd.DataFrame:
        import pyarrow as pa

        from trustsim.records.parquet import read_table

        try:
            return read_table(path)
        except (OSError, pa.ArrowException) as error:
            raise InputError(f"{path}: cannot be read as a table; {str(error).splitlines()[0]}") from error


@dataclass(frozen=True)
class RunRecord:
    """A run folder, read back."""

    folder: Path
    manifest: dict[str, Any]
    summary: dict[str, Any]
    tables: Mapping[str, pd.DataFrame]

    @property
    def scenario(self) -> Scenario:
        """The scenario as it was run, seed included."""
        from trustsim.scenario.schema import Scenario

        return Scenario.model_validate_json(json.dumps(self.manifest["scenario"]))


def read_run(folder: str | Path) -> RunRecord:
    """Read a run folder; its tables are read when they are first asked for.

    Raises:
        InputError: the folder is missing, is no run folder, or was written by a later version.
    """
    folder = Path(folder)
    manifest = _read_json(folder / "manifest.json")
    if manifest.get("format") != FORMAT or manifest.get("kind") not in KINDS:
        raise InputError(f"{folder}: no run folder; its manifest.json was not written by trustsim")
    if manifest["format_version"] > FORMAT_VERSION:
        raise InputError(f"{folder}: format {manifest['format_version']}; this version reads up to {FORMAT_VERSION}")
    names = tuple(columns_of(manifest["kind"]))
    return RunRecord(folder, manifest, _read_json(folder / "summary.json"), Tables(folder, names))


def _read_json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}; expected a run folder") from error
    except ValueError as error:
        raise InputError(f"{path}: cannot be read as JSON; {error}") from error
    if not isinstance(found, dict):
        raise InputError(f"{path}: expected an object, as in a run folder")
    return found
