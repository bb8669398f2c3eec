"""14: tours of duty."""

from __future__ import annotations

from trustsim.validate.patterns.lived import World
from trustsim.validate.patterns.pattern import Criterion, Pattern, Worlds
from trustsim.validate.patterns.visits import VISITED

FIRST, BACK, END = 126, 376, 1000


def _value(runs: Worlds, first: int, last: int) -> float:
    """Value delivered with the tour less without."""
    tour, stayed = runs["tour"], runs["no tour"]
    return tour.gained("value_delivered", first, last) - stayed.gained("value_delivered", first, last)


PATTERN = Pattern(
    14,
    "Tours of duty cost output first and pay back later.",
    "Demolishing the antiquated IT customer-service model",
    {"tour": World("tour-of-duty", {}), "no tour": VISITED},
    (
        Criterion("less value is delivered while they are away", lambda runs: -_value(runs, FIRST, BACK - 1)),
        Criterion("more value is delivered once they are back", lambda runs: _value(runs, BACK, END)),
        Criterion(
            "trust at the end, with the tour less without, is above .005",
            lambda runs: runs["tour"]["trust.end"] - runs["no tour"]["trust.end"],
            0.005,
        ),
    ),
    assumed="Who is away builds nothing, and both sides learn. Not that it pays back.",
)
