"""What is said beforehand about a sweep: how many runs, how long, how precise; and nothing is written."""

from __future__ import annotations

import io
import math
import os
from pathlib import Path

import pytest
from rich.console import Console, RenderableType

from tests.experiment.tiny import DEFECTS, USERS, experiment, small, swept
from trustsim.experiment import pilot
from trustsim.experiment.pilot import forecast
from trustsim.experiment.plan import Base, Design, DesignKind, Factor
from trustsim.experiment.tasks import Chunk, ChunkResult, perform
from trustsim.report.sweep import forecast_screen
from trustsim.statistics.needed import t_reach


def shown(screen: RenderableType) -> str:
    with Console(width=100, file=io.StringIO()) as console:
        console.print(screen)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_it_counts_what_is_there_and_what_is_not(tmp_path: Path) -> None:
    swept(tmp_path / "tiny")
    points = Design(DesignKind.LIST, points=({"users": 4}, {"users": 5}, {"users": 1}))
    bases = (Base("near", small()), Base("far", small(horizon_days=50)))
    planned = experiment(design=points, bases=bases, replications=3)
    found = forecast(planned, tmp_path / "store", 2, patience=0.0)
    assert (found.points, found.bases, found.replications, found.runs) == (3, 2, 3, 18)
    assert (found.cached, found.failed, found.impossible, found.missing) == (2, 0, 6, 10)


def test_times_follow_from_trial_runs_and_workers(tmp_path: Path) -> None:
    found = forecast(experiment(replications=50), tmp_path / "store", 4, patience=0.0)
    assert found.pilots == 2
    assert found.seconds_a_run > 0
    assert found.cpu_seconds == pytest.approx(150 * found.seconds_a_run)
    assert found.wall_seconds == pytest.approx(found.cpu_seconds / 4)


def test_trial_runs_are_spread_over_the_design(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Chunk] = []

    def kept(chunk: Chunk) -> ChunkResult:
        asked.append(chunk)
        return perform(chunk)

    monkeypatch.setattr(pilot, "perform", kept)
    wide = Design(DesignKind.GRID, steps=5)
    found = forecast(experiment(design=wide, factors=(USERS, DEFECTS)), tmp_path / "store", 1, patience=60.0)
    assert found.pilots == 50
    assert [chunk.runs for chunk in asked] == [2] * 25
    assert len({chunk.works[0].scenario for chunk in asked}) == 25


def test_nothing_is_tried_where_nothing_is_to_be_done(tmp_path: Path) -> None:
    swept(tmp_path / "tiny")
    found = forecast(experiment(), tmp_path / "store", 2)
    assert (found.missing, found.pilots, found.cpu_seconds) == (0, 0, 0.0)


def test_nothing_is_written(tmp_path: Path) -> None:
    forecast(experiment(), tmp_path / "store", 2, patience=0.0)
    assert list(tmp_path.iterdir()) == []


def test_a_dry_run_beside_a_sweep_leaves_its_store_as_it_is(tmp_path: Path) -> None:
    swept(tmp_path / "tiny")
    left = tmp_path / "store" / "shards" / ".left.parquet.partial-1"
    left.touch()
    os.utime(left, (0, 0))
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    found = forecast(experiment(replications=3), tmp_path / "store", 2, patience=0.0)
    assert (found.cached, found.missing) == (6, 3)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_the_half_width_is_that_of_as_many_runs_with_the_spread_of_a_pair(tmp_path: Path) -> None:
    measures = ("trust.end", "promises.kept")
    found = forecast(experiment(replications=20, measures=measures), tmp_path / "store", 1, patience=0.0)
    record = swept(tmp_path / "tiny", measures=measures)
    pair = record.runs(["trust.end"])["trust.end"].tolist()[:2]
    spread = abs(pair[0] - pair[1]) / math.sqrt(2)
    assert found.half_widths["trust.end"] == pytest.approx(spread * t_reach(20), rel=0.02)  # and a little bent
    assert list(found.half_widths) == list(measures)


def test_of_single_runs_no_half_width_is_told(tmp_path: Path) -> None:
    assert forecast(experiment(replications=1), tmp_path / "store", 1, patience=0.0).half_widths == {}


def test_of_a_large_design_a_part_is_looked_up_and_the_rest_estimated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pilot, "ALWAYS_CELLS", 8)
    design = Design(DesignKind.LHS, samples=2000)
    half = Factor("users", key="organisation.users", low=1, high=4, whole=True)  # a quarter is impossible: 1
    found = forecast(experiment(design=design, factors=(half, DEFECTS)), tmp_path / "store", 1, patience=0.0)
    assert found.looked_up == 16
    assert found.runs == 4000
    assert found.missing + found.impossible == 4000
    monkeypatch.setattr(pilot, "ALWAYS_CELLS", 800)
    found = forecast(experiment(design=design, factors=(half, DEFECTS)), tmp_path / "store", 1, patience=0.0)
    assert found.impossible == pytest.approx(1000, rel=0.15)


def test_estimates_are_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pilot, "ALWAYS_CELLS", 2)
    found = forecast(experiment(design=Design(DesignKind.GRID, steps=5)), tmp_path / "store", 1, patience=0.0)
    text = shown(forecast_screen("Tiny", found, "store"))
    assert "still to do    about 10, by the 4 that were looked up" in text
    monkeypatch.undo()
    found = forecast(experiment(replications=1), tmp_path / "store", 1, patience=0.0)
    text = shown(forecast_screen("Tiny", found, "store"))
    assert "about 3," not in text
    assert "- 1 run of each point: no mean will have an interval" in text
