"""Every need is accounted for, whatever becomes of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.accounts import check_account
from tests.builders import scenario
from trustsim.measures.needs_account import NeedsAccount, account_of
from trustsim.run import run_one
from trustsim.vocabulary import Preset

PLACES = ("delivered", "in_hand", "shadow", "vendor", "without")


def crowded(warmup: int, process: str, **more: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Far more is asked than one developer can do; teams of units come and fall apart soon."""
    return {
        "run": {"horizon_days": 90, "warmup_days": warmup},
        "organisation": {"users": 16, "developers": 1},
        "demand": {"needs_per_user": 4.0, "size_median": 2.0},
        "planning": {"window_days": 10},
        "intake": {"most_waiting": 20.0, "review_days": 5, "most_deferrals": 1},
        "shadow": {"births_at": 1, "leaving": 12.0, "speed": 5.0},
        "process": {"preset": process},
        **more,
    }


@pytest.mark.parametrize("warmup", [0, 60])
@pytest.mark.parametrize("process", [preset.value for preset in Preset])
def test_needs_that_are_refused_or_change_hands_are_counted_once(warmup: int, process: str) -> None:
    result = run_one(scenario(crowded(warmup, process, stance={"equal_partner": 0.5})))
    check_account(result)
    needs = result.summary["needs"]
    assert (needs["at_start"] > 0) == (warmup > 0)
    assert all(needs[name] for name in NeedsAccount._fields if name not in ("at_start", "delivered")), needs
    assert result.summary["requests"]["agreed_away"] > 0
    assert result.summary["organisation"]["orphans_refused"] > 0


@settings(max_examples=12, deadline=None)
@given(
    warmup=st.sampled_from((0, 30)),
    process=st.sampled_from([preset.value for preset in Preset]),
    users=st.integers(2, 20),
    developers=st.integers(1, 4),
    deferrals=st.integers(0, 2),
    partner=st.sampled_from((0.0, 1.0)),
    price=st.sampled_from((0.0, 1.0)),
    seed=st.integers(0, 1000),
)
def test_the_account_sums_up_in_any_small_world(
    warmup: int, process: str, users: int, developers: int, deferrals: int, partner: float, price: float, seed: int
) -> None:
    keys = crowded(
        warmup,
        process,
        organisation={"users": users, "developers": developers},
        intake={"most_waiting": 5.0, "review_days": 3, "most_deferrals": deferrals},
        stance={"equal_partner": partner},
        chargeback={"price": price},
    )
    keys["run"]["horizon_days"] = 40
    check_account(run_one(scenario(keys), seed))


def test_a_run_without_needs_has_an_empty_account() -> None:
    result = run_one(scenario({"run": {"horizon_days": 5}, "demand": {"needs_per_user": 0.0}}))
    check_account(result)
    assert set(result.summary["needs"].values()) == {0}


@given(
    st.lists(st.tuples(*[st.integers(0, 40)] * len(PLACES), st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=12)
)
def test_means_in_whole_needs_still_sum_up(runs: list[tuple[float, ...]]) -> None:
    accounts = [made_up(run) for run in runs]
    figures = {
        name: {"mean": sum(getattr(one, name) for one in accounts) / len(accounts)} for name in NeedsAccount._fields
    }
    mean = account_of(figures)
    assert sum(getattr(mean, name) for name in PLACES) == mean.whole
    for name in PLACES:
        assert abs(getattr(mean, name) - figures[name]["mean"]) < 1.0 + 1e-9
    assert mean.refused_without <= mean.without
    assert all(value == int(value) >= 0 for value in mean)


def made_up(run: tuple[float, ...]) -> NeedsAccount:
    *places, before, refused = run
    whole = int(sum(places))
    at_start = int(before * whole)
    return NeedsAccount(whole - at_start, at_start, *places, *(int(refused * many) for many in places[2:]))
