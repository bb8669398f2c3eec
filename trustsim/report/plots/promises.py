"""Promises against deliveries: how many days after the day first promised did each request come?"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from trustsim.report.plots.page import MARGIN, Page, plain_statement, source_line
from trustsim.report.plots.style import BLUE, INK, SMALL, SOFT_INK, VERMILION, count, day_axis, numbers
from trustsim.scenario.schema import Scenario

NAME = "promises"
FEW = 12
MINUS = "\N{MINUS SIGN}"
CROWD = 80
THRONG = 5000


def draw(tables: Mapping[str, pd.DataFrame], scenario: Scenario, seed: int) -> Page:
    """The picture of promises for one run."""
    source = source_line(scenario, f"seed {seed}")
    points = _points(tables["requests"])
    today = _last_day(tables["daily"], scenario)
    overdue = _overdue(tables["requests"], today)
    if points.empty and overdue.empty:
        return plain_statement(_nothing(tables["requests"]), source)
    page = Page(_headline(points, overdue), _key(points, overdue), source)
    axes = page.panel(MARGIN + 0.65, page.width - MARGIN - 1.45)
    _draw_overdue(axes, overdue)
    _draw_points(axes, points)
    for marks in (_marks(points), overdue):
        if len(marks) <= FEW:
            _count_requests(axes, marks)
    _finish(axes, points, overdue, today)
    return page


def _last_day(daily: pd.DataFrame, scenario: Scenario) -> int:
    return scenario.run.horizon_days if daily.empty else int(daily["day"].iloc[-1])


def _nothing(requests: pd.DataFrame) -> str:
    if np.isfinite(numbers(requests, "live")).any():
        return "Nothing that was delivered had been promised for a day, so no promise can be judged"
    return "Nothing was delivered yet, and no promised day has passed"


def _points(requests: pd.DataFrame) -> pd.DataFrame:
    """A row a request delivered after a promise: the day first promised, the slip, and what was told, in days.

    ``told`` is how far the promise was moved, in days, before the delivery.
    """
    first, last, live = (numbers(requests, name) for name in ("promised_first", "promised_last", "live"))
    known = np.isfinite(first) & np.isfinite(live) & (live >= 1)
    return pd.DataFrame({"promised": first, "slip": live - first, "told": np.nan_to_num(last - first)})[known]


def _marks(deliveries: pd.DataFrame) -> pd.DataFrame:
    """A row for all requests with the same promise and the same delivery, and how many they are."""
    return deliveries.groupby(["promised", "slip"]).size().reset_index(name="requests")


def _overdue(requests: pd.DataFrame, today: int) -> pd.DataFrame:
    """The same for what is promised, not yet in use, and late at the end: ``slip`` is what it is at least."""
    first, live = numbers(requests, "promised_first"), numbers(requests, "live")
    late = np.isfinite(first) & ~np.isfinite(live) & (first < today)
    return _marks(pd.DataFrame({"promised": first, "slip": today - first})[late])


def _headline(points: pd.DataFrame, overdue: pd.DataFrame) -> str:
    if points.empty:
        return f"Nothing promised was delivered yet; {_still(overdue)} past the promised day"
    slips = points["slip"].to_numpy()
    median, kept = float(np.median(slips)), int((slips <= 0).sum())
    share = "none" if kept == 0 else "all" if kept == len(slips) else str(kept)
    deliveries = "1 delivery" if len(slips) == 1 else f"{len(slips)} deliveries"
    where = f"{_days(abs(median))} {'after' if median > 0 else 'before'} it" if median else "on that very day"
    still = f"; {_still(overdue)} overdue" if len(overdue) else ""
    return f"Of {deliveries} {share} came by the day first promised, the median {where}{still}"


def _days(number: float) -> str:
    """``21 days``, ``1 day``, ``1.5 days``."""
    return f"{number:g} {'day' if number == 1 else 'days'}"


def _still(overdue: pd.DataFrame) -> str:
    number = int(overdue["requests"].sum())
    return f"{count(number, 'request')} {'is' if number == 1 else 'are'}"


def _key(points: pd.DataFrame, overdue: pd.DataFrame) -> str:
    key = "Height: days late against the day first promised."
    if (points["told"] != 0).any():
        key += " Short bar: the day told last."
    if (_marks(points)["requests"] > 1).any():
        figures = ", counted beside them" if len(_marks(points)) <= FEW else ""
        key += f" Larger marks: several requests with one promise{figures}."
    if not overdue.empty:
        key += " Hollow: not delivered yet, so at least this late."
    return key


def _size(requests: pd.Series) -> pd.Series:
    return (14 + 12 * requests).clip(upper=450)


def _draw_points(axes: Axes, points: pd.DataFrame) -> None:
    """A stem from the promised day to the delivery, thin grey as far as it was told, and a mark at its end."""
    marks = _marks(points)
    crowd = len(marks) > CROWD
    faint = 0.2 if crowd else 0.9
    axes.vlines(marks["promised"], 0, marks["slip"], color=SOFT_INK, linewidth=0.7, alpha=faint, zorder=1)
    told = points.loc[points["told"] != 0, ["promised", "told"]].drop_duplicates()
    axes.scatter(told["promised"], told["told"], marker="_", s=14 if crowd else 50, color=INK, linewidth=1.2, zorder=2)
    for late, marker, colour in ((False, "o", BLUE), (True, "^", VERMILION)):
        rows = marks[(marks["slip"] > 0) == late]
        axes.scatter(
            rows["promised"], rows["slip"], s=_size(rows["requests"]), marker=marker, color=colour,
            edgecolor="white", linewidth=0.6, zorder=3, rasterized=len(marks) > THRONG,
        )  # fmt: skip


def _count_requests(axes: Axes, marks: pd.DataFrame) -> None:
    """Where marks are few, write beside each larger one how many requests it stands for."""
    for promised, slip, requests in marks.itertuples(index=False):
        if requests > 1:
            axes.annotate(
                f"{requests:.0f}", (promised, slip), xytext=(10, 0), textcoords="offset points", fontsize=SMALL,
                color=INK, va="center", bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0}, zorder=2.5,
            )  # fmt: skip


def _draw_overdue(axes: Axes, overdue: pd.DataFrame) -> None:
    axes.scatter(
        overdue["promised"], overdue["slip"], s=_size(overdue["requests"]), marker="^", facecolor="white",
        edgecolor=VERMILION, linewidth=1.2, zorder=3,
    )  # fmt: skip


def _finish(axes: Axes, points: pd.DataFrame, overdue: pd.DataFrame, today: int) -> None:
    """Zero line, median line, and labels for both in the right margin."""
    slips = np.concatenate([points["slip"], points["told"], overdue["slip"], [0.0]])
    days = np.concatenate([points["promised"], overdue["promised"]])
    reach = max(5.0, float(np.ptp(slips)))
    axes.set_ylim(slips.min() - 0.08 * reach, slips.max() + 0.08 * reach)
    last = max(float(days.max()), float(today))
    day_axis(axes, int(last), "working day first promised")
    axes.set_xlim(min(0.0, days.min()) - 0.03 * last, 1.03 * last)
    axes.set_ylabel("days late (below 0: early)")
    axes.axhline(0, color=INK, linewidth=1.2, zorder=2)
    along = axes.get_yaxis_transform()
    axes.text(1.02, 0, "promise kept", transform=along, fontsize=SMALL, va="center")
    if points.empty:
        return
    median = float(points["slip"].median())
    low, high = axes.get_ylim()
    axes.axhline(median, color=VERMILION if median > 0 else BLUE, linewidth=1.1, linestyle=(0, (6, 3)), zorder=2)
    nudge = 0.05 * (high - low)
    place = median if abs(median) > nudge else (nudge if median > 0 else -nudge)
    words = f"{'+' if median > 0 else MINUS if median < 0 else ''}{_days(abs(median))}"
    axes.text(1.02, place, f"median {words}", transform=along, fontsize=SMALL, va="center")
