"""What candid IT says about a slip that it knows of. Green reports are biased by definition, and so nothing to fit."""

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
    ]  # fmt: skip
