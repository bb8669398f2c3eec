"""Sobol indices through SALib: what part of the variance over the space each factor answers for.

First order: by the factor alone; total: with all interactions in which it takes part (Saltelli et al. 2010,
doi:10.1016/j.cpc.2009.09.018; second order after Saltelli 2002, doi:10.1016/S0010-4655(02)00280-1). They are
of the means over replications, and 95 % intervals come from a bootstrap over blocks of points.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from trustsim.analysis.blocks import Blocks, block_size, is_constant, whole_blocks
from trustsim.analysis.columns import factor_name
from trustsim.analysis.data import Floats, SweepData, means, row_id
from trustsim.analysis.idle import idle, verdict
from trustsim.analysis.luck import bootstrap_seed, left_in_means
from trustsim.analysis.making import rows
from trustsim.analysis.possible import ABOVE, BELOW, possible
from trustsim.analysis.results import ID, ResultTable

RESAMPLES = 300
FEWEST = 2
CONSTANT = "the measure is the same at all points: there is nothing to divide among the factors"
CONSTANT_BASE = (
    "the measure is the same at all points of the two base samples: there is no variance to divide among the factors"
)
DROWNED = "one single value makes nearly all of the variance: indices would say what happened there, and nowhere else"
MOST_OF_ONE = 0.9
FEWEST_TO_DROWN = 10
"""Among fewer values, one may well lie so far off by chance."""

TOO_FEW = "fewer than two whole blocks are left"
WRONG = "below zero, and its interval too: this is no noise; the runs do not stand where the design says"
LESS = "total below first order, which cannot be: noise of estimation, their intervals overlap; more samples are needed"
FAR_LESS = "total far below first order: this is no noise; the runs do not stand where the design says"


def sobol(data: SweepData, measures: Sequence[str]) -> tuple[ResultTable, ResultTable]:
    """First-order and total indices, and second-order ones (empty where they were not sampled for)."""
    one: list[dict[str, Any]] = []
    two: list[dict[str, Any]] = []
    for view in data.views:
        lost = data.lost(view)
        for measure in measures:
            values = data.response(measure, view)
            blocks = whole_blocks(data.experiment.design, len(data.factors), values, lost)
            found, remark = _solve(data, blocks)
            key = {"view": view.label, "measure": measure}
            luck, still = floors(data, blocks, known=not remark), idle(data, view, values, lost)
            one += [{**key, **row} for row in _singles(data, blocks, found, remark, luck, still)]
            two += [{**key, **row} for row in _pairs(data, found)]
    for row in one + two:
        row[ID] = row_id(row["view"], row["measure"], row["factor"], *([row["other"]] if "other" in row else []))
    return rows("sobol", one), rows("sobol_second", two)


def _solve(data: SweepData, blocks: Blocks) -> tuple[Mapping[str, Any] | None, str]:
    if blocks.kept < FEWEST:
        return None, TOO_FEW
    values = means(blocks.values)
    remark = why_none(data, values)
    return None if remark else indices(data, values, second_order=data.experiment.design.second_order), remark


def why_none(data: SweepData, values: Floats) -> str:
    """Why the values at the points of whole blocks have no indices; empty where they have some."""
    by_block = values.reshape(-1, block_size(data.experiment.design, len(data.factors)))
    base = by_block[:, [0, -1]]
    if is_constant(values):
        return CONSTANT
    if is_constant(base):
        return CONSTANT_BASE
    return DROWNED if _is_drowned(base) or _is_drowned(values) else ""


def _is_drowned(values: Floats) -> bool:
    """Whether one value makes nearly all of the variance."""
    away = np.abs(values - np.median(values))
    squares = np.square(away / away.max()) if away.max() > 0 else away
    return bool(values.size > FEWEST_TO_DROWN and MOST_OF_ONE * squares.sum() < 1.0)


def indices(
    data: SweepData, values: Floats, *, second_order: bool, resamples: int = RESAMPLES
) -> Mapping[str, Any] | None:
    """SALib's indices of the values at the points of whole blocks; None where they have none."""
    from SALib.analyze import sobol as salib

    if why_none(data, values):
        return None
    size = len(data.factors)
    if data.experiment.design.second_order and not second_order:
        values = _without_second_order(values, size)
    problem = {"num_vars": size, "names": [factor.name for factor in data.factors], "bounds": [[0, 1]] * size}
    seed = bootstrap_seed(data.experiment.design.seed)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Constant values encountered", category=UserWarning)
        found: Mapping[str, Any] = salib.analyze(
            problem, values, calc_second_order=second_order, num_resamples=resamples, seed=seed
        )
    return found


