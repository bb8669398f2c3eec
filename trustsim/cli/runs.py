"""Which run is meant: a folder, or a name below ./runs; with the nearest names where there is none."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from trustsim.cli.exits import say
from trustsim.cli.progress import busy
from trustsim.cli.screen import print_text, show
from trustsim.errors import InputError
from trustsim.text import in_json

if TYPE_CHECKING:
    from rich.console import RenderableType

    from trustsim.records.folder import RunRecord
    from trustsim.scenario.schema import Scenario

RUNS = "runs"
MOST_NAMES = 5
CAUSAL = ("events", "ledger")

Run = Annotated[
    str | None,
    typer.Argument(metavar="RUN", help="A run folder, or the name of one in ./runs.", show_default=False),
]


def find_run(name: str | None, tables: Iterable[str] = CAUSAL) -> RunRecord:
    """Read the run that is meant by a path, or by a name below ./runs.

    Args:
        name: as the user gave it; None or empty where nothing was given.
        tables: those that must have all the columns of today; a run of an earlier version is refused.

    Raises:
        InputError: nothing was given, there is no such run, it is an ensemble, or it was written by an earlier version.
    """
    from trustsim.records.folder import read_run

    if not name:
        raise InputError(f"RUN: nothing given; expected a run folder, or a name in {RUNS}/{_there(runs())}")
    record = read_run(_folder(name))
    if record.manifest["kind"] != "run":
        raise InputError(
            f"{name}: {record.manifest['reps']} runs in one folder (--reps), which keeps no ledger of each; "
            f"expected a single run, as of: trustsim run FILE --seed {record.manifest['seed']}"
        )
    _check_columns(name, record, tables)
    return record


class Kind(NamedTuple):
    """What is made of a run: its name, the file by which a folder of it is known, and the format told there."""

    words: str
    file: str
    format: str

    def is_ours(self, folder: Path) -> bool:
        """Whether one of this kind stands there, and so may be replaced by another."""
        try:
            found = json.loads((folder / self.file).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return isinstance(found, dict) and found.get("format") == self.format


def beside(record: RunRecord, ending: str, out: Path | None, kind: Kind) -> Path:
    """Where to write what is made of a run: the folder that was given, else RUN-ending beside the run.

    Raises:
        InputError: something else stands there, nothing may be written there, or it lies in the run itself.
    """
    from trustsim.records.aside import ready

    run = record.folder.resolve()
    try:
        folder = ready(out or run.with_name(f"{run.name}-{ending}"), kind.is_ours, kind.words)
        if folder.is_relative_to(run):
            raise InputError(f"{out}: this is in the run itself, which is never changed; expected another folder")
    except InputError as error:
        raise InputError(f"--out: {error}") from error
    return folder


def about(kind: Kind, scenario: Scenario) -> dict[str, Any]:
    """What a file of a kind says of itself."""
    return {"format": kind.format, "title": scenario.story.title, "seed": scenario.run.seed}


def write(folder: Path, kind: Kind, content: Mapping[str, Any], draw: Callable[[Path], object] | None) -> None:
    """Write what was found, whole or not at all; ``draw`` puts a picture beside it."""
    from trustsim.records.aside import aside

    with busy("drawing and writing" if draw else "writing", quiet=False), aside(folder, kind.is_ours) as partial:
        (partial / kind.file).write_text(_as_json(content) + "\n", encoding="utf-8", newline="\n")
        if draw:
            draw(partial)


def tell(
    content: Mapping[str, Any], screen: Callable[[str], RenderableType], folder: Path | None, as_json: bool
) -> None:
    """Say what was found: as JSON on stdout, or as the screen that ``screen`` makes with the line about files."""
    files = "" if folder is None else f"Written to {shown(folder)}"
    if not as_json:
        show(screen(files))
        return
    print_text(_as_json(content))
    if files:
        say(files)


def _as_json(content: Mapping[str, Any]) -> str:
    return in_json(content)


def runs() -> list[str]:
    """Names of the single runs in ./runs, the latest first."""
    return _single_runs(Path(RUNS))


def shown(folder: Path) -> str:
    """A folder as one would type it here."""
    relative = os.path.relpath(folder)
    return str(folder) if relative.startswith("..") else relative


def _folder(name: str) -> Path:
    """Where the run is; a folder that is no run is left to ``read_run`` to refuse."""
    given = Path(name)
    if given.name == "manifest.json" and given.is_file():
        return given.parent
    below = Path(RUNS) / name
    if _kind(given) is None and _kind(below) is not None:
        return below
    if given.is_dir():
        return given
    raise InputError(f"{name}: no such run; {_advice(name)}")


def _advice(name: str) -> str:
    """The nearest names in ./runs, or beside the folder that was meant; else what there is."""
    from trustsim.scenario.nearest import near

    here, given = runs(), Path(name)
    found = near(given.name, here)
    if not found and given.parent.parts and given.parent != Path(RUNS):
        found = [str(given.parent / other) for other in near(given.name, _single_runs(given.parent))]
    if found:
        return f"did you mean {' or '.join(found)}?"
    return f"expected a run folder, or a name in {RUNS}/{_there(here)}"


def _there(names: list[str]) -> str:
    if not names:
        return ", where there is none yet; make one with: trustsim run FILE"
    more = " and others" if len(names) > MOST_NAMES else ""
    return f": {', '.join(names[:MOST_NAMES])}{more}"


def _single_runs(parent: Path) -> list[str]:
    manifests = [path for path in parent.glob("*/manifest.json") if _kind(path.parent) == "run"]
    manifests.sort(key=lambda path: (-path.stat().st_mtime, path.parent.name))
    return [path.parent.name for path in manifests]


def _kind(folder: Path) -> str | None:
    """``run`` or ``ensemble``; None where there is neither."""
    from trustsim.records.folder import is_ours

    if not is_ours(folder):
        return None
    kind = json.loads((folder / "manifest.json").read_text(encoding="utf-8")).get("kind")
    return kind if isinstance(kind, str) else None


def _check_columns(name: str, record: RunRecord, tables: Iterable[str]) -> None:
    """Runs of an earlier version lack what is asked for here."""
    from trustsim.records.columns import TABLES

    for table in tables:
        if not (record.folder / f"{table}.parquet").is_file() or set(TABLES[table]) - set(record.tables[table].columns):
            made = record.manifest.get("scenario", {}).get("story", {}).get("title", "its scenario")
            raise InputError(
                f"{name}: written by an earlier version, which did not note causes in {table}.parquet; "
                f"expected a run of this version: run {made!r} again"
            )
