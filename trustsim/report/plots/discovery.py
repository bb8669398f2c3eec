"""Scenario discovery: how coverage is traded for density, the limits of the boxes, and the points with the boxes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import XAxis, YAxis
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from trustsim.analysis.axes import Axis, axes
from trustsim.analysis.discovery import ALL, setting_name
from trustsim.analysis.results import Analysis
from trustsim.experiment.plan import Experiment, Scale
from trustsim.measures.responses import label_of_measure
from trustsim.report.plots.page import MARGIN, Page
from trustsim.report.plots.style import (
    BLUE,
    GREEN,
    INK,
    PURPLE,
    SMALL,
    SOFT_INK,
    VERMILION,
    Floats,
    count,
    faint_grid,
    numbers,
    percent,
    printable,
)
from trustsim.report.plots.ticks import name_ticks

Row = Mapping[str, Any]

TRADEOFF, LIMITS, POINTS = "discovery_tradeoff", "discovery_limits", "discovery_points"
GOLDEN = 0.6180339887498949
REACH = 0.36
ROW = 0.5
MOST_NAMES = 15
"""Levels that are named in a bar; of more, some are."""

HEADING = -0.46


class Look(NamedTuple):
    """How a box is drawn."""

    colour: str
    marker: str


LOOKS = (Look(BLUE, "o"), Look(PURPLE, "s"), Look(GREEN, "^"))


def source(analysis: Analysis, experiment: Experiment) -> str:
    """Where a picture comes from: the experiment's title, and how much was run."""
    points = len(analysis.tables["verdicts"].frame)
    runs = f"{count(experiment.replications, 'run')} of each" + (" in each base" if len(experiment.bases) > 1 else "")
    return f"trustsim · {printable(experiment.title, 90)} · {count(points, 'design point')} · {runs}"


def holding(analysis: Analysis) -> list[Row]:
    """The boxes that hold up."""
    return [row for row in _rows(analysis, "boxes") if row["holds"]]


def draw_tradeoff(analysis: Analysis, experiment: Experiment) -> Page:
    """Coverage and density of every box on the way, of those that were chosen, and of what they come to elsewhere."""
    boxes = _rows(analysis, "boxes")
    told = [_sums(box) for box in boxes if box["holds"]]
    title = "; ".join(told) if told else "No box holds up on points that had no part in finding it"
    key = (
        "Coverage: share of all points of interest that a box holds. Density: share of its points that are of "
        "interest. Small: boxes on the way, from all points to few. Large: the box that was chosen. Hollow: what "
        "searches on halves of the points come to on the other halves, with the 95 % interval of the density."
    )
    page = Page(title, key, source(analysis, experiment))
    panel = page.panel(MARGIN + 0.65, page.width - MARGIN - 0.3)
    for box, look in zip(boxes, LOOKS, strict=False):
        _draw_path(panel, analysis, box, look)
    share = analysis.value(f"discovery:{ALL}:share")
    panel.axhline(share, color=SOFT_INK, linewidth=0.8, linestyle=(0, (4, 3)), zorder=1)
    panel.annotate(f"all points: {percent(share)}", (0, share), xytext=(4, 3), textcoords="offset points",
                   fontsize=SMALL, color=SOFT_INK)  # fmt: skip
    panel.set(xlim=(-0.02, 1.1), ylim=(-0.02, 1.1), xlabel="coverage", ylabel="density")
    _percent_axis(panel)
    faint_grid(panel)
    return page


def _sums(box: Row) -> str:
    return f"Box {box['box']}: coverage {percent(box['coverage'])}, density {percent(box['density'])}"


