"""All runs of an experiment: each done once, in the order of the design, with what was measured of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.experiment.tiny import DEFECTS, USERS, Counting, Listener, experiment, hashes, small, swept
from trustsim.experiment.chunks import Ask, Chunker
from trustsim.experiment.counts import Counts
from trustsim.experiment.executors import Results
from trustsim.experiment.keys import model_digest, run_key
from trustsim.experiment.plan import Base, Design, DesignKind, Factor
from trustsim.experiment.points import scenario_at
from trustsim.experiment.rows import NOTHING, Row
from trustsim.experiment.sweep import sweep
from trustsim.experiment.tasks import Chunk, ChunkResult
from trustsim.measures.responses import CURVES, checkpoints, responses
from trustsim.run.outcome import outcome

LARGEST_SEED = 2**53


def test_runs_stand_in_the_order_of_the_design(tmp_path: Path) -> None:
    bases = (Base("near", small()), Base("far", small(horizon_days=50)))
    record = swept(tmp_path / "tiny", bases=bases)
    runs = record.runs(["run", "point", "base", "rep", "seed", "key", "status", "error"])
    assert runs["run"].tolist() == list(range(12))
    assert runs["point"].tolist() == [0] * 4 + [1] * 4 + [2] * 4
    assert runs["base"].tolist() == ["near", "near", "far", "far"] * 3
    assert runs["rep"].tolist() == [0, 1] * 6
    assert runs["seed"].tolist() == [1, 2] * 6
    assert set(runs["status"]) == {"done"}
    assert set(runs["error"]) == {""}
    last = scenario_at(bases[1].scenario, [USERS.set(6)])
    assert runs["key"][11] == run_key(last, 2, model_digest())


def test_a_run_holds_what_was_measured_of_it(tmp_path: Path) -> None:
    record = swept(tmp_path / "tiny")
    expected = outcome(scenario_at(small(), [USERS.set(4)]), 2)
    days = [f"{name}@days" for name in CURVES]
    row = record.runs([*responses(), *days]).iloc[3]
    assert all(row[name] == expected.figures[name] or np.isnan(expected.figures[name]) for name in responses())
    kept = np.array(checkpoints(42)) - 1
    assert all(np.array_equal(row[f"{name}@days"], expected.curves[name][kept], equal_nan=True) for name in CURVES)


def test_every_point_has_its_own_seeds_where_luck_is_not_shared(tmp_path: Path) -> None:
    record = swept(tmp_path / "tiny", common=False, first_seed=10)
    assert record.runs(["seed"])["seed"].tolist() == [10, 11, 12, 13, 14, 15]


def test_the_design_keeps_labels_by_their_type_and_places_in_the_unit_cube(tmp_path: Path) -> None:
    factors = (USERS, DEFECTS)
    record = swept(tmp_path / "tiny", factors=factors, design=Design(DesignKind.LHS, samples=5), replications=1)
    assert record.design.columns.tolist() == ["point", "users", "defects", "u.users", "u.defects"]
    assert [str(kind) for kind in record.design.dtypes] == ["int64", "int64", "float64", "float64", "float64"]
    for _, row in record.design.iterrows():
        assert row["users"] == USERS.at(row["u.users"]).label
        assert row["defects"] == DEFECTS.at(row["u.defects"]).label


def test_a_run_is_done_once_whoever_asks_for_it(tmp_path: Path) -> None:
    one, other = Counting(), Counting()
    first = sweep(experiment(), tmp_path / "one", executor=one)
    second = sweep(experiment(replications=3), tmp_path / "two", executor=other)
    assert (one.runs, other.runs) == (6, 3)
    assert second.manifest["counts"] == {"points": 3, "runs": 9, "done": 9, "failed": 0, "cached": 6, "ran": 3}
    fresh = swept(tmp_path / "elsewhere" / "two", replications=3)
    assert hashes(second) == hashes(fresh)
    assert first.experiment == experiment()


def test_the_same_run_at_two_points_is_done_once(tmp_path: Path) -> None:
    twice = Design(DesignKind.LIST, points=({"users": 4}, {"users": 5}, {"users": 4}))
    executor = Counting()
    record = sweep(experiment(design=twice), tmp_path / "tiny", executor=executor)
    assert executor.runs == 4
    assert record.manifest["counts"] == {"points": 3, "runs": 6, "done": 6, "failed": 0, "cached": 2, "ran": 4}
    ends = record.runs(["trust.end"])["trust.end"].tolist()
    assert ends[:2] == ends[4:]


def test_a_point_that_makes_no_scenario_is_a_failed_row(tmp_path: Path) -> None:
    few = Design(DesignKind.LIST, points=({"users": 4}, {"users": 1}))
    executor = Counting()
    record = sweep(experiment(design=few), tmp_path / "tiny", executor=executor)
    runs = record.runs(["point", "seed", "key", "status", "error", "trust.end", "trust@days"])
    assert executor.runs == 2
    assert runs["status"].tolist() == ["done", "done", "failed", "failed"]
    assert runs["error"][3].startswith("ScenarioError: organisation.users: 2 units")
    assert runs["seed"].tolist() == [1, 2, 1, 2]
    assert runs["key"][2] == ""
    assert np.isnan(runs["trust.end"][2])
    assert len(runs["trust@days"][2]) == 0
    assert record.errors() == {runs["error"][3]: 2}


def test_a_run_that_fails_is_a_row_and_not_done_again_unless_asked_for(tmp_path: Path) -> None:
    beyond: dict[str, Any] = {"first_seed": LARGEST_SEED, "design": Design(DesignKind.LIST, points=({"users": 4},))}
    record = swept(tmp_path / "tiny", **beyond)
    runs = record.runs(["seed", "status", "error", "trust.end"])
    assert runs["status"].tolist() == ["done", "failed"]
    assert runs["seed"].tolist() == [LARGEST_SEED, LARGEST_SEED + 1]
    assert runs["error"][1].startswith(f"InputError: seed: {LARGEST_SEED + 1} given")

    def ran(**how: Any) -> int:
        executor = Counting()
        found = sweep(experiment(**beyond), tmp_path / "tiny", executor=executor, **how)
        assert found.manifest["counts"]["failed"] == 1
        assert hashes(found) == hashes(record)
        return executor.runs

    before = hashes(record)
    assert (ran(), ran(retry_failed=True), ran()) == (0, 1, 0)
    assert hashes(tmp_path / "tiny") == before


def test_a_retry_that_goes_well_takes_the_place_of_the_failure(tmp_path: Path) -> None:
    class Unlucky(Counting):
        def run(self, chunks: Iterator[Chunk]) -> Results:
            for chunk in chunks:
                yield chunk.died()

    failed = sweep(experiment(), tmp_path / "tiny", executor=Unlucky())
    assert failed.manifest["counts"]["failed"] == 6
    assert set(failed.errors()) == {"the process that ran it died 3 times, perhaps for want of memory"}
    assert set(sweep(experiment(), tmp_path / "tiny").runs(["status"])["status"]) == {"failed"}
    record = sweep(experiment(), tmp_path / "tiny", retry_failed=True)
    assert hashes(record) == hashes(swept(tmp_path / "elsewhere" / "tiny"))


@pytest.mark.usefixtures("one_by_one")
def test_runs_are_handed_out_when_there_is_somebody_to_do_them(tmp_path: Path) -> None:
    """Of a large experiment only a block of runs is ever in memory."""
    asked: list[int] = []

    class Looking(Factor):
        def at(self, unit: float) -> Any:
            asked.append(1)
            return super().at(unit)

    many = Design(DesignKind.LHS, samples=20_000)
    factor = Looking("users", key="organisation.users", low=2, high=6, whole=True)
    with pytest.raises(KeyboardInterrupt):
        sweep(
            experiment(factors=(factor,), design=many, common=False), tmp_path / "tiny", executor=Counting(stop_after=2)
        )
    assert 256 <= len(asked) < 600


def test_the_end_of_a_sweep_is_told(tmp_path: Path) -> None:
    listener = Listener()
    sweep(experiment(), tmp_path / "tiny", watch=listener)
    assert listener.counts[-1] == Counts(3, 6, done=6, ran=6)
    assert [counts.known for counts in listener.counts] == sorted(counts.known for counts in listener.counts)


def chunk_of(runs: int, seconds: float) -> ChunkResult:
    return ChunkResult(tuple(Row("", seed, "", NOTHING, NOTHING) for seed in range(runs)), seconds)


def test_chunks_are_of_half_a_second_once_it_is_known_what_a_run_takes() -> None:
    chunker = Chunker("model")
    chunks = chunker.cut(Ask("{}", "", seed) for seed in range(1000))
    assert [next(chunks).runs for _ in range(3)] == [1, 1, 1]
    chunker.learn(chunk_of(1, 0.1))
    assert next(chunks).runs == 5
    for _ in range(30):
        chunker.learn(chunk_of(5, 0.05))
    assert next(chunks).runs == 50
    for _ in range(60):
        chunker.learn(chunk_of(1, 20.0))
    assert next(chunks).runs == 1


def test_a_chunk_names_each_scenario_once() -> None:
    chunker = Chunker("model")
    chunker.learn(chunk_of(1, 0.1))
    (chunk,) = chunker.cut([Ask("a", "1", 1), Ask("a", "2", 2), Ask("b", "3", 1)])
    assert [(work.scenario, work.asks) for work in chunk.works] == [("a", (("1", 1), ("2", 2))), ("b", (("3", 1),))]
    assert [one.runs for one in chunk.single()] == [1, 1, 1]
