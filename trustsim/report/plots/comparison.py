"""Worlds compared: how the headline measure came about day by day, and every measure on one scale."""

from __future__ import annotations

import math
import warnings
from collections import Counter
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes

from trustsim.compare.comparison import Comparison, Finding
from trustsim.compare.pairs import Pairs
from trustsim.compare.verdict import Verdict
from trustsim.measures.responses import bounds_of_measure, label_of_measure
from trustsim.records.columns import DAILY
from trustsim.records.short_names import of_daily
from trustsim.report.differences import digits, own_digits
from trustsim.report.differences import figure as written
from trustsim.report.differences import signed as written_signed
from trustsim.report.plots.page import MARGIN, Page
from trustsim.report.plots.style import (
    BLACK,
    BLUE,
    GREEN,
    INK,
    ORANGE,
    PURPLE,
    SMALL,
    SOFT_INK,
    VERMILION,
    Floats,
    count,
    day_axis,
    faint_grid,
    level_axis,
    printable,
    spread_out,
)
from trustsim.report.words import listed
from trustsim.statistics.bounds import reach as within
from trustsim.statistics.intervals import Interval, t_quantile

CURVE, FOREST = "curve", "forest"
UNTOLD = Verdict.CANNOT_TELL
FEW = 10
MOST_BANDS = 3
MOST_TOLD = 24
LABEL_WIDTH = 1.55
ROUNDING = 1e-9
MINUS = "\N{MINUS SIGN}"


class Look(NamedTuple):
    """How a world is drawn, so that worlds can be told apart in grey as well."""

    colour: str
    line: str | tuple[int, tuple[int, ...]]
    marker: str


LOOKS = (
    Look(BLUE, "-", "o"),
    Look(VERMILION, (0, (6, 2)), "s"),
    Look(GREEN, (0, (2, 1)), "D"),
    Look(PURPLE, (0, (6, 2, 1, 2)), "^"),
    Look(ORANGE, (0, (1, 1)), "v"),
    Look(BLACK, (0, (8, 2, 1, 2, 1, 2)), "P"),
)


def look_of(place: int) -> Look:
    """The look of a world by its place; with more than six worlds looks come again."""
    return LOOKS[place % len(LOOKS)]


def draw_curve(comparison: Comparison, pairs: Pairs) -> Page:
    """A daily measure in all runs of each world, and below it the paired difference, day by day."""
    curves = [pairs.curves(place) for place in range(len(pairs.worlds))]
    page = Page(_curve_title(comparison, pairs.curve, curves), _curve_key(comparison), _source(comparison), (9.0, 6.6))
    right = page.width - MARGIN - LABEL_WIDTH
    middle = page.bottom + 0.5 + 0.36 * (page.top - page.bottom - 0.5)
    upper = page.panel(MARGIN + 0.65, right, bottom=middle + 0.2)
    lower = page.panel(MARGIN + 0.65, right, top=middle - 0.2)
    _draw_worlds(page, upper, comparison, pairs.curve, curves)
    _draw_differences(page, lower, comparison, pairs.curve, curves)
    page.figure.align_ylabels([upper, lower])
    upper.set_xlabel("")
    upper.tick_params(axis="x", labelbottom=False)
    return page


def _draw_worlds(page: Page, axes: Axes, comparison: Comparison, curve: str, curves: list[Floats]) -> None:
    days = np.arange(1.0, curves[0].shape[1] + 1)
    every = np.concatenate([runs.ravel() for runs in curves])
    _level(axes, curve, every)
    for place, runs in enumerate(curves):
        look = look_of(place)
        _draw_runs(axes, days, runs, look, bands=len(curves) <= MOST_BANDS)
        axes.plot(days, _over_runs(runs), color=look.colour, linestyle=look.line, linewidth=2.2)
    day_axis(axes, len(days))
    faint_grid(axes)
    ends = [_last(_over_runs(runs)) for runs in curves]
    names = [printable(world.label, 60) for world in comparison.worlds]
    _name_ends(page, axes, ends, names, list(range(len(curves))), signs=False)


