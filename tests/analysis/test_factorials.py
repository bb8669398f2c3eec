"""Means by level, effects, interactions and swaps of grids are what they are known to be."""

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
from trustsim.analysis.columns import AT_ONCE, SUMMED, TOGETHER
from trustsim.analysis.data import SweepData
from trustsim.analysis.effects import effects, is_two_level, swaps
from trustsim.analysis.findings import GROUNDS, SHORT
from trustsim.analysis.levels import levels as by_level
from trustsim.analysis.levels import pairs
from trustsim.analysis.statement import fill
from trustsim.experiment.plan import Design, DesignKind

GRID = Design(DesignKind.GRID)
POLICIES = tuple(levels(name, "old", "new") for name in "abc")


def response(_: str, a: str, b: str, c: str) -> float:
    """Effects 2, 1 and 0 on average; a and b together 4 more."""
    on = [one == "new" for one in (a, b, c)]
    return 2.0 * on[0] + 1.0 * on[1] + 4.0 * (on[0] and on[1])


def factorial(noise: np.ndarray | None = None, reps: int = 5) -> MadeUp:
    return on_a_grid(experiment(POLICIES, GRID, reps), response, noise)


def test_effects_and_interactions_are_those_of_the_function() -> None:
    found = effects(SweepData(factorial()), [MEASURE])
    expected = {"a": 4.0, "b": 3.0, "c": 0.0, "a*b": 2.0, "a*c": 0.0, "b*c": 0.0}
    for term, effect in expected.items():
        assert found.value(f"world/{MEASURE}/{term}", "effect") == pytest.approx(effect)
    assert found.frame["factor"].tolist()[:3] == ["a", "b", "c"]


def test_the_interval_of_an_effect_is_over_seeds_and_without_the_luck_they_share() -> None:
    own, shared = normal((8, 1, 5)), 50.0 * normal((1, 1, 5), 3)
    found = effects(SweepData(factorial(own + shared)), [MEASURE])
    sign = np.repeat([-1.0, 1.0], 4)
    by_seed = np.array([2.0 * np.mean(sign * own[:, 0, seed]) for seed in range(5)]) + 4.0
    low, high = stats.t.interval(0.95, 4, by_seed.mean(), stats.sem(by_seed))
    row = f"world/{MEASURE}/a"
    assert (found.value(row, "low"), found.value(row, "high")) == pytest.approx((low, high))
    assert found.value(row, "n") == 5


def test_swaps_start_from_the_usual_corner_and_from_the_opposite_one() -> None:
    found = swaps(SweepData(factorial()), [MEASURE])
    told = {
        (corner, factor): found.value(f"world/{MEASURE}/{corner}/{factor}", "effect")
        for corner in ("usual", "opposite")
        for factor in "abc"
    }
    assert told == pytest.approx(
        {("usual", "a"): 2.0, ("usual", "b"): 1.0, ("usual", "c"): 0.0}
        | {("opposite", "a"): -6.0, ("opposite", "b"): -5.0, ("opposite", "c"): 0.0}
    )
    assert found.value(f"world/{MEASURE}/opposite/a", "level") == "old"


def test_means_by_level_are_over_all_else_with_intervals_over_seeds() -> None:
    noise = normal((8, 1, 5))
    found = by_level(SweepData(factorial(noise)), [MEASURE])
    at = np.arange(8) >= 4
    by_seed = noise[at, 0].mean(axis=0) + np.mean([2.0, 2.0, 7.0, 7.0])
    low, high = stats.t.interval(0.95, 4, by_seed.mean(), stats.sem(by_seed))
    row = f"world/{MEASURE}/a=new"
    assert found.value(row, "mean") == pytest.approx(by_seed.mean())
    assert (found.value(row, "low"), found.value(row, "high")) == pytest.approx((low, high))
    assert (found.value(row, "points"), found.value(row, "n")) == (4, 5)


def test_means_by_pairs_of_levels_are_over_all_else() -> None:
    found = pairs(SweepData(factorial()), [MEASURE])
    means = {
        (a, b): found.value(f"world/{MEASURE}/a={a}/b={b}", "mean") for a in ("old", "new") for b in ("old", "new")
    }
    assert means == pytest.approx({("old", "old"): 0, ("old", "new"): 1, ("new", "old"): 2, ("new", "new"): 7})


def test_a_seed_that_failed_anywhere_is_left_out_of_what_is_paired() -> None:
    noise = normal((8, 1, 5))
    found = effects(SweepData(failing(factorial(noise), [3])), [MEASURE])
    fewer = effects(SweepData(on_a_grid(experiment(POLICIES, GRID, 4), response, noise[:, :, [0, 1, 2, 4]])), [MEASURE])
    row = f"world/{MEASURE}/a"
    assert found.value(row, "n") == 4
    assert found.value(row, "low") == pytest.approx(fewer.value(row, "low"))


def test_single_runs_have_effects_without_intervals() -> None:
    found = effects(SweepData(factorial(reps=1)), [MEASURE])
    assert found.value(f"world/{MEASURE}/a", "effect") == pytest.approx(4.0)
    assert found.value(f"world/{MEASURE}/a", "low") is None


def test_more_than_two_levels_are_no_two_level_factorial() -> None:
    plan = experiment((levels("a", 1, 2), levels("b", 1, 2, 3)), GRID, 2)
    sweep = on_a_grid(plan, lambda _, a, b: float(a + b))
    assert not is_two_level(SweepData(sweep))
    assert "effects" not in analyse(sweep).tables


