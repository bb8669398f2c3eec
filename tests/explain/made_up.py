"""A little run that never was: two units of two users, an edict, a late release, and what it did to trust."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from trustsim.records.columns import DAILY, EVENTS, LEDGER, REQUESTS
from trustsim.records.frames import from_records
from trustsim.scenario.schema import Scenario

USERS = 4
WEIGHTS = {"ability": 0.5, "benevolence": 0.3, "integrity": 0.2}
START = 0.6
DAYS = 42

EDICT, ASIDE, BROKEN, INCIDENT, VISITS, SPEC, LIVE = range(7)
LOG = (
    (3, "edict_issued", "edict 4", "The owners issued edict 4: 20 person-days, ahead of everything else.", -1),
    (5, "pushed_aside", "release 3", "Release 3 was pushed aside by an edict, for about 9 days.", EDICT),
    (21, "slip_revealed", "release 3", "Day 20 passed without release 3; IT had not seen it coming.", ASIDE),
    (24, "incident", "core services", "A core service failed for 2.0 hours.", -1),
    (25, "intervention_began", "entry of the timeline 0", "Entry of the timeline 0 began: insight visits.", -1),
    (-9, "spec_written", "request 9", "User 1 wrote a specification for request 9, 5 person-days of wishes.", -1),
    (30, "released", "request 9", "Request 9 went live.", SPEC),
)


def scenario(days: int = DAYS) -> Scenario:
    weights = {f"weight_{name}": weight for name, weight in WEIGHTS.items()}
    people = {"users": USERS, "business_units": 2}
    story = {"title": "A little story"}
    return Scenario.model_validate(
        {"story": story, "run": {"horizon_days": days}, "organisation": people, "trust": weights}
    )


def events(log: Sequence[tuple[int, str, str, str, int]] = LOG) -> pd.DataFrame:
    rows = [
        {"event": number, "day": day, "kind": kind, "actor": "IT", "subject": subject, "a": 3.0, "b": 0.0,
         "cause": cause, "sentence": sentence}
        for number, (day, kind, subject, sentence, cause) in enumerate(log)
    ]  # fmt: skip
    return from_records(sorted(rows, key=lambda row: row["event"]), EVENTS)


def requests() -> pd.DataFrame:
    """Requests 1 and 2 in release 3; request 9 by itself."""
    empty: dict[str, Any] = dict.fromkeys(REQUESTS)
    for name, column in REQUESTS.items():
        if column.kind in ("int", "mask") and "missing" not in column.meaning:
            empty[name] = 0
    return from_records(
        [{**empty, "request": number, "release": release} for number, release in ((1, 3), (2, 3), (9, 7))], REQUESTS
    )


def ledger(moves: Sequence[tuple[int, int, str, str, int, int, float]]) -> pd.DataFrame:
    """Rows from (day, user, dimension, experience, request, source, delta), in that order, from the start on."""
    level = {(user, name): START for user in range(USERS) for name in WEIGHTS}
    rows = []
    for day, user, dimension, event, request, source, delta in moves:
        before = level[user, dimension]
        level[user, dimension] = before + delta
        rows.append(
            {"day": day, "trustor": f"user {user}", "trustee": "IT", "dimension": dimension, "event": event,
             "rule": "beta", "request": request, "source": source, "before": before, "delta": delta,
             "after": before + delta, "contribution": WEIGHTS[dimension] * delta}
        )  # fmt: skip
    return from_records(rows, LEDGER)


MOVES = (
    (21, 0, "ability", "slip_revealed", 1, BROKEN, -0.10),
    (21, 1, "ability", "slip_revealed", 2, BROKEN, -0.06),
    (21, 1, "integrity", "slip_revealed", 2, BROKEN, -0.05),
    (24, 2, "ability", "outage", -1, INCIDENT, -0.02),
    (25, 3, "benevolence", "visited", 9, VISITS, 0.10),
    (28, 0, "ability", "hearsay", -1, -1, -0.01),
    (30, 1, "ability", "outcome", 9, LIVE, 0.08),
    (30, 1, "benevolence", "outcome", 9, LIVE, 0.02),
    (42, 0, "ability", "forgetting", -1, -1, 0.03),
    (42, 1, "integrity", "forgetting", -1, -1, 0.01),
)


def daily(rows: pd.DataFrame, days: int = DAYS) -> pd.DataFrame:
    """The curve that goes with a ledger in which everything was entered on its day."""
    moved = {name: np.zeros(days + 1) for name in WEIGHTS}
    for row in rows.itertuples():
        moved[row.dimension][row.day :] += row.delta / USERS
    level = {name: START + by_day for name, by_day in moved.items()}
    overall = sum(WEIGHTS[name] * by_day for name, by_day in level.items())
    blank: dict[str, Any] = dict.fromkeys(DAILY, 0)
    curve = [
        {**blank, "day": day, "trust": overall[day], **{f"trust_{name}": level[name][day] for name in WEIGHTS}}
        for day in range(1, days + 1)
    ]
    return from_records(curve, DAILY)


def tables(moves: Sequence[tuple[int, int, str, str, int, int, float]] = MOVES) -> Mapping[str, pd.DataFrame]:
    rows = ledger(moves)
    return {"daily": daily(rows), "ledger": rows, "events": events(), "requests": requests()}
