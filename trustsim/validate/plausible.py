"""The range over which each default must be examined, how well it is known, and what it was chosen for.

A range is how far from the default one could set it and still be believed: from data where there are any (``source`` in
the scenario reference says which), else from judgement. What is not named here is the shape of a house (its people, its
horizon) or of a story, or is uncertain and not examined.
"""

from __future__ import annotations

from trustsim.scenario.catalogue import Key, groups

Range = tuple[float, float]

_NAMED: dict[str, Range] = {
    "demand.needs_per_user": (0.3, 0.8),
    "demand.drift": (0.01, 0.04),
    "demand.size_median": (3.0, 9.0),
    "demand.size_spread": (0.4, 1.2),
    "demand.value_spread": (0.4, 1.2),
    "knowledge.it": (0.4, 0.8),
    "knowledge.representative": (0.7, 0.95),
    "knowledge.gain_per_contact": (0.0, 0.05),
    "knowledge.decay": (0.0, 0.004),
    "handoff.survival": (0.65, 0.97),
    "handoff.agenda": (0.0, 0.06),
    "handoff.relay_days": (1, 5),
    "handoff.ambiguity": (0.05, 0.4),
    "handoff.product_manager_keeps": (0.0, 0.9),
    "handoff.read_back": (0.5, 1.0),
    "handoff.meeting_effort": (0.1, 2.0),
    "planning.window_days": (20, 120),
    "planning.slice_days": (1.0, 8.0),
    "planning.noise": (0.3, 0.76),
    "planning.shared_noise": (0.1, 0.5),
    "planning.optimism": (-0.1, 0.3),
    "planning.availability": (0.5, 0.8),
    "planning.test_share": (0.25, 0.75),
    "planning.acceptance_days": (10, 40),
    "planning.forecast_confidence": (0.25, 1.3),
    "planning.drop_value_share": (0.0, 0.25),
    "building.motivation_effect": (0.0, 1.0),
    "building.switching_loss": (0.0, 0.3),
    "building.defect_rate": (0.03, 0.2),
    "building.bad_fix": (0.02, 0.2),
    "building.fix_share": (0.1, 0.5),
    "test.detection": (0.4, 0.9),
    "test.effort_share": (0.05, 0.3),
    "test.patience": (4, 16),
    "test.first_concession": (0.05, 0.3),
    "test.new_idea": (0.0, 0.15),
    "acceptance.notice": (0.5, 0.95),
    "acceptance.demo_effort": (0.05, 0.5),
    "acceptance.bend": (0.1, 0.6),
    "acceptance.bend_slope": (0.0, 1.0),
    "acceptance.first_hearing": (0.1, 0.6),
    "acceptance.persistence": (0.1, 0.5),
    "acceptance.rounds": (2, 8),
    "release.outage_rate": (0.0, 0.05),
    "release.workaround_rate": (1.0, 6.0),
    "release.support_rate": (0.005, 0.03),
    "release.support_broken": (1.0, 6.0),
    "release.system_life": (600.0, 2500.0),
    "release.legacy_support": (0.1, 0.35),
    "release.discovery_days": (20.0, 120.0),
    "services.incident_rate": (0.0, 2.0),
    "services.reserve_effect": (5.0, 20.0),
    "services.incident_effort": (0.5, 5.0),
    "trust.prior_weight": (3.0, 15.0),
    "trust.base_rate": (0.5, 0.8),
    "trust.gain_failure": (0.8, 6.0),
    "trust.memory": (0.98, 1.0),
    "trust.ewma_success": (0.05, 0.25),
    "trust.ewma_failure": (0.08, 0.4),
    "trust.inertia": (0.8, 0.98),
    "trust.fire_half_life": (20.0, 250.0),
    "trust.cusp_steepness": (2.0, 12.0),
    "trust.cusp_threshold": (0.4, 0.6),
    "trust.cusp_step": (0.01, 0.15),
    "trust.confirmation": (0.0, 2.0),
    "trust.disappointment": (0.0, 3.0),
    "trust.ceiling_drop": (0.0, 0.4),
    "trust.healing_rate": (0.0, 0.008),
    "start.business_in_it.experiences": (3.0, 30.0),
    "contacts.report_days": (10, 42),
    "contacts.silence_days": (15, 63),
    "contacts.hearsay_days": (10, 63),
    "contacts.escalation_days": (5, 42),
    "reactions.openness": (0.85, 1.0),
    "reactions.openness_distrust": (0.5, 0.85),
    "reactions.padding": (0.0, 0.8),
    "reactions.estimate_padding": (0.0, 0.8),
    "reactions.disclosure": (0.6, 1.0),
    "reactions.disclosure_slope": (0.0, 1.0),
    "reactions.thanks_from": (0.8, 0.95),
    "reactions.blame_below": (0.5, 0.8),
    "reactions.tolerated_lateness": (0.25, 1.0),
    "reactions.tolerated_overrun": (0.25, 1.0),
    "reactions.push_back": (0.0, 0.6),
    "reactions.agreement": (0.0, 0.5),
    "motivation.gain": (0.01, 0.15),
    "edicts.rate": (0.0, 3.0),
    "edicts.effort": (5.0, 20.0),
    "edicts.repromise": (0.0, 0.6),
    "intake.most_waiting": (40.0, 250.0),
    "channels.trust": (1.0, 8.0),
    "channels.fit": (0.5, 4.0),
    "channels.wait": (0.5, 2.0),
    "channels.habit": (1.0, 5.0),
    "channels.without": (-1.0, 2.0),
    "channels.learning": (0.05, 0.4),
    "shadow.wait": (10.0, 40.0),
    "shadow.births_at": (2, 6),
    "shadow.speed": (1.0, 2.0),
    "shadow.defect_rate": (0.05, 0.25),
    "shadow.support": (1.5, 6.0),
    "shadow.perceived": (0.1, 0.9),
    "shadow.breaking_point": (0.3, 0.8),
    "shadow.leaving": (0.1, 0.5),
    "shadow.taken_in": (0.0, 0.5),
    "stance.low_value": (0.4, 0.8),
    "stance.proposals": (0.2, 1.0),
    "stance.proposal_value": (2.0, 8.0),
    "illness.smoothing_days": (10.0, 42.0),
    "illness.recovery": (0.02, 0.1),
    "illness.failure_weight": (0.0, 0.06),
    "leadership.step_days": (42, 125),
    "leadership.red_tape_step": (0.0, 0.06),
    "leadership.just_say_no": (0.1, 0.7),
    "leadership.hazard": (0.04, 0.15),
    "leadership.hazard_slope": (2.0, 12.0),
    "treatment.critical": (0.25, 0.45),
    "treatment.below_critical": (0.1, 1.0),
    "treatment.curtain_gain": (0.02, 0.1),
    "treatment.unadmitted": (0.25, 1.0),
    "treatment.fading": (0.005, 0.04),
    "treatment.admitted_fading": (0.05, 0.5),
    "treatment.visit_survival": (0.85, 1.0),
    "treatment.visit_effort": (0.1, 1.5),
    "treatment.tour_gain": (0.005, 0.04),
    "treatment.friction_cut": (0.25, 0.75),
}