def _draw_path(panel: Axes, analysis: Analysis, box: Row, look: Look) -> None:
    steps = analysis.tables["peeling"].frame
    peeled = steps[(steps["box"] == box["box"]) & steps["phase"].isin(["all", "start", "peel"])]
    ways = numbers(peeled, "coverage"), numbers(peeled, "density")
    panel.plot(*ways, color=look.colour, marker=look.marker, markersize=3.5, linewidth=0.8, alpha=0.55, zorder=2)
    panel.plot(box["coverage"], box["density"], color=look.colour, marker=look.marker, markersize=12, linestyle="none",
               markeredgecolor=INK, zorder=4)  # fmt: skip
    panel.annotate(f"box {box['box']}", (box["coverage"], box["density"]), xytext=(10, 6), textcoords="offset points",
                   fontsize=10, weight="bold", color=look.colour, zorder=6)  # fmt: skip
    ends = np.array([[box["tried_density"] - box["tried_low"]], [box["tried_high"] - box["tried_density"]]])
    panel.errorbar(box["tried_coverage"], box["tried_density"], yerr=np.maximum(ends, 0.0), color=look.colour,
                   marker=look.marker, markersize=10, markerfacecolor="none", markeredgewidth=1.6, linestyle="none",
                   capsize=4, zorder=5)  # fmt: skip


def draw_limits(analysis: Analysis, experiment: Experiment) -> Page:
    """The limits of each box that holds up, each against all that its factor was varied over."""
    boxes = holding(analysis)
    rows = [row for row in _rows(analysis, "limits") if row["box"] in {box["box"] for box in boxes}]
    by_name = _by_name(analysis, experiment)
    names = [row["factor"] for row in rows if row["box"] == 1]
    title = f"Where points are of interest depends most on {printable(' and '.join(names[:2]), 120)}"
    key = (
        "Grey: what the factor was varied over. In colour: the box. Right: in how many searches on halves of the "
        "points the factor is restricted again."
    )
    page = Page(title, key, source(analysis, experiment), size=(9.0, 1.9 + ROW * (len(rows) + len(boxes))))
    panel = page.panel(MARGIN + 2.3, page.width - MARGIN - 1.2, bottom=page.bottom + 0.1, top=page.top - 0.05)
    panel.axis("off")
    place = 0.0
    for box, look in zip(boxes, LOOKS, strict=False):
        panel.text(HEADING, place, _sums(box), fontsize=10, weight="bold", color=look.colour, va="center")
        for row in (one for one in rows if one["box"] == box["box"]):
            place += 1.0
            _draw_row(panel, place - 0.2, row, by_name[row["factor"]])
            _draw_part(panel, place - 0.2, analysis, row, by_name[row["factor"]], look)
        place += 1.0
    panel.set(xlim=(0, 1), ylim=(place - 0.5, -0.5))
    return page


def _draw_row(panel: Axes, place: float, row: Row, axis: Axis) -> None:
    panel.add_patch(Rectangle((0, place - 0.13), 1, 0.26, color="#e3e3e3", linewidth=0))
    panel.text(-0.02, place, printable(axis.name, 34), ha="right", va="center", fontsize=9.5)
    panel.text(1.02, place, f"again in {percent(row['again'])}", va="center", fontsize=SMALL, color=SOFT_INK)
    if not axis.labels:
        for at, value, way in ((0.0, row["lowest"], "left"), (1.0, row["highest"], "right")):
            panel.text(at, place + 0.34, f"{value:g}", ha=way, va="center", fontsize=SMALL, color=SOFT_INK)


