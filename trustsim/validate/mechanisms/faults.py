"""Where faults come from: misreadings against defects, and fixes that break things anew."""

from __future__ import annotations

from trustsim.rules.handoff import right_after
from trustsim.scenario.organisation import Handoff, Knowledge
from trustsim.scenario.work import Building
from trustsim.validate.mechanisms.fit import Fit, Standing

MECHANISM = "faults and where they come from"
SOURCE = "Jones, US 2015: 4.95 a function point"
REQUIREMENTS, DESIGN, CODE, BAD_FIXES, ALL = 1.00, 1.15, 1.35, 0.40, 4.95


def fits() -> list[Fit]:
    """Wrong attributes to broken ones after one written handoff, and the part of fixes that fail."""
    ratio = (REQUIREMENTS + DESIGN) / CODE
    return [
        Fit(MECHANISM, "misreadings to faults of code, one written handoff", 0.95 * ratio, 1.05 * ratio,
            misread() / Building().defect_rate, SOURCE, Standing.CHECKED,
            ("building.defect_rate", "handoff.survival", "handoff.ambiguity", "knowledge.it"), True),
        Fit(MECHANISM, "bad fixes among all faults that are fixed", 0.95 * BAD_FIXES / ALL, 1.05 * BAD_FIXES / ALL,
            Building().bad_fix, SOURCE, Standing.CHECKED, ("building.bad_fix",), True),
    ]  # fmt: skip


def misread() -> float:
    """The share of attributes held wrongly by who reads what a user wrote: lost or ambiguous, and guessed wrongly."""
    handoff = Handoff()
    return 1.0 - right_after(1, handoff.survival * (1.0 - handoff.ambiguity), Knowledge().it)
