"""Morris screening through SALib: how much a step of each factor moves a measure, and how unevenly.

An elementary effect is the change of the measure over one step of one factor, for the whole of its range
(Morris 1991, doi:10.1080/00401706.1991.10484804; mu* after Campolongo et al. 2007,
doi:10.1016/j.envsoft.2006.10.004). Trajectories with a failed run are left out as a whole.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from trustsim.analysis.blocks import Blocks, whole_blocks
from trustsim.analysis.columns import factor_name
from trustsim.analysis.data import Floats, SweepData, means, row_id
from trustsim.analysis.luck import bootstrap_seed, left_in_means
from trustsim.analysis.making import rows
from trustsim.analysis.results import ID, ResultTable

RESAMPLES = 1000
FEWEST = 2
TOO_FEW = "fewer than two whole trajectories are left"
NOTHING = "no step of it moved the measure"


def morris(data: SweepData, measures: Sequence[str]) -> ResultTable:
    """Mean, mean size and spread of the elementary effects of each factor."""
    told = []
    for view in data.views:
        lost = data.lost(view)
        for measure in measures:
            values = data.response(measure, view)
            blocks = whole_blocks(data.experiment.design, len(data.factors), values, lost)
            for row in _of_measure(data, blocks):
                key = {ID: row_id(view.label, measure, row["factor"]), "view": view.label, "measure": measure}
                told.append({**key, **row})
    return rows("morris", told)


def _of_measure(data: SweepData, blocks: Blocks) -> list[dict[str, Any]]:
    found = effects(data, blocks, means(blocks.values)) if blocks.kept >= FEWEST else None
    floors = _floors(data, blocks) if found else [np.nan] * len(data.factors)
    told = []
    for number, factor in enumerate(data.factors):
        row: dict[str, Any] = {"factor": factor_name(factor.name), "floor": floors[number]}
        for name in ("mu", "mu_star", "sigma"):
            row[name] = float(found[name][number]) if found else np.nan
        half = float(found["mu_star_conf"][number]) if found else np.nan
        row |= {"mu_star_low": row["mu_star"] - half, "mu_star_high": row["mu_star"] + half}
        remark = TOO_FEW if found is None else NOTHING if row["mu_star"] == 0 else ""
        told.append({**row, "trajectories": blocks.kept, "dropped": blocks.dropped, "remark": remark})
    return told


def _floors(data: SweepData, blocks: Blocks) -> list[float]:
    """What luck alone makes of the mean size of each factor's effects: that of a normal deviate, 0.8 deviations."""
    size = len(data.factors)
    places = data.units[blocks.points.astype(np.int64)].reshape(blocks.kept, size + 1, size)
    step = np.abs(np.diff(places, axis=1))
    change = np.diff(blocks.values.reshape(blocks.kept, size + 1, -1), axis=1) / step.max(axis=2)[:, :, None]
    moved = step.argmax(axis=2)
    return [math.sqrt(2 / math.pi * left_in_means(change[moved == number])) for number in range(size)]


def effects(data: SweepData, blocks: Blocks, values: Floats) -> Mapping[str, Any]:
    """SALib's figures of the values at the points of whole trajectories."""
    from SALib.analyze import morris as salib

    size = len(data.factors)
    problem = {"num_vars": size, "names": [factor.name for factor in data.factors], "bounds": [[0, 1]] * size}
    design = data.experiment.design
    places = data.units[blocks.points.astype(np.int64)]
    found: Mapping[str, Any] = salib.analyze(
        problem,
        places,
        values,
        num_resamples=RESAMPLES,
        num_levels=design.steps,
        seed=bootstrap_seed(data.experiment.design.seed),
    )
    return found
