"""The contract process as it is told: thirteen steps, in order, in the log of one run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from tests.builders import LIVELY, WATERFALL, run, scenario
from trustsim.model.model import TrustModel
from trustsim.model.work import Release
from trustsim.records.happenings import Actor, Hand, Happening, Subject


class Event(NamedTuple):
    day: int
    kind: Happening
    actor: Actor


STEPS: list[tuple[str, set[Happening], Actor | None]] = [
    ("1 users write specifications", {Happening.SPEC_WRITTEN}, Actor.USER),
    ("2 product managers rewrite them", {Happening.SPEC_REWRITTEN}, Actor.PRODUCT_MANAGER),
    ("3 an estimate and a plan", {Happening.ESTIMATED}, None),
    ("4 the contract", {Happening.CONTRACT_SIGNED}, Actor.BUSINESS),
    ("5 built, or frozen", {Happening.BUILT, Happening.CODE_FREEZE}, None),
    ("6 testers file tickets", {Happening.TICKETS_FILED}, Actor.TESTER),
    ("7 developers fix", {Happening.FIXED}, Actor.DEVELOPER),
    ("8 testers pass it on", {Happening.TESTS_PASSED}, Actor.TESTERS),
    ("9 product managers re-open it", {Happening.REOPENED}, Actor.PRODUCT_MANAGER),
    ("10 developers fix again", {Happening.REFIXED}, Actor.DEVELOPER),
    ("11 one side relents", {Happening.RELENTED}, None),
    ("11 the acceptance test begins", {Happening.UAT_BEGAN}, Actor.BUSINESS),
    ("12 users find", {Happening.UAT_BUGS_FILED}, Actor.USER),
    ("12 developers fix and push", {Happening.UAT_FIX_PUSHED}, Actor.DEVELOPER),
    ("13 release", {Happening.RELEASED}, None),
    ("13 users work around what does not fit", {Happening.WORKAROUND}, Actor.USER),
]


@pytest.fixture(scope="module")
def model() -> TrustModel:
    return run(scenario(LIVELY, WATERFALL, {"run": {"horizon_days": 400}}))


def log_of(model: TrustModel, release: Release) -> Iterator[Event]:
    rows = model.recorder.events.columns()
    names = ("day", "kind", "actor_kind", "subject_kind", "subject")
    for day, kind, actor, subject_kind, subject in zip(*(rows[name].tolist() for name in names), strict=True):
        about_it = subject_kind == Subject.RELEASE and subject == release.number
        about_part = subject_kind == Subject.REQUEST and subject in release.requests
        if about_it or about_part:
            yield Event(day, Happening(kind), Actor(actor))


def steps_taken(events: Iterator[Event]) -> list[str]:
    """The steps found one after the other, as far as they go."""
    taken = []
    for name, kinds, actor in STEPS:
        if not any(event.kind in kinds and actor in (None, event.actor) for event in events):
            break
        taken.append(name)
    return taken


def test_all_steps_are_found_in_order_for_some_release(model: TrustModel) -> None:
    furthest = max((steps_taken(log_of(model, release)) for release in model.pipeline.releases), key=len)
    assert furthest == [name for name, _, _ in STEPS]


def test_days_in_the_log_never_run_backwards(model: TrustModel) -> None:
    days = model.recorder.events.columns()["day"]
    assert (days[1:] >= days[:-1]).all()


def test_a_ticket_names_a_quarrel_over_readings(model: TrustModel) -> None:
    rows = model.recorder.events.columns()
    tickets = rows["kind"] == Happening.TICKETS_FILED
    assert (rows["b"][tickets] <= rows["a"][tickets]).all()
    assert rows["b"][tickets].sum() > 0
    assert rows["a"][tickets].sum() > rows["b"][tickets].sum()


def test_some_bugs_are_wishes(model: TrustModel) -> None:
    rows = model.request_rows()
    assert 0 < sum(row["uat_bent"] for row in rows) < sum(row["uat_bugs"] for row in rows)


def test_some_managers_have_new_ideas(model: TrustModel) -> None:
    rows = model.recorder.events.columns()
    assert rows["b"][rows["kind"] == Happening.REOPENED].sum() > 0


def test_what_is_unfinished_at_the_freeze_goes_to_test_as_broken() -> None:
    # twice as much work as was planned: nothing is ready on the day of the freeze
    late = {"planning": {"optimism": 1.0, "availability": 1.0, "test_share": 0.0, "noise": 0.0}}
    model = run(scenario(LIVELY, WATERFALL, late, {"building": {"defect_rate": 0.0, "bad_fix": 0.0}}))
    events, handoffs = model.recorder.events.columns(), model.recorder.handoffs.columns()
    frozen = events["kind"] == Happening.CODE_FREEZE
    assert events["a"][frozen].sum() > 3
    days = set(events["day"][frozen].tolist())
    built = handoffs["hand"] == Hand.BUILT
    days_built, broken = handoffs["day"][built], handoffs["broken"][built]
    unfinished = days_built[broken > 0].tolist()
    assert len(unfinished) == events["a"][frozen].sum()  # without defects, nothing else is broken
    assert set(unfinished) == days


def test_downtime_grows_with_the_batch() -> None:
    always = {"release": {"outage_rate": 1.0, "downtime_hours": 0.5}, "planning": {"batch_limit": 40}}
    model = run(scenario(LIVELY, WATERFALL, always, {"demand": {"needs_per_user": 2.0}}))
    events = model.recorder.events.columns()
    outages = events["kind"] == Happening.OUTAGE
    pairs = list(zip(events["subject"][outages].tolist(), events["a"][outages].tolist(), strict=True))
    assert len(pairs) >= 3
    for number, hours in pairs:
        assert hours == 0.5 * len(model.pipeline.releases[number].requests)
