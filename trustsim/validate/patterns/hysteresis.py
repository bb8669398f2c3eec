"""16: a rush of demand, and what is left of it."""

from __future__ import annotations

from trustsim.validate.patterns.lived import Entry, Settings, World
from trustsim.validate.patterns.pattern import Criterion, Pattern, Worlds

RUSH: tuple[Entry, ...] = ({"what": "demand", "day": 125, "days": 125, "amount": 1.0},)
DAYS: Settings = {"run": {"horizon_days": 1000}}

WEAK: Settings = {
    "channels": {"trust": 0.0},
    "acceptance": {"bend_slope": 0.0},
    "reactions": {"openness_distrust": 0.95, "padding": 0.0, "estimate_padding": 0.0, "disclosure_slope": 0.0},
    "building": {"motivation_effect": 0.0},
    "intake": {"reason_slope": 0.0},
    "leadership": {"reacts": False},
}
STRONG: Settings = {
    "channels": {"trust": 8.0},
    "acceptance": {"bend_slope": 1.0},
    "reactions": {"openness_distrust": 0.5, "padding": 0.8, "estimate_padding": 0.8, "disclosure_slope": 1.2},
    "building": {"motivation_effect": 1.5},
    "intake": {"reason_slope": 1.2},
    "leadership": {"reacts": True},
}


def _worlds() -> dict[str, World]:
    found = {}
    for name, feedback in (("strong", STRONG), ("weak", WEAK)):
        found[name] = World("waterfall-contract", {**DAYS, **feedback}, ())
        found[f"{name}, rush"] = World("waterfall-contract", {**DAYS, **feedback}, RUSH)
    return found


def _scar(runs: Worlds, feedback: str) -> float:
    """What is missing of trust three years on, over the last half-year."""
    return runs[feedback].between("trust", 876, 1000) - runs[f"{feedback}, rush"].between("trust", 876, 1000)


PATTERN = Pattern(
    16,
    "Raising demand and then lowering it leaves a scar where feedback is strong, and none where it is weak.",
    "design; the illness after Smith",
    _worlds(),
    (
        Criterion("strong feedback: the scar is above .01", lambda runs: _scar(runs, "strong"), 0.01),
        Criterion("weak feedback: it is below .01", lambda runs: 0.01 - _scar(runs, "weak")),
        Criterion(
            "it is deeper with strong than with weak feedback, by .005",
            lambda runs: _scar(runs, "strong") - _scar(runs, "weak"),
            0.005,
        ),
    ),
    assumed="How strongly trust feeds back is set. Not what is left of a rush.",
)
