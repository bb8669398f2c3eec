"""``trustsim sweep``: all runs of an experiment, each done once and kept."""

from __future__ import annotations

import json
import shlex
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trustsim.cli.exits import guarded, say
from trustsim.cli.files import no_scenario
from trustsim.cli.options import AsJson, Quiet, whole
from trustsim.cli.progress import Shown, busy, sweep_progress
from trustsim.cli.run import MOST_JOBS, cores
from trustsim.cli.runs import shown
from trustsim.cli.screen import show
from trustsim.cli.sweeps import Csv, check_csv, is_stdout, put_csv
from trustsim.errors import InputError
from trustsim.scenario.library import find_experiment

if TYPE_CHECKING:
    from trustsim.experiment.counts import Counts, Watch
    from trustsim.experiment.executors import Executor
    from trustsim.experiment.plan import Experiment
    from trustsim.experiment.record import SweepRecord

File = Annotated[str, typer.Argument(metavar="FILE", help="An experiment file, or a name that list shows.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say how many runs there are and what they would take.")]
Jobs = Annotated[
    int | None,
    typer.Option(parser=whole(1, MOST_JOBS), metavar="N", help="Workers; else one a core. Same results."),
]
ClusterAt = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="A Dask scheduler as tcp://host:8786, or local, or slurm. Same results."),
]
Out = Annotated[Path | None, typer.Option(metavar="DIR", help="Folder to write; else sweeps/NAME.")]
StoreAt = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Folder that keeps every run; else store beside the folder.")
]
Resume = Annotated[bool, typer.Option("--resume", help="Go on with a sweep that was stopped.")]
RetryFailed = Annotated[bool, typer.Option("--retry-failed", help="Do runs again that failed.")]
Progress = Annotated[
    Shown,
    typer.Option(help="A bar, which is lines where there is no terminal; lines; JSON lines; or none. All on stderr."),
]


@dataclass(frozen=True)
class Order:
    """What is to be swept, by whom, where it goes, and how much is said about it."""

    experiment: Experiment
    folder: Path
    store: Path | None
    cluster: str | None
    jobs: int | None
    resume: bool
    retry_failed: bool
    csv: Path | None
    shown: Shown
    quiet: bool
    as_json: bool


@guarded
def sweep(
    file: File,
    *,
    dry_run: DryRun = False,
    jobs: Jobs = None,
    cluster: ClusterAt = None,
    out: Out = None,
    store: StoreAt = None,
    resume: Resume = False,
    retry_failed: RetryFailed = False,
    csv: Csv = None,
    progress: Progress = Shown.BAR,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Do all runs of an experiment, each once, and write their table.

    A run that is in the store is not done again, whichever experiment it was done for. What is stopped
    goes on with --resume, and loses nothing that was done. The exit code is 0 if any run came to its end, and 1 if
    every run failed.

    Example: trustsim sweep experiments/policies.toml --dry-run
    """
    from trustsim.experiment.loading import load_experiment
    from trustsim.experiment.record import SWEEPS

    path = find_experiment(file)
    with no_scenario(path):
        experiment = load_experiment(path)
    folder = out or Path(SWEEPS) / experiment.name
    level = Shown.NONE if quiet else progress
    if dry_run and csv is not None:
        raise InputError("--csv: given with --dry-run, which does no runs; expected one of them")
    order = Order(experiment, folder, store, cluster, jobs, resume, retry_failed, csv, level, quiet, as_json)
    check_csv(csv, folder, as_json=as_json)
    if dry_run:
        _forecast(order)
    else:
        _sweep(order)


def _sweep(order: Order) -> None:
    from trustsim.experiment.foresight import cautions
    from trustsim.experiment.sweep import sweep as carry_out

    if not order.quiet and order.shown != Shown.JSON:  # then every line on stderr is JSON
        for caution in cautions(order.experiment):
            say(f"Note: {caution}")
    began = time.perf_counter()
    with _executor(order) as executor, sweep_progress(order.shown) as shower:
        watch = _Remembering(shower)
        record = carry_out(
            order.experiment,
            order.folder,
            order.store,
            executor,
            resume=order.resume,
            retry_failed=order.retry_failed,
            watch=watch,
            command=shlex.join(["trustsim", *sys.argv[1:]]),
        )
    assert watch.last is not None
    put_csv(record, order.csv, quiet=order.quiet)
    _tell(order, record, watch.last, time.perf_counter() - began)


class _Remembering:
    """Passes on what is told of a sweep, and keeps the last counts."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self.last: Counts | None = None

    def counted(self, counts: Counts) -> None:
        """Keep it, and pass it on."""
        self.last = counts
        self._watch.counted(counts)

    def told(self, text: str) -> None:
        """Pass it on."""
        self._watch.told(text)


@contextmanager
def _executor(order: Order) -> Iterator[Executor]:
    if order.cluster is not None:
        from trustsim.experiment.executors.cluster import LOCAL, cluster

        jobs = order.jobs or (cores() if order.cluster == LOCAL else None)
        with cluster(order.cluster, jobs, order.experiment.slurm) as found:
            yield found
    elif (order.jobs or cores()) == 1:
        from trustsim.experiment.executors.serial import Serial

        yield Serial()
    else:
        from trustsim.experiment.executors.processes import Processes

        yield Processes(order.jobs or cores())


def _tell(order: Order, record: SweepRecord, counts: Counts, seconds: float) -> None:
    from trustsim.experiment.failures import all_failed, causes

    errors = record.errors() if counts.failed else Counter()
    found = causes(errors)
    store = Path(shown(record.folder / record.manifest["store"]))
    if order.as_json:
        about = {"folder": str(record.folder), "store": str(store.resolve()), **asdict(counts)}
        failures = [{"error": cause.text, "runs": cause.runs} for cause in found]
        typer.echo(json.dumps({**about, "seconds": round(seconds, 3), "errors": failures}, indent=2))
    retry = f"trustsim sweep {shlex.quote(order.experiment.file)}{_out(order)} --retry-failed"
    if not counts.done:
        raise all_failed(shown(record.folder), counts.runs, errors, retry)
    if order.quiet or is_stdout(order.csv):
        return
    if order.as_json:
        say(f"Written to {shown(record.folder)}")
        return
    from trustsim.report.sweep import Ended, sweep_screen

    ended = Ended(order.experiment.title, counts, seconds, found, shown(record.folder), str(store), retry)
    show(sweep_screen(ended))


def _out(order: Order) -> str:
    from trustsim.experiment.record import SWEEPS

    usual = Path(SWEEPS) / order.experiment.name
    return "" if order.folder.resolve() == usual.resolve() else f" --out {shlex.quote(shown(order.folder))}"


def _forecast(order: Order) -> None:
    from trustsim.experiment.claim import store_of
    from trustsim.experiment.pilot import forecast

    store = store_of(order.folder, order.store)
    with busy("counting runs and trying some", quiet=order.shown in {Shown.NONE, Shown.JSON}):
        found = forecast(order.experiment, store, order.jobs or cores())
    if order.as_json:
        typer.echo(json.dumps(asdict(found), indent=2))
    elif not order.quiet:
        from trustsim.report.load_words import overloads
        from trustsim.report.sweep import forecast_screen

        for warning in overloads(order.experiment.bases):
            say(warning)
        show(forecast_screen(order.experiment.title, found, shown(store)))