def _draw_runs(axes: Axes, days: Floats, runs: Floats, look: Look, *, bands: bool) -> None:
    """How far the runs of a world lie apart: each by itself where they are few, else a band of nine of ten."""
    if not bands:
        return
    if len(runs) < FEW:
        axes.plot(days, runs.T, color=look.colour, linewidth=0.5, alpha=0.5)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # days on which no run has a value
        low, high = np.nanquantile(runs, [0.05, 0.95], axis=0)
    axes.fill_between(days, low, high, color=look.colour, alpha=0.18, linewidth=0)


def _draw_differences(page: Page, axes: Axes, comparison: Comparison, curve: str, curves: list[Floats]) -> None:
    days = np.arange(1.0, curves[0].shape[1] + 1)
    axes.axhline(0, color=INK, linewidth=1.0, zorder=1)
    ends = []
    for place, runs in enumerate(curves[1:], start=1):
        look, (mean, lower, upper) = look_of(place), _paired(runs - curves[0], curve)
        axes.fill_between(days, lower, upper, color=look.colour, alpha=0.25, linewidth=0)
        axes.plot(days, mean, color=look.colour, linestyle=look.line, linewidth=2.0)
        ends.append(_last(mean))
    day_axis(axes, len(days))
    faint_grid(axes)
    low, high = axes.get_ylim()
    spare = 0.06 * (high - low)
    axes.set_ylim(low - spare, high + spare)
    axes.locator_params(axis="y", nbins=5)
    axes.set_ylabel("paired difference")
    reference, *others = [printable(world.label, 60) for world in comparison.worlds]
    names = [f"{other} less {reference}" for other in others]
    _name_ends(page, axes, ends, names, list(range(1, len(curves))), signs=True)


def _name_ends(page: Page, axes: Axes, ends: list[float], names: list[str], places: list[int], *, signs: bool) -> None:
    """What each line is, beside its end."""
    low, high = axes.get_ylim()
    texts = []
    for end, name, place in zip(ends, names, places, strict=True):
        text = axes.text(1.02, 0, "", transform=axes.get_yaxis_transform(), fontsize=SMALL, va="center")
        text.set(color=look_of(place).colour if look_of(place).colour != ORANGE else INK, linespacing=1.05)
        value = written_signed(end, _decimals(low, high)) if signs else written(end, _decimals(low, high))
        page.wrap(text, f"{value.replace('-', MINUS)} {printable(name, 60)}", LABEL_WIDTH - 0.05)
        texts.append(text)
    inch = (high - low) / (axes.get_window_extent().height / axes.figure.dpi)
    tallest = max(page.extent(text)[1] for text in texts) * inch
    wanted = np.nan_to_num(np.array(ends, dtype=np.float64), nan=(low + high) / 2)
    for text, y in zip(texts, spread_out(wanted, tallest * 1.15, low + tallest / 2, high - tallest / 2), strict=True):
        text.set_y(float(y))


def _level(axes: Axes, curve: str, values: Floats) -> None:
    """The y-axis of a daily measure."""
    about = DAILY[curve]
    name = label_of_measure(curve)
    if about.unit in ("0-1", "share"):
        level_axis(axes, values, name)
        return
    axes.set_ylabel(f"{name}, {about.unit}")
    axes.locator_params(axis="y", nbins=6)
    axes.margins(y=0.05)


def _paired(differences: Floats, curve: str) -> tuple[Floats, Floats, Floats]:
    """Mean difference a day, and the ends of its 95 % interval by t where half of the pairs have a value."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # days on which no pair has a value
        mean = np.nanmean(differences, axis=0)
        deviation = np.nanstd(differences, axis=0, ddof=1)
    number = np.sum(np.isfinite(differences), axis=0)
    least = max(2, len(differences) / 2)
    quantiles = {n: t_quantile(n - 1) if n >= least else math.nan for n in np.unique(number).tolist()}
    reach = np.array([quantiles[n] for n in number.tolist()])
    half = reach * deviation / np.sqrt(np.maximum(number, 1))
    return mean, *within(mean, half, bounds_of_measure(curve).of_difference)


def _over_runs(runs: Floats) -> Floats:
    """Mean over runs of each day."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.asarray(np.nanmean(runs, axis=0), dtype=np.float64)


def _last(values: Floats) -> float:
    """The last value that there is."""
    known = values[np.isfinite(values)]
    return float(known[-1]) if len(known) else math.nan


