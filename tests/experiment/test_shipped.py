"""The experiments that come with trustsim."""

from __future__ import annotations

from pathlib import Path

import pytest

from trustsim.experiment.design import count, design
from trustsim.experiment.loading import load_experiment
from trustsim.experiment.points import scenario_at
from trustsim.scenario.process import PRESETS
from trustsim.validate.plausible import plausible

FILES = sorted((Path(__file__).resolve().parents[2] / "experiments").glob("*.toml"))
NAMES = {
    "policies",
    "layers",
    "batch-size",
    "edicts",
    "asymmetry",
    "trust-rules",
    "global-sensitivity",
    "global-sensitivity-sobol",
    "when-contracts-win",
    "hysteresis",
}


def test_they_are_all_there() -> None:
    assert {file.stem for file in FILES} >= NAMES


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_asks_a_question_and_says_what_it_teaches(file: Path) -> None:
    experiment = load_experiment(file)
    assert experiment.question.endswith("?")
    opening = [line for line in experiment.text.splitlines() if line][:8]
    assert opening[0].startswith("# ")
    assert "Teaches" in experiment.text


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_is_laid_out_and_its_corners_can_be_run(file: Path) -> None:
    experiment = load_experiment(file)
    table = design(experiment)
    assert table.points == count(experiment.design, experiment.factors)
    for base in experiment.bases:
        for point in range(0, table.points, max(1, table.points // 40)):
            scenario_at(base.scenario, table.levels(point))


def test_the_policies_go_from_the_contract_to_the_partnership(project: Path) -> None:
    experiment = load_experiment(project / "experiments" / "policies.toml")
    table = design(experiment)
    ends = [scenario_at(experiment.bases[0].scenario, table.levels(point)) for point in (0, table.points - 1)]
    assert [end.process.policies() for end in ends] == list(PRESETS.values())


def test_the_usual_feedback_is_that_of_the_defaults(project: Path) -> None:
    rush, feedback, rule = load_experiment(project / "experiments" / "hysteresis.toml").factors
    assert (rush.usual, feedback.usual, rule.usual) == ("none", "usual", "beta")


@pytest.mark.parametrize("name", ["global-sensitivity", "global-sensitivity-sobol"])
def test_what_is_uncertain_goes_through_all_that_is_plausible_of_it(project: Path, name: str) -> None:
    factors = load_experiment(project / "experiments" / f"{name}.toml").factors
    plausible_ranges = plausible()
    ranges = {factor.key: (factor.low, factor.high) for factor in factors if factor.key in plausible_ranges}
    assert ranges == {key: plausible_ranges[key] for key in ranges}
    assert len(ranges) >= 0.5 * len(factors)
