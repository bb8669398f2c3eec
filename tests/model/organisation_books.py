"""The books of an organisation: ranges of all measures, people and their waiting, effort, ledger, promises, causes."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import Any

import numpy as np

from trustsim.model.model import TrustModel
from trustsim.model.recent import Row
from trustsim.model.work import ReleaseStage
from trustsim.records.columns import DAILY, KINDS_OF_EFFORT
from trustsim.records.happenings import Actor
from trustsim.vocabulary import Channel, Fate, RequestState

ALMOST = 1e-9
AT_IT = (
    RequestState.WAITING, RequestState.DEFINING, RequestState.DEFINED, RequestState.IN_PROGRESS,
    RequestState.IN_ACCEPTANCE, RequestState.DEFERRED,
)  # fmt: skip
STATES = {
    Channel.IT: {*AT_IT, RequestState.RELEASED, RequestState.DROPPED},
    Channel.SHADOW: {RequestState.WITH_SHADOW, RequestState.SERVED_ELSEWHERE},
    Channel.VENDOR: {RequestState.WITH_VENDOR, RequestState.SERVED_ELSEWHERE},
    Channel.WITHOUT: {RequestState.WITHOUT},
}
NEEDS = ("needs_it", "needs_shadow", "needs_vendor", "needs_without")
MAY_FALL = (*NEEDS, "arrived")  # who was refused, or whose team is gone, goes elsewhere
SHARES = ("rework_share", "shadow_share", "vendor_share", "red_tape", "support_load", "orphan_load", "slip_admitted")
BOUNDED = {name for name, column in DAILY.items() if column.unit == "0-1"} | set(SHARES)
NEVER_NEGATIVE = {
    name for name, column in DAILY.items() if name not in ("promise_slip", "effort_overrun") and column.kind != "text"
}
SO_FAR = {name for name, column in DAILY.items() if "so far" in column.meaning and name not in MAY_FALL}


# --- every evening


def check_organisation(model: TrustModel) -> None:
    """What must hold on any evening after day 0."""
    check_who_waits(model)
    check_backlog(model)
    check_where(model)
    if model.recorder.daily:
        check_ranges(model.recorder.daily[-1])
        check_effort(model.recorder.daily[-1])
        check_needs(model, model.recorder.daily[-1])
    for before, after in zip(model.recorder.daily[-2:-1], model.recorder.daily[-1:], strict=True):
        check_counts(before, after)


def check_who_waits(model: TrustModel) -> None:
    """A user waits for as many requests as IT has of hers."""
    waiting = Counter(request.user for request in model.pipeline.requests if request.state in AT_IT)
    assert [user.open_requests for user in model.users] == [waiting[user.number] for user in model.users]


def check_backlog(model: TrustModel) -> None:
    """Unbuilt is what IT has taken on and not yet built."""
    taken_on = [
        request.size
        for request in model.pipeline.requests
        if request.state in AT_IT and request.state != RequestState.DEFERRED and request.built_day is None
    ]
    assert math.isclose(model.intake.unbuilt, math.fsum(taken_on), rel_tol=1e-9, abs_tol=1e-6)


def check_where(model: TrustModel) -> None:
    """A request is where its channel says; who has work in hand is still there."""
    for request in model.pipeline.requests:
        assert request.state in STATES[request.channel], request
    queued = [number for team in model.market.teams.values() for number in team.queue]
    with_teams = [one.number for one in model.pipeline.requests if one.state == RequestState.WITH_SHADOW]
    assert sorted(queued) == with_teams
    assert all(model.market.teams[unit].unit == unit for unit in model.market.teams)
    assert model.present == [developer for developer in model.developers if developer.present]
    assert model.present
    assert not any(developer.tasks for developer in model.developers if not developer.present)


def check_ranges(row: Row) -> None:
    """Shares and trust lie within 0 and 1, nothing that is counted below 0; everything is a number."""
    assert row.keys() == DAILY.keys()
    for name, value in row.items():
        if value is None:
            continue
        assert math.isfinite(value), name
        if name in NEVER_NEGATIVE:
            assert value >= -ALMOST, (name, value)
        if name in BOUNDED:
            assert value <= 1.0 + ALMOST, (name, value)
    assert row["effort_overrun"] is None or row["effort_overrun"] >= -1.0
    assert row["stage"] in range(5)
    assert row["layers"] in range(8)


def check_effort(row: Row) -> None:
    """What developers' time went into sums to what there was."""
    spent = math.fsum(row[f"effort_{kind}"] or 0.0 for kind in KINDS_OF_EFFORT)
    assert math.isclose(spent, row["effort_available"] or 0.0, rel_tol=1e-9, abs_tol=1e-9)