def _without_second_order(values: Floats, size: int) -> Floats:
    """The points that first-order and total indices need: a place of A, those with one factor of B, one of B."""
    blocks = values.reshape(-1, 2 * size + 2)
    return np.concatenate([blocks[:, : size + 1], blocks[:, -1:]], axis=1).ravel()


def floors(data: SweepData, blocks: Blocks, *, known: bool) -> list[float]:
    """What luck alone makes of each total index, whose numerator is half of the mean square of A less AB.

    NaN where no indices are known, and where points have single runs.
    """
    if not known:
        return [np.nan] * len(data.factors)
    size = block_size(data.experiment.design, len(data.factors))
    by_block = blocks.values.reshape(blocks.kept, size, -1)
    whole = np.var(means(by_block)[:, [0, -1]])
    return [
        float(left_in_means(by_block[:, 0] - by_block[:, 1 + number]) / 2 / whole)
        for number in range(len(data.factors))
    ]


def _singles(
    data: SweepData,
    blocks: Blocks,
    found: Mapping[str, Any] | None,
    remark: str,
    luck: Sequence[float],
    still: Mapping[str, str],
) -> list[dict[str, Any]]:
    told = []
    for number, factor in enumerate(data.factors):
        row: dict[str, Any] = {"factor": factor_name(factor.name), "blocks": blocks.kept, "dropped": blocks.dropped}
        why = still.get(row["factor"], "")
        as_found, as_told = dict[str, float](), dict[str, float]()
        for name, key in (("first", "S1"), ("total", "ST")):
            value, half = (found[key][number], found[f"{key}_conf"][number]) if found else (np.nan, np.nan)
            half = np.nan if why else half  # nothing was estimated: it is nought in every block
            ends = f"{name}_low", f"{name}_high"
            as_found |= dict(zip((name, *ends), (value, value - half, value + half), strict=True))
            as_told |= dict(zip((name, *ends), possible(value, half)[:3], strict=True))
        told_of = (as_told["total"], as_told["total_low"], as_told["total_high"], luck[number])
        row |= {**as_told, "floor": luck[number], "remark": remark or ("" if why else explained(as_found))}
        told.append({**row, "verdict": verdict(why, *told_of)})
    return told


def _pairs(data: SweepData, found: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    if found is None or "S2" not in found:
        return []
    names = [factor_name(factor.name) for factor in data.factors]
    told = []
    for one in range(len(names)):
        for other in range(one + 1, len(names)):
            value, half = found["S2"][one, other], found["S2_conf"][one, other]
            shown = possible(value, half)
            row = {"factor": names[one], "other": names[other], "value": shown.value, "low": shown.low}
            told.append({**row, "high": shown.high, "remark": WRONG if value + half < 0 else shown.remark})
    return told


def explained(row: Mapping[str, float]) -> str:
    """What is odd about a first-order index and its total, in words; empty where nothing is."""
    if row["first"] < 0:
        return BELOW if row["first_high"] >= 0 else WRONG
    if row["total"] < row["first"]:
        return LESS if row["total_high"] >= row["first_low"] else FAR_LESS
    return ABOVE if row["total"] > 1 else ""
