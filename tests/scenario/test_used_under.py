"""Keys that are used only under some policy or rule do nothing under another, whatever they hold."""

from __future__ import annotations

import re

import pytest

from tests.experiment.tiny import small
from trustsim.run.outcome import outcome
from trustsim.scenario.catalogue import groups, key_at
from trustsim.scenario.loading import with_values
from trustsim.scenario.used_under import USED_UNDER

LONG = {"run.horizon_days": 150}


def words(switch: str) -> tuple[str, ...]:
    key = key_at(tuple(switch.split(".")))
    assert key is not None
    return key.words


@pytest.mark.parametrize("key", USED_UNDER)
def test_they_do_nothing_under_another(key: str) -> None:
    use, declared = USED_UNDER[key], key_at(tuple(key.split(".")))
    assert declared is not None
    other = next(word for word in words(use.switch) if word not in use.values)
    base = with_values(small(), {**LONG, use.switch: other}, "test")
    ends = [with_values(base, {key: end}, "test") for end in (declared.low, declared.high)]
    first, last = (outcome(scenario, 3) for scenario in ends)
    assert repr(first) == repr(last)
    assert use.but_for(other) == f"not used under {use.switch.split('.')[1]} = {other}"
    assert use.but_for(use.values[0].value) == ""


@pytest.mark.parametrize("key", ["planning.window_days", "planning.slice_days", "trust.inertia", "trust.memory"])
def test_they_do_something_where_they_are_used(key: str) -> None:
    use, declared = USED_UNDER[key], key_at(tuple(key.split(".")))
    assert declared is not None
    base = with_values(small(), {**LONG, use.switch: use.values[-1].value}, "test")
    first, last = (outcome(with_values(base, {key: end}, "test"), 3) for end in (declared.low, declared.high))
    assert repr(first) != repr(last)


def test_whatever_the_reference_says_is_used_under_one_policy_or_rule_is_declared() -> None:
    told = {
        key.dotted: found.group(1) or found.group(2)
        for group in groups().values()
        for key in group.keys.values()
        if (found := re.search(r"^rule (\w+):|\(batching = (\w+)\)", key.meaning))
    }
    assert len(told) > 8
    assert {name: (USED_UNDER[name].values[0].value) for name in told} == told
