from __future__ import annotations

from typing import Any

import pytest

from trustsim.errors import ScenarioError
from trustsim.scenario.feasible import MEMORY_LIMIT, check_entry, estimate, findings
from trustsim.scenario.schema import Scenario
from trustsim.scenario.timeline import Intervention
from trustsim.vocabulary import InterventionKind


def scenario(**sections: Any) -> Scenario:
    return Scenario.model_validate(sections)


def told(**sections: Any) -> list[str]:
    return [finding.message for finding in findings(scenario(**sections))]


def test_nothing_is_said_against_the_defaults() -> None:
    assert findings(Scenario()) == []


def test_each_unit_has_a_user() -> None:
    (finding,) = findings(scenario(organisation={"business_units": 4, "users": 3}))
    assert finding.keys == (("organisation", "business_units"), ("organisation", "users"))
    assert finding.message.startswith("4 units (organisation.business_units) are too many for 3 users")
    assert told(organisation={"business_units": 3, "users": 3}) == []
    assert "for 1 user (" in told(organisation={"business_units": 2, "users": 1})[0]


def test_more_representatives_than_users_are_fine() -> None:
    assert told(organisation={"representatives_per_unit": 50, "users": 2}) == []


def test_some_dimension_of_trust_has_weight() -> None:
    weights = dict.fromkeys(("weight_ability", "weight_benevolence", "weight_integrity"), 0.0)
    assert "no overall trust" in told(trust=weights)[0]
    assert told(trust=weights | {"weight_integrity": 1e-6}) == []


def test_the_timeline_ends_with_the_run() -> None:
    (first, second) = ({"what": "edict", "day": day} for day in (101, 100))
    assert told(run={"horizon_days": 101}, timeline=[first, second]) == []
    assert told(run={"horizon_days": 100}, timeline=[second, first]) == [
        (
            "the entry of the timeline for day 101 comes after the end of the run, day 100; "
            "expected every entry to come by run.horizon_days"
        )
    ]
    waits = first | {"when": "trust < 0.3"}
    (finding,) = findings(scenario(run={"horizon_days": 100}, timeline=[waits]))
    assert finding.keys == (("timeline", 0, "day"), ("run", "horizon_days"))


def test_entries_may_be_in_any_order_and_on_one_day() -> None:
    days = (10, 9, 10, 11, 1)
    assert told(timeline=[{"what": "counselling", "day": day} for day in days]) == []


def test_a_condition_without_a_day_is_enough() -> None:
    assert told(run={"horizon_days": 1}, timeline=[{"what": "counselling", "when": "stage >= flu"}]) == []


def test_what_does_not_go_together_in_an_entry_is_found_at_its_key() -> None:
    timeline = [{"what": "edict", "day": 3}, {"what": "outage", "days": 3}]
    assert [finding.keys for finding in findings(scenario(timeline=timeline))] == [
        (("timeline", 1, "day"),),
        (("timeline", 1, "days"),),
    ]


