"""How users score a delivery: the weights behind the score, read back from the score itself."""

from __future__ import annotations

import math

from trustsim.rules.experience import Delivery, outcome_score
from trustsim.validate.mechanisms.fit import Fit, Standing

MECHANISM = "outcome score"
SOURCE = "vignettes of Milis (PhD): 25 cases, 180 ratings"
PUBLISHED = {"on_time": 1.67, "on_budget": 0.86, "to_spec": 0.37, "need_fit": 1.39, "benefit": 1.76}
INTERCEPT = -2.4
NOTHING = Delivery(0.0, 0.0, 0.0, 0.0, 0.0)


def log_odds(seen: Delivery) -> float:
    """Of the score of a delivery."""
    score = outcome_score(seen)
    return math.log(score / (1.0 - score))


def fits() -> list[Fit]:
    """What each criterion adds to the log-odds, and what is there without any."""
    found = [_fit("log-odds of a delivery in which nothing is right", INTERCEPT, log_odds(NOTHING))]
    for name, weight in PUBLISHED.items():
        added = log_odds(NOTHING._replace(**{name: 1.0})) - log_odds(NOTHING)
        found.append(_fit(f"log-odds added by {name.replace('_', ' ')}", weight, added))
    return found


def _fit(figure: str, published: float, observed: float) -> Fit:
    low, high = published - 0.005, published + 0.005
    return Fit(MECHANISM, figure, low, high, observed, SOURCE, Standing.DERIVED, (), True)
