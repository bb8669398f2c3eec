"""Analysts stand between the business and the developers, and pass specifications on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from trustsim.draws import Purpose
from trustsim.records.happenings import Actor, Hand, Happening
from trustsim.rules.handoff import pass_on
from trustsim.vocabulary import Function

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel
    from trustsim.model.work import Request


class Analyst(mesa.Agent):  # type: ignore[misc]
    """One layer for the units of one product manager: keeps an attribute or writes an own idea."""

    model: TrustModel

    def __init__(self, model: TrustModel, number: int, layer: int) -> None:
        super().__init__(model)
        self.number = number
        self.layer = layer

    def pass_on(self, request: Request) -> None:
        """Write the specification anew for the next hand."""
        model, k = self.model, request.attributes
        u = model.draws.block(Purpose.ANALYST_HEARS, request.entity, self.layer, 2 * k)
        told = model.pipeline.as_told(request, u[:k])
        knows = model.knowledge.of(Function.ANALYST, request.unit)
        request.spec_wrong = pass_on(request.spec_wrong, told, model.config.handoff.survival, u[k:], knows)
        model.pipeline.hand_over(request, Hand.ANALYST, request.spec_wrong, layer=self.layer)
        wrong = request.spec_wrong.bit_count()
        model.log.request(Happening.ANALYST_PASSED_ON, request.number, Actor.ANALYST, self.number, wrong)
