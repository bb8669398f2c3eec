"""From the tables of a run to its summary: pure functions, one a group of figures.

``records.figures.FIGURES`` says what each figure means. A figure that cannot be had (nothing
was delivered, no bug was filed) is None, never a zero and never NaN.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from trustsim.records.happenings import EXPERIENCE_WORDS, Actor, Experience, party
from trustsim.records.naming import word
from trustsim.vocabulary import DAYS_PER_MONTH, Dimension

if TYPE_CHECKING:
    import pandas as pd

CAUSES = 3
TURN_DAYS = DAYS_PER_MONTH

_HARDLY = 1e-9


def summarise(tables: Mapping[str, pd.DataFrame], initial: Mapping[str, float], users: int) -> dict[str, Any]:
    """Sum a run up, as ``summary.json`` holds it.

    Args:
        tables: as ``records.frames.frames`` gives them, of a closed model.
        initial: the trust measures on the evening before day 1, by their daily names.
        users: number of users, over which the causes of trust are averaged.
    """
    daily, requests = tables["daily"], tables["requests"]
    causes = contributions(tables["ledger"], users)
    return {
        "days": len(daily),
        "trust": trust(daily, initial),
        "it_in_business": _start_and_end(daily, initial, "trust_it_in_business"),
        "requests": {**counts(requests), **deliveries(requests), **effort(daily, requests)},
        "turns": turns(daily, tables["ledger"], initial, users),
        "causes": largest(causes),
    }


def trust(daily: pd.DataFrame, initial: Mapping[str, float]) -> dict[str, Any]:
    """Trust of users in IT at the start, at its lowest and at the end; the start is day 0."""
    curve = _with_start(daily, initial)
    lowest = int(np.argmin(curve))
    return {
        "start": float(curve[0]),
        "lowest": float(curve[lowest]),
        "lowest_day": lowest,
        "end": float(curve[-1]),
        "by_dimension": {word(of): _start_and_end(daily, initial, f"trust_{word(of)}") for of in Dimension},
    }


def counts(requests: pd.DataFrame) -> dict[str, Any]:
    """How many requests there were; those that went live before day 1 do not count."""
    ours = _of_the_run(requests)
    bugs, bent = int(ours["uat_bugs"].sum()), int(ours["uat_bent"].sum())
    return {
        "arrived": len(ours),
        "open_at_end": int(ours["live"].isna().sum()),
        "uat_bugs": bugs,
        "uat_bent_share": bent / bugs if bugs else None,
        "dropped_attributes": sum(mask.bit_count() for mask in ours["dropped"].tolist()),
    }


def deliveries(requests: pd.DataFrame) -> dict[str, Any]:
    """How those requests fared that were put into use from day 1 on."""
    done = _delivered(requests)
    slips = (done["live"] - done["promised_first"]).dropna()
    late = int((slips > 0).sum())
    return {
        "delivered": len(done),
        "late": late,
        "late_share": late / len(slips) if len(slips) else None,
        "mean_slip": _figure(slips.mean()),
        "median_lead_time": _figure((done["live"] - done["arose"]).median()),
        "need_fit": _figure(done["need_fit"].mean()),
        "satisfaction": _figure(done["outcome"].mean()),
        "value_delivered": float(done["value_got"].sum()),
        "rounds": _figure(done["rounds"].mean()),
        "workarounds": int(done["workaround"].sum()),
    }


def effort(daily: pd.DataFrame, requests: pd.DataFrame) -> dict[str, Any]:
    """Share of fixes in all effort, and effort over promise for what was delivered."""
    built, fixed = float(daily["effort_build"].sum()), float(daily["effort_fix"].sum())
    promised = _delivered(requests).dropna(subset=["effort_estimated"])
    estimated = float(promised["effort_estimated"].sum())
    spent = float(promised["effort_build"].sum() + promised["effort_fix"].sum())
    return {
        "rework_share": fixed / (built + fixed) if built + fixed > 0 else None,
        "effort_overrun": spent / estimated - 1 if estimated > 0 else None,
    }


def contributions(ledger: pd.DataFrame, users: int) -> pd.DataFrame:
    """What each kind of experience did to the mean trust of users in IT.

    Returns a frame indexed by event, with ``contribution`` (the sum of its rows over the number of
    users; over all events this is the change of mean trust) and ``rows``.
    """
    about = _users_about_it(ledger)
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
    about = _users_about_it(ledger)
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
        "words": EXPERIENCE_WORDS[Experience[str(event).upper()]],
        "contribution": float(row["contribution"]),
        "rows": int(row["rows"]),
    }


def _users_about_it(ledger: pd.DataFrame) -> pd.DataFrame:
    it, user = party(Actor.IT, 0), party(Actor.USER, 0).removesuffix("0")
    names = [name for name in ledger["trustor"].cat.categories if name.startswith(user)]
    return ledger[(ledger["trustee"] == it) & ledger["trustor"].isin(names)]


def _with_start(daily: pd.DataFrame, initial: Mapping[str, float]) -> np.ndarray[Any, Any]:
    """Trust by day, from day 0, the evening before the first."""
    return np.concatenate([[initial["trust"]], daily["trust"].to_numpy()])


def _start_and_end(daily: pd.DataFrame, initial: Mapping[str, float], measure: str) -> dict[str, float]:
    return {"start": float(initial[measure]), "end": float(daily[measure].iloc[-1])}


def _of_the_run(requests: pd.DataFrame) -> pd.DataFrame:
    return requests[requests["live"].isna() | (requests["live"] >= 1).fillna(False)]


def _delivered(requests: pd.DataFrame) -> pd.DataFrame:
    return requests[(requests["live"] >= 1).fillna(False)]


def _figure(value: Any) -> float | None:
    """A plain float, or None for NaN and for pandas' NA."""
    return float(value) if isinstance(value, float) and not math.isnan(value) else None
