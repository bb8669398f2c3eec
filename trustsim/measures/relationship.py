"""How trust went, and what moved it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from trustsim.records.happenings import Actor, Experience, party
from trustsim.records.naming import experience_words, word
from trustsim.vocabulary import DAYS_PER_MONTH, Dimension

if TYPE_CHECKING:
    import pandas as pd

CAUSES = 3
TURN_DAYS = DAYS_PER_MONTH
STEADY_DAYS = 3 * DAYS_PER_MONTH
"""Over so many days, forgetting that is entered late no longer says much of other days."""

_HARDLY = 1e-9
_FORGETTING = word(Experience.FORGETTING)


def trust(daily: pd.DataFrame, initial: Mapping[str, float]) -> dict[str, Any]:
    """Trust of users in IT at the start, at its lowest and at the end; the start is day 0."""
    curve = _with_start(daily, initial)
    lowest = int(np.argmin(curve))
    return {
        "start": float(curve[0]),
        "lowest": float(curve[lowest]),
        "lowest_day": lowest,
        "end": float(curve[-1]),
        "by_dimension": {word(of): start_and_end(daily, initial, f"trust_{word(of)}") for of in Dimension},
    }


def start_and_end(daily: pd.DataFrame, initial: Mapping[str, float], measure: str) -> dict[str, float]:
    """A daily measure on the evening before day 1 and on the last day."""
    return {"start": float(initial[measure]), "end": float(daily[measure].iloc[-1])}


def contributions(ledger: pd.DataFrame, users: int) -> pd.DataFrame:
    """What each kind of experience did to the mean trust of users in IT.

    Returns a frame indexed by event, with ``contribution`` (the sum of its rows over the number of
    users; over all events this is the change of mean trust) and ``rows``.
    """
    about = users_about_it(ledger)
    sums = about.groupby("event", observed=True, sort=False)["contribution"].agg(["sum", "size"])
    sums = sums.rename(columns={"sum": "contribution", "size": "rows"}).rename(index=str).sort_index()
    return sums.assign(contribution=sums["contribution"] / users)


def largest(causes: pd.DataFrame) -> dict[str, Any]:
    """The three causes that gained most trust and the three that lost most, and the sum of each cause."""
    order = causes.sort_values("contribution", kind="stable")
    lost = order[order["contribution"] < 0].head(CAUSES)
    gained = order[order["contribution"] > 0].iloc[::-1].head(CAUSES)
    return {
        "gained": [_cause(event, row) for event, row in gained.iterrows()],
        "lost": [_cause(event, row) for event, row in lost.iterrows()],
        "all": {str(event): float(value) for event, value in causes["contribution"].items()},
    }


def turns(
    daily: pd.DataFrame, ledger: pd.DataFrame, initial: Mapping[str, float], users: int
) -> dict[str, dict[str, Any] | None]:
    """The month in which trust fell most and the one in which it rose most, each with what moved it on both sides.

    A month is 21 days, or the whole run where that is shorter. None: trust never fell, or never rose. The net
    ``change`` is the sum of ``causes``, the main ones on both sides, and of ``everything_else``. ``cause`` is what
    moved trust most in the direction of the change, and ``all`` has every experience by itself.
    """
    curve = _with_start(daily, initial)
    span = min(TURN_DAYS, len(curve) - 1)
    changes = curve[span:] - curve[: len(curve) - span]
    about = users_about_it(ledger)
    return {
        "fall": _turn(changes, int(np.argmin(changes)), span, -1, about, users),
        "rise": _turn(changes, int(np.argmax(changes)), span, 1, about, users),
    }


def _turn(
    changes: np.ndarray[Any, Any], first: int, span: int, sign: int, about: pd.DataFrame, users: int
) -> dict[str, Any] | None:
    change = float(changes[first])
    if change * sign <= _HARDLY:
        return None
    within = about[about["day"].between(first + 1, first + span)]
    causes = contributions(within, users)
    sums = {str(event): float(value) for event, value in causes["contribution"].items()}
    sides = both_sides(sums, change, span)
    return {
        "from_day": first,
        "to_day": first + span,
        "change": change,
        "cause": _cause_of(causes, sides.along[0]) if sides.along else None,
        "causes": [_cause_of(causes, event) for event in sides.told],
        "everything_else": sides.everything_else,
        "all": sums,
    }


class Sides(NamedTuple):
    """What moved trust in the direction of a net change and against it, and the rest of that change.

    Attributes:
        along: the experiences that moved trust most in the direction of the change, the weightiest first: one, or two
            where the second weighs at least half as much; empty where none did.
        against: the experience that moved it most the other way; empty where none did.
        everything_else: the net change less what these did.
    """

    along: tuple[str, ...]
    against: tuple[str, ...]
    everything_else: float

    @property
    def told(self) -> tuple[str, ...]:
        """All that is named."""
        return self.along + self.against


def both_sides(sums: Mapping[str, float], change: float, days: int) -> Sides:
    """Take a net change of trust apart into its main causes on each side and everything else.

    Forgetting is entered when an opinion is next looked at, for all days since the last look. Over fewer than
    ``STEADY_DAYS`` much of it belongs to other days, so that it is named only where there is nothing else.

    Args:
        sums: what each kind of experience did to trust in these days, by its word.
        change: the net change of trust over these days.
        days: how many days they are.
    """
    sign = -1.0 if change < 0 else 1.0
    towards, against = (_weightiest(sums, one, days) for one in (sign, -sign))
    along = towards[:2] if len(towards) > 1 and abs(sums[towards[1]]) >= abs(sums[towards[0]]) / 2 else towards[:1]
    told = (*along, *against[:1])
    return Sides(along, against[:1], change - math.fsum(sums[event] for event in told))


def _weightiest(sums: Mapping[str, float], sign: float, days: int) -> tuple[str, ...]:
    found = [event for event in sorted(sums) if sums[event] * sign > 0]
    lived = [event for event in found if event != _FORGETTING] if days < STEADY_DAYS else found
    return tuple(sorted(lived or found, key=lambda event: -abs(sums[event])))


def _cause_of(causes: pd.DataFrame, event: str) -> dict[str, Any]:
    return _cause(event, causes[causes.index == event].iloc[0])


def _cause(event: Any, row: pd.Series[Any]) -> dict[str, Any]:
    return {
        "event": str(event),
        "words": experience_words(str(event)),
        "contribution": float(row["contribution"]),
        "rows": int(row["rows"]),
    }


def users_about_it(ledger: pd.DataFrame) -> pd.DataFrame:
    """The ledger's rows of users' opinions about IT."""
    it, user = party(Actor.IT, 0), party(Actor.USER, 0).removesuffix("0")
    names = [name for name in ledger["trustor"].astype("category").cat.categories if name.startswith(user)]
    return ledger[(ledger["trustee"] == it) & ledger["trustor"].isin(names)]


def _with_start(daily: pd.DataFrame, initial: Mapping[str, float]) -> np.ndarray[Any, Any]:
    """Trust by day, from day 0, the evening before the first."""
    return np.concatenate([[initial["trust"]], daily["trust"].to_numpy()])
