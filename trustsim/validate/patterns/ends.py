"""1: where trust ends."""

from __future__ import annotations

from trustsim.validate.patterns.lived import World
from trustsim.validate.patterns.pattern import Criterion, Pattern

CONTRACT, PARTNERSHIP = World("waterfall-contract", {}), World("partnership", {})

PATTERN = Pattern(
    1,
    "Trust ends higher under the partnership than under the contract.",
    "Fixing IT",
    {"contract": CONTRACT, "partnership": PARTNERSHIP},
    (
        Criterion(
            "trust at the end, partnership less contract, is above .02",
            lambda runs: runs["partnership"]["trust.end"] - runs["contract"]["trust.end"],
            0.02,
        ),
    ),
    assumed="That being asked, shown and told weighs, which only partners live through. Not the sum of it all.",
)
