"""What luck does to values at many points: its variance, and resamples of points and seeds.

With common random numbers all points are run with the same seeds. Then a seed has a part that lifts or lowers
every point alike (shared luck), which cancels between points, and a part that each point answers in its own
way (own luck), which does not. Without, all luck is a point's own.

Resampling follows how a sweep was drawn. Where the points, or whole blocks of them, are a random sample of the space,
they are drawn again, and so are the seeds where all points share them, independently of each other: the pigeonhole
bootstrap of Owen (2007), doi:10.1214/07-AOAS122, whose intervals are a little too wide rather than too narrow. Where
the points are all that there is, as in a grid, only the luck is a sample, and a small one. Then seeds are left
out, one after the other: the jackknife (Efron and Stein 1981, doi:10.1214/aos/1176345462). A bootstrap of three or
ten seeds comes out too narrow.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import NamedTuple

import numpy as np

from trustsim.analysis.data import Flags, Floats, means
from trustsim.analysis.intervals import Z, quantile, spread
from trustsim.draws import Generator, Resampling, generator

RESAMPLES = 300
MOST_GROUPS = 40
"""Seeds are left out one by one up to so many; of more, in so many groups."""

FEWEST_RUNS = 3
"""Runs of a point from which on one can be left out, and luck still be told."""

PIECE = 2_000_000


class Points(Enum):
    """How the points, or blocks of them, are drawn again."""

    FIXED = "not at all: seeds are left out in turn"
    SAMPLE = "with replacement"
    HALVES = "one half of them at a time"


class Resamples(NamedTuple):
    """Values of points, resampled; a piece of the columns, of which the very first is what was found.

    Attributes:
        means: over replications, [points, resamples].
        weights: how often each block counts, [blocks, resamples].
        within: variance between the runs of a point, mean over points, [resamples]; NaN for single runs.
        shared: its part that all points share; 0 without common random numbers.
        of_means: what own luck adds to the variance of the means over points.
    """

    means: Floats
    weights: Floats
    within: Floats
    shared: Floats
    of_means: Floats


class _Sample(NamedTuple):
    """Sums over the runs of each point in each resample, [points, resamples]: how many, their sum, their squares."""

    n: Floats
    shift: Floats
    squares: Floats


def resamples(values: Floats, blocks: int, random: Generator, *, common: bool, points: Points) -> Iterator[Resamples]:
    """Resample values [points, replications] whose points lie in so many blocks of one size.

    The columns of the resamples come in pieces, one after the other, so that memory is bounded; the very first
    column of the first piece is what was found. ``half_width`` says what the others tell.
    """
    number, reps = values.shape
    if points == Points.FIXED:
        seeds, drawn = _all_but_some(reps), False
    else:
        seeds, drawn = _counts(reps, random) if common else np.ones((reps, 1 + RESAMPLES)), common
    columns = seeds.shape[1]
    weights = np.ones((blocks, columns)) if points == Points.FIXED else _DRAWN[points](blocks, random)
    correction = np.where(drawn & (np.arange(columns) > 0), reps / max(reps - 1, 1), 1.0)
    drawing = _Drawing(values, weights, seeds, correction, common)
    step = max(1, PIECE // number)
    for first in range(0, columns, step):
        yield drawing.piece(range(columns)[first : first + step])


def half_width(found: Floats, points: Points) -> float:
    """Half of the width of a 95 % interval, from what the resamples say; the first is what was found.

    NaN where too little is known: of fixed points, where any resample has no value, as with fewer than three runs.
    """
    others = found[1:]
    if points == Points.FIXED:
        groups = len(others)
        if groups < FEWEST_RUNS or not np.isfinite(others).all():
            return np.nan
        away = float(np.square(others - others.mean()).sum())
        return float(quantile(np.array(groups))) * math.sqrt((groups - 1) / groups * away)
    known = others[np.isfinite(others)]
    return Z * float(np.std(known, ddof=1)) if len(known) > 1 else np.nan


@dataclass(frozen=True)
class _Drawing:
    """What is drawn in all resamples.

    Attributes:
        values: [points, replications].
        weights: how often each block counts, [blocks, resamples].
        seeds: how often each seed counts, [replications, resamples].
        correction: what takes the bias out of variances between drawn runs, [resamples].
        common: whether the points share their seeds.
    """

    values: Floats
    weights: Floats
    seeds: Floats
    correction: Floats
    common: bool

    @cached_property
    def known(self) -> Flags:
        """Which values there are."""
        return np.isfinite(self.values)

    @cached_property
    def middle(self) -> Floats:
        """The mean of each point."""
        return means(self.values)

    @cached_property
    def away(self) -> Floats:
        """How far each value is from it; 0 where there is none."""
        return np.where(self.known, self.values - self.middle[:, None], 0.0)

    def piece(self, columns: range) -> Resamples:
        """Some of the resamples."""
        part = slice(columns.start, columns.stop)
        seeds, correction = self.seeds[:, part], self.correction[part]
        sample = _over_seeds(self.away, self.known, seeds)
        each = np.repeat(self.weights[:, part], len(self.values) // len(self.weights), axis=0)
        within = _weighted(_variance(sample) * correction, each)
        shared = np.zeros_like(within)
        if self.common and len(self.values) > 1:
            shared = _shared(self.away, self.known, seeds, each, within, correction)
        of_means = (within - shared) * _weighted(1.0 / sample.n, each)
        return Resamples(self.middle[:, None] + sample.shift, self.weights[:, part], within, shared, of_means)


def left_in_means(differences: Floats) -> float:
    """The variance that luck leaves in the mean over replications of differences [pairs of points, replications].

    It is taken from the differences themselves, run by run: what a seed does to both points of a pair is none of it.
    The mean over the pairs; NaN where no pair has two runs.
    """
    found = spread(differences)
    known = np.isfinite(found.sd)
    return float(np.mean(found.sd[known] ** 2 / found.n[known])) if known.any() else np.nan


def bootstrap_seed(seed: int) -> int:
    """A seed for SALib's own bootstrap, from that of a design; never 0, which SALib takes for none."""
    return int(generator(seed, Resampling.BOOTSTRAP).integers(1, 2**31 - 1))


