"""Time against the first promise, and when a slip was admitted."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from trustsim.validate.facts.fact import Fact, Tables, delivered, mean, share

if TYPE_CHECKING:
    import pandas as pd

ELAPSED = (0.10, 0.25, 0.50, 0.75, 0.90)


def releases(tables: Tables) -> pd.DataFrame:
    """Of each release: the day it was promised, the day first promised, and its go-live."""
    done = delivered(tables).dropna(subset=["promised_first"])
    return done.groupby("release").agg(
        made=("committed", "min"), promised=("promised_first", "min"), live=("live", "max")
    )


def ratio(tables: Tables) -> float:
    """Actual over promised time, the median over releases."""
    found = releases(tables).astype(float)
    planned = (found["promised"] - found["made"]).clip(lower=1.0)
    return float(((found["live"] - found["made"]) / planned).median()) if len(found) else math.nan


def late(tables: Tables) -> float:
    """Share of releases that go live after the day first promised."""
    found = releases(tables)
    return share(float((found["live"] > found["promised"]).sum()), len(found))


def admitted(elapsed: float) -> Fact:
    """Share of the final slip that had been told by then, over releases that were late."""

    def of(tables: Tables) -> float:
        found = releases(tables).astype(float)
        found = found[found["live"] > found["promised"]]
        told = tables["promises"][["release", "told", "due"]].astype(float)
        by_then = found["made"] + elapsed * (found["live"] - found["made"])
        joined = told.join(found.assign(by_then=by_then), on="release", how="inner")
        last = joined[joined["told"] <= joined["by_then"]].groupby("release")["due"].last()
        slip = (last - found["promised"]) / (found["live"] - found["promised"])
        return mean(slip.clip(lower=0.0, upper=1.0))

    return Fact(f"slip admitted at {elapsed:.0%} of the time".replace("%", " %"), of)


FACTS = (
    Fact("schedule ratio, median", ratio),
    Fact("go-lives after the date first promised", late),
    *(admitted(elapsed) for elapsed in ELAPSED),
)
