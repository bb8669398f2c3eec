"""Where the time of a run goes: ``python benchmarks/hotspots.py [SIZE] [PRESET] [--calls]``.

Look here before changing anything for speed. The profiler itself makes short functions look
costlier than they are; ``speed.py`` has the last word.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats

from cases import SIZES, Case, run_trustsim


def main() -> None:
    """Profile one run and print the functions that take most time of their own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", nargs="?", default="middle", choices=[size.name for size in SIZES])
    parser.add_argument("preset", nargs="?", default="waterfall-contract")
    parser.add_argument("--days", type=int, default=250, help="days after the warm-up")
    parser.add_argument("--no-ledger", action="store_true")
    parser.add_argument("--calls", action="store_true", help="order by time with everything called, not by own time")
    options = parser.parse_args()
    size = next(size for size in SIZES if size.name == options.size)
    case = Case(options.preset, not options.no_ledger)
    run_trustsim(case, size, 1, 1)
    profile = cProfile.Profile()
    profile.runcall(run_trustsim, case, size, options.days, 1)
    pstats.Stats(profile).strip_dirs().sort_stats("cumulative" if options.calls else "tottime").print_stats(30)


if __name__ == "__main__":
    main()
