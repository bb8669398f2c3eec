"""Ping-pong with a constant concession c a side: a truncated geometric."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import FLAWLESS, interval, scenario
from trustsim.draws import Draws, Purpose
from trustsim.model.model import TrustModel
from trustsim.model.process.testing import settle
from trustsim.rules.dispute import mean_rounds, share_exhausted


def arguing(concession: float, patience: int, **test: Any) -> dict[str, dict[str, Any]]:
    return {"test": {"constant_concession": True, "first_concession": concession, "patience": patience, **test}}


def rounds_of(model: TrustModel, dispute: int, patience: int) -> tuple[int, bool]:
    """Rounds that a dispute over one attribute takes, and whether it ends with the developer giving in."""
    draws = Draws(11)
    for played in range(patience):
        u = draws.block(Purpose.REVIEW_DISPUTE, (dispute, 0), played, 2)
        settled = settle(model, 1, played, u[:1], u[1:])
        assert settled.rebuilt & settled.left == 0
        if settled.rebuilt | settled.left:
            return played + 1, bool(settled.rebuilt)
    raise AssertionError("a dispute outlived all patience")


@pytest.mark.parametrize(("concession", "patience"), [(0.1, 8), (0.3, 5), (0.05, 3), (0.5, 1)])
def test_rounds_are_a_truncated_geometric(concession: float, patience: int) -> None:
    model = TrustModel(scenario(FLAWLESS, arguing(concession, patience)))
    lived = [rounds_of(model, dispute, patience) for dispute in range(4000)]
    stop = 1.0 - (1.0 - concession) ** 2  # one of two sides concedes
    low, high = interval([float(rounds) for rounds, _ in lived])
    assert low <= mean_rounds(stop, patience) <= high
    low, high = interval([float(rounds == patience) for rounds, _ in lived])
    assert low <= share_exhausted(stop, patience) <= high
    low, high = interval([float(rebuilt) for _, rebuilt in lived])
    assert low <= 0.5 <= high  # neither side is favoured


def test_energy_that_runs_out_ends_disputes_sooner() -> None:
    constant = TrustModel(scenario(FLAWLESS, arguing(0.1, 8)))
    tiring = TrustModel(scenario(FLAWLESS, arguing(0.1, 8, constant_concession=False)))
    for dispute in range(300):
        assert rounds_of(tiring, dispute, 8)[0] <= rounds_of(constant, dispute, 8)[0]
