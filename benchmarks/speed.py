"""How long a simulated day takes, and how much memory a run, next to a plain Mesa model.

Run it on an idle machine: ``python benchmarks/speed.py [--quick]``. It prints Markdown tables.
Each of trustsim's forms is timed in turn with the plain model, in one process and in processor time,
so that whatever slows the machine down for a while slows both. Building the model and the warm-up
are paid for.
"""

from __future__ import annotations

import argparse
import gc
import math
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

from cases import CASES, SIZES, WARMUP_DAYS, Size, runner

NAMES = ["plain", *(case.name for case in CASES)]


def microseconds_a_day(name: str, size: Size, days: int, seed: int) -> float:
    """Time one whole run, with the rubbish of earlier runs out of the collector's way."""
    run = runner(name)
    gc.collect()
    gc.freeze()
    begin = time.process_time()
    run(size, days, seed)
    elapsed = time.process_time() - begin
    gc.unfreeze()
    return elapsed / (WARMUP_DAYS + days) * 1e6


def measure(size: Size, days: int, repeats: int) -> dict[str, list[tuple[float, float]]]:
    """Return, for each of trustsim's forms, pairs of (plain, trustsim) in µs a day."""
    pairs: dict[str, list[tuple[float, float]]] = {case.name: [] for case in CASES}
    for name in NAMES:
        microseconds_a_day(name, size, 1, 0)  # imports and caches
    for seed in range(1, repeats + 1):
        for name, found in pairs.items():
            plain = microseconds_a_day("plain", size, days, seed)
            found.append((plain, microseconds_a_day(name, size, days, seed)))
    return pairs


def speed_table(sizes: tuple[Size, ...], days: int, repeats: int) -> dict[str, list[float]]:
    """Print µs a day at each size; return the medians of each of trustsim's forms by size."""
    medians: dict[str, list[float]] = {case.name: [] for case in CASES}
    print(f"\nMicroseconds a simulated day: median (least) of {repeats}, {WARMUP_DAYS} + {days} days.\n")
    print("| size | users/developers | model | µs a day | times plain |\n|---|---|---|---:|---:|")
    for size in sizes:
        pairs = measure(size, days, repeats)
        place = f"| {size.name} | {size.users}/{size.developers} |"
        print(place, f"plain Mesa | {summary([plain for found in pairs.values() for plain, _ in found])} | 1 |")
        for name, found in pairs.items():
            ours = [time_taken for _, time_taken in found]
            ratio = statistics.median(time_taken / plain for plain, time_taken in found)
            print(place, f"{name} | {summary(ours)} | {ratio:.1f} |", flush=True)
            medians[name].append(statistics.median(ours))
    return medians


def summary(values: list[float]) -> str:
    """Return median and least in one cell."""
    return f"{statistics.median(values):,.0f} ({min(values):,.0f})"


def size_table(sizes: tuple[Size, ...], medians: dict[str, list[float]]) -> None:
    """Print how the cost of a day grows from size to size: an exponent of 1 is linear."""
    print("\nGrowth with size: the power of (agents + requests a day) by which the cost of a day grows.\n")
    print("| model |", " | ".join(f"{a.name} to {b.name}" for a, b in pairwise(sizes)), "|")
    print("|---|" + "---:|" * (len(sizes) - 1))
    things = [size.agents + size.requests_a_day for size in sizes]
    for name, costs in medians.items():
        growth = [later / earlier for earlier, later in pairwise(costs)]
        bigger = [later / earlier for earlier, later in pairwise(things)]
        powers = [math.log(cost) / math.log(thing) for cost, thing in zip(growth, bigger, strict=True)]
        print(f"| {name} |", " | ".join(f"{power:.2f}" for power in powers), "|", flush=True)


def length_table(size: Size, lengths: tuple[int, ...], repeats: int) -> None:
    """Print whether a day costs more in a long run than in a short one."""
    print(f"\nGrowth with length, {size.name} size: median µs a day in runs of so many days after the warm-up.\n")
    print("| model |", " | ".join(f"{days:,} days" for days in lengths), "|\n|---|" + "---:|" * len(lengths))
    for name in NAMES:
        times = [
            statistics.median(microseconds_a_day(name, size, days, seed) for seed in range(1, repeats + 1))
            for days in lengths
        ]
        print(f"| {name} |", " | ".join(f"{taken:,.0f}" for taken in times), "|", flush=True)


def memory_table(sizes: tuple[Size, ...], days: int) -> None:
    """Print the peak memory of one run of each kind, each in a fresh process."""
    print(f"\nPeak memory of a process that makes one run of {days} days, in MB.\n")
    print("| model |", " | ".join(size.name for size in sizes), "|\n|---|" + "---:|" * len(sizes))
    for name in ["only importing Mesa", *NAMES]:
        peaks = [peak_megabytes("--memory", name, size.name, str(days)) for size in sizes]
        print(f"| {name} |", " | ".join(f"{peak:.0f}" for peak in peaks), "|", flush=True)


def peak_megabytes(*arguments: str) -> float:
    """Run this script once more with those arguments; return what it reports."""
    done = subprocess.run([sys.executable, str(Path(__file__)), *arguments], capture_output=True, text=True, check=True)
    return float(done.stdout)


def report_memory(name: str, size_name: str, days: int) -> None:
    """Make one run and print the peak memory of this process in MB."""
    size = next(size for size in SIZES if size.name == size_name)
    runner(name)(size, days, 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(peak / (1e6 if sys.platform == "darwin" else 1e6 / 1024))


def main() -> None:
    """Measure everything, or with ``--memory`` one run's memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repeats and days, two sizes: a first impression")
    parser.add_argument("--memory", nargs=3, metavar=("MODEL", "SIZE", "DAYS"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.memory:
        report_memory(options.memory[0], options.memory[1], int(options.memory[2]))
        return
    sizes, days, repeats = (SIZES[:2], 250, 3) if options.quick else (SIZES, 500, 7)
    cores = os.cpu_count()
    print(f"Python {platform.python_version()}, Mesa {version('mesa')}, {platform.machine()}, {cores} cores")
    memory_table(sizes, 500)  # first, because Linux lets a process begin with the peak of its parent
    medians = speed_table(sizes, days, repeats)
    size_table(sizes, medians)
    length_table(SIZES[0], (250, 500, 1000) if options.quick else (250, 500, 1000, 2000), min(repeats, 3))


if __name__ == "__main__":
    main()
