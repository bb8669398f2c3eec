"""3: the same slip, told and concealed; less what telling and concealing do where nothing of the kind happens."""

from __future__ import annotations

from collections.abc import Callable

from trustsim.validate.patterns.lived import Entry, Lived, Settings, World
from trustsim.validate.patterns.pattern import Criterion, Pattern, Worlds

SLIP: tuple[Entry, ...] = ({"what": "edict", "day": 70, "amount": 200.0},)
"""The owners take 200 person-days out of a release that is being built: it slips, whatever is said about it."""

_ALONE: Settings = {
    "run": {"horizon_days": 400},
    "edicts": {"rate": 0.0, "repromise": 0.0},
    "channels": {"habit": 20.0},
    "leadership": {"reacts": False, "hazard": 0.0},
}


def _world(reporting: str, slip: tuple[Entry, ...]) -> World:
    settings: Settings = {**_ALONE, "process": {"reporting": reporting}, "reactions": {"disclosure": 1.0}}
    return World("waterfall-contract", settings, slip)


def _of_the_slip(figure: Callable[[Lived], float]) -> Callable[[Worlds], float]:
    """Disclosed less concealed, less the same difference between worlds in which the owners take nothing."""

    def of(runs: Worlds) -> float:
        slip = figure(runs["disclosed"]) - figure(runs["concealed"])
        return slip - (figure(runs["candid, no slip"]) - figure(runs["green, no slip"]))

    return of


PATTERN = Pattern(
    3,
    "A concealed slip costs more trust, and for longer, than the same slip disclosed.",
    "Fixing IT",
    {
        "disclosed": _world("candid", SLIP),
        "concealed": _world("green", SLIP),
        "candid, no slip": _world("candid", ()),
        "green, no slip": _world("green", ()),
    },
    (
        Criterion(
            "what the slip takes from the lowest trust is less where it is disclosed, by .01",
            _of_the_slip(lambda run: run["trust.lowest"]),
            0.01,
        ),
        Criterion(
            "and from mean trust over the last 100 of 400 days, by .01",
            _of_the_slip(lambda run: run.between("trust", 301, 400)),
            0.01,
        ),
    ),
    assumed="What was kept quiet is an experience of its own, and so costs more. Not for how long.",
)
