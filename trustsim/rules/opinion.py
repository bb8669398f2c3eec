"""Six rules by which an opinion moves with evidence.

The state of an opinion is two numbers. For ``beta`` and ``confirmatory`` they are the weights r of
good and s of bad evidence; for ``fire`` the weighted sum of experiences and the sum of weights; for
the others the opinion T itself and an unused 0. An experience is a value y in [0, 1] with a weight m.
Sources: Josang & Ismail 2002 (beta), Huynh, Jennings & Shadbolt 2006 (fire, from memory), Oliva et
al. 1992 (cusp); ewma with asymmetric gains after the fits of Bhat et al.; the rest are assumptions.

Each rule is three functions in ``RULES``. ``expectation`` and ``forget`` use arithmetic alone, so they
take whole arrays of states as well, with the same bits.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

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


State = tuple[float, float]


class Rule(NamedTuple):
    """One rule: what it expects, how sure it is of that, how it forgets and how it learns.

    ``expectation(law, x, y)`` and ``certainty(law, x, y)`` are in [0, 1]; ``forget(law, x, y, kept)``
    is the state when only the share ``kept`` of the evidence is remembered;
    ``learn(law, x, y, value, weight)`` is the state after an experience of ``value`` in [0, 1] and
    ``weight`` > 0.
    """

    expectation: Callable[[OpinionLaw, Any, Any], Any]
    certainty: Callable[[OpinionLaw, float, float], float]
    forget: Callable[[OpinionLaw, Any, Any, Any], tuple[Any, Any]]
    learn: Callable[[OpinionLaw, float, float, float, float], State]


# --- beta: E = (r + W a) / (r + s + W)


def beta_expectation(law: OpinionLaw, x: float, y: float) -> float:
    """Good evidence and the base rate, over all evidence and the weight of the base rate."""
    return (x + law.prior_weight * law.base_rate) / (x + y + law.prior_weight)


def beta_certainty(law: OpinionLaw, x: float, y: float) -> float:
    """Belief plus disbelief: what is not uncertainty W / (r + s + W)."""
    return (x + y) / (x + y + law.prior_weight)


def forget_evidence(law: OpinionLaw, x: float, y: float, kept: float) -> State:
    """Evidence shrinks, and the opinion falls back to the base rate."""
    return x * kept, y * kept


def beta_learn(law: OpinionLaw, x: float, y: float, value: float, weight: float) -> State:
    """Good evidence r gains w_s y m, bad evidence s gains w_f (1 - y) m."""
    return x + law.gain_success * value * weight, y + law.gain_failure * (1.0 - value) * weight


# --- confirmatory: beta, in which believers and doubters weigh the same experience their own way


def confirmatory_learn(law: OpinionLaw, x: float, y: float, value: float, weight: float) -> State:
    """Beta, with the weight changed by how well the experience agrees with the opinion."""
    return beta_learn(law, x, y, value, weight * agreement(law, beta_expectation(law, x, y), value))


def agreement(law: OpinionLaw, opinion: float, value: float) -> float:
    """How much more a believer weighs the good and a doubter the bad: 1 + c (2y - 1)(2E - 1), at least 0."""
    return max(0.0, 1.0 + law.confirmation * (2.0 * value - 1.0) * (2.0 * opinion - 1.0))


# --- fire: a mean of experiences weighted by recency, the base rate counting as one


def fire_expectation(law: OpinionLaw, x: float, y: float) -> float:
    """(sum of w y + a) / (sum of w + 1)."""
    return (x + law.base_rate) / (y + 1.0)


def fire_certainty(law: OpinionLaw, x: float, y: float) -> float:
    """Experiences against the base rate that counts as one."""
    return y / (y + 1.0)


def fire_learn(law: OpinionLaw, x: float, y: float, value: float, weight: float) -> State:
    """One more experience, at full weight."""
    return x + value * weight, y + weight


# --- ewma, inertia and cusp hold the opinion itself


def held_expectation(law: OpinionLaw, x: float, y: float) -> float:
    """The opinion itself."""
    return x


def held_certainty(law: OpinionLaw, x: float, y: float) -> float:
    """An opinion without counted evidence is certain."""
    return 1.0


def forget_opinion(law: OpinionLaw, x: float, y: float, kept: float) -> State:
    """The opinion falls back to the base rate."""
    return law.base_rate + (x - law.base_rate) * kept, y


def ewma_learn(law: OpinionLaw, x: float, y: float, value: float, weight: float) -> State:
    """T + g_s y m (1 - T) - g_f (1 - y) m T; steps that add up to more than 1 are scaled down to 1."""
    up = law.ewma_success * value * weight
    down = law.ewma_failure * (1.0 - value) * weight
    total = up + down
    if total > 1.0:
        up, down = up / total, down / total
    return x + up * (1.0 - x) - down * x, y


def inertia_learn(law: OpinionLaw, x: float, y: float, value: float, weight: float) -> State:
    """T <- d^m T + (1 - d^m) y."""
    kept = math.pow(law.inertia, weight) if law.inertia > 0.0 else 0.0
    return kept * x + (1.0 - kept) * value, y


def cusp_learn(law: OpinionLaw, x: float, y: float, value: float, weight: float) -> State:
    """An ewma step, then one pull towards the nearer of two stable states."""
    moved, y = ewma_learn(law, x, y, value, weight)
    return relax(law, moved), y


def relax(law: OpinionLaw, trust: float) -> float:
    """One pull of the cusp: T + eta (logistic(k (T - theta)) - T)."""
    return trust + law.cusp_step * (logistic(law.cusp_steepness * (trust - law.cusp_threshold)) - trust)


RULES: dict[TrustRule, Rule] = {
    TrustRule.BETA: Rule(beta_expectation, beta_certainty, forget_evidence, beta_learn),
    TrustRule.CONFIRMATORY: Rule(beta_expectation, beta_certainty, forget_evidence, confirmatory_learn),
    TrustRule.FIRE: Rule(fire_expectation, fire_certainty, forget_evidence, fire_learn),
    TrustRule.EWMA: Rule(held_expectation, held_certainty, forget_opinion, ewma_learn),
    TrustRule.INERTIA: Rule(held_expectation, held_certainty, forget_opinion, inertia_learn),
    TrustRule.CUSP: Rule(held_expectation, held_certainty, forget_opinion, cusp_learn),
}


def begin(law: OpinionLaw, good: float, bad: float) -> State:
    """The state after ``good`` and ``bad`` experiences lived through before the start."""
    if law.rule in (TrustRule.BETA, TrustRule.CONFIRMATORY):
        return good, bad
    if law.rule == TrustRule.FIRE:
        return good, good + bad
    return beta_expectation(law, good, bad), 0.0


def kept_a_day(law: OpinionLaw) -> float:
    """The share of evidence kept from one day to the next; fire has a half-life of its own."""
    return math.pow(0.5, 1.0 / law.fire_half_life) if law.rule == TrustRule.FIRE else law.memory


def triple(law: OpinionLaw, x: float, y: float) -> Opinion:
    """Belief, disbelief and uncertainty, as subjective logic writes an opinion."""
    if law.rule in (TrustRule.BETA, TrustRule.CONFIRMATORY):
        good, bad, weight = x, y, law.prior_weight
    elif law.rule == TrustRule.FIRE:
        good, bad, weight = x, y - x, 1.0
    else:
        good, bad, weight = x, 1.0 - x, 0.0
    total = good + bad + weight
    return Opinion(good / total, bad / total, weight / total)
