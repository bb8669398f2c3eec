"""The load of a scenario in words: what is asked, what can be done, and advice that helps."""

from __future__ import annotations

import re
from typing import Any

import pytest

from trustsim.report.load_words import NO_BREAK, WIDTH, load_text, overload
from trustsim.scenario.load import load
from trustsim.scenario.schema import Scenario


def scenario(*layers: dict[str, dict[str, Any]]) -> Scenario:
    """The defaults, with some keys changed; of two layers the later one goes first."""
    keys: dict[str, dict[str, Any]] = {}
    for layer in layers:
        for name, section in layer.items():
            keys[name] = {**keys.get(name, {}), **section}
    return Scenario.model_validate(keys)


CROWD: dict[str, dict[str, Any]] = {"organisation": {"users": 60}}


def test_a_load_that_can_be_borne_is_told_in_figures() -> None:
    text = " ".join(load_text(scenario()).split())
    assert text == (
        "10 users ask for 57 person-days a month, fixes and meetings included; edicts 10, incidents 1 and support 25 "
        "come on top. Developers can do 126: a load of 74 %."
    )
    assert overload(scenario()) == ()


def test_a_load_near_capacity_leaves_little() -> None:
    assert "leaves little for disputes, changes and crises" in load_text(scenario({"organisation": {"users": 14}}))


def test_a_load_above_capacity_is_a_warning() -> None:
    text = load_text(scenario(CROWD))
    assert text.startswith("  WARNING: more is asked than can be built. 60 users ask for 343 person-days a")
    assert "a load of 301 %" in text
    assert max(map(len, text.splitlines())) <= WIDTH
    assert NO_BREAK not in text


@pytest.mark.parametrize("process", ["waterfall-contract", "partnership"])
@pytest.mark.parametrize("more", [{}, {"edicts": {"rate": 8.0}}, {"services": {"reserved": 0.3}}], ids=str)
def test_each_way_that_is_named_brings_the_load_down_and_a_step_less_does_not(
    process: str, more: dict[str, Any]
) -> None:
    keys = {**CROWD, "process": {"preset": process}, **more}
    ways = re.findall(r"(\w+)\.(\w+) = ([\d.]+)", overload(scenario(keys))[1].replace(NO_BREAK, " "))
    assert ways
    for section, key, value in ways:
        number, step = float(value), 0.01 if key == "needs_per_user" else 1
        step = -step if key == "developers" else step
        changed, too_far = ({section: {key: type(step)(number + off)}} for off in (0, step))
        assert not load(scenario(keys, changed)).is_too_much, (key, value)
        assert load(scenario(keys, too_far)).is_too_much, (key, value)


def test_where_users_are_not_the_reason_the_advice_is_another() -> None:
    told = overload(
        scenario({"organisation": {"users": 2}, "release": {"legacy_support": 0.9}, "edicts": {"rate": 20}})
    )
    assert "organisation.users" not in told[1]
    assert "organisation.developers" in told[1].replace(NO_BREAK, " ")


def test_a_single_user_who_needs_nothing() -> None:
    one = {"organisation": {"users": 1, "business_units": 1}, "demand": {"needs_per_user": 0.0}}
    assert "1 user asks for nothing; edicts 10" in load_text(scenario(one))
    quiet = {"edicts": {"rate": 0.0}, "services": {"incident_rate": 0.0}, "release": {"legacy_support": 0.0}}
    assert "nothing else takes of developers' time." in " ".join(load_text(scenario(quiet)).split())
