"""Whatever stands anywhere in an experiment file is taken, or told on a line."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trustsim.errors import ScenarioError
from trustsim.experiment.design import design
from trustsim.experiment.loading import load_experiment
from trustsim.scenario.wording import printable

SOUND = tomllib.loads("""\
title = "A"
question = "B?"
[base]
scenarios = ["partnership"]
set = ["organisation.users=5"]
horizon_days = 60
[[factor]]
key = "process.batching"
name = "batching"
levels = ["release", "flow"]
[[factor]]
key = "building.defect_rate"
name = "defects"
range = [0.03, 0.2]
scale = "log"
[[factor]]
name = "edicts"
[factor.settings.none]
"edicts.rate" = 0
[factor.settings.many]
edicts.rate = 3
timeline = [{ what = "edict", day = 10 }]
[design]
kind = "list"
samples = 8
steps = 4
second_order = false
seed = 1
points = [{ batching = "flow", defects = 0.1, edicts = "many" }]
[runs]
replications = 2
first_seed = 1
common = true
[measures]
names = ["trust.end"]
over_time = []
[discovery]
measure = "trust.end"
below = 0.5
[slurm]
cores = 8
""")
del SOUND["design"]["samples"], SOUND["design"]["steps"], SOUND["design"]["second_order"], SOUND["design"]["seed"]

EXTREMES = (10**400, -(10**400), 1e308, -1e308, 1e-320, 5e-324, -0.0, 0, 0.1, 0.10000000000000002, 2**53 + 1)
LEAVES = st.one_of(
    st.integers(-(2**63), 2**63 - 1),
    st.floats(),
    st.sampled_from(EXTREMES),
    st.booleans(),
    st.text(max_size=5),
    st.sampled_from(
        ["batching", "flow", "grid", "sobol", "morris", "ofat", "lhs", "trust.rule", "timeline", "a.b", "."]
    ),
    st.dates(),
    st.times(),
)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=2)),
    max_leaves=5,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in pairs:
        yield (*path, name)
        yield from places(inner, (*path, name))


def put(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    data: Any = deepcopy(SOUND)
    table = data
    for part in path[:-1]:
        table = table[part]
    table[path[-1]] = value
    return data  # type: ignore[no-any-return]


def at(path: tuple[Any, ...]) -> Any:
    found: Any = SOUND
    for part in path:
        found = found[part]
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("anything")


def test_what_is_changed_is_sound(folder: Path) -> None:
    file = folder / "sound.toml"
    file.write_text(tomli_w.dumps(SOUND), encoding="utf-8")
    assert len(load_experiment(file).factors) == 3


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(list(places(SOUND))), st.one_of(LEAVES, ANYTHING))
def test_any_value_anywhere(folder: Path, path: tuple[Any, ...], value: Any) -> None:
    file = folder / "anything.toml"
    file.write_text(tomli_w.dumps(put(path, value)), encoding="utf-8")
    try:
        load_experiment(file)
    except ScenarioError as error:
        for problem in error.problems:
            assert str(problem).isprintable()
            assert problem.message == printable(problem.message, 1000)


NUMBERS = [path for path in places(SOUND) if type(at(path)) in (int, float)]


@pytest.mark.parametrize("path", NUMBERS, ids=lambda path: ".".join(map(str, path)))
def test_extremes_of_every_number(folder: Path, path: tuple[Any, ...]) -> None:
    """Refused on a line, or laid out with numbers that are all different."""
    for value in EXTREMES:
        data = put(path, value)
        for plan in (data["design"], {"kind": "grid"}):
            file = folder / "extreme.toml"
            file.write_text(tomli_w.dumps({**data, "design": plan}), encoding="utf-8")
            try:
                table = design(load_experiment(file))
            except ScenarioError:
                continue
            labels = [tuple(level.label for level in table.levels(point)) for point in range(table.points)]
            assert len(set(labels)) == len(labels)
