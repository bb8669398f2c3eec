"""A small department for two months, quick to run."""

from __future__ import annotations

from typing import Any

import pytest

from trustsim.scenario.schema import Scenario

SMALL: dict[str, Any] = {
    "run": {"horizon_days": 42, "warmup_days": 21, "seed": 3},
    "organisation": {"users": 4, "developers": 2, "testers": 1, "product_managers": 1},
    "planning": {"window_days": 10},
}


@pytest.fixture
def small() -> Scenario:
    return Scenario.model_validate(SMALL)
