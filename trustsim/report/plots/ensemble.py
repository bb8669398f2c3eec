"""Many runs of one scenario: trust and a few key measures, with the middle run and bands."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from trustsim.records.columns import DAILY
from trustsim.report.plots.headlines import moved
from trustsim.report.plots.lines import Line, name_lines
from trustsim.report.plots.page import MARGIN, Page, plain_statement, source_line
from trustsim.report.plots.style import (
    BLUE,
    INK,
    SMALL,
    SOFT_INK,
    VERMILION,
    Floats,
    count,
    day_axis,
    faint_grid,
    level_axis,
    percent,
)
from trustsim.scenario.schema import Scenario
from trustsim.vocabulary import DAYS_PER_MONTH

FEW = 10
WINDOW_DAYS = 3 * DAYS_PER_MONTH
MINUS = "\N{MINUS SIGN}"
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
MEASURES = ("satisfaction", "need_fit", "lead_time", "promise_slip", "rework_share", "work_in_progress")
HEADINGS = {
    "satisfaction": "Satisfaction",
    "need_fit": "Need-fit",
    "lead_time": "Lead time",
    "promise_slip": "Promise slip",
    "rework_share": "Effort spent on fixes",
    "work_in_progress": "Work in progress",
}


class Bands(NamedTuple):
    """Days, and for each the five quantiles over runs; ``runs`` has a row a day and a column a run."""

    days: Floats
    quantiles: Floats
    runs: Floats

    def at(self, day: int) -> Floats:
        """The quantiles on the ``day``-th recorded day that has any value; NaN where none has."""
        known = self.quantiles[np.isfinite(self.quantiles[:, 2])]
        return known[day] if len(known) else np.full(len(QUANTILES), np.nan)


def bands(daily: pd.DataFrame, measure: str) -> Bands:
    """Quantiles of a daily measure over runs, missing values left out."""
    table = daily.astype({measure: float}).pivot_table(index="day", columns="rep", values=measure, dropna=False)
    quantiles = table.quantile(list(QUANTILES), axis=1).T
    return Bands(table.index.to_numpy(dtype=float), quantiles.to_numpy(dtype=float), table.to_numpy(dtype=float))


def draw_trust(daily: pd.DataFrame, scenario: Scenario) -> Page:
    """Trust over time in all runs."""
    runs = int(daily["rep"].nunique())
    source = source_line(scenario, count(runs, "run"))
    if not runs:
        return plain_statement("No run was made, so there is no trust to show", source)
    found, of_it = bands(daily, "trust"), bands(daily, "trust_it_in_business")
    page = Page(_trust_title(found, of_it, runs), f"{_key(runs)} {_OF_IT}", source)
    axes = page.panel(MARGIN + 0.6, page.width - MARGIN - 1.75)
    level_axis(axes, np.concatenate([found.runs.ravel(), of_it.quantiles[:, 2]]), "trust, from 0 to 1")
    _draw_bands(axes, found, runs)
    axes.plot(of_it.days, of_it.quantiles[:, 2], color=VERMILION, linestyle=(0, (6, 2)), linewidth=1.6)
    _name_bands(axes, found, of_it, runs)
    return page


_OF_IT = "All of these are of users' trust in IT. Dashed: trust of IT in the business, median of the runs."


def _trust_title(found: Bands, of_it: Bands, runs: int) -> str:
    """From where to where the medians went, and how many of the runs end between which levels."""
    title = f"Trust in IT {moved(found.at(0)[2], found.at(-1)[2])}"
    title += " in the median" if runs > 1 else ""
    title += f", IT's in the business {moved(of_it.at(0)[2], of_it.at(-1)[2])}"
    if runs == 1:
        return title
    ends = found.runs[-1]
    low, high = (np.nanmin(ends), np.nanmax(ends)) if runs < FEW else (found.at(-1)[0], found.at(-1)[4])
    within = int(((ends >= low) & (ends <= high)).sum())
    told = f"all {runs}" if within == runs else f"{within} of {runs}"
    return f"{title}; {told} runs end with users' trust between {low:.2f} and {high:.2f}"


def _key(runs: int) -> str:
    if runs < FEW:
        return "Thick line: median of the runs. Thin lines: each run; too few for bands."
    return (
        "Line: median of the runs. Dark band: from the 25 % to the 75 % quantile. Light band: from 5 % to 95 %. Each "
        "day by itself."
    )


def _draw_bands(axes: Axes, found: Bands, runs: int) -> None:
    low, quarter, middle, three_quarters, high = found.quantiles.T
    if runs < FEW:
        axes.plot(found.days, found.runs, color=SOFT_INK, linewidth=0.6, alpha=0.7)
    else:
        axes.fill_between(found.days, low, high, color=BLUE, alpha=0.16, linewidth=0)
        axes.fill_between(found.days, quarter, three_quarters, color=BLUE, alpha=0.3, linewidth=0)
    axes.plot(found.days, middle, color=BLUE, linewidth=2.2)
    if len(middle) == 1:
        axes.plot(found.days, middle, color=BLUE, marker="o", clip_on=False)
    day_axis(axes, int(found.days[-1]))
    faint_grid(axes)


def _name_bands(axes: Axes, found: Bands, of_it: Bands, runs: int) -> None:
    """The five quantiles at the end, and IT's median, written beside it where they do not collide."""
    low, high = axes.get_ylim()
    along = axes.get_yaxis_transform()
    ends = found.at(-1)
    names = {0: "5 %", 4: "95 %", 1: "25 %", 3: "75 %"} if runs >= FEW else {}
    lines = [
        Line("trust", "users in IT", BLUE, "-"),
        Line("trust_it_in_business", "IT in the\nbusiness", VERMILION, "--"),
    ]
    medians = np.array([ends[2], of_it.at(-1)[2]])
    placed = list(name_lines(axes, lines, medians))
    for index, name in names.items():
        if np.isfinite(ends[index]) and all(abs(ends[index] - other) > 0.07 * (high - low) for other in placed):
            axes.text(
                1.05, ends[index], f"{ends[index]:.2f} {name}", transform=along, fontsize=SMALL, color=INK, va="center"
            )
            placed.append(float(ends[index]))


