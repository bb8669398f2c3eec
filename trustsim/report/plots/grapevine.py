"""The grapevine strip of a request: what was left of a need after each hand that it went through."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import pandas as pd

from trustsim.explain.hands import steps_of
from trustsim.records.naming import word
from trustsim.report.plots.page import Page, plain_statement, source_line
from trustsim.report.plots.strip import DROPPED, RIGHT, ROW, Hold, draw_strip, holds_of, shortened
from trustsim.report.plots.style import count, numbers, percent
from trustsim.scenario.schema import Scenario
from trustsim.vocabulary import Channel

NAME = "grapevine"


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
    holds = holds_of(steps_of(rows, size, _dropped(tables["requests"], chosen)), size)
    shown = shortened(holds)
    page = Page(_headline(chosen, holds, size), _key(chosen, ends), source, size=(9.0, 2.1 + ROW * len(shown)))
    page.bottom -= 0.1
    draw_strip(page, shown, size)
    return page


def _what_is_left(handoffs: pd.DataFrame, requests: pd.DataFrame, size: int) -> pd.DataFrame:
    """A row a request that IT delivered from day 1 on: its different hands, what is left at the last, its need-fit."""
    is_ours = (requests["channel"] == word(Channel.IT)).to_numpy()
    delivered = set(requests.loc[is_ours & (numbers(requests, "live") >= 1), "request"])
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


def _headline(request: int, holds: list[Hold], size: int) -> str:
    """How many attributes arrived, and at which hand most were lost."""
    chain = [hold for hold in holds if not hold.is_aside]
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
        f"{reading} Shown for its long way and its losses; in the median of {len(ends)} requests that IT delivered "
        f"{percent(float(ends['fit'].median()))} fits the need."
    )
