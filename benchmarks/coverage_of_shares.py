"""How often the intervals of shares hold the true share, how wide they are, and how often they leave the bounds.

Run it with ``python benchmarks/coverage_of_shares.py``; it takes some minutes. Five ways to an interval are tried on
the same values: Student's t as it is, the score interval that trustsim uses (``statistics.bounds``), Student's t on
the logit scale, the exact binomial interval of the effective sample size (Korn and Graubard 1998), and betting, which
holds for every law whatever (Waudby-Smith and Ramdas 2024). Laws are drawn from formulas, and from runs of a small
department.

The second part picks the highest of many means, as one does who looks at a table, and asks how often its interval
holds the true mean of what was picked.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Callable, Iterator, Mapping

import numpy as np

from coverage_of_intervals import Numbers
from trustsim.analysis.intervals import spread
from trustsim.draws import Resampling, generator
from trustsim.run.outcome import outcome
from trustsim.scenario.schema import Scenario
from trustsim.statistics.bounds import ANY, SHARE, Bounds, reach
from trustsim.statistics.intervals import normal_quantile, t_quantile

REPETITIONS, BETS = 4000, 300
SIZES = (2, 3, 5, 10, 20, 60)
RUNS = 400
LEVEL = 0.95
POINTS, OF_EACH = 30, (3, 5, 10, 20)
Ends = tuple[Numbers, Numbers]
Law = tuple[Callable[[tuple[int, int]], Numbers], float, Bounds]

RANDOM = generator(2026, Resampling.BOOTSTRAP)


def laws() -> Iterator[tuple[str, Law]]:
    """Values, their true mean, and their bounds."""
    beta, uniform, within = RANDOM.beta, RANDOM.random, SHARE.of_difference
    yield "in the middle", (lambda size: beta(12, 12, size), 0.5, SHARE)
    yield "near 1", (lambda size: beta(18, 2, size), 0.9, SHARE)
    yield "at 1 in most runs", (lambda size: np.where(uniform(size) < 0.7, 1.0, 1 - uniform(size) / 2), 0.925, SHARE)
    yield "at 0 in most runs", (lambda size: np.where(uniform(size) < 0.8, 0.0, beta(2, 8, size)), 0.04, SHARE)
    yield "difference", (lambda size: beta(18, 2, size) - beta(6, 6, size), 0.4, within)
    yield "difference near 1", (lambda size: beta(18, 1, size) - beta(1, 18, size), 17 / 19, within)
    yield "difference, 0 in most", (lambda size: np.where(uniform(size) < 0.7, 0.0, -beta(2, 4, size)), -0.1, within)
    yield from _of_runs()


def _of_runs() -> Iterator[tuple[str, Law]]:
    """Of runs of a small department in a contract, drawn again and again from ``RUNS`` of them."""
    small = {
        "run": {"horizon_days": 63, "warmup_days": 21},
        "organisation": {"users": 6, "developers": 2, "testers": 1, "product_managers": 1},
        "planning": {"window_days": 10},
    }
    scenario = Scenario.model_validate(small)
    figures = [outcome(scenario, seed).figures for seed in range(RUNS)]
    for name in ("trust.end", "requests.late_share"):
        known = np.array([one[name] for one in figures if not math.isnan(one[name])], dtype=np.float64)
        yield f"runs, {name}", (lambda size, known=known: RANDOM.choice(known, size), float(known.mean()), SHARE)  # type: ignore[misc]


def by_t(mean: Numbers, error: Numbers, number: int, _bounds: Bounds) -> Ends:
    """Student's t as it is."""
    return reach(mean, t_quantile(number - 1) * error, ANY)


def by_score(mean: Numbers, error: Numbers, number: int, bounds: Bounds) -> Ends:
    """What trustsim uses."""
    return reach(mean, t_quantile(number - 1) * error, bounds)


def by_logit(mean: Numbers, error: Numbers, number: int, bounds: Bounds) -> Ends:
    """Student's t on the logit scale."""
    share, spread_of_it = _scaled(mean, error, bounds)
    inside = (share > 0) & (share < 1)
    safe = np.where(inside, share, 0.5)
    half = t_quantile(number - 1) * spread_of_it / (safe * (1 - safe))
    ends = (1 / (1 + np.exp(-np.clip(np.log(safe / (1 - safe)) + side * half, -700, 700))) for side in (-1, 1))
    low, high = (_back(np.where(inside, end, share), bounds) for end in ends)
    return low, high


