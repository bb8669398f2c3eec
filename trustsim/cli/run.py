"""``trustsim run``: a scenario run once, or many times."""

from __future__ import annotations

import json
import os
import shlex
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trustsim.cli.exits import guarded, say
from trustsim.cli.files import no_experiment
from trustsim.cli.options import LARGEST_SEED, AsJson, Overrides, Quiet, whole
from trustsim.cli.progress import busy, progress
from trustsim.cli.runs import shown
from trustsim.cli.screen import show
from trustsim.errors import InputError
from trustsim.scenario.library import find
from trustsim.text import one_line

if TYPE_CHECKING:
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
    typer.Option(metavar="DIR", help="Folder to write; else runs/SCENARIO-seedN. An earlier run is replaced."),
]
NoPlots = Annotated[bool, typer.Option("--no-plots", help="Draw no pictures.")]


@dataclass(frozen=True)
class Order:
    """What is to be run, where it goes, and how much is said about it."""

    scenario: Scenario
    reps: int
    jobs: int
    folder: Path
    plots: bool
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
    as_json: AsJson = False,
    no_plots: NoPlots = False,
    quiet: Quiet = False,
) -> None:
    """Run a scenario, write its run folder, and report on one screen.

    Example: trustsim run partnership --seed 7 --set organisation.users=30
    """
    try:
        order = _order(file, seed, reps, jobs, out, overrides or [], plots=not no_plots, quiet=quiet)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(NOTHING_WRITTEN) from None
    summary, screen = _stoppable(order)
    if as_json:
        typer.echo(json.dumps(summary, indent=2))
    if not quiet and as_json:
        say(f"Written to {shown(order.folder)}")
    elif not quiet:
        show(screen)


def _order(
    file: str,
    seed: int | None,
    reps: int,
    jobs: int | None,
    out: Path | None,
    overrides: list[str],
    *,
    plots: bool,
    quiet: bool,
) -> Order:
    """Everything that can be wrong with the input shows here, before anything is run."""
    from trustsim.records.folder import check_target
    from trustsim.scenario.loading import load_scenario

    path = find(file)
    with no_experiment(path):
        scenario = load_scenario(path, [*overrides, *([] if seed is None else [f"run.seed={seed}"])])
    first = scenario.run.seed
    if first + reps - 1 > LARGEST_SEED:
        raise InputError(f"--seed: {first} given; expected at most {LARGEST_SEED - reps + 1} with --reps {reps}")
    name = f"{path.stem}-seed{first}" + (f"-x{reps}" if reps > 1 else "")
    try:
        folder = check_target(out or Path("runs") / name)
    except InputError as error:
        raise InputError(f"--out: {error}") from error
    return Order(scenario, reps, min(jobs or cores(), reps), folder, plots, quiet)


def _stoppable(order: Order) -> tuple[dict[str, Any], RenderableType]:
    before = _written(order.folder)
    try:
        return _run_once(order) if order.reps == 1 else _run_often(order)
    except KeyboardInterrupt:
        if _written(order.folder) != before:
            raise KeyboardInterrupt(f"stopped; the run had been written to {shown(order.folder)}") from None
        raise KeyboardInterrupt(NOTHING_WRITTEN) from None


def _run_once(order: Order) -> tuple[dict[str, Any], RenderableType]:
    from trustsim.report.tables import run_screen
    from trustsim.run import run_one

    scenario, began = order.scenario, time.perf_counter()
    with progress("days", scenario.run.horizon_days, quiet=order.quiet) as on_day:
        result = run_one(scenario, on_day=on_day)

    def draw(folder: Path) -> object:
        from trustsim.report.plots import draw_run

        return draw_run(result.tables, scenario, result.seed, folder / "plots")

    _write(order, "run", result.summary, result.tables, began, draw)
    title = f"{one_line(scenario.story.title)} (seed {result.seed})"
    return result.summary, run_screen(result.summary, title, _files(order))


def _run_often(order: Order) -> tuple[dict[str, Any], RenderableType]:
    from trustsim.report.tables import ensemble_screen
    from trustsim.run import replicate

    scenario, began = order.scenario, time.perf_counter()
    with progress("runs", order.reps, quiet=order.quiet) as on_done:
        ensemble = replicate(scenario, reps=order.reps, jobs=order.jobs, on_done=on_done)

    def draw(folder: Path) -> object:
        from trustsim.report.plots import draw_ensemble

        return draw_ensemble(ensemble.daily, scenario, folder / "plots")

    _write(order, "ensemble", ensemble.summary, ensemble.tables, began, draw)
    title = f"{one_line(scenario.story.title)} (seeds {ensemble.seeds[0]} to {ensemble.seeds[-1]})"
    return ensemble.summary, ensemble_screen(ensemble.summary, title, _files(order))


def _write(order: Order, kind: str, summary: dict[str, Any], tables: dict[str, Any], began: float, draw: Any) -> None:
    from trustsim.records.folder import write_run
    from trustsim.records.manifest import manifest

    about = manifest(
        order.scenario,
        kind=kind,
        reps=order.reps,
        command=shlex.join(["trustsim", *sys.argv[1:]]),
        timings={"run": time.perf_counter() - began},
    )
    with busy("drawing and writing" if order.plots else "writing", quiet=order.quiet):
        write_run(order.folder, about, summary, tables, draw if order.plots else None)


def _files(order: Order) -> str:
    pictures = "; pictures in plots/" if order.plots else ""
    return f"Written to {shown(order.folder)}{pictures}"


def _written(folder: Path) -> int | None:
    """When a run was last written there, in nanoseconds; None where there is none."""
    manifest = folder / "manifest.json"
    return manifest.stat().st_mtime_ns if manifest.is_file() else None


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
