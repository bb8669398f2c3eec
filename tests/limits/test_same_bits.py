"""What must make no difference makes none: not one bit of any table."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest

from tests.builders import LIVELY, PARTNERSHIP, WATERFALL, run, scenario, words
from trustsim.model.model import TrustModel
from trustsim.records.happenings import Happening
from trustsim.records.recorder import Columns
from trustsim.scenario.process import PRESETS
from trustsim.vocabulary import Preset

Settings = dict[str, dict[str, Any]]

BY_PRESET = {Preset.WATERFALL_CONTRACT: WATERFALL, Preset.PARTNERSHIP: PARTNERSHIP}
BOTH = pytest.mark.parametrize("preset", [WATERFALL, PARTNERSHIP], ids=["waterfall", "partnership"])


def tables(model: TrustModel, *, ledger: bool = True) -> dict[str, bytes]:
    """Every table of a run as bytes."""
    recorder = model.recorder
    rows = {"handoffs": recorder.handoffs, "events": recorder.events, "promises": recorder.promises}
    columns = {name: table.columns() for name, table in rows.items()}
    if ledger:
        columns["ledger"] = recorder.ledger.columns()
    return {name: as_bytes(table) for name, table in columns.items()} | {
        "daily": pickle.dumps(recorder.daily),
        "units": pickle.dumps(recorder.units),
        "requests": pickle.dumps(model.request_rows()),
    }


def as_bytes(columns: Columns) -> bytes:
    return b"".join(column.tobytes() for column in columns.values())


def without(model: TrustModel, kind: Happening) -> dict[str, bytes]:
    """Every table of a run as if events of a kind, which nothing came from, had not been logged."""
    events, ledger = model.recorder.events.columns(), model.recorder.ledger.columns()
    gone = np.flatnonzero(events["kind"] == kind)
    assert len(gone)
    assert not np.isin(events["cause"], gone).any()
    assert not np.isin(ledger["source"], gone).any()
    events["cause"] -= np.searchsorted(gone, events["cause"]).astype("i4")
    ledger["source"] -= np.searchsorted(gone, ledger["source"]).astype("i4")
    events = {name: np.delete(column, gone) for name, column in events.items()}
    return tables(model) | {"events": as_bytes(events), "ledger": as_bytes(ledger)}


@pytest.mark.parametrize("source", Preset)
def test_with_equal_policies_the_presets_are_one(source: Preset) -> None:
    policies = words(PRESETS[source])
    runs = [tables(run(scenario(LIVELY, {"process": {"preset": preset.value, **policies}}))) for preset in Preset]
    assert runs[0] == runs[1] == tables(run(scenario(LIVELY, BY_PRESET[source])))


def test_with_different_policies_they_are_not() -> None:
    assert tables(run(scenario(LIVELY, WATERFALL)))["daily"] != tables(run(scenario(LIVELY, PARTNERSHIP)))["daily"]


@BOTH
def test_a_change_of_process_to_what_is_already_there_changes_nothing_but_the_log(preset: Settings) -> None:
    plain = tables(run(scenario(LIVELY, preset)))
    changed = run(scenario(LIVELY, preset, timeline=[{"day": 40, **preset["process"]}]))
    assert plain != tables(changed)
    assert plain == without(changed, Happening.INTERVENTION_BEGAN)


@BOTH
def test_a_ledger_changes_nothing(preset: Settings) -> None:
    kept, left = run(scenario(LIVELY, preset)), run(scenario(LIVELY, preset), ledger=False)
    assert len(kept.recorder.ledger) > 100
    assert len(left.recorder.ledger) == 0
    assert tables(kept, ledger=False) == tables(left, ledger=False)


# An IT that takes orders, and has nothing to promise anew since nobody pushes its work aside.
ORDERS: Settings = WATERFALL | {"stance": {"equal_partner": 0.0}, "edicts": {"rate": 0.0}}

UNUSED: list[tuple[Settings, Settings]] = [
    (WATERFALL, {"trust": {"ewma_success": 0.9, "ewma_failure": 0.9, "inertia": 0.1, "fire_half_life": 5.0}}),
    (WATERFALL, {"trust": {"cusp_steepness": 20.0, "cusp_threshold": 0.1, "cusp_step": 0.9, "confirmation": 4.0}}),
    (WATERFALL, {"planning": {"slice_days": 1.0, "in_progress_per_developer": 5.0, "forecast_confidence": 2.0}}),
    (WATERFALL, {"planning": {"drop_value_share": 0.9}, "handoff": {"read_back": 0.1, "meeting_effort": 9.0}}),
    (ORDERS, {"evidence": {"asked": 5.0, "shown": 5.0, "slip_told": 5.0, "agreement": 5.0}}),
    (ORDERS, {"reactions": {"disclosure": 0.1, "disclosure_slope": 4.0, "push_back": 0.9, "agreement": 1.0}}),
    (ORDERS, {"stance": {"low_value": 9.0, "follow_up_days": 2, "proposals": 9.0, "proposal_value": 99.0}}),
    (ORDERS, {"evidence": {"followed_up": 5.0, "improved": 5.0, "visited": 5.0, "counselled": 5.0, "bypassed": 5.0}}),
    (WATERFALL, {"treatment": {"curtain_gain": 0.9, "visit_survival": 0.1, "tour_gain": 0.4, "friction_cut": 0.9}}),
    (PARTNERSHIP, {"planning": {"window_days": 7, "batch_limit": 2, "acceptance_days": 90}}),
    (PARTNERSHIP, {"handoff": {"relay_days": 9, "ambiguity": 0.9, "product_manager_keeps": 0.1}}),
    (PARTNERSHIP, {"organisation": {"representatives_per_unit": 3}, "handoff": {"agenda": 0.9}}),
    (PARTNERSHIP, {"test": {"first_concession": 0.9, "new_idea": 0.9, "constant_concession": True}}),
    (PARTNERSHIP, {"acceptance": {"bend": 0.9, "bend_slope": 2.0, "first_hearing": 0.9, "persistence": 0.9}}),
    (PARTNERSHIP, {"acceptance": {"rounds": 20, "round_days": 20}, "evidence": {"bent_bug": 5.0}}),
]  # fmt: skip


def name_of(unused: Settings) -> str:
    return " and ".join(f"{section} {', '.join(keys)}" for section, keys in unused.items())


@pytest.mark.parametrize(("preset", "unused"), UNUSED, ids=[name_of(unused) for _, unused in UNUSED])
def test_a_parameter_that_is_not_used_changes_nothing(preset: Settings, unused: Settings) -> None:
    assert tables(run(scenario(LIVELY, preset, unused))) == tables(run(scenario(LIVELY, preset)))


def test_layers_that_nobody_passes_are_only_counted() -> None:
    still: Settings = {"leadership": {"reacts": False, "hazard": 0.0}}
    one = run(scenario(LIVELY, PARTNERSHIP, still))
    seven = run(scenario(LIVELY, PARTNERSHIP, still, {"organisation": {"analyst_layers": 7}}))
    assert {row.pop("layers") for row in one.recorder.daily} == {1}
    assert {row.pop("layers") for row in seven.recorder.daily} == {7}
    assert tables(one) == tables(seven)


def test_a_parameter_that_is_used_does() -> None:
    used = scenario(LIVELY, WATERFALL, {"handoff": {"ambiguity": 0.3}})
    assert tables(run(used))["requests"] != tables(run(scenario(LIVELY, WATERFALL)))["requests"]


@BOTH
@pytest.mark.parametrize(
    "off",
    [
        {"release": {"outage_rate": 0.0}},
        {"services": {"incident_rate": 0.0}},
        {"building": {"defect_rate": 0.0, "bad_fix": 0.0}},
        {"handoff": {"ambiguity": 0.0}, "test": {"new_idea": 0.0}},
        {"edicts": {"rate": 0.0}},
        {"intake": {"most_waiting": 5000.0}},
        {"channels": {"habit": 20.0}},
        {"leadership": {"reacts": False, "hazard": 0.0}},
        {"stance": {"equal_partner": 0.0}},
        {"chargeback": {"price": 0.0}},
    ],
    ids=[
        "outages",
        "incidents",
        "defects",
        "ambiguity and new ideas",
        "edicts",
        "refusals",
        "other channels",
        "leadership",
        "partnership",
        "prices",
    ],
)
def test_switching_a_mechanism_off_leaves_all_needs_as_they_were(preset: Settings, off: Settings) -> None:
    # padding is off, since a wish grows with distrust, and trust feels everything
    plain = {"reactions": {"padding": 0.0}}
    with_it, without = run(scenario(LIVELY, preset, plain)), run(scenario(LIVELY, preset, plain, off))
    names = ("user", "nth", "size", "value", "arose")
    rows = [[tuple(row[name] for name in names) for row in model.request_rows()] for model in (with_it, without)]
    assert rows[0] == rows[1]
