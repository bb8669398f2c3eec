"""Every point has its mean and interval, and differences are taken seed by seed."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tests.analysis.made_up import MEASURE, MadeUp, experiment, failing, levels, normal, on_a_grid
from trustsim.analysis.data import SweepData
from trustsim.analysis.levels import levels as table_of_levels
from trustsim.analysis.points import differences, extremes, points, sides
from trustsim.experiment.plan import Design, DesignKind, Factor

REPS = 6
GRID = Design(DesignKind.GRID)
NOISE = normal((6, 2, REPS)) + 5.0 * normal((1, 1, REPS), 2)


def sweep(**more: object) -> MadeUp:
    plan = experiment((levels("a", "x", "y"), levels("b", 1, 2, 3)), GRID, REPS, bases=("old", "new"), **more)
    return on_a_grid(plan, lambda base, a, b: (a == "y") + b + 10.0 * (base == "new"), NOISE)


def values(base: int) -> np.ndarray:
    return np.array([[b + (a == "y") + 10.0 * base for a in "xy" for b in (1, 2, 3)]]).T + NOISE[:, base]


def test_a_point_has_the_mean_and_interval_of_student() -> None:
    table = points(SweepData(sweep()), [MEASURE])
    for point in range(6):
        own = values(1)[point]
        low, high = stats.t.interval(0.95, REPS - 1, own.mean(), stats.sem(own))
        row = f"{point}/new/{MEASURE}"
        assert table.value(row, "mean") == pytest.approx(own.mean())
        assert (table.value(row, "low"), table.value(row, "high")) == pytest.approx((low, high))
        assert table.value(row, "sd") == pytest.approx(own.std(ddof=1))
        assert table.value(row, "n") == REPS


def test_a_point_tells_its_settings() -> None:
    table = points(SweepData(sweep()), [MEASURE])
    assert (table.value(f"4/old/{MEASURE}", "a"), table.value(f"4/old/{MEASURE}", "b")) == ("y", 2)


def test_luck_that_a_pair_shares_is_not_in_its_difference() -> None:
    table = differences(SweepData(sweep()), [MEASURE])
    for point in range(6):
        apart = values(1)[point] - values(0)[point]
        low, high = stats.t.interval(0.95, REPS - 1, apart.mean(), stats.sem(apart))
        row = f"{point}/new-old/{MEASURE}"
        assert table.value(row, "mean") == pytest.approx(apart.mean())
        assert (table.value(row, "low"), table.value(row, "high")) == pytest.approx((low, high))
    assert table.frame["sd"].max() < 4.0


def test_a_failed_run_takes_its_pair_with_it_and_is_counted() -> None:
    data = SweepData(failing(sweep(), [0, REPS + 1]))
    one, both = points(data, [MEASURE]), differences(data, [MEASURE])
    assert [one.value(f"0/{base}/{MEASURE}", "failed") for base in ("old", "new")] == [1, 1]
    assert (both.value(f"0/new-old/{MEASURE}", "n"), both.value(f"0/new-old/{MEASURE}", "failed")) == (REPS - 2, 2)
    apart = (values(1) - values(0))[0, 2:]
    assert both.value(f"0/new-old/{MEASURE}", "mean") == pytest.approx(apart.mean())


def test_a_missing_value_is_counted_and_no_failure() -> None:
    made = sweep()
    made.table.loc[[3, 4], MEASURE] = np.nan
    table = points(SweepData(made), [MEASURE])
    row = f"0/old/{MEASURE}"
    assert (table.value(row, "missing"), table.value(row, "failed"), table.value(row, "n")) == (2, 0, REPS - 2)


def test_a_run_that_was_never_made_counts_as_failed() -> None:
    made = sweep()
    fewer = MadeUp(made.experiment, made.design, made.table.drop(index=[5]).reset_index(drop=True))
    data = SweepData(fewer)
    assert points(data, [MEASURE]).value(f"0/old/{MEASURE}", "failed") == 1
    assert data.errors["error"].tolist() == ["not run"]


def test_the_order_of_the_rows_of_runs_does_not_matter() -> None:
    made = sweep()
    shuffled = made.table.iloc[np.argsort(normal((len(made.table),)))].reset_index(drop=True)
    again = MadeUp(made.experiment, made.design, shuffled)
    assert points(SweepData(again), [MEASURE]).frame.equals(points(SweepData(made), [MEASURE]).frame)


def test_sides_count_points_by_their_intervals() -> None:
    plan = experiment((levels("a", "up", "down", "open"),), GRID, REPS, bases=("old", "new"))
    by_level = {"up": 5.0, "down": -5.0, "open": 0.0}
    noise = np.zeros((3, 2, REPS))
    noise[:, 1] = [[-1.0, 1.0] * (REPS // 2)] * 3
    found = sides(SweepData(on_a_grid(plan, lambda base, a: by_level[a] * (base == "new"), noise)), [MEASURE])
    row = f"new-old/{MEASURE}"
    assert [found.value(row, name) for name in ("points", "above", "below", "open")] == [3, 1, 1, 1]
    assert [found.value(row, name) for name in ("largest_point", "smallest_point")] == [0, 1]
    assert found.value(row, "mean") == pytest.approx(0.0)


def test_extremes_name_the_points() -> None:
    plan = experiment((levels("a", 3, 1, 2),), GRID, 2)
    found = extremes(SweepData(on_a_grid(plan, lambda _, a: float(a))), [MEASURE])
    assert [found.value(f"world/{MEASURE}", name) for name in ("highest_point", "lowest_point")] == [0, 1]


def test_single_runs_have_no_interval() -> None:
    plan = experiment((levels("a", 3, 1),), GRID)
    found = points(SweepData(on_a_grid(plan, lambda _, a: float(a))), [MEASURE])
    assert found.value(f"0/world/{MEASURE}", "mean") == 3.0
    assert found.value(f"0/world/{MEASURE}", "low") is None


def test_three_bases_are_compared_in_all_pairs() -> None:
    plan = experiment((levels("a", 3, 1),), GRID, 2, bases=("one", "two", "three"))
    data = SweepData(on_a_grid(plan, lambda _, a: float(a)))
    assert [view.label for view in data.views] == ["one", "two", "three", "two-one", "three-one", "three-two"]


def test_a_factor_with_the_name_of_a_column_gets_another() -> None:
    plan = experiment((levels("mean", 3, 1),), GRID, 2)
    found = points(SweepData(on_a_grid(plan, lambda _, mean: float(mean))), [MEASURE])
    assert found.value(f"0/world/{MEASURE}", "factor.mean") == 3


def test_marks_of_references_do_not_get_into_ids() -> None:
    plan = experiment((Factor("{a|b}", levels("x", 3, 1).levels),), GRID, 2)
    data = SweepData(on_a_grid(plan, lambda _, **given: float(*given.values())))
    assert not table_of_levels(data, [MEASURE]).frame["id"].str.contains(r"[{}|]").any()


def test_the_intervals_of_extremes_hold_at_all_points_at_once() -> None:
    table = extremes(SweepData(sweep()), [MEASURE])
    row = f"new/{MEASURE}"
    assert table.value(row, "points") == 6
    for name in ("highest", "lowest"):
        own = values(1)[table.value(row, f"{name}_point")]
        low, high = stats.t.interval(1 - 0.05 / 6, REPS - 1, own.mean(), stats.sem(own))
        assert (table.value(row, f"{name}_low"), table.value(row, f"{name}_high")) == pytest.approx((low, high))
    both = sides(SweepData(sweep()), [MEASURE])
    apart = values(1) - values(0)
    own = apart[both.value(f"new-old/{MEASURE}", "largest_point")]
    low, _ = stats.t.interval(1 - 0.05 / 6, REPS - 1, own.mean(), stats.sem(own))
    assert both.value(f"new-old/{MEASURE}", "largest_low") == pytest.approx(low)


def test_intervals_of_shares_and_of_their_differences_stay_within_bounds() -> None:
    plan = experiment((levels("a", "x", "y"), levels("b", 1, 2, 3)), GRID, 2, bases=("old", "new"))
    noise = np.clip(0.3 * normal((6, 2, 2)), -0.4, 0.4)
    data = SweepData(on_a_grid(plan, lambda base, **_: 0.5 + 0.09 * (base == "new"), noise))
    for table, bounds in ((points(data, [MEASURE]), (0, 1)), (differences(data, [MEASURE]), (-1, 1))):
        assert table.frame["low"].min() >= bounds[0]
        assert table.frame["high"].max() <= bounds[1]
        assert (table.frame["high"] - table.frame["low"]).max() > 0.5
    means = table_of_levels(data, [MEASURE]).frame
    of_bases = means[means["view"] != "new-old"]
    assert of_bases["low_all"].min() >= 0
    assert (of_bases["low_all"] <= of_bases["low"]).all()
    assert (of_bases["high_all"] >= of_bases["high"]).all()
