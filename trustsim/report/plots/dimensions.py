"""Trust taken apart: its three dimensions, and both directions of the relationship."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from trustsim.report.plots.lines import Line, last, name_lines
from trustsim.report.plots.page import MARGIN, Page, plain_statement, source_line
from trustsim.report.plots.style import (
    BLUE,
    GREEN,
    INK,
    PURPLE,
    VERMILION,
    day_axis,
    faint_grid,
    level_axis,
    numbers,
)
from trustsim.scenario.schema import Scenario

NAME = "dimensions"
CLOSE = 0.02


DIMENSIONS = (
    Line("trust_ability", "ability", BLUE, "-"),
    Line("trust_benevolence", "benevolence", VERMILION, (0, (6, 2))),
    Line("trust_integrity", "integrity", GREEN, (0, (1, 1))),
)
DIRECTIONS = (
    Line("trust", "business in IT", BLUE, "-"),
    Line("trust_it_in_business", "IT in business", VERMILION, (0, (6, 2))),
    Line("trust_crafts", "crafts in\neach other", PURPLE, (0, (4, 1, 1, 1))),
)


def draw(tables: Mapping[str, pd.DataFrame], scenario: Scenario, seed: int) -> Page:
    """The picture of the dimensions and directions of trust for one run."""
    daily, source = tables["daily"], source_line(scenario, f"seed {seed}")
    if daily.empty:
        return plain_statement("No day was worked, so there is no trust to take apart", source)
    key = (
        "Left: what users think of IT, mean over users. Right: how far each side trusts the other, and developers, "
        "testers and product managers (the crafts) each other. Numbers: on the last day."
    )
    page = Page(_headline(daily), key, source)
    everything = np.concatenate([numbers(daily, line.column) for line in (*DIMENSIONS, *DIRECTIONS)])
    middle = page.width / 2
    panels = (
        (page.panel(MARGIN + 0.55, middle - 1.3, top=page.top - 0.3), DIMENSIONS, "What users think of IT"),
        (page.panel(middle + 0.5, page.width - MARGIN - 1.4, top=page.top - 0.3), DIRECTIONS, "Who trusts whom"),
    )
    for index, (axes, lines, heading) in enumerate(panels):
        axes.set_title(heading, loc="left", fontsize=10.5, color=INK)
        level_axis(axes, everything, "trust, from 0 to 1" if index == 0 else "")
        _draw_lines(axes, daily, lines)
    return page


def _draw_lines(axes: Axes, daily: pd.DataFrame, lines: tuple[Line, ...]) -> None:
    days = numbers(daily, "day")
    ends = np.array([last(numbers(daily, line.column)) for line in lines])
    for line in lines:
        values = numbers(daily, line.column)
        axes.plot(days, values, color=line.colour, linestyle=line.style, linewidth=2)
        if len(days) == 1:
            axes.plot(days, values, color=line.colour, marker="o", clip_on=False)
    day_axis(axes, int(days[-1]))
    axes.locator_params(axis="x", nbins=5)
    faint_grid(axes)
    name_lines(axes, lines, ends)


def _headline(daily: pd.DataFrame) -> str:
    """Which dimension ends lowest and highest, and which side trusts the other more."""
    ends = {line.words: last(numbers(daily, line.column)) for line in DIMENSIONS}
    known = {words: end for words, end in ends.items() if np.isfinite(end)}
    business, it = (last(numbers(daily, column)) for column in ("trust", "trust_it_in_business"))
    return f"{_about_dimensions(known)}; {_about_sides(business, it)}"


def _about_dimensions(ends: dict[str, float]) -> str:
    if not ends:
        return "Nothing is known of the dimensions of trust"
    lowest, highest = min(ends, key=lambda words: ends[words]), max(ends, key=lambda words: ends[words])
    if ends[highest] - ends[lowest] < CLOSE:
        return f"Users end up trusting IT's ability, benevolence and integrity alike, near {ends[lowest]:.2f}"
    return f"Users end up trusting IT's {lowest} least ({ends[lowest]:.2f}), its {highest} most ({ends[highest]:.2f})"


def _about_sides(business: float, it: float) -> str:
    if not (np.isfinite(business) and np.isfinite(it)):
        return "one side alone is known"
    if abs(business - it) < CLOSE:
        return f"IT trusts the business as much ({it:.2f}) as it is trusted ({business:.2f})"
    more = "more" if it > business else "less"
    return f"IT trusts the business {more} ({it:.2f}) than it is trusted ({business:.2f})"
