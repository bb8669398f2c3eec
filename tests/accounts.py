"""The account of needs, counted anew from the requests and the event log, and held against all that speaks of it."""

from __future__ import annotations

import re
from io import StringIO

import pandas as pd
from rich.console import Console

from trustsim.measures.needs_account import NeedsAccount, account_of, needs_account
from trustsim.records.happenings import Happening
from trustsim.records.naming import word
from trustsim.report.plots.flow import BANDS, band_counts
from trustsim.report.tables import run_screen
from trustsim.run.single import RunResult

ENDINGS = [word(kind) for kind in (Happening.PRICED_OUT, Happening.DONE_WITHOUT, Happening.LOW_VALUE_DROPPED)]
REFUSALS = [word(kind) for kind in (Happening.REFUSED, Happening.REFUSED_WITH_REASON)]


def check_account(result: RunResult) -> None:
    """Tables, summary, screen and picture of a run agree to the last need."""
    daily, account = result.tables["daily"], recounted(result)
    assert needs_account(daily) == account == account_of(result.summary["needs"])
    assert account.delivered + account.in_hand + account.shadow + account.vendor + account.without == account.whole
    requests = result.summary["requests"]
    assert requests["arrived"] == sum(requests[name] for name in ("delivered", "open_at_end", "refused", "agreed_away"))
    assert (requests["delivered"], requests["open_at_end"]) == (account.delivered, account.in_hand)
    assert requests["refused"] == account.refused == result.summary["organisation"]["refusals"]
    every_evening(daily)
    assert on_screen(result) == (account.whole, account.whole)


def every_evening(daily: pd.DataFrame) -> None:
    """The account sums up, and what is drawn of requests never falls and is all that was put to IT."""
    for day in range(len(daily)):
        one = needs_account(daily, day)
        assert one.delivered + one.in_hand + one.shadow + one.vendor + one.without == one.whole
        assert one.refused == daily["refusals"].iloc[day]
    drawn = sum(band_counts(daily)[band.key] for band in BANDS)
    assert drawn.tolist() == daily["arrived"].tolist()
    assert daily["arrived"].is_monotonic_increasing


def recounted(result: RunResult) -> NeedsAccount:
    """The account from the table of requests and the event log."""
    rows, events = result.tables["requests"].set_index("request"), result.tables["events"]
    over = _told_of(events[events["day"] < 1], ENDINGS)
    began_before = rows["arose"] < 1
    was_over = (rows["live"] < 1).fillna(False) | rows.index.isin(over)
    ours = rows[~(began_before & was_over)]
    refused = ours.index.isin(_told_of(events[events["day"] >= 1], REFUSALS))
    place = ours["channel"].astype(str).where(ours["state"] != "dropped", "without")
    at = {name: place == name for name in ("it", "shadow", "vendor", "without")}
    live = ours["live"].notna()
    return NeedsAccount(
        arose=int((ours["arose"] >= 1).sum()),
        at_start=int((ours["arose"] < 1).sum()),
        delivered=int((at["it"] & live).sum()),
        in_hand=int((at["it"] & ~live).sum()),
        **{name: int(at[name].sum()) for name in ("shadow", "vendor", "without")},
        **{f"refused_{name}": int((at[name] & refused).sum()) for name in ("shadow", "vendor", "without")},
    )


def _told_of(events: pd.DataFrame, kinds: list[str]) -> set[int]:
    subjects = events.loc[events["kind"].isin(kinds), "subject"].astype(str)
    return {int(subject.removeprefix("request ")) for subject in subjects}


def on_screen(result: RunResult) -> tuple[int, int]:
    """All needs as the screen has them, and the sum of the places that it lists."""
    out = StringIO()
    Console(file=out, width=80, highlight=False).print(run_screen(result.summary, "A story", "Written to somewhere"))
    names = ("all", "in use from IT", "in hand at IT", "own teams", "outside provider", "given up")
    found = {}
    for line in out.getvalue().splitlines():
        row = re.match(r"\s{2}([a-zA-Z ]+?)\s{2,}([\d,]+)", f"  {line[42:]}")
        if row and row[1] in names:
            found[row[1]] = int(row[2].replace(",", ""))
    return found["all"], sum(number for name, number in found.items() if name != "all")
