"""Shipped scenarios give the results that were accepted, to the column, and account for every need."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from tests.accounts import check_account
from tests.golden.goldens import HERE, golden_path, observe, run, shipped

# Bits are promised within a platform only; exp and log may differ in the last one between two.
TOLERANCE = 1e-9


def differences(found: Any, expected: Any, where: str = "") -> list[str]:
    """Every place in which two trees of values differ, keys included."""
    if isinstance(found, dict) and isinstance(expected, dict):
        here = [f"{where}: {sorted(found.keys() ^ expected.keys())}"] if found.keys() != expected.keys() else []
        shared = [key for key in found if key in expected]
        return here + [d for key in shared for d in differences(found[key], expected[key], f"{where}/{key}")]
    if isinstance(found, list) and isinstance(expected, list):
        if len(found) != len(expected):
            return [f"{where}: {len(found)} entries, expected {len(expected)}"]
        pairs = zip(found, expected, strict=True)
        return [d for index, (a, b) in enumerate(pairs) for d in differences(a, b, f"{where}[{index}]")]
    if isinstance(found, float) and isinstance(expected, (int, float)):
        same = math.isclose(found, expected, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
        return [] if same else [f"{where}: {found}, expected {expected}"]
    return [] if found == expected and type(found) is type(expected) else [f"{where}: {found!r}, expected {expected!r}"]


@pytest.mark.parametrize("scenario", shipped(), ids=lambda path: path.stem)
def test_a_shipped_scenario_gives_what_was_accepted(scenario: Path) -> None:
    expected = json.loads(golden_path(scenario).read_text(encoding="utf-8"))
    result = run(scenario)
    assert differences(observe(result), expected) == []
    check_account(result)


def test_there_is_one_golden_for_each_shipped_scenario() -> None:
    assert sorted(HERE.glob("*.json")) == [golden_path(scenario) for scenario in shipped()]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({"a": 1.0}, {"a": 1.0, "b": 2.0}),
        ({"a": 1.0, "b": 2.0}, {"a": 1.0}),
        ({"a": 1.0}, {"a": 1.001}),
        ({"a": [1.0]}, {"a": [1.0, 2.0]}),
        ({"a": None}, {"a": 0.0}),
        ({"a": "int64"}, {"a": "float64"}),
    ],
)
def test_a_difference_is_seen(found: Any, expected: Any) -> None:
    assert differences(found, expected)
