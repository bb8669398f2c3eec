"""The life of one request: where it was, what was promised, what was complained of, trust, and its way by hands."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes

from trustsim.explain.life import Life, Promise
from trustsim.explain.stays import ACCEPTED, DEFERRED, DEFINED, GIVEN_UP, IN_USE, TESTED, WAITING, Stay
from trustsim.records.happenings import Happening
from trustsim.records.naming import word
from trustsim.report.plots.page import MARGIN, Page, page_for, source_line
from trustsim.report.plots.strip import LEFT, ROW, draw_strip, holds_of, shortened
from trustsim.report.plots.style import (
    BLUE,
    GREEN,
    INK,
    SMALL,
    SOFT_INK,
    VERMILION,
    count,
    faint_grid,
    level_axis,
    mark_days,
    printable,
    signed,
)
from trustsim.report.story import headline
from trustsim.scenario.schema import Scenario

LINE = 0.27
TRUST = 1.15
MOST_PROMISES = 5
NEEDS_ROOM = 0.19
IDLE = {WAITING, DEFINED, TESTED, ACCEPTED, DEFERRED, GIVEN_UP}
FATES: dict[str, dict[str, Any]] = {
    "kept": {"marker": "o", "color": GREEN},
    "broken": {"marker": "X", "color": VERMILION},
    "renewed": {"marker": ">", "color": SOFT_INK},
    "open": {"marker": "o", "markerfacecolor": "white", "color": SOFT_INK},
}
COMPLAINTS: dict[str, tuple[str, str]] = {
    word(Happening.TICKETS_FILED): ("tickets of testers", "v"),
    word(Happening.REOPENED): ("re-opened by managers", "v"),
    word(Happening.DEMO_MISFITS): ("corrections at demos", "D"),
    word(Happening.UAT_BUGS_FILED): ("bugs in acceptance", "s"),
    word(Happening.PRODUCTION_FAULT): ("faults in use", "X"),
}


class Lane(NamedTuple):
    """One line of the time line: its name, and the stays, the promise or the complaints on it."""

    name: str
    stays: tuple[Stay, ...] = ()
    promise: Promise | None = None
    complaints: tuple[tuple[int, int], ...] = ()
    marker: str = ""


def draw(life: Life, scenario: Scenario) -> Page:
    """The picture of one life."""
    lanes = [*_stay_lanes(life), *_promise_lanes(life), *_complaint_lanes(life)]
    shown = shortened(holds_of(life.steps, life.attributes)) if _went_through_hands(life) else []
    strip = 0.95 + ROW * len(shown) if shown else 0.0
    page = _page(life, scenario, lanes, strip + 0.4 + TRUST + 0.4 + LINE * len(lanes) + 0.12)
    first, last = _span(life)
    left, right = MARGIN + LEFT, page.width - MARGIN - 0.15
    foot = page.bottom + strip + 0.4
    trust = page.panel(left, right, bottom=foot, top=foot + TRUST)
    line = page.panel(left, right, bottom=foot + TRUST + 0.4, top=foot + TRUST + 0.4 + LINE * len(lanes))
    for axes in (line, trust):
        axes.set_xlim(first, last)
    _draw_lanes(line, lanes, life)
    _draw_trust(trust, life)
    if shown:
        page.bottom -= 0.1
        draw_strip(page, shown, life.attributes, top=page.bottom + strip)
    return page


def _went_through_hands(life: Life) -> bool:
    """Whether anybody held it besides the one who needs it."""
    return len(life.steps) > 1


def _page(life: Life, scenario: Scenario, lanes: list[Lane], panels: float) -> Page:
    """A page as high as the panels, in inches, and what is written above and below them."""
    source = source_line(scenario, f"seed {scenario.run.seed}")
    return page_for(printable(headline(life)), _key(life, lanes), source, panels)


def _span(life: Life) -> tuple[float, float]:
    """First and last day to show: the life, what was promised, and a little of its use."""
    arose, live = life.facts["arose"], life.facts["live"]
    done = next((stay.first for stay in life.stays if stay.where in (IN_USE, GIVEN_UP)), None)
    end = live if live is not None else life.last_day if done is None else done
    age = max(end - arose, 10)
    later = [promise.due for promise in life.promises] + [complaint.day for complaint in life.complaints]
    last = max([end + 0.12 * age, *(min(day, end + age) + 0.05 * age for day in later)])
    return arose - 0.02 * age, last


def _key(life: Life, lanes: list[Lane]) -> str:
    key = "Bars: where the request was, with days"
    key += "; hatched: nobody worked on it." if any(_is_idle(stay) for stay in life.stays) else "."
    if any(lane.promise for lane in lanes):
        key += " Lines: promised days, from the day they were told."
    key += f" Curve: trust of {life.user} in IT; triangles: what this request did to it."
    return f"{key} Below: what each hand held, a cell an attribute." if _went_through_hands(life) else key


def _stay_lanes(life: Life) -> list[Lane]:
    names = dict.fromkeys(stay.where for stay in life.stays)
    return [Lane(name, stays=tuple(stay for stay in life.stays if stay.where == name)) for name in names]


def _promise_lanes(life: Life) -> list[Lane]:
    promises = life.promises
    if len(promises) > MOST_PROMISES:
        promises = (promises[0], *promises[1 - MOST_PROMISES :])
    left_out = len(life.promises) - len(promises)
    names = ["promised"] + ["promised anew"] * (len(promises) - 1)
    if left_out:
        names[1] = f"after {left_out} more, anew"
    return [Lane(name, promise=promise) for name, promise in zip(names, promises, strict=False)]


def _complaint_lanes(life: Life) -> list[Lane]:
    lanes = []
    for kind, (name, marker) in COMPLAINTS.items():
        found = tuple((one.day, one.number) for one in life.complaints if one.kind == kind)
        lanes += (
            [Lane(f"{name} ({sum(number for _, number in found)})", complaints=found, marker=marker)] if found else []
        )
    return lanes


def _draw_lanes(axes: Axes, lanes: list[Lane], life: Life) -> None:
    axes.set_ylim(len(lanes), 0)
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.set_yticks(np.arange(len(lanes)) + 0.5, [lane.name for lane in lanes], fontsize=9.5, color=INK)
    axes.tick_params(length=0, labelbottom=False)
    axes.locator_params(axis="x", nbins=8, integer=True)
    axes.grid(visible=True, axis="x", color="#e6e6e6", linewidth=0.7)
    axes.set_axisbelow(True)
    _draw_ends(axes, life, name=True)
    for row, lane in enumerate(lanes):
        for stay in lane.stays:
            _draw_stay(axes, row, stay, life)
        if lane.promise is not None:
            _draw_promise(axes, row, lane.promise)
        if lane.complaints:
            days, numbers = zip(*lane.complaints, strict=True)
            sizes = 22 + 16 * np.array(numbers)
            axes.scatter(days, [row + 0.5] * len(days), s=sizes, marker=lane.marker, color=VERMILION,
                         edgecolor="white", linewidth=0.6, alpha=0.9, zorder=3)  # fmt: skip


def _draw_ends(axes: Axes, life: Life, *, name: bool) -> None:
    """Where the run begins and ends, if that is in sight."""
    first, last = axes.get_xlim()
    for day in (0, life.last_day):
        if first < day < last:
            axes.axvline(day, color=INK, linewidth=1.0, linestyle=(0, (5, 3)), zorder=1)
            words = "the run ends" if day else "the run begins"
            if name:
                axes.annotate(words, (day, 1), xycoords=axes.get_xaxis_transform(), xytext=(0, 2), ha="center",
                              textcoords="offset points", va="bottom", fontsize=SMALL, color=SOFT_INK)  # fmt: skip


def _draw_stay(axes: Axes, row: int, stay: Stay, life: Life) -> None:
    first, last = axes.get_xlim()
    end = min(stay.last, last)
    at_rest = _is_idle(stay)
    colour = "#ffffff" if at_rest else "#bfe3d6" if stay.where == IN_USE else BLUE
    axes.barh(row + 0.5, max(end - stay.first, 0.004 * (last - first)), left=stay.first, height=0.62, color=colour,
              edgecolor="#555555", linewidth=0.6, hatch="////" if at_rest else None, zorder=2)  # fmt: skip
    words = f"since day {stay.first}" if stay is life.stays[-1] else count(stay.days, "day")
    _beside(axes, stay.first, end, row, words)


def _is_idle(stay: Stay) -> bool:
    return stay.where in IDLE


def _beside(axes: Axes, first: float, last: float, row: int, words: str) -> None:
    """Words to the right of a bar or line, or to its left where the frame is near, or else upon it."""
    left, right = axes.get_xlim()
    room = NEEDS_ROOM * (right - left)
    look: dict[str, Any] = {"va": "center", "fontsize": SMALL, "color": INK, "textcoords": "offset points"}
    look["bbox"] = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
    look["zorder"] = 2.5
    if right - last > room:
        axes.annotate(words, (last, row + 0.5), xytext=(7, 0), ha="left", **look)
    elif first - left > room:
        axes.annotate(words, (first, row + 0.5), xytext=(-7, 0), ha="right", **look)
    else:
        axes.annotate(words, ((first + last) / 2, row + 0.5), xytext=(0, 0), ha="center", **look)


def _draw_promise(axes: Axes, row: int, promise: Promise) -> None:
    """A line from the day on which it was told to the day promised, or on which it was replaced."""
    given_up = promise.fate == "renewed" and promise.ended is not None
    end = min(promise.due, promise.ended) if given_up and promise.ended is not None else promise.due
    axes.plot([promise.told, end], [row + 0.5] * 2, color=INK, linewidth=1.3, zorder=2)
    axes.plot(promise.told, row + 0.5, marker="|", markersize=9, color=INK, zorder=3)
    look = FATES.get(promise.fate, FATES["open"])
    axes.plot(end, row + 0.5, markersize=7.5, zorder=3, **look)
    _beside(axes, promise.told, end, row, f"day {promise.due}: {promise.fate}")


def _draw_trust(axes: Axes, life: Life) -> None:
    first, last = axes.get_xlim()
    days, levels = _curve(life, min(last, life.last_day))
    seen = levels[(days >= first) & (days <= last)]
    axes.plot(days, levels, color=BLUE, linewidth=1.8, zorder=2)
    for up, marker, colour in ((True, "^", BLUE), (False, "v", VERMILION)):
        moved = [move for move in life.trust if move.of_request and (move.of_request > 0) == up]
        axes.scatter([move.day for move in moved], [move.after for move in moved], marker=marker, s=60, color=colour,
                     edgecolor="white", linewidth=0.7, zorder=3)  # fmt: skip
    level_axis(axes, seen, "", narrowest=0.2)
    axes.locator_params(axis="y", nbins=4)
    mark_days(axes, int(last))
    axes.set_xlabel("working day", labelpad=2)
    faint_grid(axes)
    _draw_ends(axes, life, name=False)
    marks = [move for move in life.trust if move.of_request]
    words = f"; through this request {signed(100 * sum(move.of_request for move in marks), 1)} points" if marks else ""
    words += ", some of it later" if any(move.day > last for move in marks) else ""
    axes.set_title(f"trust of {life.user} in IT{words}", loc="left", fontsize=9.5, color=INK, pad=4)


def _curve(life: Life, last: float) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Trust by day: forgetting slopes from move to move, the rest is a step."""
    points = [(float(move.day), level) for move in life.trust for level in (move.before, move.after)]
    points.append((max(last, points[-1][0]), points[-1][1]))
    days, levels = zip(*points, strict=True)
    return np.array(days), np.array(levels)
