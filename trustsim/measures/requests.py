"""How the requests fared that were put to IT; what others served is none of these figures."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from trustsim.records.naming import word
from trustsim.vocabulary import Channel

if TYPE_CHECKING:
    import pandas as pd

_LOOKED_AT = [
    "arose", "live", "promised_first", "need_fit", "outcome", "value_got", "rounds", "workaround", "uat_bugs",
    "uat_bent", "dropped", "effort_estimated", "effort_build", "effort_fix",
]  # fmt: skip


def requests(daily: pd.DataFrame, rows: pd.DataFrame) -> dict[str, Any]:
    """Figures of the requests that IT served or still has to serve; those live before day 1 do not count.

    Args:
        daily: the daily table.
        rows: the table of requests.
    """
    ours = rows.loc[rows["channel"] == word(Channel.IT), _LOOKED_AT]  # a third of the columns, so filtering is cheap
    live = ours["live"]
    done = ours[(live >= 1).fillna(False)]
    ours = ours[live.isna() | (live >= 1).fillna(False)]
    return {**_counts(daily), **_filed(ours), **_deliveries(done), **_effort(daily, done)}


def _counts(daily: pd.DataFrame) -> dict[str, int]:
    """How many requests were put to IT, and what became of them; the others sum to the first."""
    last = daily.iloc[-1]
    return {
        "arrived": int(last["arrived"]),
        "delivered": int(last["delivered"]),
        "open_at_end": int(last["work_in_progress"]),
        "refused": int(last["refusals"]),
        "agreed_away": int(last["agreed_away"]),
    }


def _filed(ours: pd.DataFrame) -> dict[str, Any]:
    """What acceptance tests filed, and what was dropped of requests by agreement."""
    bugs, bent = int(ours["uat_bugs"].sum()), int(ours["uat_bent"].sum())
    return {
        "uat_bugs": bugs,
        "uat_bent_share": bent / bugs if bugs else None,
        "dropped_attributes": sum(mask.bit_count() for mask in ours["dropped"].tolist()),
    }


def _deliveries(done: pd.DataFrame) -> dict[str, Any]:
    """How those fared that were put into use from day 1 on."""
    slips = (done["live"] - done["promised_first"]).dropna()
    late = int((slips > 0).sum())
    return {
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


def _effort(daily: pd.DataFrame, done: pd.DataFrame) -> dict[str, Any]:
    """Share of fixes in all effort, and effort over promise for what was delivered."""
    built, fixed = float(daily["effort_build"].sum()), float(daily["effort_fix"].sum())
    promised = done.dropna(subset=["effort_estimated"])
    estimated = float(promised["effort_estimated"].sum())
    spent = float(promised["effort_build"].sum() + promised["effort_fix"].sum())
    return {
        "rework_share": fixed / (built + fixed) if built + fixed > 0 else None,
        "effort_overrun": spent / estimated - 1 if estimated > 0 else None,
    }


def _figure(value: Any) -> float | None:
    """A plain float, or None for NaN and for pandas' NA."""
    return float(value) if isinstance(value, float) and not math.isnan(value) else None
