"""Which keys do anything only where another key has a certain value: declared once, and tried out in the tests."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from trustsim.vocabulary import (
    Acceptance,
    Batching,
    Commitment,
    Definition,
    Healing,
    Reporting,
    TrustRule,
)

if TYPE_CHECKING:
    from enum import StrEnum


class Use(NamedTuple):
    """What has to be set for a key to be used: ``switch`` to one of ``values``."""

    switch: str
    values: tuple[StrEnum, ...]

    def but_for(self, value: object) -> str:
        """Why the key does nothing where the switch has ``value``; empty where it is used."""
        return "" if value in self.values else f"not used under {self.switch.rpartition('.')[2]} = {value}"


def _only(switch: str, *values: StrEnum) -> Use:
    return Use(switch, values)


_RELEASE = _only("process.batching", Batching.RELEASE)
_FLOW = _only("process.batching", Batching.FLOW)
_CANDID = _only("process.reporting", Reporting.CANDID)
_JOINT = _only("process.definition", Definition.JOINT)
_UAT = _only("process.acceptance", Acceptance.UAT)
_CUSP = _only("trust.rule", TrustRule.CUSP)

USED_UNDER: MappingProxyType[str, Use] = MappingProxyType(
    {
        "planning.window_days": _RELEASE,
        "planning.batch_limit": _RELEASE,
        "planning.slice_days": _FLOW,
        "planning.in_progress_per_developer": _FLOW,
        "planning.forecast_confidence": _only("process.commitment", Commitment.FORECAST),
        "planning.acceptance_days": _UAT,
        "acceptance.rounds": _UAT,
        "acceptance.round_days": _UAT,
        "acceptance.demo_effort": _only("process.acceptance", Acceptance.DEMO),
        "handoff.relay_days": _only("process.definition", Definition.RELAY),
        "handoff.read_back": _JOINT,
        "handoff.meeting_effort": _JOINT,
        "reactions.disclosure": _CANDID,
        "reactions.disclosure_slope": _CANDID,
        "trust.ewma_success": _only("trust.rule", TrustRule.EWMA),
        "trust.ewma_failure": _only("trust.rule", TrustRule.EWMA),
        "trust.inertia": _only("trust.rule", TrustRule.INERTIA),
        "trust.fire_half_life": _only("trust.rule", TrustRule.FIRE),
        "trust.memory": _only("trust.rule", *(rule for rule in TrustRule if rule != TrustRule.FIRE)),
        "trust.cusp_steepness": _CUSP,
        "trust.cusp_threshold": _CUSP,
        "trust.cusp_step": _CUSP,
        "trust.confirmation": _only("trust.rule", TrustRule.CONFIRMATORY),
        "trust.ceiling_drop": _only("trust.healing", *(how for how in Healing if how != Healing.OFF)),
        "trust.healing_rate": _only("trust.healing", Healing.SLOW_HEAL),
    }
)
