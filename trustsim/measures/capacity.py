"""What was asked of IT a month against what its developers had left for it, as the run went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trustsim.records.naming import word
from trustsim.vocabulary import DAYS_PER_MONTH, Channel, RequestState

if TYPE_CHECKING:
    import pandas as pd

TOO_MUCH = 1.1
"""Load from which more was asked than could be built.

At 1 work comes as fast as it is done. Chance alone moves the load of two years by about a tenth: some 150 requests,
whose sizes vary as much as they are large, and as many as happen to come.
"""


def capacity(daily: pd.DataFrame, rows: pd.DataFrame) -> dict[str, float | None]:
    """Person-days a month, and the load, what was asked over what developers had for it.

    Args:
        daily: the daily table.
        rows: the table of requests.
    """
    months = len(daily) / DAYS_PER_MONTH
    left = sum(float(daily[f"effort_{kind}"].sum()) for kind in ("build", "fix", "idle"))
    asked = _asked(rows)
    return {
        "available": float(daily["effort_available"].sum()) / months,
        "for_requests": left / months,
        "asked": asked / months,
        "load": asked / left if left > 0 else None,
    }


def _asked(rows: pd.DataFrame) -> float:
    """Person-days to build and to fix all that was put to IT from day 1 on, if it is like what was delivered.

    What was let go by agreement asks for nothing.
    """
    is_ours = rows["channel"] == word(Channel.IT)
    put = (rows["arose"] >= 1) & (is_ours | (rows["refused"] == 1)) & (rows["state"] != word(RequestState.DROPPED))
    done = rows[is_ours & (rows["live"] >= 1).fillna(False)]
    sizes = float(done["size"].sum())
    spent = float(done["effort_build"].sum() + done["effort_fix"].sum())
    return float(rows["size"][put].sum()) * (spent / sizes if sizes > 0 else 1.0)
