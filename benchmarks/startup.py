"""How long the command line takes to start, next to Python itself: ``python benchmarks/startup.py [--rounds N]``.

In each round every command runs once, in a process of its own, and so does ``python -c pass``: a command's ratio is
taken round by round, and told is the median of the ratios. Told is the time on the clock; ``--cpu`` tells the seconds
of CPU instead, which a busy machine disturbs less.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

ROUNDS = 15
NOTHING = "python -c pass"
AIMS = {"trustsim --version": 3.0, "trustsim --help": 4.0, "trustsim list": 6.0}
OTHERS = (
    "python -m trustsim --version",
    "python -m trustsim list",
    "trustsim run --help",
    "trustsim check partnership",
)


def main() -> None:
    """Measure every command, and print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"else {ROUNDS}")
    parser.add_argument("--cpu", action="store_true", help="seconds of CPU instead of the clock")
    options = parser.parse_args()
    commands = [NOTHING, *AIMS, *OTHERS]
    clock = cpu if options.cpu else time.perf_counter
    for command in commands:
        seconds(command, clock)  # Python compiles what is imported for the first time
    rounds = [{command: seconds(command, clock) for command in commands} for _ in range(options.rounds)]
    print(f"{'':32}{'median':>10}{'ratio':>8}{'aim':>8}")
    for command in commands:
        ratio = median(one[command] / one[NOTHING] for one in rounds)
        aim = f"{AIMS[command]:g}" if command in AIMS else ""
        print(f"{command:32}{median(one[command] for one in rounds) * 1000:7.0f} ms{ratio:8.2f}{aim:>8}")


def seconds(command: str, clock: Callable[[], float]) -> float:
    """How long a command takes."""
    program, *words = command.split()
    began = clock()
    subprocess.run([Path(sys.executable).with_name(program), *words], check=True, stdout=subprocess.DEVNULL)
    return clock() - began


def cpu() -> float:
    """Seconds of CPU that processes started from here have taken so far."""
    times = os.times()
    return times.children_user + times.children_system


if __name__ == "__main__":
    main()
