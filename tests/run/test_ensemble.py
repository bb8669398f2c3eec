"""Many runs: ordered by seed, the same for any number of jobs, summed up as one would by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from trustsim.errors import InputError
from trustsim.records.figures import BANDS, DAILY_OF_RUNS, ENSEMBLE_TABLES, FIGURES, RUNS
from trustsim.records.folder import read_run, write_run
from trustsim.records.manifest import manifest
from trustsim.run import Ensemble, replicate, run_one
from trustsim.run.ensemble import MEASURES, bands, figure, spread
from trustsim.scenario.schema import Scenario


@pytest.fixture(scope="module")
def three() -> Ensemble:
    scenario = Scenario.model_validate(
        {"run": {"horizon_days": 42, "warmup_days": 21, "seed": 3}, "organisation": {"users": 4, "developers": 2}}
    )
    return replicate(scenario, reps=3)


def test_seeds_follow_on_each_other_and_each_run_is_the_run_of_its_seed(three: Ensemble) -> None:
    assert three.seeds == [3, 4, 5]
    for rep, seed in enumerate(three.seeds):
        alone = run_one(three.scenario, seed)
        assert three.summaries[rep] == alone.summary
        mine = three.daily[three.daily["rep"] == rep].drop(columns=["rep", "seed"]).reset_index(drop=True)
        pd.testing.assert_frame_equal(mine, alone.tables["daily"])
    assert three.daily.groupby("rep")["seed"].unique().explode().tolist() == [3, 4, 5]


def test_tables_have_the_columns_of_the_dictionary(three: Ensemble) -> None:
    assert list(three.tables) == list(ENSEMBLE_TABLES)
    assert list(three.daily.columns) == list(DAILY_OF_RUNS)
    assert list(three.runs.columns) == list(RUNS)
    assert list(three.bands.columns) == list(BANDS)


def test_a_row_a_run_holds_the_figures_of_its_summary(three: Ensemble) -> None:
    for rep, summary in enumerate(three.summaries):
        row = three.runs.iloc[rep]
        for name in FIGURES:
            value = figure(summary, name)
            assert row[name.replace(".", "_")] == value or (value is None and np.isnan(row[name.replace(".", "_")]))


def test_bands_are_quantiles_over_the_runs(three: Ensemble) -> None:
    assert len(three.bands) == 42 * len(MEASURES)
    trust = three.bands[(three.bands["measure"] == "trust") & (three.bands["day"] == 42)].iloc[0]
    ends = three.daily[three.daily["day"] == 42]["trust"].to_numpy()
    assert trust["runs"] == 3
    assert trust["mean"] == pytest.approx(ends.mean())
    assert [trust[name] for name in ("p05", "p50", "p95")] == pytest.approx(np.quantile(ends, [0.05, 0.5, 0.95]))


def test_bands_leave_missing_figures_out(three: Ensemble) -> None:
    daily = three.daily.copy()
    daily.loc[(daily["day"] == 1), "need_fit"] = [np.nan, 0.25, 0.75]
    daily.loc[(daily["day"] == 2), "need_fit"] = np.nan
    found = bands(daily)
    first, second = (found[(found["measure"] == "need_fit") & (found["day"] == day)].iloc[0] for day in (1, 2))
    assert (first["runs"], first["mean"], first["p50"]) == (2, 0.5, 0.5)
    assert second["runs"] == 0
    assert np.isnan(second["mean"])


def test_a_spread_worked_out_by_hand() -> None:
    assert spread([1.0, 3.0, None]) == {
        "mean": 2.0, "min": 1.0, "p05": pytest.approx(1.1), "p95": pytest.approx(2.9), "max": 3.0,
        "standard_error": pytest.approx(1.0), "runs": 2,
    }  # fmt: skip
    assert spread([5.0])["standard_error"] is None
    assert spread([None])["mean"] is None
    assert spread([None])["runs"] == 0


def test_the_summary_is_keyed_as_the_summary_of_a_run(three: Ensemble) -> None:
    for name in FIGURES:
        found = three.summary
        for key in name.split("."):
            found = found[key]
        assert found == spread([figure(summary, name) for summary in three.summaries]), name
    assert three.summary["reps"] == 3
    assert three.summary["seeds"] == [3, 5]


def test_causes_are_means_over_runs(three: Ensemble) -> None:
    causes = three.summary["causes"]
    ends = [summary["trust"]["end"] - summary["trust"]["start"] for summary in three.summaries]
    assert sum(causes["all"].values()) == pytest.approx(sum(ends) / 3)
    assert three.summary["trust"]["change"]["mean"] == pytest.approx(sum(ends) / 3)
    assert all(cause["contribution"]["mean"] < 0 for cause in causes["lost"])
    assert len(causes["lost"]) <= 3


def test_progress_is_told_run_by_run(small: Scenario) -> None:
    told: list[int] = []
    replicate(small, reps=3, on_done=told.append)
    assert told == [1, 2, 3]


@pytest.mark.parametrize(
    ("seed", "reps", "jobs", "message"),
    [
        (1, 0, 1, "reps: 0 given; expected a whole number of at least 1"),
        (1, 2, 0, "jobs: 0 given; expected a whole number of at least 1"),
        (-1, 2, 1, "seed: -1 given"),
        (2**53, 2, 1, f"seed: {2**53} given; expected at most {2**53 - 1}"),
    ],
)
def test_numbers_out_of_range_are_refused(seed: int, reps: int, jobs: int, message: str, small: Scenario) -> None:
    with pytest.raises(InputError, match=message):
        replicate(small, seed, reps, jobs)


def test_one_job_and_four_give_the_same_files(small: Scenario, tmp_path: Path) -> None:
    folders = []
    for jobs in (1, 4):
        ensemble = replicate(small, reps=5, jobs=jobs)
        about = manifest(ensemble.scenario, kind="ensemble", reps=5)
        folders.append(write_run(tmp_path / str(jobs), about, ensemble.summary, ensemble.tables))
    names = [f"{name}.parquet" for name in ENSEMBLE_TABLES] + ["summary.json", "manifest.json"]
    for name in names:
        assert (folders[0] / name).read_bytes() == (folders[1] / name).read_bytes(), name
    assert read_run(folders[1]).manifest["reps"] == 5
