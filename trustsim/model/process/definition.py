"""Definition: how a need becomes the reading that is built."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from trustsim.model.log import NO_EVENT
from trustsim.model.process import visits
from trustsim.records.happenings import Actor, Experience, Hand, Happening
from trustsim.rules.handoff import pass_on, read_back_survival
from trustsim.vocabulary import Function, RequestState

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel
    from trustsim.model.work import Request


class DefinitionPolicy(Protocol):
    """How a request is defined."""

    def begin(self, model: TrustModel, request: Request) -> None:
        """Begin the definition; when it ends, the batching policy is told."""


def _begun(model: TrustModel, request: Request) -> None:
    request.definition_began = model.day
    tape = model.capacity.red_tape
    if tape > 0.0:
        weight = model.config.evidence.red_tape * tape
        model.log.under(model.leadership.red_tape_event)
        model.users[request.user].feel(Experience.RED_TAPE, 0.0, weight, request.number)
    model.log.under(NO_EVENT)
    model.pipeline.move(request, RequestState.DEFINING)


def _ended(model: TrustModel, request: Request) -> None:
    visits.perhaps_visit(model, request)
    request.defined = model.day
    model.pipeline.move(request, RequestState.DEFINED)
    model.policies.batching.defined(model, request)


class Relay:
    """The user writes a specification; analysts and the product manager pass it on, each in their own words."""

    def begin(self, model: TrustModel, request: Request) -> None:
        """The user writes; the first hand has it for some days."""
        _begun(model, request)
        model.users[request.user].write_specification(request)
        self._next(model, request, 1)

    def _next(self, model: TrustModel, request: Request, hand: int) -> None:
        saved = model.config.treatment.friction_cut * model.terms.mindset
        days = round(model.config.handoff.relay_days * (1.0 - saved))
        if days:
            model.agenda.note(model.day + days, "definition", "relay_step", request.number, hand)
        else:
            self.step(model, request, hand)

    def step(self, model: TrustModel, request: Request, hand: int) -> None:
        """Hand number ``hand`` (from 1) passes the specification on; the last is the product manager."""
        if hand <= model.terms.layers:
            model.analyst(request.unit, hand).pass_on(request)
            self._next(model, request, hand + 1)
        else:
            model.manager(request.unit).rewrite(request)
            _ended(model, request)


class Joint:
    """User, product manager, developer and tester define together: one handoff, read back, one reading."""

    def begin(self, model: TrustModel, request: Request) -> None:
        """All meet; afterwards all hold the same."""
        _begun(model, request)
        user = model.users[request.user]
        self._share_reading(model, request, user.brief(request, others=2))
        for function in (Function.PRODUCT_MANAGER, Function.DEVELOPER, Function.TESTER):
            model.knowledge.contact(function, request.unit)
        user.meet()
        wrong = request.spec_wrong
        event = model.log.request(Happening.DEFINED_JOINTLY, request.number, Actor.USER, user.number, wrong.bit_count())
        request.hold_to_account(event, wrong)
        user.feel(Experience.ASKED, 1.0, model.config.evidence.asked, request.number)
        _ended(model, request)

    def _share_reading(self, model: TrustModel, request: Request, u: list[float]) -> None:
        k, handoff = request.attributes, model.config.handoff
        told = model.pipeline.as_told(request, u[:k])
        survival = read_back_survival(handoff.survival, handoff.read_back)
        knows = model.knowledge.of(Function.DEVELOPER, request.unit)
        received = request.spec_wrong
        reading = pass_on(received, told, survival, u[k:], knows)
        request.spec_wrong = request.manager_wrong = request.developer_wrong = request.tester_wrong = reading
        request.is_joint = request.is_read = request.is_read_by_tester = True
        model.pipeline.hand_over(request, Hand.JOINT, reading, received=received)
