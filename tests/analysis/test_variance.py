"""The variance is split into the parts that it was made of."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from tests.analysis.functions import ISHIGAMI_FIRST, ISHIGAMI_VARIANCE, ishigami
from tests.analysis.made_up import (
    MEASURE,
    MadeUp,
    experiment,
    failing,
    from_units,
    levels,
    normal,
    on_a_grid,
    ranges,
)
from trustsim.analysis.data import SweepData
from trustsim.analysis.luck import MOST_GROUPS, PIECE
from trustsim.analysis.possible import BELOW
from trustsim.analysis.variance import CONSTANT, HOLES, SINGLE, variance
from trustsim.experiment.plan import Design, DesignKind

OWN, SHARED = 2.0, 1.5
XS = ("x1", "x2", "x3")


def split(sweep: MadeUp) -> pd.DataFrame:
    return variance(SweepData(sweep), [MEASURE]).frame.set_index("source")


def noisy(kind: DesignKind, samples: int, seed: int, *, common: bool) -> MadeUp:
    """Ishigami's function with known luck: a part of each run, and one that all runs of a seed share."""
    plan = experiment(ranges(*XS), Design(kind, samples=samples, seed=seed), 8, common=common)
    rows = samples * (5 if kind == DesignKind.SOBOL else 1)
    noise = OWN * normal((rows, 1, 8), seed) + (SHARED * normal((1, 1, 8), 100 + seed) if common else 0.0)
    return from_units(plan, {"world": ishigami}, noise)


def two_by_three(seed: int, *, common: bool, reps: int = 12) -> MadeUp:
    """A grid with main effects, an interaction and known luck."""
    plan = experiment(
        (levels("a", -1, 1), levels("b", -1, 0, 1)), Design(DesignKind.GRID, seed=seed), reps, common=common
    )
    noise = OWN * normal((6, 1, reps), seed) + (SHARED * normal((1, 1, reps), 100_000 + seed) if common else 0.0)
    return on_a_grid(plan, lambda _, a, b: 2.0 * a + b + 1.5 * a * b, noise)


def expected(parts: dict[str, float], *, common: bool) -> dict[str, float]:
    """Shares of these variances, of luck, and of both kinds of luck."""
    luck = {"luck": OWN**2 + common * SHARED**2} | ({"luck.shared": SHARED**2, "luck.own": OWN**2} if common else {})
    whole = sum(parts.values()) + luck["luck"]
    return {name: part / whole for name, part in (parts | luck).items()}


ISHIGAMI = {name: share * ISHIGAMI_VARIANCE for name, share in ISHIGAMI_FIRST.items()}
ISHIGAMI["interactions"] = ISHIGAMI_VARIANCE - sum(ISHIGAMI.values())
GRID = {"a": 4.0, "b": 2.0 / 3.0, "interactions": 1.5}
MAKERS: dict[str, tuple[Callable[..., MadeUp], dict[str, float]]] = {
    "sobol": (lambda seed, common: noisy(DesignKind.SOBOL, 128, seed, common=common), ISHIGAMI),
    "lhs": (lambda seed, common: noisy(DesignKind.LHS, 256, seed, common=common), ISHIGAMI),
    "grid": (lambda seed, common: two_by_three(seed, common=common), GRID),
}


@pytest.mark.parametrize("common", [True, False], ids=["common seeds", "seeds apart"])
@pytest.mark.parametrize("name", list(MAKERS))
def test_shares_come_out_right_on_average_and_within_their_intervals(name: str, common: bool) -> None:
    make, parts = MAKERS[name]
    truth = expected(parts, common=common)
    found = [split(make(seed, common=common)) for seed in range(1, 21)]
    held = [
        one.loc[source, "low"] <= share <= one.loc[source, "high"] for one in found for source, share in truth.items()
    ]
    for source, share in truth.items():
        assert np.mean([one.loc[source, "share"] for one in found]) == pytest.approx(share, abs=0.05)
    assert np.mean(held) >= 0.85


@pytest.mark.parametrize("name", list(MAKERS))
def test_the_shares_of_all_parts_sum_to_one(name: str) -> None:
    found = split(MAKERS[name][0](3, common=True))
    whole = found[found["kind"] != "part of luck"]["variance"].sum()
    assert found.loc[["luck.shared", "luck.own"], "variance"].sum() == pytest.approx(found.loc["luck", "variance"])
    estimates = found["variance"] / whole
    possible = estimates.clip(0.0, found["kind"].map({"part of luck": estimates["luck"]}).fillna(1.0))
    assert found["share"].to_numpy() == pytest.approx(possible.to_numpy(), abs=1e-9)
    for source in found.index[estimates < -1e-9]:
        assert BELOW in found.loc[source, "remark"]


