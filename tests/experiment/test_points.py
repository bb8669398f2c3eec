"""From a point to the scenario that is run there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.experiment import tiny
from tests.experiment.files import BATCHING, EDICTS, experiment
from trustsim.errors import ScenarioError
from trustsim.experiment.keys import run_key
from trustsim.experiment.plan import Factor, Level
from trustsim.experiment.points import scenario_at
from trustsim.scenario.loading import with_overrides, with_values
from trustsim.scenario.process import Process
from trustsim.scenario.schema import Scenario
from trustsim.vocabulary import Batching, Preset

PARTNERSHIP = Scenario(process=Process(preset=Preset.PARTNERSHIP))


def test_a_point_sets_what_its_levels_set_and_nothing_else(tmp_path: Path) -> None:
    batching, edicts = experiment(tmp_path, BATCHING, EDICTS).factors
    found = scenario_at(PARTNERSHIP, (batching.levels[0], edicts.levels[1]))
    expected = ["process.batching=release", "edicts.rate=3", 'timeline=[{ what = "edict", day = 10 }]']
    assert found == with_overrides(PARTNERSHIP, expected)
    assert found.process.policies() == PARTNERSHIP.process.policies()._replace(batching=Batching.RELEASE)


def test_a_point_without_levels_is_the_base() -> None:
    assert scenario_at(PARTNERSHIP, ()) is PARTNERSHIP
    assert scenario_at(PARTNERSHIP, (Level("none", ()),)) is PARTNERSHIP


def test_a_timeline_takes_the_place_of_the_one_before() -> None:
    once = with_overrides(Scenario(), ["timeline=[{what='outage', day=5}, {what='edict', day=6}]"])
    found = scenario_at(once, (Level("none", (("timeline", []),)),))
    assert found.timeline == ()


def test_what_does_not_go_together_is_told_with_its_key() -> None:
    levels = (Level(1, (("organisation.users", 1),)), Level(2, (("organisation.business_units", 2),)))
    with pytest.raises(ScenarioError) as caught:
        scenario_at(Scenario(), levels)
    (problem,) = caught.value.problems
    assert (problem.file, problem.key) == ("design point", "organisation.business_units")
    assert "too many for 1 user" in problem.message


def test_values_that_a_key_does_not_take_are_told_all_at_once() -> None:
    with pytest.raises(ScenarioError) as caught:
        with_values(Scenario(), {"organisation.users": 0, "trust.rul": "beta"})
    assert [problem.key for problem in caught.value.problems] == ["organisation.users", "trust.rul"]


def test_a_range_and_the_same_levels_written_out_are_the_same_runs() -> None:
    base = tiny.small()
    keys = [
        [run_key(scenario_at(base, [level]), 1, "model") for level in factor.over(5)]
        for factor in (
            Factor("padding", key="reactions.padding", low=0.1, high=0.5),
            Factor("padding", key="reactions.padding", low=0.0, high=0.4),
        )
    ]
    written = [
        run_key(scenario_at(base, [Factor("padding", key="reactions.padding").set(value)]), 1, "model")
        for value in (0.1, 0.2, 0.3, 0.4, 0.5)
    ]
    assert keys[0] == written
    assert keys[1][1:] == written[:4]
