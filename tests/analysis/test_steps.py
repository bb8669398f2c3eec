"""What a step from the first level to another does is what the function does, luck that points share left out."""

from __future__ import annotations

import re

import numpy as np
import pytest
from scipy import stats

from tests.analysis.made_up import (
    MEASURE,
    TRUST,
    MadeUp,
    experiment,
    failing,
    from_units,
    levels,
    normal,
    on_a_grid,
    ranges,
)
from trustsim.analysis.analyse import analyse
from trustsim.analysis.data import SweepData
from trustsim.analysis.findings import GROUNDS, SHORT
from trustsim.analysis.idle import SAME
from trustsim.analysis.levels import levels as levels_table
from trustsim.analysis.statement import fill
from trustsim.analysis.steps import interactions, steps
from trustsim.experiment.plan import Design, DesignKind

GRID = Design(DesignKind.GRID)
FACTORS = (levels("layers", 0, 3, 7), levels("rule", "beta", "cusp", "fire"))
EFFECT = {"beta": 0.0, "cusp": -5.0, "fire": 1.0}


def response(_: str, layers: int, rule: str) -> float:
    return 2.0 * layers + EFFECT[rule]


def sweep(noise: np.ndarray | None = None, reps: int = 6) -> MadeUp:
    return on_a_grid(experiment(FACTORS, GRID, reps), response, noise)


@pytest.mark.parametrize(
    ("row", "first", "step"),
    [("layers=3", "0", 6.0), ("layers=7", "0", 14.0), ("rule=cusp", "beta", -5.0), ("rule=fire", "beta", 1.0)],
)
def test_steps_are_those_of_the_function(row: str, first: str, step: float) -> None:
    shared = 50.0 * normal((1, 1, 6), 3)
    found = steps(SweepData(sweep(shared)), [MEASURE])
    assert len(found.frame) == 4
    row = f"world/{MEASURE}/{row}"
    assert found.value(row, "from_level") == first
    assert [found.value(row, name) for name in ("step", "low", "high")] == pytest.approx([step] * 3)
    assert found.value(row, "n") == 6


def test_the_interval_of_a_step_is_over_seeds() -> None:
    noise = normal((9, 1, 6))
    found = steps(SweepData(sweep(noise)), [MEASURE])
    by_seed = noise[6:, 0].mean(axis=0) - noise[:3, 0].mean(axis=0) + 14.0
    low, high = stats.t.interval(0.95, 5, by_seed.mean(), stats.sem(by_seed))
    row = f"world/{MEASURE}/layers=7"
    assert [found.value(row, name) for name in ("low", "high")] == pytest.approx([low, high])


def test_a_seed_that_lacks_a_value_gives_no_step_where_it_is_needed() -> None:
    found = steps(SweepData(failing(sweep(normal((9, 1, 6))), [0])), [MEASURE])
    assert found.value(f"world/{MEASURE}/layers=7", "n") == 5
    assert found.value(f"world/{MEASURE}/rule=fire", "n") == 5


def test_samples_have_no_steps() -> None:
    plan = experiment(ranges("x", "y"), Design(DesignKind.LHS, samples=16))
    assert steps(SweepData(from_units(plan, {"world": lambda units: units[:, 0]})), [MEASURE]).frame.empty


def test_numbers_are_told_to_the_last_and_words_to_the_furthest() -> None:
    told = "\n".join(analyse(sweep(0.1 * normal((9, 1, 6)))).statements["In short"])
    assert "moves from layers = {steps:world/trust.end/layers=7:from_level|text} to" in told
    assert "from rule = {steps:world/trust.end/rule=cusp:from_level|text} to" in told
    assert "(the furthest from it, picked after looking)" in told
    assert told.count("over all else") == 1


def test_a_step_that_luck_may_have_made_is_told_as_such_and_one_that_does_nothing_too() -> None:
    noise = 9.0 * np.stack([normal((6,), seed) if point < 3 else np.zeros(6) for point, seed in enumerate(range(9))])
    plan = experiment((levels("layers", 0, 1, 2), levels("rule", "beta", "cusp", "fire")), GRID, 6)
    drawn = analyse(on_a_grid(plan, lambda *_, **__: 1.0, noise[:, None, :]))
    told = " ".join(fill(one, drawn) for one in drawn.statements[SHORT])
    assert "cannot be told from zero." in told
    still = analyse(on_a_grid(plan, lambda *_, **__: 1.0, np.broadcast_to(normal((1, 1, 6)), (9, 1, 6))))
    told = " ".join(fill(one, still) for one in still.statements[SHORT])
    assert f"Here layers and rule have no effect on {TRUST}: {SAME}." in told


