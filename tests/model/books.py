"""The books of a model: what must hold on every evening, and what at the end, whatever the process."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise
from typing import Any

import numpy as np

from tests.model.measured import BOUNDED
from tests.model.promised import check_promises, check_promises_at_end
from trustsim.model.model import TrustModel
from trustsim.model.work import ReleaseStage, Request, Stage
from trustsim.records.columns import KINDS_OF_EFFORT
from trustsim.records.happenings import Happening, Subject
from trustsim.vocabulary import Channel, RequestState, TaskKind

LIFE = ("arose", "definition_began", "defined", "committed", "build_began", "built", "tested", "accepted", "live")
MASKS = (
    "wrong", "broken", "dropped", "built", "unbuilt", "untold", "refused", "filed", "faults",
    "spec_wrong", "manager_wrong", "developer_wrong", "tester_wrong",
)  # fmt: skip
WITH_IT = (
    RequestState.WAITING, RequestState.DEFINING, RequestState.DEFINED, RequestState.IN_PROGRESS,
    RequestState.IN_ACCEPTANCE, RequestState.RELEASED, RequestState.DEFERRED, RequestState.DROPPED,
)  # fmt: skip
DELIVERED = (RequestState.RELEASED, RequestState.SERVED_ELSEWHERE)
IN_HAND = (
    RequestState.WAITING, RequestState.DEFINING, RequestState.DEFINED, RequestState.IN_PROGRESS,
    RequestState.IN_ACCEPTANCE, RequestState.DEFERRED,
)  # fmt: skip
# What the log says when nobody will serve a need.
ENDINGS = (Happening.PRICED_OUT, Happening.DONE_WITHOUT, Happening.LOW_VALUE_DROPPED)
# Channels that go with each state in which a request is not with IT.
CHANNELS = {
    RequestState.WITH_SHADOW: {Channel.SHADOW},
    RequestState.WITH_VENDOR: {Channel.VENDOR},
    RequestState.SERVED_ELSEWHERE: {Channel.SHADOW, Channel.VENDOR},
    RequestState.WITHOUT: {Channel.WITHOUT},
} | {state: {Channel.IT} for state in WITH_IT}


def check_evening(model: TrustModel) -> None:
    check_requests(model)
    check_channels(model)
    check_releases(model)
    check_slices(model)
    check_queues(model)
    check_teams(model)
    check_promises(model)
    if not model.warming_up:
        check_daily(model)
        check_efforts(model)


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
        assert (request.live is not None) == (request.state in DELIVERED)
        assert (request.release >= 0) == (request.committed is not None)
        assert request.effort_build >= 0.0
        assert request.effort_fix >= 0.0


def check_channels(model: TrustModel) -> None:
    """Each request is with one provider, and units, users and IT's intake count the same."""
    requests = model.pipeline.requests
    for request in requests:
        assert request.channel in CHANNELS[request.state], request
        assert request.deferrals <= model.config.intake.most_deferrals
        assert not (request.turned_away and request.channel == Channel.IT), request
        assert (request.release < 0) or request.channel == Channel.IT
    taken = Counter((request.unit, _counted_under(request)) for request in requests if request.arose > 0)
    for unit, memory in enumerate(model.market.units):
        assert memory.needs == [taken[unit, channel] for channel in Channel]
    waited_for = Counter(request.user for request in requests if request.state in IN_HAND)
    assert [user.open_requests for user in model.users] == [waited_for[user.number] for user in model.users]
    assert sum(request.deferrals for request in requests) == model.intake.deferrals
    assert sum(request.turned_away for request in requests) == model.intake.refusals
    unbuilt = math.fsum(request.size for request in requests if _is_taken_on(request) and request.built_day is None)
    assert math.isclose(model.intake.unbuilt, unbuilt, rel_tol=1e-9, abs_tol=1e-6)


def _counted_under(request: Request) -> Channel:
    return Channel.WITHOUT if request.state == RequestState.DROPPED else request.channel


def _is_taken_on(request: Request) -> bool:
    return request.state in IN_HAND and request.state != RequestState.DEFERRED


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
    """Slices share out what is wanted; what is being built or fixed is in one pair of hands, of somebody present."""
    pipeline = model.pipeline
    in_hand = Counter((task.kind, task.subject) for person in model.developers for task in person.tasks)
    assert model.present == [person for person in model.developers if person.present]
    assert model.present
    assert not any(person.tasks for person in model.developers if not person.present)
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


def check_teams(model: TrustModel) -> None:
    """What is with an own team waits in the queue of that unit's team, once; a team works no more than it can."""
    requests, teams = model.pipeline.requests, model.market.teams
    queued = Counter((unit, number) for unit, team in teams.items() for number in team.queue)
    with_shadow = [one for one in requests if one.state == RequestState.WITH_SHADOW]
    assert queued == Counter((request.unit, request.number) for request in with_shadow)
    for unit, team in teams.items():
        assert team.unit == unit
        assert bool(team.queue) == (team.left > 0.0)
        assert 0.0 <= team.spent_today <= team.capacity + 1e-9
        for system in team.systems:
            assert requests[system.request].state == RequestState.SERVED_ELSEWHERE
            assert requests[system.request].unit == unit
    assert not any(team.queue or team.systems for team in model.market.gone)


