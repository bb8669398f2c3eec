"""Trust over time, with the largest moves explained by what the ledger says was behind them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.text import Text

from trustsim.measures.relationship import users_about_it
from trustsim.report.plots.headlines import trust_headline
from trustsim.report.plots.labels import Box, Layout, pixels
from trustsim.report.plots.lanes import Lanes, arrange, draw_lanes, spans
from trustsim.report.plots.marks import go_lives, mark_go_lives, mark_process_changes, process_changes
from trustsim.report.plots.page import MARGIN, SIZE, Page, plain_statement, source_line
from trustsim.report.plots.stages import STRIP, Spell, draw_spells, spells, worst_of
from trustsim.report.plots.style import (
    BLUE,
    DPI,
    INK,
    SMALL,
    SOFT_INK,
    Floats,
    day_axis,
    faint_grid,
    level_axis,
    numbers,
    signed,
)
from trustsim.report.plots.turning import Cause, Leg, cause, legs, trust_at_start, whole_cause
from trustsim.report.words import illness
from trustsim.scenario.schema import Scenario

NAME = "trust"
LABEL_WIDTH = 1.75


def draw(tables: Mapping[str, pd.DataFrame], scenario: Scenario, seed: int) -> Page:
    """The picture of trust for one run."""
    daily, source = tables["daily"], source_line(scenario, f"seed {seed}")
    if daily.empty:
        return plain_statement("No day was worked, so there is no trust to show", source)
    ledger = users_about_it(tables["ledger"])
    days, curve = _curve(daily, ledger, scenario.organisation.users)
    releases = go_lives(tables["requests"])
    changes = process_changes(tables["events"], scenario)
    main = whole_cause(days, curve, ledger, tables["requests"], scenario.organisation.users)
    stages, left, right = spells(daily), MARGIN + 0.6, SIZE[0] - MARGIN - 0.1
    lanes = arrange(spans(tables["events"]), int(days[-1]), right - left)
    strip = STRIP if stages else 0.0
    title = trust_headline(days, curve, releases, changes, main) + _how_ill(stages)
    key = _key(scenario, len(releases) > 0, lanes, len(stages) > 0)
    page = Page(title, key, source, size=(SIZE[0], SIZE[1] + lanes.height + strip))
    axes = page.panel(left, right, top=page.top - lanes.height - strip)
    band = _draw_curve(axes, days, curve, numbers(daily, "trust_spread"))
    draw_spells(page, axes, stages, left, right, page.top - lanes.height - strip)
    begun = draw_lanes(page, axes, lanes, left, right, page.top - lanes.height)
    marks = mark_go_lives(page, axes, releases) + mark_process_changes(page, axes, changes)
    moves = legs(days, curve, at=[change.day - 1 for change in changes])
    notes = [(leg, cause(leg, ledger, tables["requests"], scenario.organisation.users)) for leg in moves]
    _annotate(page, axes, (days, curve, *band), notes, marks, begun)
    return page


def _curve(daily: pd.DataFrame, ledger: pd.DataFrame, users: int) -> tuple[Floats, Floats]:
    """Days from 0 and trust on each evening; day 0 is the start."""
    trust = numbers(daily, "trust")
    start = trust_at_start(trust, ledger, users)
    first = float(daily["day"].iloc[0]) - 1.0
    return np.concatenate([[first], numbers(daily, "day")]), np.concatenate([[start], trust])


def _how_ill(stages: list[Spell]) -> str:
    """``; the relationship reached flu on day 210``, or began at it, or nothing where it stayed healthy."""
    worst = worst_of(stages)
    if worst is None:
        return ""
    if worst.before < 1:
        return f"; the relationship began at {illness(worst.stage)}"
    return f"; the relationship reached {illness(worst.stage)} on day {worst.before + 1}"


def _key(scenario: Scenario, batches: bool, lanes: Lanes, ill: bool) -> str:
    users = scenario.organisation.users
    key = ["Line: trust in IT of the one user." if users == 1 else f"Line: trust in IT, mean of {users} users."]
    key += [] if users == 1 else ["Band: one standard deviation between users to either side."]
    key += ["Notes: the largest moves, and what moved trust most in those days."]
    key += ["Triangles, with its number: a release of several requests goes live."] if batches else []
    key += ["Grey: stages of the relationship, the darker the worse."] if ill else []
    key += ["Above: what was done, and for how long; an arrow: it stayed."] if lanes.placed else []
    key += [f"{lanes.left_out} more found no room there."] if lanes.left_out else []
    return " ".join(key)


def _draw_curve(axes: Axes, days: Floats, curve: Floats, spread: Floats) -> tuple[Floats, Floats]:
    """Draw line and band; the band's lower and upper edge come back."""
    around = np.nan_to_num(np.concatenate([spread[:1], spread]))
    low, high = np.clip(curve - around, 0, 1), np.clip(curve + around, 0, 1)
    axes.fill_between(days, low, high, color=BLUE, alpha=0.16, linewidth=0)
    axes.plot(days, curve, color=BLUE, linewidth=2.2)
    level_axis(axes, np.concatenate([low, high]), "trust in IT, from 0 to 1")
    day_axis(axes, int(days[-1]))
    faint_grid(axes)
    return low, high


