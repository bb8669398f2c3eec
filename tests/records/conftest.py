"""A small run made up by hand: two users, four requests, ten days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from trustsim.records.columns import DAILY, REQUESTS, UNITS
from trustsim.records.frames import tables as tables_of
from trustsim.records.happenings import Actor, Experience, Hand, Happening, Subject
from trustsim.records.recorder import Recorder
from trustsim.vocabulary import Dimension, Fate

if TYPE_CHECKING:
    import pandas as pd

TRUST = [0.60, 0.58, 0.50, 0.40, 0.42, 0.44, 0.46, 0.48, 0.50, 0.52]

STAGES = [0, 0, 1, 2, 2, 1, 1, 2, 1, 1]


@pytest.fixture
def initial() -> dict[str, float]:
    return {
        "trust": 0.62,
        "trust_ability": 0.6,
        "trust_benevolence": 0.65,
        "trust_integrity": 0.7,
        "trust_it_in_business": 0.5,
    }


@pytest.fixture
def tables(recorder: Recorder, requests: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    return tables_of(recorder, requests, "beta")


def day(number: int) -> dict[str, Any]:
    row: dict[str, Any] = {name: 0 if column.kind == "int" else 0.0 for name, column in DAILY.items()}
    trust = TRUST[number - 1]
    row |= {"day": number, "trust": trust, "trust_ability": trust, "trust_it_in_business": 0.4}
    row |= {"effort_build": 3.0, "effort_fix": 1.0, "effort_edict": 0.5, "effort_idle": 0.5, "effort_available": 5.0}
    row |= {
        "stage": STAGES[number - 1],
        "layers": 3 if number < 8 else 1,
        "red_tape": 0.01 * number,
        "cost": 7.5 * number,
    }
    row |= {"needs": 2 * number, "needs_it": number, "needs_shadow": number // 2, "needs_without": number - number // 2}
    row |= {"arrived": 9, "delivered": number // 5, "work_in_progress": 4, "refusals": 2, "agreed_away": 1}
    row |= {"needs_at_start": 3, "taken_shadow": 6, "refused_shadow": 2, "taken_without": number - 5}
    row |= {"needs_workaround": number // 5, "edicts": number // 4, "promises_kept": number // 3, "promises_open": 1}
    row["need_fit"] = None if number < 5 else 0.75
    return row


def request(number: int, **known: Any) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name, column in REQUESTS.items():
        missing = "missing" in column.meaning
        row[name] = None if missing else 0.0 if column.kind == "float" else 0
    row |= {
        "request": number,
        "channel": "it",
        "state": "waiting",
        "release": -1,
        "wrong": 0,
        "broken": 0,
        "dropped": 0,
    }
    return row | known


@pytest.fixture
def requests() -> list[dict[str, Any]]:
    live = {"state": "released", "promised_first": 5, "effort_estimated": 10.0}
    return [
        request(0, **live, live=-3, arose=-20, need_fit=0.1, outcome=0.1, value_got=99.0, rounds=50, uat_bugs=50),
        request(
            1, **live, live=4, arose=-10, need_fit=0.75, outcome=0.4, value_got=2.0, rounds=2,
            effort_build=11.0, effort_fix=3.0, uat_bugs=3, uat_bent=1, workaround=1, dropped=0b101,
        ),
        request(
            2, **live, live=9, arose=1, need_fit=0.25, outcome=0.2, value_got=1.0, rounds=4,
            effort_build=9.0, effort_fix=2.0, uat_bugs=1, uat_bent=1, wrong=2**63 + 1,
        ),
        request(3, arose=6, promised_first=20, promised_last=25),
    ]  # fmt: skip


@pytest.fixture
def recorder() -> Recorder:
    made = Recorder()
    made.daily = [day(number) for number in range(1, len(TRUST) + 1)]
    handoffs = made.handoffs
    handoffs.append((1, 0, Hand.NEED, 0, -10, 0, 0))
    handoffs.append((1, 1, Hand.ANALYST, 2, -8, 2**63, 0))
    handoffs.append((1, 2, Hand.LIVE, 0, 4, 5, 2))
    ability, integrity = Dimension.ABILITY, Dimension.INTEGRITY
    ledger = made.ledger
    ledger.weights = (0.5, 0.3, 0.2)
    it = (Actor.IT, 0)
    ledger.parties = [(Actor.USER, 0, *it), (Actor.USER, 1, *it), (Actor.USER, 10, *it)]
    ledger.parties += [(Actor.DEVELOPERS, 4, Actor.UNIT, 1), (Actor.USER, 0, Actor.UNIT, 1)]
    ledger.append((2, 0, integrity, Experience.CONCEALED_SLIP, 1, -1, 1.0, 0.1))
    ledger.append((3, 1, ability, Experience.OUTCOME, 2, -1, 0.8, 0.4))
    ledger.append((4, 0, ability, Experience.FORGETTING, -1, -1, 0.7, 0.5))
    ledger.append((7, 1, ability, Experience.OUTCOME, 1, -1, 0.42, 0.5))
    ledger.append((8, 2, ability, Experience.SHOWN, 1, -1, 0.12, 0.6))
    ledger.append((5, 3, ability, Experience.THANKS, 1, -1, 0.0, 0.9))
    ledger.append((5, 4, ability, Experience.THANKS, 1, -1, 0.0, 0.9))
    events = made.events
    events.append((-9, Happening.SPEC_WRITTEN, Actor.USER, 1, Subject.REQUEST, 1, 1.0, 0.0, -1))
    events.append((4, Happening.RELEASED, Actor.IT, 3, Subject.RELEASE, 0, 1.0, -1.0, -1))
    events.append((5, Happening.INCIDENT, Actor.IT, 0, Subject.SERVICES, 4, 1.5, 0.0, -1))
    made.promises.append((0, 0, 2, 4, Fate.KEPT, 4))
    made.promises.append((1, 0, 6, 20, Fate.OPEN, -1))
    made.units.append(dict.fromkeys(UNITS, 1))
    return made
