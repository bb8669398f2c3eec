"""What is said about a slip that IT knows of: the two policies of reporting as the ends of usual practice."""

from __future__ import annotations

from trustsim.rules.experience import disclosure
from trustsim.scenario.relationship import Reactions
from trustsim.validate.mechanisms.fit import Fit, Standing

MECHANISM = "status-report bias"
SOURCE = "Snow, Keil & Wallace 2007: 60 % biased, two thirds of it optimistic"
OPTIMISTIC = 0.60 * 2.0 / 3.0
HALF = 0.5
KEYS = ("reactions.disclosure", "reactions.disclosure_slope")


def fits() -> list[Fit]:
    """The share of reports that make things look better than they are, where IT trusts the business as a coin."""
    section = Reactions()
    candid = 1.0 - disclosure(section.disclosure, section.disclosure_slope, HALF)
    wary = 1.0 - disclosure(section.disclosure, section.disclosure_slope, 0.0)
    return [
        Fit(MECHANISM, "optimistic where reporting is candid, at most", 0.0, OPTIMISTIC, candid, SOURCE,
            Standing.CHECKED, KEYS, False),
        Fit(MECHANISM, "the same, by an IT without any trust", 0.0, OPTIMISTIC, wary, SOURCE,
            Standing.CHECKED, KEYS, False),
        Fit(MECHANISM, "optimistic where reporting is green, at least", OPTIMISTIC, 1.0, 1.0, SOURCE,
            Standing.CHECKED, ("process.reporting",), False),
    ]  # fmt: skip
