"""Which points stand together in a design, and which must be left out together.

A Sobol design lays its points in blocks (one place of A and of B, and all that is between them), a Morris
design in trajectories. Their estimators need every point of a block; where one is missing, the whole block
is left out. The blocks that are left are still a random sample, unless runs fail for a reason that has to
do with the factors.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from trustsim.analysis.data import Flags, Floats, means
from trustsim.experiment.plan import Design, DesignKind


class Blocks(NamedTuple):
    """The points of whole blocks, one below the other.

    Attributes:
        values: [points, replications] of what is left.
        points: their numbers.
        kept: how many blocks are left.
        dropped: how many were left out.
    """

    values: Floats
    points: Floats
    kept: int
    dropped: int


def block_size(design: Design, factors: int) -> int:
    """How many points stand and fall together."""
    if design.kind == DesignKind.SOBOL:
        return 2 * factors + 2 if design.second_order else factors + 2
    return factors + 1 if design.kind == DesignKind.MORRIS else 1


def rows_left_out(design: Design, factors: int, values: Floats, lost: Flags) -> Flags:
    """Which points cannot be used.

    In blocks, a point of which a run failed takes its block with it. Elsewhere a point stands for itself,
    and is of use as long as any of its runs has a value.
    """
    size = block_size(design, factors)
    empty = ~np.isfinite(means(values))
    if size == 1:
        return empty
    bad = (empty | lost.any(axis=1)).reshape(-1, size)
    return np.repeat(bad.any(axis=1), size)


def whole_blocks(design: Design, factors: int, values: Floats, lost: Flags) -> Blocks:
    """What can be used of the values [points, replications] of a design."""
    out = rows_left_out(design, factors, values, lost)
    size = block_size(design, factors)
    points = np.flatnonzero(~out)
    return Blocks(values[points], points.astype(np.float64), len(points) // size, int(out.sum()) // size)


def is_constant(values: Floats) -> bool:
    """Whether values are the same but for rounding."""
    return bool(np.ptp(values) <= 1e-12 * max(1.0, float(np.abs(values).max())))
