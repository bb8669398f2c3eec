"""What a scenario asks of IT a month against what its developers can do, worked out on paper."""

from __future__ import annotations

import math
from typing import Any

import pytest

from trustsim.rules.demand import mean_size, size
from trustsim.rules.effort import effort_ratio, mean_effort_ratio
from trustsim.scenario.library import shipped_scenarios
from trustsim.scenario.load import load
from trustsim.scenario.loading import load_scenario
from trustsim.scenario.schema import Scenario
from trustsim.vocabulary import NoiseLaw, SizeLaw

PLAIN: dict[str, dict[str, Any]] = {
    "run": {"horizon_days": 100},
    "organisation": {"users": 21, "developers": 4},
    "demand": {"needs_per_user": 0.5, "size_median": 4.0, "size_spread": 0.0},
    "planning": {"noise": 0.0},
    "building": {"defect_rate": 0.0},
    "edicts": {"rate": 0.0},
    "services": {"incident_rate": 0.0},
    "release": {"legacy_support": 0.0},
}


def plain(**sections: Any) -> Scenario:
    """The plain one, with some keys of its sections changed."""
    keys: dict[str, Any] = dict(PLAIN)
    for name, section in sections.items():
        keys[name] = section if isinstance(section, list) else {**keys.get(name, {}), **section}
    return Scenario.model_validate(keys)


def test_needs_are_built_by_developers_and_nothing_else_is_asked() -> None:
    found = load(plain())
    assert (found.needs, found.build, found.capacity) == pytest.approx((10.5, 42.0, 84.0))
    assert (found.asked, found.beside) == pytest.approx((42.0, 0.0))
    assert found.share == pytest.approx(0.5)
    assert not found.is_too_much


@pytest.mark.parametrize(
    ("sections", "part", "days"),
    [
        ({"building": {"defect_rate": 0.1, "bad_fix": 0.5, "fix_share": 0.25}}, "fixes", 42 * 0.1 / 0.5 * 0.25 * 3),
        ({"process": {"definition": "joint"}}, "meetings", 10.5 * 0.5),
        ({"process": {"acceptance": "demo"}}, "meetings", 10.5 * 0.1),
        ({"process": {"acceptance": "demo", "batching": "flow"}, "planning": {"slice_days": 1.0}}, "meetings", 4.2),
        ({"edicts": {"rate": 2.0, "effort": 5.0}}, "edicts", 10.0),
        ({"timeline": [{"what": "edict", "day": 3, "amount": 50.0}]}, "edicts", 50 / (100 / 21)),
        ({"services": {"incident_rate": 1.5, "incident_effort": 4.0}}, "incidents", 6.0),
        ({"release": {"legacy_support": 0.25}}, "support", 21.0),
        ({"services": {"incident_rate": 0.0, "reserved": 0.1}}, "reserved", 8.4),
        ({"timeline": [{"what": "methodology", "day": 51, "amount": 0.2}]}, "reserved", 8.4),
        ({"chargeback": {"price": 1.0, "elasticity": math.log(2)}}, "build", 21.0),
        ({"timeline": [{"what": "demand", "day": 51, "amount": 1.0}]}, "build", 63.0),
        ({"timeline": [{"what": "demand", "day": 51, "amount": 1.0, "strength": 0.0}]}, "build", 42.0),
        ({"timeline": [{"what": "demand", "when": "stage >= flu", "amount": 1.0}]}, "build", 42.0),
        ({"timeline": [{"what": "hire", "day": 51, "days": 25, "amount": 4}]}, "capacity", 105.0),
        ({"timeline": [{"what": "layoff", "day": 51, "amount": 2}]}, "capacity", 63.0),
        ({"timeline": [{"what": "layoff", "day": 1, "amount": 400}]}, "capacity", 21.0),
        ({"timeline": [{"what": "budget", "day": 51, "amount": -0.5}]}, "capacity", 63.0),
        ({"building": {"productivity": 2.0}}, "capacity", 168.0),
    ],
    ids=str,
)  # fmt: skip
def test_each_part_by_hand(sections: dict[str, Any], part: str, days: float) -> None:
    assert getattr(load(plain(**sections)), part) == pytest.approx(days)


@pytest.mark.parametrize(("users", "is_too_much"), [(42, False), (43, True)])
def test_too_much_is_what_can_never_be_kept_up_with(users: int, is_too_much: bool) -> None:
    assert load(plain(organisation={"users": users, "developers": 4})).is_too_much == is_too_much


def test_the_defaults_and_most_stories_can_keep_up() -> None:
    assert load(Scenario()).share == pytest.approx(0.74, abs=0.01)
    too_much = {path.stem for path in shipped_scenarios().values() if load(load_scenario(path)).is_too_much}
    assert too_much == {"edicts", "shadow-it"}  # as their files say


def test_means_are_those_of_what_is_drawn() -> None:
    places = [(number + 0.5) / 20_000 for number in range(20_000)]
    for law in SizeLaw:
        drawn = math.fsum(size(u, law, 6.0, 0.8) for u in places) / len(places)
        assert mean_size(law, 6.0, 0.8) == pytest.approx(drawn, rel=2e-3)
    for law in NoiseLaw:
        for spread in (0.0, 0.4, 1.0, 1.5):
            drawn = math.fsum(effort_ratio(u, law, 0.1, spread) for u in places) / len(places)
            assert mean_effort_ratio(law, 0.1, spread) == pytest.approx(drawn, rel=5e-3), (law, spread)
