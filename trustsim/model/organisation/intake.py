"""What IT does with a request when it comes: take it, question it, put it off, or refuse it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trustsim.draws import Purpose
from trustsim.records.happenings import Actor, Experience, Happening
from trustsim.rules.experience import disclosure, push_back
from trustsim.vocabulary import RequestState, Stage

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel
    from trustsim.model.work import Request


class Intake:
    """Scarce capacity: what is asked beyond it is put off, and refused in the end."""

    def __init__(self, model: TrustModel) -> None:
        self.model = model
        self.unbuilt = 0.0
        self.refusals = 0
        self.deferrals = 0

    @property
    def days_waiting(self) -> float:
        """Work that IT has taken on and not yet built, in days of all its developers."""
        model = self.model
        return self.unbuilt / (len(model.present) * model.config.building.productivity)

    def arrive(self, request: Request) -> None:
        """A user puts a request to IT."""
        model = self.model
        model.users[request.user].wait_for_it()
        if model.illness.stage < Stage.END_STAGE and model.config.stance.equal_partner <= 0.0:
            self.consider(request)  # draws have addresses: one that decides nothing need not be made
            return
        no, low, agrees = model.draws.block(Purpose.INTAKE, request.entity, 0, 3)
        if model.illness.stage == Stage.END_STAGE and no < model.config.leadership.just_say_no:
            self._refuse(request, with_reason=False, cause=model.illness.event)
        elif low < model.config.stance.equal_partner and self._not_worth_it(request, agrees):
            self._drop(request)
        else:
            self.consider(request)

    def consider(self, request: Request) -> None:
        """Take a request on, or put it off; after so many times, refuse it."""
        model, section = self.model, self.model.config.intake
        if self.days_waiting < section.most_waiting:
            self._take_on(request)
        elif request.deferrals < section.most_deferrals:
            self._defer(request)
        else:
            says = model.draws.block(Purpose.INTAKE, request.entity, 1, 1)[0]
            trust = model.relations.of_it(request.unit)
            reason = says < disclosure(section.reason_given, section.reason_slope, trust)
            self._refuse(request, with_reason=reason, cause=-1)

    def _take_on(self, request: Request) -> None:
        model = self.model
        if request.state != RequestState.WAITING:
            model.pipeline.move(request, RequestState.WAITING)
        self.unbuilt += request.size
        model.pipeline.waiting.append(request.number)

    def built(self, request: Request) -> None:
        """All of a request has been built."""
        self.unbuilt -= request.size

    def _defer(self, request: Request) -> None:
        model, section = self.model, self.model.config.intake
        request.deferrals += 1
        self.deferrals += 1
        if request.state != RequestState.DEFERRED:
            model.pipeline.move(request, RequestState.DEFERRED)
        event = model.log.request(Happening.DEFERRED, request.number, a=self.days_waiting)
        model.market.units[request.unit].blow = event
        weight = model.config.evidence.deferred
        model.users[request.user].feel(Experience.DEFERRED, 0.0, weight, request.number)
        model.agenda.note(model.day + section.review_days, "needs", "deferred", request.number)

    def _refuse(self, request: Request, *, with_reason: bool, cause: int) -> None:
        """The user lives through it and looks elsewhere."""
        model, evidence = self.model, self.model.config.evidence
        self.refusals += 1
        user = model.users[request.user]
        if with_reason:
            happening, what, weight = (
                Happening.REFUSED_WITH_REASON, Experience.REFUSED_WITH_REASON, evidence.refused_with_reason,
            )  # fmt: skip
        else:
            happening, what, weight = Happening.REFUSED, Experience.REFUSED, evidence.refused
        event = model.log.request(happening, request.number, a=self.days_waiting, cause=cause)
        user.feel(what, 0.0, weight, request.number)
        user.stops_waiting()
        model.market.comes_back(request)
        request.refused_on = model.day
        model.market.choose_again(request, event)

    def _not_worth_it(self, request: Request, agrees: float) -> bool:
        """An equal partner asks what a request is worth; of one of low value the user may let go."""
        model = self.model
        if request.value >= model.config.stance.low_value * request.size:
            return False
        user = model.users[request.user]
        user.meet()
        user.feel(Experience.ASKED, 1.0, model.config.evidence.asked, request.number)
        return agrees < push_back(model.config.reactions.agreement, user.trust)

    def _drop(self, request: Request) -> None:
        model = self.model
        model.log.request(
            Happening.LOW_VALUE_DROPPED, request.number, Actor.USER, request.user, request.value, request.size
        )
        weight = model.config.evidence.agreement
        model.relations.it_feels(request.unit, Experience.AGREEMENT, 1.0, weight, request.number)
        model.users[request.user].stops_waiting()
        model.market.is_given_up(request)
        model.pipeline.move(request, RequestState.DROPPED)
