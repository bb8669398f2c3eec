"""The ledger: rows add up to the change of trust, to 1e-12."""

from __future__ import annotations

import math

from trustsim.model.model import TrustModel
from trustsim.records.happenings import Actor
from trustsim.validate.limits.case import Case
from trustsim.validate.small_worlds import LIVELY, Settings, run, scenario
from trustsim.vocabulary import Healing, Preset, TrustRule

LIMIT = "ledger: Σ rows = T(end) - T(start)"
TOLERANCE = 1e-12


def deceived(rule: str, healing: str, preset: str) -> TrustModel:
    """A run in which plans are far too short, so that slips are concealed and come to light, to users who stay."""
    changes: Settings = {
        "process": {"preset": preset},
        "channels": {"habit": 6.0},
        "trust": {"rule": rule, "healing": healing, "memory": 0.99, "ceiling_drop": 0.4},
        "planning": {"availability": 1.0, "test_share": 0.0, "acceptance_days": 0, "optimism": 0.5},
        "start": {"business_in_it": {"experiences": 10.0, "good_share": 0.9}},
    }
    return run(scenario(LIVELY, changes))


def unaccounted(rule: str, healing: str, preset: str) -> float:
    """The largest distance, over users, between the change of trust and the sum of the rows about it."""
    model = deceived(rule, healing, preset)
    rows, start = model.recorder.ledger.columns(), TrustModel(model.config)
    about = (rows["trustor_kind"] == Actor.USER) & (rows["trustee_kind"] == Actor.IT)
    off = 0.0
    for user in range(model.config.organisation.users):
        booked = math.fsum(rows["contribution"][about & (rows["trustor"] == user)])
        off = max(off, abs(booked - (model.user_trust(user) - start.user_trust(user))))
    return off


def cases() -> list[Case]:
    """Each rule of trust with each kind of healing under the contract, and each rule under the partnership."""
    contract, partnership = Preset.WATERFALL_CONTRACT.value, Preset.PARTNERSHIP.value
    kinds = [(rule.value, healing.value, contract) for rule in TrustRule for healing in Healing]
    kinds += [(rule.value, Healing.SLOW_HEAL.value, partnership) for rule in TrustRule]
    what = "largest difference of a user"
    return [
        Case(
            LIMIT,
            f"rule {rule}, healing {healing}, {preset}",
            what,
            0.0,
            unaccounted,
            (rule, healing, preset),
            TOLERANCE,
        )
        for rule, healing, preset in kinds
    ]
