"""Elementary effects are those of functions whose effects are known."""

from __future__ import annotations

import numpy as np
import pytest

from tests.analysis.functions import G, g_function
from tests.analysis.made_up import MEASURE, experiment, failing, from_units, normal, ranges
from trustsim.analysis.data import Floats, SweepData
from trustsim.analysis.morris import NOTHING, TOO_FEW, morris
from trustsim.experiment.plan import Design, DesignKind, Experiment

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
    assert found["mu_star_low"].tolist() == pytest.approx(found["mu_star"].tolist(), abs=1e-12)
    assert found.loc["d", "remark"] == NOTHING
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
