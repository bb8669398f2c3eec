"""What a golden holds: the summary of a shipped scenario and the shape of its tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from trustsim.run import run_one
from trustsim.run.single import RunResult
from trustsim.scenario.loading import load_scenario

HERE = Path(__file__).parent
SCENARIOS = HERE.parents[1] / "scenarios"


def shipped() -> list[Path]:
    """Every shipped scenario."""
    return sorted(SCENARIOS.glob("*.toml"))


def golden_path(scenario: Path) -> Path:
    """Where the golden of a scenario stands."""
    return HERE / f"{scenario.stem}.json"


def run(scenario: Path) -> RunResult:
    """Run a scenario as it is shipped."""
    loaded = load_scenario(scenario)
    return run_one(loaded, loaded.run.seed)


def observe(result: RunResult) -> dict[str, Any]:
    """Describe what came of a run."""
    tables = {
        name: {"columns": {column: kind(table[column]) for column in table.columns}, "rows": len(table)}
        for name, table in result.tables.items()
    }
    return json.loads(json.dumps({"tables": tables, "summary": result.summary}))


def kind(column: pd.Series[Any]) -> str:
    """The type of a column; pandas 2 has no name of its own for texts."""
    return "str" if column.dtype == object else str(column.dtype)
