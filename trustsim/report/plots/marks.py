"""Marks that several pictures share along the days: go-lives of releases and changes of the process."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from trustsim.records.happenings import Happening
from trustsim.records.naming import word
from trustsim.report.plots.labels import Box, overlapping
from trustsim.report.plots.page import Page
from trustsim.report.plots.style import DPI, INK, SMALL, SOFT_INK, TINY, numbers
from trustsim.scenario.schema import Scenario
from trustsim.vocabulary import InterventionKind, Preset

PROCESS_CHANGED, INTERVENTION_ENDED = word(Happening.PROCESS_CHANGED), word(Happening.INTERVENTION_ENDED)
OF_PROCESS = list(InterventionKind).index(InterventionKind.PROCESS)
POLICIES = ("batching", "definition", "commitment", "reporting", "testing", "acceptance")
ROWS = 4
FOOT = 16.0


class GoLive(NamedTuple):
    """A release of several requests that went live: its number, the day, how many requests."""

    release: int
    day: int
    requests: int


class ProcessChange(NamedTuple):
    """A day on which the process changed, and to what."""

    day: int
    words: str


def go_lives(requests: pd.DataFrame) -> list[GoLive]:
    """Releases of two requests or more that went live from day 1 on, by day."""
    release, live = numbers(requests, "release"), numbers(requests, "live")
    found = []
    for number in np.unique(release[np.isfinite(live) & (live >= 1) & (release >= 0)]):
        days = live[(release == number) & np.isfinite(live)]
        if len(days) > 1:
            found.append(GoLive(int(number), int(days.max()), len(days)))
    return sorted(found, key=lambda mark: (mark.day, mark.release))


def process_changes(events: pd.DataFrame, scenario: Scenario) -> list[ProcessChange]:
    """Changes of the process that the log tells of from day 1 on, in words from the scenario's timeline."""
    changed = events[(events["kind"] == PROCESS_CHANGED) & (events["day"] >= 1)]
    words = {
        int(day): _to_what(str(what), scenario) for day, what in zip(changed["day"], changed["subject"], strict=True)
    }
    over = events[(events["kind"] == INTERVENTION_ENDED) & (events["a"] == OF_PROCESS) & (events["day"] >= 1)]
    words |= {int(day): "as before" for day in over["day"]}
    return [ProcessChange(day, words[day]) for day in sorted(words)]


def _to_what(subject: str, scenario: Scenario) -> str:
    """What the entry of the timeline that a change of the process is numbered after changes to."""
    number = int(subject.rpartition(" ")[2])
    if number >= len(scenario.timeline):
        return "process changes"  # an entry of a live session
    change = scenario.timeline[number]
    words = [preset_words(change.preset)] if change.preset is not None else []
    words += [f"{name} {value}" for name in POLICIES if (value := getattr(change, name)) is not None]
    words += [f"strength {change.strength:g}"] if change.strength < 1 else []
    return ", ".join(words)


def preset_words(preset: Preset) -> str:
    """``contract`` or ``partnership``, as people say it."""
    return {Preset.WATERFALL_CONTRACT: "contract", Preset.PARTNERSHIP: "partnership"}[preset]


def mark_go_lives(page: Page, axes: Axes, releases: list[GoLive]) -> list[Box]:
    """A light triangle at the foot for each go-live, with the release's number where there is room.

    The boxes that labels should not hide come back, in pixels of the panel.
    """
    frame = axes.get_window_extent()
    along = axes.get_xaxis_transform()
    free_from, taken = 0.0, []
    for mark in releases:
        axes.plot(mark.day, 0.014, marker="^", markersize=5, color="#9a9a9a", transform=along, clip_on=False)
        x = float(axes.transData.transform((mark.day, 0))[0]) - frame.x0
        taken.append(Box(x - 8, 0, x + 8, FOOT))
        text = axes.text(
            mark.day, 0.034, str(mark.release), transform=along, fontsize=TINY, color=SOFT_INK, ha="center", va="bottom"
        )
        half = page.extent(text)[0] * DPI / 2
        if x - half < free_from or x + half > frame.width:
            text.remove()
            continue
        free_from = x + half + 4
        taken.append(Box(x - half, 0, x + half, FOOT + page.extent(text)[1] * DPI + 4))
    return taken


def mark_process_changes(page: Page, axes: Axes, changes: list[ProcessChange]) -> list[Box]:
    """A dashed line for each change, with its words at the top where there is room; their boxes come back."""
    frame = axes.get_window_extent()
    lines: list[Box] = []
    labels: list[Box] = []
    for change in changes:
        axes.axvline(change.day, color=INK, linewidth=1.1, linestyle=(0, (5, 3)), zorder=1)
        x = float(axes.transData.transform((change.day, 0))[0]) - frame.x0
        lines.append(Box(x - 2, 0, x + 2, frame.height))
        label = _label_change(page, axes, change, x, labels)
        labels.extend([label] if label else [])
    return lines + labels


def _label_change(page: Page, axes: Axes, change: ProcessChange, x: float, others: list[Box]) -> Box | None:
    """Write ``from day 250: partnership`` beside the line, in the first row where it hides nothing."""
    frame = axes.get_window_extent()
    text = axes.text(0, 0, "", transform=axes.transAxes, fontsize=SMALL, color=INK, va="top", ha="left", style="italic")
    page.wrap(text, f"from day {change.day}: {change.words}", 1.9)
    width, height = (inches * DPI for inches in page.extent(text))
    for row in range(ROWS):
        top = frame.height - 4 - row * (height + 6)
        for left in (x + 6, x - 6 - width):
            box = Box(left, top - height, left + width, top)
            if left >= 0 and box.right <= frame.width and not overlapping([*others, box]):
                text.set_position((left / frame.width, top / frame.height))
                text.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 1.0})
                return box
    text.remove()
    return None
