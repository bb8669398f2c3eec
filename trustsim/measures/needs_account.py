"""The account of needs: every need of a run is in one place of it, and so its parts sum up to the last need.

Whoever speaks of how many needs or requests went where takes the numbers from here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pandas as pd


class NeedsAccount(NamedTuple):
    """Needs that arose from day 1 on and those open on the evening before it, and where they are by now.

    The first two sum to ``whole``, and so do ``delivered``, ``in_hand``, ``shadow``, ``vendor`` and ``without``. The
    last three say how many of ``shadow``, ``vendor`` and ``without`` IT had refused.

    Attributes:
        arose: needs that arose from day 1 on.
        at_start: needs that were open on the evening before day 1, wherever they were taken.
        delivered: put into use by IT from day 1 on.
        in_hand: with IT and not yet in use, those put off included.
        shadow: taken to own teams, in use or waiting there.
        vendor: taken to the outside provider, in use or waiting there.
        without: given up.
        refused_shadow: refused by IT from day 1 on, and taken to own teams.
        refused_vendor: refused by IT from day 1 on, and taken to the outside provider.
        refused_without: refused by IT from day 1 on, and given up.
    """

    arose: float
    at_start: float
    delivered: float
    in_hand: float
    shadow: float
    vendor: float
    without: float
    refused_shadow: float
    refused_vendor: float
    refused_without: float

    @property
    def whole(self) -> float:
        """All needs of the account."""
        return self.arose + self.at_start

    @property
    def refused(self) -> float:
        """Needs that IT refused from day 1 on, wherever they went then."""
        return self.refused_shadow + self.refused_vendor + self.refused_without


_COLUMNS = (
    "needs", "needs_at_start", "delivered", "work_in_progress", "taken_shadow", "taken_vendor", "taken_without",
    "refused_shadow", "refused_vendor", "refused_without",
)  # fmt: skip
"""The daily columns that hold the parts, in their order."""

_PLACES = ("delivered", "in_hand", "shadow", "vendor", "without")
_REFUSED = {"shadow": "refused_shadow", "vendor": "refused_vendor", "without": "refused_without"}


def needs_account(daily: pd.DataFrame, day: int = -1) -> NeedsAccount:
    """The account on the evening of a row of the daily table, by its place; the last one unless it is said."""
    row = daily.iloc[day]
    return NeedsAccount(*(int(row[name]) for name in _COLUMNS))


def account_of(figures: Mapping[str, Any]) -> NeedsAccount:
    """The account from ``needs`` of a summary; of many runs, the means, in whole needs that still sum up."""
    if not isinstance(figures["arose"], Mapping):
        return NeedsAccount(**figures)
    return _in_whole_needs(NeedsAccount(**{name: float(figure["mean"]) for name, figure in figures.items()}))


def _in_whole_needs(means: NeedsAccount) -> NeedsAccount:
    """Rounded so that the parts sum to the whole: what is cut off goes to the parts of which most was cut off."""
    whole = round(means.whole)
    at_start = min(round(means.at_start), whole)
    places = _shared_out(whole, {name: getattr(means, name) for name in _PLACES})
    refused = {part: min(round(getattr(means, part)), places[place]) for place, part in _REFUSED.items()}
    return NeedsAccount(arose=whole - at_start, at_start=at_start, **places, **refused)


def _shared_out(whole: int, parts: Mapping[str, float]) -> dict[str, int]:
    """Whole numbers that sum to ``whole``, each less than one off its part (the method of largest remainders)."""
    shared = {name: math.floor(part) for name, part in parts.items()}
    remainders = sorted(parts, key=lambda name: shared[name] - parts[name])
    for name in remainders[: whole - sum(shared.values())]:
        shared[name] += 1
    return shared
