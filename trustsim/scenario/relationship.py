"""Sections that say how trust moves, what it reacts to and what it changes."""

from __future__ import annotations

from trustsim.scenario.keys import Section, choice, number, section
from trustsim.vocabulary import Healing, TrustRule

_BHAT = "derived from fits by Bhat et al. to 45 people; a prior, not a measurement of IT"
_JOSANG = "Josang & Ismail 2002"
_COLQUITT = "memory: unique paths of .39, .26 and .15, rounded to shares (Colquitt et al. 2007)"


class Trust(Section):
    """[trust]: the rule by which opinions move."""

    rule: TrustRule = choice(TrustRule.BETA, "rule by which an opinion moves with evidence", _JOSANG)
    weight_ability: float = number(0.5, 0.0, 1.0, "weight", "ability in overall trust", _COLQUITT)
    weight_benevolence: float = number(0.3, 0.0, 1.0, "weight", "benevolence in overall trust", _COLQUITT)
    weight_integrity: float = number(0.2, 0.0, 1.0, "weight", "integrity in overall trust", _COLQUITT)
    prior_weight: float = number(7.5, 0.1, 100.0, "experiences", "weight W of the base rate", _BHAT)
    base_rate: float = number(0.65, 0.0, 1.0, "probability", "trust without any evidence, a", _BHAT)
    gain_success: float = number(
        1.0, 0.0, 10.0, "per experience", "weight of a good experience, w_s", "convention: the unit of evidence"
    )
    gain_failure: float = number(1.4, 0.0, 10.0, "per experience", "weight of a bad experience, w_f", _BHAT)
    memory: float = number(
        0.997, 0.9, 1.0, "share a day", "evidence kept from one day to the next", f"assumption; the form: {_JOSANG}"
    )
    ewma_success: float = number(0.118, 0.0, 1.0, "share", "rule ewma: step towards a good experience", _BHAT)
    ewma_failure: float = number(0.159, 0.0, 1.0, "share", "rule ewma: step towards a bad experience", _BHAT)
    inertia: float = number(0.9, 0.0, 1.0, "share", "rule inertia: d in T <- dT + (1-d)e")
    fire_half_life: float = number(60.0, 1.0, 5000.0, "days", "rule fire: half-life of an experience's weight")
    cusp_steepness: float = number(6.0, 0.1, 50.0, "per unit", "rule cusp: k; two stable states need k > 4")
    cusp_threshold: float = number(0.5, 0.0, 1.0, "trust", "rule cusp: theta, the middle of the fold")
    cusp_step: float = number(0.05, 0.0, 1.0, "share", "rule cusp: eta, relaxation after each experience")
    confirmation: float = number(
        1.0, 0.0, 5.0, "per unit", "rule confirmatory: how much more an experience weighs that agrees with the opinion"
    )
    disappointment: float = number(
        1.0,
        0.0,
        10.0,
        "per unit",
        "how much worse an outcome is felt per unit below the expectation raised",
        "assumption; after Oliver 1980 (from memory): disconfirmation counts beside performance",
    )
    ceiling_drop: float = number(
        0.15,
        0.0,
        0.9,
        "share",
        "part of the ceiling on integrity lost when a concealed slip is revealed, delta",
        "assumption; Schweitzer, Hershey & Bradlow 2006 found deception not fully repaired",
    )
    healing: Healing = choice(Healing.SLOW_HEAL, "whether the ceiling comes back; off: no ceiling at all")
    healing_rate: float = number(0.002, 0.0, 1.0, "share a day", "slow_heal: part of the lost ceiling regained a day")


