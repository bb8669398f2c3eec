"""A measure along each factor, varied alone or over all else in a grid, and the tornado of its swings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from trustsim.analysis.idle import NOT_TOLD
from trustsim.experiment.plan import Experiment, Factor, Scale
from trustsim.report.plots.forest import ABOVE, NAMES, ROW, mark_idle, rows_of
from trustsim.report.plots.page import MARGIN, Page
from trustsim.report.plots.panels import (
    DASHES,
    INTERVALS,
    LINES,
    MARKER_WORDS,
    MARKERS,
    Subject,
    leader,
    room,
    short,
    side_by_side,
    span,
)
from trustsim.report.plots.style import BLUE, INK, SMALL, SOFT_INK, faint_grid
from trustsim.report.plots.ticks import name_ticks

COLUMNS = 3
HEIGHT = 2.2
ALONE = 3.0
PALE = 0.3
MOST_DOTS = 30
"""On a curve of more levels, only some have a dot, and intervals are a band alone."""


def draw_tornado(asked: Subject) -> Page | None:
    """From the lowest to the highest mean of each factor, the widest on top."""
    subject = asked.having("swings", "swing")
    if subject is None:
        return None
    frames = [subject.rows("swings", view, "swing") for view in subject.views]
    names = list(rows_of(frames, "factor", "swing").names)
    title = subject.leaders([leader(frame, "factor", "swing") for frame in frames], "swings it most")
    key = "From the lowest to the highest mean as one factor is varied alone; at the ends, the levels with these means."
    if any((frame["verdict"] == NOT_TOLD).any() for frame in frames):
        key += f" Pale: {NOT_TOLD}."
    page = Page(title, key, subject.source, size=(9.0, ABOVE + ROW * max(len(names), 4)))
    labels = [base.label for base in subject.experiment.bases]
    of_bases = [frame for view, frame in zip(subject.views, frames, strict=True) if view in labels]
    for number, (axes, frame) in enumerate(zip(side_by_side(page, subject, NAMES), frames, strict=True)):
        low, high = span(of_bases if subject.views[number] in labels else [frame], ["lowest_mean", "highest_mean"])
        wider = 0.25 * (high - low)
        room(axes, low - wider, high + wider)
        found = frame.set_index("factor").reindex(names)
        _bars(axes, found)
        mark_idle(axes, found)
        axes.set_ylim(len(names) - 0.4, -0.6)
        axes.set_yticks(range(len(names)), [short(name) for name in names] if number == 0 else [], fontsize=SMALL + 0.5)
        axes.tick_params(axis="y", length=0, labelcolor=INK)
        axes.spines["left"].set_visible(False)
        axes.set_xlabel(subject.unit, fontsize=SMALL)
    return page


def _bars(axes: Axes, frame: pd.DataFrame) -> None:
    for row, (_, one) in enumerate(frame.iterrows()):
        low, high = float(one["lowest_mean"]), float(one["highest_mean"])
        if not math.isfinite(low):
            continue
        alpha = PALE if one["verdict"] == NOT_TOLD else 0.85
        axes.barh(row, high - low, left=low, height=0.55, color=BLUE, alpha=alpha, zorder=2)
        look: dict[str, Any] = {"va": "center", "fontsize": 7.5, "color": SOFT_INK, "textcoords": "offset points"}
        axes.annotate(short(str(one["lowest"]), 9), (low, row), xytext=(-3, 0), ha="right", **look)
        axes.annotate(short(str(one["highest"]), 9), (high, row), xytext=(3, 0), ha="left", **look)


def draw_curves(subject: Subject) -> Page | None:
    """A measure over the values of each factor, a small panel a factor and a line a base."""
    alone = "ofat" in subject.analysis.tables
    lines = {view: subject.rows("ofat", view) if alone else _levels(subject, view) for view in subject.views}
    if not all(len(frame) for frame in lines.values()):
        return None
    names = list(dict.fromkeys(next(iter(lines.values()))["factor"]))
    columns = min(COLUMNS, len(names))
    rows = math.ceil(len(names) / columns)
    page = Page(_title(subject, names, alone=alone), _key(subject, len(names), alone=alone), subject.source,
                size=(9.0, 1.3 + (HEIGHT * rows if rows > 1 else ALONE)))  # fmt: skip
    width, height = (page.width - 2 * MARGIN) / columns, (page.top - page.bottom) / rows
    low, high = span(list(lines.values()), ["mean", "low", "high"])
    spare = 0.05 * (high - low) or 0.5
    for number, name in enumerate(names):
        left, foot = MARGIN + width * (number % columns), page.top - height * (number // columns + 1)
        axes = page.panel(left + 0.6, left + width - 0.15, bottom=foot + 0.45, top=foot + height - 0.35)
        axes.set_ylim(low - spare, high + spare)
        for line, frame in enumerate(lines.values()):
            _curve(axes, frame[frame["factor"] == name], line)
        _label(axes, lines[subject.views[0]], name, subject.experiment, longest=33 // columns)
    return page


def _title(subject: Subject, names: Sequence[str], *, alone: bool) -> str:
    if len(names) == 1:
        return f"{subject.title} along {short(names[0], 60)}"
    return f"{subject.title}, {'as each factor is varied alone' if alone else 'at the levels of each factor'}"


def _levels(subject: Subject, view: str) -> pd.DataFrame:
    """Means by level in a grid, with a place on the axis for each level: its number, or its place in the file.

    Where each factor has two levels, effects are shown instead.
    """
    tables = subject.analysis.tables
    if "steps" not in tables or "effects" in tables:
        return pd.DataFrame()
    frame = subject.rows("levels", view, "mean")
    numbers = pd.to_numeric(frame["level"], errors="coerce")
    words = numbers.isna().groupby(frame["factor"]).transform("any")
    return frame.assign(place=numbers.where(~words, frame.groupby("factor").cumcount()))


def _key(subject: Subject, factors: int, *, alone: bool) -> str:
    told = [f"{MARKER_WORDS[line % len(MARKERS)]}: {view}" for line, view in enumerate(subject.views)]
    bases = f" {'; '.join(told)[0].upper()}{'; '.join(told)[1:]}." if len(told) > 1 else ""
    rest = "All other factors stay at the centre. " if alone else "Means over all combinations of the other factors. "
    return f"{rest if factors > 1 else ''}Bands and lines: {INTERVALS} over {'runs' if alone else 'seeds'}.{bases}"


def _curve(axes: Axes, frame: pd.DataFrame, line: int) -> None:
    x, mean = frame["place"].to_numpy(dtype=float), frame["mean"].to_numpy(dtype=float)
    low, high = frame["low"].to_numpy(dtype=float), frame["high"].to_numpy(dtype=float)
    colour = LINES[line % len(LINES)]
    axes.fill_between(x, low, high, color=colour, alpha=0.15, linewidth=0)
    marker, most = MARKERS[line % len(MARKERS)], MOST_DOTS
    if len(x) <= most:
        axes.vlines(x, low, high, color=colour, linewidth=1.0, alpha=0.7)
    every = max(1, len(x) // most)  # so that dots can be told from each other
    axes.plot(x, mean, color=colour, linestyle=DASHES[line % len(DASHES)], marker=marker, markersize=4, markevery=every)


def _label(axes: Axes, frame: pd.DataFrame, name: str, experiment: Experiment, longest: int) -> None:
    factor = next((one for one in experiment.factors if name in (one.name, f"factor.{one.name}")), Factor(name))
    axes.set_title(short(name, 34), loc="left", fontsize=9, weight="bold", color=INK)
    faint_grid(axes)
    axes.locator_params(axis="y", nbins=4)
    if factor.levels:
        own = frame[frame["factor"] == name]
        places = own["place"].to_numpy(dtype=float)
        spare = 0.08 * float(np.ptp(places)) or 0.3
        axes.set_xlim(float(np.min(places)) - spare, float(np.max(places)) + spare)
        name_ticks(axes, "x", places.tolist(), [short(str(one), longest) for one in own["level"]])
    elif factor.scale == Scale.LOG:
        axes.set_xscale("log")
    else:
        axes.locator_params(axis="x", nbins=4)
