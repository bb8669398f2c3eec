from __future__ import annotations

from typing import Any

import pytest

from trustsim.scenario.entries import CHANGES, entry_faults
from trustsim.scenario.timeline import KINDS, Intervention
from trustsim.vocabulary import InterventionKind

INSTANT = [name for name, kind in KINDS.items() if kind.instant]
OTHERS = [name for name in InterventionKind if name != InterventionKind.PROCESS]
CHANGE = {"preset": "partnership"}


def faults(**keys: Any) -> list[tuple[str, str]]:
    return list(entry_faults(Intervention.model_validate(keys)))


def wrong_keys(**keys: Any) -> list[str]:
    return [key for key, _ in faults(**keys)]


def fitting(name: InterventionKind) -> dict[str, Any]:
    return {"what": name, "day": 1, **(CHANGE if name == InterventionKind.PROCESS else {})}


@pytest.mark.parametrize("name", InterventionKind)
def test_nothing_is_said_against_a_kind_as_usual(name: InterventionKind) -> None:
    assert faults(**fitting(name)) == []
    assert faults(**fitting(name), when="trust < 0.3", strength=0) == []


def test_a_day_or_a_condition_is_needed() -> None:
    assert faults(what="edict") == [
        (
            "day",
            "missing, and there is no condition; expected a whole number from 1 to 5000 (day), or a condition in when",
        )
    ]
    assert faults(what="edict", when="trust < 0.3") == []


@pytest.mark.parametrize("name", InterventionKind)
def test_what_happens_on_one_day_has_no_duration(name: InterventionKind) -> None:
    told = faults(**fitting(name), days=3)
    if name in INSTANT:
        assert told == [("days", f'3 was given, but what = "{name}" happens on one day; expected no days')]
    else:
        assert told == []


@pytest.mark.parametrize("name", InterventionKind)
def test_the_range_of_an_amount_is_that_of_the_kind(name: InterventionKind) -> None:
    amount = KINDS[name].amount
    if amount is None:
        told = f'0.5 was given, but what = "{name}" knows no amount; expected none'
        assert faults(**fitting(name), amount=0.5) == [("amount", told)]
        return
    for inside in (amount.low, amount.high):
        assert faults(**fitting(name), amount=inside) == []
    every = [kind.amount for kind in KINDS.values() if kind.amount]
    if amount.low > min(other.low for other in every):
        assert "is too small; expected a " in faults(**fitting(name), amount=amount.low - 1e-9)[0][1]
    if amount.high < max(other.high for other in every):
        assert f"({amount.unit})" in faults(**fitting(name), amount=amount.high + 1e-9)[0][1]
    if amount.whole:
        assert "is not a whole number; expected" in faults(**fitting(name), amount=1.5)[0][1]


@pytest.mark.parametrize("name", OTHERS)
def test_only_a_process_changes_policies(name: InterventionKind) -> None:
    assert wrong_keys(**fitting(name), preset="partnership", testing="own-reading") == ["preset", "testing"]
    assert faults(**fitting(name), batching="flow") == [
        ("batching", f'"flow" was given, but what = "{name}" changes no policies; expected none, or what = "process"')
    ]


def test_a_process_changes_something() -> None:
    ((key, told),) = faults(day=3)
    assert key == "what"
    assert told.startswith('"process" changes nothing here; expected one of preset, batching, ')
    values = {"preset": "partnership", "batching": "flow", "definition": "joint", "commitment": "forecast"}
    values |= {"reporting": "candid", "testing": "shared-reading", "acceptance": "demo"}
    assert set(values) == set(CHANGES)
    for name, value in values.items():
        assert faults(day=3, **{name: value}) == []


def test_all_that_is_wrong_is_told_at_once() -> None:
    assert wrong_keys(what="outage", days=1, amount=101, definition="joint") == ["day", "days", "amount", "definition"]