def bending(_: str, layers: int, rule: str) -> float:
    """Layers do nothing under beta, and 2 each under the others."""
    return 0.0 if rule == "beta" else 2.0 * layers


def test_an_interaction_is_the_difference_of_two_steps_seed_by_seed() -> None:
    noise = normal((9, 1, 6))
    found = interactions(SweepData(on_a_grid(experiment(FACTORS, GRID, 6), bending, noise)), [MEASURE])
    row = f"world/{MEASURE}/layers=7/rule=fire"
    here, there = (noise[6 + other, 0] - noise[other, 0] + moved for other, moved in ((0, 0.0), (2, 14.0)))
    low, high = stats.t.interval(0.95, 5, (there - here).mean(), stats.sem(there - here))
    assert [found.value(row, name) for name in ("step", "there")] == pytest.approx([here.mean(), there.mean()])
    assert found.value(row, "difference") == pytest.approx((there - here).mean())
    assert [found.value(row, name) for name in ("low", "high")] == pytest.approx([low, high])
    assert len(found.frame) == 4


def told(of: MadeUp) -> str:
    found = analyse(of)
    return " ".join(fill(one, found) for name in (SHORT, GROUNDS) for one in found.statements.get(name, []))


def test_what_a_factor_does_is_told_where_another_one_differs() -> None:
    said = told(on_a_grid(experiment(FACTORS, GRID, 6), bending, 0.1 * normal((9, 1, 6))))
    assert f"What layers does to {TRUST} depends on rule: from 0 to 7 it moves it by " in said
    assert " where rule = beta, and by +1" in said
    assert f"No two factors can be told to act together on {TRUST}." in told(sweep(0.1 * normal((9, 1, 6))))


def test_half_of_the_way_is_told_of_numbers() -> None:
    plan = experiment((levels("layers", 0, 2, 4), levels("rule", "beta", "cusp")), GRID, 6)
    said = told(on_a_grid(plan, lambda _, layers, rule: float(layers**2) + (rule == "cusp"), 0.01 * normal((6, 1, 6))))
    assert re.search(r"from layers = 0 to 4 by \+1[56]\.\d+ \(.*?\), of which \+[34]\.\d+ \(.*?\) up to 2;", said)


def test_a_point_without_a_value_leaves_the_steps_that_do_not_need_it_and_what_is_left_of_the_others() -> None:
    found = steps(SweepData(failing(sweep(), range(6))), [MEASURE])  # no layers, beta
    expected = {"layers=3": (6.0, 2), "layers=7": (14.0, 2), "rule=cusp": (-5.0, 2), "rule=fire": (1.0, 2)}
    for level, (step, combinations) in expected.items():
        row = f"world/{MEASURE}/{level}"
        assert found.value(row, "step") == pytest.approx(step)
        assert found.value(row, "low") == pytest.approx(step)
        assert (found.value(row, "combinations"), found.value(row, "of")) == (combinations, 3)
    said = told(failing(sweep(0.1 * normal((9, 1, 6))), range(6)))
    assert f"Points at which no run has a value: 1 of 9 for {TRUST}. Levels are compared" in said
    assert "from layers = 0 to 7 by +" in said
    assert "leave fewer combinations of the rest to compare over: 2 of 3 for layers and 2 of 3 for rule." in said


def test_a_factor_of_which_no_step_can_be_told_is_named() -> None:
    said = told(failing(sweep(), range(18)))  # no layers at all
    assert f"No step on {TRUST} can be told for layers: points without a value leave nothing to compare." in said
    assert "from rule = beta to cusp" in said


def test_means_by_level_are_over_what_all_levels_meet() -> None:
    found = levels_table(SweepData(failing(sweep(), range(6))), [MEASURE])
    means = {level: found.value(f"world/{MEASURE}/layers={level}", "mean") for level in (0, 3, 7)}
    assert means == pytest.approx({0: -2.0, 3: 4.0, 7: 12.0})
    assert found.value(f"world/{MEASURE}/layers=3", "points") == 2
