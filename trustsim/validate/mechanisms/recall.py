"""What is left of a message along a chain of people, without documents and without asking back."""

from __future__ import annotations

from trustsim.rules.handoff import right_after
from trustsim.validate.mechanisms.fit import Fit, Standing

LOSSY = 0.70
"""The survival at which the rule loses as much a handoff as was measured; written specifications keep more (.85)."""
MECHANISM = f"recall along a chain without documents (survival {LOSSY:g}, not the default)"
SOURCE = "Mesoudi, Whiten & Dunbar 2006, experiment 1"
KEYS = ("handoff.survival",)


def fits() -> list[Fit]:
    """The first hearer, each one after it, and the fourth."""
    kept = [right_after(hearers, LOSSY, 0.0) for hearers in range(1, 5)]
    return [
        Fit(MECHANISM, "kept by the first hearer", 0.34, 0.44, kept[0], f"{SOURCE}: .39",
            Standing.DERIVED, KEYS, False),
        Fit(MECHANISM, "kept of the hearer before, second to fourth", 0.65, 0.75, (kept[3] / kept[0]) ** (1.0 / 3.0),
            f"{SOURCE}: .70", Standing.DERIVED, KEYS, True),
        Fit(MECHANISM, "kept by the fourth hearer", 0.10, 0.17, kept[3], f"{SOURCE}: .39 × .70³ = .13",
            Standing.DERIVED, KEYS, False),
    ]  # fmt: skip