class TestMemory:
    def test_requests_are_those_that_arise(self) -> None:
        size = estimate(
            scenario(
                organisation={"users": 21}, demand={"needs_per_user": 2.0}, run={"horizon_days": 90, "warmup_days": 10}
            )
        )
        assert size.requests == pytest.approx(21 * 2 / 21 * 100)

    def test_a_user_has_at_most_one_need_on_a_day(self) -> None:
        size = estimate(
            scenario(
                organisation={"users": 3},
                demand={"needs_per_user": 20.0},
                run={"horizon_days": 100, "warmup_days": 0},
            )
        )
        assert size.requests == pytest.approx(3 * 20 / 21 * 100)

    def test_no_needs_bring_no_requests(self) -> None:
        assert estimate(scenario(demand={"needs_per_user": 0.0})).requests == 0

    @pytest.mark.parametrize(
        "more",
        [
            {"organisation": {"users": 1000}},
            {"demand": {"needs_per_user": 20.0}},
            {"demand": {"attributes": 64}},
            {"demand": {"size_median": 60.0}},
            {"run": {"horizon_days": 5000}},
            {"services": {"incident_rate": 21.0}},
            {"contacts": {"hearsay_days": 1}},
            {"contacts": {"report_days": 1}},
            {"contacts": {"silence_days": 1}},
        ],
        ids=str,
    )
    def test_more_of_anything_takes_more(self, more: dict[str, Any]) -> None:
        assert estimate(scenario(**more)).memory > estimate(Scenario()).memory

    def test_a_large_department_fits(self) -> None:
        assert told(organisation={"users": 1000, "developers": 300, "business_units": 50}) == []
        assert told(organisation={"users": 1000}, run={"horizon_days": 1000}) == []

    def test_what_does_not_fit_is_told_with_figures(self) -> None:
        large = scenario(
            organisation={"users": 5000}, demand={"needs_per_user": 20.0}, run={"horizon_days": 5000, "warmup_days": 0}
        )
        size = estimate(large)
        assert size.memory > MEMORY_LIMIT
        (finding,) = findings(large)
        assert f"{size.memory / 1e9:,.1f} GB" in finding.message
        assert f"{size.requests:,.0f} requests (5000 users, 20 needs a month each, 5000 days)" in finding.message
        assert "expected at most 4 GB" in finding.message

    def test_rises_of_demand_count_on_their_own_days(self) -> None:
        rushes = [{"what": "demand", "day": day, "days": 20, "amount": 1.0} for day in (21, 81)]
        size = estimate(
            scenario(
                organisation={"users": 21},
                demand={"needs_per_user": 2.0},
                run={"horizon_days": 90, "warmup_days": 10},
                timeline=[*rushes, {"what": "demand", "day": 61, "amount": -0.5}],
            )
        )
        assert size.requests == pytest.approx(2 * (60 + 10 + 2 * (20 + 10)))

    def test_rises_at_once_multiply_up_to_a_need_a_day(self) -> None:
        size = estimate(
            scenario(
                organisation={"users": 21},
                demand={"needs_per_user": 3.0},
                run={"horizon_days": 100, "warmup_days": 0},
                timeline=[
                    {"what": "demand", "day": 51, "amount": 1.0},
                    {"what": "demand", "when": "trust < 0.3", "day": 91, "amount": 4.0},
                ],
            )
        )
        assert size.requests == pytest.approx(3 * 50 + 6 * 40 + 21 * 10)

    def test_a_rise_that_takes_too_much_is_named(self) -> None:
        rise = {"what": "demand", "day": 1, "amount": 4.0}
        many = {"organisation": {"users": 500}, "demand": {"needs_per_user": 1.0}, "run": {"horizon_days": 4000}}
        assert told(**many, timeline=[{**rise, "days": 20}]) == []
        (finding,) = findings(scenario(**many, timeline=[{**rise, "days": 20}, rise]))
        assert finding.keys.index(("timeline", 1)) < finding.keys.index(("timeline", 0))
        assert "needs a month each, rises of demand included" in finding.message

    def test_an_entry_that_would_take_too_much_is_refused_before_it_is_taken(self) -> None:
        many = scenario(organisation={"users": 1000}, run={"horizon_days": 3000})
        check_entry(many, Intervention(what=InterventionKind.DEMAND, day=10, days=20, amount=4.0))
        with pytest.raises(ScenarioError, match=r"^intervention: a run would need about .* rises of demand included"):
            check_entry(many, Intervention(what=InterventionKind.DEMAND, day=10, amount=4.0))

    def test_the_key_that_weighs_most_is_named_first(self) -> None:
        (finding,) = findings(scenario(organisation={"users": 5000}, run={"horizon_days": 2000}))
        assert finding.keys[0] == ("organisation", "users")
        often = scenario(
            organisation={"users": 100, "developers": 2000},
            demand={"needs_per_user": 20.0},
            run={"horizon_days": 5000, "warmup_days": 1000},
            contacts={"report_days": 1},
        )
        assert [one.keys[0] for one in findings(often)] == [("demand", "needs_per_user")]
