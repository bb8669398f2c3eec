"""Names on an axis that can be read however many there are: as many as there is room for, the ends among them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

import numpy as np
from matplotlib.axes import Axes

POINTS_AN_INCH = 72.0
NEARLY = 0.6
"""Fewer names than there is room for, down to this share, are as good if the distances between them are equal."""

MOST_MARKS = 60
"""More marks than these are a black bar."""

WIDE, TALL, APART = 0.58, 1.25, 5.0
"""Of a character, as shares of the size of the font, and what is free between two names, in points."""


def name_ticks(
    axes: Axes, way: Literal["x", "y"], places: Sequence[float], names: Sequence[str], size: float = 7.5
) -> None:
    """Put names at places of an axis whose limits are set; where they would run into each other, some are left out.

    A short mark without a name stands for each of those, if they are not many.

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
    between = [place for one, place in enumerate(places) if one not in kept]
    axis.set_ticks(between if len(between) <= MOST_MARKS else [], minor=True)
    axis.set_tick_params(which="minor", length=2.0, width=0.5)


def fitting(places: Sequence[float], extents: Sequence[float], apart: float) -> list[int]:
    """Which of some names are written: evenly chosen, so that none comes nearer to another than ``apart``.

    Args:
        places: of their middles.
        extents: how long each is.
        apart: what is free between two.
    """
    order = [int(one) for one in np.argsort(places, kind="stable")]

    def fits(number: int) -> bool:
        return all(
            places[b] - places[a] >= (extents[a] + extents[b]) / 2 + apart for a, b in pairwise(_even(order, number))
        )

    most = next((number for number in range(len(order), 1, -1) if fits(number)), 1)
    regular = (number for number in range(most, int(NEARLY * most), -1) if (len(order) - 1) % max(number - 1, 1) == 0)
    return _even(order, next((number for number in regular if fits(number)), most))


def _even(order: list[int], number: int) -> list[int]:
    """So many of them at distances as equal as can be, the first and the last among them."""
    return [order[one] for one in np.linspace(0, len(order) - 1, number).round().astype(int)]
