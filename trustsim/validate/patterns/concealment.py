"""3: the same slip, told and concealed."""

from __future__ import annotations

from trustsim.validate.patterns.lived import Entry, Settings, World
from trustsim.validate.patterns.pattern import Criterion, Pattern

SLIP: tuple[Entry, ...] = ({"what": "edict", "day": 70, "amount": 200.0},)
"""The owners take 200 person-days out of a release that is being built: it slips, whatever is said about it."""

_ALONE: Settings = {
    "run": {"horizon_days": 400},
    "edicts": {"rate": 0.0, "repromise": 0.0},
    "channels": {"habit": 20.0},
    "leadership": {"reacts": False, "hazard": 0.0},
}


def _told(reporting: str) -> World:
    settings: Settings = {**_ALONE, "process": {"reporting": reporting}, "reactions": {"disclosure": 1.0}}
    return World("waterfall-contract", settings, SLIP)


PATTERN = Pattern(
    3,
    "A concealed slip costs more trust, and for longer, than the same slip disclosed.",
    "Fixing IT",
    {"disclosed": _told("candid"), "concealed": _told("green")},
    (
        Criterion(
            "lowest trust, disclosed less concealed, is above .01",
            lambda runs: runs["disclosed"]["trust.lowest"] - runs["concealed"]["trust.lowest"],
            0.01,
        ),
        Criterion(
            "mean trust over the last 100 of 400 days, disclosed less concealed, is above .01",
            lambda runs: runs["disclosed"].between("trust", 301, 400) - runs["concealed"].between("trust", 301, 400),
            0.01,
        ),
    ),
    assumed="What was kept quiet is an experience of its own, and so costs more. Not for how long.",
)
