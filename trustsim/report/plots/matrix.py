"""The trust matrix: who trusts whom, at the start, at the lowest point and at the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from trustsim.report.plots.page import MARGIN, Page, plain_statement, source_line
from trustsim.report.plots.style import FAINT, INK, SMALL, SOFT_INK, Floats, numbers, signed
from trustsim.scenario.schema import Scenario

NAME = "matrix"
STILL = 2
"""In points."""
SIZE = (9.0, 4.9)
LEFT, BETWEEN, HEAD, FOOT = 1.35, 0.16, 0.3, 1.45
DARK = 0.55
SHADES = LinearSegmentedColormap.from_list("trust", ["#ffffff", "#b9d6ea", "#4a8fc0", "#0b3c66"])

TRUSTORS = ("users", "product managers", "developers", "testers")
TRUSTEES = ("IT", "own teams", "vendor", "business units", "product managers", "developers", "testers")


class Cell(NamedTuple):
    """Whose opinion, and of whom."""

    trustor: str
    trustee: str


CELLS: dict[str, Cell] = {
    "trust": Cell("users", "IT"),
    "trust_in_shadow": Cell("users", "own teams"),
    "trust_in_vendor": Cell("users", "vendor"),
    "trust_managers_in_business": Cell("product managers", "business units"),
    "trust_managers_in_developers": Cell("product managers", "developers"),
    "trust_managers_in_testers": Cell("product managers", "testers"),
    "trust_developers_in_business": Cell("developers", "business units"),
    "trust_developers_in_managers": Cell("developers", "product managers"),
    "trust_developers_in_testers": Cell("developers", "testers"),
    "trust_testers_in_managers": Cell("testers", "product managers"),
    "trust_testers_in_developers": Cell("testers", "developers"),
}


def draw(tables: Mapping[str, pd.DataFrame], scenario: Scenario, seed: int) -> Page:
    """The trust matrix of one run."""
    daily, source = tables["daily"], source_line(scenario, f"seed {seed}")
    opinions = {column: numbers(daily, column) for column in CELLS}
    if not np.isfinite(opinions["trust"]).any():
        return plain_statement("No day was worked, so nobody's trust is known", source)
    days = numbers(daily, "day")
    lowest = int(np.nanargmin(opinions["trust"]))
    moments = (
        ("First evening", 0),
        ("Lowest trust in IT", lowest),
        ("Last evening", len(days) - 1),
    )
    page = Page(_headline(opinions, lowest, days[lowest]), _KEY, source, size=SIZE)
    width = (page.width - 2 * MARGIN - LEFT - 2 * BETWEEN) / len(moments)
    for number, (name, index) in enumerate(moments):
        left = MARGIN + LEFT + number * (width + BETWEEN)
        axes = page.panel(left, left + width, bottom=page.bottom + FOOT, top=page.top - HEAD)
        _draw_cells(axes, _levels(opinions, index), _levels(opinions, 0) if number else {})
        _label(axes, f"{name}, day {days[index]:.0f}", rows=number == 0)
    return page


_KEY = (
    "Row: who trusts. Column: whom. Figures: trust in points (hundredths), the darker the more; small: change since "
    "the first evening. Empty: no such opinion."
)


def _levels(opinions: Mapping[str, Floats], index: int) -> dict[str, float]:
    return {column: float(values[index]) for column, values in opinions.items()}


def _draw_cells(axes: Axes, levels: Mapping[str, float], start: Mapping[str, float]) -> None:
    """A shaded square with its figure for each opinion; its change where there is a ``start`` to compare with."""
    axes.set(xlim=(0, len(TRUSTEES)), ylim=(len(TRUSTORS), 0))
    for column, (trustor, trustee) in CELLS.items():
        level = levels[column]
        if not np.isfinite(level):
            continue
        x, y = TRUSTEES.index(trustee), TRUSTORS.index(trustor)
        axes.add_patch(Rectangle((x, y), 1, 1, facecolor=SHADES(level), edgecolor=SOFT_INK, linewidth=0.8))
        look: dict[str, Any] = {"color": "white" if level > DARK else INK, "ha": "center", "va": "center"}
        begin = start.get(column, level)
        change = _change(level, begin) if np.isfinite(begin) else 0
        axes.text(x + 0.5, y + (0.38 if change else 0.5), _hundredths(level), fontsize=12, weight="bold", **look)
        if change:
            axes.text(x + 0.5, y + 0.78, signed(change, 0), fontsize=SMALL, **look)


def _hundredths(level: float) -> str:
    return f"{100 * level:.0f}"


def _label(axes: Axes, heading: str, *, rows: bool) -> None:
    axes.set_title(heading, loc="left", fontsize=10.5, color=INK)
    axes.set_xticks(np.arange(len(TRUSTEES)) + 0.5, [f"in {name}" for name in TRUSTEES], rotation=90, fontsize=10)
    axes.set_yticks(np.arange(len(TRUSTORS)) + 0.5, TRUSTORS if rows else [], fontsize=10)
    axes.tick_params(length=0, labelcolor=INK)
    for spine in axes.spines.values():
        spine.set(visible=True, color=FAINT)


def _headline(opinions: Mapping[str, Floats], lowest: int, day: float) -> str:
    """Whose trust in whom fell most since the first evening, and whose rose most, in points as the cells show them.

    A loss that was larger when trust in IT was lowest (at index ``lowest``, on ``day``) is told of that day too.
    """
    changes = _changes(opinions)
    loss, worst, at_worst = min((min(change[lowest], change[-1]), cell, change) for cell, change in changes)
    gain, best = max((change[-1], cell) for cell, change in changes)
    parts = []
    if loss <= -STILL:
        told = f"{_points(at_worst[-1])} at the end"
        if at_worst[lowest] < at_worst[-1]:
            told = f"{_points(at_worst[lowest])} by day {day:.0f}, {told}"
        parts.append(f"largest loss of trust: {worst.trustor} in {worst.trustee} ({told})")
    if gain >= STILL:
        told = f"{_points(gain)} at the end"
        parts.append(f"largest gain{'' if parts else ' of trust'}: {best.trustor} in {best.trustee} ({told})")
    text = "; ".join(parts) or "nobody's trust in anybody moved much from the first evening to the last"
    return f"{text[0].upper()}{text[1:]}"


def _points(change: int) -> str:
    return f"{signed(change, 0)} {'point' if abs(change) == 1 else 'points'}"


def _changes(opinions: Mapping[str, Floats]) -> list[tuple[Cell, list[int]]]:
    """What each opinion gained since the first evening, each evening, in points, of those always known."""
    return [
        (cell, [_change(float(level), float(opinions[column][0])) for level in opinions[column]])
        for column, cell in CELLS.items()
        if np.isfinite(opinions[column]).all()
    ]


def _change(level: float, start: float) -> int:
    """A change in points: the difference of the figures in the cells."""
    return round(100 * level) - round(100 * start)
