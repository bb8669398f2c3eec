"""Sections that say how a relationship falls ill, how leadership reacts, and what treatments do."""

from __future__ import annotations

from trustsim.scenario.keys import Section, flag, number

_SMITH = "stages after Smith 2006, How to Fix Ailing IT-Client Relationships; the threshold is an assumption"


class Illness(Section):
    """[illness]: the stages of an ailing relationship, from the smoothed trust of both sides."""

    smoothing_days: float = number(21.0, 1.0, 500.0, "days", "over which the trust of both sides is smoothed")
    sniffles: float = number(0.58, 0.0, 1.0, "trust", "smoothed trust below which there are sniffles", _SMITH)
    flu: float = number(0.5, 0.0, 1.0, "trust", "smoothed trust below which it is flu", _SMITH)
    pneumonia: float = number(0.42, 0.0, 1.0, "trust", "smoothed trust below which it is pneumonia", _SMITH)
    end_stage: float = number(0.34, 0.0, 1.0, "trust", "smoothed trust below which it is the end stage", _SMITH)
    recovery: float = number(
        0.05, 0.0, 0.5, "trust", "how far above the threshold of its stage trust must be for it to get better"
    )
    failure_weight: float = number(
        0.03, 0.0, 0.5, "trust", "a release that failed in plain sight raises the thresholds by this for a while"
    )
    failure_days: int = number(
        63, 1, 1000, "days", "how long such a failure is remembered; nothing gets better meanwhile"
    )
    failure_requests: int = number(8, 1, 1000, "requests", "a release of so many requests is in plain sight")
    failure_lateness: float = number(
        0.25, 0.0, 10.0, "share of planned time", "lateness from which such a release has failed"
    )


class Leadership(Section):
    """[leadership]: what the CIO's office does about it, and what becomes of the CIO."""

    reacts: bool = flag(True, "leadership answers flu and worse with analyst layers and red tape")
    step_days: int = number(63, 1, 1000, "days", "time between two such steps, and between two steps back in health")
    most_layers: int = number(
        7, 0, 7, "layers", "most analyst layers that leadership puts in", "Smith 2006: six or seven"
    )
    red_tape_step: float = number(0.03, 0.0, 0.5, "share", "developers' time that each step of more method takes")
    most_red_tape: float = number(0.15, 0.0, 0.8, "share", "most that leadership lets forms and sign-offs take")
    just_say_no: float = number(0.4, 0.0, 1.0, "probability", "at the end stage, IT just says no to a request")
    avoidance: float = number(
        0.5, 0.0, 1.0, "probability", "at the end stage, a status report is avoided by both sides"
    )
    hazard: float = number(
        0.07, 0.0, 10.0, "a year", "hazard that the CIO is replaced, at trust one half",
        "surveys of the trade press: tenure 4.3-4.6 years, about a third leave involuntarily (soft)",
    )  # fmt: skip
    hazard_slope: float = number(8.0, 0.0, 50.0, "per unit of trust", "rise of the log hazard as trust falls")
    honeymoon_days: int = number(125, 0, 5000, "days", "a new CIO is safe for so long")
    outsourcing: float = number(0.3, 0.0, 1.0, "probability", "IT is handed to a provider rather than to a new CIO")
    outsourced_knowledge: float = number(0.45, 0.0, 1.0, "probability", "domain knowledge of a provider's staff")
    outsourced_price: float = number(0.3, 0.0, 5.0, "price", "price of a person-day of a provider that runs IT")
    reset: float = number(0.5, 0.0, 1.0, "share", "part of the evidence about IT that counts no more after that")


class Treatment(Section):
    """[treatment]: what interventions in the relationship do."""

    critical: float = number(
        0.35, 0.0, 1.0, "trust", "trust below which anything good from IT hardly counts without a third party"
    )
    below_critical: float = number(0.25, 0.0, 1.0, "share", "what is left of their weight below that")
    session_days: int = number(21, 1, 250, "days", "time between two sessions with a third party")
    curtain_gain: float = number(
        0.05, 0.0, 1.0, "share a day", "part of the missing understanding that a day behind the curtain brings"
    )
    unadmitted: float = number(
        0.5, 0.0, 1.0, "share", "part of that gain which is left where the problem was not admitted"
    )
    fading: float = number(0.02, 0.0, 0.5, "share a day", "rate at which understanding, and practices without it, fade")
    admitted_fading: float = number(0.1, 0.0, 1.0, "share", "part of that rate which is left where it was admitted")
    visit_survival: float = number(0.97, 0.0, 1.0, "probability", "an attribute survives a look where the work is done")
    visit_effort: float = number(0.5, 0.0, 10.0, "person-days", "a developer's time for such a visit")
    visit_teaches: float = number(1.0, 0.0, 1.0, "share", "of what is seen on a visit that is taken into the reading")
    tour_gain: float = number(0.02, 0.0, 0.5, "share a day", "part of the gap to the ceiling that a day on tour closes")
    friction_cut: float = number(
        0.5, 0.0, 1.0, "share", "part of relay time, red tape and felt waiting that a competitive mindset saves"
    )
