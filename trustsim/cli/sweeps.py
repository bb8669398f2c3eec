"""Which sweep is meant: a folder, or a name below ./sweeps; with the nearest names where there is none."""

from __future__ import annotations

import sys
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from trustsim.cli.exits import say
from trustsim.errors import InputError

if TYPE_CHECKING:
    from trustsim.experiment.record import SweepRecord

Sweep = Annotated[
    str | None,
    typer.Argument(metavar="DIR", help="A sweep folder, or the name of one in ./sweeps.", show_default=False),
]

Csv = Annotated[
    Path | None,
    typer.Option(
        "--csv",
        metavar="FILE",
        help="Also write every run to FILE, a row a run: base, point, the level of each factor, seed, status, and all "
        "measures. - for stdout, and nothing else there.",
    ),
]


def is_stdout(csv: Path | None) -> bool:
    """Whether the runs go to stdout."""
    return csv is not None and str(csv) == "-"


def check_csv(csv: Path | None, folder: Path, *, as_json: bool) -> None:
    """Refuse a file that the runs cannot go to, before anything is done.

    Raises:
        InputError: with a sentence about --csv.
    """
    from trustsim.experiment.export import check_target

    if is_stdout(csv) and as_json:
        raise InputError("--csv: - given with --json, which goes to stdout too; expected one of them, or a file")
    if csv is not None and not is_stdout(csv):
        try:
            check_target(csv, folder)
        except InputError as error:
            raise InputError(f"--csv: {error}") from error


def put_csv(record: SweepRecord, csv: Path | None, *, quiet: bool) -> None:
    """Write the runs of a sweep where they are wanted, if they are."""
    from trustsim.experiment.export import save_csv, write_csv

    if csv is None:
        return
    if is_stdout(csv):
        write_csv(record, sys.stdout)
        return
    save_csv(record, csv)
    if not quiet:
        say(f"Runs written to {csv}")


def find_sweep(name: str | None) -> SweepRecord:
    """Read the sweep that is meant by a path, or by a name below ./sweeps.

    Raises:
        InputError: nothing was given, there is no such sweep, or it is not finished.
    """
    from trustsim.experiment.record import read_sweep

    return read_sweep(_find(name))


def _find(name: str | None) -> Path:
    from trustsim.experiment.manifest import MOST_NAMES, is_sweep, sweeps_in
    from trustsim.experiment.record import SWEEPS
    from trustsim.scenario.nearest import near

    home = Path(SWEEPS)
    known = sweeps_in(home)
    there = (
        ": " + ", ".join(known[:MOST_NAMES])
        if known
        else ", where there is none yet; make one with: trustsim sweep FILE"
    )
    expected = f"expected a sweep folder, or a name in ./{SWEEPS}{there}"
    if not name:
        raise InputError(f"DIR: nothing given; {expected}")
    given, below = Path(name), home / name
    if below.is_dir() and not is_sweep(given):
        return below
    if given.is_dir():
        return given
    if experiment := _experiment(name):
        raise InputError(f"{name}: {experiment}")
    found = near(given.name, known)
    raise InputError(f"{name}: no such sweep; " + (f"did you mean {' or '.join(found)}?" if found else expected))


def _experiment(name: str) -> str:
    """What to say of an experiment that was given in the place of its sweep; empty for anything else."""
    from trustsim.experiment.manifest import is_sweep
    from trustsim.experiment.record import SWEEPS
    from trustsim.experiment.sheet import is_experiment
    from trustsim.scenario.library import experiments

    if not is_experiment(experiments().get(name, name)):
        return ""
    swept = Path(SWEEPS) / Path(name).stem
    if is_sweep(swept):
        return f"this is an experiment; did you mean its sweep, {swept}?"
    return f"this is an experiment; expected a sweep; do its runs with: trustsim sweep {quote(name)}"
