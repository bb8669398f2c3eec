"""2: how trust falls, and how it rises."""

from __future__ import annotations

from trustsim.validate.patterns.ends import CONTRACT, PARTNERSHIP
from trustsim.validate.patterns.pattern import Criterion, Pattern

PATTERN = Pattern(
    2,
    "Under the contract trust falls suddenly, most of it near go-live; under the partnership it rises gradually.",
    "Fixing IT (after Godin)",
    {"contract": CONTRACT, "partnership": PARTNERSHIP},
    (
        Criterion(
            "contract: the worst tenth of days holds more than half of all falls",
            lambda runs: runs["contract"]["moments.fall_in_worst_tenth"],
            0.5,
        ),
        Criterion(
            "contract: more than half of all falls lie within 10 days of a go-live",
            lambda runs: runs["contract"]["moments.falls_near_go_live"],
            0.5,
        ),
        Criterion(
            "contract: more than half of all falls lie within 10 days of a promised day or a go-live",
            lambda runs: runs["contract"]["moments.falls_near_promises"],
            0.5,
        ),
        Criterion(
            "contract: and more than the share of days that lie so near, by .1",
            lambda runs: (
                runs["contract"]["moments.falls_near_promises"] - runs["contract"]["moments.days_near_promises"]
            ),
            0.1,
        ),
        Criterion(
            "partnership: trust ends above its start, by .01",
            lambda runs: runs["partnership"]["trust.end"] - runs["partnership"]["trust.start"],
            0.01,
        ),
        Criterion(
            "the rise under the partnership is less concentrated than the fall under the contract",
            lambda runs: (
                runs["contract"]["moments.fall_in_worst_tenth"] - runs["partnership"]["moments.rise_in_best_tenth"]
            ),
        ),
    ),
    assumed="A promised day that passes is an experience of its own. Not how much of all that it makes.",
)
