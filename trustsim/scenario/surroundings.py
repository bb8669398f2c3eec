"""Sections that say what surrounds the work: owners, scarce capacity, other providers, prices."""

from __future__ import annotations

from trustsim.scenario.keys import Section, number


class Edicts(Section):
    """[edicts]: work that the owners impose, ahead of everything else."""

    rate: float = number(1.0, 0.0, 20.0, "edicts a month", "edicts of the owners, at random (Poisson)")
    effort: float = number(10.0, 0.1, 500.0, "person-days", "work that an edict takes of one developer")
    repromise: float = number(
        0.3,
        0.0,
        1.0,
        "probability",
        "IT promises anew at once what an edict pushes aside, whatever it reports otherwise",
    )


class Intake(Section):
    """[intake]: what IT does with requests when more is asked than it can do."""

    most_waiting: float = number(
        120.0, 1.0, 5000.0, "days of work", "backlog, in days of all developers, from which requests are put off"
    )
    review_days: int = number(21, 1, 250, "days", "how often what was put off is looked at again")
    most_deferrals: int = number(3, 0, 50, "times", "times that a request is put off before it is refused")
    reason_given: float = number(
        0.6, 0.0, 1.0, "probability", "a refusal comes with its reason, at IT's trust in the unit of one half"
    )
    reason_slope: float = number(0.5, 0.0, 5.0, "per unit of trust", "rise of that probability with IT's trust")


class Channels(Section):
    """[channels]: where a user takes a need: a logit over expected wait, fit, price and trust."""

    trust: float = number(4.0, 0.0, 50.0, "logit per unit", "pull of trust in a provider")
    fit: float = number(2.0, 0.0, 50.0, "logit per unit", "pull of the need-fit that is expected of a provider")
    wait: float = number(
        1.0, 0.0, 50.0, "logit per log unit", "push of the wait expected: so much for each e-fold of waiting"
    )
    price: float = number(2.0, 0.0, 50.0, "logit per unit", "push of the price per person-day that is perceived")
    habit: float = number(
        3.0, -10.0, 20.0, "logit", "pull of IT beside all that: it is the house's own, and rules say so"
    )
    without: float = number(1.0, -50.0, 20.0, "logit", "pull of doing without")
    usual_wait: float = number(60.0, 1.0, 1000.0, "days", "how long users expect IT to take before they have seen it")
    usual_fit: float = number(0.8, 0.0, 1.0, "need-fit", "what users expect to fit before they have seen it")
    learning: float = number(0.2, 0.0, 1.0, "share", "step of a unit's expectations towards what a delivery was")


class Shadow(Section):
    """[shadow]: teams of the units' own, that build for their unit."""

    wait: float = number(20.0, 1.0, 1000.0, "days", "how long users think that a team of their own would take")
    births_at: int = number(
        3, 1, 100, "needs", "needs a unit would rather do itself, within half a year, until it has a team"
    )
    people: float = number(1.0, 0.1, 50.0, "people", "size of such a team")
    speed: float = number(
        1.5, 0.1, 10.0, "times", "output per person against a developer's: close to its users, and without ceremony"
    )
    knowledge: float = number(0.85, 0.0, 1.0, "probability", "its own idea about a need of its unit is right")
    survival: float = number(0.97, 0.0, 1.0, "probability", "an attribute survives the one handoff to it")
    defect_rate: float = number(0.12, 0.0, 1.0, "probability", "an attribute that it builds is broken")
    support: float = number(
        3.0, 0.0, 20.0, "times", "support that its systems ask for, against those of IT: quick, and fragile"
    )
    cost: float = number(
        1.0, 0.0, 10.0, "price", "what a person-day of it costs its unit in the end, with the support that it asks for"
    )
    perceived: float = number(
        0.4, 0.0, 1.0, "share", "part of that cost which users see before they have lived through it"
    )
    lesson: float = number(
        0.3, 0.0, 1.0, "share", "part of the unseen cost that a unit learns when a system breaks down or is refused"
    )
    breaking_point: float = number(
        0.6, 0.05, 1.0, "share", "part of the team's time that support takes when it hands its oldest system to IT"
    )
    leaving: float = number(
        0.25, 0.0, 12.0, "a year", "hazard that the one who knows it all leaves, and the team is gone"
    )
    idle_days: int = number(125, 1, 5000, "days", "without work for so long, a team dissolves")
    taken_in: float = number(
        0.2, -1.0, 1.0, "probability", "IT takes an orphaned system in with this plus its trust in the unit"
    )


class Vendor(Section):
    """[vendor]: the outside provider."""

    wait: float = number(60.0, 1.0, 1000.0, "days", "time that a request takes there beside the work itself")
    price: float = number(0.8, 0.0, 10.0, "price", "price of a person-day, felt by the unit that pays it")
    knowledge: float = number(0.5, 0.0, 1.0, "probability", "its own idea about a need is right")
    survival: float = number(0.85, 0.0, 1.0, "probability", "an attribute survives the handoff to it")
    defect_rate: float = number(0.06, 0.0, 1.0, "probability", "an attribute that it builds is broken")


class Chargeback(Section):
    """[chargeback]: IT's work is invoiced to those who ask for it."""

    price: float = number(0.0, 0.0, 5.0, "price", "price of a person-day of IT; 0: not charged")
    elasticity: float = number(
        0.5,
        0.0,
        10.0,
        "per unit of price",
        "a need is not brought up at all with probability 1 - exp(-elasticity x price)",
    )
    coldness: float = number(
        0.7, 0.0, 10.0, "per unit of price", "contacts count as good will by exp(-coldness x price): they are paid for"
    )


class Stance(Section):
    """[stance]: order taker or equal part of the business."""

    equal_partner: float = number(
        0.0,
        0.0,
        1.0,
        "share",
        "how far IT acts as an equal part of the business; 0: it takes orders and forgets who gave them",
    )
    low_value: float = number(
        0.6, 0.0, 10.0, "value per person-day", "an equal partner questions a request that is worth less than this"
    )
    follow_up_days: int = number(30, 1, 500, "days", "after going live an equal partner asks how it works")
    proposals: float = number(
        0.5, 0.0, 20.0, "a month", "improvements that an equal partner proposes to a unit of its own accord"
    )
    proposal_effort: float = number(2.0, 0.0, 100.0, "person-days", "work of such an improvement")
    proposal_value: float = number(
        4.0, 0.0, 1000.0, "value", "worth of one that helps; it helps where IT's idea of the unit is right"
    )
