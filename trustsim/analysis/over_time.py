"""How much each factor matters on each checkpoint of a daily curve, not at the end alone."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from trustsim.analysis.blocks import Blocks, whole_blocks
from trustsim.analysis.columns import factor_name
from trustsim.analysis.data import SweepData, means, row_id
from trustsim.analysis.making import rows
from trustsim.analysis.morris import FEWEST as FEWEST_TRAJECTORIES
from trustsim.analysis.morris import effects
from trustsim.analysis.morris import floors as morris_floors
from trustsim.analysis.possible import possible
from trustsim.analysis.results import ID, ResultTable
from trustsim.analysis.sobol import FEWEST as FEWEST_BLOCKS
from trustsim.analysis.sobol import floors as sobol_floors
from trustsim.analysis.sobol import indices
from trustsim.analysis.variance import shares
from trustsim.experiment.plan import DesignKind

RESAMPLES = 100

Index = tuple[str, str, float, float, float]
"""Factor, which index, its value, half of the width of its interval, and what luck alone would make of it."""


def over_time(data: SweepData) -> ResultTable:
    """Indices of each curve on each checkpoint: Sobol first and total, Morris mu*, or shares of a grid."""
    told: list[dict[str, Any]] = []
    if data.experiment.design.kind in _INDICES and data.factors:
        for name in data.experiment.over_time:
            for view in data.views:
                told += _of_curve(data, name, view)
    return rows("over_time", told)


def _of_curve(data: SweepData, name: str, view: Any) -> Iterator[dict[str, Any]]:
    days, values = data.curve(name, view)
    lost = data.lost(view)
    for number, day in enumerate(days):
        blocks = whole_blocks(data.experiment.design, len(data.factors), values[:, :, number], lost)
        for factor, index, value, half, floor in _INDICES[data.experiment.design.kind](data, blocks):
            key = {ID: row_id(view.label, name, factor, index, day), "view": view.label, "curve": name, "day": day}
            reach = half or np.nan  # a factor that does nothing yet is nought in every block, and not estimated
            found = possible(value, reach, math.inf if index == "mu_star" else 1.0)
            ends = {"low": found.low, "high": found.high, "floor": floor, "remark": found.remark}
            yield {**key, "factor": factor, "index": index, "value": found.value, **ends}


def _of_sobol(data: SweepData, blocks: Blocks) -> Iterator[Index]:
    enough = blocks.kept >= FEWEST_BLOCKS
    found = indices(data, means(blocks.values), second_order=False, resamples=RESAMPLES) if enough else None
    floors = {"first": [0.0] * len(data.factors), "total": sobol_floors(data, blocks, known=bool(found))}
    for name, key in (("first", "S1"), ("total", "ST")):
        for number, factor in enumerate(data.factors):
            value, half = (found[key][number], found[f"{key}_conf"][number]) if found else (np.nan, np.nan)
            yield factor_name(factor.name), name, float(value), float(half), floors[name][number]


def _of_morris(data: SweepData, blocks: Blocks) -> Iterator[Index]:
    found = effects(data, blocks, means(blocks.values)) if blocks.kept >= FEWEST_TRAJECTORIES else None
    floors = morris_floors(data, blocks, known=bool(found))
    for number, factor in enumerate(data.factors):
        value, half = (found["mu_star"][number], found["mu_star_conf"][number]) if found else (np.nan, np.nan)
        yield factor_name(factor.name), "mu_star", float(value), float(half), floors[number]


def _of_grid(data: SweepData, blocks: Blocks) -> Iterator[Index]:
    for source, kind, found in shares(data, blocks):
        if kind == "factor":
            yield source, "share", found.share, found.half, 0.0


_INDICES = {DesignKind.SOBOL: _of_sobol, DesignKind.MORRIS: _of_morris, DesignKind.GRID: _of_grid}
