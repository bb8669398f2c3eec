"""Stages of the relationship behind a curve: a quiet grey for each, and a strip above that names them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from trustsim.records.naming import words
from trustsim.report.plots.page import Page
from trustsim.report.plots.style import INK, SMALL, SOFT_INK, TINY, numbers
from trustsim.vocabulary import Stage

LIGHT, DARK = 0.965, 0.77
STRIP = 0.19


class Spell(NamedTuple):
    """Days on end in one stage: the stage, the evening before they began, and the last of them."""

    stage: Stage
    before: int
    last: int


def spells(daily: pd.DataFrame) -> list[Spell]:
    """The stages that a relationship went through, in order; none at all where it stayed healthy."""
    stage, days = numbers(daily, "stage"), numbers(daily, "day")
    if not (stage > Stage.HEALTHY).any():
        return []
    starts = np.flatnonzero(np.diff(stage, prepend=-1.0))
    lasts = [*(starts[1:] - 1), len(stage) - 1]
    return [
        Spell(Stage(int(stage[start])), int(days[start]) - 1, int(days[last]))
        for start, last in zip(starts, lasts, strict=True)
    ]


def shade(stage: Stage) -> str:
    """A light grey, the darker the worse; white for a healthy relationship."""
    if stage is Stage.HEALTHY:
        return "1.0"
    worst = max(Stage)
    return f"{LIGHT - (LIGHT - DARK) * (stage - 1) / (worst - 1):.3f}"


def draw_spells(page: Page, axes: Axes, found: list[Spell], left: float, right: float, bottom: float) -> None:
    """Shade the panel, and name the stages in a strip above it, from ``bottom`` inches up, where there is room."""
    if not found:
        return
    for spell in found:
        axes.axvspan(spell.before, spell.last, facecolor=shade(spell.stage), linewidth=0, zorder=0)
    strip = page.panel(left, right, bottom=bottom, top=bottom + STRIP)
    strip.set(xlim=axes.get_xlim(), ylim=(0, 1))
    strip.set_axis_off()
    inches = (right - left) / (axes.get_xlim()[1] - axes.get_xlim()[0])
    for spell in found:
        width = spell.last - spell.before
        strip.add_patch(
            Rectangle((spell.before, 0), width, 1, facecolor=shade(spell.stage), edgecolor=SOFT_INK, linewidth=0.5)
        )
        name = strip.text(
            spell.before + width / 2, 0.46, words(spell.stage), fontsize=SMALL, color=INK, ha="center", va="center"
        )
        if page.extent(name)[0] + 0.06 > width * inches:
            name.set_fontsize(TINY)
        if page.extent(name)[0] + 0.04 > width * inches:
            name.remove()


def worst_of(found: list[Spell]) -> Spell | None:
    """The first spell of the worst stage; None where there is none."""
    return max(found, key=lambda spell: (spell.stage, -spell.before), default=None)
