"""What must make no difference makes none: not one bit of any table."""

from __future__ import annotations

from typing import Any

from trustsim.scenario.process import PRESETS
from trustsim.scenario.schema import Scenario
from trustsim.validate.limits.bits import bits, differing, run_bits
from trustsim.validate.limits.case import Case
from trustsim.validate.small_worlds import LIVELY, Settings, run, scenario
from trustsim.vocabulary import InterventionKind, Preset

EQUAL = "equal policies: the presets are bit-identical"
NOTHING = "an intervention of strength zero changes no bit"
UNUSED = "a parameter that is not used changes no bit"
RECORDER = "an extra recorder changes no bit"
WHAT = "columns and tables that differ"

CONTRACT, PARTNERSHIP = Preset.WATERFALL_CONTRACT, Preset.PARTNERSHIP
DAYS: Settings = {"run": {"horizon_days": 150}}

UNREAD: tuple[tuple[str, Preset, Settings], ...] = (
    ("other rules of trust", CONTRACT, {"trust": {"ewma_failure": 0.9, "inertia": 0.1, "cusp_steepness": 20.0}}),
    ("slices where releases are batched", CONTRACT, {"planning": {"slice_days": 1.0, "forecast_confidence": 2.0}}),
    ("treatments that nobody gives", CONTRACT, {"treatment": {"curtain_gain": 0.9, "visit_survival": 0.1}}),
    ("windows where work flows", PARTNERSHIP, {"planning": {"window_days": 7, "acceptance_days": 90}}),
    ("a relay where all define together", PARTNERSHIP, {"handoff": {"relay_days": 9, "ambiguity": 0.9, "agenda": 0.9}}),
    ("bent bugs where there is no test at the end", PARTNERSHIP, {"acceptance": {"bend": 0.9, "persistence": 0.9}}),
)


def world(preset: Preset, *changes: Settings, timeline: list[dict[str, Any]] | None = None) -> Scenario:
    """Everything happens in it."""
    return scenario(LIVELY, {"process": {"preset": preset.value}}, *changes, timeline=timeline or [])


def spelled_out(policies_of: Preset) -> float:
    """The policies of one preset, written out under either."""
    names = {name: value.value for name, value in PRESETS[policies_of]._asdict().items()}
    one, other = (run_bits(world(preset, {"process": {"preset": preset.value, **names}})) for preset in Preset)
    return float(len(differing(one, other)))


def strength_zero(kind: InterventionKind, preset: Preset) -> float:
    """One kind of intervention, begun early and late and lasting."""
    other = PARTNERSHIP if preset == CONTRACT else CONTRACT
    besides = {"preset": other.value} if kind == InterventionKind.PROCESS else {}
    entries: list[dict[str, Any]] = [
        {"what": kind.value, "strength": 0.0, **besides, "day": day} for day in (1, 40, 70)
    ]
    with_it, without = run_bits(world(preset, DAYS, timeline=entries)), run_bits(world(preset, DAYS))
    return float(len(differing(with_it, without)))


def unused(preset: Preset, change: Settings) -> float:
    """A parameter of something that does not happen."""
    return float(len(differing(run_bits(world(preset, DAYS, change)), run_bits(world(preset, DAYS)))))


def without_ledger(preset: Preset) -> float:
    """With a ledger and without, all but the ledger."""
    kept, left = (bits(run(world(preset, DAYS), ledger=ledger)) for ledger in (True, False))
    return float(sum(kept[name] != left[name] for name in kept if not name.startswith("ledger.")))


def cases() -> list[Case]:
    """Both presets, every kind of intervention, and some parameters that are not used."""
    found = [Case(EQUAL, f"policies of {one.value}", WHAT, 0.0, spelled_out, (one,), 0.0) for one in Preset]
    found += [
        Case(NOTHING, f"{kind.value}, {preset.value}", WHAT, 0.0, strength_zero, (kind, preset), 0.0)
        for kind in InterventionKind
        for preset in Preset
    ]
    found += [Case(UNUSED, name, WHAT, 0.0, unused, (preset, change), 0.0) for name, preset, change in UNREAD]
    return found + [
        Case(RECORDER, f"the ledger, {one.value}", WHAT, 0.0, without_ledger, (one,), 0.0) for one in Preset
    ]
