"""Which run is meant: a folder, or a name below ./runs; with the nearest names where there is none."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from trustsim.cli.exits import say
from trustsim.cli.progress import busy
from trustsim.cli.screen import print_text, show
from trustsim.errors import InputError
from trustsim.records.json_files import object_in, write_object
from trustsim.records.results import Kind
from trustsim.text import in_json

if TYPE_CHECKING:
    from rich.console import RenderableType

    from trustsim.cli.drawing import Draw
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
    from trustsim.records.aside import recover
    from trustsim.records.folder import read_run

    for parent in (Path(RUNS), *([Path(name).parent] if name else [])):
        recover(parent)
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


def beside(
    record: RunRecord, ending: str, out: Path | None, kind: Kind, asked: Mapping[str, Any], *, force: bool
) -> Result:
    """Where to write what is made of a run: the folder that was given, else RUN-ending beside the run.

    Args:
        record: the run.
        ending: of the usual name.
        out: the folder that was given, if any.
        kind: what is made.
        asked: what was asked of the run; the answer to another question is not replaced.
        force: whether it may be.

    Raises:
        InputError: something else stands there, nothing may be written there, or it lies in the run itself.
    """
    from trustsim.records.names import file_name

    run = record.folder.resolve()
    made_of = {"run": record.manifest.get("scenario_sha256"), **asked}
    try:
        folder = kind.target(out or run.with_name(file_name(f"{run.name}-{ending}")), made_of, force=force)
        if folder.is_relative_to(run):
            raise InputError(f"{out}: this is in the run itself, which is never changed; expected another folder")
    except InputError as error:
        raise InputError(f"--out: {error}") from error
    return Result(folder, kind, made_of)


class Result(NamedTuple):
    """What is to be written of a run: where, as what, and what it is made of."""

    folder: Path
    kind: Kind
    made_of: Mapping[str, Any]


def about(kind: Kind, scenario: Scenario) -> dict[str, Any]:
    """What a file of a kind says of itself."""
    return {"format": kind.format, "title": scenario.story.title, "seed": scenario.run.seed}


def answer(
    content: Mapping[str, Any],
    screen: Callable[[str], RenderableType],
    result: Result | None,
    draw: Draw | None,
    as_json: bool,
) -> None:
    """Write what was found, whole or not at all; tell it; and then draw.

    Args:
        content: what was found, as data.
        screen: makes the screen, with the line about files that it is given.
        result: where to write it; None writes nothing.
        draw: draws a picture into the folder that it is given.
        as_json: whether to say it as JSON on stdout, and what else is said on stderr.
    """
    from trustsim.cli.drawing import InPlace

    if result is None:
        tell(content, screen, None, as_json)
        return
    with busy("writing", quiet=False), result.kind.written(result.folder, result.made_of, say) as partial:
        write_object(partial / result.kind.file, content)
    place = InPlace(result.folder, result.kind.words, aside=as_json)
    place.tell_and_draw(lambda: tell(content, screen, result.folder, as_json), draw)


def tell(
    content: Mapping[str, Any], screen: Callable[[str], RenderableType], folder: Path | None, as_json: bool
) -> None:
    """Say what was found: as JSON on stdout, or as the screen that ``screen`` makes with the line about files."""
    files = "" if folder is None else f"Written to {shown(folder)}"
    if not as_json:
        show(screen(files))
        return
    print_text(in_json(content))
    if files:
        say(files)


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
    from trustsim.records.manifest import FORMAT

    found = object_in(folder / "manifest.json") or {}
    kind = found.get("kind") if found.get("format") == FORMAT else None
    return kind if isinstance(kind, str) else None


def _check_columns(name: str, record: RunRecord, tables: Iterable[str]) -> None:
    """Runs of an earlier version lack what is asked for here."""
    from trustsim.records.columns import TABLES

    for table in tables:
        if not (record.folder / f"{table}.parquet").is_file() or set(TABLES[table]) - set(record.tables[table].columns):
            made = record.scenario.story.title
            raise InputError(
                f"{name}: written by an earlier version, which did not note causes in {table}.parquet; "
                f"expected a run of this version: run {made!r} again"
            )
