"""A strip of cells for each hand that a need went through: one cell an attribute, right, wrong, broken or dropped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from trustsim.explain.hands import Step
from trustsim.report.plots.page import MARGIN, Page
from trustsim.report.plots.style import INK, SMALL, SOFT_INK, count, percent, signed

RIGHT, WRONG, BROKEN, DROPPED = 0, 1, 2, 3
LOOKS = {
    RIGHT: ("right", "#d6e6f2", ""),
    WRONG: ("wrong", "#E69F00", "////"),
    BROKEN: ("broken", "#333333", ""),
    DROPPED: ("dropped by agreement", "#ffffff", ""),
}
MOST_ROWS = 24
MINUS = "\N{MINUS SIGN}"
ROW = 0.3
LEFT, FIT = 2.35, 1.3


class Hold(NamedTuple):
    """What one hand held: its name, the day, and for each attribute right, wrong, broken or dropped."""

    hand: str
    day: int
    cells: NDArray[np.int64]
    is_aside: bool = False

    def number(self, *states: int) -> int:
        """How many attributes are in one of these states."""
        return int(np.isin(self.cells, states).sum())


def holds_of(steps: Iterable[Step], attributes: int) -> list[Hold]:
    """The hands of a request as rows of a strip."""
    return [_hold(step, attributes) for step in steps]


def _hold(step: Step, attributes: int) -> Hold:
    cells = [
        _state(step.wrong >> bit & 1, step.broken >> bit & 1, step.dropped >> bit & 1) for bit in range(attributes)
    ]
    return Hold(step.hand, step.day, np.array(cells, dtype=np.int64), step.is_aside)


def _state(wrong: int, broken: int, dropped: int) -> int:
    """What a cell shows; dropped hides broken, broken hides wrong."""
    return DROPPED if dropped else BROKEN if broken else WRONG if wrong else RIGHT


def shortened(holds: list[Hold]) -> list[Hold | int]:
    """At most so many rows as a page can show; a number stands for the hands left out in the middle."""
    if len(holds) <= MOST_ROWS:
        return [*holds]
    head, tail = MOST_ROWS // 2, MOST_ROWS // 2 - 1
    return [*holds[:head], len(holds) - head - tail, *holds[-tail:]]


def draw_strip(page: Page, shown: list[Hold | int], size: int, top: float | None = None) -> None:
    """Draw the rows from the foot of the page up to ``top`` inches, or as far as the page is free."""
    width = page.width - 2 * MARGIN - LEFT - FIT
    cell = min(0.36, width / size)
    strip = max(cell * size, 2.6)
    left = MARGIN + LEFT
    bottom = page.bottom + 0.35
    axes = page.panel(left, left + strip, bottom=bottom, top=(page.top if top is None else top) - 0.28)
    axes.set(xlim=(0, strip / cell), ylim=(len(shown), 0))
    axes.set_axis_off()
    _draw_cells(axes, shown, size)
    _name_rows(axes, shown, size, cell)
    seen = {state for hold in shown if isinstance(hold, Hold) for state in hold.cells.tolist()}
    _draw_legend(page, left, page.bottom + 0.02, sorted(seen | {RIGHT, WRONG, BROKEN}))


def _draw_cells(axes: Axes, shown: list[Hold | int], size: int) -> None:
    for state, (_, colour, hatch) in LOOKS.items():
        places = [
            (bit, row)
            for row, hold in enumerate(shown)
            if isinstance(hold, Hold)
            for bit in range(size)
            if hold.cells[bit] == state
        ]
        cells = [Rectangle((bit + 0.04, row + 0.1), 0.92, 0.8) for bit, row in places]
        axes.add_collection(
            PatchCollection(cells, facecolor=colour, edgecolor="#555555", linewidth=0.4, hatch=hatch or None)
        )
        if state == BROKEN:
            xs, ys = [bit + 0.5 for bit, _ in places], [row + 0.5 for _, row in places]
            axes.scatter(xs, ys, marker="x", s=14, color="white", linewidth=1)


def _name_rows(axes: Axes, shown: list[Hold | int], size: int, cell: float) -> None:
    """To the left who held it and when; to the right the share that was right, and what this hand changed."""
    gap, end = 0.12 / cell, size
    head: dict[str, Any] = {"fontsize": SMALL, "color": SOFT_INK, "va": "center"}
    axes.text(-gap - 0.62 / cell, -0.45, "held by", ha="right", **head)
    axes.text(-gap, -0.45, "day", ha="right", **head)
    axes.text(end + gap, -0.45, "right", ha="left", **head)
    axes.text(end + gap + 0.62 / cell, -0.45, "change", ha="left", **head)
    before: int | None = None
    for row, hold in enumerate(shown):
        if not isinstance(hold, Hold):
            axes.text(0, row + 0.5, f"… {count(hold, 'more hand')} …", fontsize=SMALL, color=SOFT_INK, va="center")
            before = None
            continue
        aside = hold.is_aside
        axes.text(
            -gap - 0.62 / cell, row + 0.5, hold.hand, ha="right", va="center", fontsize=9.5,
            style="italic" if aside else "normal", color=SOFT_INK if aside else INK,
        )  # fmt: skip
        day = str(hold.day).replace("-", MINUS)
        axes.text(-gap, row + 0.5, day, ha="right", va="center", fontsize=SMALL, color=SOFT_INK)
        axes.text(end + gap, row + 0.5, percent(hold.number(RIGHT) / size), va="center", fontsize=9.5, weight="bold")
        right = hold.number(RIGHT)
        if before is not None and right != before and not aside:
            change = signed(right - before, 0)
            axes.text(end + gap + 0.62 / cell, row + 0.5, change, va="center", fontsize=SMALL, color=INK)
        before = before if aside else right


def _draw_legend(page: Page, left: float, bottom: float, states: list[int]) -> None:
    """The looks of a cell, named, under the strip."""
    axes = page.panel(left, left + 4.0, bottom=bottom, top=bottom + 0.2)
    axes.set(xlim=(0, 4.0), ylim=(0, 0.2))
    axes.set_axis_off()
    for index, state in enumerate(states):
        words, colour, hatch = LOOKS[state]
        x = index * 0.95
        look: dict[str, Any] = {"facecolor": colour, "edgecolor": "#555555", "linewidth": 0.4, "hatch": hatch}
        axes.add_patch(Rectangle((x, 0.01), 0.18, 0.17, **look))
        if state == BROKEN:
            axes.scatter([x + 0.09], [0.095], marker="x", s=12, color="white", linewidth=1)
        axes.text(x + 0.25, 0.09, words, va="center", fontsize=SMALL)
