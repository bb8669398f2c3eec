"""Two factors at once: a measure's mean for each pair of their levels."""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, Normalize, TwoSlopeNorm
from matplotlib.patches import Rectangle

from trustsim.report.plots.page import MARGIN, Page
from trustsim.report.plots.panels import Subject, short, span
from trustsim.report.plots.style import FAINT, INK, SMALL

MOST_FACTORS = 3
MOST_LEVELS = 12
SIZE = (9.0, 4.3)
LEFT, FOOT, HEAD = 0.95, 0.85, 0.25
DARK = 0.55
SHADES = LinearSegmentedColormap.from_list("measure", ["#ffffff", "#b9d6ea", "#4a8fc0", "#0b3c66"])
BOTH_WAYS = LinearSegmentedColormap.from_list("difference", ["#8c3a00", "#e8b48c", "#ffffff", "#b9d6ea", "#0b3c66"])


class Scaled(NamedTuple):
    """Colours for values: darker is more, or, for differences, blue above zero and brown below."""

    shades: LinearSegmentedColormap
    norm: Normalize


def draw_heatmap(subject: Subject, view: str) -> Page | None:
    """Pairs of the three factors that matter most, in one base or difference."""
    found = subject.rows("pairs", view, "mean")
    levels = subject.rows("levels", view, "mean")
    if found.empty or levels.empty or len(factors := _main(levels)) < 2:
        return None
    pairs = list(combinations(factors, 2))
    where = f" in {subject.words(view)}" if len(subject.views) > 1 else ""
    shown = pd.concat([_of(found, one, other) for one, other in pairs])
    if shown.empty:
        return None
    best = shown.iloc[int(np.nanargmax(shown["mean"].to_numpy(dtype=float)))]
    title = (
        f"{subject.title}{where}: highest mean here with {best['factor']} = {best['level']} and "
        f"{best['other']} = {best['other_level']}"
    )
    low, high = span([shown], ["mean"])
    key = (
        f"Mean of {subject.name} over all else, by levels of the factors whose levels differ most. {_shading(low)} The "
        "highest was picked after looking."
    )
    page = Page(title, key, subject.source, size=SIZE)
    width = (page.width - 2 * MARGIN) / len(pairs)
    for number, (one, other) in enumerate(pairs):
        left = MARGIN + number * width
        axes = page.panel(left + LEFT, left + width - 0.1, bottom=page.bottom + FOOT, top=page.top - HEAD)
        _cells(axes, _of(found, one, other), _order(levels, one), _order(levels, other), _scaled(low, high))
        axes.set_xlabel(short(other, 30), fontsize=SMALL + 0.5, weight="bold")
        axes.set_ylabel(short(one, 30), fontsize=SMALL + 0.5, weight="bold")
    return page


def _shading(low: float) -> str:
    return "Blue: above zero; brown: below." if low < 0 else "Darker: more."


def _scaled(low: float, high: float) -> Scaled:
    if low < 0:
        most = max(-low, high, 1e-300)
        return Scaled(BOTH_WAYS, TwoSlopeNorm(0.0, -most, most))
    return Scaled(SHADES, Normalize(low, high if high > low else low + 1.0))


def _main(levels: pd.DataFrame) -> list[str]:
    """The factors whose levels differ most, in the order of the design; those with many levels cannot be shown."""
    grouped = levels.groupby("factor", sort=False)["mean"]
    spans = grouped.max() - grouped.min()
    few = spans[grouped.count() <= MOST_LEVELS].sort_values(ascending=False, kind="stable").index[:MOST_FACTORS]
    return [name for name in spans.index if name in few]


def _of(found: pd.DataFrame, one: str, other: str) -> pd.DataFrame:
    return found[(found["factor"] == one) & (found["other"] == other)]


def _order(levels: pd.DataFrame, factor: str) -> list[str]:
    return list(dict.fromkeys(levels[levels["factor"] == factor]["level"]))


def _cells(axes: Axes, found: pd.DataFrame, rows: list[str], columns: list[str], scaled: Scaled) -> None:
    """A shaded square with its figure for each pair of levels."""
    axes.set(xlim=(0, len(columns)), ylim=(0, len(rows)))
    decimals = _decimals(scaled.norm)
    longest = max(len(f"{one:.{decimals}f}") for one in found["mean"])
    width = axes.get_window_extent().width / axes.figure.dpi / len(columns)
    size = float(np.clip(width * 72 / (0.75 * longest), 4.5, 9.5))
    for _, one in found.iterrows():
        x, y = columns.index(one["other_level"]), rows.index(one["level"])
        place = float(scaled.norm(one["mean"]))
        axes.add_patch(Rectangle((x, y), 1, 1, facecolor=scaled.shades(place), edgecolor="white", linewidth=0.8))
        red, green, blue, _ = scaled.shades(place)
        colour = "white" if 0.3 * red + 0.59 * green + 0.11 * blue < DARK else INK
        words = f"{one['mean']:.{decimals}f}".replace("-", "\N{MINUS SIGN}")
        axes.text(x + 0.5, y + 0.5, words, ha="center", va="center", fontsize=size, color=colour)
    axes.set_xticks(
        np.arange(len(columns)) + 0.5, [short(one, 12) for one in columns], rotation=40, ha="right", fontsize=8
    )
    axes.set_yticks(np.arange(len(rows)) + 0.5, [short(one, 12) for one in rows], fontsize=8)
    axes.tick_params(length=0, labelcolor=INK)
    for spine in axes.spines.values():
        spine.set(visible=True, color=FAINT)


def _decimals(norm: Normalize) -> int:
    """As many as tell the cells apart: two digits of how far they differ."""
    width = float(norm.vmax or 0.0) - float(norm.vmin or 0.0)
    return int(np.clip(1 - np.floor(np.log10(width)), 0, 5)) if width > 0 else 2
