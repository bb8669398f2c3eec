"""A slip that is told, one that nobody saw coming, and one that was known and kept quiet."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import FLAWLESS, LIVELY, WATERFALL, mean, run, scenario
from trustsim.model.model import TrustModel
from trustsim.model.process import reporting
from trustsim.model.trust import ABILITY, BENEVOLENCE, INTEGRITY
from trustsim.model.work import Release
from trustsim.records.happenings import Happening

Settings = dict[str, dict[str, Any]]
MARGIN = 20


def under_way(**reactions: float) -> tuple[TrustModel, Release]:
    """A promised request that IT expects weeks after the promised day."""
    settings: Settings = {
        "demand": {"size_median": 30.0},
        "evidence": {"slip_told": 0.5, "slip_revealed": 1.0, "slip_concealed": 1.5, "reported": 0.0},
        "trust": {"healing": "fixed", "ceiling_drop": 0.4},
        "reactions": {"disclosure": 1.0, "disclosure_slope": 0.0, **reactions},
        "start": {"business_in_it": {"experiences": 20.0, "good_share": 0.9}},
    }
    model = TrustModel(scenario(FLAWLESS, settings))
    while not model.pipeline.releases:
        model.step()
    release = model.pipeline.releases[0]
    release.promise.perceived = release.promise.last + MARGIN
    return model, release


def opinions(model: TrustModel) -> list[float]:
    bond = model.relations.user_in_it[0]
    return [model.trust.expectation(bond, dimension) for dimension in (ABILITY, BENEVOLENCE, INTEGRITY)]


def told() -> tuple[list[float], TrustModel]:
    model, release = under_way()
    before = opinions(model)
    assert reporting.Candid().contact(model, release)
    return [after - b for after, b in zip(opinions(model), before, strict=True)], model


def passed(*, known: bool) -> tuple[list[float], TrustModel]:
    model, release = under_way()
    release.promise.last = model.day - 1
    if known:
        release.promise.kept_quiet = True
    else:
        release.promise.perceived = release.promise.last
    before = opinions(model)
    reporting.day_passed(model, release)
    return [after - b for after, b in zip(opinions(model), before, strict=True)], model


def kinds(model: TrustModel) -> set[int]:
    return set(model.recorder.events.columns()["kind"].tolist())


def test_a_slip_that_is_told_costs_ability_alone() -> None:
    change, model = told()
    assert change[ABILITY] < 0.0
    assert change[BENEVOLENCE] == change[INTEGRITY] == 0.0
    assert model.trust.ceiling(0) == 1.0
    assert Happening.SLIP_TOLD in kinds(model)


def test_a_slip_that_nobody_saw_coming_costs_ability_alone() -> None:
    change, model = passed(known=False)
    assert change[ABILITY] < 0.0
    assert change[BENEVOLENCE] == change[INTEGRITY] == 0.0
    assert model.trust.ceiling(0) == 1.0
    assert Happening.SLIP_REVEALED in kinds(model)


def test_a_slip_that_there_was_no_occasion_to_tell_is_not_held_against_integrity() -> None:
    model, release = under_way()
    release.promise.last = model.day - 1
    assert release.promise.slip_is_known
    reporting.day_passed(model, release)
    assert model.trust.ceiling(0) == 1.0
    assert Happening.SLIP_REVEALED in kinds(model)


def test_a_slip_that_was_kept_quiet_costs_integrity_too_and_lowers_its_ceiling() -> None:
    change, model = passed(known=True)
    assert change[ABILITY] < 0.0
    assert change[BENEVOLENCE] == 0.0
    assert change[INTEGRITY] < 0.0
    assert model.trust.ceiling(0) == pytest.approx(0.6)
    assert opinions(model)[INTEGRITY] <= 0.6
    assert Happening.CONCEALED_SLIP_REVEALED in kinds(model)


def test_the_same_slip_costs_least_when_told_and_most_when_kept_quiet() -> None:
    costs = []
    for change, model in (told(), passed(known=False), passed(known=True)):
        costs.append(-sum(weight * part for weight, part in zip(model.trust.weights, change, strict=True)))
    assert 0.0 < costs[0] < costs[1] < costs[2]


def test_after_it_the_new_day_counts() -> None:
    model, release = under_way()
    request = model.pipeline.requests[release.requests[0]]
    first = release.promise.last
    reporting.Candid().contact(model, release)
    assert (request.promised_first, request.promised_last, request.disclosures) == (first, first + MARGIN, 1)
    assert not release.promise.slip_is_known
    assert not reporting.Candid().contact(model, release)


@pytest.mark.parametrize(("policy", "disclosure"), [(reporting.Green(), 1.0), (reporting.Candid(), 0.0)])
def test_green_and_timid_it_tell_nothing(policy: reporting.ReportingPolicy, disclosure: float) -> None:
    model, release = under_way(disclosure=disclosure)
    before = opinions(model)
    assert not policy.contact(model, release)
    assert opinions(model) == before
    assert model.pipeline.requests[release.requests[0]].disclosures == 0
    assert release.promise.kept_quiet


def test_candour_alone_keeps_integrity_up() -> None:
    """The contract with all else equal, and plans too short: only what is told differs."""
    short: Settings = {"planning": {"optimism": 0.3}, "contacts": {"report_days": 10}}
    integrity: dict[str, list[float]] = {"green": [], "candid": []}
    for policy, found in integrity.items():
        for seed in (1, 2, 3):
            model = run(scenario(LIVELY, WATERFALL, short, {"process": {"reporting": policy}}), seed)
            found.append(mean(row["trust_integrity"] or 0.0 for row in model.recorder.daily[-60:]))
    assert mean(integrity["candid"]) > mean(integrity["green"]) + 0.03
