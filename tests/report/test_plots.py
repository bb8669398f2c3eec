"""The pictures: drawn from honest little tables, empty ones and extreme ones."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from trustsim.records.columns import DAILY, EVENTS, HANDOFFS, LEDGER, REQUESTS, TABLES
from trustsim.records.frames import from_records
from trustsim.report.plots import draw_ensemble, draw_run, dimensions, flow, grapevine, promises, trust
from trustsim.report.plots.headlines import trust_headline
from trustsim.report.plots.labels import Box, Layout, overlapping
from trustsim.report.plots.marks import GoLive, ProcessChange, go_lives
from trustsim.report.plots.style import look, printable, spread_out
from trustsim.report.plots.turning import about_it, cause, legs, trust_at_start
from trustsim.scenario.process import Change
from trustsim.scenario.schema import Scenario

Tables = Mapping[str, pd.DataFrame]
PICTURES = ("trust", "dimensions", "flow", "grapevine", "promises")
USERS = 10


def scenario(days: int = 500, attributes: int = 16, **more: Any) -> Scenario:
    """A scenario of that length; ``more`` are further sections."""
    return Scenario.model_validate(
        {
            "story": {"title": "A story made up"},
            "run": {"horizon_days": days},
            "demand": {"attributes": attributes},
            "organisation": {"users": USERS},
            **more,
        }
    )


def luck(*address: int) -> float:
    """A number from 0 to 1 that looks random and is always the same for the same address."""
    value = 0
    for part in address:
        value = (value * 6364136223846793005 + part * 2862933555777941757 + 3037000493) % 2**63
        value ^= value >> 29
    return (value % 1_000_003) / 1_000_003


def made_up(days: int, *, window: int = 60, a_day: float = 0.4, attributes: int = 16) -> dict[str, pd.DataFrame]:
    """The tables of a run that never was: requests in batches of a window (1: each by itself), late ones, and trust
    that falls with each delay and rises with each good delivery."""
    requests = [request_row(number, days, window, a_day, attributes) for number in range(int((days + 40) * a_day))]
    ledger = ledger_rows(requests)
    tables = {
        "daily": from_records(daily_rows(days, requests, ledger), DAILY),
        "requests": from_records(requests, REQUESTS),
        "handoffs": from_records([row for each in requests for row in handoff_rows(each, attributes)], HANDOFFS),
        "ledger": from_records(ledger, LEDGER),
        "events": from_records([], EVENTS),
    }
    return {name: tables[name] for name in TABLES}


def request_row(number: int, days: int, window: int, a_day: float, attributes: int) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(REQUESTS)
    arose = int(number / a_day) - 40
    begin = arose + 3 if window == 1 else (arose // window + 1) * window
    promised = begin + (15 if window == 1 else 60)
    of = number if window == 1 else begin // window
    live = promised + int(30 * luck(1, of)) - 6 + (0 if window == 1 else 10)
    in_use = live <= days
    lost = [bit for bit in range(attributes) if luck(2, number, bit) < 0.35]
    row.update(
        request=number, user=number % USERS, unit=0, nth=number // USERS, size=5.0, value=5.0, arose=arose,
        state="released" if in_use else "waiting", release=of if begin <= days else -1,
        definition_began=begin if begin <= days else None, build_began=begin + 8 if begin + 8 <= days else None,
        built=live - 12 if live - 12 <= days else None, live=live if in_use else None,
        promised_first=promised if begin <= days else None,
        promised_last=promised + 5 * (number % 3) if begin <= days else None,
        disclosures=0, effort_build=0.0, effort_fix=0.0, rounds=1, tickets=2, uat_bugs=0, uat_bent=0,
        wrong=sum(1 << bit for bit in lost), broken=1 if in_use and number % 3 == 0 else 0, dropped=0,
        need_fit=1 - len(lost) / attributes if in_use else None, workaround=0,
    )  # fmt: skip
    return row


def handoff_rows(request: dict[str, Any], attributes: int) -> list[dict[str, Any]]:
    hands = ["need", "user's specification", "analyst", "product manager", "developer's reading", "tester's reading"]
    hands += ["built", "tested and fixed", "in use"] if request["live"] else []
    rows = []
    for step, hand in enumerate(hands):
        told = [bit for bit in range(attributes) if request["wrong"] >> bit & 1 and luck(3, request["request"], bit) * 7 < step]
        broken = request["broken"] if hand in ("built", "in use") else 0
        rows.append(
            {"request": request["request"], "step": step, "hand": hand, "day": request["arose"] + 3 * step,
             "wrong": sum(1 << bit for bit in told), "broken": broken}
        )  # fmt: skip
    return rows


def ledger_rows(requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = []
    for request in requests:
        if request["live"] is None or request["live"] < 1:
            continue
        late, of = request["live"] - request["promised_first"], request["release"]
        if late > 0 and request["promised_first"] >= 0:
            rows.append(ledger_row(request, request["promised_first"] + 1, "concealed_slip", -0.01 - 0.02 * luck(4, of)))
        rows.append(ledger_row(request, request["live"], "outcome", 0.05 - 0.003 * late))
    return sorted((row for row in rows if row["day"] >= 1), key=lambda row: row["day"])


def ledger_row(request: dict[str, Any], day: int, event: str, delta: float) -> dict[str, Any]:
    return {
        "day": day, "trustor": f"user {request['user']}", "trustee": "IT", "dimension": "ability", "event": event,
        "rule": "beta", "request": request["request"], "before": 0.5, "delta": 2 * delta, "after": 0.5 + 2 * delta,
        "contribution": delta,
    }  # fmt: skip


def daily_rows(days: int, requests: list[dict[str, Any]], ledger: list[dict[str, Any]]) -> list[dict[str, Any]]:
    level, rows, moves = 0.62, [], {}
    for row in ledger:
        moves[row["day"]] = moves.get(row["day"], 0.0) + row["contribution"] / USERS
    for day in range(1, days + 1):
        level += moves.get(day, 0.0)
        rows.append(daily_row(day, level, requests))
    return rows


def daily_row(day: int, level: float, requests: list[dict[str, Any]]) -> dict[str, Any]:
    def reached(name: str) -> int:
        return sum(1 for request in requests if request[name] is not None and request[name] <= day)

    row: dict[str, Any] = dict.fromkeys(DAILY, 0)
    arrived, begun, building, built, live = (reached(n) for n in ("arose", "definition_began", "build_began", "built", "live"))
    row.update(dict.fromkeys(("satisfaction", "need_fit", "lead_time", "promise_slip", "effort_overrun"), None))
    if live:
        row.update(satisfaction=0.5, need_fit=0.7 + 0.1 * math.sin(day / 40), lead_time=60.0 + day / 10, promise_slip=8.0)
    row.update(
        day=day, trust=level, trust_spread=0.06, trust_ability=level - 0.1, trust_benevolence=level + 0.02,
        trust_integrity=level + 0.1 - day / 4000, trust_it_in_business=0.6 + 0.03 * math.sin(day / 50),
        trust_crafts=0.61 - day / 9000, motivation=0.5, arrived=arrived, delivered=live, accepting=built - live,
        building=building - built, defining=begun - building, waiting=arrived - begun, work_in_progress=arrived - live,
        rework_share=0.2, value_delivered=5.0 * live,
    )  # fmt: skip
    return row
