"""n handoffs: P(right) = q^n + (1 - q^n) kappa."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import FLAWLESS, WATERFALL, interval, run, scenario
from trustsim.model.model import TrustModel
from trustsim.records.happenings import Hand

K = 64
SURVIVAL, KNOWLEDGE = 0.7, 0.4


def told(process: dict[str, dict[str, Any]], handoff: dict[str, Any], layers: int = 0) -> TrustModel:
    settings: dict[str, dict[str, Any]] = {
        "organisation": {"users": 10, "analyst_layers": layers},
        "demand": {"needs_per_user": 1.5, "attributes": K, "size_median": 0.1},
        "knowledge": {"it": KNOWLEDGE},
        "handoff": {"survival": SURVIVAL, **handoff},
    }
    return run(scenario(FLAWLESS, process, settings), ledger=False)


def right(model: TrustModel, hand: Hand, layer: int = 0) -> list[float]:
    """The share that each reading of a hand holds rightly."""
    rows = model.recorder.handoffs.columns()
    chosen = (rows["hand"] == hand) & (rows["layer"] == layer)
    return [1.0 - int(wrong).bit_count() / K for wrong in rows["wrong"][chosen]]


def expected(handoffs: int, survival: float = SURVIVAL) -> float:
    kept = survival**handoffs
    return kept + (1.0 - kept) * KNOWLEDGE


def assert_around(shares: list[float], value: float) -> None:
    low, high = interval(shares)
    assert low <= value <= high
    assert high - low < 0.06


@pytest.mark.parametrize("layers", [1, 3, 7])
def test_each_analyst_layer_is_one_handoff(layers: int) -> None:
    model = told(WATERFALL, {"product_manager_keeps": 1.0}, layers)
    assert set(right(model, Hand.USER)) == {1.0}
    for layer in range(1, layers + 1):
        assert_around(right(model, Hand.ANALYST, layer - 1), expected(layer))
    assert right(model, Hand.PRODUCT_MANAGER) == right(model, Hand.ANALYST, layers - 1)


def test_without_layers_a_product_manager_who_keeps_all_loses_nothing() -> None:
    assert set(right(told(WATERFALL, {"product_manager_keeps": 1.0}), Hand.PRODUCT_MANAGER)) == {1.0}


def test_a_product_manager_keeps_what_is_kept() -> None:
    model = told(WATERFALL, {"product_manager_keeps": 0.5}, layers=2)
    kept = SURVIVAL**2 * 0.5
    assert_around(right(model, Hand.PRODUCT_MANAGER), kept + (1.0 - kept) * KNOWLEDGE)


def test_a_developer_loses_what_is_lost_or_ambiguous() -> None:
    model = told(WATERFALL, {"product_manager_keeps": 1.0, "ambiguity": 0.3})
    kept = SURVIVAL * 0.7
    assert_around(right(model, Hand.DEVELOPER), kept + (1.0 - kept) * KNOWLEDGE)


@pytest.mark.parametrize("read_back", [0.0, 0.5, 1.0])
def test_a_joint_definition_is_one_handoff_read_back(read_back: float) -> None:
    shares = right(told({}, {"read_back": read_back}), Hand.JOINT)
    if read_back == 1.0:
        assert set(shares) == {1.0}
    else:
        assert_around(shares, expected(1, SURVIVAL + (1.0 - SURVIVAL) * read_back))


def test_all_who_define_together_hold_the_same() -> None:
    model = told({}, {"read_back": 0.0})
    requests = [request for request in model.pipeline.requests if request.is_joint]
    assert len(requests) > 50
    for request in requests:
        readings = {request.spec_wrong, request.manager_wrong, request.developer_wrong, request.tester_wrong}
        assert len(readings) == 1
