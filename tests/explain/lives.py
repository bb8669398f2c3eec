"""Five requests that never were: one through every hand, its companion, one elsewhere, one given up, one put off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from trustsim.records.columns import DAILY, EVENTS, HANDOFFS, LEDGER, PROMISES, REQUESTS, TABLES
from trustsim.records.frames import from_records
from trustsim.scenario.schema import Scenario

DAYS, USERS, ATTRIBUTES, START = 100, 2, 8, 0.6
WEIGHTS = {"ability": 0.5, "benevolence": 0.3, "integrity": 0.2}
MAIN, COMPANION, ELSEWHERE, GIVEN_UP, PUT_OFF = range(5)

EDICT, ASIDE, REVEALED = 3, 4, 9

Log = Sequence[tuple[int, str, str, float, float, int]]
LOG: Log = (
    (2, "spec_written", "request 0", 5.0, 0.0, -1),
    (10, "contract_signed", "release 7", 2.0, 40.0, -1),
    (15, "status_report", "release 7", 40.0, 0.0, -1),
    (20, "edict_issued", "edict 1", 9.0, 0.0, -1),
    (20, "pushed_aside", "release 7", 9.0, 0.0, 3),
    (25, "status_report", "release 7", 40.0, 0.0, -1),
    (30, "tickets_filed", "request 0", 3.0, 2.0, -1),
    (31, "fixed", "request 0", 2.0, 0.0, 6),
    (35, "tests_passed", "request 0", 4.0, 0.0, -1),
    (41, "slip_revealed", "release 7", 40.0, 60.0, 4),
    (42, "status_report", "release 7", 60.0, 0.0, -1),
    (45, "uat_began", "release 7", 2.0, 0.0, -1),
    (46, "uat_bugs_filed", "request 0", 2.0, 1.0, -1),
    (50, "released", "release 7", 2.0, 10.0, -1),
    (50, "workaround", "request 0", 0.5, 0.0, 13),
    (50, "stage_worse", "IT", 1.0, 0.0, 14),
    (51, "tickets_filed", "request 1", 1.0, 0.0, 14),
    (60, "taken_to_shadow", "request 2", 0.0, 0.0, -1),
    (64, "shadow_delivered", "request 2", 0.9, 4.0, 17),
    (70, "orphan_refused", "shadow team 0", 0.0, 0.0, -1),
    (80, "deferred", "request 4", 30.0, 0.0, -1),
    (90, "refused", "request 3", 0.0, 0.0, -1),
    (90, "done_without", "request 3", 0.0, 0.0, 21),
)  # fmt: skip

HANDS = (
    ("need", 2, 0b00000000, 0),
    ("user's specification", 2, 0b00000011, 0),
    ("analyst", 4, 0b00000110, 0),
    ("product manager", 6, 0b00001100, 0),
    ("developer's reading", 12, 0b00001110, 0),
    ("built", 28, 0b00011110, 0b00100000),
    ("tester's reading", 30, 0b01001100, 0),
    ("tested and fixed", 35, 0b01011100, 0),
    ("in use", 50, 0b01010100, 0),
)
"""The hands of the main request: name, day, wrong, broken."""

MOVES = (
    (15, 0, "integrity", "reported", MAIN, 2, 0.02),
    (41, 0, "ability", "slip_revealed", MAIN, REVEALED, -0.10),
    (41, 0, "integrity", "slip_revealed", MAIN, REVEALED, -0.05),
    (44, 0, "ability", "forgetting", -1, -1, 0.01),
    (50, 0, "ability", "outcome", MAIN, 13, 0.04),
    (50, 0, "ability", "outage", COMPANION, 13, -0.03),
    (51, 0, "benevolence", "heard", COMPANION, 16, 0.02),
    (70, 1, "benevolence", "support_refused", ELSEWHERE, 19, -0.05),
)


def scenario(drift: float = 0.02, attributes: int = ATTRIBUTES) -> Scenario:
    return Scenario.model_validate(
        {
            "story": {"title": "A little life"},
            "run": {"horizon_days": DAYS},
            "organisation": {"users": USERS, "business_units": 1},
            "demand": {"attributes": attributes, "drift": drift},
            "trust": {f"weight_{name}": weight for name, weight in WEIGHTS.items()},
        }
    )


def events(log: Log = LOG) -> pd.DataFrame:
    rows = [
        {"event": number, "day": day, "kind": kind, "actor": "IT", "subject": subject, "a": a, "b": b, "cause": cause,
         "sentence": f"There was {kind} of {subject}."}
        for number, (day, kind, subject, a, b, cause) in enumerate(log)
    ]  # fmt: skip
    return from_records(rows, EVENTS)


def request(number: int, **known: Any) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(REQUESTS)
    for name, column in REQUESTS.items():
        if column.kind in ("int", "mask", "float") and "missing" not in column.meaning:
            row[name] = 0
    return (
        row
        | {"request": number, "channel": "it", "state": "released", "release": -1, "size": 5.0, "value": 4.0}
        | known
    )


def requests() -> pd.DataFrame:
    shared = {"release": 7, "committed": 10, "promised_first": 40, "promised_last": 60, "accepted": 50, "live": 50}
    return from_records(
        [
            request(
                MAIN, arose=2, definition_began=2, defined=6, build_began=12, built=28, tested=35, rounds=4, tickets=3,
                effort_build=6.0, effort_fix=2.0, effort_estimated=6.5, need_fit=0.5, value_got=1.5, outcome=0.4,
                workaround=1, dropped=0b10000000, **shared,
            ),
            request(COMPANION, arose=3, need_fit=1.0, value_got=4.0, outcome=0.9, **shared),
            request(ELSEWHERE, user=1, channel="shadow", state="served_elsewhere", arose=60, live=64, outcome=0.8),
            request(GIVEN_UP, user=1, channel="without", state="without", arose=88, refused=1),
            request(PUT_OFF, user=1, state="deferred", arose=78, deferrals=1),
        ],
        REQUESTS,
    )  # fmt: skip


def handoffs(hands: Sequence[tuple[str, int, int, int]] = HANDS, number: int = MAIN) -> pd.DataFrame:
    rows = [
        {"request": number, "step": step, "hand": hand, "day": day, "wrong": wrong, "broken": broken}
        for step, (hand, day, wrong, broken) in enumerate(hands)
    ]
    return from_records(rows, HANDOFFS)


def ledger() -> pd.DataFrame:
    level = {(user, name): START for user in range(USERS) for name in WEIGHTS}
    rows = []
    for day, user, dimension, event, of, source, delta in MOVES:
        before = level[user, dimension]
        level[user, dimension] = before + delta
        rows.append(
            {"day": day, "trustor": f"user {user}", "trustee": "IT", "dimension": dimension, "event": event,
             "rule": "beta", "request": of, "source": source, "before": before, "delta": delta,
             "after": before + delta, "contribution": WEIGHTS[dimension] * delta}
        )  # fmt: skip
    return from_records(rows, LEDGER)


def daily() -> pd.DataFrame:
    level = {name: np.full(DAYS + 1, START) for name in WEIGHTS}
    for day, _, dimension, _, _, _, delta in MOVES:
        level[dimension][day:] += delta / USERS
    rows = [
        {**dict.fromkeys(DAILY, 0), "day": day, **{f"trust_{name}": level[name][day] for name in WEIGHTS}}
        for day in range(1, DAYS + 1)
    ]
    return from_records(rows, DAILY)


def promises() -> pd.DataFrame:
    rows = [
        {"release": 7, "nth": 0, "told": 10, "due": 40, "fate": "broken", "ended": 41},
        {"release": 7, "nth": 1, "told": 41, "due": 60, "fate": "kept", "ended": 50},
        {"release": 8, "nth": 0, "told": 11, "due": 99, "fate": "open", "ended": None},
    ]
    return from_records(rows, PROMISES)


def tables(**other: pd.DataFrame) -> Mapping[str, pd.DataFrame]:
    """All tables of the run; ``other`` ones take the place of some."""
    made = {
        "daily": daily(), "requests": requests(), "handoffs": handoffs(), "ledger": ledger(), "events": events(),
        "promises": promises(),
    }  # fmt: skip
    return {name: made.get(name, from_records([], columns)) for name, columns in TABLES.items()} | other