def draw_measures(daily: pd.DataFrame, scenario: Scenario) -> Page:
    """Six measures over time in all runs, as small multiples."""
    runs = int(daily["rep"].nunique())
    source = source_line(scenario, count(runs, "run"))
    if not runs:
        return plain_statement("No run was made, so there are no measures to show", source)
    every = {measure: bands(daily, measure) for measure in MEASURES}
    page = Page(
        _headline(every), f"{_key(runs)} Bold: the median on the last day that has one.", source, size=(9.0, 6.4)
    )
    columns, rows = 3, 2
    width = (page.width - 2 * MARGIN) / columns
    height = (page.top - page.bottom) / rows
    for index, (measure, found) in enumerate(every.items()):
        left = MARGIN + width * (index % columns)
        foot = page.top - height * (index // columns + 1)
        axes = page.panel(left + 0.55, left + width - 0.15, bottom=foot + 0.55, top=foot + height - 0.4)
        _small_panel(axes, measure, found, runs)
    return page


def _small_panel(axes: Axes, measure: str, found: Bands, runs: int) -> None:
    unit = DAILY[measure].unit
    is_share = unit in ("0-1", "share")
    end = found.at(-1)[2]
    _draw_bands(axes, found, runs)
    if is_share:
        level_axis(axes, found.quantiles.ravel(), "share, from 0 to 1" if unit == "share" else "from 0 to 1")
    else:
        axes.set_ylabel(unit)
    axes.locator_params(axis="y", nbins=4)
    value = "none yet" if not np.isfinite(end) else f"{end:.2f}" if is_share else f"{end:.0f}".replace("-", MINUS)
    axes.set_title(f"{HEADINGS[measure]}: {value}", loc="left", fontsize=9.5, weight="bold")


def _headline(every: dict[str, Bands]) -> str:
    """The medians over runs of what was put into use in the 63 days up to the last day on which any run knows it."""
    known = np.flatnonzero(np.isfinite(every["lead_time"].quantiles[:, 2]))
    if not len(known):
        return "Nothing was delivered"
    fit, lead, slip = (every[measure].quantiles[known[-1], 2] for measure in ("need_fit", "lead_time", "promise_slip"))
    day = int(every["lead_time"].days[known[-1]])
    first = max(1, day - WINDOW_DAYS + 1)
    what = f"Medians over runs, days {first} to {day}: what was delivered fits {percent(fit)} of the need"
    return f"{what} and came {lead:.0f} days after it, {_slip(slip)}"


def _slip(slip: float) -> str:
    if not np.isfinite(slip) or abs(slip) < 0.5:
        return "on the day first promised"
    return f"{abs(slip):.0f} days {'after' if slip > 0 else 'before'} the day first promised"
