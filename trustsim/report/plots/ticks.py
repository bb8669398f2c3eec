"""Names on an axis that can be read however many there are: as many as there is room for, the ends among them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

import numpy as np
from matplotlib.axes import Axes

POINTS_AN_INCH = 72.0
WIDE, TALL, APART = 0.58, 1.25, 5.0
"""Of a character, as shares of the size of the font, and what is free between two names, in points."""


def name_ticks(
    axes: Axes, way: Literal["x", "y"], places: Sequence[float], names: Sequence[str], size: float = 7.5
) -> None:
    """Put names at places of an axis whose limits are set; where they would run into each other, some are left out.

    A short mark without a name stands for each of those.

    Args:
        axes: a panel that has its size.
        way: which axis.
        places: where, on a linear axis.
        names: one a place.
        size: of the font, in points.
    """
    long = axes.get_window_extent().width if way == "x" else axes.get_window_extent().height
    low, high = axes.get_xlim() if way == "x" else axes.get_ylim()
    a_point = abs(high - low) / (long / axes.figure.dpi * POINTS_AN_INCH)
    extents = [(WIDE * len(name) if way == "x" else TALL) * size * a_point for name in names]
    kept = fitting(places, extents, APART * a_point)
    axis = axes.xaxis if way == "x" else axes.yaxis
    axis.set_ticks([places[one] for one in kept], [names[one] for one in kept], fontsize=size)
    axis.set_ticks([place for one, place in enumerate(places) if one not in kept], minor=True)
    axis.set_tick_params(which="minor", length=2.0, width=0.5)


def fitting(places: Sequence[float], extents: Sequence[float], apart: float) -> list[int]:
    """Which of some names are written: evenly chosen, so that none comes nearer to another than ``apart``.

    Args:
        places: of their middles.
        extents: how long each is.
        apart: what is free between two.
    """
    order = [int(one) for one in np.argsort(places, kind="stable")]
    for every in range(1, len(order) + 1):
        chosen = _every(order, every)
        if all(places[b] - places[a] >= (extents[a] + extents[b]) / 2 + apart for a, b in pairwise(chosen)):
            return chosen
    return order[:1]


def _every(order: list[int], step: int) -> list[int]:
    """One in so many, and the last instead of the one before it that would stand too near."""
    chosen = order[::step]
    if chosen[-1] != order[-1]:
        chosen = [*(chosen[:-1] if len(chosen) > 1 else chosen), order[-1]]
    return chosen
