"""Effort: estimates and their noise, a developer's output, plans, and the cost of fixes."""

from __future__ import annotations

import math

from trustsim.rules.normal import inverse_normal
from trustsim.vocabulary import FaultPhase, FixCost, NoiseLaw

# Multiples of the cost at definition. `moderate` is the design's middle way; `boehm` the much-quoted
# steep curve (Boehm 1981, from memory), contested by Menzies et al. 2016, who found `flat`.
FIX_FACTORS: dict[FixCost, tuple[float, float, float, float, float]] = {
    FixCost.FLAT: (1.0, 1.0, 1.0, 1.0, 1.0),
    FixCost.MODERATE: (1.0, 1.5, 3.0, 5.0, 8.0),
    FixCost.BOEHM: (1.0, 10.0, 20.0, 50.0, 100.0),
}

_PARETO_LOW, _PARETO_HIGH = 0.5, 8.0


def effort_ratio(u: float, law: NoiseLaw, optimism: float, spread: float) -> float:
    """Actual over estimated effort.

    Log-normal: exp(m + s z). Pareto: truncated to .5-8 times, tail index 1/s (heavier for a larger
    spread), times exp(m). Spread 0 gives exp(m) under either law.
    """
    if spread <= 0.0:
        return math.exp(optimism)
    if law == NoiseLaw.LOGNORMAL:
        return math.exp(optimism + spread * inverse_normal(u))
    index = 1.0 / spread
    tail = 1.0 - math.pow(_PARETO_LOW / _PARETO_HIGH, index)
    return math.exp(optimism) * _PARETO_LOW * math.pow(1.0 - u * tail, -1.0 / index)


def mean_effort_ratio(law: NoiseLaw, optimism: float, spread: float) -> float:
    """Mean of ``effort_ratio``. Log-normal: exp(m + s s / 2). Pareto: that of the truncated law, times exp(m)."""
    if spread <= 0.0:
        return math.exp(optimism)
    if law == NoiseLaw.LOGNORMAL:
        return math.exp(optimism + spread * spread / 2.0)
    index = 1.0 / spread
    span = _PARETO_HIGH / _PARETO_LOW
    tail = 1.0 - math.pow(span, -index)
    # The integral of L q^(-1/a) over the tail; a = 1 is its limit.
    grown = math.log(span) if index == 1.0 else (1.0 - math.pow(span, 1.0 - index)) / (index - 1.0)
    return math.exp(optimism) * _PARETO_LOW * index * grown / tail


def output(productivity: float, effect: float, motivation: float) -> float:
    """Person-days a day: productivity x exp(effect x (motivation - 1/2))."""
    return productivity * math.exp(effect * (motivation - 0.5))


def fix_effort(attribute_effort: float, fix_share: float, factor: float) -> float:
    """Person-days to fix one attribute: a share of building it, times the factor of the phase."""
    return attribute_effort * fix_share * factor


def fix_factor(curve: FixCost, phase: FaultPhase) -> float:
    """How many times the cost at definition a fix takes in a phase."""
    return FIX_FACTORS[curve][phase]


def plan_days(effort: float, hands: float, availability: float) -> float:
    """Days that a plan gives ``effort`` person-days in so many hands."""
    return effort / (hands * availability)


def spread_of_total(spread: float, shared: float, parts: int) -> float:
    """Log-sd of actual over estimated effort of n parts together: sqrt(s*s / n + c*c).

    The noise of each part averages out; what is misjudged of all of them at once does not.
    """
    return math.sqrt(spread * spread / parts + shared * shared)


def forecast_factor(spread: float, confidence: float) -> float:
    """Upper end of a forecast over its middle: exp(z s)."""
    return math.exp(confidence * spread)


def padded(effort: float, padding: float, trust: float) -> float:
    """Effort with padding that grows as trust falls below full: effort x (1 + padding x (1 - trust))."""
    return effort * (1.0 + padding * (1.0 - trust))
