"""A change of process while work is in flight.

What was promised stays promised, what is being accepted is accepted as it began, and every policy
applies from the next time it is asked. Only the grouping of work has to be changed by hand: a batch
that is being built is dissolved into releases of one when batching turns to flow.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING

from trustsim.model.process import promises
from trustsim.model.process.policies import in_force
from trustsim.model.work import Release, ReleaseStage, Stage
from trustsim.scenario.process import Policies
from trustsim.vocabulary import Batching, Commitment, RequestState

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel


def change_process(model: TrustModel, names: Policies) -> None:
    """From now on other policies are in force."""
    before = model.policies.names
    model.policies = in_force(names)
    if names.definition != before.definition:
        _define_anew(model)
    if names.batching == Batching.FLOW and before.batching == Batching.RELEASE:
        _close_intake(model)
        _dissolve_batches(model)
    if names.commitment == Commitment.FORECAST and before.commitment == Commitment.CONTRACT:
        _lift_freezes(model)


def _define_anew(model: TrustModel) -> None:
    """What is defined but not yet promised is defined anew, the new way."""
    for number in model.pipeline.waiting:
        request = model.pipeline.requests[number]
        if request.state == RequestState.DEFINED:
            model.pipeline.move(request, RequestState.WAITING)
            request.definition_began = request.defined = None
            request.spec_wrong = request.manager_wrong = 0
            request.is_joint = request.is_read = request.is_read_by_tester = False


def _close_intake(model: TrustModel) -> None:
    """What is defined starts at once; what is being defined starts when it is."""
    pipeline = model.pipeline
    for number in list(pipeline.waiting):
        request = pipeline.requests[number]
        if request.state != RequestState.WAITING:
            pipeline.waiting.remove(number)
        if request.state == RequestState.DEFINED:
            model.policies.batching.defined(model, request)


def _dissolve_batches(model: TrustModel) -> None:
    pipeline = model.pipeline
    for number in list(pipeline.open_releases):
        release = pipeline.releases[number]
        if release.is_batch and release.stage in (ReleaseStage.BUILDING, ReleaseStage.TESTING):
            _dissolve(model, release)


def _dissolve(model: TrustModel, batch: Release) -> None:
    """Each request of a batch goes on by itself, under the promise that was made for it."""
    pipeline = model.pipeline
    batch.stage = ReleaseStage.DISSOLVED
    promises.carried_over(model, batch)
    pipeline.open_releases.remove(batch.number)
    for number in batch.requests:
        request = pipeline.requests[number]
        # One complaint is left for all of them together.
        promise = replace(
            batch.promise,
            told_on=model.day,
            times_told=1,
            effort=request.estimate or 0.0,
            escalated=number != batch.requests[0],
        )
        single = Release(len(pipeline.releases), [number], promise, False, estimated_by=batch.estimated_by)
        single.delays = deepcopy(batch.delays)
        pipeline.releases.append(single)
        pipeline.open_releases.append(single.number)
        request.release = single.number
        pipeline.count(single)
        pipeline.appointments(single)
        _carry_on(model, single)


def _carry_on(model: TrustModel, single: Release) -> None:
    """What was held back for the rest of the batch goes on now."""
    pipeline = model.pipeline
    parts = pipeline.parts_of(single)
    if all(part.stage not in (Stage.QUEUED, Stage.BUILDING) for part in parts):
        pipeline.send_to_test(single)
    if all(part.stage == Stage.DONE for part in parts):
        model.policies.acceptance.release_tested(model, single)


def _lift_freezes(model: TrustModel) -> None:
    """A forecast knows no code freeze."""
    for number in model.pipeline.open_releases:
        model.pipeline.releases[number].promise.freeze = None
