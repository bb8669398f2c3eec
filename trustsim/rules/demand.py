"""When needs arise, how large they are, what they are worth and how they drift."""

from __future__ import annotations

import math

from trustsim.rules.normal import inverse_normal
from trustsim.vocabulary import DAYS_PER_MONTH, SizeLaw

NEVER_DAYS = 25e6


def need_hazard(needs_a_month: float) -> float:
    """Hazard a day at which a need arises on each of the month's 21 days with probability ``needs_a_month / 21``.

    -ln(1 - p); infinite where a need arises every day.
    """
    p = needs_a_month / DAYS_PER_MONTH
    return -math.log1p(-p) if p < 1.0 else math.inf


def exposure(u: float) -> float:
    """Hazard, summed over days, that passes until the next need: a unit exponential."""
    return -math.log1p(-u)


def exposure_left(whole: float, hazard: float, days: int) -> float:
    """What is left of an exposure after ``days`` without a need; a unit exponential again, whatever has passed."""
    return max(0.0, whole - hazard * days) if days else whole


def gap_to_next_need(exposure: float, hazard: float) -> int:
    """Days until a user's next need, geometric, at least 1; 0 means never, or not in a hundred thousand years."""
    days = exposure / hazard if hazard > 0.0 else math.inf
    return 1 + int(days) if days < NEVER_DAYS else 0


def lognormal(u: float, median: float, spread: float) -> float:
    """Median x exp(spread z)."""
    return median * math.exp(spread * inverse_normal(u))


def size(u: float, law: SizeLaw, median: float, spread: float) -> float:
    """Size of a need in person-days, with the given median; ``spread`` is that of the log-normal law."""
    if law == SizeLaw.EXPONENTIAL:
        return -math.log1p(-u) * median / math.log(2.0)
    return lognormal(u, median, spread)


def mean_size(law: SizeLaw, median: float, spread: float) -> float:
    """Mean of ``size`` over all needs, in person-days: median x exp(s s / 2), or median / ln 2."""
    if law == SizeLaw.EXPONENTIAL:
        return median / math.log(2.0)
    return median * math.exp(spread * spread / 2.0)


def value_shares(uniforms: list[float]) -> list[float]:
    """Shares of a need's value over its attributes, summing to 1: uniform on the simplex.

    Normalised exponentials, so that about a third of the attributes hold two thirds of the value.
    """
    raw = [-math.log1p(-u) for u in uniforms]
    total = 0.0
    for part in raw:
        total += part
    if total <= 0.0:
        return [1.0 / len(raw)] * len(raw)
    return [part / total for part in raw]


def drift_rate(share_a_month: float) -> float:
    """Hazard a day that one attribute changes: -ln(1 - share) / 21."""
    return -math.log1p(-share_a_month) / DAYS_PER_MONTH


def days_to_drift(u: float, hazard: float, attributes: int) -> float:
    """Days until some attribute of a need changes, exponential; infinite without drift."""
    return -math.log1p(-u) / (hazard * attributes) if hazard > 0.0 else math.inf


def days_to_next(u: float, a_month: float) -> float:
    """Days until the next of what comes at random so often a month, exponential; infinite where it never comes."""
    return -math.log1p(-u) * DAYS_PER_MONTH / a_month if a_month > 0.0 else math.inf


def stale_share(hazard: float, days: float) -> float:
    """Share of a reading gone stale after ``days``: 1 - exp(-hazard x days)."""
    return -math.expm1(-hazard * days)


def stale_share_of_batch(hazard: float, window: float) -> float:
    """Mean stale share when readings were taken evenly over ``window`` days: 1 - (1 - e^-hB)/(hB)."""
    exponent = hazard * window
    return 1.0 + math.expm1(-exponent) / exponent if exponent > 0.0 else 0.0
