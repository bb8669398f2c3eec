"""The grapevine strip of a request: what was left of a need after each hand that it went through."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from trustsim.records.happenings import HAND_NAMES, Hand
from trustsim.report.plots.page import MARGIN, Page, plain_statement, source_line
from trustsim.report.plots.style import INK, SMALL, SOFT_INK, count, numbers, percent, signed
from trustsim.scenario.schema import Scenario

NAME = "grapevine"
RIGHT, WRONG, BROKEN, DROPPED = 0, 1, 2, 3
LOOKS = {
    RIGHT: ("right", "#d6e6f2", ""),
    WRONG: ("wrong", "#E69F00", "////"),
    BROKEN: ("broken", "#333333", ""),
    DROPPED: ("dropped by agreement", "#ffffff", ""),
}
BUILT, ASIDE = HAND_NAMES[Hand.BUILT], HAND_NAMES[Hand.TESTER]
MOST_ROWS = 24
MINUS = "\N{MINUS SIGN}"
ROW = 0.3
LEFT, FIT = 2.35, 1.3


class Hold(NamedTuple):
    """What one hand held: its name, the day, and for each attribute right, wrong, broken or dropped."""

    hand: str
    day: int
    cells: NDArray[np.int64]

    def number(self, *states: int) -> int:
        """How many attributes are in one of these states."""
        return int(np.isin(self.cells, states).sum())


def draw(tables: Mapping[str, pd.DataFrame], scenario: Scenario, seed: int, request: int | None = None) -> Page:
    """The strip of ``request``, or of the delivered one that went through most hands and lost most on the way."""
    source = source_line(scenario, f"seed {seed}")
    size = scenario.demand.attributes
    ends = _what_is_left(tables["handoffs"], tables["requests"], size)
    chosen = _most_telling(ends) if request is None else request
    rows = tables["handoffs"][tables["handoffs"]["request"] == chosen]
    if rows.empty:
        missing = "Nothing was delivered yet, so no request's way can be shown"
        return plain_statement(missing if request is None else f"Request {request} went through no hands yet", source)
    holds = _told_apart(_holds(rows, size, _dropped(tables["requests"], chosen)))
    shown = _shortened(holds)
    page = Page(_headline(chosen, holds, size), _key(chosen, ends), source, size=(9.0, 2.1 + ROW * len(shown)))
    page.bottom -= 0.1
    _draw_strip(page, shown, size)
    return page


def _what_is_left(handoffs: pd.DataFrame, requests: pd.DataFrame, size: int) -> pd.DataFrame:
    """A row a request that went live from day 1 on: its different hands, what is left at the last, and its need-fit."""
    delivered = set(requests.loc[numbers(requests, "live") >= 1, "request"])
    rows = handoffs[handoffs["request"].isin(delivered)].sort_values(["request", "step"], kind="stable")
    last = rows.groupby("request").last()
    lost = [int(wrong) | int(broken) for wrong, broken in zip(last["wrong"], last["broken"], strict=True)]
    return pd.DataFrame(
        {
            "hands": rows.groupby("request")["hand"].nunique(),
            "left": pd.Series([size - mask.bit_count() for mask in lost], index=last.index, dtype=int),
            "fit": requests.set_index("request")["need_fit"].reindex(last.index).astype(float),
        }
    )


def _most_telling(ends: pd.DataFrame) -> int:
    """The request of most hands, among those the one with least left, among those the first; -1: none."""
    if ends.empty:
        return -1
    order = ends.sort_index().sort_values(["hands", "left"], ascending=[False, True], kind="stable")
    return int(order.index[0])


def _dropped(requests: pd.DataFrame, request: int) -> int:
    """The mask of attributes that a request lost by agreement; it is known for its last hand only."""
    masks = requests.loc[requests["request"] == request, "dropped"]
    return 0 if masks.empty else int(masks.iloc[0])


def _holds(rows: pd.DataFrame, size: int, dropped: int) -> list[Hold]:
    rows = rows.sort_values("step", kind="stable")
    holds = []
    for hand, day, wrong, broken in zip(rows["hand"], rows["day"], rows["wrong"], rows["broken"], strict=True):
        gone = dropped if hand == HAND_NAMES[Hand.LIVE] else 0
        cells = [_state(int(wrong) >> bit & 1, int(broken) >> bit & 1, gone >> bit & 1) for bit in range(size)]
        holds.append(Hold(str(hand), int(day), np.array(cells, dtype=np.int64)))
    return holds


def _told_apart(holds: list[Hold]) -> list[Hold]:
    """Number analysts and other hands that come more than once; of a build in slices keep the whole.

    An attribute that is not built yet counts as right in the table, so a part would look better than it was.
    """
    built = [index for index, hold in enumerate(holds) if hold.hand == BUILT]
    names = [hold.hand for hold in holds]
    kept = []
    for index, hold in enumerate(holds):
        if index in built[:-1]:
            continue
        number = names[: index + 1].count(hold.hand)
        name = f"{hold.hand} {number}" if names.count(hold.hand) > 1 else hold.hand
        kept.append(hold._replace(hand="built, slice by slice" if hold.hand == BUILT and len(built) > 1 else name))
    return kept


def _state(wrong: int, broken: int, dropped: int) -> int:
    """What a cell shows; dropped hides broken, broken hides wrong."""
    return DROPPED if dropped else BROKEN if broken else WRONG if wrong else RIGHT


def _shortened(holds: list[Hold]) -> list[Hold | int]:
    """At most so many rows as a page can show; a number stands for the hands left out in the middle."""
    if len(holds) <= MOST_ROWS:
        return [*holds]
    head, tail = MOST_ROWS // 2, MOST_ROWS // 2 - 1
    return [*holds[:head], len(holds) - head - tail, *holds[-tail:]]


def _headline(request: int, holds: list[Hold], size: int) -> str:
    """How many attributes arrived, and at which hand most were lost."""
    chain = [hold for hold in holds if not hold.hand.startswith(ASIDE)]
    right, dropped = chain[-1].number(RIGHT), chain[-1].number(DROPPED)
    arrived = f"Of {count(size, 'attribute')} of request {request}, {right or 'none'} came through right"
    arrived += f" and {dropped} {'was' if dropped == 1 else 'were'} dropped" if dropped else ""
    losses = [before.number(RIGHT, DROPPED) - after.number(RIGHT, DROPPED) for before, after in pairwise(chain)]
    if size == 1 or max(losses, default=0) <= 0:
        return arrived
    worst = int(np.argmax(losses))
    return f"{arrived}; the largest loss, {losses[worst]}, came at “{chain[worst + 1].hand}”"


def _key(request: int, ends: pd.DataFrame) -> str:
    reading = "Read from top to bottom: each row is a hand that the need went through, each cell an attribute of it."
    if request not in ends.index or len(ends) < 2:
        return reading
    return (
        f"{reading} Shown for its long way and its losses; in the median of {len(ends)} delivered requests "
        f"{percent(float(ends['fit'].median()))} fits the need."
    )


def _draw_strip(page: Page, shown: list[Hold | int], size: int) -> None:
    width = page.width - 2 * MARGIN - LEFT - FIT
    cell = min(0.36, width / size)
    strip = max(cell * size, 2.6)
    left = MARGIN + LEFT
    bottom = page.bottom + 0.35
    axes = page.panel(left, left + strip, bottom=bottom, top=page.top - 0.28)
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
        aside = hold.hand.startswith(ASIDE)
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
