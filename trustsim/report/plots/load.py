"""What developers' time goes into: the load on IT by kind of work, over time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from trustsim.records.columns import KINDS_OF_EFFORT
from trustsim.report.plots.bands import Band, at_least_two, name_ends, stack
from trustsim.report.plots.page import MARGIN, Page, plain_statement, source_line
from trustsim.report.plots.style import ORANGE, VERMILION, Floats, day_axis, numbers, percent
from trustsim.report.words import listed
from trustsim.scenario.schema import Scenario
from trustsim.vocabulary import DAYS_PER_MONTH

NAME = "load"
MONTH, QUARTER = DAYS_PER_MONTH, 3 * DAYS_PER_MONTH
LONG = 1000
TINY_SHARE = 0.02
CLEAR = 0.05
LEAST_TOLD = 0.005


class Group(NamedTuple):
    """Kinds of effort that are drawn as one band."""

    band: Band
    kinds: tuple[str, ...]


GROUPS = (
    Group(Band("build", "building", "#cfe0ea", ""), ("build",)),
    Group(Band("fix", "fixes", "#8ec9ec", "////"), ("fix",)),
    Group(Band("edict", "edicts", "#333333", ""), ("edict",)),
    Group(Band("support", "support", "#e3b94d", ""), ("support",)),
    Group(Band("orphans", "orphans", ORANGE, "xxx"), ("orphans",)),
    Group(Band("services", "core services", VERMILION, "...."), ("incident", "reserved")),
    Group(Band("improvement", "improvements", "#6aa88f", "\\\\\\"), ("improvement",)),
    Group(Band("overheads", "overheads", "#8f8f8f", "----"), ("red_tape", "switching")),
    Group(Band("away", "tours of duty", "#b79bc9", "++"), ("away",)),
    Group(Band("idle", "idle", "#ffffff", ""), ("idle",)),
)
EXPLAINED = {
    "services": "Core services: incidents, and time reserved for them.",
    "overheads": "Overheads: forms, sign-offs, and switching between tasks.",
}
REST = Band("rest", "other", "#b0b0b0", "||")


def draw(tables: Mapping[str, pd.DataFrame], scenario: Scenario, seed: int) -> Page:
    """The picture of the load on IT for one run."""
    daily, source = tables["daily"], source_line(scenario, f"seed {seed}")
    efforts = {kind: np.nan_to_num(numbers(daily, f"effort_{kind}")) for kind in KINDS_OF_EFFORT}
    total = sum(float(values.sum()) for values in efforts.values())
    if not total:
        return plain_statement("No developer could do anything, so there is no load to show", source)
    bands, values, rest = grouped(efforts)
    page = Page(_headline(bands, values), _key(len(daily), bands, rest), source)
    axes = page.panel(MARGIN + 0.6, page.width - MARGIN - 1.5)
    smooth = {name: smoothed(effort) for name, effort in values.items()}
    days = numbers(daily, "day")
    stack(axes, *at_least_two(days, smooth), bands)
    _finish(axes, smooth, bands, int(days[-1]))
    return page


def grouped(efforts: Mapping[str, Floats]) -> tuple[list[Band], dict[str, Floats], list[str]]:
    """The bands to draw, bottom to top, with the efforts of each; and the words of those drawn together as ``other``.

    Bands without any effort are left out. Those that never reach 2 % of the time are drawn together, if several.
    """
    known = {kind for group in GROUPS for kind in group.kinds}
    strays = [kind for kind in efforts if kind not in known]
    values = {group.band.key: _summed(efforts, group.kinds) for group in GROUPS}
    values[REST.key] = _summed(efforts, strays)
    total = np.maximum(smoothed(np.sum(list(values.values()), axis=0)), 1e-12)
    used = [group.band for group in GROUPS if values[group.band.key].any()]
    tiny = [band for band in used if float((smoothed(values[band.key]) / total).max()) < TINY_SHARE]
    if len(tiny) < 2:
        tiny = []
    values[REST.key] = values[REST.key] + _summed(values, [band.key for band in tiny])
    bands = [band for band in used if band not in tiny] + ([REST] if values[REST.key].any() else [])
    words = [band.words for band in tiny] + [kind.replace("_", " ") for kind in strays if efforts[kind].any()]
    return bands, {band.key: values[band.key] for band in bands}, words


def _summed(efforts: Mapping[str, Floats], names: list[str] | tuple[str, ...]) -> Floats:
    nothing = np.zeros(len(next(iter(efforts.values()))))
    return np.asarray(np.sum([nothing, *(efforts[name] for name in names)], axis=0), dtype=np.float64)


def window(days: int) -> int:
    """Days over which the efforts of so long a run are smoothed: a month, or three where months would be a thicket."""
    return MONTH if days <= LONG else QUARTER


def smoothed(values: Floats) -> Floats:
    """The mean of the last 21 days (63 in a long run), or of as many as there were."""
    span = window(len(values))
    sums = np.cumsum(values)
    before = np.concatenate([np.zeros(min(span, len(sums))), sums[:-span]])
    return np.asarray((sums - before) / np.minimum(np.arange(1, len(sums) + 1), span))


def _key(days: int, bands: list[Band], rest: list[str]) -> str:
    mean = f"mean of {window(days)} days"
    key = [f"Height: what developers could do a day, by what it went into, {mean}. Numbers: the last mean."]
    key += [EXPLAINED[band.key] for band in bands if band.key in EXPLAINED]
    return " ".join([*key, f"Other: {', '.join(rest)}."] if rest else key)


def _finish(axes: Axes, smooth: dict[str, Floats], bands: list[Band], last: int) -> None:
    heights = np.array([smooth[band.key][-1] for band in bands])
    axes.set_ylabel("person-days a day")
    day_axis(axes, last)
    axes.locator_params(axis="y", nbins=6)
    shares = heights / max(float(heights.sum()), 1e-12)
    names = [f"{percent(share)} {band.words}" for share, band in zip(shares, bands, strict=True)]
    name_ends(axes, names, np.cumsum(heights) - heights / 2, bands)


def _headline(bands: list[Band], values: dict[str, Floats]) -> str:
    """What took most of developers' time over the whole run, and what grew or shrank most."""
    total = np.sum(list(values.values()), axis=0)
    shares = {band.words: float(values[band.key].sum() / total.sum()) for band in bands}
    most = sorted(shares, key=lambda words: -shares[words])[:3]
    parts = [f"{percent(shares[words])} {words}" for words in most if shares[words] >= LEAST_TOLD]
    return f"Developers' time over the whole run: {listed(parts)}{_trend(bands, values, total)}"


def _trend(bands: list[Band], values: dict[str, Floats], total: Floats) -> str:
    """The band whose share changed most from the first quarter of the run to the last; nothing if hardly any did."""
    quarter = len(total) // 4
    if not quarter or not total[:quarter].any() or not total[-quarter:].any():
        return ""
    first = {band.words: float(values[band.key][:quarter].sum() / total[:quarter].sum()) for band in bands}
    last = {band.words: float(values[band.key][-quarter:].sum() / total[-quarter:].sum()) for band in bands}
    most = max(first, key=lambda words: abs(last[words] - first[words]))
    if abs(last[most] - first[most]) < CLEAR:
        return ""
    verb = "grew" if last[most] > first[most] else "shrank"
    early = f"{percent(first[most])} in days 1 to {quarter}"
    late = f"{percent(last[most])} in days {len(total) - quarter + 1} to {len(total)}"
    return f"; {most} {verb} most, from {early} to {late}"
