"""Commitment: what is promised, and whether it may change."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

from trustsim.draws import Purpose
from trustsim.model.process import planning
from trustsim.model.work import Promise, Release, ReleaseStage, Request, Slice, Stage
from trustsim.records.happenings import Actor, Experience, Happening
from trustsim.rules.demand import lognormal
from trustsim.rules.effort import forecast_factor, spread_of_total
from trustsim.rules.experience import push_back

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel


class CommitmentPolicy(Protocol):
    """What is promised for a release, and what becomes of it."""

    takes_changes: bool

    def promise(self, model: TrustModel, requests: list[Request], is_batch: bool) -> Promise:
        """Estimate, plan and promise."""

    def announce(self, model: TrustModel, release: Release) -> None:
        """Say what was promised."""

    def review(self, model: TrustModel, release: Release) -> None:
        """Look at the plan again; what is perceived is kept in the promise, told or not."""

    def day_to_tell(self, model: TrustModel, release: Release) -> int:
        """The day to name where a slip is told."""


def _estimated(model: TrustModel, requests: list[Request], is_batch: bool) -> planning.Plan:
    misjudged = _misjudged(model, requests[0])
    for request in requests:
        request.estimate = planning.estimate(model, request, misjudged)
    return planning.plan(model, requests, is_batch)


def _misjudged(model: TrustModel, first: Request) -> float:
    """How many times too low everything is estimated that is estimated at once."""
    u = model.draws.block(Purpose.ESTIMATE, first.entity, 0, 1)[0]
    return lognormal(u, 1.0, model.config.planning.shared_noise)


class Contract:
    """Signed by everyone: a day, a cost and a scope from one early estimate; the scope is locked."""

    takes_changes = False

    def promise(self, model: TrustModel, requests: list[Request], is_batch: bool) -> Promise:
        """The middle of the estimate, as one day; with a day of code freeze."""
        plan = _estimated(model, requests, is_batch)
        freeze = model.day + math.ceil(plan.build)
        day = freeze + math.ceil(plan.tail)
        return Promise(model.day, day, day, freeze, plan.effort, plan.build + plan.tail)

    def announce(self, model: TrustModel, release: Release) -> None:
        """Estimated, planned, signed."""
        promise = release.promise
        release.estimated_by = model.log.release(Happening.ESTIMATED, release.number, a=promise.effort, b=promise.first)
        count = len(release.requests)
        model.log.release(Happening.CONTRACT_SIGNED, release.number, Actor.BUSINESS, a=count, b=promise.first)

    def review(self, model: TrustModel, release: Release) -> None:
        """IT sees for itself; the contract stands."""
        release.promise.perceived = planning.perceived_end(model, release)

    def day_to_tell(self, model: TrustModel, release: Release) -> int:
        """The day that IT perceives."""
        return release.promise.expected


class Forecast:
    """A range, re-planned with what is known; low-value scope may be dropped by agreement."""

    takes_changes = True

    def promise(self, model: TrustModel, requests: list[Request], is_batch: bool) -> Promise:
        """The plan as such plans have usually turned out; the upper end counts as told; no code freeze."""
        plan = _estimated(model, requests, is_batch)
        planned = plan.build + plan.tail
        upper = planned * model.pipeline.usual_ratio * self._margin(model, len(requests))
        day = model.day + math.ceil(upper)
        return Promise(model.day, day, day, None, plan.effort, planned)

    def _margin(self, model: TrustModel, parts: int) -> float:
        section = model.config.planning
        spread = spread_of_total(section.noise, section.shared_noise, parts)
        return forecast_factor(spread, section.forecast_confidence)

    def announce(self, model: TrustModel, release: Release) -> None:
        """The range, from the lower end to the upper."""
        promise = release.promise
        margin = self._margin(model, len(release.requests))
        low = promise.made + (promise.first - promise.made) / (margin * margin)
        release.estimated_by = model.log.release(Happening.ESTIMATED, release.number, a=promise.effort, b=promise.first)
        model.log.release(Happening.FORECAST_GIVEN, release.number, a=low, b=promise.first)

    def review(self, model: TrustModel, release: Release) -> None:
        """Plan anew; where IT expects to need longer than it told, it offers first to drop what matters least."""
        before = release.promise.perceived
        release.promise.perceived = self._expected(model, release)
        if release.promise.slip_is_known and not release.drop_proposed and release.stage == ReleaseStage.BUILDING:
            release.drop_proposed = True
            for number in release.requests:
                propose_to_drop(model, model.pipeline.requests[number])
            release.promise.perceived = self._expected(model, release)
        promise = release.promise
        if promise.slip_is_known and promise.perceived != before:
            model.log.release(
                Happening.REFORECAST, release.number, a=promise.last, b=promise.expected, cause=release.main_delay
            )

    def day_to_tell(self, model: TrustModel, release: Release) -> int:
        """The upper end of a range again, for what is left."""
        left = (release.promise.expected - model.day) * self._margin(model, len(release.requests))
        return model.day + math.ceil(left)

    def _expected(self, model: TrustModel, release: Release) -> int:
        """The middle of the range: what is left, as such plans have usually turned out."""
        left = planning.perceived_end(model, release) - model.day
        return model.day + math.ceil(left * model.pipeline.usual_ratio)


def propose_to_drop(model: TrustModel, request: Request) -> None:
    """IT pushes back: drop the least valuable of what is not begun; the user agrees or not."""
    offer = _least_valuable(model, request)
    if not offer:
        return
    user, reactions = model.users[request.user], model.config.reactions
    accepts, dares = model.draws.block(Purpose.DROP_SCOPE, request.entity, 0, 2)
    if dares >= push_back(reactions.push_back, model.relations.of_it(request.unit)):
        return
    user.meet()
    if accepts >= push_back(reactions.agreement, user.trust):
        model.log.request(Happening.DROP_REFUSED, request.number, Actor.USER, user.number)
        return
    _drop(model, request, offer)
    model.log.request(Happening.SCOPE_DROPPED, request.number, Actor.USER, user.number, offer.bit_count())
    model.relations.it_feels(request.unit, Experience.AGREEMENT, 1.0, model.config.evidence.agreement, request.number)


def _not_begun(model: TrustModel, request: Request) -> list[Slice]:
    parts = [model.pipeline.slices[number] for number in request.slices]
    return [part for part in parts if part.stage == Stage.QUEUED and (part.ordinal or request.attributes > 1)]


def _least_valuable(model: TrustModel, request: Request) -> int:
    """The mask of cheapest attributes not begun that together hold no more than the share allowed."""
    scope = 0
    for part in _not_begun(model, request):
        scope |= part.scope
    offer, worth = 0, model.pipeline.value_share(request, request.dropped)
    for k in sorted((k for k in range(request.attributes) if scope >> k & 1), key=lambda k: request.shares[k]):
        worth += request.shares[k]
        if worth > model.config.planning.drop_value_share:
            break
        offer |= 1 << k
    return offer if offer != request.scope else 0


def _drop(model: TrustModel, request: Request, offer: int) -> None:
    if request.estimate is not None:  # a smaller scope is promised at a smaller cost
        request.estimate *= (request.scope & ~offer).bit_count() / request.scope.bit_count()
    request.dropped |= offer
    for part in _not_begun(model, request):
        gone = (part.scope & offer).bit_count()
        part.scope &= ~offer
        part.effort -= gone * request.attribute_effort
        model.pipeline.release_of(part).effort_left = None
        if not part.scope and part.ordinal:
            model.pipeline.leaves_building(part)
            model.pipeline.slice_done(part)
