"""Handoffs in which nothing is lost, and readings that are shared."""

from __future__ import annotations

from typing import Any

from tests.builders import FLAWLESS, WATERFALL, run, scenario
from trustsim.model.model import TrustModel
from trustsim.records.happenings import Hand

K = 64


def told(process: dict[str, dict[str, Any]], handoff: dict[str, Any]) -> TrustModel:
    settings: dict[str, dict[str, Any]] = {
        "organisation": {"users": 10},
        "demand": {"needs_per_user": 1.5, "attributes": K, "size_median": 0.1},
        "knowledge": {"it": 0.4},
        "handoff": {"survival": 0.7, **handoff},
    }
    return run(scenario(FLAWLESS, process, settings), ledger=False)


def right(model: TrustModel, hand: Hand) -> set[float]:
    rows = model.recorder.handoffs.columns()
    return {1.0 - int(wrong).bit_count() / K for wrong in rows["wrong"][rows["hand"] == hand]}


def test_without_layers_a_product_manager_who_keeps_all_loses_nothing() -> None:
    assert right(told(WATERFALL, {"product_manager_keeps": 1.0}), Hand.PRODUCT_MANAGER) == {1.0}


def test_users_write_what_they_need() -> None:
    assert right(told(WATERFALL, {}), Hand.USER) == {1.0}


def test_what_is_read_back_whole_is_not_lost() -> None:
    assert right(told({}, {"read_back": 1.0}), Hand.JOINT) == {1.0}


def test_all_who_define_together_hold_the_same() -> None:
    model = told({}, {"read_back": 0.0})
    requests = [request for request in model.pipeline.requests if request.is_joint]
    assert len(requests) > 50
    for request in requests:
        readings = {request.spec_wrong, request.manager_wrong, request.developer_wrong, request.tester_wrong}
        assert len(readings) == 1
