"""Sections that say who is there, what they want and what they know."""

from __future__ import annotations

from trustsim.scenario.keys import Section, choice, number
from trustsim.vocabulary import SizeLaw


class Organisation(Section):
    """[organisation]: who is there."""

    business_units: int = number(2, 1, 200, "units", "business units; users are dealt to them in turn")
    users: int = number(10, 1, 5000, "people", "users, each with needs of their own")
    representatives_per_unit: int = number(
        1, 0, 50, "people", "users of a unit who test for it in acceptance tests, beside those who asked"
    )
    product_managers: int = number(2, 1, 200, "people", "product managers; units are dealt to them in turn")
    analyst_layers: int = number(
        1,
        0,
        7,
        "layers",
        "analyst layers that a relayed specification passes before the product manager",
        "assumption; Smith 2006, How to Fix Ailing IT-Client Relationships, counts six or seven in an ailing one",
    )
    developers: int = number(6, 1, 2000, "people", "developers")
    testers: int = number(2, 1, 1000, "people", "testers")


class Demand(Section):
    """[demand]: the needs that arise."""

    needs_per_user: float = number(
        0.6, 0.0, 20.0, "needs a month", "how often a need arises in a user; at most one on a day"
    )
    size_median: float = number(6.0, 0.1, 60.0, "person-days", "median size of what a need takes to build")
    size_law: SizeLaw = choice(SizeLaw.LOGNORMAL, "distribution of sizes")
    size_spread: float = number(0.8, 0.0, 1.5, "log-sd", "spread of sizes (log-normal)")
    value_spread: float = number(
        0.8, 0.0, 1.5, "log-sd", "spread of business value per person-day of size (log-normal, median 1)"
    )
    attributes: int = number(16, 1, 64, "attributes", "yes/no attributes that a need consists of")
    drift: float = number(
        0.02,
        0.0,
        0.5,
        "share a month",
        "rate at which each attribute of a need changes, so that old readings go stale",
        "memory: 1-4 % a month (Jones); over 5 % in a fifth of low-risk projects (Kulk & Verhoef 2008, checked)",
    )


class Knowledge(Section):
    """[knowledge]: how often an own idea about somebody else's need is right."""

    it: float = number(
        0.6, 0.0, 1.0, "probability", "domain knowledge of analysts, product managers, developers and testers"
    )
    representative: float = number(
        0.85, 0.0, 1.0, "probability", "share of what a colleague would notice that a representative notices"
    )
    gain_per_contact: float = number(
        0.01,
        0.0,
        0.5,
        "share",
        "part of the gap to the ceiling that one joint definition or demo closes",
        "assumption; direction after Nelson & Cooprider 1996",
    )
    ceiling: float = number(0.9, 0.0, 1.0, "probability", "highest domain knowledge that contact can bring")
    decay: float = number(0.001, 0.0, 0.1, "share a day", "rate at which knowledge falls back without contact")


class Handoff(Section):
    """[handoff]: what survives when a reading passes from one to the next."""

    survival: float = number(
        0.85,
        0.0,
        1.0,
        "probability",
        "an attribute survives a handoff; else the receiver's own idea takes its place",
        "assumption, examined from .65 to .97; Mesoudi et al. 2006 measured .70 without documents or feedback",
    )
    agenda: float = number(
        0.02,
        0.0,
        1.0,
        "probability",
        "an analyst replaces an attribute on purpose, by an agenda that has nothing to do with the need",
        "assumption; after Customer insight therapy (Forbes CIO Network): demand is altered on purpose or unnoticed",
    )
    relay_days: int = number(2, 0, 60, "days", "time that one hand of a relay keeps the specification")
    ambiguity: float = number(
        0.2, 0.0, 1.0, "probability", "an attribute of a written specification is ambiguous to its reader"
    )
    product_manager_keeps: float = number(
        0.5, 0.0, 1.0, "probability", "a product manager who rewrites a specification keeps an attribute"
    )
    read_back: float = number(
        0.9, 0.0, 1.0, "probability", "reading back catches an attribute that was lost in a joint definition"
    )
    meeting_effort: float = number(
        0.5, 0.0, 10.0, "person-days", "a developer's time for one joint definition; a tester spends as much"
    )