def check_daily(model: TrustModel) -> None:
    row, requests = model.recorder.daily[-1], model.pipeline.requests
    assert row["day"] == model.day == len(model.recorder.daily)
    parts = [row[name] for name in ("waiting", "defining", "building", "accepting", "deferred")]
    assert row["work_in_progress"] == sum(part for part in parts if part is not None)
    assert row["work_in_progress"] == sum(request.state in IN_HAND for request in requests)
    delivered = row["delivered"]
    assert delivered is not None
    released = [one for one in requests if one.state == RequestState.RELEASED and one.live is not None]
    assert delivered == sum(one.live > 0 for one in released if one.live is not None)
    check_needs(row, [request for request in requests if request.arose > 0])
    check_account(row, model)
    for name in BOUNDED:
        value = row[name]
        assert value is None or -1e-12 <= value <= 1.0 + 1e-12, (name, value)
    assert row["stage"] == int(model.illness.stage)
    assert 0 <= model.terms.layers <= 7


def check_needs(row: dict[str, Any], arisen: list[Request]) -> None:
    """Each need from day 1 on is counted under one channel, and the worked around are among those of IT."""
    assert row["needs"] == len(arisen)
    taken = Counter(_counted_under(request) for request in arisen)
    for channel in Channel:
        assert row[f"needs_{channel.name.lower()}"] == taken[channel]
    assert row["needs_workaround"] == sum(one.workaround and one.state == RequestState.RELEASED for one in arisen)


def check_account(row: dict[str, Any], model: TrustModel) -> None:
    """Every need is in one place of the account; those over before day 1 are in none."""
    ours = [one for one in model.pipeline.requests if one.arose > 0 or one.number in open_at_start(model)]
    assert row["needs"] + row["needs_at_start"] == len(ours)
    taken = Counter(_counted_under(one) for one in ours)
    refused = Counter(one.channel for one in ours if one.refused_on is not None and one.refused_on > 0)
    for channel in (Channel.SHADOW, Channel.VENDOR, Channel.WITHOUT):
        assert row[f"taken_{channel.name.lower()}"] == taken[channel]
        assert row[f"refused_{channel.name.lower()}"] == refused[channel]
    assert row["delivered"] + row["work_in_progress"] == taken[Channel.IT]
    assert row["refusals"] == sum(refused.values())
    assert row["agreed_away"] == sum(one.state == RequestState.DROPPED for one in ours)
    put_to_it = row["delivered"] + row["work_in_progress"] + row["refusals"] + row["agreed_away"]
    assert row["arrived"] == put_to_it


def open_at_start(model: TrustModel) -> set[int]:
    """Numbers of the requests that were open on the evening before day 1, as the event log has it."""
    rows = model.recorder.events.columns()
    over = np.isin(rows["kind"], ENDINGS) & (rows["subject_kind"] == Subject.REQUEST) & (rows["day"] < 1)
    ended = set(rows["subject"][over].tolist())
    return {
        one.number
        for one in model.pipeline.requests
        if one.arose < 1 and one.number not in ended and (one.live is None or one.live > 0)
    }


def check_efforts(model: TrustModel) -> None:
    """What developers could do went somewhere, and nothing was spent twice."""
    row = model.recorder.daily[-1]
    spent = [float(row[f"effort_{kind}"] or 0.0) for kind in KINDS_OF_EFFORT]
    assert all(effort >= -1e-12 for effort in spent), dict(zip(KINDS_OF_EFFORT, spent, strict=True))
    available = float(row["effort_available"] or 0.0)
    assert available > 0.0
    assert abs(math.fsum(spent) - available) <= 1e-9, (available, dict(zip(KINDS_OF_EFFORT, spent, strict=True)))


def check_closed(model: TrustModel) -> None:
    """The model was closed: requests are as they should be, and every promise is accounted for."""
    check_end(model.request_rows(), model.config.demand.attributes)
    check_promises_at_end(model)


def check_end(rows: list[dict[str, Any]], attributes: int) -> None:
    """Lives go forward, shares are shares, and a promise is only ever moved to a later day."""
    check_promised_days(rows)
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
        if row["state"] == "released":
            assert all(row[name] is not None for name in LIFE if name != "build_began")
        elif row["channel"] != "it":
            assert all(row[name] is None for name in ("definition_began", "defined", "committed", "built", "accepted"))
            assert row["rounds"] == row["tickets"] == row["uat_bugs"] == row["dropped"] == 0
        assert row["uat_bent"] <= row["uat_bugs"]
        assert row["size"] > 0.0


def check_promised_days(rows: list[dict[str, Any]]) -> None:
    """A promise is only ever moved to a later day."""
    for row in rows:
        if row["promised_first"] is not None:
            moved = row["promised_last"] - row["promised_first"]
            assert moved > 0 if row["disclosures"] else moved == 0
