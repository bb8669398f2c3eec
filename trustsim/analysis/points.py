"""Every measure at every design point, for each base and for the differences between bases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from trustsim.analysis.columns import factor_name
from trustsim.analysis.data import Floats, SweepData, View, label_of, row_id
from trustsim.analysis.holes import over_seeds
from trustsim.analysis.intervals import spread
from trustsim.analysis.making import rows, table
from trustsim.analysis.results import ID, ResultTable
from trustsim.records.columns import Column
from trustsim.statistics.bounds import Bounds


def points(data: SweepData, measures: Sequence[str]) -> ResultTable:
    """Mean, interval and spread of each measure at each point in each base."""
    return _at_points(data, measures, "points", "base", [view for view in data.views if not view.is_difference])


def differences(data: SweepData, measures: Sequence[str]) -> ResultTable:
    """The same of the differences between bases, paired by seed; empty where there is one base."""
    return _at_points(data, measures, "differences", "difference", [view for view in data.views if view.is_difference])


def _at_points(data: SweepData, measures: Sequence[str], name: str, who: str, views: Sequence[View]) -> ResultTable:
    """Rows in the order of the points, and within each of the views and of the measures."""
    points, width = data.shape[0], len(views) * len(measures)
    found: dict[str, Any] = {}
    for column, view in enumerate(views):
        lost = data.lost(view)
        for row, measure in enumerate(measures):
            for key, values in _of_measure(data, measure, view, lost).items():
                block = found.setdefault(key, np.full((points, width), np.nan))
                block[:, column * len(measures) + row] = values
    keys = [(view.label, measure) for view in views for measure in measures]
    ids = [row_id(point, *key) for point in range(points) for key in keys]
    told = {key: found[key].ravel() if key in found else [] for key in ("n", "mean", "low", "high", "sd")}
    told |= {key: found[key].ravel() if key in found else [] for key in ("missing", "failed")}
    told["point"] = np.repeat(np.arange(points), width)
    told |= {who: [key[0] for key in keys] * points, "measure": [key[1] for key in keys] * points}
    settings, columns = _settings(data, width)
    return table(name, ids, {**told, **settings}, columns)


def _of_measure(data: SweepData, measure: str, view: View, lost: Any) -> dict[str, Any]:
    values = data.response(measure, view)
    found = spread(values, bounds=data.bounds(measure, view))
    missing = (~np.isfinite(values) & ~lost).sum(axis=1)
    return {**found._asdict(), "missing": missing, "failed": lost.sum(axis=1)}


def _settings(data: SweepData, width: int) -> tuple[dict[str, Any], dict[str, Column]]:
    """A column for each factor: what it is set to at the point of each row."""
    settings, columns = {}, {}
    for factor in data.factors:
        values = data.design[factor.name]
        kind = {"f": "float", "i": "int", "u": "int"}.get(values.dtype.kind, "text")
        name = factor_name(factor.name)
        columns[name] = Column(kind, "as its key" if factor.key else "label", f"level of {factor.name} at the point")
        told = values.map(label_of).astype(object) if kind == "text" else values
        settings[name] = np.repeat(told.to_numpy(), width)
    return settings, columns


def sides(data: SweepData, measures: Sequence[str]) -> ResultTable:
    """For each difference and measure, at how many points it lies above and below zero, and its extremes."""
    told = []
    for view in data.views:
        for measure in measures if view.is_difference else ():
            values, bounds = data.response(measure, view), data.bounds(measure, view)
            found, overall = spread(values, bounds=bounds), over_seeds(values, bounds)
            known = np.isfinite(found.mean)
            above, below = int((found.low > 0).sum()), int((found.high < 0).sum())
            key: dict[str, Any] = {ID: row_id(view.label, measure), "difference": view.label, "measure": measure}
            key |= {"points": known.sum(), "above": above, "below": below, "open": known.sum() - above - below}
            key |= {"mean": float(overall.mean), "low": float(overall.low), "high": float(overall.high)}
            told.append({**key, **_extremes(values, bounds, "largest", "smallest")})
    return rows("sides", told)


def extremes(data: SweepData, measures: Sequence[str]) -> ResultTable:
    """The points with the highest and the lowest mean, for each base and measure."""
    told = []
    for view in data.views:
        for measure in measures if not view.is_difference else ():
            values, bounds = data.response(measure, view), data.bounds(measure, view)
            key: dict[str, Any] = {ID: row_id(view.label, measure), "base": view.label, "measure": measure}
            key["points"] = int(np.isfinite(values).any(axis=1).sum())
            told.append({**key, **_extremes(values, bounds, "highest", "lowest")})
    return rows("extremes", told)


def _extremes(values: Floats, bounds: Bounds, most: str, least: str) -> dict[str, float]:
    """The points with the highest and the lowest mean, picked after looking: their intervals hold for all at once."""
    found = spread(values, bounds=bounds, together=max(1, int(np.isfinite(values).any(axis=1).sum())))
    told: dict[str, float] = {}
    for name, pick in ((most, np.nanargmax), (least, np.nanargmin)):
        at = int(pick(found.mean)) if np.isfinite(found.mean).any() else None
        figures = [np.nan] * 3 if at is None else [float(one[at]) for one in (found.mean, found.low, found.high)]
        told |= dict(zip((name, f"{name}_low", f"{name}_high"), figures, strict=True))
        told[f"{name}_point"] = np.nan if at is None else at
    return told