def _decimals(low: float, high: float) -> int:
    return min(max(0, 2 - math.floor(math.log10(max(high - low, 1e-9)))), 3) if high > low else 2


def _curve_title(comparison: Comparison, curve: str, curves: list[Floats]) -> str:
    """Where the two worlds end, and how sure their difference is; of more worlds, that they are shown."""
    name = of_daily(curve)
    name = f"{name[0].upper()}{name[1:]}"
    reference, *others = [printable(world.label, 60) for world in comparison.worlds]
    if len(others) > 1:
        return f"{name}: {count(len(others), 'world')} beside {reference}, day by day"
    found = _paired(curves[1] - curves[0], curve)
    known = np.flatnonzero(np.isfinite(found[0]))
    if not len(known):
        return f"{name}: there is nothing to compare"
    end, low, high = (float(one[known[-1]]) for one in found)
    reach = max(end - low, high - end)
    if end == 0 and not reach > 0:
        return f"{name}: {others[0]} ends where {reference} does"
    places = max(_decimals(0, abs(end) + (reach if math.isfinite(reach) else 0.0)), min(own_digits(end), 3))
    where = "above" if end > 0 else "below"
    told = f"{name}: {others[0]} ends {written(abs(end), places)} {where} {reference}"
    if not ROUNDING * abs(end) < reach < math.inf:
        return told
    return f"{told} (95 % interval {written(low, places)} to {written(high, places)})".replace(" -", f" {MINUS}")


def _curve_key(comparison: Comparison) -> str:
    worlds, number = len(comparison.worlds), len(comparison.seeds)
    spread = "" if worlds > MOST_BANDS else " Thin lines: each run." if number < FEW else " Bands: nine runs of ten."
    return (
        f"Above, lines: mean over {count(number, 'run')} of each world.{spread} "
        "Below: mean of the paired differences, with the 95 % interval of each day by itself."
    )


def draw_forest(comparison: Comparison) -> Page:
    """The differences of all measures in standard deviations of single runs, with their intervals."""
    measures = comparison.measures[:MOST_TOLD]
    rows, worlds = len(measures), len(comparison.findings)
    row = 0.36 + 0.17 * (worlds - 1)
    page = Page(
        _forest_title(comparison),
        _forest_key(comparison),
        _source(comparison),
        (9.0, 2.35 + row * rows + 0.25 * (worlds > 1)),
    )
    axes = page.panel(MARGIN + 2.55, page.width - MARGIN - 2.35, top=page.top - (0.45 if worlds > 1 else 0.2))
    axes.axvline(0, color=INK, linewidth=1.0, zorder=1)
    for place, findings in enumerate(comparison.findings, start=1):
        for line, found in enumerate(findings[:MOST_TOLD]):
            _draw_finding(axes, found, line + _offset(place, worlds), look_of(place), first=place == 1)
    _finish_forest(axes, comparison, rows)
    return page


def _offset(place: int, worlds: int) -> float:
    """Rows of a measure lie close together, so that they are seen as its own."""
    return 0.0 if worlds == 1 else min(0.6, 0.4 + 0.05 * (worlds - 2)) * ((place - 1) / (worlds - 1) - 0.5)


def _draw_finding(axes: Axes, found: Finding, y: float, look: Look, *, first: bool) -> None:
    along = axes.get_yaxis_transform()
    if first:
        name = f"{found.response.words}\n({found.response.name})"
        axes.text(-0.03, round(y), name, transform=along, fontsize=SMALL - 0.5, ha="right", va="center")
    scaled = standardised(found)
    if scaled is not None:
        face = look.colour if found.response.better else "white"
        axes.plot([scaled.low, scaled.high], [y, y], color=look.colour, linewidth=1.6, marker="|", zorder=2)
        axes.plot(
            scaled.estimate, y, marker=look.marker, markersize=4.5, color=look.colour, markerfacecolor=face, zorder=3
        )
    axes.text(1.03, y, _own_unit(found), transform=along, fontsize=SMALL, va="center", color=INK)


