"""Elementary effects are those of functions whose effects are known."""

from __future__ import annotations

import numpy as np
import pytest

from tests.analysis.functions import G, g_function
from tests.analysis.made_up import MEASURE, experiment, failing, from_units, ranges
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
