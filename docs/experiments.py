"""Run the shipped experiments, and put what came out into their pages beside them.

``python docs/experiments.py`` does all of them, each for up to twenty minutes; names do only those, and ``--fill``
runs nothing, but takes what lies in ``sweeps/``. A figure on a page stands between two comments, of which the first
says which result it is and how it is written: ``<!--levels:…:mean|f2-->0.25<!---->``.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

from refresh import ROOT, write

from trustsim.analysis.analyse import analyse
from trustsim.analysis.results import Analysis
from trustsim.analysis.statement import shown
from trustsim.experiment.record import SweepRecord, read_sweep

EXPERIMENTS = ROOT / "experiments"
SWEEPS = ROOT / "sweeps"
FIGURE = re.compile(r"<!--(?P<address>[^|<>]+)\|(?P<form>[a-z0-9]+)-->(?P<shown>.*?)<!---->")
TIME = "time|minutes"
TIMED = re.compile(rf"<!--{re.escape(TIME)}-->.*?<!---->")


def names() -> list[str]:
    """Every shipped experiment."""
    return sorted(path.stem for path in EXPERIMENTS.glob("*.toml"))


def page(name: str) -> Path:
    """Where it is told what came out."""
    return EXPERIMENTS / f"{name}.md"


def filled(text: str, analysis: Analysis) -> str:
    """A page with every figure as the analysis has it."""

    def figure(match: re.Match[str]) -> str:
        address, form = match["address"], match["form"]
        return f"<!--{address}|{form}-->{shown(analysis.value(address), form)}<!---->"

    return FIGURE.sub(lambda match: match[0] if TIMED.fullmatch(match[0]) else figure(match), text)


def timed(text: str, sweep: SweepRecord) -> str:
    """A page with the time that all runs took, where all were done in one go."""
    counts = sweep.manifest["counts"]
    if counts["ran"] < counts["runs"]:
        return text
    minutes = sweep.manifest["timings"]["runs"] / 60
    return TIMED.sub(f"<!--{TIME}-->{minutes:.0f} minutes<!---->", text)


def refresh(name: str) -> None:
    """Fill a page from the sweep of its experiment."""
    sweep = read_sweep(SWEEPS / name)
    write(page(name), timed(filled(page(name).read_text(encoding="utf-8"), analyse(sweep)), sweep))


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
    for name in asked.names or names():
        if not asked.fill:
            run(name)
        refresh(name)


if __name__ == "__main__":
    main()
