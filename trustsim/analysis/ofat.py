"""One factor at a time: curves of a measure over the values of each factor, and how far each swings it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from trustsim.analysis.columns import factor_name
from trustsim.analysis.data import Floats, SweepData, means, row_id
from trustsim.analysis.idle import idle, verdict
from trustsim.analysis.intervals import spread
from trustsim.analysis.making import rows
from trustsim.analysis.results import ID, ResultTable
from trustsim.experiment.plan import Factor
from trustsim.statistics.bounds import Bounds

_FIGURES = ("lowest_mean", "highest_mean", "swing", "low", "high")


def ofat(data: SweepData, measures: Sequence[str]) -> tuple[ResultTable, ResultTable]:
    """Curves, a row a value of a factor, and swings, a row a factor with the widest swing first."""
    curves: list[dict[str, Any]] = []
    swings: list[dict[str, Any]] = []
    lines = list(_lines(data))
    together = max(1, sum(math.comb(len(points), 2) for _, _, points in lines))
    for view in data.views:
        for measure in measures:
            values, bounds = data.response(measure, view), data.bounds(measure, view)
            still = idle(data, view, values, data.lost(view))
            found = []
            for factor, centre, points in lines:
                key = {"view": view.label, "measure": measure, "factor": factor_name(factor.name)}
                curves += [{**key, **row} for row in _curve(data, factor, values, bounds, centre, points)]
                why = still.get(key["factor"], "")
                found.append({**key, **_swing(data, factor, values, bounds.of_difference, points, together, why)})
            swings += sorted(found, key=lambda row: -np.nan_to_num(row["swing"]))
    for row in curves:
        row[ID] = row_id(row["view"], row["measure"], f"{row['factor']}={row['level']}")
    for row in swings:
        row[ID] = row_id(row["view"], row["measure"], row["factor"])
    return rows("ofat", curves), rows("swings", swings)


def centre_of(data: SweepData) -> dict[str, Any]:
    """What each factor is set to while another is varied: what most points have."""
    centre = {}
    for factor in data.factors:
        counted = data.design[factor.name].value_counts(sort=False)
        most = counted[counted == counted.max()].index.tolist()
        usual = [label for label in most if label == factor.usual or str(label) == str(factor.usual)]
        centre[factor.name] = (usual or most)[0]
    return centre


def _lines(data: SweepData) -> Iterator[tuple[Factor, int | None, list[int]]]:
    """Factor, the point at the centre and the points of its line, in the order of its values or levels."""
    at = centre_of(data)
    same = {factor.name: (data.design[factor.name] == at[factor.name]).to_numpy(dtype=bool) for factor in data.factors}
    for factor in data.factors:
        others = [same[other.name] for other in data.factors if other.name != factor.name]
        on_line = np.flatnonzero(np.all(others, axis=0) if others else np.ones(len(data.design), dtype=bool))
        place = {_place(factor, data.design[factor.name].iloc[point]): int(point) for point in reversed(on_line)}
        points = sorted(place.items())
        centre = [point for _, point in points if same[factor.name][point]]
        yield factor, (centre[0] if centre else None), [point for _, point in points]


def _place(factor: Factor, label: Any) -> float:
    """The value of a range, or the number of a level; what is none of the levels stands before them."""
    labels = [str(level.label) for level in factor.levels]
    if not labels:
        return float(label)
    return float(labels.index(str(label))) if str(label) in labels else -1.0


def _curve(
    data: SweepData, factor: Factor, values: Floats, bounds: Bounds, centre: int | None, points: list[int]
) -> Iterator[dict[str, Any]]:
    for point in points:
        found = spread(values[point], bounds=bounds)
        from_centre = values[point] - (values[centre] if centre is not None else np.nan)
        away = spread(from_centre, bounds=bounds.of_difference)
        level = data.design[factor.name].iloc[point]
        yield {
            "level": data.level_texts[factor.name][level],
            "place": _place(factor, level),
            "point": point,
            **{name: float(getattr(found, name)) for name in ("n", "mean", "low", "high")},
            "change": float(away.mean),
            "change_low": float(away.low),
            "change_high": float(away.high),
        }


def _swing(
    data: SweepData,
    factor: Factor,
    values: Floats,
    bounds: Bounds,
    points: list[int],
    together: int,
    why_idle: str,
) -> dict[str, Any]:
    """From the level with the lowest mean to that with the highest, seed by seed; none where a factor does nothing.

    The two are picked after looking at all pairs of levels, ``together`` of them over all factors, and the interval
    holds for all of these at once.
    """
    middle = means(values[points])
    if why_idle or not np.isfinite(middle).any():
        nothing = {**dict.fromkeys(_FIGURES, np.nan), "lowest": "", "highest": ""}
        swing = 0.0 if why_idle else np.nan
        return {**nothing, "swing": swing, "verdict": verdict(why_idle, swing, np.nan, np.nan)}
    low, high = points[int(np.nanargmin(middle))], points[int(np.nanargmax(middle))]
    found = spread(values[high] - values[low], bounds=bounds, together=together)
    column, texts = data.design[factor.name], data.level_texts[factor.name]
    return {
        "lowest": texts[column.iloc[low]],
        "highest": texts[column.iloc[high]],
        "lowest_mean": float(np.nanmin(middle)),
        "highest_mean": float(np.nanmax(middle)),
        "swing": float(found.mean),
        "low": float(found.low),
        "high": float(found.high),
        # Where runs lack a value, the pairs that are left may point the other way: then nothing is told.
        "verdict": verdict("", float(np.maximum(found.mean, 0.0)), float(found.low), float(found.high)),
    }
