"""The JSON Schema of a timeline entry and the checks of the loader accept the same entries."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from trustsim.scenario.describe import json_schema
from trustsim.scenario.entries import entry_faults
from trustsim.scenario.kinds import COLUMNS, CONDITIONS, kind_rows
from trustsim.scenario.timeline import KINDS, Intervention
from trustsim.vocabulary import CONDITION_MEASURES, InterventionKind

ENTRY = jsonschema.Draft7Validator(json_schema()["properties"]["timeline"]["items"])
AMOUNTS = [bound for kind in KINDS.values() if kind.amount for bound in kind.amount[2:5]]
ENTRIES = st.fixed_dictionaries(
    {},
    optional={
        "what": st.sampled_from([kind.value for kind in InterventionKind]),
        "day": st.sampled_from([0, 1, 5000, 5001]),
        "when": st.sampled_from(["trust < 0.3", "stage >= flu for 3 days", "", "trsut < 0.3"]),
        "days": st.sampled_from([1, 42]),
        "strength": st.sampled_from([0, 0.5, 1.0, 1.1]),
        "amount": st.sampled_from([*AMOUNTS, -30, 1.5, 3]),
        "preset": st.just("partnership"),
        "testing": st.sampled_from(["own-reading", "none"]),
    },
)


def taken(entry: dict[str, Any]) -> bool:
    try:
        return not list(entry_faults(Intervention.model_validate(entry)))
    except ValidationError:
        return False


@given(ENTRIES)
def test_the_schema_agrees_with_the_loader(entry: dict[str, Any]) -> None:
    assert ENTRY.is_valid(entry) == taken(entry)


@pytest.mark.parametrize("kind", InterventionKind)
def test_the_schema_takes_every_kind_as_usual(kind: InterventionKind) -> None:
    entry = {"what": kind.value, "day": 1}
    assert ENTRY.is_valid(entry | ({"preset": "partnership"} if kind == InterventionKind.PROCESS else {}))
    assert not ENTRY.is_valid(entry | {"preset": "partnership", "amount": -1000})


@pytest.mark.parametrize(
    "entry",
    [
        {"what": "edict", "days": 1},
        {"what": "counselling", "amount": 1},
        {"what": "hire", "amount": 1.5},
        {"what": "hire", "amount": 501},
        {"what": "tour_of_duty", "amount": 0.6},
        {"what": "hire", "testing": "own-reading"},
        {"what": "process"},
        {"preset": "partnership", "amount": 0},
        {},
    ],
    ids=str,
)
def test_the_schema_refuses_what_a_kind_does_not_take(entry: dict[str, Any]) -> None:
    assert not ENTRY.is_valid(entry | {"day": 1})
    assert not taken(entry | {"day": 1})


def test_an_editor_can_show_what_kinds_and_conditions_mean() -> None:
    keys = ENTRY.schema["properties"]
    for name, kind in KINDS.items():
        assert f"\n{name}: {kind.sentence}." in keys["what"]["description"]
        assert (f"\n{name}: " in keys["amount"]["description"]) == (kind.amount is not None)
        assert f"\n{name}: {kind.usually}." in keys["days"]["description"]
    assert "hire: developers hired, 1 to 500, whole (people), usually 1." in keys["amount"]["description"]
    assert all(measure in keys["when"]["description"] for measure in (*CONDITION_MEASURES, "end-stage"))


def test_the_rows_have_a_cell_for_every_column() -> None:
    rows = kind_rows()
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert ("`outage`", "core services fail for all", "downtime", "hours", "0.1 to 100", "8", "on one day") in rows
    assert rows[1][2:] == ("none", "", "", "", "lasting")


def test_the_grammar_names_every_measure_and_stage() -> None:
    assert all(f"`{word}`" in CONDITIONS for word in (*CONDITION_MEASURES, "healthy", "end-stage"))
