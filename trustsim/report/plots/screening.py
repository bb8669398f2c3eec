"""Morris screening: how much each factor matters, and how unevenly."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from trustsim.report.plots.page import Page
from trustsim.report.plots.panels import INTERVALS, Subject, leader, short, side_by_side, span
from trustsim.report.plots.style import BLUE, INK, SMALL, SOFT_INK, faint_grid, spread_out

SIZE = (9.0, 5.2)
NAMED = 5


def draw_morris(asked: Subject) -> Page | None:
    """Mean size of the effects of each factor against their spread."""
    subject = asked.having("morris", "mu_star")
    if subject is None:
        return None
    frames = [subject.rows("morris", view, "mu_star") for view in subject.views]
    title = subject.leaders(
        [leader(frame, "factor", "mu_star", "mu_star_low", "mu_star_high") for frame in frames], "moves it most"
    )
    named = f" The {NAMED} largest are named." if len(frames[0]) > NAMED else ""
    key = (
        f"To the right: matters more (mean size of effects, mu*; lines: {INTERVALS}). Higher: its effect depends more "
        f"on the rest, bends, or is blurred by luck (sigma). Dashed: sigma = mu*.{named}"
    )
    page = Page(title, key, subject.source, size=SIZE)
    right = 1.08 * max(span(frames, ["mu_star", "mu_star_high"])[1], 1e-12)
    upper = 1.12 * max(span(frames, ["sigma"])[1], 0.05 * right)
    for number, (axes, frame) in enumerate(zip(side_by_side(page, subject, 0.6), frames, strict=True)):
        axes.set(xlim=(-0.02 * right, right), ylim=(-0.03 * upper, upper))
        axes.plot([0, min(right, upper)], [0, min(right, upper)], color=SOFT_INK, linestyle="--", linewidth=0.8)
        _dots(axes, frame)
        faint_grid(axes)
        axes.locator_params(nbins=5)
        axes.set_xlabel(f"mu*, {subject.unit}", fontsize=SMALL)
        axes.tick_params(labelleft=number == 0)
        axes.set_ylabel("sigma" if number == 0 else "", fontsize=SMALL)
    return page


def _dots(axes: Axes, frame: pd.DataFrame) -> None:
    """Each factor with its name beside it, names moved apart where dots lie close."""
    x, y = frame["mu_star"].to_numpy(dtype=float), frame["sigma"].to_numpy(dtype=float)
    low, high = frame["mu_star_low"].to_numpy(dtype=float), frame["mu_star_high"].to_numpy(dtype=float)
    axes.hlines(y, low, high, color=BLUE, linewidth=1.2, alpha=0.7)
    axes.plot(x, y, linestyle="none", marker="o", color=BLUE, markersize=5.5)
    bottom, top = axes.get_ylim()
    height = top - bottom
    middle, width = float(np.mean(axes.get_xlim())), float(np.ptp(axes.get_xlim()))
    named = np.argsort(-x, kind="stable")[:NAMED]
    places = spread_out(y[named] + 0.04 * height, 0.07 * height, bottom + 0.02 * height, top - 0.03 * height)
    for name, across, up, place in zip(frame["factor"].iloc[named], x[named], y[named], places, strict=True):
        left = across > middle
        line = {"arrowstyle": "-", "color": SOFT_INK, "linewidth": 0.5} if abs(place - up) > 0.06 * height else None
        beside = across - 0.012 * width if left else across + 0.012 * width
        axes.annotate(
            short(str(name), 20), (across, up), xytext=(beside, place), fontsize=SMALL, color=INK,
            ha="right" if left else "left", va="center", arrowprops=line,
        )  # fmt: skip
