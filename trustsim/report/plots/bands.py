"""Bands stacked over the days: how they are drawn, and how they are named at their end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from trustsim.report.plots.style import INK, SMALL, SOFT_INK, Floats, spread_out

GAP = 0.2
SWATCH = 0.2


class Band(NamedTuple):
    """One band: its key in the values, its name, and its look, which can be told apart in grey as well."""

    key: str
    words: str
    colour: str
    hatch: str


def at_least_two(days: Floats, values: Mapping[str, Floats]) -> tuple[Floats, dict[str, Floats]]:
    """A single day, drawn as one day wide."""
    if len(days) > 1:
        return days, dict(values)
    return np.array([days[0] - 1, days[0]]), {name: np.repeat(band, 2) for name, band in values.items()}


def stack(axes: Axes, days: Floats, values: Mapping[str, Floats], bands: Sequence[Band]) -> None:
    """Stack the bands from 0 up, the first at the bottom, under a line; where a value is NaN there is a gap.

    The y-axis gets room for all of them.
    """
    low = np.zeros(len(days))
    for band in bands:
        high = low + values[band.key]
        axes.fill_between(days, low, high, facecolor=band.colour, hatch=band.hatch, edgecolor="#444444", linewidth=0.4)
        low = high
    axes.plot(days, low, color=INK, linewidth=1.3)
    top = 1.03 * float(np.nanmax(low, initial=0.0))
    axes.set_ylim(0, top or 1.0)


def name_ends(axes: Axes, names: Sequence[str], middles: Floats, bands: Sequence[Band] = ()) -> None:
    """Names beside the right end of bands, moved apart where the bands are thin, with hair lines to them.

    With ``bands``, one a name, each name has a swatch before it, for bands that are thin or gone at the end.
    """
    along = axes.get_yaxis_transform()
    frame = axes.get_window_extent()
    top, dpi = axes.get_ylim()[1], axes.figure.dpi
    places = spread_out(middles, GAP / (frame.height / dpi) * top, 0.03 * top, 0.97 * top)
    for name, middle, place in zip(names, middles, places, strict=True):
        axes.plot([1.0, 1.03], [middle, place], transform=along, color=SOFT_INK, linewidth=0.8, clip_on=False)
        left = 1.04 + (1.35 * SWATCH / (frame.width / dpi) if bands else 0.0)
        axes.text(left, place, name, transform=along, fontsize=SMALL, color=INK, va="center")
    size = SWATCH / (frame.width / dpi), 0.75 * SWATCH / (frame.height / dpi) * top
    for band, place in zip(bands, places, strict=False):
        swatch = Rectangle((1.04, place - size[1] / 2), *size, facecolor=band.colour, hatch=band.hatch)
        swatch.set(transform=along, edgecolor="#444444", linewidth=0.4, clip_on=False)
        axes.add_patch(swatch)
