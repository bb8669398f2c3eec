"""An experiment as data, and back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.experiment.files import BATCHING, DEFECTS, EDICTS, USERS, experiment
from tests.experiment.test_design import DESIGNS
from trustsim.experiment.data import from_data, to_data
from trustsim.experiment.design import design
from trustsim.experiment.loading import load_experiment

REST = """\
[runs]
replications = 3
first_seed = 5
common = false
[measures]
names = ["trust.end"]
over_time = ["trust"]
[discovery]
measure = "trust.end"
below = -0.1
[slurm]
queue = "normal"
extra = ["a", { b = 1.5 }]
"""


@pytest.mark.parametrize("kind", DESIGNS)
def test_a_round_trip_through_json_changes_nothing(tmp_path: Path, kind: str) -> None:
    has_indices = kind.startswith(("grid", "sobol", "morris"))
    rest = REST if has_indices else REST.replace('over_time = ["trust"]\n', "")
    once = experiment(tmp_path, BATCHING, DEFECTS, USERS, f"[design]\n{DESIGNS[kind]}", rest)
    again = from_data(json.loads(json.dumps(to_data(once), allow_nan=False)))
    assert again == once
    assert design(again).frame().equals(design(once).frame())


def test_settings_and_bases_with_a_timeline_survive(tmp_path: Path) -> None:
    once = experiment(tmp_path, '[base]\nscenarios = ["turnaround", "partnership"]\nhorizon_days = 400\n', EDICTS)
    assert once.bases[0].scenario.timeline
    assert from_data(json.loads(json.dumps(to_data(once)))) == once


def test_every_shipped_experiment_survives(project: Path) -> None:
    for file in sorted((project / "experiments").glob("*.toml")):
        once = load_experiment(file)
        assert from_data(json.loads(json.dumps(to_data(once)))) == once