def _halves(size: int, random: Generator) -> Floats:
    """Half of the things, drawn without replacement, each counted as two; first, all of them, once.

    The variance between such halves is that of the bootstrap (delete-half jackknife; Shao and Wu 1989,
    doi:10.1214/aos/1176347263), and no thing stands in a sample twice.
    """
    half = size // 2
    drawn = random.random((size, RESAMPLES)).argsort(axis=0).argsort(axis=0) < half
    return np.concatenate([np.ones((size, 1)), drawn * (size / half)], axis=1)


def _counts(size: int, random: Generator) -> Floats:
    """How often each of ``size`` things is drawn with replacement, [size, 1 + resamples]; first, each once."""
    drawn = random.multinomial(size, np.full(size, 1.0 / size), size=RESAMPLES).T
    return np.concatenate([np.ones((size, 1)), drawn], axis=1)


_DRAWN = {Points.SAMPLE: _counts, Points.HALVES: _halves}


def _all_but_some(size: int) -> Floats:
    """Which of ``size`` seeds are taken, [size, 1 + groups]; first, all of them, then all but those of each group."""
    groups = min(size, MOST_GROUPS)
    member = np.arange(size)[:, None] % groups == np.arange(groups)[None, :]
    return np.concatenate([np.ones((size, 1)), np.where(member, 0.0, 1.0)], axis=1)


def _over_seeds(away: Floats, known: Flags, seeds: Floats) -> _Sample:
    if known.all():
        n = np.broadcast_to(np.maximum(seeds.sum(axis=0), 1.0), (len(away), seeds.shape[1]))
    else:
        n = np.maximum(_product(_OVER_REPS, known, seeds), 1.0)
    return _Sample(n, _product(_OVER_REPS, away, seeds) / n, _product(_OVER_REPS, np.square(away), seeds))


_OVER_REPS = "pr,rb->pb"
_OVER_POINTS = "pr,pb->rb"


def _product(over: str, values: Floats | Flags, weights: Floats) -> Floats:
    """A product of matrices whose last bits do not depend on how many cores there are, as those of BLAS do."""
    return np.asarray(np.einsum(over, values.astype(np.float64), weights, optimize=False))


def _variance(sample: _Sample) -> Floats:
    n = sample.n
    around = sample.squares - n * sample.shift**2
    return np.asarray(np.divide(around, n - 1, out=np.full(n.shape, np.nan), where=n > 1))


def _weighted(values: Floats, weights: Floats) -> Floats:
    """Weighted means over points of what is there."""
    known = np.isfinite(values)
    total = (np.where(known, values, 0.0) * weights).sum(axis=0)
    weight = (known * weights).sum(axis=0)
    return np.asarray(np.divide(total, weight, out=np.full(total.shape, np.nan), where=weight > 0))


def _shared(away: Floats, known: Flags, seeds: Floats, each: Floats, within: Floats, correction: Floats) -> Floats:
    """The variance of what a seed does to all points alike: that of its mean over points, less own luck's part in it.

    The expected variance of a seed's mean over P points is shared + own / P, and within = shared + own.
    """
    points, reps = away.shape
    if known.all():
        weight = np.broadcast_to(each.sum(axis=0), (reps, each.shape[1]))
    else:
        weight = _product(_OVER_POINTS, known, each)
    by_seed = np.divide(_product(_OVER_POINTS, away, each), weight, out=np.zeros_like(weight), where=weight > 0)
    number = seeds.sum(axis=0)
    middle = (by_seed * seeds).sum(axis=0) / np.maximum(number, 1.0)
    spread = (np.square(by_seed - middle) * seeds).sum(axis=0) / np.maximum(number - 1.0, 1.0) * correction
    return np.asarray((spread - within / points) / (1.0 - 1.0 / points))
