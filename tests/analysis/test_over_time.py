"""Indices over time are those of each checkpoint."""

from __future__ import annotations

import numpy as np
import pytest

from tests.analysis.made_up import MadeUp, experiment, failing, from_units, levels, normal, on_a_grid, ranges
from trustsim.analysis.data import Floats, SweepData
from trustsim.analysis.over_time import over_time
from trustsim.experiment.plan import Design, DesignKind
from trustsim.measures.responses import checkpoints

DAYS = np.array(checkpoints(500))


def with_curve(sweep: MadeUp, units: Floats) -> MadeUp:
    """A curve that goes from the first factor to the second."""
    when = DAYS / DAYS[-1]
    curve = units[:, :1] * (1.0 - when) + units[:, 1:2] * when
    table = sweep.table.copy()
    done = table["status"] == "done"
    table["trust@days"] = [curve[point] if ran else None for point, ran in zip(table["point"], done, strict=True)]
    return MadeUp(sweep.experiment, sweep.design, table)


def sobol_sweep(*failed: int) -> MadeUp:
    plan = experiment(ranges("x", "y"), Design(DesignKind.SOBOL, samples=256), over_time=("trust",))
    sweep = failing(from_units(plan, {"world": lambda units: units[:, 0]}), failed)
    return with_curve(sweep, SweepData(sweep).units)


def test_sobol_indices_go_from_the_first_factor_to_the_second() -> None:
    found = over_time(SweepData(sobol_sweep()))
    for day in DAYS:
        when = day / DAYS[-1]
        share = (1 - when) ** 2 / ((1 - when) ** 2 + when**2)
        for index in ("first", "total"):
            row = f"world/trust/x/{index}/{day}"
            if found.value(row, "value"):
                assert found.value(row, "low") - 1e-9 <= share <= found.value(row, "high") + 1e-9
            else:  # it does nothing yet, or no longer
                assert found.value(row, "low") is None
            assert found.value(row, "value") == pytest.approx(share, abs=0.03)


def test_a_failed_run_has_no_curve_and_its_block_is_left_out() -> None:
    whole, fewer = over_time(SweepData(sobol_sweep())), over_time(SweepData(sobol_sweep(5)))
    row = f"world/trust/x/total/{DAYS[0]}"
    assert fewer.value(row, "value") != whole.value(row, "value")
    assert fewer.value(row, "value") == pytest.approx(whole.value(row, "value"), abs=0.05)


def test_elementary_effects_go_from_the_first_factor_to_the_second() -> None:
    plan = experiment(ranges("x", "y"), Design(DesignKind.MORRIS, samples=10, steps=4), over_time=("trust",))
    sweep = from_units(plan, {"world": lambda units: units[:, 0]})
    found = over_time(SweepData(with_curve(sweep, SweepData(sweep).units)))
    for day in DAYS:
        assert found.value(f"world/trust/x/mu_star/{day}", "value") == pytest.approx(1 - day / DAYS[-1], abs=1e-9)
        assert found.value(f"world/trust/y/mu_star/{day}", "value") == pytest.approx(day / DAYS[-1], abs=1e-9)


def test_shares_of_a_grid_go_from_the_first_factor_to_the_second() -> None:
    plan = experiment((levels("x", 0.0, 1.0), levels("y", 0.0, 1.0)), Design(DesignKind.GRID), 2, over_time=("trust",))
    sweep = on_a_grid(plan, lambda _, x, y: x + y, normal((4, 1, 2)))
    found = over_time(SweepData(with_curve(sweep, sweep.design[["x", "y"]].to_numpy())))
    for day in DAYS:
        when = day / DAYS[-1]
        share = (1 - when) ** 2 / ((1 - when) ** 2 + when**2)
        assert found.value(f"world/trust/x/share/{day}", "value") == pytest.approx(share, abs=1e-9)


def test_a_curve_that_is_not_known_yet_has_no_index_on_that_day() -> None:
    sweep = sobol_sweep()
    sweep.table["trust@days"] = [np.where(DAYS > 42, curve, np.nan) for curve in sweep.table["trust@days"]]
    found = over_time(SweepData(sweep))
    assert found.value("world/trust/x/total/42", "value") is None
    assert found.value("world/trust/x/total/63", "value") is not None
