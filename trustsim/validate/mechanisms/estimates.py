"""Actual over estimated effort: its spread over projects and over single requests."""

from __future__ import annotations

from trustsim.rules.effort import effort_ratio, spread_of_total
from trustsim.scenario.work import Planning
from trustsim.validate.mechanisms.fit import Fit, Standing

MECHANISM = "estimation noise"
BATCH = 15
"""Requests in a release of the shipped contract."""


def fits() -> list[Fit]:
    """The spread of a release's total and of a single request, and the middle."""
    section = Planning()
    keys = ("planning.noise", "planning.shared_noise")
    project = spread_of_total(section.noise, section.shared_noise, BATCH)
    single = spread_of_total(section.noise, section.shared_noise, 1)
    middle = effort_ratio(0.5, section.noise_law, section.optimism, section.noise)
    return [
        Fit(MECHANISM, f"log-sd over projects (of {BATCH} requests)", 0.33, 0.37, project,
            "Kitchenham, 145 projects: .35", Standing.DERIVED, keys, True),
        Fit(MECHANISM, "log-sd over single requests", 0.35, 0.76, single,
            "between Kitchenham's projects and 8,252 tasks (SiP)", Standing.DERIVED, keys, True),
        Fit(MECHANISM, "median ratio, rework apart", 0.98, 1.02, middle,
            "SiP: 1.00", Standing.DERIVED, ("planning.optimism",), True),
    ]  # fmt: skip
