"""Lines that are named at their right end, in colour and in grey alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes

from trustsim.report.plots.style import SMALL, Floats, spread_out

LINE = 0.17
"""Inches that a line of a name takes."""


class Line(NamedTuple):
    """One line of a panel: its column, its words at the end, its look in colour and in grey."""

    column: str
    words: str
    colour: str
    style: str | tuple[int, tuple[int, ...]]


def last(values: Floats) -> float:
    """The last value that is known; NaN where none is."""
    known = values[np.isfinite(values)]
    return float(known[-1]) if len(known) else float("nan")


def name_lines(axes: Axes, lines: Sequence[Line], ends: Floats) -> Floats:
    """Write each line's last value and name beside its end, moved apart where lines end close; return the heights."""
    low, high = axes.get_ylim()
    tallest = LINE * max(line.words.count("\n") + 1 for line in lines)
    apart = (high - low) * (tallest + 0.03) / (axes.get_window_extent().height / axes.figure.dpi)
    places = spread_out(ends, apart, low, high)
    for line, end, place in zip(lines, ends, places, strict=True):
        if np.isfinite(end):
            _name(axes, line, float(end), float(place))
    return places


def _name(axes: Axes, line: Line, end: float, place: float) -> None:
    """The words, and a hair line to where the line ends."""
    along = axes.get_yaxis_transform()
    axes.plot([1.0, 1.035], [end, place], transform=along, color=line.colour, linewidth=0.8, clip_on=False)
    axes.text(
        1.05, place, f"{end:.2f} {line.words}", transform=along, color=line.colour, fontsize=SMALL, weight="bold",
        va="center", linespacing=1.0,
    )  # fmt: skip