def check_needs(model: TrustModel, row: Row) -> None:
    """Each need since day 1 was taken to one channel."""
    arose = [request for request in model.pipeline.requests if request.arose > 0]
    dropped = sum(request.state == RequestState.DROPPED for request in arose)
    taken = Counter(request.channel for request in arose)
    taken[Channel.IT] -= dropped
    taken[Channel.WITHOUT] += dropped
    assert row["needs"] == len(arose)
    assert [row[name] for name in NEEDS] == [taken[channel] for channel in Channel]


def check_counts(before: Row, after: Row) -> None:
    """What is counted so far never falls."""
    for name in SO_FAR:
        first, second = before[name], after[name]
        assert first is not None
        assert second is not None
        assert second >= first - ALMOST, name


# --- at the end, when the model is closed


def check_closed(model: TrustModel) -> None:
    """What must hold of the tables of a whole run."""
    check_ledger(model)
    check_promises(model)
    check_causes(model)
    check_units(model)


def check_ledger(model: TrustModel) -> None:
    """The contributions of each pair of sides sum to the change of its measure."""
    rows, last = model.recorder.ledger.columns(), model.recorder.daily[-1]
    users, units = rows["trustor_kind"] == Actor.USER, rows["trustee_kind"] == Actor.UNIT
    people, by_units = len(model.users), 2 * len(model.colleagues)
    sides = {
        "trust": (users & (rows["trustee_kind"] == Actor.IT), people),
        "trust_in_shadow": (users & (rows["trustee_kind"] == Actor.SHADOW_TEAM), people),
        "trust_in_vendor": (users & (rows["trustee_kind"] == Actor.VENDOR), people),
        "trust_it_in_business": (units, by_units),
        "trust_crafts": (~users & ~units, 6),
    }
    for name, (side, bonds) in sides.items():
        start, end = model.initial[name], last[name]
        assert start is not None
        assert end is not None
        change = math.fsum(rows["contribution"][side].tolist()) / bonds
        assert abs(end - start - change) < 1e-9, (name, end - start, change)


def check_promises(model: TrustModel) -> None:
    """Each day that was told has one fate, in turn; only what is still to come is open."""
    rows = model.recorder.promises.columns()
    told: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for release, nth, fate in zip(rows["release"].tolist(), rows["nth"].tolist(), rows["fate"].tolist(), strict=True):
        told[release].append((nth, fate))
    for release in model.pipeline.releases:
        mine = told[release.number]
        assert [nth for nth, _ in mine] == list(range(release.promise.times_told))
        assert all(fate in (Fate.BROKEN, Fate.RENEWED) for _, fate in mine[:-1])
        alive = release.stage not in (ReleaseStage.LIVE, ReleaseStage.DISSOLVED)
        assert (mine[-1][1] == Fate.OPEN) == alive
    last, fates = model.recorder.daily[-1], Counter(rows["fate"][rows["ended"] > 0].tolist())
    assert last["promises_kept"] == fates[Fate.KEPT]
    assert last["promises_broken"] == fates[Fate.BROKEN]
    assert last["promises_renewed"] == fates[Fate.RENEWED]


def check_causes(model: TrustModel) -> None:
    """An event comes from one before it, and what moved trust from one that was logged."""
    events, ledger = model.recorder.events.columns(), model.recorder.ledger.columns()
    assert np.all(events["cause"] < np.arange(len(events["cause"])))
    assert np.all(events["cause"] >= -1)
    assert np.all(np.diff(events["day"]) >= 0)
    assert np.all(ledger["source"] < len(events["day"]))
    assert np.all(ledger["source"] >= -1)
    sourced = ledger["source"] >= 0
    assert np.all(events["day"][ledger["source"][sourced]] <= ledger["day"][sourced])


def check_units(model: TrustModel) -> None:
    """The rows of the units sum to the rows of the day."""
    by_day: dict[Any, list[Row]] = defaultdict(list)
    for row in model.recorder.units:
        by_day[row["day"]].append(row)
    for day, rows in by_day.items():
        daily = model.recorder.daily[int(day) - 1]
        assert [row["unit"] for row in rows] == list(range(len(model.colleagues)))
        for name in ("needs", *NEEDS[1:]):
            assert sum(row[name] or 0 for row in rows) == daily[name], name
        for row in rows:
            assert 0.0 <= (row["trust"] or 0.0) <= 1.0
            assert 0.0 <= (row["trust_it_in_unit"] or 0.0) <= 1.0
