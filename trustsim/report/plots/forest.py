"""Dots with intervals, a row a thing: indices, shares, effects and differences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from trustsim.analysis.data import Flags
from trustsim.analysis.idle import IDLE, is_idle
from trustsim.report.plots.page import Page
from trustsim.report.plots.panels import Subject, room, short, side_by_side, span
from trustsim.report.plots.style import BLUE, INK, SMALL, SOFT_INK, VERMILION

ROW = 0.3
MOST_ROWS = 24
NAMES = 2.1
ABOVE = 2.15


class Dots(NamedTuple):
    """One kind of dot: the columns of its value and interval, and how it looks."""

    column: str
    low: str
    high: str
    words: str
    marker: str = "o"
    colour: str = BLUE
    filled: bool = True


FIRST = Dots("first", "first_low", "first_high", "alone (first order)", "o", BLUE)
TOTAL = Dots("total", "total_low", "total_high", "with interactions (total)", "D", VERMILION, filled=False)


class Rows(NamedTuple):
    """What a picture has in its rows: an order of names, and the frames of the panels, indexed by name."""

    names: Sequence[str]
    frames: Sequence[pd.DataFrame]
    left_out: int


def rows_of(frames: Sequence[pd.DataFrame], name: str, by: str) -> Rows:
    """Rows in the order of their largest figure in any panel, the largest on top."""
    indexed = [frame.set_index(name) for frame in frames]
    largest = pd.concat([frame[by].abs() for frame in indexed], axis=1).max(axis=1)
    order = largest.sort_values(ascending=False, kind="stable", na_position="last").index.tolist()
    return Rows(order[:MOST_ROWS], indexed, max(0, len(order) - MOST_ROWS))


def forest(
    subject: Subject, title: str, key: str, rows: Rows, dots: Sequence[Dots], axis: str, *, zero: bool = True
) -> Page:
    """Draw the rows in each panel; an interval is a line through its dot."""
    more = f" Left out, because they are smallest: {rows.left_out}." if rows.left_out else ""
    page = Page(title, key + more, subject.source, size=(9.0, ABOVE + ROW * max(len(rows.names), 4)))
    low, high = span(rows.frames, [column for one in dots for column in (one.column, one.low, one.high)])
    for number, (axes, frame) in enumerate(zip(side_by_side(page, subject, NAMES), rows.frames, strict=True)):
        room(axes, low, high, zero=zero)
        _draw(axes, frame, rows.names, dots)
        axes.set_xlabel(axis, fontsize=SMALL)
        axes.set_ylim(len(rows.names) - 0.4, -0.6)
        names = [short(str(name)) for name in rows.names] if number == 0 else []
        axes.set_yticks(range(len(rows.names)) if number == 0 else [], names, fontsize=SMALL + 0.5, color=INK)
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
    return page


def mark_idle(axes: Axes, found: pd.DataFrame) -> Flags:
    """Say of each row whose factor does nothing that it does, and return which they are."""
    told = found["verdict"] if "verdict" in found else pd.Series("", index=found.index)
    idle = np.array([isinstance(one, str) and is_idle(one) for one in told], dtype=bool)
    across = axes.get_yaxis_transform()
    for row in np.flatnonzero(idle):
        axes.text(0.03, float(row), IDLE, transform=across, va="center", fontsize=7.5, color=SOFT_INK, style="italic")
    return idle


def _draw(axes: Axes, frame: pd.DataFrame, names: Sequence[str], dots: Sequence[Dots]) -> None:
    offsets = np.linspace(-0.17, 0.17, len(dots)) if len(dots) > 1 else [0.0]
    for row in range(0, len(names), 2):
        axes.axhspan(row - 0.5, row + 0.5, color="#f6f6f6", zorder=0)
    found = frame.reindex(list(names))
    idle = mark_idle(axes, found)
    for offset, one in zip(offsets, dots, strict=True):
        y = np.arange(len(names)) + offset
        value, low, high = (found[column].to_numpy(dtype=float) for column in (one.column, one.low, one.high))
        value = np.where(idle, np.nan, value)
        axes.hlines(y, low, high, color=one.colour, linewidth=1.5, zorder=2)
        face = one.colour if one.filled else "white"
        axes.plot(
            value, y, linestyle="none", marker=one.marker, markersize=5.5, markerfacecolor=face,
            markeredgecolor=one.colour, markeredgewidth=1.3, zorder=3,
        )  # fmt: skip
