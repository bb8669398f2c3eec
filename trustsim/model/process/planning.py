"""What IT plans and what it perceives: the same arithmetic for every commitment."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from trustsim.model.work import Release, ReleaseStage, Request, Slice, Stage
from trustsim.rules.effort import padded, plan_days
from trustsim.vocabulary import Acceptance

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel


class Plan(NamedTuple):
    """Days from today: until all is built, and from then until it is live."""

    build: float
    tail: float
    effort: float


def estimate(model: TrustModel, request: Request, misjudged: float) -> float:
    """Estimated effort in person-days, padded by an IT that does not trust the unit; meetings included.

    It is ``misjudged`` times too low.
    """
    trust = model.relations.of_it(request.unit)
    padding = model.config.reactions.estimate_padding
    return padded(request.size, padding, trust) / misjudged + model.pipeline.meetings(request)


def plan(model: TrustModel, requests: list[Request], is_batch: bool) -> Plan:
    """Plan requests from their estimates: a batch in all hands behind what is queued, else in one pair."""
    planning = model.config.planning
    effort = math.fsum(request.estimate or 0.0 for request in requests)
    hands = hands_on(model, is_batch=is_batch)
    ahead = math.fsum(_left(model, release) for release in _open(model)) if is_batch else 0.0
    longest = max(request.estimate or 0.0 for request in requests)  # one person builds a request
    build = plan_days(max((effort + ahead) / hands, longest), 1.0, planning.availability)
    tail = plan_days(effort, hands, planning.availability) * planning.test_share + _acceptance_days(model)
    return Plan(build, tail, effort)


def hands_on(model: TrustModel, *, is_batch: bool) -> int:
    """How many build at once: all at a batch, one at a request by itself."""
    return len(model.present) if is_batch else 1


def perceived_end(model: TrustModel, release: Release) -> int:
    """The day on which IT, from what it sees today, expects a release to go live."""
    if release.stage == ReleaseStage.BUILDING:
        return model.day + math.ceil(_days_of_building(model, release))
    if release.stage == ReleaseStage.TESTING:
        return model.day + math.ceil(_days_of_testing(model, release))
    return model.day + _days_of_acceptance(model, release)


def _days_of_acceptance(model: TrustModel, release: Release) -> int:
    """What is left of the days planned for it, never less than a few, for nobody knows what is still found."""
    planning = model.config.planning
    gone = 0 if release.accepting_since is None else model.day - release.accepting_since
    return max(planning.settling_days, planning.acceptance_days - gone)


def _days_of_building(model: TrustModel, release: Release) -> float:
    planning, promise = model.config.planning, release.promise
    hands = hands_on(model, is_batch=release.is_batch)
    ratio = _effort_ratio(model, release)
    left = _left(model, release) * ratio
    ahead = 0.0
    if release.is_batch:
        ahead = math.fsum(_left(model, other) for other in _open(model) if other.number < release.number)
    longest = max((_share(model, part) for part in _unbuilt(model, release)), default=0.0)
    days = plan_days(max((left + ahead) / hands, longest), 1.0, planning.availability)
    own = plan_days(promise.effort, hands, planning.availability) * _untested(model, release)
    return days + own * planning.test_share + _acceptance_days(model)


def _untested(model: TrustModel, release: Release) -> float:
    """Share of the scope that is not through its tests; what flows is tested while the rest is built."""
    parts = model.pipeline.parts_of(release)
    tested = sum(part.scope.bit_count() for part in parts if part.stage in (Stage.DEMO, Stage.DONE))
    return 1.0 - tested / max(sum(part.scope.bit_count() for part in parts), 1)


def _days_of_testing(model: TrustModel, release: Release) -> float:
    """Half of the planned test, never less than a few days, for nobody knows what is still found; and acceptance."""
    planning = model.config.planning
    hands = hands_on(model, is_batch=release.is_batch)
    own = plan_days(release.promise.effort, hands, planning.availability)
    return max(planning.settling_days, own * planning.test_share / 2.0) + _acceptance_days(model)


def _acceptance_days(model: TrustModel) -> int:
    return model.config.planning.acceptance_days if model.policies.names.acceptance == Acceptance.UAT else 0


def _open(model: TrustModel) -> list[Release]:
    return [model.pipeline.releases[number] for number in model.pipeline.open_releases]


def _unbuilt(model: TrustModel, release: Release) -> list[Slice]:
    return [part for part in model.pipeline.parts_of(release) if part.stage in (Stage.QUEUED, Stage.BUILDING)]


def _left(model: TrustModel, release: Release) -> float:
    """Estimated person-days not yet built; worked out anew only when a slice has changed."""
    if release.stage != ReleaseStage.BUILDING:
        return 0.0
    if release.effort_left is None:
        release.effort_left = math.fsum(_share(model, part) for part in _unbuilt(model, release))
    return release.effort_left


def _share(model: TrustModel, part: Slice) -> float:
    """A slice's part of the estimate of its request."""
    request = model.pipeline.requests[part.request]
    return (request.estimate or 0.0) * part.scope.bit_count() / max(request.scope.bit_count(), 1)


def _effort_ratio(model: TrustModel, release: Release) -> float:
    """Effort of finished slices over their estimate; 1 while none is finished."""
    spent = planned = 0.0
    for part in model.pipeline.parts_of(release):
        if part.stage not in (Stage.QUEUED, Stage.BUILDING):
            spent += part.effort
            planned += _share(model, part)
    return spent / planned if planned > 0.0 else 1.0
