"""The outside provider: always has people, takes its time and its price, and knows nobody."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import mesa

from trustsim.draws import Purpose
from trustsim.model.organisation import elsewhere
from trustsim.records.happenings import Actor, Happening

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel
    from trustsim.model.work import Request


class Vendor(mesa.Agent):  # type: ignore[misc]
    """Builds what it is sent, each request by one person."""

    model: TrustModel

    def __init__(self, model: TrustModel) -> None:
        super().__init__(model)
        self.sold_today = 0.0

    def receive(self, request: Request, event: int) -> None:
        """A user brings a request; it will be delivered."""
        model = self.model
        request.blamed = event
        request.build_began = model.day
        days = math.ceil(model.config.vendor.wait + request.actual_effort)
        model.agenda.note(model.day + days, "providers", "vendor", request.number)

    def deliver(self, request: Request) -> None:
        """Hand over what was read and built; it is paid for now."""
        model = self.model
        elsewhere.build(model, request, Purpose.VENDOR_BUILD, model.config.vendor)
        request.effort_build = request.actual_effort
        self.sold_today += request.actual_effort
        elsewhere.deliver(model, request, Happening.VENDOR_DELIVERED, Actor.VENDOR, 0)
