"""Whether there are enough replications, and how many it takes."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tests.analysis.made_up import MEASURE, MadeUp, experiment, levels, normal, on_a_grid
from trustsim.analysis.analyse import analyse
from trustsim.analysis.data import SweepData
from trustsim.analysis.findings import REPLICATIONS
from trustsim.analysis.replications import replications, runs_for
from trustsim.analysis.results import ResultTable
from trustsim.experiment.plan import Design, DesignKind

GRID = Design(DesignKind.GRID)
ROW = f"world/{MEASURE}"


def table(reps: int, noise: float, levels_of_a: int = 5) -> ResultTable:
    return replications(SweepData(sweep(reps, noise, levels_of_a)), [MEASURE])


def sweep(reps: int, noise: float, levels_of_a: int = 5) -> MadeUp:
    plan = experiment((levels("a", *range(levels_of_a)),), GRID, reps)
    return on_a_grid(plan, lambda _, a: 1.0 + a, noise * normal((levels_of_a, 1, reps)))


def test_steps_double_up_to_all_runs() -> None:
    assert table(20, 1.0).frame["runs"].tolist() == [2, 4, 8, 16, 20]
    assert table(8, 1.0).frame["runs"].tolist() == [2, 4, 8]
    assert len(table(1, 1.0).frame) == 0


def test_half_widths_are_those_of_the_first_runs() -> None:
    values = 1.0 + np.arange(5)[:, None] + 0.5 * normal((5, 1, 8))[:, 0]
    found = table(8, 0.5)
    for runs in (2, 4, 8):
        first = values[:, :runs]
        half = stats.t.ppf(0.975, runs - 1) * first.std(axis=1, ddof=1) / np.sqrt(runs)
        assert found.value(f"{ROW}/{runs}", "half_median") == pytest.approx(np.median(half))
        assert found.value(f"{ROW}/{runs}", "half_worst") == pytest.approx(half.max())
        assert found.value(f"{ROW}/{runs}", "worst_point") == half.argmax()
        cv = first.std(axis=1, ddof=1) / first.mean(axis=1)
        assert found.value(f"{ROW}/{runs}", "cv_median") == pytest.approx(np.median(cv))


@pytest.mark.parametrize(("reps", "share"), [(2, 0.5), (10, 0.5), (10, 0.1), (50, 0.9)])
def test_as_many_runs_as_are_told_make_the_interval_so_narrow_and_one_less_does_not(reps: int, share: float) -> None:
    def width(n: float) -> float:
        return float(stats.t.ppf(0.975, n - 1) / np.sqrt(n))

    needed = runs_for(reps, share)
    assert width(needed) <= share * width(reps) < width(needed - 1)


def test_little_luck_is_enough_and_much_is_not() -> None:
    told = {noise: analyse(sweep(8, noise)).statements[REPLICATIONS][0] for noise in (0.01, 5.0)}
    assert told[0.01].startswith("Enough:")
    assert told[5.0].startswith("Not enough:")


def test_no_luck_at_all_needs_no_more_runs() -> None:
    found = table(4, 0.0)
    assert found.value(f"{ROW}/4", "half_median") == 0.0
    assert found.value(f"{ROW}/4", "for_enough") is None


def test_a_single_point_has_nothing_to_be_told_apart_from() -> None:
    found = table(4, 1.0, levels_of_a=1)
    assert found.value(f"{ROW}/4", "of_span") is None
    assert found.value(f"{ROW}/4", "for_half") is not None
