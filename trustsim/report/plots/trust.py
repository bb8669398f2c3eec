"""Trust over time, with the largest moves explained by what the ledger says was behind them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from trustsim.measures.relationship import users_about_it
from trustsim.report.dates import dated
from trustsim.report.plots.headlines import trust_headline
from trustsim.report.plots.lanes import Lanes, arrange, draw_lanes, spans
from trustsim.report.plots.lines import Line, last, name_lines
from trustsim.report.plots.marks import go_lives, mark_go_lives, mark_process_changes, process_changes
from trustsim.report.plots.notes import Shape, annotate
from trustsim.report.plots.page import MARGIN, SIZE, Page, page_for, plain_statement, source_line
from trustsim.report.plots.stages import STRIP, Spell, draw_spells, spells, worst_of
from trustsim.report.plots.style import (
    BLUE,
    SOFT_INK,
    VERMILION,
    Floats,
    day_axis,
    faint_grid,
    level_axis,
    numbers,
)
from trustsim.report.plots.turning import legs, trust_at_start, whole_why, why
from trustsim.report.stages import illness, thresholds
from trustsim.scenario.schema import Scenario

NAME = "trust"
NAMES_WIDTH = 1.15
PANEL = 4.4
"""Height of the panel in inches."""

USERS = Line("trust", "users\nin IT", BLUE, "-")
IT = Line("trust_it_in_business", "IT in the\nbusiness", VERMILION, (0, (6, 2)))
BOTH = Line("health", "both,\nsmoothed", SOFT_INK, (0, (1, 2)))


def draw(tables: Mapping[str, pd.DataFrame], scenario: Scenario, seed: int) -> Page:
    """The picture of trust for one run."""
    daily, source = tables["daily"], source_line(scenario, f"seed {seed}")
    if daily.empty:
        return plain_statement("No day was worked, so there is no trust to show", source)
    ledger = users_about_it(tables["ledger"])
    days, curve = _curve(daily, ledger, scenario.organisation.users)
    releases = go_lives(tables["requests"])
    changes = process_changes(tables["events"], scenario)
    stages, left, right = spells(daily), MARGIN + 0.6, SIZE[0] - MARGIN - NAMES_WIDTH
    lanes = arrange(spans(tables["events"]), int(days[-1]), right - left)
    strip = STRIP if stages else 0.0
    main = None if stages else whole_why(days, curve, ledger, tables["requests"], scenario.organisation.users)
    title = trust_headline(days, curve, releases, changes, main) + _how_ill(stages, daily)
    key = _key(scenario, len(releases) > 0, lanes, len(stages) > 0)
    page = page_for(title, key, source, PANEL + 0.5 + lanes.height + strip)
    axes = page.panel(left, right, top=page.top - lanes.height - strip)
    others = [IT, BOTH] if stages else [IT]
    band = _draw_curve(axes, days, curve, daily, others)
    draw_spells(page, axes, stages, left, right, page.top - lanes.height - strip)
    begun = draw_lanes(page, axes, lanes, left, right, page.top - lanes.height)
    marks = mark_go_lives(page, axes, releases) + mark_process_changes(page, axes, changes)
    moves = legs(days, curve, at=[change.day - 1 for change in changes])
    notes = [(leg, why(leg, ledger, tables["requests"], scenario.organisation.users)) for leg in moves]
    drawn = [(numbers(daily, "day"), numbers(daily, line.column)) for line in others]
    annotate(page, axes, Shape(days, curve, *band, drawn), notes, marks, begun)
    name_lines(axes, [USERS, *others], np.array([last(numbers(daily, line.column)) for line in (USERS, *others)]))
    return page


def _curve(daily: pd.DataFrame, ledger: pd.DataFrame, users: int) -> tuple[Floats, Floats]:
    """Days from 0 and trust on each evening; day 0 is the start."""
    trust = numbers(daily, "trust")
    start = trust_at_start(trust, ledger, users)
    first = float(daily["day"].iloc[0]) - 1.0
    return np.concatenate([[first], numbers(daily, "day")]), np.concatenate([[start], trust])


def _how_ill(stages: list[Spell], daily: pd.DataFrame) -> str:
    """``; the relationship reached flu on day 210, when …``, with both sides' trust; nothing where it stayed well."""
    worst = worst_of(stages)
    if worst is None:
        return ""
    evening = daily[daily["day"] == worst.before + 1].iloc[0]
    sides = f"users' trust was {evening[USERS.column]:.2f} and IT's {evening[IT.column]:.2f}"
    if worst.before < 1:
        return f"; the relationship began at {illness(worst.stage)}, when {sides}"
    return f"; the relationship reached {illness(worst.stage)} on {dated(worst.before + 1)}, when {sides}"


def _key(scenario: Scenario, batches: bool, lanes: Lanes, ill: bool) -> str:
    users = scenario.organisation.users
    key = ["Solid: trust in IT of the one user." if users == 1 else f"Solid: trust in IT, mean of {users} users."]
    key += [] if users == 1 else ["Band: one standard deviation between users to either side."]
    key += ["Dashed: trust of IT in the business."]
    key += [f"Dotted: the mean of both, smoothed over {scenario.illness.smoothing_days:g} days."] if ill else []
    key += ["Notes: the largest moves of users' trust in points (hundredths), and what moved it most either way."]
    key += ["Triangles, with its number: a release of several requests goes live."] if batches else []
    key += [f"Grey: stages, from the dotted line, the darker the worse: {thresholds(scenario.illness)}."] if ill else []
    key += ["Above: what was done, and for how long; an arrow: it stayed."] if lanes.placed else []
    key += [f"{lanes.left_out} more found no room there."] if lanes.left_out else []
    return " ".join(key)


def _draw_curve(
    axes: Axes, days: Floats, curve: Floats, daily: pd.DataFrame, others: list[Line]
) -> tuple[Floats, Floats]:
    """Draw the curve with its band, and the ``others`` thinner; the band's lower and upper edge come back."""
    spread = numbers(daily, "trust_spread")
    around = np.nan_to_num(np.concatenate([spread[:1], spread]))
    low, high = np.clip(curve - around, 0, 1), np.clip(curve + around, 0, 1)
    axes.fill_between(days, low, high, color=BLUE, alpha=0.16, linewidth=0)
    axes.plot(days, curve, color=BLUE, linewidth=2.2)
    values = [numbers(daily, line.column) for line in others]
    for line, levels in zip(others, values, strict=True):
        axes.plot(days[1:], levels, color=line.colour, linestyle=line.style, linewidth=1.4)
    level_axis(axes, np.concatenate([low, high, *values]), "trust, from 0 to 1")
    day_axis(axes, int(days[-1]))
    faint_grid(axes)
    return low, high
