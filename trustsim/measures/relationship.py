"""How trust went, and what moved it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from trustsim.records.happenings import Actor, Experience, party
from trustsim.records.naming import experience_words, word
from trustsim.vocabulary import DAYS_PER_MONTH, Dimension

if TYPE_CHECKING:
    import pandas as pd

CAUSES = 3
TURN_DAYS = DAYS_PER_MONTH

_HARDLY = 1e-9


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
    """The month in which trust fell most and the one in which it rose most, each with its main cause.

    A month is 21 days, or the whole run where that is shorter. None: trust never fell, or never rose.
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
    return {"from_day": first, "to_day": first + span, "change": change, "cause": _main_cause(causes, sign)}


def _main_cause(causes: pd.DataFrame, sign: int) -> dict[str, Any] | None:
    """The experience that moved trust most in the direction of ``sign``.

    Forgetting is booked when an opinion is next looked at, for all days since the last look, so
    over a month it is named only where there is nothing else.
    """
    along = causes[causes["contribution"] * sign > 0]
    lived = along.drop(index=word(Experience.FORGETTING), errors="ignore")
    along = (along if lived.empty else lived).sort_values("contribution", kind="stable", ascending=sign < 0)
    return None if along.empty else _cause(along.index[0], along.iloc[0])


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
