"""What an experiment will not be able to tell is said before it is run, with what would be enough."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.experiment.files import BATCHING, DEFECTS, USERS, experiment
from trustsim.errors import ScenarioError
from trustsim.experiment.foresight import cautions

ENOUGH = "[runs]\nreplications = 3\n"
WINDOW = '[[factor]]\nkey = "planning.window_days"\nname = "window"\nrange = [10, 60]\n'
LIMIT = '[[factor]]\nkey = "planning.batch_limit"\nname = "limit"\nrange = [10, 60]\n'
BOTH = '[base]\nscenarios = ["waterfall-contract", "partnership"]\n'


def told(folder: Path, plan: str, *parts: str) -> list[str]:
    return cautions(experiment(folder, f"[design]\n{plan}", *(parts or (DEFECTS, USERS, ENOUGH))))


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        ('kind = "sobol"\nsamples = 32', ["± 0.35", "samples = 64 (± 0.25)", "512 for ± 0.09"]),
        ('kind = "morris"\nsamples = 4', ["4 trajectories", "samples = 10"]),
        ('kind = "lhs"\nsamples = 63', ["63 points", "shares of variance", "samples = 64"]),
    ],
)
def test_samples_that_are_few(tmp_path: Path, plan: str, words: list[str]) -> None:
    (found,) = told(tmp_path, plan)
    assert all(word in found for word in words)


@pytest.mark.parametrize("kind", ["sobol", "morris", "lhs", "grid", "ofat"])
def test_of_what_is_usual_nothing_is_said(tmp_path: Path, kind: str) -> None:
    assert told(tmp_path, f'kind = "{kind}"') == []


def test_runs_that_are_few(tmp_path: Path) -> None:
    (single,) = told(tmp_path, 'kind = "ofat"', DEFECTS, "[runs]\nreplications = 1\n")
    (two,) = told(tmp_path, 'kind = "grid"', DEFECTS, "[runs]\nreplications = 2\n")
    assert "replications = 2 at least" in single
    assert "replications = 3 at least" in two


def test_points_that_are_too_few_to_discover_anything(tmp_path: Path) -> None:
    asked = '[discovery]\nmeasure = "trust.end"\nbelow = 0.5\n[measures]\nnames = ["trust.end"]\n'
    assert "5 points are too few" in told(tmp_path, 'kind = "grid"', DEFECTS, ENOUGH, asked)[0]


def test_factors_that_a_policy_leaves_idle(tmp_path: Path) -> None:
    plan = 'kind = "grid"\nsteps = 2'
    told_of = told(tmp_path, plan, BOTH, WINDOW, LIMIT, DEFECTS, ENOUGH)
    assert told_of == ["limit and window do nothing in partnership: not used under batching = flow"]
    assert told(tmp_path, plan, BOTH, WINDOW, BATCHING, ENOUGH) == []
    switched = '[base]\nscenarios = ["turnaround"]\nset = ["process.batching=flow"]\n'
    assert told(tmp_path, plan, switched, WINDOW, ENOUGH) == []


@pytest.mark.parametrize("kind", ["ofat", "lhs", 'list"\npoints = [{ defects = 0.1 }]\n#'])
def test_what_has_no_indices_is_not_followed_over_time(tmp_path: Path, kind: str) -> None:
    with pytest.raises(ScenarioError, match=r'over_time.*"grid", "sobol" or "morris"'):
        experiment(tmp_path, DEFECTS, f'[design]\nkind = "{kind}"\n', '[measures]\nover_time = ["trust"]\n')


def test_without_factors_nothing_is_followed_over_time(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"over_time.*expected none"):
        experiment(tmp_path, '[measures]\nover_time = ["trust"]\n')
