"""Whether there are enough replications: how the uncertainty of a point's mean shrinks."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullFormatter

from trustsim.analysis.replications import ENOUGH
from trustsim.report.plots.page import Page
from trustsim.report.plots.panels import Subject, side_by_side, span
from trustsim.report.plots.style import BLUE, GREEN, SMALL, SOFT_INK, VERMILION, faint_grid

SIZE = (9.0, 4.6)


def draw_replications(asked: Subject) -> Page | None:
    """Half of the width of intervals against the number of runs, at the median and the worst point."""
    subject = asked.having("replications", "half_median")
    if subject is None:
        return None
    frames = [subject.rows("replications", view, "half_median") for view in subject.views]
    if min(len(frame) for frame in frames) < 2:
        return None
    low, high = span(frames, ["half_median", "half_worst"])
    if not low > 0:
        return None
    page = Page(_title(subject, frames[-1]), _KEY, subject.source, size=SIZE)
    floor = min([low, *(ENOUGH * frame["span"].iloc[0] for frame in frames if frame["span"].iloc[0] > 0)])
    for number, (axes, frame) in enumerate(zip(side_by_side(page, subject, 0.75), frames, strict=True)):
        axes.set(xscale="log", yscale="log", ylim=(0.6 * floor, 1.5 * high))
        _lines(axes, frame)
        axes.set_xlabel("runs of each point", fontsize=SMALL)
        axes.set_ylabel("half-width" if number == 0 else "", fontsize=SMALL)
        if number:
            axes.tick_params(labelleft=False)
        else:
            axes.legend(fontsize=SMALL - 0.5, frameon=False, loc="upper right")
    return page


_KEY = (
    "How far a 95\N{NO-BREAK SPACE}% interval of a point's mean reaches to either side, after so many of its runs. "
    "Dotted: as it would shrink from there. Green: a tenth of how far points differ; below it they can be told apart."
)


def _title(subject: Subject, frame: pd.DataFrame) -> str:
    last = frame.iloc[-1]
    where = f" in {subject.words(subject.views[-1])}" if len(subject.views) > 1 else ""
    if pd.isna(last["of_span"]):
        return f"{subject.title}: after {last['runs']} runs a mean is known to ± {last['half_median']:.2g}{where}"
    verdict = "enough" if last["of_span"] <= ENOUGH else "not enough"
    return f"{subject.title}: {last['runs']} runs a point are {verdict} to tell the points apart{where}"


def _lines(axes: Axes, frame: pd.DataFrame) -> None:
    runs = frame["runs"].to_numpy(dtype=float)
    for column, colour, marker, words in (
        ("half_worst", VERMILION, "s", "worst point"),
        ("half_median", BLUE, "o", "median point"),
    ):
        axes.plot(runs, frame[column].to_numpy(dtype=float), color=colour, marker=marker, markersize=5, label=words)
    ahead = np.array([runs[-1], 4 * runs[-1]])
    half = float(frame["half_median"].iloc[-1])
    axes.plot(ahead, half * np.sqrt(runs[-1] / ahead), color=BLUE, linestyle=":", linewidth=1.3)
    span_of_points = float(frame["span"].iloc[0])
    if span_of_points > 0:
        axes.axhline(ENOUGH * span_of_points, color=GREEN, linestyle="--", linewidth=1.2)
    ticks = [*runs.astype(int).tolist(), int(ahead[-1])]
    kept = [tick for place, tick in enumerate(ticks) if place == len(ticks) - 1 or ticks[place + 1] >= 1.5 * tick]
    axes.xaxis.set_major_locator(FixedLocator(kept))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_xticks(kept, [str(tick) for tick in kept])
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.tick_params(axis="both", which="minor", length=2, color=SOFT_INK)
    faint_grid(axes)
