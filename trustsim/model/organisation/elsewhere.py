"""What is delivered by others than IT: used and judged like anything else, but nothing was promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trustsim.draws import Purpose
from trustsim.records.happenings import Actor, Hand, Happening
from trustsim.rules.experience import Delivery, felt, on_time, outcome_score
from trustsim.rules.handoff import chosen, pass_on
from trustsim.rules.use import workaround_chance
from trustsim.vocabulary import Channel, RequestState

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel
    from trustsim.model.work import Request
    from trustsim.scenario.surroundings import Shadow, Vendor

PERFECT = outcome_score(Delivery(1.0, 1.0, 1.0, 1.0, 1.0))


def build(model: TrustModel, request: Request, purpose: Purpose, maker: Shadow | Vendor) -> None:
    """It is read by others than IT, and built as they read it, with their defects."""
    k = request.attributes
    u = model.draws.block(purpose, request.entity, 0, 3 * k)
    request.wrong = pass_on(request.wrong, u[:k], maker.survival, u[k : 2 * k], maker.knowledge)
    request.broken = chosen(u[2 * k :], maker.defect_rate, request.all_attributes)


def deliver(model: TrustModel, request: Request, happening: Happening, actor: Actor, number: int) -> int:
    """A request is used from today on; return the event of its delivery."""
    lead_time = model.day - request.arose
    request.live = model.day
    request.need_fit = 1.0 - (request.wrong | request.broken).bit_count() / request.attributes
    fits = request.all_attributes & ~request.wrong & ~request.broken
    request.value_got = request.value * model.pipeline.value_share(request, fits)
    event = model.log.request(
        happening, request.number, actor, number, request.need_fit, lead_time, cause=request.blamed
    )
    model.pipeline.move(request, RequestState.SERVED_ELSEWHERE)
    model.pipeline.hand_over(request, Hand.LIVE, request.wrong, request.broken)
    _judge(model, request, lead_time)
    learning = model.config.channels.learning
    model.market.units[request.unit].saw(request.channel, request.need_fit, learning)
    u = model.draws.block(Purpose.USE, request.entity, 0, 1)[0]
    request.workaround = u < workaround_chance(model.config.release.workaround_rate, 1.0 - request.need_fit)
    request.shares = ()
    return event


def _judge(model: TrustModel, request: Request, lead_time: int) -> None:
    """The user scores it: time against what was expected, at the price that was known."""
    assert request.need_fit is not None  # it was just delivered
    assert request.value_got is not None
    relations = model.relations
    tolerated = model.config.reactions.tolerated_lateness
    seen = Delivery(
        on_time=on_time(lead_time - request.expected_days, request.expected_days, tolerated),
        on_budget=1.0,
        to_spec=request.need_fit,
        need_fit=request.need_fit,
        benefit=request.value_got / request.value,
    )
    outcome = request.outcome = felt(outcome_score(seen), PERFECT, model.config.trust.disappointment)
    bonds = relations.user_in_shadow if request.channel == Channel.SHADOW else relations.user_in_vendor
    relations.user_judges(bonds[request.user], outcome, 1.0, request.number)
