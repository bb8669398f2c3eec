"""A look where the work is done: direct, with little noise, and past those who pass needs on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trustsim.draws import Purpose
from trustsim.records.happenings import Actor, Experience, Hand, Happening
from trustsim.rules.handoff import chosen, pass_on
from trustsim.vocabulary import Function

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel
    from trustsim.model.work import Request


def perhaps_visit(model: TrustModel, request: Request) -> None:
    """At the end of a definition builders may look for themselves; contact counts even if it teaches nothing."""
    k = request.attributes
    if model.terms.visits <= 0.0:
        return  # draws have addresses: one that decides nothing need not be made
    u = model.draws.block(Purpose.VISIT, request.entity, 0, 3 * k + 1)
    if u[3 * k] >= model.terms.visits:
        return
    _look(model, request, u)
    user = model.users[request.user]
    user.meet()
    user.feel(Experience.VISITED, 1.0, model.config.evidence.visited, request.number)
    model.knowledge.contact(Function.DEVELOPER, request.unit)
    if not request.is_joint:
        _pass_over(model, request)


def _look(model: TrustModel, request: Request, u: list[float]) -> None:
    """What is seen replaces what was handed on, as far as it is taken in."""
    section, k = model.config.treatment, request.attributes
    knows = model.knowledge.of(Function.DEVELOPER, request.unit)
    seen = pass_on(0, u[:k], section.visit_survival, u[k : 2 * k], knows)
    before = request.spec_wrong
    request.take_reading(seen, chosen(u[2 * k : 3 * k], section.visit_teaches, request.all_attributes))
    request.untold = 0
    request.visited = True
    model.pipeline.hand_over(request, Hand.VISIT, request.spec_wrong)
    put_right = (before & ~request.spec_wrong).bit_count()
    model.log.request(Happening.VISITED, request.number, Actor.DEVELOPERS, 0, put_right)


def _pass_over(model: TrustModel, request: Request) -> None:
    """Those who stand between may resent it."""
    model.relations.craft_feels(
        Actor.PRODUCT_MANAGERS, Actor.DEVELOPERS, Experience.BYPASSED, 0.0, request.number,
        model.config.evidence.bypassed,
    )  # fmt: skip
