"""How much one good and one bad experience move an opinion: the first step of rule beta with its defaults."""

from __future__ import annotations

from trustsim.rules.opinion import RULES, OpinionLaw
from trustsim.scenario.relationship import Trust
from trustsim.validate.mechanisms.fit import Fit, Standing

MECHANISM = "asymmetry and gains"
SOURCE = "Bhat et al., fits to 45 people"
ROUNDING = 0.005
"""Relative gains are known to three places; so much is rounding and the spread of people around their median."""


def fits() -> list[Fit]:
    """The opinion without evidence, the first step up and down, and the ratio of the two weights."""
    section = Trust()
    up, down = first_steps(section)
    weight = ("trust.prior_weight",)
    return [
        _fit("opinion without evidence", 0.65, section.base_rate, ("trust.base_rate",)),
        _fit("relative gain of a first success", 0.118, up, weight),
        _fit("relative loss of a first failure", 0.159, down, (*weight, "trust.gain_failure")),
        Fit(
            MECHANISM, "weight of failure over success", 1.04, 2.16, section.gain_failure / section.gain_success,
            f"{SOURCE}: interquartile range", Standing.DERIVED, ("trust.gain_failure",), True,
        ),
        _fit("rule ewma: step towards a success", 0.118, section.ewma_success, ("trust.ewma_success",)),
        _fit("rule ewma: step towards a failure", 0.159, section.ewma_failure, ("trust.ewma_failure",)),
    ]  # fmt: skip


def first_steps(section: Trust) -> tuple[float, float]:
    """The share of the way to 1 that one success makes, and of the way to 0 that one failure does."""
    law = OpinionLaw(*(getattr(section, name) for name in OpinionLaw._fields))
    rule = RULES[law.rule]
    before = rule.expectation(law, 0.0, 0.0)
    better = rule.expectation(law, *rule.learn(law, 0.0, 0.0, 1.0, 1.0))
    worse = rule.expectation(law, *rule.learn(law, 0.0, 0.0, 0.0, 1.0))
    return (better - before) / (1.0 - before), (before - worse) / before


def _fit(figure: str, published: float, observed: float, keys: tuple[str, ...]) -> Fit:
    low, high = published - ROUNDING, published + ROUNDING
    return Fit(MECHANISM, figure, low, high, observed, SOURCE, Standing.DERIVED, keys, True)
