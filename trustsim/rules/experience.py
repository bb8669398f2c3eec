"""How people score a delivery, and what trust and mood change in what they do."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

# Logistic regression of end users' ratings on vignettes, derived from Milis (PhD): 25 cases, 180 ratings.
# The weight of toSpec is not significant there; it is kept so that the score is the published one.
INTERCEPT = -2.4
ON_TIME, ON_BUDGET, TO_SPEC, NEED_FIT, BENEFIT = 1.67, 0.86, 0.37, 1.39, 1.76


class Delivery(NamedTuple):
    """What a user sees of a delivery, each from 0 (not at all) to 1 (wholly)."""

    on_time: float
    on_budget: float
    to_spec: float
    need_fit: float
    benefit: float


def outcome_score(seen: Delivery) -> float:
    """Score in (0, 1): the logistic of the weighted sum."""
    logit = (
        INTERCEPT
        + ON_TIME * seen.on_time
        + ON_BUDGET * seen.on_budget
        + TO_SPEC * seen.to_spec
        + NEED_FIT * seen.need_fit
        + BENEFIT * seen.benefit
    )
    return logistic(logit)


def logistic(x: float) -> float:
    """1 / (1 + exp(-x)), without overflow."""
    if x >= 0.0:
        return 1.0 / (1.0 + math.exp(-x))
    grown = math.exp(x)
    return grown / (1.0 + grown)


def on_time(late_days: float, planned_days: float, tolerated: float) -> float:
    """1 when not late, falling evenly to 0 at a lateness of ``tolerated`` x the planned time."""
    if late_days <= 0.0:
        return 1.0
    return max(0.0, 1.0 - late_days / (tolerated * max(planned_days, 1.0)))


def on_budget(spent: float, promised: float, tolerated: float) -> float:
    """1 within budget, falling evenly to 0 at an overrun of ``tolerated`` x the promised effort."""
    if spent <= promised or promised <= 0.0:
        return 1.0
    return max(0.0, 1.0 - (spent / promised - 1.0) / tolerated)


def felt(score: float, expected: float, disappointment: float) -> float:
    """An outcome as it is felt, 0 to 1: its score, less D x what it falls short of the expectation raised.

    What exceeds an expectation adds nothing. After expectation and disconfirmation (Oliver 1980, from memory).
    """
    return max(0.0, score - disappointment * max(0.0, expected - score))


def openness(full: float, nil: float, trust: float) -> float:
    """Chance that a user tells an attribute, between that at nil and that at full trust."""
    return nil + (full - nil) * trust


def disclosure(base: float, slope: float, trust: float) -> float:
    """Chance that candid IT tells a slip that it perceives; ``base`` at trust 1/2."""
    return min(1.0, max(0.0, base + slope * (trust - 0.5)))


def push_back(base: float, trust: float) -> float:
    """Chance that IT, trusting a unit so far, pushes back, or that a user, trusting IT so far, agrees."""
    return min(1.0, max(0.0, base + trust))


def mood(motivation: float, gain: float, experience: float) -> float:
    """Motivation after an experience in 0..1: M + gain (y - M)."""
    return motivation + gain * (experience - motivation)


def ceiling_after(ceiling: float, drop: float) -> float:
    """The ceiling on integrity after a deception: c (1 - delta)."""
    return ceiling * (1.0 - drop)


def ceiling_healed(ceiling: Any, unhealed: Any) -> Any:
    """The ceiling when only the share ``unhealed`` of what was lost is still lost: 1 - (1 - c) u.

    Arithmetic alone: takes numbers or whole arrays.
    """
    return 1.0 - (1.0 - ceiling) * unhealed
