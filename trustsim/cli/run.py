"""``trustsim run``: a scenario run once, or many times."""

from __future__ import annotations

import json
import os
import shlex
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from trustsim.cli.drawing import PLOTS, Draw, InPlace
from trustsim.cli.exits import guarded, say
from trustsim.cli.files import no_experiment
from trustsim.cli.options import LARGEST_SEED, AsJson, Force, Overrides, Quiet, whole
from trustsim.cli.progress import busy, progress
from trustsim.cli.run_page import PAGE, next_commands, write_page
from trustsim.cli.runs import RUNS, shown
from trustsim.cli.screen import show
from trustsim.errors import InputError
from trustsim.scenario.library import find
from trustsim.text import one_line

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import RenderableType

    from trustsim.scenario.schema import Scenario

MOST_REPS = 10_000
MOST_JOBS = 512
NOTHING_WRITTEN = "stopped; nothing was written"

File = Annotated[str, typer.Argument(metavar="FILE", help="A scenario file, or a name that list shows.")]
Seed = Annotated[
    int | None,
    typer.Option(parser=whole(0, LARGEST_SEED), metavar="N", help="Seed of every draw; else the scenario's."),
]
Reps = Annotated[
    int, typer.Option(parser=whole(1, MOST_REPS), metavar="N", help="Runs, the seed one higher in each; gives bands.")
]
Jobs = Annotated[
    int | None,
    typer.Option(parser=whole(1, MOST_JOBS), metavar="N", help="Processes for --reps; else one a core. Same results."),
]
Out = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Folder to write; else runs/SCENARIO-seedN. The same run is replaced."),
]
NoPlots = Annotated[bool, typer.Option("--no-plots", help="Draw no pictures.")]


@dataclass(frozen=True)
class Order:
    """What is to be run, where it goes, and how much is said about it."""

    file: str
    scenario: Scenario
    reps: int
    jobs: int
    folder: Path
    plots: bool
    as_json: bool
    quiet: bool


@guarded
def run(
    file: File,
    *,
    seed: Seed = None,
    reps: Reps = 1,
    jobs: Jobs = None,
    out: Out = None,
    overrides: Overrides = None,
    force: Force = False,
    as_json: AsJson = False,
    no_plots: NoPlots = False,
    quiet: Quiet = False,
) -> None:
    """Run a scenario, write its run folder, report on one screen, and then draw.

    Example: trustsim run partnership --seed 7 --set organisation.users=30
    """
    try:
        scenario, folder = _planned(file, seed, reps, out, overrides or [], force=force)
        order = Order(file, scenario, reps, min(jobs or cores(), reps), folder, not no_plots, as_json, quiet)
        result = _run_once(order) if reps == 1 else _run_often(order)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(NOTHING_WRITTEN) from None
    _finish(order, result)


class Result(NamedTuple):
    """What a run gave: its kind, data and timing, and how it is shown and drawn."""

    kind: str
    summary: dict[str, Any]
    tables: Mapping[str, pd.DataFrame]
    seconds: float
    title: str
    draw: Draw


def _planned(
    file: str, seed: int | None, reps: int, out: Path | None, overrides: list[str], *, force: bool
) -> tuple[Scenario, Path]:
    """What is to be run, and where it goes: everything that can be wrong shows here, before anything is run."""
    from trustsim.records.folder import check_target
    from trustsim.scenario.loading import load_scenario

    path = find(file)
    with no_experiment(path):
        scenario = load_scenario(path, [*overrides, *([] if seed is None else [f"run.seed={seed}"])])
    first = scenario.run.seed
    if first + reps - 1 > LARGEST_SEED:
        raise InputError(f"--seed: {first} given; expected at most {LARGEST_SEED - reps + 1} with --reps {reps}")
    folder = out or Path(RUNS) / _name(path.stem, scenario, reps, overrides)
    try:
        return scenario, check_target(folder, scenario, reps, force=force)
    except InputError as error:
        raise InputError(f"--out: {error}") from error


