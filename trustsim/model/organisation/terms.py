"""The terms on which business and IT work together today: what leadership and the timeline have set."""

from __future__ import annotations

from dataclasses import dataclass

from trustsim.rules.choosing import good_will
from trustsim.scenario.schema import Scenario


@dataclass(slots=True)
class Terms:
    """Numbers that others read; only leadership and the timeline write them.

    Attributes:
        layers: analyst layers between business and developers.
        red_tape: share of developers' time that leadership's forms take.
        methodology: the same, by the timeline.
        price: price of a person-day of IT; 0 where it is not charged.
        good_will: what a contact counts as good will under that price, 0 to 1.
        budget: capacity against the usual, 1 for no change.
        demand: needs against the usual, 1 for no change.
        reserved: share of developers' capacity reserved for core services.
        away: share of developers who work on the business side.
        visits: share of requests that builders look at where the work is done.
        mindset: how far IT acts as if it had competitors, 0 to 1.
        third_party: how far an impartial third party stands by, 0 to 1.
        admitted: how far both sides admit that there is a problem, 0 to 1.
        understanding: how far each side expects of the other what is possible, 0 to 1.
    """

    layers: int
    price: float
    good_will: float
    reserved: float
    red_tape: float = 0.0
    methodology: float = 0.0
    budget: float = 1.0
    demand: float = 1.0
    away: float = 0.0
    visits: float = 0.0
    mindset: float = 0.0
    third_party: float = 0.0
    admitted: float = 0.0
    understanding: float = 0.0

    def charge(self, price: float, coldness: float) -> None:
        """From now on a person-day of IT has this price."""
        self.price = price
        self.good_will = good_will(price, coldness)


def usual_terms(config: Scenario) -> Terms:
    """The terms with which a scenario begins."""
    price = config.chargeback.price
    return Terms(
        layers=config.organisation.analyst_layers,
        price=price,
        good_will=good_will(price, config.chargeback.coldness),
        reserved=config.services.reserved,
    )
