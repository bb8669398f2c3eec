"""The run folder: written aside and renamed, so that it is either whole or not there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trustsim.errors import InputError
from trustsim.records.aside import Say, add, aside, ready
from trustsim.records.columns import TABLES
from trustsim.records.figures import ENSEMBLE_TABLES
from trustsim.records.json_files import object_in, read_object, write_object
from trustsim.records.keeping import MANIFEST, hashes_in
from trustsim.records.manifest import FORMAT, FORMAT_VERSION, KINDS, file_hash, manifest
from trustsim.records.results import another, differing
from trustsim.scenario.wording import printable

if TYPE_CHECKING:
    import pandas as pd

    from trustsim.scenario.schema import Scenario

SUMMARY = "summary.json"
NOT_THE_SCENARIO = "the scenario in it is damaged; expected a run folder, as trustsim wrote it; run it again"
A_RUN = "a run folder, as trustsim wrote it"


def columns_of(kind: str) -> Mapping[str, Mapping[str, Any]]:
    """Return the tables, and their columns, of a folder of this ``kind``: ``run`` or ``ensemble``."""
    return ENSEMBLE_TABLES if kind == "ensemble" else TABLES


def check_target(folder: Path, scenario: Scenario | None = None, reps: int = 1, *, force: bool = False) -> Path:
    """Return ``folder`` resolved, if a run may be written there; to be asked before a long run.

    Args:
        folder: where.
        scenario: what is to be run, seed included; a run of another one is not replaced. None does not ask.
        reps: number of runs.
        force: whether a run of another scenario may be replaced too.

    Raises:
        InputError: a file, somebody else's folder or another run stands there, or nothing may be written.
    """
    found = ready(folder, is_ours)
    if scenario is not None and not force and (there := object_in(found / MANIFEST)) is not None:
        about = manifest(scenario, kind="ensemble" if reps > 1 else "run", reps=reps)
        if any(there.get(name) != about[name] for name in ("kind", "reps", "scenario_sha256")):
            raise InputError(f"{folder}: {another('run', _differing(there, about))}")
    return found


def is_ours(folder: Path) -> bool:
    """Whether ``folder`` is a run folder, and so may be replaced by another."""
    found = object_in(folder / MANIFEST)
    return found is not None and found.get("format") == FORMAT


def write_run(
    folder: Path,
    manifest: Mapping[str, Any],
    summary: Mapping[str, Any],
    tables: Mapping[str, pd.DataFrame],
    pictures: Callable[[Path], object] | None = None,
    say: Say | None = None,
) -> Path:
    """Write a run folder and return where it is. An earlier run there is replaced.

    The folder appears when all of the data are written. What is made of them, such as pictures, is added afterwards
    (``aside.add``): a fault in it loses nothing. Files of the user's own in an earlier run stay. All that differs
    from one run to the next of the same scenario and seed (times, the command) is in ``manifest.json``; the other data
    files do not vary.

    Args:
        folder: where; folders above it are made.
        manifest: from ``manifest.manifest``; the list of files is added here.
        summary: from ``measures.summarise``, or of an ensemble.
        tables: all tables of a run, or of an ensemble, as the manifest's ``kind`` says.
        pictures: draws them into the folder that it is given; its faults are raised when the data are in place.
        say: is called with a line for each file of the user's own that goes by another name now.

    Raises:
        InputError: something that is no run stands there, or nothing may be written there.
        RunError: writing failed half-way; nothing is left of it.
    """
    from trustsim.records.parquet import write_table

    target = ready(folder, is_ours)
    with aside(target, manifest, say) as partial:
        for name, columns in columns_of(manifest["kind"]).items():
            write_table(tables[name], columns, partial / f"{name}.parquet")
        write_object(partial / SUMMARY, summary)
    if pictures is not None:
        add(target, pictures, say)
    return target


def _differing(there: Mapping[str, Any], about: Mapping[str, Any]) -> str:
    """The keys in which the run that stands there differs from the one that is to be written."""
    if there.get("reps") != about["reps"]:
        return f" ({there.get('reps')} runs, not {about['reps']})"
    return differing(list(_keys(there.get("scenario"), about["scenario"])))


def _keys(one: Any, other: Any, above: str = "") -> Iterator[str]:
    """Dotted keys whose values differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        for name in dict.fromkeys((*other, *one)):
            yield from _keys(one.get(name), other.get(name), f"{above}.{name}" if above else str(name))
    elif one != other and above:
        yield printable(above)


class Tables(Mapping[str, "pd.DataFrame"]):
    """The tables of a run folder by name, each read when it is first asked for."""

    def __init__(self, folder: Path, kind: str, listed: Mapping[str, str]) -> None:
        """``listed`` holds the SHA-256 of each file by its name."""
        self._folder = folder
        self._columns = columns_of(kind)
        self._listed = listed
        self._read: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._columns:
            raise KeyError(name)
        if name not in self._read:
            self._read[name] = self._load(self._folder / f"{name}.parquet")
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def _load(self, path: Path) -> pd.DataFrame:
        from trustsim.records.parquet import read_table

        expected = self._listed.get(path.name)
        try:
            if expected is None:
                raise InputError(f"{path}: {MANIFEST} does not list it; expected {A_RUN}; run it again")
            if file_hash(path) != expected:
                raise InputError(f"{path}: changed since trustsim wrote it; expected it as it was; run it again")
        except OSError as error:
            raise InputError(f"{path}: {error.strerror or error}; expected {A_RUN}") from error
        return read_table(path, self._columns[path.stem])


@dataclass(frozen=True)
class RunRecord:
    """A run folder, read back."""

    folder: Path
    manifest: dict[str, Any]
    summary: dict[str, Any]
    tables: Mapping[str, pd.DataFrame]

    @property
    def scenario(self) -> Scenario:
        """The scenario as it was run, seed included.

        Raises:
            InputError: the manifest holds another one than trustsim wrote.
        """
        from trustsim.scenario.schema import Scenario

        try:
            return Scenario.model_validate_json(json.dumps(self.manifest["scenario"]))
        except (KeyError, ValueError) as error:
            raise InputError(f"{self.folder / MANIFEST}: {NOT_THE_SCENARIO}") from error


def read_run(folder: str | Path) -> RunRecord:
    """Read a run folder; its tables are read when they are first asked for.

    Raises:
        InputError: the folder is missing, is no run folder, is damaged, or was written by a later version.
    """
    folder = Path(folder)
    found = read_object(folder / MANIFEST, A_RUN)
    if found.get("format") != FORMAT or found.get("kind") not in KINDS:
        raise InputError(f"{folder}: no run folder; its {MANIFEST} was not written by trustsim")
    version = found.get("format_version")
    if isinstance(version, int) and version > FORMAT_VERSION:
        raise InputError(f"{folder}: format {version}; this version reads up to {FORMAT_VERSION}")
    if wrong := _wrong(found):
        raise InputError(f"{folder / MANIFEST}: {wrong}; expected {A_RUN}")
    tables = Tables(folder, found["kind"], hashes_in(found))
    return RunRecord(folder, found, read_object(folder / SUMMARY, A_RUN), tables)


def _wrong(found: Mapping[str, Any]) -> str:
    """What of a manifest is not as it was written; empty where all is well."""
    for name, usual in (("format_version", int), ("seed", int), ("reps", int), ("scenario", dict), ("files", dict)):
        value = found.get(name)
        if not isinstance(value, usual) or isinstance(value, bool):
            return f"{name} is {'missing' if value is None else 'damaged'}"
    return ""
