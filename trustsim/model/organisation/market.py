"""Where a need is taken: to IT, to the unit's own team, to the outside provider, or nowhere."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from trustsim.draws import Purpose
from trustsim.model.organisation.units import UnitMemory, new_memory
from trustsim.model.roles.shadow_team import ShadowTeam
from trustsim.records.happenings import Actor, Experience, Happening, Subject
from trustsim.rules.choosing import Offer, Pulls, chosen_channel, perceived_cost, pursued, utility
from trustsim.vocabulary import Channel, RequestState, Stage

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel
    from trustsim.model.work import Request

HALF_A_YEAR = 125  # working days
NEVER = -math.inf
CHOICES_AGAIN = 3  # IT will not do it, the own team is gone, or there is none yet


class Market:
    """Users choose; what they expect is remembered by unit."""

    def __init__(self, model: TrustModel) -> None:
        self.model = model
        section = model.config.channels
        self.pulls = Pulls(section.trust, section.fit, section.wait, section.price)
        self.units: list[UnitMemory] = [new_memory(model.config) for _ in model.colleagues]
        self.teams: dict[int, ShadowTeam] = {}
        self.gone: list[ShadowTeam] = []
        self.taken = [0] * len(Channel)
        self.refused = [0] * len(Channel)  # of these, what IT refused from day 1 on
        self.spent_today = 0.0  # by all teams, those included that fell apart today

    # --- bringing a need up

    def bring_up(self, request: Request) -> None:
        """A need has arisen: its user takes it somewhere."""
        u = self.model.draws.block(Purpose.CHANNEL, request.entity, 0, 2)
        price = self.model.terms.price
        if u[1] >= pursued(price, self.model.config.chargeback.elasticity):
            event = self.model.log.request(
                Happening.PRICED_OUT, request.number, Actor.USER, request.user, request.size, price
            )
            self._goes(request, Channel.WITHOUT, event)
            return
        self.take(request, self._choice(request, u[0], it=True, own=True))

    def choose_again(self, request: Request, cause: int, *, own: bool = True) -> None:
        """IT, or the unit's own team, will not do it: the user looks elsewhere."""
        if own:  # that IT will not do it speaks against IT, the end of an own team does not
            self.units[request.unit].blow = cause
        u = self._draw_again(request, 0 if own else 1)
        request.chosen_again += 1
        self.take(request, self._choice(request, u, it=not own and not request.turned_away, own=own), cause)

    def _draw_again(self, request: Request, why: int) -> float:
        """A draw for another choice; however often a request is taken elsewhere, each has an address of its own."""
        index = CHOICES_AGAIN * request.chosen_again + why
        return self.model.draws.block(Purpose.CHANNEL_AGAIN, request.entity, index, 1)[0]

    def _choice(self, request: Request, u: float, *, it: bool, own: bool) -> Channel:
        return Channel(chosen_channel(u, self.utilities(request.user, it=it, own=own)))

    def utilities(self, user: int, *, it: bool = True, own: bool = True) -> list[float]:
        """What each channel is worth to a user today, in logits, in the order of ``Channel``."""
        section = self.model.config.channels
        return [
            utility(self.pulls, self.offer_of_it(user), section.habit) if it else NEVER,
            utility(self.pulls, self.offer_of_team(user)) if own else NEVER,
            utility(self.pulls, self.offer_of_vendor(user)),
            section.without,
        ]

    def offer_of_it(self, user: int) -> Offer:
        """What a user expects of IT; a competitive mindset makes waiting felt less."""
        model = self.model
        memory = self.units[model.users[user].unit]
        felt = 1.0 - model.config.treatment.friction_cut * model.terms.mindset
        return Offer(memory.wait * felt, memory.fit[Channel.IT], model.relations.of_user(user), model.terms.price)

    def offer_of_team(self, user: int) -> Offer:
        """What a user expects of the unit's own team, or of one that there might be; part of the cost is unseen."""
        model, unit = self.model, self.model.users[user].unit
        memory, team, section = self.units[unit], self.teams.get(unit), model.config.shadow
        wait = section.wait if team is None else team.expected_wait()
        cost = section.cost * perceived_cost(section.perceived, memory.lived)
        trust = model.trust.overall(model.relations.user_in_shadow[user])
        return Offer(wait, memory.fit[Channel.SHADOW], trust, cost)

    def offer_of_vendor(self, user: int) -> Offer:
        """What a user expects of the outside provider."""
        model, section = self.model, self.model.config.vendor
        memory = self.units[model.users[user].unit]
        trust = model.trust.overall(model.relations.user_in_vendor[user])
        return Offer(section.wait, memory.fit[Channel.VENDOR], trust, section.price)

    # --- taking it there

    def take(self, request: Request, channel: Channel, cause: int = -1) -> None:
        """A request goes to a provider; where a unit has no team yet, wishing for one may found it."""
        if channel == Channel.SHADOW and request.unit not in self.teams and not self._found(request, cause):
            u = self._draw_again(request, 2)
            channel = self._choice(request, u, it=not request.turned_away, own=False)
        if channel == Channel.IT:
            request.channel = channel
            self._count(request, channel, 1)
            self.model.intake.arrive(request)
            return
        self._goes(request, channel, self._tell(request, channel, cause))

    def _found(self, request: Request, cause: int) -> bool:
        """Count a wish for an own team; if there have been enough of them, there is one now."""
        model, unit = self.model, request.unit
        memory = self.units[unit]
        if memory.longs(model.day, model.day - HALF_A_YEAR) < model.config.shadow.births_at:
            return False
        memory.longing.clear()
        self.teams[unit] = ShadowTeam(model, unit)
        trust = model.relations.of_user(request.user)
        model.log.other(
            Happening.SHADOW_BORN, Subject.SHADOW_TEAM, unit, memory.wait, trust,
            cause=cause if cause >= 0 else memory.blow,
        )  # fmt: skip
        return True

    def _tell(self, request: Request, channel: Channel, cause: int) -> int:
        """Log where it goes instead of to IT, and let IT know."""
        model = self.model
        happening = {
            Channel.SHADOW: Happening.TAKEN_TO_SHADOW,
            Channel.VENDOR: Happening.TAKEN_TO_VENDOR,
            Channel.WITHOUT: Happening.DONE_WITHOUT,
        }[channel]
        if channel != Channel.WITHOUT and model.illness.stage == Stage.END_STAGE:
            happening = Happening.GAVE_UP_ON_IT
        event = model.log.request(happening, request.number, Actor.USER, request.user, cause=cause)
        if channel != Channel.WITHOUT:
            weight = model.config.evidence.taken_elsewhere
            model.relations.it_feels(request.unit, Experience.TAKEN_ELSEWHERE, 0.0, weight, request.number)
        return event

    def _goes(self, request: Request, channel: Channel, event: int) -> None:
        model = self.model
        request.channel = channel
        self._count(request, channel, 1)
        if channel == Channel.WITHOUT:
            model.pipeline.move(request, RequestState.WITHOUT)
        elif channel == Channel.SHADOW:
            request.expected_days = self.offer_of_team(request.user).wait
            model.pipeline.move(request, RequestState.WITH_SHADOW)
            self.teams[request.unit].receive(request, event)
        else:
            request.expected_days = model.config.vendor.wait + request.size
            model.pipeline.move(request, RequestState.WITH_VENDOR)
            model.vendor.receive(request, event)

    def comes_back(self, request: Request) -> None:
        """A request leaves the channel that it was counted under, to be taken somewhere else."""
        self._count(request, request.channel, -1)

    def is_given_up(self, request: Request) -> None:
        """IT and a user agreed that a request is not worth it: it counts as given up, though it was put to IT."""
        self._count(request, Channel.IT, -1)
        self._count(request, Channel.WITHOUT, 1)

    def _count(self, request: Request, channel: Channel, more: int) -> None:
        if request.arose > 0:  # needs are counted from day 1 on, by where they are in the end
            self.units[request.unit].needs[channel] += more
        self.taken[channel] += more
        if request.refused_on is not None and request.refused_on > 0:
            self.refused[channel] += more
