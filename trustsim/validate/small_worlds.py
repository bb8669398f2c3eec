"""Two small organisations in which every parameter is named: other defaults leave what is checked on them alone.

In ``FLAWLESS`` nothing goes wrong and nothing is felt: one user, one developer, one tester, no noise, no faults, no
edicts, everything said is heard. What a case is about is laid over it. In ``LIVELY`` every mechanism is at work.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trustsim.model.model import TrustModel
from trustsim.scenario.loading import merged
from trustsim.scenario.schema import Scenario

Settings = dict[str, dict[str, Any]]

NO_EVIDENCE: dict[str, float] = dict.fromkeys(
    (
        "outcome", "outcome_benevolence", "asked", "shown", "heard", "unheard", "silence", "reported", "slip_told",
        "slip_revealed", "slip_concealed", "outage", "hearsay", "thanks", "blame", "late_change", "bent_bug",
        "escalation", "agreement", "deferred", "refused_with_reason", "refused", "support_refused", "red_tape",
        "visited", "bypassed", "followed_up", "improved", "counselled", "breakdown", "taken_elsewhere", "craft",
    ),
    0.0,
)  # fmt: skip

SIDES = ("business_in_it", "it_in_business", "business_in_own_teams", "business_in_vendor", "crafts")

# One user, one developer, one tester. Everything said is heard, everything built is right, nothing else takes time.
# Owners demand nothing, every need is taken to IT, IT takes all on, nobody falls ill of it, leadership does nothing.
FLAWLESS: Settings = {
    "run": {"horizon_days": 200, "warmup_days": 0, "seed": 1},
    "organisation": {
        "business_units": 1, "users": 1, "representatives_per_unit": 0, "product_managers": 1, "analyst_layers": 0,
        "developers": 1, "testers": 1,
    },
    "demand": {
        "needs_per_user": 1.0, "size_median": 5.0, "size_law": "lognormal", "size_spread": 0.0, "value_spread": 0.0,
        "attributes": 1, "drift": 0.0,
    },
    "knowledge": {"it": 0.6, "representative": 1.0, "gain_per_contact": 0.0, "ceiling": 0.9, "decay": 0.0},
    "handoff": {
        "survival": 1.0, "agenda": 0.0, "relay_days": 0, "ambiguity": 0.0, "product_manager_keeps": 1.0,
        "read_back": 1.0, "meeting_effort": 0.0,
    },
    "planning": {
        "window_days": 20, "batch_limit": 1000, "slice_days": 60.0, "in_progress_per_developer": 1.0,
        "noise_law": "lognormal", "noise": 0.0, "shared_noise": 0.0,
        "optimism": 0.0, "availability": 1.0, "test_share": 0.0,
        "acceptance_days": 0, "forecast_confidence": 0.0, "review_days": 10, "settling_days": 5, "doublings": 3,
        "drop_value_share": 0.0,
    },
    "building": {
        "productivity": 1.0, "motivation_effect": 0.0, "switching_loss": 0.0, "defect_rate": 0.0, "bad_fix": 0.0,
        "fix_share": 0.25, "fix_cost": "moderate",
    },
    "test": {
        "detection": 1.0, "effort_share": 0.0, "retest_share": 0.0, "patience": 8, "first_concession": 0.1,
        "constant_concession": False, "new_idea": 0.0,
    },
    "acceptance": {
        "demo_effort": 0.0,
        "notice": 1.0, "bend": 0.0, "bend_slope": 0.0, "first_hearing": 1.0, "persistence": 0.0, "rounds": 1,
        "round_days": 1,
    },
    "release": {
        "outage_rate": 0.0, "downtime_hours": 0.0, "workaround_rate": 0.0, "support_rate": 0.0, "support_broken": 0.0,
        "most_support": 0.8, "system_life": 1250.0, "legacy_support": 0.0, "discovery_days": 40.0,
    },
    "services": {
        "incident_rate": 0.0, "reserved": 0.0, "reserve_effect": 0.0, "incident_effort": 0.0, "incident_hours": 0.0,
    },
    "process": {"preset": "partnership"},
    "trust": {
        "rule": "beta", "weight_ability": 0.5, "weight_benevolence": 0.3, "weight_integrity": 0.2,
        "prior_weight": 7.0, "base_rate": 0.65, "gain_success": 1.0, "gain_failure": 1.4, "memory": 1.0,
        "ewma_success": 0.118, "ewma_failure": 0.159, "inertia": 0.9, "fire_half_life": 60.0, "cusp_steepness": 6.0,
        "cusp_threshold": 0.5, "cusp_step": 0.05, "confirmation": 1.0, "disappointment": 1.0, "ceiling_drop": 0.15,
        "healing": "off", "healing_rate": 0.002,
    },
    "evidence": NO_EVIDENCE | {"teller_trust": 0.5},
    "contacts": {"report_days": 21, "silence_days": 30, "hearsay_days": 21, "escalation_days": 20},
    "reactions": {
        "openness": 1.0, "openness_distrust": 1.0, "padding": 0.0, "estimate_padding": 0.0, "disclosure": 1.0,
        "disclosure_slope": 0.0, "thanks_from": 0.9, "blame_below": 0.7, "tolerated_lateness": 0.5,
        "tolerated_overrun": 0.5, "push_back": 1.0, "agreement": 0.0,
    },
    "motivation": {"start": 0.5, "gain": 0.0},
    "start": {side: {"experiences": 10.0, "good_share": 0.65} for side in SIDES},
    "edicts": {"rate": 0.0, "effort": 10.0, "repromise": 0.0},
    "intake": {
        "most_waiting": 5000.0, "review_days": 21, "most_deferrals": 3, "reason_given": 1.0, "reason_slope": 0.0,
    },
    "channels": {
        "trust": 0.0, "fit": 0.0, "wait": 0.0, "price": 0.0, "habit": 20.0, "without": -50.0, "usual_wait": 60.0,
        "usual_fit": 0.8, "learning": 0.2,
    },
    "shadow": {
        "wait": 20.0, "births_at": 100, "people": 1.0, "speed": 1.0, "knowledge": 0.85, "survival": 1.0,
        "defect_rate": 0.0, "support": 0.0, "cost": 1.0, "perceived": 0.4, "lesson": 0.3, "breaking_point": 1.0,
        "leaving": 0.0, "idle_days": 5000, "taken_in": 1.0,
    },
    "vendor": {"wait": 60.0, "price": 0.8, "knowledge": 0.5, "survival": 1.0, "defect_rate": 0.0},
    "chargeback": {"price": 0.0, "elasticity": 0.5, "coldness": 0.7},
    "stance": {
        "equal_partner": 0.0, "low_value": 0.6, "follow_up_days": 30, "proposals": 0.5, "proposal_effort": 2.0,
        "proposal_value": 4.0,
    },
    "illness": {
        "smoothing_days": 21.0, "sniffles": 0.0, "flu": 0.0, "pneumonia": 0.0, "end_stage": 0.0, "recovery": 0.05,
        "failure_weight": 0.0, "failure_days": 63, "failure_requests": 1000, "failure_lateness": 10.0,
    },
    "leadership": {
        "reacts": False, "step_days": 63, "most_layers": 7, "red_tape_step": 0.03, "most_red_tape": 0.15,
        "just_say_no": 0.0, "avoidance": 0.0, "hazard": 0.0, "hazard_slope": 0.0, "honeymoon_days": 125,
        "outsourcing": 0.0, "outsourced_knowledge": 0.45, "outsourced_price": 0.3, "reset": 0.5,
    },
    "treatment": {
        "critical": 0.0, "below_critical": 0.25, "session_days": 21, "curtain_gain": 0.05, "unadmitted": 0.5,
        "fading": 0.02, "admitted_fading": 0.1, "visit_survival": 1.0, "visit_effort": 0.0, "visit_teaches": 1.0,
        "tour_gain": 0.02, "friction_cut": 0.5,
    },
}  # fmt: skip

# Six users in two units, three developers, two testers: small, and with every mechanism at work, those of the
# organisation included: edicts, an intake that puts off and refuses, own teams, a provider, stages, leadership.
LIVELY: Settings = merged(
    (
        FLAWLESS,
        {
            "run": {"horizon_days": 250, "warmup_days": 60},
            "organisation": {
                "business_units": 2, "users": 6, "representatives_per_unit": 1, "product_managers": 2,
                "analyst_layers": 1, "developers": 3, "testers": 2,
            },
            "demand": {"needs_per_user": 0.9, "size_median": 4.0, "size_spread": 0.6, "value_spread": 0.8,
                       "attributes": 16, "drift": 0.02},
            "knowledge": {"representative": 0.85, "gain_per_contact": 0.01, "decay": 0.001},
            "handoff": {"survival": 0.85, "agenda": 0.03, "relay_days": 2, "ambiguity": 0.2,
                        "product_manager_keeps": 0.5, "read_back": 0.9, "meeting_effort": 0.5},
            "planning": {"window_days": 30, "batch_limit": 12, "slice_days": 3.0, "noise": 0.4, "shared_noise": 0.3,
                         "availability": 0.75,
                         "test_share": 0.3, "acceptance_days": 10, "forecast_confidence": 0.84,
                         "drop_value_share": 0.1},
            "building": {"motivation_effect": 0.5, "switching_loss": 0.17, "defect_rate": 0.08, "bad_fix": 0.08},
            "test": {"detection": 0.6, "effort_share": 0.1, "retest_share": 0.25, "new_idea": 0.05},
            "acceptance": {"demo_effort": 0.1,
                           "notice": 0.8, "bend": 0.34, "bend_slope": 0.5, "first_hearing": 0.3, "persistence": 0.25,
                           "rounds": 4, "round_days": 3},
            "release": {"outage_rate": 0.02, "downtime_hours": 0.5, "workaround_rate": 3.0, "support_rate": 0.02,
                        "support_broken": 3.0, "legacy_support": 0.1},
            "services": {"incident_rate": 0.5, "incident_effort": 2.0, "incident_hours": 4.0},
            "trust": {"memory": 0.997, "healing": "slow_heal"},
            "evidence": {
                "outcome": 1.0, "outcome_benevolence": 0.3, "asked": 0.3, "shown": 0.2, "heard": 0.2, "unheard": 0.3,
                "silence": 0.2, "reported": 0.1, "slip_told": 0.5, "slip_revealed": 1.0, "slip_concealed": 1.5,
                "outage": 0.3, "hearsay": 0.3, "thanks": 0.3, "blame": 0.3, "late_change": 0.2, "bent_bug": 0.3,
                "escalation": 0.5, "agreement": 0.3, "deferred": 0.1, "refused_with_reason": 0.2, "refused": 0.6,
                "support_refused": 0.5, "red_tape": 1.0, "visited": 0.3, "bypassed": 0.2, "followed_up": 0.2,
                "improved": 0.3, "counselled": 0.3, "breakdown": 0.5, "taken_elsewhere": 0.1, "craft": 0.1,
            },
            "reactions": {"openness": 0.95, "openness_distrust": 0.75, "padding": 0.3, "estimate_padding": 0.3,
                          "disclosure": 0.9, "disclosure_slope": 0.5, "push_back": 0.3, "agreement": 0.2},
            "motivation": {"gain": 0.05},
            "start": {"business_in_own_teams": {"experiences": 3.0}, "business_in_vendor": {"experiences": 3.0}},
            "edicts": {"rate": 1.5, "effort": 5.0, "repromise": 0.4},
            "intake": {"most_waiting": 18.0, "review_days": 10, "most_deferrals": 2, "reason_given": 0.6,
                       "reason_slope": 0.5},
            "channels": {"trust": 4.0, "fit": 2.0, "wait": 1.0, "price": 1.0, "habit": 2.0, "without": -1.0},
            "shadow": {"births_at": 2, "speed": 1.5, "survival": 0.97, "defect_rate": 0.12, "support": 3.0,
                       "breaking_point": 0.1, "leaving": 0.5, "idle_days": 60, "taken_in": 0.2},
            "vendor": {"wait": 30.0, "price": 0.5, "knowledge": 0.6, "survival": 0.85, "defect_rate": 0.06},
            "chargeback": {"price": 0.1},
            "stance": {"equal_partner": 0.3, "follow_up_days": 20, "proposals": 1.0},
            "illness": {"sniffles": 0.64, "flu": 0.6, "pneumonia": 0.56, "end_stage": 0.5, "recovery": 0.02,
                        "failure_weight": 0.03, "failure_requests": 4, "failure_lateness": 0.25},
            "leadership": {"reacts": True, "step_days": 30, "just_say_no": 0.4, "avoidance": 0.5, "hazard": 0.5,
                           "hazard_slope": 4.0, "honeymoon_days": 60, "outsourcing": 0.3},
            "treatment": {"critical": 0.35, "visit_survival": 0.97, "visit_effort": 0.5},
        },
    )
)  # fmt: skip

# Lay over another to have the pipeline alone: nothing of the organisation around it.
PIPELINE_ALONE: Settings = {
    section: FLAWLESS[section]
    for section in (
        "edicts", "intake", "channels", "shadow", "vendor", "chargeback", "stance", "illness", "leadership",
        "treatment",
    )
} | {"handoff": {"agenda": 0.0}}  # fmt: skip

WATERFALL: Settings = {"process": {"preset": "waterfall-contract"}}
PARTNERSHIP: Settings = {"process": {"preset": "partnership"}}


def scenario(base: Settings, *changes: Settings, timeline: Sequence[dict[str, Any]] = ()) -> Scenario:
    """Return ``base`` with changes laid over it, later ones on top."""
    return Scenario.model_validate({**merged((base, *changes)), "timeline": list(timeline)})


def run(setting: Scenario, seed: int | None = None, *, ledger: bool = True) -> TrustModel:
    """Run to the end and close."""
    model = TrustModel(setting, seed, ledger=ledger)
    while model.running:
        model.step()
    model.close()
    return model
