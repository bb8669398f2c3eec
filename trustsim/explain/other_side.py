"""The other side of the relationship in the days asked after: IT's trust in the business, and the stages of both."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from trustsim.records.happenings import Actor, Happening, party
from trustsim.records.naming import word
from trustsim.vocabulary import Stage

if TYPE_CHECKING:
    import pandas as pd

    from trustsim.explain.question import Question

_UNIT = party(Actor.UNIT, 0).removesuffix("0")
_CRAFTS = 2
"""Product managers and developers have an opinion of each unit; IT's trust is the mean of theirs."""


class StageChange(NamedTuple):
    """The relationship got worse or better: the day, to what, and what that rested on, each in [0, 1].

    ``health`` is the mean trust of both sides, smoothed; ``users`` and ``it`` are the trust of either that evening.
    """

    day: int
    stage: Stage
    health: float
    users: float
    it: float


@dataclass(frozen=True)
class OtherSide:
    """What else to know of a change of users' trust: how IT's went, and how ill the relationship was.

    Attributes:
        before: IT's trust in the business on the evening before the first day, in [0, 1].
        after: the same on the evening of the last day.
        stage: of the relationship on the evening before the first day.
        changes: of the stage, in these days, in their order.
    """

    before: float
    after: float
    stage: Stage
    changes: tuple[StageChange, ...]

    @property
    def worst(self) -> Stage:
        """The worst stage in these days."""
        return max([self.stage, *(change.stage for change in self.changes)])


def other_side(
    daily: pd.DataFrame, ledger: pd.DataFrame, events: pd.DataFrame, units: int, asked: Question
) -> OtherSide:
    """How IT's trust and the stage went in the days asked after.

    Args:
        daily: the daily table of a closed run.
        ledger: its whole ledger, from which the evening before day 1 is worked out.
        events: its whole log.
        units: number of business units.
        asked: first and last day.
    """
    evenings = daily.set_index("day")
    it = evenings["trust_it_in_business"]
    if asked.first > 1:
        before, stage = float(it.loc[asked.first - 1]), Stage(int(evenings["stage"].loc[asked.first - 1]))
    else:
        before, stage = float(it.iloc[-1]) - _moved(ledger, units), _stage_at_start(evenings, events)
    within = evenings.loc[asked.first : asked.last]
    changes = []
    last = stage
    for day, now in zip(within.index, within["stage"], strict=True):
        if now != last:
            row = evenings.loc[day]
            found = (float(row[name]) for name in ("health", "trust", "trust_it_in_business"))
            changes.append(StageChange(int(day), Stage(int(now)), *found))
            last = now
    return OtherSide(before, float(it.loc[asked.last]), stage, tuple(changes))


def _moved(ledger: pd.DataFrame, units: int) -> float:
    """The change of IT's mean trust in the units over the whole run."""
    names = [name for name in ledger["trustee"].astype("category").cat.categories if name.startswith(_UNIT)]
    return math.fsum(ledger.loc[ledger["trustee"].isin(names), "contribution"]) / (_CRAFTS * units)


def _stage_at_start(evenings: pd.DataFrame, events: pd.DataFrame) -> Stage:
    """The stage on the evening before day 1: that of day 1, unless the log tells of a change on that day."""
    first = int(evenings["stage"].iloc[0])
    kinds = set(events.loc[events["day"] == 1, "kind"])
    worse, better = word(Happening.STAGE_WORSE) in kinds, word(Happening.STAGE_BETTER) in kinds
    return Stage(first - worse + better)