class Evidence(Section):
    """[evidence]: how much an experience weighs against one full outcome; 0 switches it off."""

    outcome: float = number(1.0, 0.0, 5.0, "weight", "a delivery, as evidence of ability")
    outcome_benevolence: float = number(0.3, 0.0, 5.0, "weight", "a delivery, as evidence of benevolence")
    asked: float = number(0.3, 0.0, 5.0, "weight", "being asked when a need is defined jointly (benevolence)")
    shown: float = number(
        0.5, 0.0, 5.0, "weight", "being shown a whole request; a slice counts by its share (benevolence)"
    )
    heard: float = number(0.2, 0.0, 5.0, "weight", "a misfit taken in (benevolence)")
    unheard: float = number(0.3, 0.0, 5.0, "weight", "a misfit refused (benevolence)")
    silence: float = number(0.2, 0.0, 5.0, "weight", "nobody came while a request waited (benevolence)")
    reported: float = number(0.1, 0.0, 5.0, "weight", "a status report, taken at its word (integrity)")
    slip_told: float = number(0.5, 0.0, 5.0, "weight", "a slip told before it bites (ability)")
    slip_revealed: float = number(1.0, 0.0, 5.0, "weight", "a slip found out when the date has passed (ability)")
    slip_concealed: float = number(
        1.5, 0.0, 5.0, "weight", "the same, had IT known it and kept quiet (integrity); 0 spares the ceiling as well"
    )
    outage: float = number(0.3, 0.0, 5.0, "weight", "a day without a service (ability)")
    hearsay: float = number(0.3, 0.0, 5.0, "weight", "a colleague's opinion, before discounting")
    teller_trust: float = number(
        0.5, 0.0, 1.0, "probability", "trust in a colleague who tells", f"assumption; discounting: {_JOSANG}"
    )
    thanks: float = number(0.3, 0.0, 5.0, "weight", "thanks for a good delivery, to IT (benevolence)")
    blame: float = number(0.3, 0.0, 5.0, "weight", "blame for a poor delivery, to IT (benevolence)")
    late_change: float = number(0.2, 0.0, 5.0, "weight", "a change asked for late, to IT (ability of the unit)")
    bent_bug: float = number(0.3, 0.0, 5.0, "weight", "a wish filed as a bug, to IT (integrity)")
    escalation: float = number(0.5, 0.0, 5.0, "weight", "a complaint over IT's head, to IT (benevolence)")
    agreement: float = number(0.3, 0.0, 5.0, "weight", "scope dropped by agreement, to IT (benevolence)")
    deferred: float = number(0.1, 0.0, 5.0, "weight", "a request is put off (benevolence)")
    refused_with_reason: float = number(0.2, 0.0, 5.0, "weight", "a request is refused and told why (benevolence)")
    refused: float = number(0.6, 0.0, 5.0, "weight", "a request is refused without a reason (benevolence)")
    support_refused: float = number(
        0.5, 0.0, 5.0, "weight", "IT refuses to support what it did not build (benevolence)"
    )
    red_tape: float = number(
        1.0, 0.0, 5.0, "weight", "forms and sign-offs met with a request, by the share of time they take (benevolence)"
    )
    visited: float = number(0.3, 0.0, 5.0, "weight", "builders come to see where the work is done (benevolence)")
    bypassed: float = number(0.2, 0.0, 5.0, "weight", "a product manager is passed over, by developers (benevolence)")
    followed_up: float = number(0.2, 0.0, 5.0, "weight", "being asked afterwards how it works (benevolence)")
    improved: float = number(0.3, 0.0, 5.0, "weight", "an improvement that IT proposed helps (ability)")
    counselled: float = number(0.3, 0.0, 5.0, "weight", "a session with a third party, to either side (benevolence)")
    breakdown: float = number(0.5, 0.0, 5.0, "weight", "a system of the unit's own team breaks down (its ability)")
    taken_elsewhere: float = number(0.05, 0.0, 5.0, "weight", "a unit takes a need elsewhere, to IT (benevolence)")
    craft: float = number(0.1, 0.0, 5.0, "weight", "a ticket, a concession or a re-opening between the crafts")


class Contacts(Section):
    """[contacts]: when people hear from each other."""

    report_days: int = number(21, 1, 250, "days", "a status report goes to those whose requests are committed")
    silence_days: int = number(30, 1, 500, "days", "waiting this long without being asked or shown is felt as silence")
    hearsay_days: int = number(21, 1, 500, "days", "a user hears a colleague's opinion of IT")
    escalation_days: int = number(20, 0, 500, "days", "lateness after which a user complains over IT's head")


class Reactions(Section):
    """[reactions]: what trust changes in what people do."""

    openness: float = number(0.95, 0.0, 1.0, "probability", "a user tells an attribute when trust is full")
    openness_distrust: float = number(0.75, 0.0, 1.0, "probability", "a user tells an attribute when trust is nil")
    padding: float = number(0.3, 0.0, 2.0, "share", "size added to a wish by a user whose trust is nil")
    estimate_padding: float = number(0.3, 0.0, 2.0, "share", "added to an estimate by an IT whose trust is nil")
    disclosure: float = number(
        0.9,
        0.0,
        1.0,
        "probability",
        "candid reporting: IT at trust one half tells a perceived slip at a contact",
        "assumption; Snow, Keil & Wallace 2007 found most status reports biased",
    )
    disclosure_slope: float = number(0.5, 0.0, 5.0, "per unit of trust", "rise of disclosure with IT's trust")
    thanks_from: float = number(0.9, 0.0, 1.0, "score", "outcome felt from which a user thanks those who built it")
    blame_below: float = number(0.7, 0.0, 1.0, "score", "outcome felt below which a user blames those who built it")
    tolerated_lateness: float = number(
        0.5, 0.01, 10.0, "share of planned time", "lateness at which a delivery counts as not on time at all"
    )
    tolerated_overrun: float = number(
        0.5, 0.01, 10.0, "share of promised effort", "overrun at which a delivery counts as not on budget at all"
    )
    push_back: float = number(
        0.3, -1.0, 1.0, "probability", "IT offers to drop scope, rather than take orders, with this plus its own trust"
    )
    agreement: float = number(0.2, -1.0, 1.0, "probability", "push-back is accepted with this plus the user's trust")


class Motivation(Section):
    """[motivation]: of IT staff."""

    start: float = number(0.5, 0.0, 1.0, "motivation", "at the start")
    gain: float = number(0.05, 0.0, 1.0, "share", "step towards thanks (1) or blame (0) at each")


class Side(Section):
    """Evidence that one side begins with about the other."""

    experiences: float = number(10.0, 0.0, 1000.0, "experiences", "how much evidence")
    good_share: float = number(0.65, 0.0, 1.0, "share", "how much of it is good")


class Unfamiliar(Side):
    """Evidence about a side of which little is known."""

    experiences: float = number(3.0, 0.0, 1000.0, "experiences", "how much evidence")


class Doubtful(Unfamiliar):
    """Evidence about a side of which little good is known."""

    good_share: float = number(0.3, 0.0, 1.0, "share", "how much of it is good")


class Start(Section):
    """[start]: the relationship on the first day."""

    business_in_it: Side = section("what users have lived through with IT", Side)
    it_in_business: Side = section("what IT has lived through with the business", Side)
    business_in_own_teams: Unfamiliar = section(
        "what users have lived through with a team of their own, or think they would", Unfamiliar
    )
    business_in_vendor: Doubtful = section("what users have lived through with outside providers", Doubtful)
    crafts: Side = section("what developers, testers and product managers have lived through together", Side)
