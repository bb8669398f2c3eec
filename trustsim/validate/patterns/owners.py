"""8: edicts."""

from __future__ import annotations

from trustsim.validate.patterns.lived import World
from trustsim.validate.patterns.pattern import Criterion, Pattern, Worlds

MANY = 3.0


def _edicts(rate: float, repromise: float, base: str = "edicts") -> World:
    return World(base, {"edicts": {"rate": rate, "repromise": repromise}})


def _beyond_proportion(runs: Worlds) -> float:
    """How many times as long waits are, less how many times as long they would be by the time that is left."""
    longer = runs["many"]["moments.wait"] / runs["none"]["moments.wait"]
    return longer - 1.0 / (1.0 - runs["many"]["load.edict"])


PATTERN = Pattern(
    8,
    "Edicts lengthen ordinary waits more than in proportion, and lower trust unless dates are promised anew.",
    "Customer Service, Roles and Responsibilities",
    {
        "none": _edicts(0.0, 0.0),
        "many": _edicts(MANY, 0.0),
        "many, promised anew": _edicts(MANY, 1.0),
        "contract, none": _edicts(0.0, 0.0, "waterfall-contract"),
        "contract, many": _edicts(MANY, 0.0, "waterfall-contract"),
        "contract, many, promised anew": _edicts(MANY, 1.0, "waterfall-contract"),
    },
    (
        Criterion("waits grow by more than the time that edicts take", _beyond_proportion),
        Criterion(
            "partnership: trust at the end without edicts less with them is above .01",
            lambda runs: runs["none"]["trust.end"] - runs["many"]["trust.end"],
            0.01,
        ),
        Criterion(
            "partnership: promising anew keeps more than half of what they cost",
            lambda runs: (
                runs["many, promised anew"]["trust.end"] - (runs["none"]["trust.end"] + runs["many"]["trust.end"]) / 2.0
            ),
        ),
        Criterion(
            "contract: trust at the end without edicts less with them is above .01",
            lambda runs: runs["contract, none"]["trust.end"] - runs["contract, many"]["trust.end"],
            0.01,
        ),
        Criterion(
            "contract: promising anew keeps more than half of what they cost",
            lambda runs: (
                runs["contract, many, promised anew"]["trust.end"]
                - (runs["contract, none"]["trust.end"] + runs["contract, many"]["trust.end"]) / 2.0
            ),
        ),
    ),
    assumed="Edicts go ahead of all else. Not how waits and trust answer.",
)