def _words(leg: Leg, why: Cause | None) -> tuple[str, str]:
    """The two parts of a note: how much and when, and the cause."""
    when = f"day {leg.last}" if leg.last == leg.first + 1 else f"days {leg.first + 1} to {leg.last}"
    if why is None:
        return f"{signed(leg.change)}, {when}", ""
    release = "" if why.release is None else f", release\N{NO-BREAK SPACE}{why.release}"
    return f"{signed(leg.change)}, {when}", f"{why.words}{release}"


def _annotate(
    page: Page,
    axes: Axes,
    shape: tuple[Floats, Floats, Floats, Floats],
    notes: list[tuple[Leg, Cause | None]],
    marks: list[Box],
    faint: list[Box],
) -> None:
    """Write the notes where there is room.

    Where there is not, first widen the y-axis, then cross the ``faint`` marks, then the band.
    """
    texts = [_note(page, *_words(leg, why)) for leg, why in notes]
    limits = axes.get_ylim()
    tries = [(widen, True, [*marks, *faint]) for widen in (0.0, 0.1, 0.2)] if faint else []
    tries += [(widen, True, marks) for widen in (0.0, 0.1, 0.2, 0.3, 0.5)]
    tries += [(widen, False, marks) for widen in (0.2, 0.5)]
    best: list[Box | None] = []
    for widen, spare_band, spared in tries:
        axes.set_ylim(max(0.0, limits[0] - widen), min(1.0, limits[1] + widen))
        best = _places(page, axes, shape, texts, [leg for leg, _ in notes], spared, spare_band)
        if all(best):
            break
    for (leg, _), text, box in zip(notes, texts, best, strict=True):
        _write_note(axes, (leg.middle, float(np.interp(leg.middle, shape[0], shape[1]))), text, box)


def _note(page: Page, what: str, why: str) -> Text:
    text = page.figure.text(0, 0, "", fontsize=SMALL, color=INK, va="bottom", ha="left", linespacing=1.2, zorder=5)
    page.wrap(text, why, LABEL_WIDTH)
    text.set_text(f"{what}\n{text.get_text()}" if why else what)
    return text


def _places(
    page: Page,
    axes: Axes,
    shape: tuple[Floats, Floats, Floats, Floats],
    texts: list[Text],
    moves: list[Leg],
    marks: list[Box],
    spare_band: bool,
) -> list[Box | None]:
    """A free box in panel pixels for each note, or None."""
    frame = axes.get_window_extent()
    days, curve, low, high = shape
    xs, ys = pixels(axes, days, curve)
    layout = Layout(frame.width, frame.height)
    layout.block_line(xs, ys)
    if spare_band:
        layout.cover_band(xs, pixels(axes, days, low)[1], pixels(axes, days, high)[1])
    for box in marks:
        layout.cover_box(box)
    places = []
    for text, leg in zip(texts, moves, strict=True):
        width, height = (inches * DPI for inches in page.extent(text))
        anchor = float(np.interp(leg.middle, days, xs)), float(np.interp(leg.middle, days, ys))
        places.append(layout.place(width, height, anchor))
    return places


def _write_note(axes: Axes, anchor: tuple[float, float], text: Text, box: Box | None) -> None:
    """Put the dot, the pointer and the note; without room only the dot stays."""
    axes.plot(*anchor, marker="o", markersize=6, color="white", markeredgecolor=INK, markeredgewidth=1.3, zorder=4)
    if box is None:
        text.remove()
        return
    frame = axes.get_window_extent()
    text.set_transform(axes.transAxes)
    text.set_position((box.left / frame.width, box.bottom / frame.height))
    x, y = (float(one[0]) for one in pixels(axes, np.array([anchor[0]]), np.array([anchor[1]])))
    end = box.nearest(x, y)
    length = float(np.hypot(end[0] - x, end[1] - y))
    if length <= 12:
        return
    shares = np.array([8 / length, 1 - 4 / length])
    axes.plot(
        (x + shares * (end[0] - x)) / frame.width,
        (y + shares * (end[1] - y)) / frame.height,
        color=SOFT_INK,
        linewidth=0.8,
        transform=axes.transAxes,
        zorder=3,
    )
