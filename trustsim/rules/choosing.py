"""Where a need is taken: a logit over what is expected of each provider."""

from __future__ import annotations

import math
from typing import NamedTuple


class Offer(NamedTuple):
    """What a user expects of a provider: days of waiting, need-fit and trust in 0 to 1, price of a person-day."""

    wait: float
    fit: float
    trust: float
    price: float


class Pulls(NamedTuple):
    """How much each of these counts, in logits per unit; ``wait`` per e-fold of waiting."""

    trust: float
    fit: float
    wait: float
    price: float


def utility(pulls: Pulls, offer: Offer, habit: float = 0.0) -> float:
    """Sum up: habit + trust x T + fit x F - wait x ln(1 + days / 21) - price x P."""
    waiting = math.log1p(offer.wait / 21.0)
    return habit + pulls.trust * offer.trust + pulls.fit * offer.fit - pulls.wait * waiting - pulls.price * offer.price


def shares(utilities: list[float]) -> list[float]:
    """Shares of the logit: exp(V) over the sum of all; at least one utility must be finite."""
    best = max(utilities)
    weights = [math.exp(value - best) for value in utilities]
    total = math.fsum(weights)
    return [weight / total for weight in weights]


def chosen_channel(u: float, utilities: list[float]) -> int:
    """The place of the choice in ``utilities``, for one uniform ``u``; minus infinity is never chosen."""
    reached, last = 0.0, 0
    for place, share in enumerate(shares(utilities)):
        reached += share
        if share > 0.0:
            last = place
        if u < reached:
            return place
    return last


def pursued(price: float, elasticity: float) -> float:
    """Chance that a need is brought up at all under a price: exp(-elasticity x price)."""
    return math.exp(-elasticity * price)


def good_will(price: float, coldness: float) -> float:
    """What a contact counts as good will where it is paid for: exp(-coldness x price)."""
    return math.exp(-coldness * price)


def perceived_cost(share: float, lived: float) -> float:
    """Part of a hidden cost that is seen: all of it once it was lived through, ``share`` of it before."""
    return share + (1.0 - share) * lived
