"""Sobol indices come out right on functions whose indices are known, and say so where they cannot be trusted."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest

from tests.analysis.functions import (
    G_FIRST,
    G_SECOND,
    G_TOTAL,
    G_VARIANCE,
    ISHIGAMI_FIRST,
    ISHIGAMI_SECOND,
    ISHIGAMI_TOTAL,
    ISHIGAMI_VARIANCE,
    G,
    g_function,
    ishigami,
)
from tests.analysis.made_up import MEASURE, Response, experiment, failing, from_units, normal, ranges
from trustsim.analysis.data import Floats, SweepData
from trustsim.analysis.idle import IDLE, SAME
from trustsim.analysis.possible import BELOW
from trustsim.analysis.sobol import (
    CONSTANT,
    CONSTANT_BASE,
    DROWNED,
    FAR_LESS,
    LESS,
    TOO_FEW,
    WRONG,
    explained,
    sobol,
)
from trustsim.experiment.plan import Design, DesignKind

CASES = [
    pytest.param(ishigami, ("x1", "x2", "x3"), ISHIGAMI_FIRST, ISHIGAMI_TOTAL, ISHIGAMI_SECOND, id="ishigami"),
    pytest.param(g_function, tuple(G), G_FIRST, G_TOTAL, G_SECOND, id="g-function"),
]


def solved(
    function: Response, names: tuple[str, ...], samples: int, *, second: bool = False, seed: int = 1
) -> tuple[pd.DataFrame, pd.DataFrame]:
    plan = experiment(ranges(*names), Design(DesignKind.SOBOL, samples=samples, second_order=second, seed=seed))
    one, two = sobol(SweepData(from_units(plan, {"world": function})), [MEASURE])
    return one.frame.set_index("factor"), two.frame.set_index(["factor", "other"]) if len(two.frame) else two.frame


def test_the_known_variances_are_those_of_the_functions() -> None:
    units = np.stack(np.meshgrid(*[(np.arange(200) + 0.5) / 200] * 3), axis=-1).reshape(-1, 3)
    assert np.var(ishigami(units)) == pytest.approx(ISHIGAMI_VARIANCE, rel=1e-3)
    units = np.stack(np.meshgrid(*[(np.arange(32) + 0.5) / 32] * 4), axis=-1).reshape(-1, 4)
    assert np.var(g_function(units)) == pytest.approx(G_VARIANCE, rel=5e-3)


@pytest.mark.parametrize(("function", "names", "first", "total", "second"), CASES)
def test_indices_lie_within_their_intervals(
    function: Response,
    names: tuple[str, ...],
    first: Mapping[str, float],
    total: Mapping[str, float],
    second: Mapping[tuple[str, str], float],
) -> None:
    one, two = solved(function, names, 1024, second=True)
    for name in names:
        row = one.loc[name]
        assert row["first_low"] <= first[name] <= row["first_high"]
        assert row["total_low"] <= total[name] <= row["total_high"]
        assert row["first"] == pytest.approx(first[name], abs=0.02)
        assert row["total"] == pytest.approx(total[name], abs=0.02)
    for pair in second:
        row = two.loc[pair]
        assert row["low"] <= second[pair] <= row["high"]
        assert row["value"] == pytest.approx(second[pair], abs=0.03)


@pytest.mark.parametrize(("function", "names", "first", "total", "second"), CASES)
def test_nineteen_of_twenty_intervals_hold_the_index_whatever_the_seed(
    function: Response,
    names: tuple[str, ...],
    first: Mapping[str, float],
    total: Mapping[str, float],
    second: Mapping[tuple[str, str], float],
) -> None:
    held = []
    for seed in range(1, 21):
        one, two = solved(function, names, 128, second=True, seed=seed)
        held += [one.loc[name, "first_low"] <= first[name] <= one.loc[name, "first_high"] for name in names]
        held += [one.loc[name, "total_low"] <= total[name] <= one.loc[name, "total_high"] for name in names]
        held += [two.loc[pair, "low"] <= second[pair] <= two.loc[pair, "high"] for pair in second]
    assert np.mean(held) >= 0.93


def test_indices_without_second_order_are_the_same_but_for_where_the_mean_is_taken() -> None:
    with_second, _ = solved(ishigami, ("x1", "x2", "x3"), 64, second=True)
    without, none = solved(ishigami, ("x1", "x2", "x3"), 64)
    assert len(none) == 0
    assert without["first"].tolist() == pytest.approx(with_second["first"].tolist(), abs=1e-3)


def test_the_same_sweep_gives_the_same_intervals_and_another_seed_others() -> None:
    names = ("x1", "x2", "x3")
    assert solved(ishigami, names, 64)[0].equals(solved(ishigami, names, 64)[0])
    assert not solved(ishigami, names, 64)[0].equals(solved(ishigami, names, 64, seed=2)[0])


def test_the_total_index_of_a_factor_that_does_nothing_is_the_floor() -> None:
    plan = experiment(ranges("x1", "x2", "idle"), Design(DesignKind.SOBOL, samples=512), 4)
    sweep = from_units(plan, {"world": lambda units: units[:, 0] + units[:, 1]}, 0.3 * normal((512 * 5, 1, 4)))
    found = sobol(SweepData(sweep), [MEASURE])[0].frame.set_index("factor")
    floor = 0.3**2 / 4 / (2 / 12 + 0.3**2 / 4)
    assert found.loc["idle", "floor"] == pytest.approx(floor, rel=0.15)
    assert found.loc["idle", "total_low"] <= found.loc["idle", "floor"] <= found.loc["idle", "total_high"]
    assert found.loc["x1", "total_low"] > found.loc["x1", "floor"]


def test_luck_that_all_points_share_is_no_floor() -> None:
    plan = experiment(ranges("x1", "x2"), Design(DesignKind.SOBOL, samples=64), 4)
    sweep = from_units(plan, {"world": lambda units: units[:, 0] + units[:, 1]}, normal((1, 1, 4)))
    found = sobol(SweepData(sweep), [MEASURE])[0].frame
    assert found["floor"].tolist() == pytest.approx([0.0, 0.0], abs=1e-9)


def test_a_failed_run_takes_its_block_with_it_and_no_other() -> None:
    plan = experiment(ranges("x1", "x2", "x3"), Design(DesignKind.SOBOL, samples=64))
    sweep = from_units(plan, {"world": ishigami})
    whole = sobol(SweepData(sweep), [MEASURE])[0].frame
    fewer = sobol(SweepData(failing(sweep, [0, 7, 8])), [MEASURE])[0].frame
    assert whole[["blocks", "dropped"]].iloc[0].tolist() == [64, 0]
    assert fewer[["blocks", "dropped"]].iloc[0].tolist() == [62, 2]
    assert np.isfinite(fewer["total"]).all()


def test_with_too_few_blocks_there_is_a_remark_and_no_index() -> None:
    plan = experiment(ranges("x1", "x2", "x3"), Design(DesignKind.SOBOL, samples=2))
    found = sobol(SweepData(failing(from_units(plan, {"world": ishigami}), [0])), [MEASURE])[0].frame
    assert found["first"].isna().all()
    assert set(found["remark"]) == {TOO_FEW}


def test_a_measure_that_only_changes_between_the_base_samples_has_a_remark_and_no_index() -> None:
    plan = experiment(ranges("x1", "x2"), Design(DesignKind.SOBOL, samples=16))
    sweep = from_units(plan, {"world": lambda units: np.where(np.arange(len(units)) % 4 == 1, units[:, 0], 0.3)})
    found = sobol(SweepData(sweep), [MEASURE])[0].frame
    assert found[["first", "total", "total_low", "total_high"]].isna().all(axis=None)
    assert set(found["remark"]) == {CONSTANT_BASE}


@pytest.mark.parametrize("point", [0, 2, 3])
@pytest.mark.parametrize("size", [1e3, 1e18, 1e300])
def test_one_huge_value_among_the_others_has_a_remark_and_no_index(point: int, size: float) -> None:
    def one_is_huge(units: Floats) -> Floats:
        return np.asarray(np.where(np.arange(len(units)) == point, size, units @ np.array([1.0, 2.0])))

    found, _ = solved(one_is_huge, ("x1", "x2"), 16)
    assert found[["first", "total", "total_low", "total_high"]].isna().all(axis=None)
    assert set(found["remark"]) == {DROWNED}


def test_a_factor_that_does_nothing_has_no_interval_of_no_width() -> None:
    found, _ = solved(lambda units: units[:, 0], ("x1", "x2"), 16)
    idle = found.loc["x2"]
    assert (idle["first"], idle["total"], idle["verdict"]) == (0.0, 0.0, f"{IDLE}: {SAME}")
    assert idle[["first_low", "first_high", "total_low", "total_high"]].isna().all()


def test_a_constant_measure_has_a_remark_and_no_index() -> None:
    found, _ = solved(lambda units: np.full(len(units), 0.1), ("x1", "x2"), 16)
    assert found["total"].isna().all()
    assert set(found["remark"]) == {CONSTANT}


@pytest.mark.parametrize(
    ("first", "total", "remark"),
    [
        ((0.2, 0.1, 0.3), (0.3, 0.2, 0.4), ""),
        ((-0.02, -0.1, 0.06), (0.1, 0.0, 0.2), BELOW),
        ((-0.3, -0.4, -0.2), (0.1, 0.0, 0.2), WRONG),
        ((0.3, 0.2, 0.4), (0.25, 0.15, 0.35), LESS),
        ((0.8, 0.7, 0.9), (0.3, 0.2, 0.4), FAR_LESS),
    ],
)
def test_odd_indices_are_explained(first: tuple[float, ...], total: tuple[float, ...], remark: str) -> None:
    row = dict(zip(("first", "first_low", "first_high"), first, strict=True))
    row |= dict(zip(("total", "total_low", "total_high"), total, strict=True))
    assert explained(row) == remark
