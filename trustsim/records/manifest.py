"""What a run folder says about itself: what was run, on which luck, with which versions."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trustsim.scenario.schema import Scenario

FORMAT = "trustsim run folder"
FORMAT_VERSION = 1
KINDS = ("run", "ensemble")

_VERSIONED = ("trustsim", "mesa", "numpy", "pandas", "pyarrow")


def manifest(
    scenario: Scenario,
    *,
    kind: str = "run",
    reps: int = 1,
    command: str | None = None,
    timings: Mapping[str, float] | None = None,
) -> dict[str, Any]:
    """Describe a run; ``folder.write_run`` adds the list of files.

    Args:
        scenario: as resolved, its seed included (for an ensemble, the first seed).
        kind: ``"run"`` or ``"ensemble"``.
        reps: number of runs, with seeds that follow on the scenario's.
        command: the command line, where there was one.
        timings: seconds by what was done in them.
    """
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "kind": kind,
        "scenario": scenario.model_dump(mode="json"),
        "scenario_sha256": scenario_hash(scenario),
        "seed": scenario.run.seed,
        "reps": reps,
        "command": command,
        "versions": versions(),
        "timings": {name: round(seconds, 3) for name, seconds in (timings or {}).items()},
    }


def scenario_hash(scenario: Scenario) -> str:
    """Return the SHA-256 of a scenario in canonical JSON: keys sorted, no spaces, UTF-8."""
    return text_hash(canonical(scenario.model_dump(mode="json")))


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(value: Any) -> str:
    """Return the one JSON text of a value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def versions() -> dict[str, str]:
    """Return the versions that a result may depend on, and the platform."""
    found = {"python": platform.python_version(), "platform": f"{platform.system()} {platform.machine()}"}
    for name in _VERSIONED:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed as a package"
    return found
