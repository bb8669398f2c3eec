"""What a sweep costs beside its runs: ``python benchmarks/sweep.py [--runs N]``.

A sweep of a short scenario, by one process and by two. Told are the memory of the process that hands the runs
out, at ten points on the way, which should stay level; runs a second; the seconds of CPU that this process takes a
run; and how much of two processes is got. Use an idle machine.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trustsim.experiment.counts import Counts
    from trustsim.experiment.plan import Experiment

RUNS = 20_000
REPLICATIONS = 4
LOOKS = 10
PAGE = resource.getpagesize()

SHORT: dict[str, Any] = {
    "run": {"horizon_days": 42, "warmup_days": 21},
    "organisation": {"users": 4, "developers": 2, "testers": 1, "product_managers": 1},
    "planning": {"window_days": 10},
}


def main() -> None:
    """Measure both, each in a process of its own, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS, help=f"else {RUNS}")
    parser.add_argument("--jobs", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.jobs:
        print(json.dumps(measure(options.runs, options.jobs)))
        return
    found = {jobs: in_a_process(options.runs, jobs) for jobs in (1, 2)}
    for jobs, figures in found.items():
        tell(jobs, figures)
    print(f"Of two processes, {found[2]['rate'] / (2 * found[1]['rate']):.0%} is got.")


def in_a_process(runs: int, jobs: int) -> dict[str, Any]:
    """Measure in a fresh process, so that its memory is that of one sweep."""
    command = [sys.executable, __file__, "--runs", str(runs), "--jobs", str(jobs)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def tell(jobs: int, figures: dict[str, Any]) -> None:
    """Print the figures of one sweep."""
    print(f"{jobs} job{'s' if jobs > 1 else ''}: {figures['rate']:.1f} runs a second")
    print(f"  this process: {1000 * figures['driver_cpu']:.2f} ms of CPU a run; {figures['assembly']:.1f} s at the end")
    print(f"  its workers: {1000 * figures['worker_cpu']:.2f} ms of CPU a run")
    print(f"  bytes a run: {figures['store_bytes']:.0f} in the store, {figures['table_bytes']:.0f} in the table")
    print("  memory in MB after runs: " + ", ".join(f"{ran}: {memory:.0f}" for ran, memory in figures["memory"]))


def experiment(runs: int) -> Experiment:
    """A Latin hypercube over two factors."""
    from trustsim.experiment.plan import Base, Design, DesignKind, Experiment, Factor
    from trustsim.scenario.schema import Scenario

    return Experiment(
        name="short",
        file="short.toml",
        text="",
        title="Short",
        question="",
        bases=(Base("short", Scenario.model_validate(SHORT)),),
        factors=(
            Factor("defects", key="building.defect_rate", low=0.02, high=0.2),
            Factor("drift", key="demand.drift", low=0.0, high=0.1),
        ),
        design=Design(DesignKind.LHS, samples=max(runs // REPLICATIONS, 2)),
        replications=REPLICATIONS,
        first_seed=1,
        common=True,
        measures=("trust.end",),
    )


class Looks:
    """Looks at the memory of this process now and then."""

    def __init__(self, runs: int) -> None:
        self.memory: list[tuple[int, float]] = []
        self.first: tuple[float, int] | None = None
        self.last = (0.0, 0)
        self._every = max(runs // LOOKS, 1)

    def counted(self, counts: Counts) -> None:
        """Look, if it is time to."""
        if not counts.ran:
            return
        self.last = (time.perf_counter(), counts.ran)
        self.first = self.first or self.last
        if not self.memory or counts.ran >= self.memory[-1][0] + self._every or counts.ran == counts.runs:
            self.memory.append((counts.ran, resident()))

    def told(self, text: str) -> None:
        """Nothing is put right here."""
        raise AssertionError(text)


def measure(runs: int, jobs: int) -> dict[str, Any]:
    """Sweep once, and return the figures."""
    from trustsim.experiment.executors.processes import Processes
    from trustsim.experiment.sweep import sweep

    plan, looks = experiment(runs), Looks(runs)
    with tempfile.TemporaryDirectory() as folder:
        before = cpu(resource.RUSAGE_SELF)
        record = sweep(plan, Path(folder) / "short", executor=Processes(jobs), watch=looks)
        ended = time.perf_counter()
        ran = record.manifest["counts"]["ran"]
        shards = sum(path.stat().st_size for path in (Path(folder) / "store" / "shards").iterdir())
        table = (record.folder / "runs.parquet").stat().st_size
    assert looks.first is not None
    (began, first), (over, last) = looks.first, looks.last
    return {
        "rate": (last - first) / (over - began),
        "driver_cpu": (cpu(resource.RUSAGE_SELF) - before) / ran,
        "worker_cpu": cpu(resource.RUSAGE_CHILDREN) / ran,
        "assembly": ended - over,
        "store_bytes": shards / ran,
        "table_bytes": table / ran,
        "memory": [*looks.memory, ("the tables", resident())],
    }


def cpu(who: int) -> float:
    """Seconds of CPU so far."""
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def resident() -> float:
    """Memory of this process now, in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 1e6


if __name__ == "__main__":
    main()