def by_effective_size(mean: Numbers, error: Numbers, number: int, bounds: Bounds) -> Ends:
    """Clopper and Pearson's, of as many coin tosses as would scatter so far."""
    from scipy.stats import beta

    share, spread_of_it = _scaled(mean, error, bounds)
    with np.errstate(all="ignore"):
        size = share * (1 - share) / spread_of_it**2 * (normal_quantile() / t_quantile(number - 1)) ** 2
        low = beta.ppf((1 - LEVEL) / 2, size * share, size * (1 - share) + 1)
        high = beta.ppf((1 + LEVEL) / 2, size * share + 1, size * (1 - share))
    kept = (np.where(np.isfinite(end), end, share) for end in (low, high))
    first, second = (_back(end, bounds) for end in kept)
    return first, second


def _scaled(mean: Numbers, error: Numbers, bounds: Bounds) -> Ends:
    width = bounds.high - bounds.low
    return (mean - bounds.low) / width, error / width


def _back(share: Numbers, bounds: Bounds) -> Numbers:
    return np.asarray(bounds.low + share * (bounds.high - bounds.low))


WAYS: Mapping[str, Callable[[Numbers, Numbers, int, Bounds], Ends]] = {
    "t": by_t, "score": by_score, "logit": by_logit, "effective": by_effective_size,
}  # fmt: skip


def by_betting(values: Numbers, bounds: Bounds, grid: int = 401) -> tuple[float, float]:
    """The hedged capital interval: all means against which no gambler got twenty times as rich."""
    share = (values - bounds.low) / (bounds.high - bounds.low)
    means = np.linspace(0, 1, grid)[1:-1]
    above, below = np.ones_like(means), np.ones_like(means)
    total, squares = 0.5, 0.25
    for place, value in enumerate(share.tolist(), start=1):
        bet = math.sqrt(2 * math.log(2 / (1 - LEVEL)) / (len(share) * squares / place))
        above *= 1 + np.minimum(bet, 0.5 / means) * (value - means)
        below *= 1 - np.minimum(bet, 0.5 / (1 - means)) * (value - means)
        total += value
        squares += (value - total / (place + 1)) ** 2
    kept = means[np.maximum(above, below) / 2 < 1 / (1 - LEVEL)]
    low, high = _back(np.array([kept.min(), kept.max()]), bounds).tolist()
    return low, high


def of_law(law: Law, number: int, repetitions: int) -> dict[str, float]:
    """In per cent, how often each way holds the truth; its median width; how often t leaves the bounds."""
    draw, true, bounds = law
    values = draw((repetitions, number))
    mean, alike = values.mean(axis=1), np.ptp(values, axis=1) == 0
    error = np.where(alike, 0.0, values.std(axis=1, ddof=1) / math.sqrt(number))
    found: dict[str, float] = {"all_alike": _percent(alike)}
    for name, way in WAYS.items():
        low, high = way(mean, error, number, bounds)
        found |= {name: _percent((low <= true) & (true <= high)), f"{name}_width": float(np.median(high - low))}
        if name == "t":
            found["t_out_of_bounds"] = _percent((low < bounds.low) | (high > bounds.high))
    ends = np.array([by_betting(row, bounds) for row in values[:BETS]])
    found |= {
        "betting": _percent((ends[:, 0] <= true) & (true <= ends[:, 1])),
        "betting_width": float(np.median(ends[:, 1] - ends[:, 0])),
    }
    return {name: round(value, 3) for name, value in found.items()}


def of_picked(number: int, repetitions: int) -> dict[str, float]:
    """How often the interval of the highest of ``POINTS`` means holds, by itself and with those of all."""
    true = 0.5 + 0.02 * np.linspace(-1, 1, POINTS)
    spreads = 0.03 * (1 + np.arange(POINTS) % 3)  # some points vary more than others, and are picked the more often
    held = {"alone": 0, "all_at_once": 0}
    for _ in range(repetitions):
        values = np.clip(true[:, None] + spreads[:, None] * RANDOM.standard_normal((POINTS, number)), 0, 1)
        for name, together in (("alone", 1), ("all_at_once", POINTS)):
            found = spread(values, bounds=SHARE, together=together)
            at = int(np.argmax(found.mean))
            held[name] += bool(found.low[at] <= true[at] <= found.high[at])
    return {name: round(100 * count / repetitions, 1) for name, count in held.items()}


def _percent(flags: Numbers | np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> float:
    return 100 * float(np.mean(flags))


def main() -> None:
    """Measure, and print a line of JSON for each law and number of runs, and then for each number of runs a point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repetitions", type=int, default=REPETITIONS)
    repetitions = parser.parse_args().repetitions
    for name, law in laws():
        for number in SIZES:
            print(json.dumps({"law": name, "runs": number, **of_law(law, number, repetitions)}), flush=True)
    for number in OF_EACH:
        print(json.dumps({"picked of": POINTS, "runs": number, **of_picked(number, repetitions)}), flush=True)


if __name__ == "__main__":
    main()
