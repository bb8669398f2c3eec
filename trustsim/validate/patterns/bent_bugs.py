"""15: wishes filed as bugs."""

from __future__ import annotations

from trustsim.validate.patterns.ends import CONTRACT
from trustsim.validate.patterns.lived import World
from trustsim.validate.patterns.pattern import Criterion, Pattern


def _window(days: int) -> World:
    return World("waterfall-contract", {"planning": {"window_days": days}})


def _start(good_share: float) -> World:
    return World("waterfall-contract", {"start": {"business_in_it": {"experiences": 50.0, "good_share": good_share}}})


PATTERN = Pattern(
    15,
    'Acceptance tests turn change requests into "bugs"; large batches and low trust raise their share.',
    "Fixing IT",
    {
        "contract": CONTRACT,
        "windows of 20 days": _window(20),
        "windows of 120 days": _window(120),
        "ill trusted": _start(0.2),
        "well trusted": _start(0.9),
    },
    (
        Criterion(
            'more than a third of the "bugs" filed in acceptance are none',
            lambda runs: runs["contract"]["requests.uat_bent_share"],
            1.0 / 3.0,
        ),
        Criterion(
            "their share is larger with windows of 120 than of 20 days, by .01",
            lambda runs: (
                runs["windows of 120 days"]["requests.uat_bent_share"]
                - runs["windows of 20 days"]["requests.uat_bent_share"]
            ),
            0.01,
        ),
        Criterion(
            "their share is larger where IT was ill trusted at the start, by .01",
            lambda runs: (
                runs["ill trusted"]["requests.uat_bent_share"] - runs["well trusted"]["requests.uat_bent_share"]
            ),
            0.01,
        ),
    ),
    assumed="Users bend more the less they trust, which is the last criterion. Not what batches do.",
)
