"""A small sweep that never was, in a folder, with an analysis written by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from trustsim.analysis.results import Analysis, ResultTable
from trustsim.experiment.plan import Base, Design, DesignKind, Experiment, Factor, Level
from trustsim.records.columns import Column
from trustsim.report.page.facts import with_facts
from trustsim.report.page.material import Material
from trustsim.report.page.pictures import Plot
from trustsim.scenario.schema import Scenario

TOML = """\
# Teaches that a fence ``` in a comment does no harm, and neither do 3 figures.
title = "Does candour pay in 2 worlds?"
[base]
scenarios = ["contract", "partnership-2"]
[runs]
replications = 4
"""
PNG = b"\x89PNG\r\n\x1a\n made up"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 54"><rect width="60" height="54" fill="teal"/></svg>'


@dataclass(frozen=True)
class MadeUpSweep:
    """As ``experiment.record.SweepRecord``."""

    folder: Path
    manifest: dict[str, Any]
    experiment: Experiment
    design: pd.DataFrame
    table: pd.DataFrame

    def runs(self, columns: Sequence[str]) -> pd.DataFrame:
        return self.table[list(columns)]


def experiment(**changes: Any) -> Experiment:
    """Two worlds and two factors on a grid."""
    worlds = (("contract", "A contract"), ("partnership-2", "A <partnership> | of *two*"))
    given: dict[str, Any] = {
        "name": "candour",
        "file": "experiments/candour.toml",
        "text": TOML,
        "title": "Does candour pay in 2 worlds?",
        "question": "Is trust higher & safer where delays are told, or is it not (after 42 days)?",
        "bases": tuple(Base(label, world(title)) for label, title in worlds),
        "factors": (
            Factor(
                "reporting",
                levels=tuple(Level(one, (("process.reporting", one),)) for one in ("green", "candid")),
                usual="green",
            ),
            Factor("defects", key="building.defect", low=0.03, high=0.2),
        ),
        "design": Design(DesignKind.GRID, steps=2),
        "replications": 4,
        "first_seed": 11,
        "common": True,
        "measures": ("trust.end", "requests.need_fit"),
    }
    return Experiment(**(given | changes))


def world(title: str) -> Scenario:
    return Scenario.model_validate({"story": {"title": title}, "run": {"horizon_days": 42, "warmup_days": 21}})


def sweep(folder: Path, failed: int = 1, **changes: Any) -> MadeUpSweep:
    """Its folder holds files of any content: what counts is their fingerprints."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "experiment.toml").write_text(TOML, encoding="utf-8")
    for name in ("design.parquet", "runs.parquet"):
        (folder / name).write_bytes(name.encode())
    plan = experiment(**changes)
    status = ["failed"] * failed + ["done"] * (32 - failed)
    manifest = {
        "model": hashlib.sha256(b"the code").hexdigest(),
        "versions": {"python": "3.11.7", "trustsim": "0.1.0", "platform": "Linux x86_64"},
    }
    return MadeUpSweep(folder, manifest, plan, pd.DataFrame({"point": range(4)}), pd.DataFrame({"status": status}))


def analysis() -> Analysis:
    """Two tables, one of them long, and a few sentences."""
    index = Column("float", "share", "share of the variance; 95 % interval by the bootstrap")
    of = Column("text", "name", "which factor")
    measure = Column("text", "name", "what is measured")
    frame = pd.DataFrame(
        {
            "id": ["trust.end/reporting", "trust.end/defects"],
            "measure": ["trust.end"] * 2,
            "factor": ["reporting", "defects"],
            "total": [0.6123456789, -0.0412345678],
            "n": pd.array([1234, None], dtype="Int64"),
        }
    )
    sobol = ResultTable(
        "sobol",
        "Which factors matter",
        {"measure": measure, "factor": of, "total": index, "n": Column("int", "runs", "runs")},
        frame,
        "Intervals are 95 % intervals over 1000 resamples.",
    )
    many = pd.DataFrame({"id": [f"p{place}" for place in range(20)], "mean": [place / 7 for place in range(20)]})
    points = ResultTable("points", "Every point", {"mean": Column("float", "0-1", "mean over runs")}, many)
    statements = {
        "In short": ["Candour pays: its share is {sobol:trust.end/reporting:total|pct} (95 % interval)."],
        "What matters": [
            (
                "{sobol:trust.end/reporting:factor|text} matters most (mu*, <i>, mu*), "
                "with {sobol:trust.end/reporting:total|f2}; "
                "partnership-2 is the other world."
            ),
            (
                "{sobol:trust.end/defects:factor|text} has {sobol:trust.end/defects:total|s3} of "
                "{sobol:trust.end/reporting:n|int} runs, and {sobol:trust.end/defects:n|int}."
            ),
        ],
        "What failed and was left out": ["Its index is not settled: {sobol:trust.end/defects:total|f3}."],
    }
    return Analysis({"sobol": sobol, "points": points}, statements)


def plots() -> tuple[Plot, ...]:
    """One picture."""
    alt = 'Bars: "reporting" {sobol:trust.end/reporting:total|f2}, defects below 5 % of it'
    caption = "Shares of the variance; the largest is {sobol:trust.end/reporting:total|f2}."
    return (Plot("sobol", caption, alt, ("sobol",), PNG, SVG),)


def material(folder: Path, failed: int = 1, **changes: Any) -> Material:
    """All that a report is made of."""
    found: Any = sweep(folder, failed, **changes)
    return Material(found, with_facts(analysis(), found), plots())
