"""Experiments of a small department for two months, quick to sweep: some fifty milliseconds a run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from trustsim.experiment.counts import Counts
from trustsim.experiment.executors import Results
from trustsim.experiment.plan import Base, Design, DesignKind, Experiment, Factor
from trustsim.experiment.record import SweepRecord
from trustsim.experiment.sweep import sweep
from trustsim.experiment.tasks import Chunk, perform
from trustsim.scenario.schema import Scenario

SMALL: dict[str, Any] = {
    "run": {"horizon_days": 42, "warmup_days": 21},
    "organisation": {"users": 4, "developers": 2, "testers": 1, "product_managers": 1},
    "planning": {"window_days": 10},
}

USERS = Factor("users", key="organisation.users", low=2, high=6, whole=True)
DEFECTS = Factor("defects", key="building.defect_rate", low=0.02, high=0.2)


def small(**run: Any) -> Scenario:
    """The department; ``run`` lays over its [run] table."""
    return Scenario.model_validate({**SMALL, "run": {**SMALL["run"], **run}})


def experiment(**changes: Any) -> Experiment:
    """Three points of a grid over users, two replications of each, in one base; ``changes`` lay over it."""
    usual: dict[str, Any] = {
        "name": "tiny",
        "file": "tiny.toml",
        "text": "# tiny\n",
        "title": "Tiny",
        "question": "Do numbers matter?",
        "bases": (Base("small", small()),),
        "factors": (USERS,),
        "design": Design(DesignKind.GRID, steps=3),
        "replications": 2,
        "first_seed": 1,
        "common": True,
        "measures": ("trust.end",),
    }
    return Experiment(**{**usual, **changes})


def swept(folder: Path, **changes: Any) -> SweepRecord:
    """Sweep a tiny experiment, in this process, into ``folder``; the store is its sibling ``store``."""
    return sweep(experiment(**changes), folder)


def hashes(record: SweepRecord | Path) -> list[str]:
    folder = record if isinstance(record, Path) else record.folder
    return [hashlib.sha256((folder / f"{name}.parquet").read_bytes()).hexdigest() for name in ("design", "runs")]


def chosen(number: int, most: int) -> int:
    """A number below ``most``, as if by luck; the same for the same ``number``."""
    return int.from_bytes(hashlib.sha256(str(number).encode()).digest()) % most


def flipped(content: bytes, bit: int) -> bytes:
    """The same bytes with one bit the other way round."""
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


class Listener:
    """Keeps all that is told of a sweep."""

    def __init__(self) -> None:
        self.counts: list[Counts] = []
        self.texts: list[str] = []

    def counted(self, counts: Counts) -> None:
        self.counts.append(counts)

    def told(self, text: str) -> None:
        self.texts.append(text)


class Counting:
    """Does chunks in this process, and keeps them."""

    jobs = 1

    def __init__(self, stop_after: int | None = None) -> None:
        self.chunks: list[Chunk] = []
        self._stop_after = stop_after

    @property
    def runs(self) -> int:
        return sum(chunk.runs for chunk in self.chunks)

    def run(self, chunks: Iterator[Chunk]) -> Results:
        for chunk in chunks:
            if self._stop_after is not None and self.runs >= self._stop_after:
                raise KeyboardInterrupt
            self.chunks.append(chunk)
            yield perform(chunk)
