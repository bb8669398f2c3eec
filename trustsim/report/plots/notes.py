"""Notes on a curve: how far it moved in its largest moves, and through what, written where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Text

from trustsim.report.breakdown import printed, tenths
from trustsim.report.plots.labels import Box, Layout, pixels
from trustsim.report.plots.page import Page
from trustsim.report.plots.style import DPI, INK, SOFT_INK, TINY, Floats
from trustsim.report.plots.turning import Leg, Why

LABEL_WIDTH = 1.9


class Shape(NamedTuple):
    """What is drawn where notes are to be written: the curve, its band, and other lines over the same days."""

    days: Floats
    curve: Floats
    low: Floats
    high: Floats
    others: Sequence[tuple[Floats, Floats]] = ()


def _words(leg: Leg, reason: Why | None) -> list[str]:
    """The lines of a note: how much and when, and what it came through, with and against it."""
    when = f"day {leg.last}" if leg.last == leg.first + 1 else f"days {leg.first + 1} to {leg.last}"
    lines = [f"{printed(tenths(leg.change))} points, {when}"]
    if reason is None:
        return lines
    first, *others = reason.parts
    release = "" if reason.release is None else f" (release\N{NO-BREAK SPACE}{reason.release})"
    lines.append(f"{first.words}{release}\N{NO-BREAK SPACE}{first.printed}")
    return lines + [f"{part.words}\N{NO-BREAK SPACE}{part.printed}" for part in others]


def annotate(
    page: Page,
    axes: Axes,
    shape: Shape,
    notes: list[tuple[Leg, Why | None]],
    marks: list[Box],
    faint: list[Box],
) -> None:
    """Write the notes where there is room.

    Where there is not, first widen the y-axis, then cross the ``faint`` marks, then the band. The other
    lines are never crossed: rather a move has no note.
    """
    texts = [_note(page, _words(leg, reason)) for leg, reason in notes]
    limits = axes.get_ylim()
    tries = [(widen, True, [*marks, *faint]) for widen in (0.0, 0.1, 0.2)] if faint else []
    tries += [(widen, True, marks) for widen in (0.0, 0.1, 0.2, 0.3, 0.5)]
    tries += [(widen, False, marks) for widen in (0.2, 0.5)]
    best: list[Box | None] = [None] * len(notes)
    scale = limits
    for widen, spare_band, spared in tries:
        axes.set_ylim(max(0.0, limits[0] - widen), min(1.0, limits[1] + widen))
        places = _places(page, axes, shape, texts, [leg for leg, _ in notes], spared, spare_band)
        if best.count(None) > places.count(None):
            best, scale = places, axes.get_ylim()
        if all(best):
            break
    axes.set_ylim(scale)
    for (leg, _), text, box in zip(notes, texts, best, strict=True):
        _write_note(axes, (leg.middle, float(np.interp(leg.middle, shape.days, shape.curve))), text, box)


def _note(page: Page, lines: list[str]) -> Text:
    text = page.figure.text(0, 0, "", fontsize=TINY, color=INK, va="bottom", ha="left", linespacing=1.15, zorder=5)
    wrapped = []
    for line in lines:
        page.wrap(text, line, LABEL_WIDTH)
        wrapped.append(text.get_text())
    text.set_text("\n".join(wrapped))
    return text


def _places(
    page: Page,
    axes: Axes,
    shape: Shape,
    texts: list[Text],
    moves: list[Leg],
    marks: list[Box],
    spare_band: bool,
) -> list[Box | None]:
    """A free box in panel pixels for each note, or None."""
    frame = axes.get_window_extent()
    xs, ys = pixels(axes, shape.days, shape.curve)
    layout = Layout(frame.width, frame.height)
    layout.block_line(xs, ys)
    if spare_band:
        layout.cover_band(xs, pixels(axes, shape.days, shape.low)[1], pixels(axes, shape.days, shape.high)[1])
    for line in shape.others:
        layout.cover_line(*pixels(axes, *line))
    for box in marks:
        layout.cover_box(box)
    places = []
    for text, leg in zip(texts, moves, strict=True):
        width, height = (inches * DPI for inches in page.extent(text))
        anchor = float(np.interp(leg.middle, shape.days, xs)), float(np.interp(leg.middle, shape.days, ys))
        places.append(layout.place(width, height, anchor))
    return places


def _write_note(axes: Axes, anchor: tuple[float, float], text: Text, box: Box | None) -> None:
    """Put the dot, the pointer and the note; without room there is none of them."""
    if box is None:
        text.remove()
        return
    axes.plot(*anchor, marker="o", markersize=6, color="white", markeredgecolor=INK, markeredgewidth=1.3, zorder=4)
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
