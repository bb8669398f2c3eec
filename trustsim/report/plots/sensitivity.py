"""Which factors matter: Sobol indices, shares of variance, effects of two levels, differences at the points."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from trustsim.analysis.columns import AT_ONCE, SUMMED, TOGETHER, factor_name
from trustsim.report.plots.forest import FIRST, TOTAL, Dots, forest, rows_of
from trustsim.report.plots.page import Page
from trustsim.report.plots.panels import INTERVALS, Subject, leader, room, side_by_side, span
from trustsim.report.plots.style import BLUE, INK, SMALL, SOFT_INK, VERMILION, count, printable

_LINES = f"Lines: {INTERVALS}."
SHARE = Dots("share", "low", "high", "share")
EFFECT = Dots("effect", "low", "high", "effect")
SWAPPED = Dots("usual_effect", "usual_low", "usual_high", "swapped alone")
TAKEN_BACK = Dots("opposite_effect", "opposite_low", "opposite_high", "taken back alone", "D", VERMILION, filled=False)
NUMBERED = 40
LONGEST_SETTING = 36
MOST_POINTS = 150

_SOURCES = {
    "interactions": "interactions",
    "luck": "luck",
    "luck.shared": "luck shared by all points",
    "luck.own": "a point's own luck",
}


def draw_sobol(asked: Subject) -> Page | None:
    """First-order and total indices of each factor."""
    subject = asked.having("sobol", "total")
    if subject is None:
        return None
    frames = [subject.rows("sobol", view) for view in subject.views]
    key = (
        f"Share of the variance over the space. Dots: a factor alone. Diamonds: with its interactions (total). "
        f"{_LINES}{subject.cut_words('sobol')}"
    )
    title = subject.leaders(_leaders(frames, "factor", TOTAL))
    return forest(subject, title, key, rows_of(frames, "factor", "total"), [FIRST, TOTAL], "share of variance")


def draw_variance(asked: Subject) -> Page | None:
    """Shares of factors, interactions and luck in the variance of single runs; none where factors have no share."""
    subject = asked.having("variance", "share")
    if subject is None or not (subject.rows("variance", subject.views[0])["kind"] == "factor").any():
        return None
    frames = [subject.rows("variance", view, "share") for view in subject.views]
    told = [frame.assign(source=[_SOURCES.get(one, one) for one in frame["source"]]) for frame in frames]
    main = [frame[frame["kind"] != "part of luck"] for frame in told]
    title = subject.leaders(_leaders(main, "source", SHARE), "makes most of the variance")
    key = (
        "Share of the variance of one run at a random point with a random seed: by each factor alone, by interactions, "
        f"and by luck. {_LINES}{subject.cut_words('variance')}"
    )
    return forest(subject, title, key, rows_of(told, "source", "share"), [SHARE], "share of variance")


def draw_effects(asked: Subject) -> Page | None:
    """Main effects and interactions of factors with two levels."""
    subject = asked.having("effects", "effect")
    if subject is None:
        return None
    frames = [subject.rows("effects", view, "effect") for view in subject.views]
    told = [frame.assign(term=_terms(frame)) for frame in frames]
    title = subject.leaders(_leaders(told, "term", EFFECT), "has the largest effect")
    key = f"Mean at the second level of a factor less that at the first, over all else; x: interaction of two. {_LINES}"
    return forest(subject, title, key, rows_of(told, "term", "effect"), [EFFECT], "effect")


def draw_swaps(asked: Subject) -> Page | None:
    """What swapping each factor alone does, from the corner of the first base and from the opposite one."""
    subject = asked.having("swaps", "effect")
    if subject is None:
        return None
    found = [subject.rows("swaps", view, "effect") for view in subject.views]
    frames = [_by_corner(frame[~frame["factor"].isin([AT_ONCE, SUMMED, TOGETHER])]) for frame in found]
    if not all(len(frame) for frame in frames):
        return None
    title = subject.leaders(_leaders(frames, "factor", SWAPPED), "moves most when swapped alone")
    key = (
        "Dots: swapped alone, all else as in the first base. Diamonds: taken back alone, all else at the opposite "
        f"levels. {_LINES}"
    )
    return forest(subject, title, key, rows_of(frames, "factor", "usual_effect"), [SWAPPED, TAKEN_BACK], "effect")


def _by_corner(frame: pd.DataFrame) -> pd.DataFrame:
    """A row a factor, with the figures of both corners side by side."""
    parts = {
        corner: frame[frame["corner"] == corner].set_index("factor")[["effect", "low", "high"]].add_prefix(f"{corner}_")
        for corner in ("usual", "opposite")
    }
    return pd.concat(parts.values(), axis=1).reset_index()


def draw_differences(subject: Subject) -> Page | None:
    """Differences between two bases at every point, sorted."""
    (view,) = subject.views
    frame = subject.rows("differences", view, "mean")
    if len(frame) < 2:
        return None
    sides = subject.analysis.tables["sides"]
    above, below = (int(sides.value(f"{view}/{subject.measure}", name)) for name in ("above", "below"))
    points = count(len(frame), "point")
    title = f"{subject.title}, {subject.words(view)}: clearly above zero at {above} of {points}"
    title += f", below at {below}" if below else ""
    shown = frame.sort_values("mean", ascending=False, kind="stable")
    every = int(np.ceil(len(frame) / MOST_POINTS))
    some = "" if every == 1 else f" Of so many points, one in {every} is shown."
    key = f"Difference at each point, seed by seed, the largest on top. {_LINES} Filled: they leave zero out.{some}"
    page = Page(title, key, subject.source, size=(9.0, 5.6))
    names = _settings(subject, shown) if len(frame) <= NUMBERED else []
    (axes,) = side_by_side(page, subject, 0.35 + 0.062 * max(map(len, names), default=0))
    room(axes, *span([frame], ["low", "high", "mean"]), zero=True)
    _sorted_dots(axes, shown.iloc[::every], names)
    axes.set_xlabel(f"difference in {subject.unit}", fontsize=SMALL)
    return page


def _settings(subject: Subject, frame: pd.DataFrame) -> list[str]:
    """What each point is: its levels, where they fit beside it, else its number."""
    names = [factor_name(factor.name) for factor in subject.experiment.factors]
    if not names:
        return frame["point"].astype(str).tolist()
    shown = {name: frame[name].map("{:.3g}".format) if frame[name].dtype.kind == "f" else frame[name] for name in names}
    told = [
        f"{names[0]} {levels[0]}" if len(names) == 1 else ", ".join(map(str, levels))
        for levels in zip(*shown.values(), strict=True)
    ]
    return told if max(map(len, told)) <= LONGEST_SETTING else [f"point {point}" for point in frame["point"]]


def _sorted_dots(axes: Axes, frame: pd.DataFrame, names: Sequence[str]) -> None:
    y = np.arange(len(frame))
    mean, low, high = (frame[name].to_numpy(dtype=float) for name in ("mean", "low", "high"))
    colour = np.where(low > 0, BLUE, np.where(high < 0, VERMILION, SOFT_INK))
    clear = (low > 0) | (high < 0)
    axes.hlines(y, low, high, color=colour, linewidth=float(np.clip(60.0 / len(frame), 0.6, 1.4)), zorder=2)
    axes.scatter(
        mean, y, s=float(np.clip(900.0 / len(frame), 6.0, 28.0)), c=np.where(clear, colour, "white"),
        edgecolors=colour.tolist(), linewidths=0.9, zorder=3,
    )  # fmt: skip
    axes.set_ylim(len(frame) - 0.3, -0.7)
    axes.set_yticks(y if names else [], [printable(name) for name in names], fontsize=7, color=INK)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def _terms(frame: pd.DataFrame) -> list[str]:
    return [
        f"{one} x {other}" if other else str(one) for one, other in zip(frame["factor"], frame["other"], strict=True)
    ]


def _leaders(frames: Sequence[pd.DataFrame], name: str, dots: Dots) -> list[str]:
    """The row with the largest figure of each frame; empty where luck alone may have made it."""
    return [leader(frame, name, dots.column, dots.low, dots.high) for frame in frames]
