"""How often the intervals of ``trustsim compare`` hold the true difference.

Run it with ``python benchmarks/coverage_of_intervals.py``; it takes a few minutes.

Two little worlds differ in the rate at which users have needs, and in nothing else. How many needs arise is then known
exactly: one arises with probability ``needs_per_user / 21`` on each day of each user. Counting them takes the model's
own draws and rule, but not its runs, so that it can be repeated a thousand times on seeds of their own; that both count
the same is looked at first. The same is done with differences drawn from a normal and from a skewed law.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from trustsim.compare.precision import FIRST_PAIRS, until_precise
from trustsim.draws import Draws, Purpose, Resampling, generator
from trustsim.rules.demand import gap_to_next_need
from trustsim.rules.normal import inverse_normal
from trustsim.run.outcome import outcome
from trustsim.scenario.schema import Scenario
from trustsim.statistics.intervals import Interval, bootstrap_interval, mean_interval
from trustsim.statistics.sequence import sequence_interval
from trustsim.vocabulary import DAYS_PER_MONTH

USERS, DAYS = 4, 21
RATES = (1.0, 2.0)
REPETITIONS = 1000
PAIRS = 20
MOST = 400
CHECKED = 10
TRUE = USERS * DAYS * (RATES[1] - RATES[0]) / DAYS_PER_MONTH
PRECISION_NEEDS = 0.6

Numbers = np.ndarray[Any, np.dtype[np.float64]]


class Coverage(NamedTuple):
    """Shares of repetitions in which the truth was held: at a fixed number, at every look, at the stop; and pairs."""

    by_t: float
    by_bootstrap: float
    at_every_look: float
    at_the_stop: float
    t_at_the_stop: float
    mean_pairs: float


def world(rate: float) -> Scenario:
    """A world in which hardly anything happens but that needs arise."""
    return Scenario.model_validate(
        {
            "run": {"horizon_days": DAYS, "warmup_days": 0},
            "organisation": {"users": USERS, "developers": 1},
            "demand": {"needs_per_user": rate},
            "planning": {"window_days": 10},
        }
    )


def difference_of_needs(seed: int) -> float:
    """Needs that arise in the second world, less those in the first, on the same luck."""
    draws = Draws(seed)
    return float(needs(draws, RATES[1]) - needs(draws, RATES[0]))


def needs(draws: Draws, rate: float) -> int:
    """How many needs arise within the days of a run: as the model draws them, and nothing else."""
    found = 0
    for user in range(USERS):
        day = gap = gap_to_next_need(draws.block(Purpose.NEED_ARISES, (user, 0), 0, 1)[0], rate)
        nth = 0
        while gap and day <= DAYS:
            gap = gap_to_next_need(draws.block(Purpose.NEED_ITSELF, (user, nth), 0, 4)[3], rate)
            day, nth = day + gap, nth + 1
        found += nth
    return found


def difference_of_runs(seed: int) -> float:
    """The same difference from two runs of the model."""
    first, second = (outcome(world(rate), seed).figures["channels.needs"] for rate in RATES)
    return second - first


def measure(series: Sequence[Numbers], true: float, precision: float) -> Coverage:
    """Coverage over repetitions; ``series`` has as many differences for each as may be wanted."""
    held = [_held(number, values, true, precision) for number, values in enumerate(series)]
    return Coverage(*(float(np.mean(column)) for column in zip(*held, strict=True)))


def _held(number: int, values: Numbers, true: float, precision: float) -> tuple[float, ...]:
    fixed = values[:PAIRS]
    by_bootstrap, _ = bootstrap_interval(fixed, generator(number, Resampling.BOOTSTRAP), resamples=1999)
    shown = 0

    def grow(more: int) -> list[Numbers]:
        nonlocal shown
        shown += more
        return [values[:shown]]

    stop = until_precise(grow, precision, most=len(values)).pairs
    looks = [_holds(sequence_interval(values[:seen]), true) for seen in range(FIRST_PAIRS, stop + 1)]
    return (
        _holds(mean_interval(fixed), true),
        _holds(by_bootstrap, true),
        all(looks),
        looks[-1],
        _holds(mean_interval(values[:stop]), true),
        stop,
    )


def _holds(interval: Interval, true: float) -> bool:
    return interval.low <= true <= interval.high


def drawn(shape: Callable[[float], float], repetitions: int, most: int) -> list[Numbers]:
    """Differences from a law, by its quantile function of a uniform number."""
    uniforms = generator(2026, Resampling.BOOTSTRAP).random((repetitions, most))
    return [np.array([shape(u) for u in row.tolist()], dtype=np.float64) for row in uniforms]


def normal(u: float) -> float:
    """Mean 0.05, standard deviation 0.1."""
    return 0.05 + 0.1 * inverse_normal(u)


def skewed(u: float) -> float:
    """Exponential, mean 0.05 and standard deviation 0.1: it has a skewness of 2."""
    return -0.05 - 0.1 * math.log1p(-u)


def of_needs(repetitions: int, most: int) -> list[Numbers]:
    """Differences of needs, each repetition on seeds of its own."""
    if any(difference_of_runs(seed) != difference_of_needs(seed) for seed in range(CHECKED)):
        raise SystemExit("the model has other needs than are counted here")
    found = [difference_of_needs(seed) for seed in range(repetitions * most)]
    return list(np.array(found, dtype=np.float64).reshape(repetitions, most))


def main() -> None:
    """Measure, and print a line of JSON for each kind of difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repetitions", type=int, default=REPETITIONS)
    chosen = parser.parse_args()
    number = chosen.repetitions
    kinds: dict[str, Callable[[], Coverage]] = {
        "needs": lambda: measure(of_needs(number, MOST), TRUE, PRECISION_NEEDS),
        "normal": lambda: measure(drawn(normal, number, MOST), 0.05, 0.025),
        "skewed": lambda: measure(drawn(skewed, number, MOST), 0.05, 0.025),
    }
    for name, measured in kinds.items():
        print(json.dumps({"differences": name, "repetitions": number, **measured()._asdict()}), flush=True)


if __name__ == "__main__":
    main()
