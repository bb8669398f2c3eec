"""Elementary effects are those of functions whose effects are known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tests.analysis.functions import G, g_function
from tests.analysis.made_up import (
    MEASURE,
    TRUST,
    MadeUp,
    experiment,
    failing,
    from_units,
    levels,
    normal,
    ranges,
    units_of,
)
from trustsim.analysis.analyse import analyse
from trustsim.analysis.data import Floats, SweepData
from trustsim.analysis.findings import FACTORS
from trustsim.analysis.idle import IDLE, SAME
from trustsim.analysis.morris import TOO_FEW, morris
from trustsim.analysis.statement import fill
from trustsim.experiment.plan import Design, DesignKind, Experiment, Factor, Scale

WEIGHTS = np.array([3.0, -2.0, 0.5, 0.0])


def linear(units: Floats) -> Floats:
    return np.asarray(units @ WEIGHTS)


def plan_of(names: tuple[str, ...], samples: int = 20) -> Experiment:
    return experiment(ranges(*names), Design(DesignKind.MORRIS, samples=samples, steps=4))


def test_a_linear_function_has_its_weights_for_effects_and_no_spread() -> None:
    plan = plan_of(("a", "b", "c", "d"))
    found = morris(SweepData(from_units(plan, {"world": linear})), [MEASURE]).frame.set_index("factor")
    assert found["mu"].tolist() == pytest.approx(WEIGHTS.tolist(), abs=1e-12)
    assert found["mu_star"].tolist() == pytest.approx(np.abs(WEIGHTS).tolist(), abs=1e-12)
    assert found["sigma"].tolist() == pytest.approx([0.0] * 4, abs=1e-12)
    moves = found.drop(index="d")
    assert moves["mu_star_low"].tolist() == pytest.approx(moves["mu_star"].tolist(), abs=1e-12)
    assert math.isnan(found.loc["d", "mu_star_low"])
    assert found.loc["d", "verdict"] == f"{IDLE}: {SAME}"
    assert found.loc["a", "remark"] == ""


def test_the_factors_of_the_g_function_come_in_their_order_and_act_together() -> None:
    found = morris(SweepData(from_units(plan_of(tuple(G), 100), {"world": g_function})), [MEASURE]).frame
    assert found.sort_values("mu_star", ascending=False)["factor"].tolist() == list(G)
    assert (found["sigma"] > 0.5 * found["mu_star"]).all()


def noisy(luck: Floats, replications: int) -> Floats:
    plan = experiment(ranges("a", "idle"), Design(DesignKind.MORRIS, samples=300, steps=4), replications)
    sweep = from_units(plan, {"world": lambda units: 3.0 * units[:, 0]}, luck)
    found = morris(SweepData(sweep), [MEASURE]).frame.set_index("factor")
    return found.loc["idle", ["mu_star", "floor"]].to_numpy(dtype=float)


def test_the_floor_is_what_luck_alone_makes_of_a_factor_that_does_nothing() -> None:
    mu_star, floor = noisy(0.3 * normal((300 * 3, 1, 4)), 4)
    assert floor == pytest.approx(np.sqrt(2 / np.pi) * np.sqrt(2 * 0.3**2 / 4) / (2 / 3), rel=0.05)
    assert mu_star == pytest.approx(floor, rel=0.1)


def test_luck_that_all_points_share_makes_no_floor() -> None:
    assert noisy(np.broadcast_to(normal((1, 1, 4)), (900, 1, 4)), 4) == pytest.approx([0.0, 0.0], abs=1e-9)


def test_single_runs_have_no_floor() -> None:
    assert np.isnan(noisy(0.3 * normal((900, 1, 1)), 1)[1])


def test_a_failed_run_takes_its_trajectory_with_it() -> None:
    plan = plan_of(("a", "b", "c", "d"))
    found = morris(SweepData(failing(from_units(plan, {"world": linear}), [6])), [MEASURE]).frame
    assert found[["trajectories", "dropped"]].iloc[0].tolist() == [19, 1]
    assert found["mu"].tolist() == pytest.approx(WEIGHTS.tolist(), abs=1e-12)


def test_with_too_few_trajectories_there_is_a_remark_and_no_effect() -> None:
    plan = plan_of(("a", "b", "c", "d"), 2)
    found = morris(SweepData(failing(from_units(plan, {"world": linear}), [0])), [MEASURE]).frame
    assert found["mu_star"].isna().all()
    assert set(found["remark"]) == {TOO_FEW}


MIXED = (
    *ranges("range"),
    levels("two words", "no", "yes"),
    levels("three numbers", 0, 10, 100),
    Factor("whole", key="x.whole", low=2, high=6, whole=True),
    Factor("whole log", key="x.log", low=1, high=64, whole=True, scale=Scale.LOG),
    levels("three words", "a", "b", "c"),
)


def whole_ways(plan: Experiment) -> MadeUp:
    """Each factor moves the response by 1 over its whole, evenly; each change of a word of three by 1."""
    units = units_of(plan.factors, plan.design)
    rows = [[factor.at(unit).label for factor, unit in zip(plan.factors, row, strict=True)] for row in units]
    along = [
        unit
        + (word == "yes")
        + [0, 10, 100].index(number) / 2
        + (whole - 2) / 4
        + math.log2(double) / 6
        + {"a": 0.0, "b": 1.0, "c": 2.0}[other]
        for unit, word, number, whole, double, other in rows
    ]
    return from_units(plan, {"world": lambda _: np.array(along)}, None)


@pytest.mark.parametrize("steps", [4, 6, 8])
def test_factors_with_levels_and_with_whole_numbers_are_on_one_scale_with_ranges(steps: int) -> None:
    plan = experiment(MIXED, Design(DesignKind.MORRIS, samples=30, steps=steps))
    found = morris(SweepData(whole_ways(plan)), [MEASURE]).frame.set_index("factor")
    same = found.drop(index="three words")
    assert same["mu_star"].tolist() == pytest.approx([1.0] * 5, abs=1e-9)
    assert same["sigma"].tolist() == pytest.approx([0.0] * 5, abs=1e-9)
    assert 1.0 <= found.loc["three words", "mu_star"] <= 2.0


def test_the_floor_of_a_factor_with_two_levels_is_on_that_scale_too() -> None:
    plan = experiment((levels("word", "no", "yes"), *ranges("x")), Design(DesignKind.MORRIS, samples=300, steps=4), 4)
    sweep = from_units(plan, {"world": lambda units: 3.0 * units[:, 1]}, 0.3 * normal((900, 1, 4)))
    found = morris(SweepData(sweep), [MEASURE]).frame.set_index("factor")
    assert found.loc["word", "floor"] == pytest.approx(np.sqrt(2 / np.pi) * np.sqrt(2 * 0.3**2 / 4), rel=0.05)
    assert found.loc["word", "mu_star"] == pytest.approx(found.loc["word", "floor"], rel=0.15)


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ((0.0, 0.0, 0.0), f"No effect on {TRUST} can be told: no mu* is clearly above what luck makes."),
        (
            (9.0, 0.0, 0.0),
            f"No effect on {TRUST} can be told for any other factor: no other mu* is clearly above what luck makes.",
        ),
        ((9.0, 5.0, 0.0), f"No effect on {TRUST} can be told for c: its mu* is not clearly above what luck makes."),
    ],
)
def test_which_factors_stand_out_from_luck_is_told(weights: tuple[float, ...], said: str) -> None:
    plan = experiment(ranges("a", "b", "c"), Design(DesignKind.MORRIS, samples=20, steps=4), 2)
    sweep = from_units(plan, {"world": lambda units: units @ np.array(weights)}, normal((20 * 4, 1, 2)))
    found = analyse(sweep)
    told = [fill(one, found) for one in found.statements[FACTORS]]
    assert said in [text.replace(" in world", "") for text in told], told
