"""12: order taker and equal partner."""

from __future__ import annotations

from trustsim.validate.patterns.lived import World
from trustsim.validate.patterns.pattern import Criterion, Pattern, Worlds


def _growth_of_value(runs: Worlds, world: str) -> float:
    """Value delivered in the last year less in the first."""
    lived = runs[world]
    return lived.gained("value_delivered", 501, 750) - lived.gained("value_delivered", 1, 250)


PATTERN = Pattern(
    12,
    "An order taker keeps a binary, flat relationship; an equal partner's trust and value grow.",
    "Demolishing the antiquated IT customer-service model",
    {"order taker": World("order-taker", {}), "equal partner": World("equal-partner", {})},
    (
        Criterion(
            "equal partner: trust ends above its start, by .01",
            lambda runs: runs["equal partner"]["trust.end"] - runs["equal partner"]["trust.start"],
            0.01,
        ),
        Criterion(
            "order taker: trust ends within .05 of its start",
            lambda runs: 0.05 - abs(runs["order taker"]["trust.end"] - runs["order taker"]["trust.start"]),
        ),
        Criterion(
            "trust at the end, equal partner less order taker, is above .02",
            lambda runs: runs["equal partner"]["trust.end"] - runs["order taker"]["trust.end"],
            0.02,
        ),
        Criterion(
            "equal partner: more value in the last year than in the first",
            lambda runs: _growth_of_value(runs, "equal partner"),
        ),
        Criterion(
            "more value in all with the equal partner",
            lambda runs: (
                runs["equal partner"]["requests.value_delivered"] - runs["order taker"]["requests.value_delivered"]
            ),
        ),
    ),
    assumed="An equal partner asks, drops and proposes. Not what trust and value make of it.",
)
