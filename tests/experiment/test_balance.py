"""Every level of a factor gets its share of the points, or the design is refused with what to set."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.experiment.files import DEFECTS, USERS, experiment
from trustsim.errors import ScenarioError
from trustsim.experiment.design import design
from trustsim.vocabulary import TrustRule

RULES = (
    '[[factor]]\nkey = "trust.rule"\nname = "rule"\nlevels = [' + ", ".join(f'"{rule}"' for rule in TrustRule) + "]\n"
)
COSTS = '[[factor]]\nkey = "building.fix_cost"\nname = "cost"\nlevels = ["flat", "moderate", "boehm"]\n'
MANY = f'[[factor]]\nkey = "organisation.users"\nname = "users"\nlevels = {list(range(5, 26))}\n'


def told(folder: Path, *parts: str) -> str:
    with pytest.raises(ScenarioError) as raised:
        experiment(folder, *parts)
    return str(raised.value)


def shares(folder: Path, plan: str, *factors: str) -> list[Counter[object]]:
    table = design(experiment(folder, *factors, f"[design]\n{plan}"))
    points = [table.levels(point) for point in range(table.points)]
    return [Counter(levels[number].label for levels in points) for number in range(len(factors))]


@pytest.mark.parametrize(
    ("factors", "steps", "few", "expected"),
    [
        ((RULES,), 4, "only 4 of them are run", 6),
        ((RULES,), 8, "some are run more often", 6),
        ((COSTS, DEFECTS), 4, "some are run more often", 6),
        ((RULES, MANY), 6, "only 6 of them are run", 42),
    ],
)
def test_morris_walks_over_steps_that_go_into_the_levels(
    tmp_path: Path, factors: tuple[str, ...], steps: int, few: str, expected: int
) -> None:
    plan = f'[design]\nkind = "morris"\nsamples = 40\nsteps = {steps}'
    message = told(tmp_path, *factors, USERS if MANY not in factors else DEFECTS, plan)
    assert few in message
    assert f"expected steps = {expected}" in message


def test_levels_that_go_into_no_number_of_steps_together(tmp_path: Path) -> None:
    names = ("users", "developers", "testers", "product_managers")
    factors = [
        f'[[factor]]\nkey = "organisation.{name}"\nlevels = {list(range(2, 2 + number))}\n'
        for name, number in zip(names, (7, 11, 13, 2), strict=True)
    ]
    message = told(tmp_path, *factors, '[design]\nkind = "morris"')
    assert "numbers of levels that all go into one number of steps" in message


def test_trajectories_that_do_not_come_by_every_level(tmp_path: Path) -> None:
    plan = '[design]\nkind = "morris"\nsteps = 6\nsamples = '
    message = told(tmp_path, RULES, DEFECTS, f"{plan}2")
    samples = int(message.rpartition("samples = ")[2])
    assert "2 trajectories do not come by all 6 levels of rule" in message
    (rules, _) = shares(tmp_path, f'kind = "morris"\nsteps = 6\nsamples = {samples}', RULES, DEFECTS)
    assert len(rules) == 6


@pytest.mark.parametrize(("kind", "least"), [("lhs", 42), ("sobol", 64)])
def test_samples_have_two_points_for_each_level(tmp_path: Path, kind: str, least: int) -> None:
    plan = f'[design]\nkind = "{kind}"\nsamples = '
    assert f"expected {least} or more" in told(tmp_path, MANY, DEFECTS, f"{plan}16")
    experiment(tmp_path, MANY, DEFECTS, f"{plan}{least}")


@pytest.mark.parametrize(("kind", "samples"), [("lhs", 42), ("lhs", 100), ("sobol", 64)])
def test_no_share_of_a_level_in_samples_is_two_points_off(tmp_path: Path, kind: str, samples: int) -> None:
    found = experiment(tmp_path, MANY, DEFECTS, f'[design]\nkind = "{kind}"\nsamples = {samples}')
    table = design(found)
    size = 4 if kind == "sobol" else 1
    levels = Counter(table.levels(point)[0].label for point in range(0, table.points, size))
    assert len(levels) == 21
    assert all(abs(number - samples / 21) < 2 for number in levels.values())


def test_a_grid_runs_all_levels_equally_often(tmp_path: Path) -> None:
    for found in shares(tmp_path, 'kind = "grid"', RULES, DEFECTS, COSTS):
        assert len(set(found.values())) == 1
