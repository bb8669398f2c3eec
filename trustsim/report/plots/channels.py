"""Who serves the needs: IT, the unit's own team, an outside provider, or nobody; and what is worked around."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from trustsim.measures.needs_account import NeedsAccount, needs_account
from trustsim.records.naming import word
from trustsim.report.plots.bands import Band, at_least_two, name_ends, stack
from trustsim.report.plots.page import MARGIN, SIZE, Page, plain_statement, source_line
from trustsim.report.plots.style import ORANGE, Floats, day_axis, numbers, percent
from trustsim.report.words import listed
from trustsim.scenario.schema import Scenario
from trustsim.vocabulary import DAYS_PER_MONTH, Channel, RequestState

NAME = "channels"
WINDOW = 3 * DAYS_PER_MONTH
FIRST_SHARES = DAYS_PER_MONTH
CLEAR = 0.05
TINY_SHARE = 0.005
TALL = (SIZE[0], 6.4)

IT, WORKED_AROUND = (
    Band("needs_it", "IT", "#dfe8ee", ""),
    Band("needs_workaround", "IT, worked around", "#b9c8d2", "...."),
)
OTHERS = (
    Band("needs_shadow", "own teams", ORANGE, "////"),
    Band("needs_vendor", "outside provider", "#5e4b8b", ""),
    Band("needs_without", "given up", "#f7f7f7", "xxx"),
)
CHANNELS = (IT, *OTHERS)
WITH = {
    "needs_shadow": "{} with own teams",
    "needs_vendor": "{} outside",
    "needs_without": "{} with nobody",
}
WENT = {
    "needs_shadow": "own teams got {}",
    "needs_vendor": "an outside provider got {}",
    "needs_without": "{} were given up",
}


def draw(tables: Mapping[str, pd.DataFrame], scenario: Scenario, seed: int) -> Page:
    """The picture of the channels that needs were taken to, for one run."""
    daily, source = tables["daily"], source_line(scenario, f"seed {seed}")
    so_far = {band.key: np.nan_to_num(numbers(daily, band.key)) for band in (*CHANNELS, WORKED_AROUND)}
    if daily.empty or not sum(float(so_far[band.key][-1]) for band in CHANNELS):
        return plain_statement("No need arose, so nobody was asked", source)
    days, needs = numbers(daily, "day"), by_arrival(tables["requests"], len(daily))
    if not any(so_far[band.key].any() for band in OTHERS):
        return _all_to_it(days, so_far, source, needs_account(daily))
    page = Page(f"{_headline(so_far)}{_trend(needs)}", f"{_KEY} {_counted(needs_account(daily))}", source, size=TALL)
    left, right = MARGIN + 0.6, page.width - MARGIN - 1.7
    middle = page.bottom + 0.5 + 0.42 * (page.top - page.bottom - 0.5)
    _draw_shares(page.panel(left, right, bottom=middle + 0.25), days, rolling_shares(needs))
    _draw_so_far(page.panel(left, right, top=middle), days, so_far)
    return page


_KEY = (
    "Above: needs that arose in the last 63 days, by where they are when the run ends. Below: all needs so far, by "
    "where they were that day; dots: in use from IT and worked around."
)


def _counted(account: NeedsAccount) -> str:
    """Which needs are in the picture, and how many are not."""
    if not account.at_start:
        return "All needs are counted."
    more = f"{account.at_start:,} more {'was' if account.at_start == 1 else 'were'} open before"
    return f"Needs count from day 1 on; {more}."


def _all_to_it(days: Floats, so_far: dict[str, Floats], source: str, account: NeedsAccount) -> Page:
    """Nobody else served anything: a sentence, and where something is worked around, a picture of that."""
    all_to_it = f"{_all(int(so_far[IT.key][-1]))} taken to IT"
    around = int(so_far[WORKED_AROUND.key][-1])
    if not around:
        return plain_statement(f"{all_to_it}, and none of them is worked around", source)
    title = f"{all_to_it}; {around} of them {'is' if around == 1 else 'are'} in use and worked around"
    page = Page(title, f"All needs so far. Numbers: on the last day. {_counted(account)}", source)
    _draw_so_far(page.panel(MARGIN + 0.6, page.width - MARGIN - 1.7), days, so_far)
    return page


def _all(needs: int) -> str:
    return "The one need was" if needs == 1 else f"All {needs} needs were"


def by_arrival(requests: pd.DataFrame, days: int) -> dict[str, Floats]:
    """Needs that arose from day 1 on, counted up by the day they arose, by where they were taken in the end."""
    arose, channel = numbers(requests, "arose"), requests["channel"].astype(str).to_numpy()
    ended = np.where((requests["state"] == word(RequestState.DROPPED)).to_numpy(), word(Channel.WITHOUT), channel)
    edges = np.arange(1, days + 2)
    return {
        band.key: np.cumsum(np.histogram(arose[ended == name], edges)[0]).astype(np.float64)
        for band, name in zip(CHANNELS, map(word, Channel), strict=True)
    }


def rolling_shares(needs: Mapping[str, Floats]) -> dict[str, Floats]:
    """The share of each channel in the needs that arose in the last 63 days; NaN where none arose."""
    recent = {name: _over_window(values) for name, values in needs.items()}
    total = np.sum(list(recent.values()), axis=0)
    with np.errstate(invalid="ignore"):
        return {name: np.where(total > 0, values / total, np.nan) for name, values in recent.items()}


def _over_window(values: Floats) -> Floats:
    before = np.concatenate([np.zeros(min(WINDOW, len(values))), values[:-WINDOW]])
    return np.asarray(values - before, dtype=np.float64)


def _draw_shares(axes: Axes, days: Floats, shares: dict[str, Floats]) -> None:
    """The stack of shares, without the first weeks, in which a few needs would make it jump."""
    begin = min(FIRST_SHARES, len(days)) - 1
    later, cut = at_least_two(days[begin:], {name: values[begin:] for name, values in shares.items()})
    stack(axes, later, cut, CHANNELS)
    axes.set_ylim(0, 1)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100"])
    axes.set_ylabel("% of needs, 63 days")
    day_axis(axes, int(days[-1]), "")
    axes.tick_params(axis="x", labelbottom=False)
    ends = {band.key: float(cut[band.key][-1]) for band in CHANNELS}
    if np.isfinite(ends[IT.key]):
        _name(axes, ends, percent, CHANNELS)


def _draw_so_far(axes: Axes, days: Floats, so_far: dict[str, Floats]) -> None:
    parts = {**so_far, IT.key: np.maximum(0.0, so_far[IT.key] - so_far[WORKED_AROUND.key])}
    bands = [band for band in (IT, WORKED_AROUND, *OTHERS) if band is IT or parts[band.key].any()]
    stack(axes, *at_least_two(days, parts), bands)
    axes.set_ylim(0, max(1.0, axes.get_ylim()[1]))
    axes.set_ylabel("needs so far")
    axes.locator_params(axis="y", nbins=5, integer=True)
    day_axis(axes, int(days[-1]))
    _name(axes, {band.key: float(parts[band.key][-1]) for band in bands}, lambda many: f"{many:.0f}", bands)


def _name(axes: Axes, ends: dict[str, float], words: Callable[[float], str], bands: Sequence[Band]) -> None:
    heights = np.array([ends[band.key] for band in bands])
    names = [f"{words(ends[band.key])} {band.words}" for band in bands]
    name_ends(axes, names, np.cumsum(heights) - heights / 2, bands)


def _headline(so_far: dict[str, Floats]) -> str:
    """Where the needs ended, or wait."""
    needs = {band.key: float(so_far[band.key][-1]) for band in CHANNELS}
    total = sum(needs.values())
    shares = {name: many / total for name, many in needs.items()}
    others = [WITH[band.key].format(percent(shares[band.key])) for band in OTHERS if shares[band.key] >= TINY_SHARE]
    if not others:
        return f"All but {total - needs[IT.key]:.0f} of {_many(total)} ended with IT"
    with_it = f"{percent(shares[IT.key])} of {_many(total)} ended with IT"
    return listed([with_it, *others])


def _many(needs: float) -> str:
    return f"{needs:,.0f} need{'s' * (needs != 1)}"


def _trend(needs: dict[str, Floats]) -> str:
    """The channel whose share changed most from the first half of the run to the second; nothing if hardly any did."""
    total = np.sum(list(needs.values()), axis=0)
    half = len(total) // 2 - 1
    if half < 0 or not total[half] or total[-1] <= total[half]:
        return ""
    shares = {
        band.key: (
            float(needs[band.key][half] / total[half]),
            float((needs[band.key][-1] - needs[band.key][half]) / (total[-1] - total[half])),
        )
        for band in OTHERS
    }
    most = max(shares, key=lambda name: abs(shares[name][1] - shares[name][0]))
    first, second = shares[most]
    if abs(second - first) < CLEAR:
        return ""
    return f"; {WENT[most].format(percent(first))} in the first half, {percent(second)} in the second"
