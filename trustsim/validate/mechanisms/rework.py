"""Rework: the share of developers' effort that goes into fixes, in the pipeline without an organisation around it."""

from __future__ import annotations

from trustsim.measures.requests import requests
from trustsim.records.frames import frames
from trustsim.validate.mechanisms.fit import Fit, Standing
from trustsim.validate.small_worlds import PARTNERSHIP, PIPELINE_ALONE, WATERFALL, Settings, run, scenario

MECHANISM = "rework share of effort"
SOURCE = "Boehm & Basili 2001: 40 to 50 % avoidable"
KEYS = ("building.fix_share", "building.fix_cost", "building.defect_rate", "handoff.product_manager_keeps")
SEEDS = range(1, 4)

MIXED: Settings = {"process": {"preset": "waterfall-contract", "batching": "flow"}}


def fits() -> list[Fit]:
    """Under either process model, with every default of the pipeline."""
    rows = (("contract", WATERFALL), ("relay and acceptance test, in slices", MIXED), ("partnership", PARTNERSHIP))
    return [
        Fit(
            MECHANISM, f"fixes in all effort, {name}", 0.40, 0.50, share(process), SOURCE, Standing.CHECKED, KEYS, False
        )
        for name, process in rows
    ]


def share(process: Settings) -> float:
    """Mean over runs."""
    found = []
    for seed in SEEDS:
        tables = frames(run(scenario(PIPELINE_ALONE, process), seed, ledger=False))
        found.append(requests(tables["daily"], tables["requests"])["rework_share"])
    return float(sum(found) / len(found))
