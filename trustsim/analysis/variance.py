"""Where the variance of a measure comes from: single factors, their interactions, and luck.

The whole is the variance of one run at a random point with a random seed: that of the means over points,
freed from the luck that is left in them, plus that between the runs of a point.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from trustsim.analysis.blocks import Blocks, block_size, is_constant, whole_blocks
from trustsim.analysis.columns import factor_name
from trustsim.analysis.data import Floats, SweepData, row_id
from trustsim.analysis.given_data import FEWEST, first_order
from trustsim.analysis.idle import idle, verdict
from trustsim.analysis.luck import Points, Resamples, half_width, resamples
from trustsim.analysis.making import rows
from trustsim.analysis.possible import possible
from trustsim.analysis.results import ID, ResultTable
from trustsim.draws import Resampling, generator
from trustsim.experiment.plan import DesignKind

DRAWN = {DesignKind.SOBOL: Points.SAMPLE, DesignKind.LHS: Points.HALVES}
CONSTANT = "the measure is the same in all runs, so there is no variance to explain"
HOLES = "it cannot be shared out, for points of the grid have no value, and an analysis of variance takes all of them"
NO_MORE = "the points differ no more than luck alone would make them, and luck is all but nothing"
HARDLY = "the points differ no more than luck alone would make them, so that no share means anything"
ROUNDING = 1e-12
"""A share below this is none."""
SINGLE = "single runs: luck cannot be told from interactions, which hold both"


class Split(NamedTuple):
    """Parts of a variance, [resamples] each, the first of them what was found.

    Attributes:
        first: of each factor alone, [factors, resamples].
        between: all between points, luck taken out.
        within: all between the runs of a point.
        shared: of this, what all points share.
        of_means: what luck is left in the variance of the means over points; not a part of the others.
    """

    first: Floats
    between: Floats
    within: Floats
    shared: Floats
    of_means: Floats

    @property
    def whole(self) -> Floats:
        """The variance of a run."""
        return np.asarray(self.between + np.nan_to_num(self.within))


def variance(data: SweepData, measures: Sequence[str]) -> ResultTable:
    """The shares of factors, interactions and luck in each measure and view, with their intervals."""
    told: list[dict[str, Any]] = []
    for view in data.views:
        lost = data.lost(view)
        for measure in measures:
            values = data.response(measure, view)
            still = idle(data, view, values, lost)
            blocks = whole_blocks(data.experiment.design, len(data.factors), values, lost)
            for source, kind, found in shares(data, blocks):
                told.append({ID: row_id(view.label, measure, source), "view": view.label, "measure": measure})
                told[-1] |= {"source": source, "kind": kind, "variance": found.variance, **_told(found)}
                if kind == "factor" and source in still:
                    told[-1] |= {"share": 0.0, "low": np.nan, "high": np.nan, "variance": 0.0}
                ends = (told[-1][name] for name in ("share", "low", "high"))
                told[-1]["verdict"] = verdict(still.get(source, ""), *ends) if kind == "factor" else ""
    return rows("variance", told)


class Share(NamedTuple):
    """A share of the variance, as it was estimated.

    Attributes:
        share: NaN where none can be told.
        half: half of the width of its interval; NaN where that is not known.
        variance: the variance itself.
        whole: what the share is a part of: 1, or the share of luck for a part of luck.
        remark: what must be known to read it.
    """

    share: float
    half: float
    variance: float
    whole: float
    remark: str


def _told(found: Share) -> dict[str, Any]:
    told = possible(found.share, found.half, found.whole)
    remarks = "; ".join(one for one in (found.remark, told.remark) if one)
    return {"share": told.value, "low": told.low, "high": told.high, "remark": remarks}


def shares(data: SweepData, blocks: Blocks) -> Iterator[tuple[str, str, Share]]:
    """Source, its kind, and its share; no share of any where luck alone makes more than there is."""
    grid = data.experiment.design.kind == DesignKind.GRID
    remark = HOLES if grid and blocks.kept and blocks.dropped else ""
    if blocks.kept < 2 and not remark:
        return
    if remark or is_constant(blocks.values[np.isfinite(blocks.values)]):
        yield "points", "points", Share(np.nan, np.nan, np.nan, 1.0, remark or CONSTANT)
        return
    split = split_of(data, blocks)
    whole = split.whole
    for source, kind, part in _sources(data, split):
        share = np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0)
        share = np.where(np.abs(share) < ROUNDING, 0.0, share)
        half = half_width(share, _points(data)) if _can_be_resampled(data) else np.nan
        remark = SINGLE if kind == "interactions" and np.isnan(split.within[0]) else ""
        if whole[0] <= 0 or split.within[0] > whole[0]:
            yield source, kind, Share(np.nan, np.nan, float(part[0]), 1.0, NO_MORE if whole[0] <= 0 else HARDLY)
            continue
        of = float(split.within[0] / whole[0]) if kind == "part of luck" else 1.0
        yield source, kind, Share(float(share[0]), float(half), float(part[0]), of, remark)


def _can_be_resampled(data: SweepData) -> bool:
    return data.experiment.replications > 1 or data.experiment.design.kind in DRAWN


def _points(data: SweepData) -> Points:
    return DRAWN.get(data.experiment.design.kind, Points.FIXED)


def _sources(data: SweepData, split: Split) -> Iterator[tuple[str, str, Floats]]:
    if len(split.first):
        for factor, part in zip(data.factors, split.first, strict=True):
            yield factor_name(factor.name), "factor", part
        if len(split.first) > 1:
            yield "interactions", "interactions", split.between - split.first.sum(axis=0)
    else:
        yield "points", "points", split.between
    if np.isfinite(split.within[0]):
        yield "luck", "luck", split.within
        if data.experiment.common:
            yield "luck.shared", "part of luck", split.shared
            yield "luck.own", "part of luck", split.within - split.shared


def split_of(data: SweepData, blocks: Blocks) -> Split:
    """Split the variance of what is left of a design, as found and in each resample."""
    design, common = data.experiment.design, data.experiment.common
    random = generator(design.seed, Resampling.BOOTSTRAP)
    together = blocks.kept if design.kind == DesignKind.SOBOL else len(blocks.values)
    drawn = resamples(blocks.values, together, random, common=common, points=_points(data))
    parts = [_split_piece(data, blocks, piece) for piece in drawn]
    return Split(*(np.concatenate([part[place] for part in parts], axis=-1) for place in range(len(Split._fields))))


def _split_piece(data: SweepData, blocks: Blocks, piece: Resamples) -> Split:
    kind, of_means = data.experiment.design.kind, np.nan_to_num(piece.of_means)
    if kind == DesignKind.SOBOL:
        first, between = _of_sobol(data, blocks, piece)
    elif kind == DesignKind.GRID and data.factors:
        first, between = _of_grid(data, blocks, piece, of_means)
    else:
        first, between = _of_points(data, blocks, piece)
    return Split(first, between - of_means, piece.within, piece.shared, piece.of_means)


def _of_sobol(data: SweepData, blocks: Blocks, piece: Resamples) -> tuple[Floats, Floats]:
    """First-order parts after Saltelli et al. (2010), as SALib has them, and the variance over A and B."""
    factors = len(data.factors)
    size = block_size(data.experiment.design, factors)
    means = piece.means - piece.means.mean(axis=0)
    by_block = means.reshape(blocks.kept, size, -1)
    a, b = by_block[:, 0], by_block[:, -1]
    n = blocks.kept
    first = np.stack([(piece.weights * b * (by_block[:, 1 + factor] - a)).sum(axis=0) / n for factor in range(factors)])
    return first, _variance(np.concatenate([a, b]), np.concatenate([piece.weights] * 2))


def _of_grid(data: SweepData, blocks: Blocks, piece: Resamples, of_means: Floats) -> tuple[Floats, Floats]:
    """Main effects of an analysis of variance over the levels that were run.

    A sum of squares over P points holds, besides the effect, as many P-ths of the luck in a mean as it has
    degrees of freedom; this is taken off, so that a factor that does nothing gets nothing on average.
    """
    points = blocks.kept
    middle = piece.means.mean(axis=0)
    first = []
    for factor in data.factors:
        codes, labels = codes_of(data, factor.name, blocks)
        by_level = np.stack([piece.means[codes == level].mean(axis=0) for level in range(len(labels))])
        weight = np.bincount(codes) / points
        effect = (weight[:, None] * (by_level - middle) ** 2).sum(axis=0)
        first.append(effect - (len(labels) - 1) / points * of_means)
    between = np.square(piece.means - middle).mean(axis=0) + of_means / points
    return np.stack(first), between


def _of_points(data: SweepData, blocks: Blocks, piece: Resamples) -> tuple[Floats, Floats]:
    """Between points; of Latin hypercubes also the factors' first-order parts, from the given data."""
    between = _variance(piece.means, piece.weights, ddof=1)
    if data.experiment.design.kind != DesignKind.LHS or blocks.kept < FEWEST:
        return np.empty((0, piece.means.shape[1])), between
    units = data.units[blocks.points.astype(np.int64)].T
    first = np.empty((len(units), piece.means.shape[1]))
    for number in range(piece.means.shape[1]):
        drawn = piece.weights[:, number] > 0
        first[:, number] = [first_order(places[drawn], piece.means[drawn, number]) for places in units]
    return first * between, between


def codes_of(data: SweepData, name: str, blocks: Blocks) -> tuple[Any, Any]:
    """The level of a factor at each point, as a number from 0, and the levels, in the order of the design."""
    import pandas as pd

    return pd.factorize(data.design[name].iloc[blocks.points.astype(np.int64)])


def _variance(values: Floats, weights: Floats, ddof: int = 0) -> Floats:
    total = weights.sum(axis=0)
    middle = (weights * values).sum(axis=0) / total
    return np.asarray((weights * (values - middle) ** 2).sum(axis=0) / (total - ddof))
