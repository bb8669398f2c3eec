"""A change of process while work is in flight: nothing is lost, nothing is done twice, promises stay."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import FLAWLESS, LIVELY, MIXES, mix_id, opposite, scenario, step, words
from tests.model.books import check_closed, check_evening
from trustsim.model.model import TrustModel
from trustsim.scenario.process import PRESETS, Policies
from trustsim.vocabulary import Channel, Preset, RequestState

SWITCH = 45
THROUGH = {RequestState.RELEASED, RequestState.DROPPED}
WATERFALL, PARTNERSHIP = PRESETS[Preset.WATERFALL_CONTRACT], PRESETS[Preset.PARTNERSHIP]


def switched(before: Policies, after: Policies, *changes: dict[str, dict[str, Any]]) -> TrustModel:
    """A model on the evening before the switch, with work in flight."""
    settings: dict[str, dict[str, Any]] = {
        "process": words(before),
        "run": {"horizon_days": 320},
        "demand": {"needs_per_user": 0.9},
        "planning": {"in_progress_per_developer": 8.0},  # a relay and disputes keep much in progress
        "leadership": {"outsourcing": 0.0},  # a provider would change the process once more
    }
    change = {"day": SWITCH, **words(after)}
    model = TrustModel(scenario(LIVELY, settings, *changes, timeline=[change]))
    step(model, SWITCH - 1)
    return model


def assert_carried_over(model: TrustModel, after: Policies) -> None:
    flying = [request for request in model.pipeline.requests if request.is_open]
    promises = {one.number: one.promised_first for one in flying if one.promised_first is not None}
    assert any(request.channel == Channel.IT for request in flying)
    while model.running:
        model.step()
        if model.day < SWITCH + 10 or model.day % 10 == 0:
            check_evening(model)
    assert model.policies.names == after
    model.close()
    check_closed(model)
    assert {request.number for request in flying if request.is_open} == set()
    for number, promised in promises.items():
        assert model.pipeline.requests[number].promised_first == promised
        assert model.pipeline.requests[number].state == RequestState.RELEASED
    old = [request for request in model.pipeline.requests if request.arose <= 160]
    assert {request.state for request in old if request.channel == Channel.IT} <= THROUGH
    assert not any(request.is_open for request in old)


@pytest.mark.parametrize("before", MIXES, ids=mix_id)
def test_every_mix_turns_into_its_opposite(before: Policies) -> None:
    after = opposite(before)
    assert_carried_over(switched(before, after), after)


ONE_BY_ONE = [
    (start, start._replace(**{name: getattr(end, name)}))
    for start, end in ((WATERFALL, PARTNERSHIP), (PARTNERSHIP, WATERFALL))
    for name in Policies._fields
]


@pytest.mark.parametrize(("before", "after"), ONE_BY_ONE, ids=[f"{mix_id(a)} to {mix_id(b)}" for a, b in ONE_BY_ONE])
def test_one_policy_changes(before: Policies, after: Policies) -> None:
    assert_carried_over(switched(before, after), after)


@pytest.mark.parametrize("demand", [0.1, 3.0], ids=["little to do", "swamped"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (WATERFALL, PARTNERSHIP),
        (PARTNERSHIP, WATERFALL),
        (WATERFALL, WATERFALL._replace(batching=PARTNERSHIP.batching)),
        (WATERFALL._replace(batching=PARTNERSHIP.batching), WATERFALL),
    ],
    ids=["to partnership", "to the contract", "to flow with a relay", "to releases with a relay"],
)
def test_however_much_there_is_to_do(before: Policies, after: Policies, demand: float) -> None:
    settings: dict[str, dict[str, Any]] = {
        "demand": {"needs_per_user": demand, "size_median": 1.0, "size_spread": 0.2},
        "organisation": {"developers": 6, "testers": 6},
        "planning": {"batch_limit": 100},
    }
    assert_carried_over(switched(before, after, settings), after)


def test_what_is_being_defined_is_not_defined_twice() -> None:
    # a need arises, its relay takes ten days a hand, and on the next day everything flows
    settings: dict[str, dict[str, Any]] = {
        "process": {"preset": "waterfall-contract"},
        "organisation": {"analyst_layers": 2},
        "handoff": {"relay_days": 10},
        "demand": {"needs_per_user": 2.0},
    }
    plain = TrustModel(scenario(FLAWLESS, settings))
    while not plain.pipeline.requests:
        plain.step()
    change = {"day": plain.day + 1, **words(WATERFALL._replace(batching=PARTNERSHIP.batching))}
    model = TrustModel(scenario(FLAWLESS, settings, timeline=[change]))
    step(model, plain.day + 60)
    first = model.pipeline.requests[0]
    assert (first.definition_began, first.defined) == (plain.day, plain.day + 30)
    assert first.committed == first.defined
    assert [release.requests for release in model.pipeline.releases].count([0]) == 1


def test_what_was_promised_by_a_day_is_not_frozen_under_a_forecast() -> None:
    model = switched(WATERFALL, PARTNERSHIP)
    assert any(model.pipeline.releases[number].promise.freeze is not None for number in model.pipeline.open_releases)
    model.step()
    assert all(model.pipeline.releases[number].promise.freeze is None for number in model.pipeline.open_releases)


def test_definitions_that_were_joint_are_written_anew_under_a_relay() -> None:
    before = WATERFALL._replace(definition=PARTNERSHIP.definition)
    model = switched(before, WATERFALL)
    defined = [one for one in model.pipeline.requests if one.state == RequestState.DEFINED]
    assert defined
    assert all(one.is_joint for one in defined)
    step(model, 1)
    assert {one.definition_began for one in defined} == {SWITCH}
    assert {one.defined for one in defined} == {None}
    assert not any(one.is_joint or one.is_read or one.is_read_by_tester for one in defined)
    step(model, 60)
    assert all(one.is_read for one in defined)
