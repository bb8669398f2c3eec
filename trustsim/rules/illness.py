"""Stages of an ailing relationship, with hysteresis, and the hazard of those who lead IT."""

from __future__ import annotations

import math

from trustsim.vocabulary import DAYS_PER_YEAR, Stage


def smoothed(before: float, now: float, days: float) -> float:
    """Exponential smoothing over ``days``: before + (now - before) (1 - exp(-1 / days))."""
    return before + (now - before) * -math.expm1(-1.0 / days)


def next_stage(
    stage: Stage, health: float, entry: tuple[float, ...], raised: float, recovery: float, may_recover: bool
) -> Stage:
    """The stage after a day: one worse, one better, or the same.

    ``entry`` holds the threshold of each stage but the first; below it, raised by ``raised``, things get
    one stage worse. They get one better at ``recovery`` above the threshold of the present stage, as
    raised, so that recovery always lies above entry.
    """
    if stage < Stage.END_STAGE and health < entry[stage] + raised:
        return Stage(stage + 1)
    if may_recover and stage > Stage.HEALTHY and health >= entry[stage - 1] + raised + recovery:
        return Stage(stage - 1)
    return stage


def hazard_a_day(a_year: float, slope: float, trust: float) -> float:
    """Chance on a day that the CIO goes: 1 - exp(-h), h = a_year exp(slope (1/2 - T)) / 250."""
    return -math.expm1(-a_year * math.exp(slope * (0.5 - trust)) / DAYS_PER_YEAR)


def chance_a_day(a_year: float) -> float:
    """Chance on a day of something with a hazard of ``a_year``: 1 - exp(-h / 250)."""
    return -math.expm1(-a_year / DAYS_PER_YEAR)


def expected_score(perfect: float, usual: float, understanding: float) -> float:
    """The score that is expected: of perfection, or of what is usual as far as one understands the other side."""
    return perfect + (usual - perfect) * understanding if usual < perfect else perfect


def fading(rate: float, kept: float, admitted: float) -> float:
    """Rate a day at which understanding fades: all of ``rate``, or the part ``kept`` where it was admitted."""
    return rate * (1.0 - (1.0 - kept) * admitted)


def gesture(trust: float, critical: float, share: float, third_party: float) -> float:
    """What a gesture of good will counts: ``share`` of it below critical trust, more with a third party there."""
    return 1.0 if trust >= critical else share + (1.0 - share) * third_party
