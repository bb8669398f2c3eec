"""Morris screening through SALib: how much a step of each factor moves a measure, and how unevenly.

An elementary effect is the change of the measure over one step of one factor, scaled up to the whole of its range
(Morris 1991, doi:10.1080/00401706.1991.10484804; mu* after Campolongo et al. 2007,
doi:10.1016/j.envsoft.2006.10.004). Trajectories with a failed run are left out as a whole.

A step on the unit cube is more than half of it, and SALib divides by that. But what it walks of a factor can be more or
less: between two levels it goes the whole way, among whole numbers some other part. So each change is scaled by the
part that its step walked. Else a factor of two levels would seem half as strong again as a range that does the same.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from trustsim.analysis.axes import has_order, written
from trustsim.analysis.blocks import Blocks, whole_blocks
from trustsim.analysis.columns import factor_name
from trustsim.analysis.data import Floats, SweepData, means, row_id
from trustsim.analysis.holes import Codes
from trustsim.analysis.idle import idle, verdict
from trustsim.analysis.luck import bootstrap_seed, left_in_means
from trustsim.analysis.making import rows
from trustsim.analysis.possible import possible
from trustsim.analysis.results import ID, ResultTable
from trustsim.experiment.plan import Scale

RESAMPLES = 1000
FEWEST = 2
TOO_FEW = "fewer than two whole trajectories are left"


def morris(data: SweepData, measures: Sequence[str]) -> ResultTable:
    """Mean, mean size and spread of the elementary effects of each factor."""
    told = []
    for view in data.views:
        lost = data.lost(view)
        for measure in measures:
            values = data.response(measure, view)
            blocks = whole_blocks(data.experiment.design, len(data.factors), values, lost)
            for row in _of_measure(data, blocks, idle(data, view, values, lost)):
                key = {ID: row_id(view.label, measure, row["factor"]), "view": view.label, "measure": measure}
                told.append({**key, **row})
    return rows("morris", told)


def _of_measure(data: SweepData, blocks: Blocks, still: Mapping[str, str]) -> list[dict[str, Any]]:
    found = effects(data, blocks, means(blocks.values)) if blocks.kept >= FEWEST else None
    luck = floors(data, blocks, known=bool(found))
    told = []
    for number, factor in enumerate(data.factors):
        row: dict[str, Any] = {"factor": factor_name(factor.name), "floor": luck[number]}
        for name in ("mu", "mu_star", "sigma"):
            row[name] = float(found[name][number]) if found else np.nan
        half = float(found["mu_star_conf"][number]) if found and row["mu_star"] else np.nan
        shown = possible(row["mu_star"], half, math.inf)  # a size, and so never below zero
        row |= {"mu_star_low": shown.low, "mu_star_high": shown.high}
        told_of = (row["mu_star"], row["mu_star_low"], row["mu_star_high"], row["floor"])
        row |= {"trajectories": blocks.kept, "dropped": blocks.dropped, "remark": TOO_FEW if found is None else ""}
        told.append({**row, "verdict": verdict(still.get(row["factor"], ""), *told_of)})
    return told


def floors(data: SweepData, blocks: Blocks, *, known: bool) -> list[float]:
    """What luck alone makes of the mean size of each factor's effects: that of a normal deviate, 0.8 deviations.

    NaN where no effects are known, and where points have single runs.
    """
    size = len(data.factors)
    if not known:
        return [np.nan] * size
    moved, walked = _steps(data, blocks)
    change = np.diff(blocks.values.reshape(blocks.kept, size + 1, -1), axis=1) / walked[:, :, None]
    return [math.sqrt(2 / math.pi * left_in_means(change[moved == number])) for number in range(size)]


def _steps(data: SweepData, blocks: Blocks) -> tuple[Codes, Floats]:
    """Which factor each step of each trajectory moves, and what part of its whole it walks, [trajectories, steps]."""
    size = len(data.factors)
    points = blocks.points.astype(np.int64)
    moved = np.abs(np.diff(data.units[points].reshape(blocks.kept, size + 1, size), axis=1)).argmax(axis=2)
    along = np.stack([_along(data, number)[points] for number in range(size)], axis=1)
    ways = np.abs(np.diff(along.reshape(blocks.kept, size + 1, size), axis=1))
    walked = np.take_along_axis(ways, moved[:, :, None], axis=2)[:, :, 0]
    word = np.array([not has_order(factor) for factor in data.factors])[moved]
    return moved, np.where(word | (walked == 0.0), 1.0, walked)


def _along(data: SweepData, number: int) -> Floats:
    """How far along its factor each point lies, from 0 to 1: on the scale of a range, or by the number of a level."""
    factor = data.factors[number]
    column = data.design[factor.name]
    if factor.levels:
        labels = [written(level.label) for level in factor.levels]
        return np.array([labels.index(written(one)) / max(1, len(labels) - 1) for one in column])
    if not factor.whole:
        return data.units[:, number]
    ends, values = (factor.low, factor.high), column.to_numpy(dtype=np.float64)
    if factor.scale == Scale.LOG:
        return np.asarray(np.log(values / ends[0]) / math.log(ends[1] / ends[0]))
    return np.asarray((values - ends[0]) / (ends[1] - ends[0]))


def _scaled(data: SweepData, blocks: Blocks, values: Floats) -> Floats:
    """Values whose change over each step, over SALib's step, is that over the part of its factor that it walked."""
    by_block = values.reshape(blocks.kept, -1)
    salibs = data.experiment.design.steps / (2.0 * (data.experiment.design.steps - 1))
    changes = np.diff(by_block, axis=1) * salibs / _steps(data, blocks)[1]
    return np.concatenate([by_block[:, :1], by_block[:, :1] + np.cumsum(changes, axis=1)], axis=1).ravel()


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
        _scaled(data, blocks, values),
        num_resamples=RESAMPLES,
        num_levels=design.steps,
        seed=bootstrap_seed(data.experiment.design.seed),
    )
    return found
