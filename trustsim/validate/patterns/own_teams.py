"""7: own teams, waits, trust, and the orphans that come back."""

from __future__ import annotations

from trustsim.validate.patterns.lived import Settings, World
from trustsim.validate.patterns.pattern import Criterion, Pattern

_NO_OFFENCE: Settings = {"evidence": {"support_refused": 0.0}}


def _start(good_share: float) -> World:
    return World("shadow-it", {"start": {"business_in_it": {"experiences": 20.0, "good_share": good_share}}})


def _taken_in(base: float) -> World:
    return World("shadow-it", {**_NO_OFFENCE, "shadow": {"taken_in": base}})


PATTERN = Pattern(
    7,
    "The share of own teams rises as trust falls and as waits rise; their orphans lengthen waits and so raise it.",
    "Customer Service, Roles and Responsibilities",
    {
        "ill trusted": _start(0.4),
        "well trusted": _start(0.8),
        "five developers": World("shadow-it", {"organisation": {"developers": 5}}),
        "seven developers": World("shadow-it", {"organisation": {"developers": 7}}),
        "orphans taken in": _taken_in(1.0),
        "orphans left out": _taken_in(-1.0),
    },
    (
        Criterion(
            "share of own teams, ill less well trusted at the start, is above .01",
            lambda runs: runs["ill trusted"]["channels.shadow"] - runs["well trusted"]["channels.shadow"],
            0.01,
        ),
        Criterion(
            "share of own teams, with five less with seven developers, is above .01",
            lambda runs: runs["five developers"]["channels.shadow"] - runs["seven developers"]["channels.shadow"],
            0.01,
        ),
        Criterion(
            "lead time with orphans taken in less with orphans left out is above 5 days",
            lambda runs: runs["orphans taken in"]["moments.wait"] - runs["orphans left out"]["moments.wait"],
            5.0,
        ),
        Criterion(
            "and so is the share of own teams, by .005",
            lambda runs: runs["orphans taken in"]["channels.shadow"] - runs["orphans left out"]["channels.shadow"],
            0.005,
        ),
    ),
    assumed="Users choose by trust and wait: the first two criteria. Not the way round through orphans.",
)
