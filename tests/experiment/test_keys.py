"""Runs that are the same share a key, and no others do."""

from __future__ import annotations

import re
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from trustsim.errors import ScenarioError
from trustsim.experiment import keys
from trustsim.experiment.keys import digest_of, model_digest, run_key, run_keys
from trustsim.scenario.catalogue import Key, groups
from trustsim.scenario.loading import with_values
from trustsim.scenario.process import Policies, Process
from trustsim.scenario.schema import Run, Scenario, Story
from trustsim.vocabulary import Preset

USUAL = run_key(Scenario(), 1, "model")

SAME = {
    "another story": Scenario(story=Story(title="Another", teaches="More")),
    "the seed of the scenario": Scenario(run=Run(seed=9)),
    "the preset spelt out": Scenario(process=Process(**Scenario().process.policies()._asdict())),
    "another preset, departed from in all policies": Scenario(
        process=Process(preset=Preset.PARTNERSHIP, **Scenario().process.policies()._asdict())
    ),
}


@pytest.mark.parametrize("scenario", SAME.values(), ids=SAME)
def test_what_reaches_no_run_changes_no_key(scenario: Scenario) -> None:
    assert scenario != Scenario()
    assert run_key(scenario, 1, "model") == USUAL


def test_seed_and_model_change_the_key() -> None:
    assert len({USUAL, run_key(Scenario(), 2, "model"), run_key(Scenario(), 1, "other")}) == 3


def test_keys_of_several_seeds_are_those_of_each() -> None:
    assert run_keys(Scenario(), [3, 1], "model") == [run_key(Scenario(), 3, "model"), USUAL]
    assert re.fullmatch("[0-9a-f]{64}", USUAL)


VARIED = [
    key
    for group in groups().values()
    if not group.repeated and group.name not in ("story", "process")
    for key in group.keys.values()
    if key.dotted != "run.seed"
]


def values(key: Key) -> st.SearchStrategy[Any]:
    if key.kind in ("word", "bool"):
        return st.sampled_from(key.words or (False, True))
    if key.kind == "int":
        return st.integers(int(key.low), int(key.high))
    return st.floats(key.low, key.high).map(lambda number: number + 0.0)  # no negative zero


def other_value(key: Key) -> Any:
    """A value that is not the default."""
    if key.kind in ("word", "bool"):
        return next(value for value in key.words or (False, True) if value != key.default)
    if key.default == key.high:
        return key.low
    return key.default + 1 if key.kind == "int" else (key.default + key.high) / 2


@pytest.mark.parametrize("key", VARIED, ids=lambda key: key.dotted)
def test_every_key_of_a_scenario_reaches_the_key_of_a_run(key: Key) -> None:
    assert run_key(with_values(Scenario(), {key.dotted: other_value(key)}), 1, "model") != USUAL


@given(st.data())
def test_different_scenarios_have_different_keys(data: st.DataObject) -> None:
    scenarios = []
    key = data.draw(st.sampled_from(VARIED))
    for value in (data.draw(values(key)), data.draw(values(key))):
        try:
            scenarios.append(with_values(Scenario(), {key.dotted: value}))
        except ScenarioError:  # too large for memory, or too few users
            assume(False)
    one, other = scenarios
    assert (run_key(one, 1, "model") == run_key(other, 1, "model")) == (one == other)


def test_every_mix_of_policies_has_a_key_of_its_own() -> None:
    mixes = product(*(list(type(policy)) for policy in Scenario().process.policies()))
    found = {run_key(Scenario(process=Process(**Policies(*mix)._asdict())), 1, "model") for mix in mixes}
    assert len(found) == 64
    assert USUAL in found


def test_the_timeline_reaches_the_key_of_a_run() -> None:
    entries = [{"what": "edict", "day": 5}, {"what": "outage", "day": 5}]
    timelines = ([], entries, entries[::-1], [{**entries[0], "amount": 11}, entries[1]])
    assert len({run_key(with_values(Scenario(), {"timeline": one}), 1, "m") for one in timelines}) == 4


def test_the_digest_of_the_model_covers_what_decides_results() -> None:
    package = keys.Path(keys.__file__).resolve().parents[1]
    names = {name for part in keys.DECIDING for name, _ in keys._sources(package, part)}
    assert {"vocabulary.py", "draws.py", "rules/opinion.py", "model/process/pipeline.py", "run/outcome.py"} <= names
    assert not [name for name in names if name.startswith(("report", "cli", "experiment", "analysis"))]
    assert not names & set(keys.HARMLESS)
    assert all((package / name).is_file() for name in keys.HARMLESS)
    assert model_digest() == model_digest()
    assert re.fullmatch("[0-9a-f]{64}", model_digest())


def test_ends_of_lines_and_order_do_not_change_the_digest_of_the_model() -> None:
    once = digest_of({"a.py": b"x\ny\n", "b.py": b"z"})
    assert digest_of({"b.py": b"z", "a.py": b"x\r\ny\r\n"}) == once
    assert digest_of({"a.py": b"x\nY\n", "b.py": b"z"}) != once
    assert digest_of({"a.py": b"x\ny\nz", "b.py": b""}) != once
    assert digest_of({"c.py": b"x\ny\n", "b.py": b"z"}) != once