def standardised(found: Finding) -> Interval | None:
    """A difference in standard deviations of single runs, turned so that better is to the right; None without any."""
    difference, sign = found.difference, found.response.better or 1
    if found.alike and (found.spread > 0 or not difference.estimate):  # a point without an interval
        at = sign * difference.estimate / found.spread if difference.estimate else 0.0
        return Interval(at, at, at)
    if not (math.isfinite(difference.half_width) and found.spread > 0):
        return None
    low, middle, high = sorted(sign * bound / found.spread for bound in difference)
    return Interval(low, middle, high)


def _own_unit(found: Finding) -> str:
    places = digits(found)
    difference = found.difference
    if not math.isfinite(difference.estimate):
        return "missing"
    told = written_signed(difference.estimate, places)
    if found.alike and found.pairs > 1:
        told += " (exactly)" if found.may_differ == 0 else " (all alike)"
    elif math.isfinite(difference.half_width):
        told += f" ({written(difference.low, places)} to {written(difference.high, places)})"
    return told.replace("-", MINUS)


def _finish_forest(axes: Axes, comparison: Comparison, rows: int) -> None:
    axes.set_ylim(rows - 0.5, -0.5)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    low, high = axes.get_xlim()
    widest = max(abs(low), abs(high), 1.0)
    axes.set_xlim(min(low, -0.12 * widest), max(high, 0.12 * widest))
    axes.locator_params(axis="x", nbins=7)
    axes.grid(visible=True, axis="x", color="#e6e6e6", linewidth=0.7)
    axes.set_axisbelow(True)
    axes.set_xlabel("difference, in standard deviations of single runs")
    axes.text(1.03, -0.62, "difference (95 % interval)", transform=axes.get_yaxis_transform(), fontsize=SMALL,
              color=SOFT_INK, va="bottom")  # fmt: skip
    if len(comparison.findings) > 1:
        _name_worlds(axes, comparison)


def _name_worlds(axes: Axes, comparison: Comparison) -> None:
    handles = []
    for place, world in enumerate(comparison.worlds[1:], start=1):
        look = look_of(place)
        (line,) = axes.plot([], [], color=look.colour, marker=look.marker, label=printable(world.label, 40))
        handles.append(line)
    axes.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(-0.65, 1.0), ncols=3, frameon=False, fontsize=SMALL,
        borderaxespad=0.1,
    )  # fmt: skip


def _forest_title(comparison: Comparison) -> str:
    """In how many measures the other world is better, or worse, or not; of many worlds, that they are shown."""
    reference, *others = [printable(world.label, 60) for world in comparison.worlds]
    if len(others) > 1:
        return f"How far {count(len(others), 'world')} lie from {reference}, measure by measure"
    verdicts = Counter(found.verdict for found in comparison.findings[0][:MOST_TOLD])
    told = [f"{verdict} in {verdicts[verdict]}" for verdict in Verdict if verdicts[verdict] and verdict != UNTOLD]
    told += [f"cannot be told yet in {verdicts[UNTOLD]}"] if verdicts[UNTOLD] else []
    many, shown = len(comparison.measures), min(len(comparison.measures), MOST_TOLD)
    measures = count(many, "measure") if shown == many else f"the {shown} measures shown"
    return f"{others[0]} beside {reference}: {listed(told)} of {measures}"


def _forest_key(comparison: Comparison) -> str:
    hollow = any(found.response.better == 0 for found in comparison.findings[0])
    others = "the other world is" if len(comparison.findings) == 1 else "the others are"
    text = f"To the right: {others} better than {printable(comparison.worlds[0].label, 60)}"
    text += "; hollow: neither is better, to the right it is more." if hollow else "."
    left = len(comparison.measures) - MOST_TOLD
    text += f" {left} further measures are in comparison.csv." if left > 0 else ""
    bare = any(found.may_differ > 0 for findings in comparison.findings for found in findings)
    text += " Lines: 95 % intervals of the paired difference, each by itself"
    return f"{text}; none where all differences are alike." if bare else f"{text}."


def _source(comparison: Comparison) -> str:
    seeds = comparison.seeds
    days = count(comparison.worlds[0].scenario.run.horizon_days, "working day")
    labels = printable(", ".join(world.label for world in comparison.worlds), 90)
    return f"trustsim · {labels} · {count(len(seeds), 'pair')}, seeds {seeds[0]} to {seeds[-1]} · {days}"
