"""Drift: a reading of age t is stale with 1 - exp(-kappa t); a batch with the mean over its window."""

from __future__ import annotations

import math
from typing import Any

import pytest

from tests.builders import FLAWLESS, WATERFALL, interval, run, scenario
from trustsim.model.model import TrustModel
from trustsim.records.happenings import Hand
from trustsim.rules.demand import stale_share_of_batch

K = 16
WINDOW = 40


def kappa(drift: float) -> float:
    return -math.log(1.0 - drift) / 21.0


def collected(drift: float) -> TrustModel:
    """Readings taken when a need arises, first looked at when the window closes; developers enough for all."""
    settings: dict[str, dict[str, Any]] = {
        "organisation": {"users": 30, "developers": 150},
        "demand": {"needs_per_user": 1.5, "attributes": K, "size_median": 0.1, "drift": drift},
        "planning": {"window_days": WINDOW},
        "run": {"horizon_days": 30 * WINDOW},
    }
    return run(scenario(FLAWLESS, WATERFALL, settings), ledger=False)


def ages_and_shares(model: TrustModel) -> list[tuple[int, float]]:
    rows = model.recorder.handoffs.columns()
    by_hand: dict[int, dict[int, tuple[int, int]]] = {Hand.USER: {}, Hand.DEVELOPER: {}}
    for request, hand, day, wrong in zip(rows["request"], rows["hand"], rows["day"], rows["wrong"], strict=True):
        if hand in by_hand:
            by_hand[hand][request] = (int(day), int(wrong))
    written, read = by_hand[Hand.USER], by_hand[Hand.DEVELOPER]
    assert all(wrong == 0 for _, wrong in written.values())
    return [(day - written[request][0], wrong.bit_count() / K) for request, (day, wrong) in sorted(read.items())]


@pytest.mark.parametrize("drift", [0.1, 0.5])
def test_readings_go_stale_with_their_age(drift: float) -> None:
    lived = ages_and_shares(collected(drift))
    hazard = kappa(drift)
    assert {age for age, _ in lived} == set(range(WINDOW))
    low, high = interval([share - (1.0 - math.exp(-hazard * age)) for age, share in lived])
    assert low <= 0.0 <= high
    assert high - low < 0.03
    for youngest in range(0, WINDOW, 10):
        part = [(age, share) for age, share in lived if youngest <= age < youngest + 10]
        low, high = interval([share - (1.0 - math.exp(-hazard * age)) for age, share in part])
        assert low <= 0.0 <= high


@pytest.mark.parametrize("drift", [0.1, 0.5])
def test_a_batch_is_as_stale_as_the_mean_over_its_window(drift: float) -> None:
    low, high = interval([share for _, share in ages_and_shares(collected(drift))])
    hazard = kappa(drift)
    # Needs arise in the morning, so ages run from 0 to B - 1 whole days and not evenly from 0 to B:
    whole_days = 1.0 - (1.0 - math.exp(-hazard * WINDOW)) / (WINDOW * (1.0 - math.exp(-hazard)))
    assert low <= whole_days <= high
    # ... which is half a day younger than the continuous limit.
    continuous = stale_share_of_batch(hazard, WINDOW)
    assert low <= continuous <= high + 0.5 * hazard


def test_only_what_a_reading_has_lived_through_makes_it_stale() -> None:
    # One developer for a flood of requests: most wait for months before they are defined, and are then defined anew.
    settings: dict[str, dict[str, Any]] = {
        "organisation": {"users": 5},
        "demand": {"needs_per_user": 2.0, "attributes": K, "drift": 0.3},
    }
    model = run(scenario(FLAWLESS, settings), ledger=False)
    rows = model.request_rows()
    waited = [row["definition_began"] - row["arose"] for row in rows if row["definition_began"] is not None]
    assert max(waited) > 60
    handoffs = model.recorder.handoffs.columns()
    joint = handoffs["wrong"][handoffs["hand"] == Hand.JOINT]
    assert len(joint) == len(waited)
    assert not joint.any()
