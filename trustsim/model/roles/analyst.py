"""Analysts stand between the business and the developers, and pass specifications on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from trustsim.draws import Purpose
from trustsim.model.log import NO_EVENT
from trustsim.records.happenings import Actor, Hand, Happening
from trustsim.rules.handoff import altered, pass_on
from trustsim.vocabulary import Function

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel
    from trustsim.model.work import Request


class Analyst(mesa.Agent):  # type: ignore[misc]
    """One layer for the units of one product manager: keeps an attribute, or replaces it by habit or on purpose."""

    model: TrustModel

    def __init__(self, model: TrustModel, number: int, layer: int) -> None:
        super().__init__(model)
        self.number = number
        self.layer = layer

    def pass_on(self, request: Request) -> None:
        """Write the specification anew for the next hand."""
        model, k = self.model, request.attributes
        handoff, received = model.config.handoff, request.spec_wrong
        u = model.draws.block(Purpose.ANALYST_HEARS, request.entity, self.layer, 4 * k)
        told = model.pipeline.as_told(request, u[:k])
        knows = model.knowledge.of(Function.ANALYST, request.unit)
        heard = pass_on(received, told, handoff.survival, u[k : 2 * k], knows)
        written = request.spec_wrong = altered(heard, u[2 * k : 3 * k], handoff.agenda, u[3 * k :])
        model.pipeline.hand_over(request, Hand.ANALYST, written, layer=self.layer, received=received)
        event = model.log.request(
            Happening.ANALYST_PASSED_ON, request.number, Actor.ANALYST, self.number, written.bit_count(),
            cause=model.leadership.layer_events.get(self.layer + 1, NO_EVENT),
        )  # fmt: skip
        request.hold_to_account(event, written & ~received)
