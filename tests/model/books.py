"""The books of a pipeline: what must hold on every evening, and what at the end, whatever the process."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any

from trustsim.model.model import TrustModel
from trustsim.model.work import ReleaseStage, Stage
from trustsim.vocabulary import RequestState, TaskKind

LIFE = ("arose", "definition_began", "defined", "committed", "build_began", "built", "tested", "accepted", "live")
MASKS = (
    "wrong", "broken", "dropped", "built", "unbuilt", "untold", "refused", "filed", "faults",
    "spec_wrong", "manager_wrong", "developer_wrong", "tester_wrong",
)  # fmt: skip


def check_evening(model: TrustModel) -> None:
    check_requests(model)
    check_releases(model)
    check_slices(model)
    check_queues(model)
    if not model.warming_up:
        check_daily(model)


def check_requests(model: TrustModel) -> None:
    """Each request is in one state and its counts agree; masks stay within its attributes."""
    pipeline = model.pipeline
    assert [request.number for request in pipeline.requests] == list(range(len(pipeline.requests)))
    states = Counter(request.state for request in pipeline.requests)
    assert pipeline.counts == [states[state] for state in RequestState]
    for request in pipeline.requests:
        for name in MASKS:
            mask = getattr(request, name)
            assert 0 <= mask <= request.all_attributes, (name, request)
        assert (request.live is not None) == (request.state == RequestState.RELEASED)
        assert (request.release >= 0) == (request.committed is not None)
        assert request.effort_build >= 0.0
        assert request.effort_fix >= 0.0


def check_releases(model: TrustModel) -> None:
    """Each committed request is in one release that was not dissolved, and that release is open until it is live."""
    pipeline = model.pipeline
    alive = [release for release in pipeline.releases if release.stage != ReleaseStage.DISSOLVED]
    held = Counter(number for release in alive for number in release.requests)
    assert all(count == 1 for count in held.values()), held
    assert set(held) == {request.number for request in pipeline.requests if request.release >= 0}
    assert all(pipeline.requests[n].release == release.number for release in alive for n in release.requests)
    for release in alive:
        parts = pipeline.parts_of(release)
        assert release.unbuilt == sum(part.stage in (Stage.QUEUED, Stage.BUILDING) for part in parts)
        assert release.untested == sum(pipeline.requests[number].tested is None for number in release.requests)
    assert pipeline.open_releases == [one.number for one in alive if one.stage != ReleaseStage.LIVE]


def check_slices(model: TrustModel) -> None:
    """Slices share out what is wanted; what is being built or fixed is in one pair of hands."""
    pipeline = model.pipeline
    in_hand = Counter((task.kind, task.subject) for person in model.developers for task in person.tasks)
    for request in pipeline.requests:
        parts = [pipeline.slices[number] for number in request.slices]
        assert all(part.request == request.number for part in parts)
        union = 0
        for part in parts:
            assert union & part.scope == 0
            union |= part.scope
        assert union in (0, request.scope) if not parts else union | request.dropped == request.all_attributes
        for part in parts:
            assert in_hand[TaskKind.BUILD, part.number] == (part.stage == Stage.BUILDING)
            assert in_hand[TaskKind.FIX, part.number] == (part.stage == Stage.FIXING)


def check_queues(model: TrustModel) -> None:
    """Nothing stands in a queue twice, and nothing stands in the wrong one."""
    pipeline = model.pipeline
    for queue in (pipeline.waiting, pipeline.build_queue, pipeline.test_queue, pipeline.ready, pipeline.open_releases):
        assert len(set(queue)) == len(queue), queue
    states = (RequestState.WAITING, RequestState.DEFINING, RequestState.DEFINED)
    assert all(pipeline.requests[number].state in states for number in pipeline.waiting)
    waiting = {request.number for request in pipeline.requests if request.state == RequestState.WAITING}
    assert waiting <= set(pipeline.waiting)
    assert all(pipeline.slices[number].stage == Stage.QUEUED for number in pipeline.build_queue)
    assert all(pipeline.slices[number].stage == Stage.TESTING for number in pipeline.test_queue)


def check_daily(model: TrustModel) -> None:
    row = model.recorder.daily[-1]
    assert row["day"] == model.day == len(model.recorder.daily)
    parts = [row[name] for name in ("waiting", "defining", "building", "accepting")]
    assert row["work_in_progress"] == sum(part for part in parts if part is not None)
    arrived, delivered = row["arrived"], row["delivered"]
    assert arrived is not None
    assert delivered is not None
    assert row["work_in_progress"] == arrived - delivered
    for name in ("trust", "trust_ability", "trust_benevolence", "trust_integrity", "motivation", "need_fit"):
        value = row[name]
        assert value is None or -1e-12 <= value <= 1.0 + 1e-12


def check_end(rows: list[dict[str, Any]], attributes: int) -> None:
    """Lives go forward, shares are shares, and a promise is only ever moved to a later day."""
    for row in rows:
        days = [row[name] for name in LIFE if row[name] is not None]
        assert all(before <= after for before, after in pairwise(days)), row
        for name in ("need_fit", "outcome"):
            assert (row[name] is None) == (row["live"] is None)
            assert row[name] is None or 0.0 <= row[name] <= 1.0
        if row["live"] is not None:
            unfit = (row["wrong"] | row["broken"] | row["dropped"]).bit_count()
            assert row["need_fit"] == 1.0 - unfit / attributes
            assert 0.0 <= row["value_got"] <= row["value"] * (1.0 + 1e-12)
            assert all(row[name] is not None for name in LIFE if name != "build_began")
        if row["promised_first"] is not None:
            moved = row["promised_last"] - row["promised_first"]
            assert moved > 0 if row["disclosures"] else moved == 0
        assert row["uat_bent"] <= row["uat_bugs"]
        assert row["size"] > 0.0
