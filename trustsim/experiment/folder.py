"""The sweep folder while its runs are done: what it says of itself, and how it is finished."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trustsim.errors import RunError
from trustsim.experiment.data import to_data
from trustsim.experiment.manifest import FORMAT, MANIFEST, as_text
from trustsim.experiment.plan import Experiment
from trustsim.experiment.record import command_to_resume
from trustsim.experiment.shards import write_whole
from trustsim.experiment.tables import DESIGN, RUNS
from trustsim.records.interrupts import held_back
from trustsim.records.manifest import canonical, file_hash, versions

TEXT = "experiment.toml"
LOCK = ".lock"
PARTIAL = ".partial-"

EARLIER = "earlier"
"""Where in the folder things go that may have been made of tables that have changed since."""


@dataclass(frozen=True)
class Place:
    """A sweep folder that this process alone writes to.

    Attributes:
        folder: where, with links followed.
        experiment: what is swept.
        model: digest of the code that does the runs.
        store: folder of the store.
        command: the command line, where there was one.
        before: what the folder said of itself at the start; None where it was new.
    """

    folder: Path
    experiment: Experiment
    model: str
    store: Path
    command: str | None
    before: dict[str, Any] | None

    @property
    def finished(self) -> bool:
        """Whether a finished sweep stands there, with its tables as they were written."""
        if self.before is None or self.before["state"] != "done":
            return False
        hashes = self.before.get("files", {}).get("sha256", {})
        files = {name: self.folder / name for name in (DESIGN, RUNS)}
        return all(path.is_file() and file_hash(path) == hashes.get(name) for name, path in files.items())

    def unchanged(self, counts: Mapping[str, int]) -> bool:
        """Whether the finished sweep that stands there would come out again, after these counts."""
        before = {} if self.before is None else self.before.get("counts", {})
        return not counts["ran"] and counts["failed"] == before.get("failed") and self.finished

    def begin(self) -> None:
        """Say that a sweep is being done here; one that is finished stays so until the new one is."""
        if self.before is None or self.before["state"] != "done":
            self.note({})
            self._write(self.folder / TEXT, self.experiment.text)

    def note(self, counts: Mapping[str, int], state: str = "running") -> None:
        """Say how far it has come."""
        if self.before is None or self.before["state"] != "done" or state == "done":
            kept = {"files": {"sha256": files}} if (files := self._files()) else {}
            self._write(self.folder / MANIFEST, as_text(self._about(state, counts) | kept))

    def finish(
        self, counts: Mapping[str, int], seconds: Mapping[str, float], draw_up: Callable[[Path], object]
    ) -> list[str]:
        """Write the tables aside by ``draw_up``, then put them into the folder, and say last that it is finished.

        Whatever else stands in the folder stays, but where the tables that stood there change: it may have been made
        of them, and moves into EARLIER.

        Returns:
            names of what has moved.

        Raises:
            RunError: it could not be written; what stood there stays, or can be made anew with ``--resume``.
        """
        partial = self.folder / f"{PARTIAL}{os.getpid()}"
        try:
            partial.mkdir()
            draw_up(partial)
            (partial / TEXT).write_text(self.experiment.text, encoding="utf-8", newline="\n")
            hashes = {path.name: file_hash(path) for path in sorted(partial.iterdir())}
            timings = {name: round(value, 3) for name, value in seconds.items()}
            about = self._about("done", counts) | {"timings": timings, "files": {"sha256": hashes}}
            with held_back():
                return self._put(partial, about)
        except OSError as error:
            raise RunError(f"could not write {self.folder}: {error.strerror or error}; all runs are kept") from error
        finally:
            shutil.rmtree(partial, ignore_errors=True)

    def beside(self) -> list[str]:
        """Names of what others have put into the folder, such as an analysis, but for what has been moved away."""
        own = {DESIGN, RUNS, TEXT, MANIFEST, LOCK}
        found = (path.name for path in self.folder.iterdir() if not path.name.startswith(PARTIAL))
        return sorted(name for name in found if name not in own and not _is_earlier(name))

    def renew(self) -> bool:
        """Let a finished folder say what the experiment says today about what is measured, and why.

        Returns:
            whether that is something else than before.
        """
        assert self.before is not None
        if plainly(self.experiment) == self.before["experiment"]:
            return False
        self._write(self.folder / TEXT, self.experiment.text)
        hashes = self.before["files"]["sha256"] | {TEXT: file_hash(self.folder / TEXT)}
        about = self.before | {"experiment": plainly(self.experiment), "files": {"sha256": hashes}}
        self._write(self.folder / MANIFEST, as_text(about))
        return True

    def again(self) -> str:
        """The command line that goes on with this sweep."""
        return command_to_resume(self.experiment.file, self.experiment.name, self.folder)

    def _put(self, partial: Path, about: dict[str, Any]) -> list[str]:
        """Put finished files into their places; until the manifest says so, the sweep is not finished."""
        hashes, before = about["files"]["sha256"], self._files()
        if self.before is not None and self.before["state"] == "done":
            self._write(self.folder / MANIFEST, as_text(self.before | {"state": "running"}))
        moved = []
        if any(name in before and before[name] != hashes[name] for name in (DESIGN, RUNS)):
            moved = _move_away(self.folder, self.beside())
        for name in hashes:
            (partial / name).replace(self.folder / name)
        self._write(self.folder / MANIFEST, as_text(about))
        return moved

    def _files(self) -> dict[str, str]:
        """Hashes of the tables that stand there, or that stood there before a sweep was stopped that changes them."""
        return {} if self.before is None else dict(self.before.get("files", {}).get("sha256", {}))

    def _about(self, state: str, counts: Mapping[str, int]) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "state": state,
            "experiment": plainly(self.experiment),
            "model": self.model,
            "store": Path(os.path.relpath(self.store, self.folder)).as_posix(),
            "counts": dict(counts),
            "versions": versions(),
            "command": self.command,
            "timings": {},
        }

    def _write(self, path: Path, text: str) -> None:
        try:
            write_whole(path, text.encode())
        except OSError as error:
            raise RunError(f"could not write {path}: {error.strerror or error}; all runs so far are kept") from error


def _move_away(folder: Path, names: list[str]) -> list[str]:
    """Move what stands in a folder into one of its own in it; return the names, that folder's first."""
    if not names:
        return []
    number = 1 + sum(_is_earlier(path.name) for path in folder.iterdir())
    home = folder / (EARLIER if number == 1 else f"{EARLIER}-{number}")
    home.mkdir()
    for name in names:
        (folder / name).rename(home / name)
    return [home.name, *names]


def _is_earlier(name: str) -> bool:
    return name.partition("-")[0] == EARLIER


def plainly(experiment: Experiment) -> dict[str, Any]:
    """The experiment as a manifest has it."""
    found: dict[str, Any] = json.loads(canonical(to_data(experiment)))
    return found
