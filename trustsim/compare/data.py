"""A comparison as plain data: what comparison.json and comparison.csv hold."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from trustsim.compare.comparison import Comparison, Finding
from trustsim.compare.worlds import same_scenario
from trustsim.records.manifest import scenario_hash, versions
from trustsim.statistics.alike import MOST_UNLIKE
from trustsim.statistics.intervals import CONFIDENCE, RESAMPLES, Interval

if TYPE_CHECKING:
    import pandas as pd


def data(comparison: Comparison) -> dict[str, Any]:
    """All that was found, to be written as JSON; what is missing or infinite is None."""
    return {
        "worlds": [
            {
                "label": world.label,
                "title": world.scenario.story.title,
                "scenario_sha256": scenario_hash(world.scenario),
                "reference": number == 0,
            }
            for number, world in enumerate(comparison.worlds)
        ],
        "seeds": [comparison.seeds[0], comparison.seeds[-1]],
        "pairs": len(comparison.seeds),
        "days": comparison.worlds[0].scenario.run.horizon_days,
        "rules": _rules(comparison),
        "headline": comparison.measures[0],
        "comparisons": [
            {
                "world": world.label,
                "reference": comparison.worlds[0].label,
                "same_scenario": same_scenario(comparison.worlds[0], world),
                "measures": [_finding(finding) for finding in found],
            }
            for world, found in zip(comparison.worlds[1:], comparison.findings, strict=True)
        ],
        "versions": versions(),
    }


def tidy(comparison: Comparison) -> pd.DataFrame:
    """The same figures as a table, a row a world and measure; an interval takes columns x.low, x.mean and x.high."""
    import pandas as pd

    rows = [
        {"world": world.label, "reference": comparison.worlds[0].label, **_flat(_finding(finding))}
        for world, found in zip(comparison.worlds[1:], comparison.findings, strict=True)
        for finding in found
    ]
    return pd.DataFrame(rows)


def _rules(comparison: Comparison) -> dict[str, Any]:
    watched = comparison.watched
    rules: dict[str, Any] = {
        "confidence": CONFIDENCE,
        "pairs": "fixed beforehand" if watched is None else "added until the precision was reached",
        "interval": "Student's t" if watched is None else "confidence sequence",
        "bounds": "score interval within the values that a measure can have",
        "bootstrap_resamples": RESAMPLES,
        "most_that_may_differ": MOST_UNLIKE,
    }
    if watched is not None:
        rules["precision"] = {
            "wanted": watched.wanted,
            "reached": watched.reached,
            "half_width": number(watched.half_width),
            "looks": watched.looks,
        }
    return rules


def _finding(found: Finding) -> dict[str, Any]:
    about = found.response
    return {
        "measure": about.name,
        "name": about.words,
        "unit": about.unit,
        "meaning": about.meaning,
        "better": {1: "higher", -1: "lower", 0: "neither"}[about.better],
        "pairs": found.pairs,
        "dropped": found.dropped,
        "mean_reference": _interval(found.reference),
        "mean_world": _interval(found.world),
        "difference": _interval(found.difference),
        "difference_t": _interval(found.by_t),
        "difference_bootstrap": _interval(found.by_bootstrap) | {"method": found.bootstrap},
        "may_differ": number(found.may_differ),
        "wins": found.wins,
        "ties": found.ties,
        "probability": _interval(found.beats),
        "sd_of_differences": number(found.deviation),
        "sd_of_runs": number(found.spread),
        "effect_paired": number(found.effect_paired),
        "effect_pooled": number(found.effect_pooled),
        "variance_reduction": number(found.reduction),
        "p": number(found.p),
        "p_holm": number(found.p_holm),
        "margin": number(found.margin),
        "verdict": found.verdict.value,
        "more_pairs": number(found.more_pairs),
    }


def _interval(interval: Interval) -> dict[str, Any]:
    return {"low": number(interval.low), "mean": number(interval.estimate), "high": number(interval.high)}


def number(value: float) -> float | None:
    """A figure for JSON: None where it is missing or infinite."""
    return float(value) if math.isfinite(value) else None


def _flat(found: dict[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in found.items():
        flat |= {f"{name}.{part}": one for part, one in value.items()} if isinstance(value, dict) else {name: value}
    return flat