def _name(stem: str, scenario: Scenario, reps: int, overrides: list[str]) -> str:
    """``SCENARIO-seedN``; digits behind it tell a scenario that was changed by ``--set`` from its file."""
    from trustsim.records.manifest import scenario_hash
    from trustsim.records.names import file_name

    often = f"-x{reps}" if reps > 1 else ""
    changed = f"-{scenario_hash(scenario)[:6]}" if overrides else ""
    return f"{file_name(stem)}-seed{scenario.run.seed}{often}{changed}"


def _run_once(order: Order) -> Result:
    from trustsim.run import run_one

    scenario, began = order.scenario, time.perf_counter()
    with progress("days", scenario.run.horizon_days, quiet=order.quiet) as on_day:
        result = run_one(scenario, on_day=on_day)
    seconds = time.perf_counter() - began

    def draw(folder: Path) -> object:
        from trustsim.report.plots import draw_run

        return draw_run(result.tables, scenario, result.seed, folder / PLOTS)

    title = f"{one_line(scenario.story.title)} (seed {result.seed})"
    return Result("run", result.summary, result.tables, seconds, title, draw)


def _run_often(order: Order) -> Result:
    from trustsim.run import replicate

    scenario, began = order.scenario, time.perf_counter()
    with progress("runs", order.reps, quiet=order.quiet) as on_done:
        ensemble = replicate(scenario, reps=order.reps, jobs=order.jobs, on_done=on_done)
    seconds = time.perf_counter() - began

    def draw(folder: Path) -> object:
        from trustsim.report.plots import draw_ensemble

        return draw_ensemble(ensemble.daily, scenario, folder / PLOTS)

    title = f"{one_line(scenario.story.title)} (seeds {ensemble.seeds[0]} to {ensemble.seeds[-1]})"
    return Result("ensemble", ensemble.summary, ensemble.tables, seconds, title, draw)


def _finish(order: Order, result: Result) -> None:
    """Put the data in place, tell what they say, and only then draw: whatever befalls a picture, the run is there."""
    about = _write(order, result)
    files = f"Written to {shown(order.folder)}"
    below = order.folder.parent == Path(RUNS).resolve()
    name = order.folder.name if below else shown(order.folder)
    commands = next_commands(name, order.file, often=order.reps > 1)

    def tell() -> None:
        if order.as_json:
            typer.echo(json.dumps(result.summary, indent=2))
        if not order.quiet:
            if order.as_json:
                say(files)
            else:
                show(_screen(result, files))

    def derive(folder: Path) -> None:
        if order.plots:
            result.draw(folder)
        write_page(folder, about, result.summary, result.title, commands)

    place = InPlace(order.folder, "run", order.quiet, order.as_json)
    what = "Pictures, figures and causes" if order.plots else "Figures and causes"
    closing = (f"{what} on one page: {shown(order.folder / PAGE)}", f"Next: {commands[0][0]}")
    place.tell_and_draw(tell, derive, closing=closing)


def _screen(result: Result, files: str) -> RenderableType:
    from trustsim.report.tables import ensemble_screen, run_screen

    return (run_screen if result.kind == "run" else ensemble_screen)(result.summary, result.title, files)


def _write(order: Order, result: Result) -> dict[str, Any]:
    """Put the data in place, and return what the folder says of itself."""
    from trustsim.records.folder import write_run
    from trustsim.records.manifest import manifest

    about = manifest(
        order.scenario,
        kind=result.kind,
        reps=order.reps,
        command=shlex.join(["trustsim", *sys.argv[1:]]),
        timings={"run": result.seconds},
    )
    before = written(order.folder)
    try:
        with busy("writing", quiet=order.quiet):
            write_run(order.folder, about, result.summary, result.tables, say=say)
    except KeyboardInterrupt:
        there = written(order.folder) != before
        told = f"stopped; the run is whole in {shown(order.folder)}, without pictures" if there else NOTHING_WRITTEN
        raise KeyboardInterrupt(told) from None
    return about


def written(folder: Path) -> int | None:
    """When a result was last written there, in nanoseconds; None where there is none."""
    manifest = folder / "manifest.json"
    return manifest.stat().st_mtime_ns if manifest.is_file() else None


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
