"""Drift: only what a reading has lived through makes it stale."""

from __future__ import annotations

from typing import Any

from tests.builders import FLAWLESS, run, scenario
from trustsim.records.happenings import Hand

K = 16


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
