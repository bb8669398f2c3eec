"""What tells two runs apart: everything that reaches a run, and the code that it runs through, as one digest."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trustsim.records.manifest import canonical

if TYPE_CHECKING:
    from trustsim.scenario.schema import Scenario

DECIDING = ("vocabulary", "rules", "scenario", "draws", "records", "model", "measures", "run")
"""The parts of the package that decide what comes out of a run."""


HARMLESS = (
    "records/aside.py",
    "records/folder.py",
    "records/interrupts.py",
    "records/json_files.py",
    "records/keeping.py",
    "records/names.py",
    "records/results.py",
    "records/short_names.py",
    "records/workplace.py",
    "run/pool.py",
    "scenario/library.py",
)
"""Of these, what only says where files lie, how they are written, what is called how, and who does the work."""


def run_key(scenario: Scenario, seed: int, model: str) -> str:
    """The SHA-256 of all that decides a run, in hexadecimal digits.

    What cannot reach a run is left out, so that scenarios that differ in nothing else share their keys: the
    story, the seed of the scenario, and by which preset and departures its policies have come about.

    Args:
        scenario: as resolved.
        seed: of the run.
        model: ``model_digest()`` of the code that runs it.
    """
    return run_keys(scenario, [seed], model)[0]


def run_keys(scenario: Scenario, seeds: Sequence[int], model: str) -> list[str]:
    """``run_key`` for several seeds of one scenario."""
    deciding = canonical(_deciding(scenario))
    return [hashlib.sha256(canonical([model, seed, deciding]).encode()).hexdigest() for seed in seeds]


@cache
def model_digest() -> str:
    """The SHA-256 of the sources that decide results, ends of lines apart; taken once in a process."""
    package = Path(__file__).resolve().parents[1]
    return digest_of({name: source for part in DECIDING for name, source in _sources(package, part)})


def digest_of(sources: dict[str, bytes]) -> str:
    """The SHA-256 of named sources, in the order of their names, with every end of line as a line feed."""
    found = hashlib.sha256()
    for name, source in sorted(sources.items()):
        text = source.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        found.update(f"{name} {len(text)}\n".encode())
        found.update(text)
    return found.hexdigest()


def _sources(package: Path, part: str) -> list[tuple[str, bytes]]:
    single = package / f"{part}.py"
    files = [single] if single.is_file() else (package / part).rglob("*.py")
    named = ((file.relative_to(package).as_posix(), file) for file in files)
    return [(name, file.read_bytes()) for name, file in named if name not in HARMLESS]


def _deciding(scenario: Scenario) -> dict[str, Any]:
    plain: dict[str, Any] = scenario.model_dump(mode="json", exclude={"story": True, "run": {"seed"}})
    plain["process"] = scenario.process.policies()._asdict()
    return plain
