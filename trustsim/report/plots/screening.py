"""Morris screening: how much each factor matters, and how unevenly."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from trustsim.analysis.idle import is_idle
from trustsim.report.plots.labels import Box, Layout, pixels
from trustsim.report.plots.page import Page
from trustsim.report.plots.panels import INTERVALS, Subject, leader, short, side_by_side, span
from trustsim.report.plots.style import BLUE, DPI, INK, SMALL, SOFT_INK, Floats, faint_grid

SIZE = (9.0, 5.2)
NAMED = 5
DOT, FAR = 6.0, 26.0
"""In pixels: half of what a dot takes, and from how far off a line leads to it."""


def draw_morris(asked: Subject) -> Page | None:
    """Mean size of the effects of each factor against their spread."""
    subject = asked.having("morris", "mu_star")
    if subject is None:
        return None
    every = {view: subject.rows("morris", view, "mu_star") for view in subject.views}
    moving = {view: frame[~frame["verdict"].map(is_idle)] for view, frame in every.items()}
    subject = subject._replace(views=[view for view in moving if len(moving[view])])
    frames = [moving[view] for view in subject.views]
    if not frames:
        return None
    title = subject.leaders(
        [leader(frame, "factor", "mu_star", "mu_star_low", "mu_star_high") for frame in frames], "moves it most"
    )
    named = f" The {NAMED} largest are named, where there is room." if len(frames[0]) > NAMED else ""
    idle = (
        " Factors that have no effect here are left out."
        if any(len(moving[view]) < len(every[view]) for view in subject.views)
        else ""
    )
    key = (
        f"To the right: matters more (mean size of effects, mu*; lines: {INTERVALS}). Higher: its effect depends more "
        f"on the rest, bends, or is blurred by luck (sigma). Dashed: sigma = mu*.{named}{idle}"
    )
    page = Page(title, key, subject.source, size=SIZE)
    right = 1.08 * max(span(frames, ["mu_star", "mu_star_high"])[1], 1e-12)
    upper = 1.12 * max(span(frames, ["sigma"])[1], 0.05 * right)
    for number, (axes, frame) in enumerate(zip(side_by_side(page, subject, 0.6), frames, strict=True)):
        axes.set(xlim=(-0.02 * right, right), ylim=(-0.03 * upper, upper))
        axes.plot([0, min(right, upper)], [0, min(right, upper)], color=SOFT_INK, linestyle="--", linewidth=0.8)
        _dots(axes, frame)
        _names(page, axes, frame)
        faint_grid(axes)
        axes.locator_params(nbins=5)
        axes.set_xlabel(f"mu*, {subject.unit}", fontsize=SMALL)
        axes.tick_params(labelleft=number == 0)
        axes.set_ylabel("sigma" if number == 0 else "", fontsize=SMALL)
    return page


def _dots(axes: Axes, frame: pd.DataFrame) -> None:
    """Each factor where it lies."""
    axes.hlines(frame["sigma"], frame["mu_star_low"], frame["mu_star_high"], color=BLUE, linewidth=1.2, alpha=0.7)
    axes.plot(frame["mu_star"], frame["sigma"], linestyle="none", marker="o", color=BLUE, markersize=5.5)


def _names(page: Page, axes: Axes, frame: pd.DataFrame) -> None:
    """The names of those that matter most, where they hide nothing; one for which there is no room is left out."""
    xs, ys = _at(axes, frame, "mu_star")
    named = [int(one) for one in np.argsort(-xs, kind="stable")[:NAMED]]
    names = {one: short(str(frame["factor"].iloc[one]), 24) for one in named}
    sizes = {one: _size(page, axes, name) for one, name in names.items()}
    best: dict[int, Box] = {}
    for _ in named:  # whoever found no room goes first the next time
        layout = _layout(axes, frame)
        placed = {one: layout.place(*sizes[one], (float(xs[one]), float(ys[one]))) for one in named}
        found = {one: box for one, box in placed.items() if box is not None}
        best = max(best, found, key=len)
        named.sort(key=lambda one: one in found)
    for one, box in best.items():
        _write(axes, names[one], (float(xs[one]), float(ys[one])), box)


def _layout(axes: Axes, frame: pd.DataFrame) -> Layout:
    """Room for names: not on dots, nor on intervals, which lines to names may cross."""
    window = axes.get_window_extent()
    layout = Layout(window.width, window.height)
    xs, ys = _at(axes, frame, "mu_star")
    for low, x, high, y in zip(
        _at(axes, frame, "mu_star_low")[0], xs, _at(axes, frame, "mu_star_high")[0], ys, strict=True
    ):
        layout.block_box(Box(x - DOT, y - DOT, x + DOT, y + DOT))
        if np.isfinite([low, high]).all():
            layout.cover_box(Box(low, y - 1.0, high, y + 1.0))
    return layout


def _size(page: Page, axes: Axes, name: str) -> tuple[float, float]:
    """Width and height of a name in pixels."""
    text = axes.text(0, 0, name, fontsize=SMALL)
    width, height = page.extent(text)
    text.remove()
    return width * DPI, height * DPI


def _at(axes: Axes, frame: pd.DataFrame, column: str) -> tuple[Floats, Floats]:
    return pixels(axes, frame[column].to_numpy(dtype=float), frame["sigma"].to_numpy(dtype=float))


def _write(axes: Axes, name: str, dot: tuple[float, float], box: Box) -> None:
    """A name, with a line to its dot where it lies apart; as shares of the panel, which has other pixels in an SVG."""
    left, bottom = _share(axes, (box.left, box.bottom))
    axes.text(left, bottom, name, transform=axes.transAxes, fontsize=SMALL, color=INK, va="bottom")
    end = box.nearest(*dot)
    if np.hypot(end[0] - dot[0], end[1] - dot[1]) > FAR:
        line = {"arrowstyle": "-", "color": SOFT_INK, "linewidth": 0.5, "shrinkA": 0, "shrinkB": 3}
        ends = _share(axes, dot), _share(axes, end)
        axes.annotate("", *ends, "axes fraction", "axes fraction", arrowprops=line)


def _share(axes: Axes, place: tuple[float, float]) -> tuple[float, float]:
    """Pixels of the panel as shares of it."""
    window = axes.get_window_extent()
    return place[0] / window.width, place[1] / window.height
