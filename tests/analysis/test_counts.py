"""What failed and what was left out is counted, and told."""

from __future__ import annotations

import numpy as np
import pytest

from tests.analysis.functions import ishigami
from tests.analysis.made_up import MEASURE, TRUST, MadeUp, experiment, failing, from_units, levels, on_a_grid, ranges
from trustsim.analysis.analyse import analyse
from trustsim.analysis.data import SweepData
from trustsim.analysis.findings import GROUNDS, LEFT_OUT
from trustsim.analysis.statement import fill
from trustsim.errors import RunError
from trustsim.experiment.plan import Design, DesignKind


def grid(*failed: int) -> MadeUp:
    plan = experiment((levels("a", 1, 2, 3),), Design(DesignKind.GRID), 4, bases=("old", "new"))
    return failing(on_a_grid(plan, lambda base, a: a + 2.0 * (base == "new")), failed)


def test_a_whole_sweep_has_nothing_to_tell_of_failures() -> None:
    found = analyse(grid())
    assert {"failed", "left_out"} & set(found.tables) == set()
    assert LEFT_OUT not in found.statements
    assert found.value("sweep:failed:value") == 0
    assert found.value("sweep:runs:value") == 24


def test_failed_runs_are_counted_by_base_and_error() -> None:
    sweep = grid(0, 1, 8)
    sweep.table.loc[[5], ["status", "error", MEASURE]] = ["failed", "RunError: stuck", np.nan]
    found = analyse(sweep)
    table = found.tables["failed"].frame
    told = list(zip(table["base"], table["error"], table["runs"], table["points"], table["first_point"], strict=True))
    assert told == [
        ("old", "RunError: no luck", 3, 2, 0),
        ("new", "RunError: stuck", 1, 1, 0),
    ]
    assert found.value("sweep:failed:value") == 4
    assert found.value("sweep:points_with_failures:value") == 2


def test_failures_are_told_beside_the_answer() -> None:
    found = analyse(grid(0, 1, 8))
    told = [fill(text, found) for text in found.statements[GROUNDS]]
    assert "Of these runs 3 failed, at 2 of the points. All figures here rest on the other 21 alone." in told
    assert any("RunError: no luck" in fill(text, found) for text in found.statements[LEFT_OUT])


def test_of_a_grid_only_points_without_any_run_are_left_out() -> None:
    found = analyse(grid(*range(4), 8))
    row = found.tables["left_out"].frame.set_index("id").loc[f"old/{MEASURE}"]
    assert (row["failed_points"], row["empty_points"], row["points"]) == (2, 1, 1)


def test_of_a_sobol_design_whole_blocks_are_left_out() -> None:
    plan = experiment(ranges("x1", "x2", "x3"), Design(DesignKind.SOBOL, samples=8))
    found = analyse(failing(from_units(plan, {"world": ishigami}), [6]))
    row = found.tables["left_out"].frame.set_index("id").loc[f"world/{MEASURE}"]
    assert (row["failed_points"], row["blocks"], row["points"]) == (1, 1, 5)
    told = [fill(text, found) for text in found.statements[LEFT_OUT]]
    assert (
        f"For {TRUST}, points left out: 5 (whole blocks of the design: 1); points at which no run has a value: 1."
        in told
    )


def test_a_measure_that_no_run_has_breaks_nothing() -> None:
    plan = experiment(ranges("x1", "x2"), Design(DesignKind.SOBOL, samples=4))
    for sweep in (grid(), from_units(plan, {"world": lambda units: units[:, 0]})):
        sweep.table[MEASURE] = np.nan
        found = analyse(sweep)
        assert found.tables["points"].frame["mean"].isna().all()
        for section in found.statements.values():
            for text in section:
                fill(text, found)


def test_a_sweep_in_which_every_run_failed_is_not_analysed() -> None:
    assert SweepData(grid(*range(24))).failed.all()
    with pytest.raises(
        RunError, match="made-up: all 24 runs failed, so there is nothing to analyse:\n  24: RunError: no"
    ):
        analyse(grid(*range(24)))


def test_failures_that_differ_in_their_numbers_are_one_row() -> None:
    sweep = grid(0, 1, 8)
    sweep.table.loc[[0, 1, 8], "error"] = ["RunError: 3 of 5", "RunError: 4 of 5", "RunError: 10 of 5"]
    table = analyse(sweep).tables["failed"].frame
    assert (table["error"].tolist(), table["runs"].tolist()) == (["RunError: 3 to 10 of 5"], [3])
