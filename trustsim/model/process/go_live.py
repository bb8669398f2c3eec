"""A release goes live: downtime, judgement, workarounds, support and faults yet to be found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trustsim.draws import Purpose
from trustsim.model.log import NO_EVENT
from trustsim.model.process import promises
from trustsim.model.work import Release, Request
from trustsim.records.happenings import Actor, Hand, Happening
from trustsim.rules.use import days_to_discovery, outage_chance, support_asked, workaround_chance
from trustsim.vocabulary import RequestState

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel


def put_into_use(model: TrustModel, release: Release) -> None:
    """All requests of a release go live together."""
    late = model.day - release.promise.first
    cause = release.main_delay if late > 0 else NO_EVENT
    event = model.log.release(Happening.RELEASED, release.number, a=len(release.requests), b=late, cause=cause)
    release.went_live = event
    promises.delivered(model, release)
    _downtime(model, release, event)
    for number in release.requests:
        model.log.under(event)
        _deliver(model, model.pipeline.requests[number], release)
    model.illness.released(release, late, event)


def _downtime(model: TrustModel, release: Release, event: int) -> None:
    section = model.config.release
    batch = len(release.requests)
    first = model.pipeline.requests[release.requests[0]]
    u = model.draws.block(Purpose.GO_LIVE, first.entity, 0, 1)[0]
    if u >= outage_chance(section.outage_rate, batch):
        return
    hours = section.downtime_hours * batch
    model.log.release(Happening.OUTAGE, release.number, a=hours, cause=event)
    units = {model.pipeline.requests[number].unit for number in release.requests}
    model.go_without([model.users[user] for unit in sorted(units) for user in model.colleagues[unit]], hours)


def _deliver(model: TrustModel, request: Request, release: Release) -> None:
    request.live = model.day
    unfit = (request.wrong | request.broken | request.dropped).bit_count()
    request.need_fit = 1.0 - unfit / request.attributes
    fits = request.scope & ~request.wrong & ~request.broken
    request.value_got = request.value * model.pipeline.value_share(request, fits)
    model.pipeline.move(request, RequestState.RELEASED)
    model.pipeline.hand_over(request, Hand.LIVE, request.wrong, request.broken)
    model.users[request.user].receive(request)
    _use(model, request, release)
    model.partnering.delivered(request)
    model.gauge.delivered(request, release)
    request.shares = ()  # nobody asks for them again, and there are many requests


def _use(model: TrustModel, request: Request, release: Release) -> None:
    """What comes after: a workaround for what does not fit, support, and faults found one by one."""
    section, k = model.config.release, request.attributes
    u = model.draws.block(Purpose.USE, request.entity, 0, k + 1)
    assert request.need_fit is not None
    if u[0] < workaround_chance(section.workaround_rate, 1.0 - request.need_fit):
        request.workaround = True
        model.gauge.workarounds += request.arose > 0  # it is a share of the needs counted, those from day 1 on
        cause = request.blamed if request.blamed >= 0 else release.went_live
        model.log.request(Happening.WORKAROUND, request.number, Actor.USER, request.user, request.need_fit, cause=cause)
    request.faults = request.broken
    for bit in range(k if request.broken else 0):
        if request.broken >> bit & 1:
            found = model.day + days_to_discovery(u[1 + bit], section.discovery_days)
            model.agenda.note(found, "work", "production_fault", request.number)
    model.pipeline.support += support(model, request, request.broken.bit_count())


def support(model: TrustModel, request: Request, broken: int) -> float:
    """Person-days a day of support for a request in use with so many broken attributes."""
    section = model.config.release
    effort = request.attribute_effort * request.scope.bit_count()
    return support_asked(effort, section.support_rate, broken / request.attributes, section.support_broken)
