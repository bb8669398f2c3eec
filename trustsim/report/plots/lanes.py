"""What was done about the relationship: entries of the timeline, and changes of leadership, as lanes above a curve."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from trustsim.records.happenings import Happening, kind_words
from trustsim.records.naming import word
from trustsim.report.plots.labels import Box
from trustsim.report.plots.page import Page
from trustsim.report.plots.style import DPI, INK, PURPLE, SMALL
from trustsim.scenario.timeline import KINDS
from trustsim.vocabulary import InterventionKind

BEGAN, ENDED = word(Happening.INTERVENTION_BEGAN), word(Happening.INTERVENTION_ENDED)
LEADERSHIP = {word(Happening.CIO_REPLACED): "new CIO", word(Happening.OUTSOURCED): "outsourced"}
DRAWN_OTHERWISE = kind_words(list(InterventionKind).index(InterventionKind.PROCESS))
INSTANT = {kind.value.replace("_", " ") for kind in InterventionKind if KINDS[kind].instant}
LANE = 0.21
MOST_LANES = 5
CLEAR = 0.12
FAINT_LINE: dict[str, Any] = {"color": "#9a9a9a", "linewidth": 0.8, "linestyle": (0, (1, 2))}


class Span(NamedTuple):
    """Something that was done: in words, its first day, its last one (None: it stayed), and whether it took one day."""

    words: str
    first: int
    last: int | None
    instant: bool


class Placed(NamedTuple):
    """A span with its place: ends of its line and left end of its words in inches, and its lane from the top."""

    span: Span
    begin: float
    end: float
    words: float
    lane: int


class Lanes(NamedTuple):
    """Spans with their places, and how many are left out for want of room."""

    placed: list[Placed]
    left_out: int

    @property
    def height(self) -> float:
        """Inches that the lanes take."""
        return LANE * (1 + max(one.lane for one in self.placed)) + 0.05 if self.placed else 0.0


def spans(events: pd.DataFrame) -> list[Span]:
    """What the log tells of the timeline and of leadership from day 1 on, by first day.

    Changes of the process are left to ``marks``, and what an entry of the timeline brought about to that entry.
    """
    began = events[(events["kind"] == BEGAN) & (events["day"] >= 1)]
    ended = events[events["kind"] == ENDED]
    ends: dict[str, int] = dict(zip(ended["subject"].astype(str), ended["day"].astype(int), strict=True))
    found = []
    for subject, day, a in zip(began["subject"].astype(str), began["day"], began["a"], strict=True):
        name = kind_words(int(a))
        if name != DRAWN_OTHERWISE:
            last = ends.get(subject)
            found.append(Span(name, int(day), None if last is None else last - 1, name in INSTANT))
    return sorted(found + _leadership(events, set(began["event"])), key=lambda span: (span.first, span.words))


def _leadership(events: pd.DataFrame, entries: set[int]) -> list[Span]:
    """Changes of leadership that came by themselves."""
    changed = events[events["kind"].isin(list(LEADERSHIP)) & (events["day"] >= 1) & ~events["cause"].isin(entries)]
    return [
        Span(LEADERSHIP[str(kind)], int(day), int(day), True)
        for kind, day in zip(changed["kind"], changed["day"], strict=True)
    ]


def arrange(found: list[Span], last_day: int, width: float) -> Lanes:
    """Give each span the first lane in which neither its line nor its words touch another; ``width`` in inches.

    Where the lanes do not suffice, the arrow of what stayed ends after its words, to make room for others.
    """
    scratch = Page("", "", "")
    words = [scratch.extent(scratch.figure.text(0, 0, span.words, fontsize=SMALL))[0] for span in found]
    wide = _arranged(found, words, last_day, width, short=False)
    return wide if not wide.left_out else _arranged(found, words, last_day, width, short=True)


def _arranged(found: list[Span], words: list[float], last_day: int, width: float, *, short: bool) -> Lanes:
    taken: list[float] = []
    placed: list[Placed] = []
    for span, length in zip(found, words, strict=True):
        one = _place(span, length, width / max(last_day, 1), width, short=short)
        lane = next((lane for lane, end in enumerate(taken) if end + CLEAR <= min(one.begin, one.words)), len(taken))
        if lane < MOST_LANES:
            taken[lane : lane + 1] = [max(one.end, one.words + length)]
            placed.append(one._replace(lane=lane))
    return Lanes(placed, len(found) - len(placed))


def _place(span: Span, length: float, a_day: float, width: float, *, short: bool) -> Placed:
    """Where a span's line and words lie; the words to the right of where it begins unless the frame ends there."""
    begin = min(width, span.first * a_day)
    offset = 0.13 if span.instant else 0.05
    words = begin + offset
    if words + length > width:
        words = begin - offset - length if span.instant else width - length
    if span.instant:
        return Placed(span, begin, begin, words, 0)
    if span.last is None:
        return Placed(span, begin, min(width, words + length + 0.1) if short else width, words, 0)
    return Placed(span, begin, min(width, span.last * a_day), words, 0)


def draw_lanes(page: Page, axes: Axes, lanes: Lanes, left: float, right: float, bottom: float) -> list[Box]:
    """Draw the lanes from ``bottom`` inches up: words over a line while something is done, a diamond for one day.

    A faint line leads down into the panel from where each begins; an arrow says that it stayed. The boxes of the
    faint lines come back, in pixels of the panel.
    """
    if not lanes.placed:
        return []
    panel = page.panel(left, right, bottom=bottom, top=bottom + lanes.height)
    panel.set(xlim=(0, right - left), ylim=(0, lanes.height))
    panel.set_axis_off()
    for one in lanes.placed:
        foot = lanes.height - LANE * (one.lane + 1)
        axes.axvline(one.span.first, zorder=0.5, **FAINT_LINE)
        panel.plot([one.begin] * 2, [0, foot + 0.02], **FAINT_LINE)
        paper = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
        panel.text(one.words, foot + 0.055, one.span.words, fontsize=SMALL, color=INK, va="bottom", bbox=paper)
        _draw_line(panel, one, foot + 0.03)
    frame = axes.get_window_extent()
    return [Box(one.begin * DPI - 1, 0, one.begin * DPI + 1, frame.height) for one in lanes.placed]


def _draw_line(panel: Axes, one: Placed, height: float) -> None:
    look: dict[str, Any] = {"color": PURPLE, "clip_on": False}
    if one.span.instant:
        panel.plot(one.begin, height + 0.08, marker="D", markersize=5, **look)
        return
    panel.plot([one.begin, one.end], [height] * 2, linewidth=2, solid_capstyle="butt", **look)
    panel.plot(one.begin, height, marker="|", markersize=7, markeredgewidth=1.5, **look)
    over = one.span.last is not None and one.end < panel.get_xlim()[1]
    panel.plot(one.end, height, marker="|" if over else ">", markersize=7 if over else 5, **look)
