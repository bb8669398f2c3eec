"""Who has an opinion of whom in the organisation, by name."""

from __future__ import annotations

from trustsim.model.trust import ABILITY, BENEVOLENCE, INTEGRITY, Party, Trust
from trustsim.records.happenings import Actor, Experience
from trustsim.scenario.schema import Scenario
from trustsim.vocabulary import Channel

IT = Party(Actor.IT)
VENDOR = Party(Actor.VENDOR)
CRAFTS = (Actor.DEVELOPERS, Actor.TESTERS, Actor.PRODUCT_MANAGERS)

# What each experience is evidence of; an outcome is entered twice, by its two weights.
DIMENSION = {
    Experience.ASKED: BENEVOLENCE,
    Experience.SHOWN: BENEVOLENCE,
    Experience.HEARD: BENEVOLENCE,
    Experience.UNHEARD: BENEVOLENCE,
    Experience.SILENCE: BENEVOLENCE,
    Experience.REPORTED: INTEGRITY,
    Experience.SLIP_TOLD: ABILITY,
    Experience.SLIP_REVEALED: ABILITY,
    Experience.OUTAGE: ABILITY,
    Experience.THANKS: BENEVOLENCE,
    Experience.BLAME: BENEVOLENCE,
    Experience.LATE_CHANGE: ABILITY,
    Experience.BENT_BUG: INTEGRITY,
    Experience.ESCALATION: BENEVOLENCE,
    Experience.AGREEMENT: BENEVOLENCE,
    Experience.TICKET: ABILITY,
    Experience.CONCESSION: BENEVOLENCE,
    Experience.REOPENING: BENEVOLENCE,
    Experience.BAD_FIX: ABILITY,
    Experience.PASSED: ABILITY,
    Experience.DEFERRED: BENEVOLENCE,
    Experience.REFUSED_WITH_REASON: BENEVOLENCE,
    Experience.REFUSED: BENEVOLENCE,
    Experience.SUPPORT_REFUSED: BENEVOLENCE,
    Experience.RED_TAPE: BENEVOLENCE,
    Experience.VISITED: BENEVOLENCE,
    Experience.BYPASSED: BENEVOLENCE,
    Experience.FOLLOWED_UP: BENEVOLENCE,
    Experience.IMPROVED: ABILITY,
    Experience.COUNSELLED: BENEVOLENCE,
    Experience.BREAKDOWN: ABILITY,
    Experience.TAKEN_ELSEWHERE: BENEVOLENCE,
}


class Relations:
    """The bonds of a model: users in IT and its rivals, IT in each unit, the crafts in each other."""

    def __init__(self, trust: Trust, config: Scenario) -> None:
        self.trust = trust
        self.weights = config.evidence
        # Crafts trust each other as groups; an event between two people moves the group by its share.
        self._crafts_people = config.organisation.developers
        self._craft_weight = config.evidence.craft / self._crafts_people
        start, people = config.start, config.organisation
        # Bonds are made in three runs, so that each kind can be measured as a slice.
        self.user_in_it = [
            trust.bond(Party(Actor.USER, number), IT, start.business_in_it) for number in range(people.users)
        ]
        self.it_in_unit = [
            [
                trust.bond(Party(craft), Party(Actor.UNIT, unit), start.it_in_business)
                for craft in (Actor.PRODUCT_MANAGERS, Actor.DEVELOPERS)
            ]
            for unit in range(people.business_units)
        ]
        self.crafts = {
            (one, other): trust.bond(Party(one), Party(other), start.crafts)
            for one in CRAFTS
            for other in CRAFTS
            if one != other
        }
        self.user_in_shadow = [
            trust.bond(
                Party(Actor.USER, number),
                Party(Actor.SHADOW_TEAM, number % people.business_units),
                start.business_in_own_teams,
            )
            for number in range(people.users)
        ]
        self.user_in_vendor = [
            trust.bond(Party(Actor.USER, number), VENDOR, start.business_in_vendor) for number in range(people.users)
        ]
        last_unit = people.users + 2 * people.business_units
        self.users = slice(0, people.users)
        self.units = slice(people.users, last_unit)
        last_craft = last_unit + len(self.crafts)
        self.craft_bonds = slice(last_unit, last_craft)
        self.in_shadow = slice(last_craft, last_craft + people.users)
        self.in_vendor = slice(last_craft + people.users, last_craft + 2 * people.users)

    def of_user(self, user: int) -> float:
        """A user's trust in IT today, in [0, 1]."""
        return self.trust.overall(self.user_in_it[user])

    def of_it(self, unit: int) -> float:
        """IT's trust in a unit today: the mean of its product managers and developers, in [0, 1]."""
        managers, developers = self.it_in_unit[unit]
        return (self.trust.overall(managers) + self.trust.overall(developers)) / 2.0

    def user_feels(self, user: int, what: Experience, value: float, weight: float, request: int = -1) -> None:
        """A user lives through something with IT."""
        self.trust.live_through(self.user_in_it[user], what, DIMENSION[what], value, weight, request)

    def user_judges(self, bond: int, score: float, weight: float, request: int) -> None:
        """A user scores what somebody delivered: an experience of ability, and of benevolence."""
        for dimension, evidence in ((ABILITY, self.weights.outcome), (BENEVOLENCE, self.weights.outcome_benevolence)):
            self.trust.live_through(bond, Experience.OUTCOME, dimension, score, weight * evidence, request)

    def other_feels(
        self, user: int, channel: Channel, what: Experience, value: float, weight: float, request: int
    ) -> None:
        """A user lives through something with the unit's own team or with the outside provider."""
        bonds = self.user_in_shadow if channel == Channel.SHADOW else self.user_in_vendor
        self.trust.live_through(bonds[user], what, DIMENSION[what], value, weight, request)

    def it_feels(self, unit: int, what: Experience, value: float, weight: float, request: int = -1) -> None:
        """IT lives through something with a unit."""
        for bond in self.it_in_unit[unit]:
            self.trust.live_through(bond, what, DIMENSION[what], value, weight, request)

    def craft_feels(
        self, one: Actor, other: Actor, what: Experience, value: float, request: int, weight: float | None = None
    ) -> None:
        """One craft lives through something with another; ``weight`` is that of a whole craft doing it."""
        own = self._craft_weight if weight is None else weight / self._crafts_people
        self.trust.live_through(self.crafts[one, other], what, DIMENSION[what], value, own, request)
