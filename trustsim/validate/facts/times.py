"""How long it takes from need to use, and how evenly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trustsim.records.naming import word
from trustsim.statistics.durations import Durations
from trustsim.validate.facts.fact import Fact, Tables
from trustsim.vocabulary import Channel

if TYPE_CHECKING:
    import pandas as pd

SHORTEST = 0.5
"""Days; what is in use on the day on which it arose."""


def lead_times(tables: Tables) -> Durations:
    """Days from need to use of what arose from day 1 on and is IT's, at least ``SHORTEST``.

    What is not in use when the run ends has lasted at least until then. Who looked at what is in use alone would take
    the quick ones for all.
    """
    rows = tables["requests"]
    ours = rows[(rows["channel"] == word(Channel.IT)) & (rows["arose"] >= 1)]
    is_over = ours["live"].notna()
    return Durations(
        _days(ours["live"][is_over] - ours["arose"][is_over]), _days(len(tables["daily"]) - ours["arose"][~is_over])
    )


def _days(lengths: pd.Series[int]) -> list[float]:
    return lengths.astype(float).clip(lower=SHORTEST).tolist()


FACTS = (
    Fact("lead time, median, days", lambda tables: lead_times(tables).median()),
    Fact("lead time, coefficient of variation", lambda tables: lead_times(tables).variation()),
    Fact("lead time, Weibull shape", lambda tables: lead_times(tables).weibull_shape()),
)
