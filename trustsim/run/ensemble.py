"""Many runs of one scenario, that differ in their seed alone."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from trustsim.errors import InputError
from trustsim.measures import CAUSES
from trustsim.measures.relationship import TURN_DAYS, both_sides
from trustsim.records.columns import DAILY
from trustsim.records.figures import BANDS, DAILY_OF_RUNS, FIGURES, RUNS
from trustsim.records.frames import as_table
from trustsim.records.naming import experience_words
from trustsim.run.pool import in_parallel
from trustsim.run.single import LARGEST_SEED, run_one, with_seed

if TYPE_CHECKING:
    from trustsim.scenario.schema import Scenario

QUANTILES = {"p05": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}
ONSET = ("day", "health", "trust", "it_in_business", "below", "raised")
MEASURES = [name for name in DAILY if name != "day"]


@dataclass(frozen=True)
class Ensemble:
    """What many runs gave, ordered by seed.

    Attributes:
        scenario: as it was run, with the first seed.
        seeds: one a run.
        daily: the daily tables one below the other, with ``rep`` and ``seed`` in front.
        runs: a row a run: ``rep``, ``seed`` and every figure of its summary.
        bands: for each day and measure, mean and quantiles over the runs.
        summaries: the summary of each run.
        summary: mean, range and standard error over runs of every figure, of what stages rest on and of the causes
            of trust.
    """

    scenario: Scenario
    seeds: list[int]
    daily: pd.DataFrame
    runs: pd.DataFrame
    bands: pd.DataFrame
    summaries: list[dict[str, Any]]
    summary: dict[str, Any]

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables of the folder of an ensemble."""
        return {"daily": self.daily, "runs": self.runs, "bands": self.bands}


def replicate(
    scenario: Scenario,
    seed: int | None = None,
    reps: int = 20,
    jobs: int = 1,
    on_done: Callable[[int], object] | None = None,
) -> Ensemble:
    """Run a scenario ``reps`` times, with seeds ``seed``, ``seed + 1``, and so on.

    The result does not depend on ``jobs``, to the last bit. Interrupted, it leaves no process behind.

    Args:
        scenario: what to run.
        seed: the first seed; None takes the scenario's own.
        reps: number of runs, at least 1.
        jobs: number of processes; 1 runs everything in this one. A script that asks for more
            needs the usual ``if __name__ == "__main__":``.
        on_done: called with the number of runs that are done, for a progress bar.

    Raises:
        InputError: a number is out of its range.
        RunError: a process was killed.
    """
    first = with_seed(scenario, seed)
    seeds = _seeds(first.run.seed, reps)
    if jobs < 1:
        raise InputError(f"jobs: {jobs} given; expected a whole number of at least 1")
    done = in_parallel(_daily_and_summary, [(first, one) for one in seeds], jobs, on_done)
    daily = _one_below_the_other([frame for frame, _ in done], seeds)
    summaries = [summary for _, summary in done]
    return Ensemble(first, seeds, daily, _runs(summaries, seeds), bands(daily), summaries, over_runs(summaries, seeds))


def _seeds(first: int, reps: int) -> list[int]:
    if reps < 1:
        raise InputError(f"reps: {reps} given; expected a whole number of at least 1")
    if first + reps - 1 > LARGEST_SEED:
        most = LARGEST_SEED - reps + 1
        raise InputError(f"seed: {first} given; expected at most {most}, for {reps} seeds up to 2**53")
    return list(range(first, first + reps))


def _daily_and_summary(scenario: Scenario, seed: int) -> tuple[pd.DataFrame, dict[str, Any]]:
    result = run_one(scenario, seed)
    return result.tables["daily"], result.summary


def _one_below_the_other(frames: Sequence[pd.DataFrame], seeds: Sequence[int]) -> pd.DataFrame:
    numbered = [frame.assign(rep=rep, seed=seeds[rep]) for rep, frame in enumerate(frames)]
    return pd.concat(numbered, ignore_index=True)[list(DAILY_OF_RUNS)]


def _runs(summaries: Sequence[Mapping[str, Any]], seeds: Sequence[int]) -> pd.DataFrame:
    figures = {name: [figure(summary, name) for summary in summaries] for name in FIGURES}
    data: dict[str, Any] = {name.replace(".", "_"): values for name, values in figures.items()}
    data |= {"rep": range(len(seeds)), "seed": seeds}
    return as_table(data, RUNS)


def bands(daily: pd.DataFrame) -> pd.DataFrame:
    """Return mean and quantiles over runs of each measure on each day, with the columns of ``BANDS``."""
    grouped = daily.groupby("day")[MEASURES]
    parts = {"runs": grouped.count(), "mean": grouped.mean()}
    parts |= {name: grouped.quantile(share) for name, share in QUANTILES.items()}
    stacked = {name: part.to_numpy(dtype="float64").ravel() for name, part in parts.items()}
    days = parts["mean"].index.to_numpy()
    codes = np.tile(np.arange(len(MEASURES)), len(days))
    measures = pd.Categorical.from_codes(codes, categories=pd.Index(MEASURES))
    data: dict[str, Any] = {"day": np.repeat(days, len(MEASURES)), "measure": measures, **stacked}
    return as_table(data, BANDS)


