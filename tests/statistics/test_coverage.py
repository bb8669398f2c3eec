"""How often the intervals of a comparison hold the true difference, over 300 repetitions.

Differences are drawn, so that it takes no minutes; ``benchmarks/coverage_of_intervals.py`` does the same with runs of
the model.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def measured() -> Any:
    """Measure the coverage of normal differences, by the benchmark's own code."""
    file = Path(__file__).resolve().parents[2] / "benchmarks" / "coverage_of_intervals.py"
    found = importlib.util.spec_from_file_location(file.stem, file)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module.measure(module.drawn(module.normal, 300, 400), 0.05, 0.025)


@pytest.mark.parametrize("rule", ["by_t", "by_bootstrap", "at_every_look"])
def test_each_rule_holds_the_truth_about_as_often_as_it_says(measured: Any, rule: str) -> None:
    assert 0.92 <= getattr(measured, rule) <= 0.98


def test_at_the_stop_the_sequence_holds_it_too(measured: Any) -> None:
    assert measured.at_the_stop >= measured.at_every_look
    assert 100 < measured.mean_pairs < 300
