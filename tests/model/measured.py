"""The books of what is measured: ranges on every evening; at the end the ledger, causes of events, rows of units."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any

import numpy as np

from trustsim.model.model import TrustModel
from trustsim.records.columns import DAILY
from trustsim.records.happenings import Actor

Row = dict[str, Any]

ALMOST = 1e-9
NEEDS = ("needs_it", "needs_shadow", "needs_vendor", "needs_without")
# Who was refused, or whose own team is gone, goes elsewhere.
MAY_FALL = (*NEEDS, "taken_shadow", "taken_vendor", "refused_shadow", "refused_vendor")
SHARES = ("rework_share", "shadow_share", "vendor_share", "red_tape", "support_load", "orphan_load", "slip_admitted")
BOUNDED = {name for name, column in DAILY.items() if column.unit == "0-1"} | set(SHARES)
SIGNED = ("promise_slip", "effort_overrun")
PARTS = {"reopened", "uat_bent", "taken_without", "refused_without"}  # of what is counted so far
SO_FAR = {name for name, column in DAILY.items() if "so far" in column.meaning and name not in MAY_FALL} | PARTS
assert {"arrived", "delivered", "refusals", "edicts", "cost"} <= SO_FAR


# --- every evening


def check_measures(rows: list[Row]) -> None:
    """What must hold of the latest row of the days so far, and of what is counted since the one before."""
    last = rows[-1]
    check_ranges(last)
    before = rows[-2] if len(rows) > 1 else dict.fromkeys(SO_FAR, 0)
    assert len(rows) == 1 or abs(last["stage"] - before["stage"]) <= 1  # stages never skip
    for name in SO_FAR:
        assert last[name] >= before[name] - ALMOST, (name, before[name], last[name])


def check_ranges(row: Row) -> None:
    """Shares and trust lie within 0 and 1, nothing that is counted below 0; what is known is a finite number."""
    assert row.keys() == DAILY.keys()
    for name, value in row.items():
        if value is None:
            continue
        assert math.isfinite(value), (name, value)
        assert value >= -ALMOST or name in SIGNED, (name, value)
        assert value <= 1.0 + ALMOST or name not in BOUNDED, (name, value)
    assert row["effort_overrun"] is None or row["effort_overrun"] >= -1.0
    assert row["stage"] in range(5)
    assert row["layers"] in range(8)


# --- at the end, when the model is closed


def check_tables(model: TrustModel) -> None:
    check_ledger(model)
    check_causes(model)
    check_units(model)


def check_ledger(model: TrustModel) -> None:
    """The contributions of each pair of sides sum to the change of its measure."""
    rows, last = model.recorder.ledger.columns(), model.recorder.daily[-1]
    users, units = rows["trustor_kind"] == Actor.USER, rows["trustee_kind"] == Actor.UNIT
    people, by_units = len(model.users), 2 * len(model.colleagues)
    sides = {
        "trust": (users & (rows["trustee_kind"] == Actor.IT), people),
        "trust_in_shadow": (users & (rows["trustee_kind"] == Actor.SHADOW_TEAM), people),
        "trust_in_vendor": (users & (rows["trustee_kind"] == Actor.VENDOR), people),
        "trust_it_in_business": (units, by_units),
        "trust_crafts": (~users & ~units, 6),
    }
    for name, (side, bonds) in sides.items():
        start, end = model.initial[name], last[name]
        assert start is not None
        assert end is not None
        change = math.fsum(rows["contribution"][side].tolist()) / bonds
        assert abs(end - start - change) < 1e-9, (name, end - start, change)


def check_causes(model: TrustModel) -> None:
    """An event comes from one before it, and what moved trust from one that was logged by then."""
    events, ledger = model.recorder.events.columns(), model.recorder.ledger.columns()
    numbers = np.arange(len(events["cause"]))
    assert np.all(events["cause"] < numbers)
    assert np.all(events["cause"] >= -1)
    assert np.all(np.diff(events["day"]) >= 0)
    assert np.all(ledger["source"] < len(numbers))
    assert np.all(ledger["source"] >= -1)
    known = ledger["source"] >= 0
    assert np.all(events["day"][ledger["source"][known]] <= ledger["day"][known])


def check_units(model: TrustModel) -> None:
    """Once a month, the rows of the units sum to the row of the day."""
    by_day: dict[int, list[Row]] = defaultdict(list)
    for row in model.recorder.units:
        by_day[int(row["day"] or 0)].append(row)
    for day, rows in by_day.items():
        daily = model.recorder.daily[day - 1]
        assert [row["unit"] for row in rows] == list(range(len(model.colleagues)))
        for name in ("needs", *NEEDS[1:]):
            assert sum(row[name] for row in rows) == daily[name], (day, name)
        for row in rows:
            assert 0.0 <= row["trust"] <= 1.0
            assert 0.0 <= row["trust_it_in_unit"] <= 1.0
            assert row["shadow_queue"] >= 0.0
