"""Panels side by side for what an analysis says: one a base or a difference between bases, with the same scales."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from trustsim.analysis.idle import MOVES, is_told
from trustsim.analysis.results import Analysis
from trustsim.experiment.plan import Experiment
from trustsim.measures.responses import responses
from trustsim.report.plots.page import MARGIN, Page
from trustsim.report.plots.style import BLACK, BLUE, GREEN, INK, ORANGE, PURPLE, SKY, VERMILION, count, printable
from trustsim.scenario.wording import listed

MOST_PANELS = 3
INTERVALS = "95\N{NO-BREAK SPACE}% intervals"
GAP = 0.35
LINES = (BLUE, VERMILION, GREEN, PURPLE, BLACK, ORANGE, SKY)
DASHES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (8, 2)), (0, (2, 1)))
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
MARKER_WORDS = ("dots", "squares", "triangles", "diamonds", "triangles down", "plus signs", "crosses")
"""Factors are told apart by colour, dash and marker at once; the eighth begins anew."""


class Subject(NamedTuple):
    """What the panels of a picture are about.

    Attributes:
        analysis: all results.
        experiment: what was run.
        measure: a measure, or a daily curve.
        views: labels of bases and differences, a panel each.
    """

    analysis: Analysis
    experiment: Experiment
    measure: str
    views: Sequence[str]

    def rows(self, table: str, view: str, having: str = "id") -> pd.DataFrame:
        """The rows of a table about one view that have a figure in a column; none where there is no such table."""
        found = self.analysis.tables.get(table)
        if found is None:
            return pd.DataFrame()
        who = "difference" if "view" not in found.columns else "view"
        what = "curve" if "curve" in found.columns else "measure"
        here = (found.frame[who] == view) & (found.frame[what] == self.measure)
        return found.frame[here].dropna(subset=[having])

    def having(self, table: str, column: str) -> Subject | None:
        """The same, with only the views that have any figure in a column; None where none has."""
        views = [view for view in self.views if len(self.rows(table, view, column))]
        return self._replace(views=views) if views else None

    def words(self, view: str) -> str:
        """``partnership``, or ``partnership less waterfall-contract``."""
        labels = [base.label for base in self.experiment.bases]
        pairs = {f"{one}-{other}": f"{one} less {other}" for one in labels for other in labels}
        return printable(view if view in labels else pairs.get(view, view), 80)

    def leaders(self, told: Sequence[str], verb: str = "matters most") -> str:
        """A title: ``x matters most``, or ``x matters most in a, y in b``.

        Args:
            told: the leader of each view; empty where none can be told.
            verb: what it does.
        """
        where = {
            name: listed([self.words(v) for v, one in zip(self.views, told, strict=True) if one == name], "and")
            for name in dict.fromkeys(told)
        }
        nobody = where.pop("", None)
        if not where:
            return f"{self.measure}: no factor can be told to lead"
        if len(where) == 1 and nobody is None:
            return f"{self.measure}: {next(iter(where))} {verb}"
        (first, views), *rest = where.items()
        others = f", {listed([f'{name} in {words}' for name, words in rest], 'and')}" if rest else ""
        none = f"; none can be told to lead in {nobody}" if nobody else ""
        return f"{self.measure}: {first} {verb} in {views}{others}{none}"

    @property
    def unit(self) -> str:
        """``trust.end (0-1)``: the name on an axis."""
        known = responses().get(self.measure)
        return printable(f"{self.measure} ({known.unit})" if known else self.measure, 60)

    @property
    def source(self) -> str:
        """Where a picture comes from."""
        counts = self.analysis.tables["sweep"]
        points, runs = (int(counts.value(name, "value")) for name in ("points", "replications"))
        each = count(runs, "run") + " each"
        return f"trustsim · {printable(self.experiment.title, 90)} · {count(points, 'design point')} · {each}"


def side_by_side(page: Page, subject: Subject, left: float, foot: float = 0.55, head: float = 0.3) -> list[Axes]:
    """A panel a view, its label above it; ``left`` inches are kept free for the names of rows or of the y-axis."""
    number = len(subject.views)
    head = head if number == 1 or not any(" less " in subject.words(view) for view in subject.views) else head + 0.17
    width = (page.width - 2 * MARGIN - left - GAP * (number - 1)) / number
    axes = []
    for index, view in enumerate(subject.views):
        begin = MARGIN + left + index * (width + GAP)
        axes.append(page.panel(begin, begin + width, bottom=page.bottom + foot, top=page.top - head))
        if number > 1:
            title = axes[-1].set_title("", loc="left", fontsize=9.5, color=INK, weight="bold")
            page.wrap(title, subject.words(view), width)
    return axes


def short(words: str, longest: int = 28) -> str:
    """The name of a row: cut in the middle where it is long, so that both ends can be told."""
    text = printable(words)
    half = (longest - 1) // 2
    return text if len(text) <= longest else f"{text[:half]}…{text[-half:]}"


def room(axes: Axes, low: float, high: float, *, zero: bool = False) -> None:
    """The x-axis from ``low`` to ``high`` with some room, and with a line at zero."""
    low, high = (min(low, 0.0), max(high, 0.0)) if zero else (low, high)
    spare = 0.06 * (high - low) or 0.5 * abs(high) or 1.0
    axes.set_xlim(low - spare, high + spare)
    axes.locator_params(axis="x", nbins=4)
    axes.grid(visible=True, axis="x", color="#e6e6e6", linewidth=0.7)
    axes.set_axisbelow(True)
    if zero:
        axes.axvline(0.0, color=INK, linewidth=0.9, zorder=1.5)


def largest(frame: pd.DataFrame, column: str) -> Any:
    """The row with the largest value of a column, signs left aside; None where there is none."""
    values = np.abs(frame[column].to_numpy(dtype=float))
    return frame.iloc[int(np.nanargmax(values))] if np.isfinite(values).any() else None


def leader(frame: pd.DataFrame, name: str, column: str, low: str = "low", high: str = "high") -> str:
    """The name of the row with the largest figure; empty where it cannot be told from what luck alone would make."""
    row = largest(frame, column)
    told = row.get("verdict")
    moves = told == MOVES if told else bool(row[column]) and is_told(row[low], row[high], row.get("floor", 0.0))
    return str(row[name]) if moves else ""


def span(frames: Sequence[pd.DataFrame], columns: Sequence[str]) -> tuple[float, float]:
    """The lowest and the highest of all that is known in these columns; 0 and 1 where nothing is."""
    values = np.concatenate([frame[column].to_numpy(dtype=float).ravel() for frame in frames for column in columns])
    known = values[np.isfinite(values)]
    return (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
