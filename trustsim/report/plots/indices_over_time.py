"""How much each factor matters day by day."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from trustsim.report.plots.page import Page
from trustsim.report.plots.panels import DASHES, INTERVALS, LINES, MARKERS, Subject, leader, short, side_by_side, span
from trustsim.report.plots.style import INK, SMALL, day_axis, faint_grid

SIZE = (9.0, 5.2)
MOST_LINES = 7
BANDS = 3
WORDS = {"total": "total index", "mu_star": "mean size of effects (mu*)", "share": "share of variance, by itself"}


def draw_over_time(asked: Subject) -> Page | None:
    """The index of each factor on the checkpoints of a curve; of Sobol indices the total ones."""
    subject = asked.having("over_time", "value")
    if subject is None:
        return None
    frames = [_main(subject.rows("over_time", view, "value")) for view in subject.views]
    names = _most(pd.concat(frames))
    index = str(frames[-1]["index"].iloc[0])
    page = Page(
        _title(subject, frames[-1]),
        _key(frames[-1], names, index) + subject.cut_words("over_time"),
        subject.source,
        size=SIZE,
    )
    low, high = _reach(frames, names)
    days = int(max(frame["day"].max() for frame in frames))
    top = max(high, 0.05)
    columns = min(len(names), 4)
    foot = 0.6 + 0.22 * int(np.ceil(len(names) / columns))
    panels = side_by_side(page, subject, 0.6, foot)
    for number, (axes, frame) in enumerate(zip(panels, frames, strict=True)):
        axes.set_ylim(min(low, 0.0) - 0.05 * top, 1.08 * top)
        for line, name in enumerate(names):
            _line(axes, frame[frame["factor"] == name], line, name)
        day_axis(axes, days)
        faint_grid(axes)
        axes.set_ylabel(WORDS[index] if number == 0 else "", fontsize=SMALL)
        axes.tick_params(labelleft=number == 0)
    lines, labels = panels[0].get_legend_handles_labels()
    where = (0.5, (page.bottom - 0.05) / page.height)
    look = {"fontsize": SMALL, "frameon": False, "handlelength": 3.2, "ncols": columns}
    page.figure.legend(lines, labels, loc="lower center", bbox_to_anchor=where, **look)
    return page


def _main(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["index"].isin(list(WORDS))] if len(frame) else frame


def _most(frame: pd.DataFrame) -> list[str]:
    """The factors with the largest index on any day in any panel."""
    return (
        frame.groupby("factor")["value"].max().sort_values(ascending=False, kind="stable").index.tolist()[:MOST_LINES]
    )


def _title(subject: Subject, frame: pd.DataFrame) -> str:
    """Who matters most on the first and on the last checkpoint, in the last of the panels."""
    days = frame["day"].min(), frame["day"].max()
    first, last = (leader(frame[frame["day"] == day], "factor", "value") for day in days)
    where = f" in {subject.words(subject.views[-1])}" if len(subject.views) > 1 else ""
    if first == last:
        most = f"{first} matters most" if first else "no factor can be told to matter most"
        return f"{subject.title}: {most} at first and at the end{where}"
    told = [
        f"{name} matters most on day {day}" if name else f"none can be told to on day {day}"
        for name, day in zip((first, last), days, strict=True)
    ]
    return f"{subject.title}: {', '.join(told)}{where}"


def _key(frame: pd.DataFrame, names: list[str], index: str) -> str:
    left_out = frame["factor"].nunique() - len(names)
    more = f" Left out, because they are smallest: {left_out}." if left_out > 0 else ""
    words = f"{WORDS[index][0].upper()}{WORDS[index][1:]}"
    bands = f"Bands: {INTERVALS}, of the {BANDS} largest." if len(names) > BANDS else f"Bands: {INTERVALS}."
    return f"{words} of each factor on the last day of each month of 21 days. {bands}{more}"


def _reach(frames: list[pd.DataFrame], names: list[str]) -> tuple[float, float]:
    """The lowest and the highest of all lines and bands."""
    lowest, highest = span(frames, ["value"])
    bands = [frame[frame["factor"].isin(names[:BANDS])] for frame in frames]
    low, high = span(bands, ["value", "low", "high"])
    return min(lowest, low), max(highest, high)


def _line(axes: Axes, frame: pd.DataFrame, line: int, name: str) -> None:
    days, value, low, high = (frame[column].to_numpy(dtype=float) for column in ("day", "value", "low", "high"))
    look = line % len(LINES)
    if line < BANDS:
        axes.fill_between(days, low, high, color=LINES[look], alpha=0.12, linewidth=0)
    axes.plot(
        days, value, color=LINES[look], linestyle=DASHES[look], marker=MARKERS[look], markersize=3.5, linewidth=1.5,
        markeredgecolor=INK, markeredgewidth=0.2, label=short(name, 24),
    )  # fmt: skip
