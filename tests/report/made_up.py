"""The tables of runs that never were, for pictures and screens."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from trustsim.records.columns import DAILY, EVENTS, HANDOFFS, KINDS_OF_EFFORT, LEDGER, PROMISES, REQUESTS, TABLES, UNITS
from trustsim.records.frames import from_records
from trustsim.records.happenings import Happening
from trustsim.records.naming import word
from trustsim.scenario.schema import Scenario
from trustsim.vocabulary import InterventionKind

USERS = 10


def scenario(days: int = 500, attributes: int = 16, title: str = "A story made up", **more: Any) -> Scenario:
    """A scenario of that length; ``more`` are further sections."""
    sections = {
        "story": {"title": title},
        "run": {"horizon_days": days},
        "demand": {"attributes": attributes},
        "organisation": {"users": USERS},
    }
    return Scenario.model_validate(sections | more)


def luck(*address: int) -> float:
    """A number from 0 to 1 that looks random and is always the same for the same address."""
    value = 0
    for part in address:
        value = (value * 6364136223846793005 + part * 2862933555777941757 + 3037000493) % 2**63
        value ^= value >> 29
    return (value % 1_000_003) / 1_000_003


def made_up(days: int, *, window: int = 60, a_day: float = 0.4, attributes: int = 16) -> dict[str, pd.DataFrame]:
    """The tables of a run that never was: requests in batches of a window (1: each by itself), and trust that
    falls with each delay and moves with each delivery."""
    requests = [request_row(number, days, window, a_day, attributes) for number in range(int((days + 40) * a_day))]
    ledger = ledger_rows(requests)
    tables = {
        "daily": from_records(daily_rows(days, requests, ledger), DAILY),
        "requests": from_records(requests, REQUESTS),
        "handoffs": from_records([row for each in requests for row in handoff_rows(each, attributes)], HANDOFFS),
        "ledger": from_records(ledger, LEDGER),
        "events": from_records([], EVENTS),
        "promises": from_records([], PROMISES),
        "units": from_records([], UNITS),
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
        need_fit=1 - len(lost) / attributes if in_use else None, workaround=0, channel="it", deferrals=0, refused=0,
        visited=0,
    )  # fmt: skip
    return row


def handoff_rows(request: dict[str, Any], attributes: int) -> list[dict[str, Any]]:
    hands = ["need", "user's specification", "analyst", "product manager", "developer's reading", "tester's reading"]
    hands += ["built", "tested and fixed", "in use"] if request["live"] else []
    rows = []
    for step, hand in enumerate(hands):
        wrong = [bit for bit in range(attributes) if request["wrong"] >> bit & 1]
        told = [bit for bit in wrong if luck(3, request["request"], bit) * 7 < step]
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
            rows.append(
                ledger_row(request, request["promised_first"] + 1, "concealed_slip", -0.01 - 0.01 * luck(4, of))
            )
        rows.append(ledger_row(request, request["live"], "outcome", 0.02 - 0.001 * late))
    return sorted((row for row in rows if row["day"] >= 1), key=lambda row: row["day"])


def ledger_row(request: dict[str, Any], day: int, event: str, delta: float) -> dict[str, Any]:
    return {
        "day": day, "trustor": f"user {request['user']}", "trustee": "IT", "dimension": "ability", "event": event,
        "rule": "beta", "request": request["request"], "source": -1, "before": 0.5, "delta": 2 * delta,
        "after": 0.5 + 2 * delta, "contribution": delta,
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
    stages = ("arose", "definition_began", "build_began", "built", "live")
    arrived, begun, building, built, live = (reached(name) for name in stages)
    row.update(dict.fromkeys(("satisfaction", "need_fit", "lead_time", "promise_slip", "effort_overrun"), None))
    if live:
        row.update(
            satisfaction=0.5, need_fit=0.7 + 0.1 * math.sin(day / 40), lead_time=60.0 + day / 10, promise_slip=8.0
        )
    row.update(
        day=day, trust=level, trust_spread=0.06, trust_ability=level - 0.1, trust_benevolence=level + 0.02,
        trust_integrity=level + 0.1 - day / 4000, trust_it_in_business=0.6 + 0.03 * math.sin(day / 50),
        trust_crafts=0.61 - day / 9000, motivation=0.5, arrived=arrived, delivered=live, accepting=built - live,
        building=building - built, defining=begun - building, waiting=arrived - begun, work_in_progress=arrived - live,
        rework_share=0.2, value_delivered=5.0 * live,
    )  # fmt: skip
    return row


def event_row(number: int, day: int, kind: Happening, **more: Any) -> dict[str, Any]:
    """An event, with whatever is not said left plain."""
    plain = {"actor": "IT", "subject": "IT", "a": 0.0, "b": 0.0, "cause": -1, "sentence": "It happened."}
    return {"event": number, "day": day, "kind": word(kind), **plain, **more}


def done(*spans: tuple[InterventionKind, int, int | None]) -> list[dict[str, Any]]:
    """The events of interventions, each with its first day and the day on which it is over (None: it stays)."""
    rows: list[dict[str, Any]] = []
    for entry, (kind, begin, over) in enumerate(spans):
        about = {"subject": f"entry of the timeline {entry}", "a": float(list(InterventionKind).index(kind)), "b": 1.0}
        rows.append(event_row(0, begin, Happening.INTERVENTION_BEGAN, **about))
        if over is not None:
            rows.append(event_row(0, over, Happening.INTERVENTION_ENDED, **about))
    return [{**row, "event": number} for number, row in enumerate(sorted(rows, key=lambda row: row["day"]))]


def with_organisation(tables: dict[str, pd.DataFrame], developers: float = 8.0) -> dict[str, pd.DataFrame]:
    """The same run with all that goes on around the work: it falls ill, and the business helps itself."""
    days = len(tables["daily"])
    rows = tables["daily"].to_dict("records")
    needs = dict.fromkeys(("needs_it", "needs_shadow", "needs_vendor", "needs_without", "needs_workaround"), 0)
    for row in rows:
        along = row["day"] / days
        row["stage"] = min(4, int(5.5 * along)) if along < 0.9 else 3
        for number, name in enumerate(needs):
            chance = (1.0 - 0.5 * along, 0.4 * along, 0.1 * along, 0.1, 0.35)[number]
            needs[name] += luck(5, row["day"], number) < 0.6 * chance
        row.update({**needs, "needs": sum(needs.values()) - needs["needs_workaround"]})
        row.update(efforts(row["day"], along, developers))
        for name in DAILY:
            if name.startswith("trust_") and "_in_" in name:
                row[name] = 0.65 - 0.3 * along * luck(6, len(name), ord(name[8]))
    return {**tables, "daily": from_records(rows, DAILY)}


def efforts(day: int, along: float, developers: float) -> dict[str, float]:
    """A day's efforts: support, orphans and edicts grow, and building has what is left."""
    parts = {f"effort_{kind}": 0.01 * developers * luck(7, day, place) for place, kind in enumerate(KINDS_OF_EFFORT)}
    parts |= {
        "effort_fix": 0.3 * developers * luck(8, day),
        "effort_support": 0.05 * developers * (1 + 2 * along),
        "effort_orphans": 0.15 * developers * along,
        "effort_edict": 0.9 * developers * (luck(9, day // 10) < 0.3 * along),
        "effort_switching": 0.1 * developers * luck(10, day),
    }
    parts["effort_build"] = max(0.0, developers - sum(parts.values()))
    return {**parts, "effort_available": sum(parts.values())}