def over_runs(summaries: Sequence[Mapping[str, Any]], seeds: Sequence[int]) -> dict[str, Any]:
    """Sum up many summaries, keyed as they are; in place of a figure stands its ``spread``."""
    first = summaries[0]
    result: dict[str, Any] = {"story": first["story"]} if "story" in first else {}
    result |= {"days": first["days"], "reps": len(seeds), "seeds": [seeds[0], seeds[-1]]}
    for name in FIGURES:
        _put(result, name, spread([figure(summary, name) for summary in summaries]))
    result["trust"]["change"] = spread([one["trust"]["end"] - one["trust"]["start"] for one in summaries])
    result["trust"]["fell"] = sum(one["trust"]["end"] < one["trust"]["start"] for one in summaries)
    result["onsets"] = {stage: _onset([one["onsets"][stage] for one in summaries]) for stage in first["onsets"]}
    result["turns"] = {kind: _turn([one["turns"][kind] for one in summaries]) for kind in ("fall", "rise")}
    result["causes"] = _causes(summaries)
    return result


def spread(values: Sequence[float | None]) -> dict[str, float | int | None]:
    """Sum a figure up over runs, of which some may not have it.

    Returns its ``mean``, ``min``, ``p05`` and ``p95`` (quantiles), ``max``, the ``standard_error`` of the
    mean, and how many ``runs`` have it; None for what cannot be had.
    """
    found = np.array([value for value in values if value is not None], dtype="float64")
    if not len(found):
        return {**dict.fromkeys(("mean", "min", "p05", "p95", "max", "standard_error")), "runs": 0}
    least, low, high, most = (float(bound) for bound in np.quantile(found, [0.0, 0.05, 0.95, 1.0]))
    error = float(found.std(ddof=1) / np.sqrt(len(found))) if len(found) > 1 else None
    around = {"min": least, "p05": low, "p95": high, "max": most, "standard_error": error}
    return {"mean": float(found.mean()), **around, "runs": len(found)}


def figure(summary: Mapping[str, Any], name: str) -> float | None:
    """Look a figure up by its dotted name, such as ``requests.late_share``."""
    value: Any = summary
    for key in name.split("."):
        value = value[key]
    return None if value is None else float(value)


def _put(result: dict[str, Any], name: str, value: Any) -> None:
    *above, last = name.split(".")
    for key in above:
        result = result.setdefault(key, {})
    result[last] = value


def _onset(found: Sequence[Mapping[str, Any] | None]) -> dict[str, Any]:
    """What a stage rested on when it was first reached, over the runs that reached it."""
    reached = [onset for onset in found if onset is not None]
    return {name: spread([onset[name] for onset in reached]) for name in ONSET}


def _turn(found: Sequence[Mapping[str, Any] | None]) -> dict[str, Any] | None:
    """When and how far trust turned over the runs, the cause that most of them name, and what moved it on both sides.

    The contributions are means over the runs in which trust turned, and with everything else sum to that of ``change``.
    """
    turned = [turn for turn in found if turn is not None]
    if not turned:
        return None
    figures: dict[str, Any] = {
        name: spread([turn[name] for turn in turned]) for name in ("from_day", "to_day", "change")
    }
    change = float(figures["change"]["mean"])
    means = {
        event: math.fsum(turn["all"].get(event, 0.0) for turn in turned) / len(turned)
        for event in sorted({event for turn in turned for event in turn["all"]})
    }
    sides = both_sides(means, change, TURN_DAYS)
    named = Counter(turn["cause"]["event"] for turn in turned if turn["cause"] is not None)
    most = min(named, key=lambda event: (-named[event], event)) if named else None
    return {
        **figures,
        "cause": None if most is None else {**_mean_cause(most, means), "runs": named[most]},
        "causes": [_mean_cause(event, means) for event in sides.told],
        "everything_else": sides.everything_else,
        "all": means,
    }


def _mean_cause(event: str, means: Mapping[str, float]) -> dict[str, Any]:
    return {"event": event, "words": experience_words(event), "contribution": means[event]}


def _causes(summaries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The causes by their mean over runs; a cause that a run does not know counts as nothing there."""
    events = sorted({event for summary in summaries for event in summary["causes"]["all"]})
    spreads = {event: spread([one["causes"]["all"].get(event, 0.0) for one in summaries]) for event in events}
    means = {event: float(found["mean"] or 0.0) for event, found in spreads.items()}
    order = sorted(events, key=lambda event: means[event])
    lost = [event for event in order if means[event] < 0][:CAUSES]
    gained = [event for event in reversed(order) if means[event] > 0][:CAUSES]
    return {
        "gained": [
            {"event": event, "words": experience_words(event), "contribution": spreads[event]} for event in gained
        ],
        "lost": [{"event": event, "words": experience_words(event), "contribution": spreads[event]} for event in lost],
        "all": means,
    }