def test_without_luck_a_grid_is_an_analysis_of_variance() -> None:
    plan = experiment((levels("a", -1, 1), levels("b", -1, 0, 1)), Design(DesignKind.GRID), 2)
    found = split(on_a_grid(plan, lambda _, a, b: 2.0 * a + b + 1.5 * a * b))
    whole = sum(GRID.values())
    for source, part in GRID.items():
        assert found.loc[source, "variance"] == pytest.approx(part, abs=1e-12)
        assert found.loc[source, "share"] == pytest.approx(part / whole, abs=1e-12)
    assert found.loc["luck", "share"] == pytest.approx(0.0, abs=1e-12)


def test_single_runs_leave_luck_among_the_interactions_and_say_so() -> None:
    plan = experiment((levels("a", -1, 1), levels("b", -1, 1)), Design(DesignKind.GRID))
    found = split(on_a_grid(plan, lambda _, a, b: a + 2.0 * b))
    assert "luck" not in found.index
    assert found.loc["interactions", "remark"] == SINGLE
    assert found["low"].isna().all()


def test_a_grid_with_a_hole_has_no_shares_and_one_with_fewer_runs_has() -> None:
    sweep = two_by_three(1, common=True)
    holed = split(failing(sweep, range(12)))
    assert holed["share"].isna().all()
    assert set(holed["remark"]) == {HOLES}
    found = split(failing(sweep, [0, 1, 30]))
    assert found.loc["a", "share"] == pytest.approx(split(sweep).loc["a", "share"], abs=0.05)


def test_few_points_of_a_latin_hypercube_are_told_from_luck_alone() -> None:
    plan = experiment(ranges(*XS), Design(DesignKind.LHS, samples=30), 4)
    found = split(from_units(plan, {"world": ishigami}, normal((30, 1, 4))))
    assert set(found.index) == {"points", "luck", "luck.shared", "luck.own"}


def test_a_constant_measure_has_a_remark_and_no_share() -> None:
    plan = experiment((levels("a", -1, 1),), Design(DesignKind.GRID), 3)
    found = split(on_a_grid(plan, lambda _, a: 0.0 * a))
    assert found["share"].isna().all()
    assert set(found["remark"]) == {CONSTANT}


def test_resamples_in_pieces_are_the_same_as_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = {name: split(make(1, common=False)) for name, (make, _) in MAKERS.items()}
    monkeypatch.setattr("trustsim.analysis.luck.PIECE", 2000)
    assert PIECE > 2000
    for name, (make, _) in MAKERS.items():
        pieces = split(make(1, common=False))
        assert pieces["low"].tolist() == pytest.approx(at_once[name]["low"].tolist(), abs=1e-9)


@pytest.mark.slow
@pytest.mark.parametrize("common", [True, False], ids=["common seeds", "seeds apart"])
@pytest.mark.parametrize("reps", [3, 5, 10])
def test_intervals_of_shares_in_grids_hold_the_truth_as_often_as_they_say_however_few_the_runs(
    reps: int, common: bool
) -> None:
    truth = expected(GRID, common=common)
    found = [split(two_by_three(seed, common=common, reps=reps)) for seed in range(1, 301)]
    held = {
        source: np.mean([one.loc[source, "low"] <= share <= one.loc[source, "high"] for one in found])
        for source, share in truth.items()
        if source in (*GRID, "luck")
    }
    assert 0.92 <= np.mean(list(held.values())) <= 0.98
    assert min(held.values()) >= 0.90


def test_two_runs_of_a_point_are_too_few_for_an_interval_of_a_share_in_a_grid() -> None:
    assert split(two_by_three(1, common=True, reps=2))["low"].isna().all()
    assert split(two_by_three(1, common=True, reps=3))["low"].notna().all()


def test_the_jackknife_leaves_seeds_out_in_at_most_so_many_groups() -> None:
    few, many = (split(two_by_three(1, common=True, reps=reps)) for reps in (MOST_GROUPS, 4 * MOST_GROUPS))
    narrower = (many["high"] - many["low"]).mean() / (few["high"] - few["low"]).mean()
    assert narrower == pytest.approx(0.5, abs=0.15)
