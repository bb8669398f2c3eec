"""The cumulative flow diagram: how many requests had come how far, each day."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from trustsim.measures.needs_account import NeedsAccount, needs_account
from trustsim.report.plots.bands import Band, at_least_two, name_ends, stack
from trustsim.report.plots.marks import mark_process_changes, process_changes
from trustsim.report.plots.page import MARGIN, Page, plain_statement, source_line
from trustsim.report.plots.style import SKY, VERMILION, Floats, count, day_axis, numbers
from trustsim.scenario.schema import Scenario

NAME = "flow"
ENDED = (
    Band("delivered", "in use", "#dfe8ee", ""),
    Band("refusals", "refused", "#c4bcb4", ""),
    Band("agreed_away", "let go by agreement", "#ffffff", "||"),
)
IN_HAND = (
    Band("accepting", "in acceptance", "#8c6bb1", "..."),
    Band("building", "in build and test", SKY, ""),
    Band("defining", "in definition, ready", "#f2d479", "////"),
    Band("waiting", "waiting", VERMILION, "\\\\\\"),
    Band("deferred", "put off", "#8f8f8f", "xxx"),
)
BANDS = (*ENDED, *IN_HAND)
DOING = {"defining": "in definition or ready to be built"}


def draw(tables: Mapping[str, pd.DataFrame], scenario: Scenario, seed: int) -> Page:
    """The cumulative flow diagram of one run."""
    daily, source = tables["daily"], source_line(scenario, f"seed {seed}")
    counts = band_counts(daily)
    if daily.empty or sum(float(values.max()) for values in counts.values()) == 0:
        return plain_statement("No request was put to IT, so nothing flowed", source)
    page = Page(_headline(counts), _key(needs_account(daily), counts), source, size=(9.0, 6.4))
    right = page.width - MARGIN - 1.85
    middle = page.bottom + 0.5 + 0.36 * (page.top - page.bottom - 0.5)
    above = page.panel(MARGIN + 0.6, right, bottom=middle + 0.25)
    below = page.panel(MARGIN + 0.6, right, top=middle)
    changes = process_changes(tables["events"], scenario)
    days, counts = at_least_two(numbers(daily, "day"), counts)
    ended = tuple(band for band in ENDED if band.key == "delivered" or counts[band.key].any())
    _draw_bands(above, days, counts, (*ended, *IN_HAND))
    mark_process_changes(page, above, changes)
    _finish_above(above, counts, int(days[-1]), ended)
    _draw_bands(below, days, counts, IN_HAND)
    _finish_below(below, counts, int(days[-1]))
    return page


def band_counts(daily: pd.DataFrame) -> dict[str, Floats]:
    """Requests in each band by day; together they are all that was put to IT so far."""
    return {band.key: np.nan_to_num(numbers(daily, band.key)) for band in BANDS}


def _key(account: NeedsAccount, counts: dict[str, Floats]) -> str:
    """What is drawn, and how many of all needs it is about."""
    put = int(sum(values[-1] for values in counts.values()))
    needs = f"{account.whole:,} need{'s' * (account.whole != 1)}"
    before = f", {account.at_start:,} of them open at the start," if account.at_start else ""
    return (
        f"Above: the requests put to IT so far, by how far they have come; of {needs}{before} {put:,} were put to it. "
        "Below: work in hand alone. Numbers: on the last day."
    )


def _draw_bands(axes: Axes, days: Floats, counts: dict[str, Floats], bands: tuple[Band, ...]) -> None:
    stack(axes, days, counts, bands)
    axes.set_ylim(0, max(1.0, axes.get_ylim()[1]))
    axes.locator_params(axis="y", nbins=6, integer=True)


def _finish_above(axes: Axes, counts: dict[str, Floats], last: int, ended: tuple[Band, ...]) -> None:
    axes.set_ylabel("requests so far")
    day_axis(axes, last, "")
    axes.tick_params(axis="x", labelbottom=False)
    heights = np.array([*(counts[band.key][-1] for band in ended), sum(counts[band.key][-1] for band in IN_HAND)])
    words = [*(band.words for band in ended), "in hand"]
    names = [f"{height:,.0f} {word}" for height, word in zip(heights, words, strict=True)]
    name_ends(axes, names, np.cumsum(heights) - heights / 2, ended)


def _finish_below(axes: Axes, counts: dict[str, Floats], last: int) -> None:
    axes.set_ylabel("requests in hand")
    day_axis(axes, last)
    heights = np.array([counts[band.key][-1] for band in IN_HAND])
    places = zip(IN_HAND, heights, np.cumsum(heights) - heights / 2, strict=True)
    shown = [place for place in places if place[0].key != "deferred" or counts["deferred"].any()]
    names = [f"{height:.0f} {band.words}" for band, height, _ in shown]
    name_ends(axes, names, np.array([middle for *_, middle in shown]), [band for band, *_ in shown])


def _headline(counts: dict[str, Floats]) -> str:
    """How the work in hand changed, where most of it is, and how many came through."""
    in_hand = np.sum([counts[band.key] for band in IN_HAND], axis=0)
    start, end = int(in_hand[0]), int(in_hand[-1])
    through = f"{int(counts['delivered'][-1]) or 'none'} came into use"
    if refused := int(counts["refusals"][-1]):
        through += f" and {refused:,} {'was' if refused == 1 else 'were'} refused"
    if not _has_trend(in_hand):
        low, high = int(in_hand.min()), int(in_hand.max())
        between = f"stayed at {low}" if low == high else f"stayed between {low} and {high}"
        return f"Work in hand {between} requests while {through}"
    waited, waits = (int(counts["waiting"][day]) for day in (0, -1))
    if waits - waited > (end - start) / 2 > 0:
        return f"{count(waits, 'request')} wait{'s' * (waits == 1)} at the end, {waited} at the start; {through}"
    most = max(IN_HAND, key=lambda band: counts[band.key][-1])
    share = int(counts[most.key][-1])
    where = f", {'all' if share == end else share} of them {DOING.get(most.key, most.words)}" if end > 1 else ""
    moved = "grew" if end > start else "shrank"
    return f"Work in hand {moved} from {start} to {count(end, 'request')}{where}; {through}"


def _has_trend(values: Floats) -> bool:
    """Whether the last quarter lies clearly off the first, to the same side as the end off the start."""
    quarter = max(1, len(values) // 4)
    first, last = float(values[:quarter].mean()), float(values[-quarter:].mean())
    clear = abs(last - first) > max(2.0, 0.25 * max(first, last))
    return clear and (last - first) * float(values[-1] - values[0]) > 0
