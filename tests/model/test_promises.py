"""Estimates, plans, promises and what is told of them, by hand."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pytest

from tests.builders import FLAWLESS, scenario
from trustsim.model.model import TrustModel
from trustsim.model.process import planning, reporting
from trustsim.model.process.commitment import propose_to_drop
from trustsim.model.work import Release, Stage
from trustsim.records.happenings import Happening

Settings = dict[str, dict[str, Any]]


def until_promised(*changes: Settings) -> tuple[TrustModel, Release]:
    model = TrustModel(scenario(FLAWLESS, {"demand": {"size_median": 12.0}}, *changes))
    while not model.pipeline.releases:
        model.step()
    return model, model.pipeline.releases[0]


def figures(model: TrustModel, what: Happening) -> list[tuple[float, float]]:
    rows = model.recorder.events.columns()
    chosen = rows["kind"] == what
    return list(zip(rows["a"][chosen].tolist(), rows["b"][chosen].tolist(), strict=True))


def test_a_contract_is_build_and_test_and_acceptance() -> None:
    # one request of 12 days: 12 / .75 = 16 days of building, half as long of testing, 10 of acceptance
    plans = {"availability": 0.75, "test_share": 0.5, "acceptance_days": 10, "window_days": 5}
    demand = {"needs_per_user": 2.0}
    contract: Settings = {"process": {"preset": "waterfall-contract"}}
    model, release = until_promised(contract, {"planning": plans, "demand": demand})
    assert len(release.requests) == 1
    promise = release.promise
    assert (promise.made, promise.freeze) == (model.day, model.day + 16)
    assert promise.first == promise.last == model.day + 16 + 18
    assert model.pipeline.requests[0].estimate == 12.0
    assert figures(model, Happening.CONTRACT_SIGNED) == [(1.0, float(promise.first))]


def test_a_forecast_tells_the_upper_end() -> None:
    # 12 days of building and none of testing; 84 % of one standard deviation of .4 above: 12 e^.336 = 16.79
    model, release = until_promised({"planning": {"noise": 0.4, "forecast_confidence": 0.84}})
    assert (release.promise.first, release.promise.freeze) == (model.day + 17, None)
    ((low, high),) = figures(model, Happening.FORECAST_GIVEN)
    assert high == release.promise.first
    assert low == pytest.approx(model.day + 17 / 1.3993400**2, rel=1e-6)


def under_review(**keys: float) -> tuple[TrustModel, Release]:
    """One request of 12 days in 4 slices of 3, half as long to be tested, of which one slice is built and tested."""
    changes: Settings = {
        "demand": {"attributes": 16},
        "planning": {"slice_days": 3.0, "test_share": 0.5, **keys},
    }
    model, release = until_promised(changes)
    first = model.pipeline.slices[model.pipeline.requests[release.requests[0]].slices[0]]
    while first.stage not in (Stage.DEMO, Stage.DONE):
        model.step()
    return model, release


def test_what_is_tested_already_is_not_planned_to_be_tested_again() -> None:
    model, release = under_review()
    assert release.promise.planned_days == 12 + 6
    assert planning.perceived_end(model, release) == model.day + math.ceil(9 + 4.5)


def test_a_slip_is_known_where_the_middle_is_later_and_told_by_its_upper_end() -> None:
    # 84 % of one standard deviation of .4 above what is left: times e^.336
    model, release = under_review(noise=0.4, forecast_confidence=0.84)
    left = planning.perceived_end(model, release) - model.day
    promise, forecast = release.promise, model.policies.commitment
    for told, known in ((model.day + left, False), (model.day + left - 1, True)):
        promise.last = told
        forecast.review(model, release)
        assert promise.perceived == model.day + left
        assert promise.slip_is_known == known
        assert forecast.day_to_tell(model, release) == model.day + math.ceil(left * 1.3993400)
    assert reporting.Candid().contact(model, release)
    assert promise.last == model.day + math.ceil(left * 1.3993400)


def test_an_estimate_is_padded_by_distrust() -> None:
    # it trusts the business .5: 12 x (1 + .4 x .5)
    settings: Settings = {
        "reactions": {"estimate_padding": 0.4},
        "trust": {"base_rate": 0.5},
        "start": {"it_in_business": {"experiences": 10.0, "good_share": 0.5}},
    }
    _, release = until_promised(settings)
    assert release.promise.effort == pytest.approx(14.4)


def test_a_wish_is_padded_by_distrust() -> None:
    settings: Settings = {
        "reactions": {"padding": 0.4},
        "trust": {"base_rate": 0.5},
        "start": {"business_in_it": {"experiences": 10.0, "good_share": 0.5}},
    }
    model, _ = until_promised(settings)
    assert model.pipeline.requests[0].size == pytest.approx(14.4)
    assert model.pipeline.requests[0].value == pytest.approx(12.0)  # what it is worth does not grow with the wish


def test_what_is_offered_to_be_dropped_is_worth_least_and_not_begun() -> None:
    settings: Settings = {
        "demand": {"attributes": 16},
        "planning": {"slice_days": 3.0, "drop_value_share": 0.1},
        "reactions": {"agreement": 1.0, "push_back": 1.0},
    }
    model, release = until_promised(settings)
    request = model.pipeline.requests[release.requests[0]]
    first, *others = [model.pipeline.slices[number] for number in request.slices]
    assert len(others) == 3
    begun = first.scope
    propose_to_drop(model, request)
    shares = request.shares
    dropped = [k for k in range(16) if request.dropped >> k & 1]
    kept = [k for k in range(16) if not (request.dropped | begun) >> k & 1]
    assert dropped
    assert request.dropped & begun == 0
    assert sum(shares[k] for k in dropped) <= 0.1
    assert max(shares[k] for k in dropped) <= min(shares[k] for k in kept)
    assert sum(shares[k] for k in dropped) + min(shares[k] for k in kept) > 0.1
    assert [part.effort for part in others] == pytest.approx([part.scope.bit_count() * 12.0 / 16 for part in others])


def test_a_user_who_does_not_agree_keeps_all() -> None:
    settings: Settings = {
        "demand": {"attributes": 16},
        "planning": {"slice_days": 3.0, "drop_value_share": 0.1},
        "reactions": {"agreement": -1.0, "push_back": 1.0},
    }
    model, release = until_promised(settings)
    propose_to_drop(model, model.pipeline.requests[release.requests[0]])
    assert model.pipeline.requests[release.requests[0]].dropped == 0
    assert len(figures(model, Happening.DROP_REFUSED)) == 1


def days_told(doublings: int) -> list[int]:
    """Days told for one request of 12 days that takes e times as long, planned anew by its estimate."""
    changes: Settings = {
        "process": {"preset": "waterfall-contract", "commitment": "forecast"},
        "planning": {"optimism": 1.0, "doublings": doublings, "window_days": 5},
    }
    model, release = until_promised(changes)
    told = [release.promise.last]
    while release.stage.name != "LIVE":
        model.step()
        if release.promise.last != told[-1]:
            assert release.promise.last > model.day > told[-1]
            told.append(release.promise.last)
    request = model.pipeline.requests[release.requests[0]]
    assert request.disclosures == len(told) - 1
    assert (request.promised_first, request.promised_last) == (told[0], told[-1])
    return told


def test_each_missed_day_doubles_what_is_allowed_for_the_rest() -> None:
    # 12 days are told; on day 13 all of it still looks undone, for a slice counts when it is built: 12 more, doubled
    told = days_told(doublings=3)
    assert [later - before for before, later in pairwise(told)] == [12 + 1, 24 + 1]
    # without doubling it is 12 more, again and again
    told = days_told(doublings=0)
    assert {later - before for before, later in pairwise(told)} == {12 + 1}
