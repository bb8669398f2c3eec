"""Going live: outages, workarounds, support and faults found in use."""

from __future__ import annotations

import math

from trustsim.vocabulary import DAYS_PER_MONTH

HOURS_PER_DAY = 8.0


def outage_chance(rate: float, batch: int) -> float:
    """Chance that a release of ``batch`` requests brings an outage: 1 - exp(-rate x batch)."""
    return -math.expm1(-rate * batch)


def downtime_felt(hours: float) -> float:
    """How much of a lost day an outage feels like, 0 to 1: 1 - exp(-hours / 8)."""
    return -math.expm1(-hours / HOURS_PER_DAY)


def workaround_chance(rate: float, gap: float) -> float:
    """Chance that a residual gap (0 to 1) ends in a workaround: 1 - exp(-rate x gap)."""
    return -math.expm1(-rate * gap)


def support_asked(effort: float, rate: float, broken_share: float, broken_factor: float) -> float:
    """Person-days a day of support that a delivered system asks for."""
    return effort * rate / DAYS_PER_MONTH * (1.0 + broken_factor * broken_share)


def days_to_discovery(u: float, mean_days: float) -> int:
    """Days, at least 1, until a broken attribute in use is reported; exponential."""
    return 1 + int(-math.log1p(-u) * mean_days)


def incident_chance(rate_a_month: float, reserved: float, effect: float) -> float:
    """Chance of a core-service incident on a day; falls with the capacity reserved for them."""
    return min(1.0, rate_a_month / DAYS_PER_MONTH * math.exp(-effect * reserved))
