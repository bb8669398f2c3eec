"""Time against the first promise, and when a slip was admitted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trustsim.records.naming import word
from trustsim.statistics.bounds import SHARE
from trustsim.statistics.durations import Durations
from trustsim.validate.facts.fact import Fact, Tables, delivered, mean, share
from trustsim.vocabulary import Channel

if TYPE_CHECKING:
    import pandas as pd

ELAPSED = (0.10, 0.25, 0.50, 0.75, 0.90)


def releases(tables: Tables) -> pd.DataFrame:
    """Of each release that went live: the day it was promised, the day first promised, and its go-live."""
    return _by_release(delivered(tables).dropna(subset=["promised_first"]))


def pending(tables: Tables) -> pd.DataFrame:
    """Of each release that was promised and is not live at the end of the run: the same, without a go-live."""
    rows = tables["requests"]
    promised = rows[(rows["channel"] == word(Channel.IT)) & (rows["release"] >= 0) & rows["live"].isna()]
    return _by_release(promised.dropna(subset=["promised_first"]))


def _by_release(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.groupby("release").agg(
        made=("committed", "min"), promised=("promised_first", "min"), live=("live", "max")
    )


def ratio(tables: Tables) -> float:
    """Actual over promised time, the median over releases; one that is not live has a ratio of at least so far."""
    live, waits = releases(tables).astype(float), pending(tables).astype(float)
    over = (live["live"] - live["made"]) / _planned(live)
    return Durations(over.tolist(), ((len(tables["daily"]) - waits["made"]) / _planned(waits)).tolist()).median()


def _planned(found: pd.DataFrame) -> pd.Series[float]:
    return (found["promised"] - found["made"]).clip(lower=1.0)


def late(tables: Tables) -> float:
    """Share of releases, of those due before the end of the run, that are not live by the day first promised."""
    live, waits = releases(tables), pending(tables)
    due = live[live["promised"] < len(tables["daily"])]
    overdue = int((waits["promised"] < len(tables["daily"])).sum())
    return share(float((due["live"] > due["promised"]).sum()) + overdue, len(due) + overdue)


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

    return Fact(f"slip admitted at {elapsed:.0%} of the time".replace("%", " %"), of, SHARE)


FACTS = (
    Fact("schedule ratio, median", ratio),
    Fact("releases that miss the day first promised", late, SHARE),
    *(admitted(elapsed) for elapsed in ELAPSED),
)
