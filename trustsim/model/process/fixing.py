"""Fixes: of what was found, conceded or asked for before going live, and of faults in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trustsim.model.process import hands
from trustsim.model.work import Origin, Slice, Stage, Task
from trustsim.records.happenings import Actor, Happening
from trustsim.rules.effort import fix_effort, fix_factor
from trustsim.vocabulary import FaultPhase, TaskKind

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel

ROUNDS = 100_000  # more than there ever are of one origin


def send_back(model: TrustModel, part: Slice, origin: Origin) -> None:
    """A slice goes back to its developer with what was found, conceded or asked for."""
    request, building = model.pipeline.requests[part.request], model.config.building
    touched = part.found | part.rebuilt | part.redone
    part.stage, part.origin = Stage.FIXING, origin
    missing = (touched & request.unbuilt).bit_count()
    factor = fix_factor(building.fix_cost, _phase(model, part, origin))
    each = fix_effort(request.attribute_effort, building.fix_share, factor)
    completing = missing * request.attribute_effort
    effort = (touched.bit_count() - missing) * each + completing
    part.completing = completing / effort if effort > 0.0 else 0.0
    mender = hands.free_hand(model, part.developer)
    mender.tasks.append(Task(TaskKind.FIX, part.number, effort, event=part.asked_by))


def _phase(model: TrustModel, part: Slice, origin: Origin) -> FaultPhase:
    """The phase that a fault counts as found in.

    What a demo shows is young while its request is built slice by slice; in a batch, all of which
    has been built before, it is as old as what a test finds.
    """
    if origin == Origin.UAT:
        return FaultPhase.ACCEPTANCE
    if origin == Origin.DEMO and not model.pipeline.release_of(part).is_batch:
        return FaultPhase.BUILD
    return FaultPhase.TEST


def index(model: TrustModel, part: Slice) -> int:
    """Which fix of a slice this is, as an address of draws: by origin and round."""
    rounds = (part.test_rounds, part.review_rounds, part.demo_rounds, model.pipeline.release_of(part).uat_round)
    return part.origin * ROUNDS + rounds[part.origin]


def fault_in_use(model: TrustModel, number: int) -> None:
    """A user reports something broken in use; its builder mends it ahead of other work."""
    request, building = model.pipeline.requests[number], model.config.building
    factor = fix_factor(building.fix_cost, FaultPhase.PRODUCTION)
    effort = fix_effort(request.attribute_effort, building.fix_share, factor)
    live = model.pipeline.releases[request.release].went_live
    event = model.log.request(Happening.PRODUCTION_FAULT, number, Actor.USER, request.user, 1, cause=live)
    mender = hands.someone_for(model, request)
    mender.tasks.append(Task(TaskKind.PRODUCTION_FIX, number, effort, event=event))
