"""Run the shipped experiments, and put what came out into their pages beside them.

``python docs/experiments.py`` does all of them, in under three hours on two cores; names do only those, and ``--fill``
runs nothing, but takes what lies in ``sweeps/``. A figure on a page stands between two comments, of which the first
says which result it is and how it is written: ``<!--levels:…:mean|f2-->0.25<!---->``. Addresses are those of
``analysis/results.json``; ``sweep:runs``, ``sweep:ran``, ``sweep:minutes`` and ``sweep:model`` are about the runs.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from refresh import ROOT, write

from trustsim.analysis.analyse import analyse
from trustsim.analysis.results import Analysis
from trustsim.analysis.statement import shown
from trustsim.experiment.record import SweepRecord, read_sweep

EXPERIMENTS = ROOT / "experiments"
SWEEPS = ROOT / "sweeps"
FIGURE = re.compile(r"<!--(?P<address>[^|<>]+)\|(?P<form>[a-z0-9]+)-->(?P<shown>.*?)<!---->")
ABOUT = {"sweep:runs", "sweep:ran", "sweep:minutes", "sweep:model"}
MOST = 0.5
"""From so large a share of new runs on it is told how long they took; a sweep taken from the store tells nothing."""


def names() -> list[str]:
    """Every shipped experiment."""
    return sorted(path.stem for path in EXPERIMENTS.glob("*.toml"))


def page(name: str) -> Path:
    """Where it is told what came out."""
    return EXPERIMENTS / f"{name}.md"


def filled(text: str, analysis: Analysis, sweep: SweepRecord) -> str:
    """A page with every figure as the analysis and the runs have it."""
    about = about_runs(sweep)

    def figure(match: re.Match[str]) -> str:
        address, form = match["address"], match["form"]
        if address not in ABOUT:
            return f"<!--{address}|{form}-->{shown(analysis.value(address), form)}<!---->"
        told = about.get(address)
        return match[0] if told is None else f"<!--{address}|{form}-->{shown(told, form)}<!---->"

    return FIGURE.sub(figure, text)


def about_runs(sweep: SweepRecord) -> dict[str, Any]:
    """What can be told about the runs themselves; of time nothing, where most were in the store already."""
    counts = sweep.manifest["counts"]
    about = {"sweep:runs": counts["runs"], "sweep:model": sweep.manifest["model"][:12]}
    if counts["ran"] < MOST * counts["runs"]:
        return about
    return about | {"sweep:ran": counts["ran"], "sweep:minutes": sweep.manifest["timings"]["runs"] / 60}


def refresh(name: str) -> None:
    """Fill a page from the sweep of its experiment."""
    sweep = read_sweep(SWEEPS / name)
    write(page(name), filled(page(name).read_text(encoding="utf-8"), analyse(sweep), sweep))


def run(name: str) -> None:
    """Do the runs that are not in the store yet, as anybody would."""
    resumed = ["--resume"] if (SWEEPS / name / "manifest.json").is_file() else []
    command = [sys.executable, "-m", "trustsim", "sweep", f"experiments/{name}.toml", "--out", f"sweeps/{name}"]
    subprocess.run([*command, *resumed], cwd=ROOT, check=True)  # noqa: S603 (our own command)


def main() -> None:
    """Run and refresh what is named."""
    parser = argparse.ArgumentParser(description="Run the shipped experiments and refresh their pages.")
    parser.add_argument("names", nargs="*", choices=[*names(), []], help="experiments; all if none is named")
    parser.add_argument("--fill", action="store_true", help="run nothing; take what lies in sweeps/")
    asked = parser.parse_args()
    wanted = asked.names or names()
    if unwritten := [str(page(name).relative_to(ROOT)) for name in wanted if not page(name).is_file()]:
        parser.error(f"not written yet: {', '.join(unwritten)}")
    for name in wanted:
        if not asked.fill:
            run(name)
        refresh(name)


if __name__ == "__main__":
    main()