ALTERNATIVES: dict[str, tuple[object, ...]] = {
    "building.fix_cost": ("flat", "moderate", "boehm"),
    "planning.noise_law": ("lognormal", "pareto"),
    "trust.healing": ("off", "fixed", "slow_heal"),
}
"""Contested choices that are switches; the rule of trust is examined by itself."""


def plausible() -> dict[str, Range]:
    """The range of each uncertain number by its key; an experience may weigh from nothing to twice its default."""
    weights = {
        key.dotted: (0.0, 2.0 * float(key.default))
        for key in groups()["evidence"].keys.values()
        if key.name != "teller_trust"
    }
    return _NAMED | weights | {"evidence.teller_trust": (0.25, 0.75)}


CHOSEN: dict[str, str] = dict.fromkeys(
    ("planning.availability", "planning.test_share", "planning.acceptance_days"),
    "assumption, chosen so that a contract's overruns come near those of reviews (decision 0009)",
)
"""Where more is to be said of a default than its ``source`` says."""

_STANDING = {
    "building.switching_loss": "checked",
    "leadership.hazard": "derived",
    "planning.noise_law": "derived",
    "trust.rule": "contested",
}
"""Of those whose source does not begin with it. That a rule was published is checked; that people trust so is not."""


def standing(key: Key) -> str:
    """How well a default is known: checked, derived, memory, contested or assumption; empty where none is claimed."""
    if key.dotted in _STANDING:
        return _STANDING[key.dotted]
    for word in ("assumption", "derived", "memory", "contested"):
        if key.source.startswith(word):
            return word
    return "" if key.source in ("any", "the author", "") or key.source.startswith("convention") else "assumption"