def test_levels_in_a_random_sample_have_intervals_over_points() -> None:
    plan = experiment((*ranges("x"), levels("policy", "old", "new")), Design(DesignKind.LHS, samples=100), 3)
    sweep = from_units(plan, {"world": lambda units: units[:, 0] + 3.0 * (units[:, 1] >= 0.5)})
    found = by_level(SweepData(sweep), [MEASURE])
    own = sweep.table.groupby("point")[MEASURE].mean()[sweep.design["policy"] == "new"]
    low, high = stats.t.interval(0.95, len(own) - 1, own.mean(), stats.sem(own))
    row = f"world/{MEASURE}/policy=new"
    assert (found.value(row, "low"), found.value(row, "high")) == pytest.approx((low, high))
    assert found.frame["factor"].unique().tolist() == ["policy"]


def test_of_a_sobol_design_only_independent_points_count() -> None:
    plan = experiment((*ranges("x"), levels("policy", "old", "new")), Design(DesignKind.SOBOL, samples=32))
    found = by_level(SweepData(from_units(plan, {"world": lambda units: units[:, 0]})), [MEASURE])
    assert found.frame["points"].sum() == 2 * 32


def told(of: MadeUp) -> str:
    found = analyse(of)
    return " ".join(fill(one, found) for name in (SHORT, GROUNDS) for one in found.statements.get(name, []))


def test_all_swaps_at_once_stand_beside_their_sum_and_what_is_left_of_the_whole() -> None:
    noise = 0.1 * normal((8, 1, 5))
    found = swaps(SweepData(factorial(noise)), [MEASURE])
    by_seed = {
        name: found.value(f"world/{MEASURE}/usual/{name}", "effect") for name in (*"abc", AT_ONCE, SUMMED, TOGETHER)
    }
    assert by_seed[AT_ONCE] == pytest.approx(7.0 + (noise[7] - noise[0]).mean())
    assert by_seed[SUMMED] == pytest.approx(by_seed["a"] + by_seed["b"] + by_seed["c"])
    left = (noise[7] - noise[0]) - (noise[4] + noise[2] + noise[1] - 3 * noise[0]) + 4.0
    low, high = stats.t.interval(0.95, 4, left.mean(), stats.sem(left[0]))
    assert by_seed[TOGETHER] == pytest.approx(left.mean())
    row = f"world/{MEASURE}/usual/{TOGETHER}"
    assert (found.value(row, "low"), found.value(row, "high")) == pytest.approx((low, high))
    assert found.value(f"world/{MEASURE}/usual/{AT_ONCE}", "point") == 7
    assert found.value(f"world/{MEASURE}/opposite/{AT_ONCE}", "effect") == pytest.approx(-by_seed[AT_ONCE])


def test_the_whole_is_told_against_the_sum_of_single_swaps() -> None:
    said = told(factorial(0.1 * normal((8, 1, 5))))
    assert re.search(
        rf"Swapping all factors at once, from the levels of the first base on, moves {re.escape(TRUST)} by "
        r"\+[67]\.\d+ \(.*?\); "
        r"single swaps sum to \+[23]\.\d+ \(.*?\), and the rest, \+[34]\.\d+ \(.*?\), comes of what they do",
        said,
    )
    alone = on_a_grid(experiment(POLICIES, GRID, 5), lambda _, a, **__: float(a == "new"), 0.1 * normal((8, 1, 5)))
    assert re.search(r"single swaps sum to \+0\.9.*?, and the rest, .*?, cannot be told from zero\.", told(alone))


def test_a_point_without_a_value_takes_its_partners_with_it_and_biases_no_effect() -> None:
    """Left out by itself, the hole would make the mean of the rest, 100, a part of every effect."""
    sweep = on_a_grid(experiment(POLICIES, GRID, 5), lambda *_, **levels: 100.0 + response("", **levels))
    found = effects(SweepData(failing(sweep, range(5))), [MEASURE])  # all off
    expected = {"a": np.mean([2.0, 6.0, 6.0]), "b": np.mean([1.0, 5.0, 5.0]), "c": 0.0, "a*b": 2.0}
    for term, effect in expected.items():
        row = f"world/{MEASURE}/{term}"
        assert found.value(row, "effect") == pytest.approx(effect)
        assert found.value(row, "low") == (None if term == "c" else pytest.approx(effect))  # c does nothing
        assert found.value(row, "combinations") == found.value(row, "of") - 1


def test_a_measure_without_any_value_is_moved_by_nothing() -> None:
    said = told(factorial(np.full((8, 1, 5), np.nan)))
    assert "is moved by" not in said
    assert "by –" not in said
    assert "The strongest interaction" not in said


def test_what_a_hole_leaves_untold_is_said() -> None:
    said = told(failing(factorial(0.1 * normal((8, 1, 5))), range(5)))
    assert "Of these runs 5 failed, at 1 of the points. All figures here rest on the other 35 alone." in said
    assert f"Points at which no run has a value: 1 of 8 for {TRUST}. Levels are compared over the combinations" in said
    assert "leave fewer combinations of the rest to compare over: 3 of 4 for a" in said
    assert f"What swapping all factors at once does to {TRUST} cannot be told: an end of it has no value." in said
    assert f"what swapping a, b and c alone does to {TRUST} cannot be told" in said
    assert "From the opposite levels, swapping a alone to old moves" in said


def test_a_level_that_was_never_run_loses_its_factor_and_says_so() -> None:
    said = told(failing(factorial(), range(20)))
    assert f"No effect on {TRUST} can be told for a: points without a value leave nothing to compare." in said
    assert "b, from old to new, by +5.00" in said
