"""Rework with probability p: 1/(1-p) passes, and stable only while its effort fits."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import FLAWLESS, interval, mean, run, scenario
from trustsim.model.model import TrustModel

SIZE = 3.0


def rework(p: float, a: float, users: int, developers: int, days: int) -> TrustModel:
    settings: dict[str, dict[str, Any]] = {
        "organisation": {"users": users, "developers": developers},
        "demand": {"needs_per_user": 21.0 * a, "size_median": SIZE},
        "building": {"defect_rate": p, "bad_fix": p, "fix_share": 1.0, "fix_cost": "flat"},
        "run": {"horizon_days": days},
    }
    return run(scenario(FLAWLESS, settings), ledger=False)


@pytest.mark.parametrize("p", [0.2, 0.5])
def test_passes_are_geometric(p: float) -> None:
    model = rework(p, 0.1, users=100, developers=80, days=300)
    # the last 60 days are left out, else the long ones would be missing
    rows = [row for row in model.request_rows() if row["arose"] <= 240]
    assert {row["state"] for row in rows} == {"released"}
    assert len(rows) > 2000
    low, high = interval([row["rounds"] for row in rows])
    assert low <= 1.0 / (1.0 - p) <= high
    low, high = interval([row["effort_fix"] for row in rows])
    assert low <= SIZE * p / (1.0 - p) <= high
    assert high - low < SIZE * p / (1.0 - p) * 0.4
    assert {row["broken"] for row in rows} == {0}
    assert all(row["effort_fix"] == pytest.approx(SIZE * (row["rounds"] - 1), abs=1e-6) for row in rows)


def test_a_share_of_first_builds_is_broken() -> None:
    p = 0.3
    model = rework(p, 0.1, users=100, developers=80, days=300)
    rows = [row for row in model.request_rows() if row["arose"] <= 240]
    low, high = interval([float(row["rounds"] > 1) for row in rows])
    assert low <= p <= high


def test_it_is_stable_while_rework_fits_in() -> None:
    # a request takes 3 / (1 - 1/2) = 6 days of one developer
    calm = rework(0.5, 0.1, users=1, developers=1, days=3000)
    assert max(row["work_in_progress"] for row in calm.recorder.daily) < 30
    assert mean(row["work_in_progress"] for row in calm.recorder.daily[-500:]) < 6
