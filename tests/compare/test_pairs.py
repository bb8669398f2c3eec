"""Pairs of runs: of the real model, on the same luck, in any number of batches and processes."""

from __future__ import annotations

import numpy as np
import pytest

from trustsim.compare.pairs import Pairs, columns, curve_of, measured
from trustsim.compare.worlds import same_scenario, unique, worlds
from trustsim.errors import InputError
from trustsim.experiment.keys import run_key
from trustsim.measures.responses import CURVES, responses
from trustsim.run.outcome import outcome
from trustsim.run.pool import workers
from trustsim.run.single import LARGEST_SEED
from trustsim.scenario.process import PRESETS
from trustsim.scenario.schema import Scenario
from trustsim.vocabulary import Preset


def small(**sections: dict[str, object]) -> Scenario:
    usual = {
        "run": {"horizon_days": 30, "warmup_days": 10},
        "organisation": {"users": 3, "developers": 1},
        "planning": {"window_days": 10},
    }
    return Scenario.model_validate(usual | sections)


TWO = [("one", small()), ("two", small(process={"preset": "waterfall-contract"}))]


def made(batches: tuple[int, ...], jobs: int) -> Pairs:
    pairs = Pairs(worlds(TWO, 5), "satisfaction")
    with workers(jobs) as call:
        for number in batches:
            pairs.add(number, call)
    return pairs


@pytest.fixture(scope="module")
def four() -> Pairs:
    return made((4,), 1)


def test_each_seed_is_run_in_every_world(four: Pairs) -> None:
    assert (len(four), four.seeds) == (4, [5, 6, 7, 8])
    for place, (_, scenario) in enumerate(TWO):
        expected = [outcome(scenario, seed).figures["trust.end"] for seed in four.seeds]
        assert four.values(place, "trust.end").tolist() == expected


def test_batches_and_processes_change_nothing(four: Pairs) -> None:
    other = made((1, 3), 2)
    assert other.table().equals(four.table())
    assert np.array_equal(other.curves(1), four.curves(1), equal_nan=True)


def test_the_table_has_a_row_a_run_and_every_response(four: Pairs) -> None:
    table = four.table()
    assert list(table.columns) == list(columns()) == ["world", "rep", "seed", *responses()]
    assert table["world"].tolist() == ["one"] * 4 + ["two"] * 4
    assert table["rep"].tolist() == [0, 1, 2, 3] * 2
    assert table["seed"].tolist() == four.seeds * 2


def test_pairs_can_be_cut_to_the_first_ones(four: Pairs) -> None:
    cut = made((4,), 1)
    cut.keep(2)
    assert cut.seeds == [5, 6]
    assert cut.values(0, "trust.end").tolist() == four.values(0, "trust.end").tolist()[:2]
    assert cut.curves(1).shape == (2, 30)


def test_one_run_gives_all_responses_and_one_curve() -> None:
    figures, curve = measured(small(), 1, "trust")
    assert len(figures) == len(responses())
    assert curve[-1] == dict(zip(responses(), figures, strict=True))["trust.end"]


@pytest.mark.parametrize(
    ("measure", "curve"),
    [
        ("trust.end", "trust"),
        ("trust@mean", "trust"),
        ("it_in_business.end", "trust_it_in_business"),
        ("trust.by_dimension.ability.end", "trust_ability"),
        ("requests.need_fit", "need_fit"),
        ("requests.satisfaction", "satisfaction"),
        ("lead_time@mean", "lead_time"),
        ("organisation.cost", "trust"),
        ("trust.lowest_day", "trust"),
    ],
)
def test_the_curve_of_a_measure_is_its_own_or_trust(measure: str, curve: str) -> None:
    assert curve_of(measure) == curve


def test_every_response_has_a_curve() -> None:
    assert {curve_of(name) for name in responses()} <= set(CURVES)


def test_labels_are_made_unique() -> None:
    assert unique(["a", "b", "a", "a"]) == ["a", "b", "a-2", "a-3"]
    assert unique(["a", "a", "a-2"]) == ["a", "a-3", "a-2"]


def test_worlds_take_the_seed_of_the_first() -> None:
    named = [("one", small(run={"horizon_days": 30, "seed": 9})), ("two", small())]
    assert [world.scenario.run.seed for world in worlds(named)] == [9, 9]
    assert [world.scenario.run.seed for world in worlds(named, 3)] == [3, 3]


def test_worlds_that_cannot_be_compared_are_refused() -> None:
    with pytest.raises(InputError, match="1 given; expected two scenarios or more"):
        worlds(TWO[:1])
    with pytest.raises(InputError, match=r"one 30 days and two 40 days; expected the same length"):
        worlds([TWO[0], ("two", small(run={"horizon_days": 40}))])
    with pytest.raises(InputError, match=r"for 2 seeds up to 2\*\*53"):
        Pairs(worlds(TWO, LARGEST_SEED), most=2)


def test_worlds_are_the_same_scenario_where_nothing_that_reaches_a_run_differs() -> None:
    contract = PRESETS[Preset.WATERFALL_CONTRACT]._asdict()
    like = [
        small(), small(story={"title": "Another"}), small(planning={"window_days": 11}),
        small(process={"preset": "partnership"}),
        small(process={"preset": "partnership"} | {name: str(one) for name, one in contract.items()}),
    ]  # fmt: skip
    named = worlds([(str(place), scenario) for place, scenario in enumerate(like)])
    keys = [run_key(world.scenario, 1, "a model") for world in named]
    for one, key in zip(named, keys, strict=True):
        assert [same_scenario(one, other) for other in named] == [key == other for other in keys]
    assert [same_scenario(named[0], other) for other in named] == [True, True, False, False, True]
