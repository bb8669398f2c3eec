"""Six rules by which an opinion moves with evidence.

The state of an opinion is two numbers. For ``beta`` and ``confirmatory`` they are the weights r of
good and s of bad evidence; for ``fire`` the weighted sum of experiences and the sum of weights; for
the others the opinion T itself and an unused 0. An experience is a value y in [0, 1] with a weight m.
Sources: Josang & Ismail 2002 (beta), Huynh, Jennings & Shadbolt 2006 (fire, from memory), Oliva et
al. 1992 (cusp); ewma with asymmetric gains after the fits of Bhat et al.; the rest are assumptions.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from trustsim.rules.experience import logistic
from trustsim.vocabulary import TrustRule


class OpinionLaw(NamedTuple):
    """The constants of all rules; each rule reads its own."""

    rule: TrustRule
    prior_weight: float
    base_rate: float
    gain_success: float
    gain_failure: float
    memory: float
    ewma_success: float
    ewma_failure: float
    inertia: float
    fire_half_life: float
    cusp_steepness: float
    cusp_threshold: float
    cusp_step: float
    confirmation: float


class Opinion(NamedTuple):
    """Belief, disbelief and uncertainty; they sum to 1."""

    belief: float
    disbelief: float
    uncertainty: float


_EVIDENCE = (TrustRule.BETA, TrustRule.CONFIRMATORY)


def begin(law: OpinionLaw, good: float, bad: float) -> tuple[float, float]:
    """The state after ``good`` and ``bad`` experiences lived through before the start."""
    if law.rule in _EVIDENCE:
        return good, bad
    if law.rule == TrustRule.FIRE:
        return good, good + bad
    weight = law.prior_weight
    return (good + weight * law.base_rate) / (good + bad + weight), 0.0


def expectation(law: OpinionLaw, x: float, y: float) -> float:
    """The expectation E in [0, 1]; for beta E = (r + W a) / (r + s + W)."""
    if law.rule in _EVIDENCE:
        weight = law.prior_weight
        return (x + weight * law.base_rate) / (x + y + weight)
    if law.rule == TrustRule.FIRE:
        return (x + law.base_rate) / (y + 1.0)
    return x


def kept_a_day(law: OpinionLaw) -> float:
    """The share of evidence kept from one day to the next."""
    return math.pow(0.5, 1.0 / law.fire_half_life) if law.rule == TrustRule.FIRE else law.memory


def forget(law: OpinionLaw, x: float, y: float, kept: float) -> tuple[float, float]:
    """The state when only ``kept`` of the evidence is still remembered.

    Evidence shrinks; an opinion without counted evidence falls back to the base rate alike.
    """
    if law.rule in _EVIDENCE or law.rule == TrustRule.FIRE:
        return x * kept, y * kept
    return law.base_rate + (x - law.base_rate) * kept, 0.0


def learn(law: OpinionLaw, x: float, y: float, value: float, weight: float) -> tuple[float, float]:
    """The state after an experience of ``value`` in [0, 1] and ``weight`` >= 0."""
    rule = law.rule
    if rule == TrustRule.BETA:
        return x + law.gain_success * value * weight, y + law.gain_failure * (1.0 - value) * weight
    if rule == TrustRule.CONFIRMATORY:
        weight *= agreement(law, expectation(law, x, y), value)
        return x + law.gain_success * value * weight, y + law.gain_failure * (1.0 - value) * weight
    if rule == TrustRule.FIRE:
        return x + value * weight, y + weight
    if rule == TrustRule.INERTIA:
        kept = math.pow(law.inertia, weight) if law.inertia > 0.0 else 0.0
        return kept * x + (1.0 - kept) * value, 0.0
    moved = _asymmetric_step(law, x, value, weight)
    if rule == TrustRule.CUSP:
        moved = relax(law, moved)
    return moved, 0.0


def agreement(law: OpinionLaw, opinion: float, value: float) -> float:
    """How much more a believer weighs the good and a doubter the bad: 1 + c (2y - 1)(2E - 1), at least 0."""
    return max(0.0, 1.0 + law.confirmation * (2.0 * value - 1.0) * (2.0 * opinion - 1.0))


def _asymmetric_step(law: OpinionLaw, trust: float, value: float, weight: float) -> float:
    up = law.ewma_success * value * weight
    down = law.ewma_failure * (1.0 - value) * weight
    total = up + down
    if total > 1.0:
        up, down = up / total, down / total
    return trust + up * (1.0 - trust) - down * trust


def relax(law: OpinionLaw, trust: float) -> float:
    """One pull of the cusp: T + eta (logistic(k (T - theta)) - T)."""
    return trust + law.cusp_step * (logistic(law.cusp_steepness * (trust - law.cusp_threshold)) - trust)


def triple(law: OpinionLaw, x: float, y: float) -> Opinion:
    """Belief, disbelief and uncertainty; a rule without counted evidence is certain of its opinion."""
    if law.rule in _EVIDENCE or law.rule == TrustRule.FIRE:
        bad = y - x if law.rule == TrustRule.FIRE else y
        weight = 1.0 if law.rule == TrustRule.FIRE else law.prior_weight
        total = x + bad + weight
        return Opinion(x / total, bad / total, weight / total)
    return Opinion(x, 1.0 - x, 0.0)
