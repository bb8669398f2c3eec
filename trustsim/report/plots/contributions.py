"""What moved trust, as a waterfall: from where it stood, cause by cause, to where it stood in the end."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from trustsim.explain.causes import Cause, split
from trustsim.explain.explanation import Explanation, explain
from trustsim.explain.question import Question
from trustsim.report.breakdown import EVERYTHING_ELSE, parts_of, printed, tenths
from trustsim.report.explanation import whose_words
from trustsim.report.plots.headlines import moved
from trustsim.report.plots.page import MARGIN, Page, plain_statement, source_line
from trustsim.report.plots.style import BLUE, INK, SMALL, SOFT_INK, VERMILION, Floats
from trustsim.report.words import listed
from trustsim.scenario.schema import Scenario

NAME = "contributions"
BARS = 8
MOST_BARS = 14
ROW = 0.37
WORDS_WIDTH = 2.75
THICK = 0.62
LEAST_RANGE = 0.1
ENDS = "#8a8a8a"


class Bar(NamedTuple):
    """A bar of the waterfall, from ``start`` to ``end`` on the scale of trust; at its two ends a level."""

    words: str
    figure: str
    start: float
    end: float
    is_level: bool


def draw(tables: Mapping[str, pd.DataFrame], scenario: Scenario, seed: int) -> Page:
    """The picture of what moved trust over one whole run."""
    source, days = source_line(scenario, f"seed {seed}"), len(tables["daily"])
    if not days:
        return plain_statement("No day was worked, so nothing moved trust", source)
    if tables["ledger"].empty:
        return plain_statement("The ledger has no row, so what moved trust cannot be shown", source)
    return waterfall(explain(tables, scenario, Question(1, days)), source)


def waterfall(explanation: Explanation, source: str, most: int = BARS) -> Page:
    """The picture of one explanation: a bar for each of the ``most`` weightiest causes, one for all others."""
    if not explanation.causes:
        return plain_statement(f"In {_days(explanation)}, nothing moved {whose_words(explanation)}", source)
    bars = _bars(explanation, min(most, MOST_BARS))
    page = Page(_headline(explanation), _key(explanation), source, size=(9.0, 2.3 + ROW * len(bars)))
    axes = page.panel(MARGIN + WORDS_WIDTH + 0.15, page.width - MARGIN - 0.1)
    low, high = _scale(axes, bars)
    for row, bar in enumerate(bars):
        _draw_bar(axes, row, bar, low, high)
        _write_words(page, axes, row, bar)
    for row, bar in enumerate(bars[:-1]):
        axes.plot([bar.end] * 2, [row + THICK / 2, row + 1 - THICK / 2], color=SOFT_INK, linewidth=0.8, zorder=1)
    return page


def _bars(explanation: Explanation, most: int) -> list[Bar]:
    """The start, each cause from where the one before ended, the rest, and the end."""
    told, rest = split(explanation.causes, most)
    others = EVERYTHING_ELSE if rest.kinds else "rounding"
    parts = parts_of(
        explanation.change, [(cause.words, cause.contribution) for cause in told], others, keep=rest.kinds > 0
    )
    moves = [*(cause.contribution for cause in told), explanation.change - math.fsum(one.contribution for one in told)]
    before, after, asked = explanation.before, explanation.after, explanation.question
    begin = "at the start" if asked.first == 1 else f"evening of day {asked.first - 1}"
    bars = [Bar(begin, f"{before:.2f}", before, before, is_level=True)]
    for part, move in zip(parts, moves, strict=False):
        bars.append(Bar(part.words, part.printed, bars[-1].end, bars[-1].end + move, is_level=False))
    end = "at the end" if asked.last == explanation.days else f"evening of day {asked.last}"
    return [*bars, Bar(end, f"{after:.2f}", after, after, is_level=True)]


def _headline(explanation: Explanation) -> str:
    """From where to where, what cost most and what gave most."""
    whose = whose_words(explanation)
    text = f"{whose[0].upper()}{whose[1:]} {moved(explanation.before, explanation.after)}"
    cost = [_most(cause, "cost") for cause in explanation.causes if cause.contribution < 0][:1]
    gave = [_most(cause, "gave") for cause in explanation.causes if cause.contribution > 0][:1]
    told = cost + gave if explanation.change < 0 else gave + cost
    return f"{text}; {listed(told)}" if told else text


def _most(cause: Cause, verb: str) -> str:
    return f"{cause.words} {verb} most ({printed(tenths(cause.contribution))} points)"


def _key(explanation: Explanation) -> str:
    alone = ", as an opinion on this alone, unweighted" if explanation.question.dimension is not None else ""
    return (
        f"Each bar begins where the one above it ends: what users lived through in {_days(explanation)}, and what it "
        f"did to trust, in points (hundredths){alone}. Blue: gained. Hatched: lost. The bars sum to the change of "
        f"{printed(tenths(explanation.change))} points."
    )


def _days(explanation: Explanation) -> str:
    asked = explanation.question
    return f"day {asked.first}" if asked.first == asked.last else f"days {asked.first} to {asked.last}"


def _scale(axes: Axes, bars: list[Bar]) -> tuple[float, float]:
    """Room for every bar and the figures beside them; levels are drawn from the left edge."""
    ends: Floats = np.array([(bar.start, bar.end) for bar in bars]).ravel()
    width = max(float(np.ptp(ends)), LEAST_RANGE)
    middle = float(ends.max() + ends.min()) / 2
    low, high = middle - 0.68 * width, middle + 0.62 * width
    low = max(low, 0.0) if ends.min() >= 0.0 else low
    axes.set_xlim(low, high)
    axes.set_ylim(len(bars) - 0.45, -0.55)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.locator_params(axis="x", nbins=7)
    axes.grid(visible=True, axis="x", color="#e6e6e6", linewidth=0.7)
    axes.set_axisbelow(True)
    axes.set_xlabel(f"trust, from 0 to 1; the scale begins at {low:.2f}")
    return low, high


def _draw_bar(axes: Axes, row: int, bar: Bar, low: float, high: float) -> None:
    gap = 0.008 * (high - low)
    if bar.is_level:
        axes.barh(row, bar.end - low, left=low, height=THICK, color=ENDS, zorder=2)
        axes.text(bar.end + gap, row, bar.figure, va="center", ha="left", weight="bold", color=INK)
        return
    if bar.end >= bar.start:
        axes.barh(row, bar.end - bar.start, left=bar.start, height=THICK, color=BLUE, zorder=2)
    else:
        look: dict[str, Any] = {"facecolor": "#f6c7a8", "edgecolor": VERMILION, "hatch": "/////", "linewidth": 0.9}
        axes.barh(row, bar.end - bar.start, left=bar.start, height=THICK, zorder=2, **look)
    axes.text(max(bar.start, bar.end) + gap, row, bar.figure, va="center", ha="left", color=INK)


def _write_words(page: Page, axes: Axes, row: int, bar: Bar) -> None:
    """The words to the left of the panel, at the height of the bar."""
    text = axes.text(0, row, "", transform=axes.get_yaxis_transform(), fontsize=SMALL + 1, color=INK)
    text.set(va="center", ha="right", linespacing=1.05, weight="bold" if bar.is_level else "normal")
    page.wrap(text, bar.words, WORDS_WIDTH)
    text.set_x(-0.015)