def _draw_part(panel: Axes, place: float, analysis: Analysis, row: Row, axis: Axis, look: Look) -> None:
    """The part of a factor that is in the box, with its ends or its levels."""
    if axis.labels:
        kept, width = _kept(analysis, row["box"], axis), 1 / len(axis.labels)
        every = -(-len(axis.labels) // MOST_NAMES)
        for number, label in enumerate(axis.labels):
            is_in = number in kept
            if is_in:
                panel.add_patch(Rectangle((number * width + 0.003, place - 0.2), width - 0.006, 0.4, color=look.colour))
            if number % every == 0:
                panel.text((number + 0.5) * width, place, printable(label, max(4, int(60 * width))), ha="center",
                           va="center", fontsize=SMALL, color="white" if is_in else SOFT_INK)  # fmt: skip
        return
    ends = [along(axis, row[side], default) for side, default in (("low", 0.0), ("high", 1.0))]
    panel.add_patch(Rectangle((ends[0], place - 0.2), max(ends[1] - ends[0], 0.008), 0.4, color=look.colour))
    for side, at, way, other, near in (
        ("low", ends[0], "left", "right", ends[0] > 0.85), ("high", ends[1], "right", "left", ends[1] < 0.15),
    ):  # fmt: skip
        if not np.isnan(row[side]):
            panel.text(at, place + 0.34, f"{row[side]:.3g}", ha=other if near else way, va="center", fontsize=SMALL,
                       weight="bold", color=look.colour)  # fmt: skip


def along(axis: Axis, value: float, default: float) -> float:
    """How far along its range a value lies, from 0 to 1; ``default`` where there is none."""
    low, high = axis.ends
    if np.isnan(value) or high <= low:
        return default
    if axis.factor.scale == Scale.LOG:
        return float(np.log(value / low) / np.log(high / low))
    return float((value - low) / (high - low))


def draw_points(analysis: Analysis, experiment: Experiment) -> Page:
    """Every point by the two most telling factors of each box that holds up, with the box."""
    boxes = holding(analysis)
    summary = next(iter(_rows(analysis, "discovery")))
    measured = _measured(summary, experiment)
    beyond = f"{summary['side']} {summary['threshold']:g}".replace("-", "\N{MINUS SIGN}")
    title = f"{summary['of_interest']} of {summary['points']} design points are of interest: {measured} is {beyond}"
    key = (
        "Circles: of interest. Squares: not. Hollow: verdict within the noise of the runs. Pale: beyond the limits of "
        "the box in other factors. Shaded: the box."
    )
    page = Page(title, key, source(analysis, experiment), size=(9.0, 5.6 if len(boxes) == 1 else 4.6))
    width = (page.width - 2 * MARGIN) / len(boxes)
    for number, (box, look) in enumerate(zip(boxes, LOOKS, strict=False)):
        left = MARGIN + number * width
        panel = page.panel(left + 0.75, left + width - 0.12, bottom=page.bottom + 0.55, top=page.top - 0.3)
        panel.set_title(f"Box {box['box']}", loc="left", fontsize=10, weight="bold", color=look.colour)
        _draw_points(panel, analysis, experiment, box, look)
    return page


def _draw_points(panel: Axes, analysis: Analysis, experiment: Experiment, box: Row, look: Look) -> None:
    by_name = _by_name(analysis, experiment)
    limits = [row for row in _rows(analysis, "limits") if row["box"] == box["box"]]
    verdicts = analysis.tables["verdicts"].frame
    interest, clear = numbers(verdicts, "of_interest"), numbers(verdicts, "clear")
    shown = [by_name[row["factor"]] for row in limits[:2]]
    places = [_places(axis) for axis in shown] + ([] if len(shown) > 1 else [numbers(verdicts, "mean")])
    pale = ~_meets(analysis, limits[2:], by_name, box["box"])
    for wanted, marker, colour in ((0, "s", SOFT_INK), (1, "o", VERMILION)):
        for is_clear in (1, 0):
            for is_pale in (True, False):
                some = (interest == wanted) & (clear == is_clear) & (pale == is_pale)
                panel.scatter(places[0][some], places[1][some], s=22 if wanted else 13, marker=marker,
                              facecolor=colour if is_clear else "none", edgecolor=colour, linewidth=0.9,
                              alpha=0.22 if is_pale else 0.9, zorder=3 + wanted)  # fmt: skip
    _label(panel, shown)
    if len(shown) == 1:
        summary = next(iter(_rows(analysis, "discovery")))
        panel.axhline(summary["threshold"], color=SOFT_INK, linewidth=0.9, linestyle=(0, (4, 3)))
        panel.set_ylabel(_measured(summary, experiment).replace(" (", "\n(", 1))
    spans = [_spans(analysis, row, by_name[row["factor"]]) for row in limits[:2]]
    _draw_box(panel, spans[0], spans[1] if len(spans) > 1 else [(-np.inf, np.inf)], look)


def _draw_box(panel: Axes, across: list[tuple[float, float]], up: list[tuple[float, float]], look: Look) -> None:
    """Shade every rectangle of the box; where it has no limit it reaches to the frame."""
    frame = panel.get_xlim(), panel.get_ylim()
    for left, right in across:
        for bottom, top in up:
            ends = [*np.clip((left, right), *frame[0]), *np.clip((bottom, top), *frame[1])]
            panel.add_patch(Rectangle((ends[0], ends[2]), ends[1] - ends[0], ends[3] - ends[2], facecolor=look.colour,
                                      alpha=0.13, zorder=1, linewidth=0))  # fmt: skip
            panel.add_patch(Rectangle((ends[0], ends[2]), ends[1] - ends[0], ends[3] - ends[2], facecolor="none",
                                      edgecolor=look.colour, linewidth=1.6, zorder=6))  # fmt: skip
    panel.set(xlim=frame[0], ylim=frame[1])


def _label(panel: Axes, shown: list[Axis]) -> None:
    """Name the axes of factors, and fix how far they reach."""
    for way, axis in zip("xy", shown, strict=False):
        ends, is_log = axis.ends, axis.factor.scale == Scale.LOG
        if axis.labels:
            names = [printable(label, 14) for label in axis.labels]
            panel.set(**{f"{way}lim": (-0.5, len(names) - 0.5)})
            name_ticks(panel, "x" if way == "x" else "y", range(len(names)), names, SMALL)
        elif is_log:
            panel.set(**{f"{way}scale": "log", f"{way}lim": (ends.low / 1.05, ends.high * 1.05)})
            _log_ticks(panel.xaxis if way == "x" else panel.yaxis)
        else:
            spare = 0.03 * (ends.high - ends.low)
            panel.set(**{f"{way}lim": (ends.low - spare, ends.high + spare)})
        panel.set(**{f"{way}label": printable(axis.name, 40)})


def _log_ticks(axis: XAxis | YAxis) -> None:
    """Plain numbers at 1, 2 and 5 of each power of ten."""
    axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axis.set_minor_locator(NullLocator())


def _places(axis: Axis) -> Floats:
    """Where the points lie along a factor; those of a level beside each other, spread without luck."""
    values = axis.variable.values
    if not axis.labels:
        return values
    return values + REACH * (2 * ((np.arange(len(values)) * GOLDEN) % 1) - 1)


def _spans(analysis: Analysis, row: Row, axis: Axis) -> list[tuple[float, float]]:
    """From where to where the box reaches along a factor."""
    if axis.labels:
        return [(level - 0.45, level + 0.45) for level in sorted(_kept(analysis, row["box"], axis))]
    return [(-np.inf if np.isnan(row["low"]) else row["low"], np.inf if np.isnan(row["high"]) else row["high"])]


def _meets(analysis: Analysis, limits: list[Row], by_name: Mapping[str, Axis], box: int) -> Any:
    """Which points meet all of these limits of a box."""
    met = np.ones(len(analysis.tables["verdicts"].frame), dtype=bool)
    for row in limits:
        axis = by_name[row["factor"]]
        values = axis.variable.values
        if axis.labels:
            met &= np.isin(values, sorted(_kept(analysis, box, axis)))
        else:
            met &= ~(values < row["low"]) & ~(values > row["high"])
    return met


def _kept(analysis: Analysis, box: int, axis: Axis) -> set[int]:
    """The levels of a factor that points in a box have."""
    inside = numbers(analysis.tables["verdicts"].frame, "box") == box
    return {int(level) for level in np.unique(axis.variable.values[inside])}


def _measured(summary: Row, experiment: Experiment) -> str:
    """``trust of users in IT at the end (trust.end), partnership less waterfall-contract``."""
    labels, name = [base.label for base in experiment.bases[:2]], label_of_measure(summary["measure"])
    return printable(", ".join([name, *([f"{labels[1]} less {labels[0]}"] if labels[1:] else [])]), 160)


def _percent_axis(panel: Axes) -> None:
    for way in "xy":
        ticks = np.linspace(0, 1, 6)
        panel.set(**{f"{way}ticks": ticks, f"{way}ticklabels": [percent(tick) for tick in ticks]})


def _by_name(analysis: Analysis, experiment: Experiment) -> dict[str, Axis]:
    """Every factor at every point, by its name."""
    names = {setting_name(factor.name): factor.name for factor in experiment.factors}
    frame = analysis.tables["verdicts"].frame[list(names)].rename(columns=names)
    return {axis.name: axis for axis in axes(experiment.factors, frame)}


def _rows(analysis: Analysis, name: str) -> list[Row]:
    if name not in analysis.tables:
        return []
    return [{str(key): value for key, value in row.items()} for row in analysis.tables[name].frame.to_dict("records")]
