"""Product managers rewrite specifications, join definitions, and re-open what testers passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from trustsim.draws import Purpose
from trustsim.records.happenings import Actor, Hand, Happening
from trustsim.rules.handoff import chosen, pass_on
from trustsim.vocabulary import Function

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel
    from trustsim.model.work import Request, Slice


class ProductManager(mesa.Agent):  # type: ignore[misc]
    """Serves some business units and holds a reading of each of their requests."""

    model: TrustModel

    def __init__(self, model: TrustModel, number: int) -> None:
        super().__init__(model)
        self.number = number

    def rewrite(self, request: Request) -> None:
        """Keep each attribute of a specification, or write what it should really be."""
        model, k = self.model, request.attributes
        u = model.draws.block(Purpose.PRODUCT_MANAGER_HEARS, request.entity, 0, 2 * k)
        told = model.pipeline.as_told(request, u[:k])
        knows = model.knowledge.of(Function.PRODUCT_MANAGER, request.unit)
        keeps = model.config.handoff.product_manager_keeps
        received = request.spec_wrong
        written = request.spec_wrong = request.manager_wrong = pass_on(received, told, keeps, u[k:], knows)
        model.pipeline.hand_over(request, Hand.PRODUCT_MANAGER, written, received=received)
        wrong = written.bit_count()
        event = model.log.request(Happening.SPEC_REWRITTEN, request.number, Actor.PRODUCT_MANAGER, self.number, wrong)
        request.hold_to_account(event, written & ~received)

    def form_new_ideas(self, request: Request, part: Slice) -> int:
        """Look at what testers passed, perhaps with a new idea; return the mask of new ideas."""
        model, k = self.model, request.attributes
        among = part.scope if part.review_rounds == 0 else part.scope & part.disputed
        among &= ~part.settled_with_manager
        if not among:
            return 0
        u = model.draws.block(Purpose.REVIEW, request.entity, part.review_rounds, 2 * k)
        new = chosen(u[:k], model.config.test.new_idea, among)
        knows = model.knowledge.of(Function.PRODUCT_MANAGER, request.unit)
        right = chosen(u[k:], knows, new)
        request.manager_wrong = (request.manager_wrong & ~new) | (new & ~right)
        return new
