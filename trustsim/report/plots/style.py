"""How every picture looks: one set of colours, sizes and words for numbers.

The colours are those of Okabe and Ito (2008), told apart by people who see colour differently (their
purple is darkened, so that words in it can be read);
no picture relies on colour alone: line styles, markers, hatches and words carry the same meaning.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import matplotlib.style
import numpy as np
import pandas as pd
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator
from numpy.typing import NDArray

from trustsim.report.dates import month_ticks, tick_words
from trustsim.text import one_line

Floats = NDArray[np.float64]

BLACK = "#000000"
ORANGE = "#E69F00"
SKY = "#56B4E9"
GREEN = "#009E73"
BLUE = "#0072B2"
VERMILION = "#D55E00"
PURPLE = "#A3477F"

INK = "#222222"
SOFT_INK = "#5a5a5a"
FAINT = "#c4c4c4"
PAPER = "#ffffff"

DPI = 150
SMALL = 8.5
TINY = 7.5

RC: dict[str, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": SOFT_INK,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": False,
    "axes.unicode_minus": True,
    "xtick.color": SOFT_INK,
    "ytick.color": SOFT_INK,
    "xtick.labelsize": 9,
    "ytick.labelsize": 9,
    "hatch.linewidth": 0.6,
    "svg.hashsalt": "trustsim",
    "svg.fonttype": "path",
}


@contextmanager
def look() -> Iterator[None]:
    """Draw inside this: matplotlib's own defaults with ours on top, and the caller's settings back afterwards."""
    with matplotlib.style.context(["default", RC]):
        yield


def numbers(frame: pd.DataFrame, column: str) -> Floats:
    """One column as floats, a missing value as NaN; empty for an empty table."""
    return np.asarray(frame[column].to_numpy(dtype=float, na_value=np.nan), dtype=np.float64)


def signed(value: float, digits: int = 2) -> str:
    """``+0.05`` or, with a true minus sign, ``−0.12``."""
    return f"{round(value, digits) + 0.0:+.{digits}f}".replace("-", "\N{MINUS SIGN}")  # + 0.0: no minus nought


def percent(share: float) -> str:
    """``69 %``, kept on one line."""
    return f"{100 * share:.0f}\N{NO-BREAK SPACE}%"


def count(number: int, noun: str) -> str:
    """``1 request``, ``12 requests``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[int]:
    path = font_manager.findfont(font_manager.FontProperties(family="DejaVu Sans"))
    return frozenset(font_manager.get_font(path).get_charmap())


def printable(text: str, limit: int = 500) -> str:
    """Free text on one line, at most ``limit`` characters; what the font cannot draw becomes a question mark."""
    line = one_line(text)
    line = textwrap.shorten(line, limit, placeholder=" …") if len(line) > limit else line
    return "".join(sign if ord(sign) in _glyphs() else "?" for sign in line)


def day_axis(axes: Axes, last: int, label: str | None = None) -> None:
    """Days on the x-axis, from the evening before day 1 to ``last``, with a few marks at whole months or years.

    Where nothing else is to be said the marks' own words are the label: ``day 126`` over ``6 months``.
    """
    axes.set_xlim(0, max(last, 1))
    mark_days(axes, last)
    axes.set_xlabel(_LABEL_OF_DAYS if label is None and not _marked_in_months(axes) else label or "")


_LABEL_OF_DAYS = "working day"
_INCHES_A_MARK = 0.82


def mark_days(axes: Axes, last: int) -> None:
    """Mark an x-axis of working days in whole months or years, as there is room; in days where it is short."""
    figure = axes.get_figure(root=True)
    assert figure is not None  # axes are made on a page
    width = axes.get_position().width * figure.get_size_inches()[0]
    first, end = axes.get_xlim()
    share = min(1.0, (end - first) / max(last, 1))
    ticks = [day for day in month_ticks(last, max(1, int(width / share / _INCHES_A_MARK))) if first <= day <= end]
    if len(ticks) < 2:
        axes.locator_params(axis="x", nbins=6, integer=True)
        return
    axes.set_xticks(ticks, [tick_words(day) for day in ticks])


def _marked_in_months(axes: Axes) -> bool:
    return isinstance(axes.xaxis.get_major_locator(), FixedLocator)


def level_axis(axes: Axes, values: Floats, label: str, narrowest: float = 0.5) -> None:
    """A 0-1 quantity on the y-axis: room for all ``values``, at least ``narrowest`` wide, in whole tenths.

    The least width keeps a small wobble from looking like a landslide.
    """
    known = values[np.isfinite(values)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.25, 0.75)
    spare = max(0.0, narrowest - (high - low)) / 2
    bottom = np.floor(round((low - spare) * 10, 6)) / 10
    top = np.ceil(round((high + spare) * 10, 6)) / 10
    bottom, top = max(0.0, bottom), min(1.0, top)
    axes.set_ylim(min(bottom, max(0.0, top - narrowest)), max(top, min(1.0, bottom + narrowest)))
    axes.locator_params(axis="y", nbins=6)
    axes.set_ylabel(label)


def faint_grid(axes: Axes) -> None:
    """Thin horizontal lines behind the data, to read values by."""
    axes.grid(visible=True, axis="y", color="#e6e6e6", linewidth=0.7)
    axes.set_axisbelow(True)


def spread_out(wanted: Floats, gap: float, low: float, high: float) -> Floats:
    """Positions near ``wanted``, in the same order, at least ``gap`` apart and inside ``low`` to ``high``.

    Where they cannot all have their gap they share the space evenly. Used for labels at the end of lines.
    """
    places = np.clip(wanted, low, high)
    order = np.argsort(places, kind="stable")
    gap = min(gap, (high - low) / max(1, len(wanted) - 1)) if len(wanted) > 1 else gap
    sorted_places = places[order]
    for index in range(1, len(sorted_places)):
        sorted_places[index] = max(sorted_places[index], sorted_places[index - 1] + gap)
    if len(sorted_places):
        sorted_places[-1] = min(sorted_places[-1], high)
    for index in range(len(sorted_places) - 2, -1, -1):
        sorted_places[index] = min(sorted_places[index], sorted_places[index + 1] - gap)
    places[order] = sorted_places
    return places
