"""Effect sizes, what pairing is worth, and Holm's rule."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from trustsim.statistics.effects import holm, paired_effect, pooled_effect, t_test, variance_reduction

FIRST = np.array([0.2, 0.5, 0.4, 0.7, 0.3])
LUCK = np.array([0.01, -0.02, 0.0, 0.02, -0.01])


def test_an_effect_is_a_difference_in_standard_deviations_corrected_for_few_runs() -> None:
    second = FIRST + 0.3
    pooled = math.sqrt((FIRST.var(ddof=1) + second.var(ddof=1)) / 2)
    assert pooled_effect(FIRST, second) == pytest.approx(0.3 / pooled * (1 - 3 / (4 * 8 - 1)))
    differences = 0.3 + LUCK
    assert paired_effect(differences) == pytest.approx(0.3 / differences.std(ddof=1) * (1 - 3 / (4 * 4 - 1)))


def test_effects_without_luck_or_without_runs() -> None:
    assert paired_effect([0.0, 0.0]) == pooled_effect(FIRST, FIRST) == 0
    assert paired_effect([-0.1, -0.1]) == -math.inf
    assert math.isnan(paired_effect([0.1]))
    assert math.isnan(paired_effect([0.1, 0.2]))
    assert math.isnan(pooled_effect([0.1], [0.2]))


def test_luck_that_is_shared_makes_pairs_worth_more_and_opposite_luck_less() -> None:
    assert variance_reduction(FIRST, FIRST + LUCK, LUCK) > 100
    assert variance_reduction(FIRST, 1 - FIRST, 1 - 2 * FIRST) == pytest.approx(0.5)
    assert variance_reduction(FIRST, FIRST, 0 * FIRST) == math.inf
    assert math.isnan(variance_reduction([1.0, 1.0], [2.0, 2.0], [1.0, 1.0]))
    assert math.isnan(variance_reduction([1.0], [2.0], [1.0]))


def test_unpaired_runs_gain_nothing() -> None:
    alternating, slow = np.tile([1.0, -1.0], 8), np.repeat([1.0, -1.0], 8)
    assert variance_reduction(alternating, slow, slow - alternating) == pytest.approx(1.0)


def test_the_p_value_is_that_of_scipys_paired_test() -> None:
    second = FIRST + 0.05 + 3 * LUCK
    assert t_test(second - FIRST) == pytest.approx(stats.ttest_rel(second, FIRST).pvalue)
    assert t_test([0.0, 0.0, 0.0]) == 1
    assert t_test([0.1] * 6) == 1 / 32
    assert math.isnan(t_test([0.1]))


def test_holms_rule_on_the_example_of_a_textbook() -> None:
    """0.01, 0.04, 0.03 and 0.005 become 0.03, 0.06, 0.06 and 0.02; what is missing does not count."""
    assert holm([0.01, 0.04, math.nan, 0.03, 0.005]) == pytest.approx([0.03, 0.06, math.nan, 0.06, 0.02], nan_ok=True)
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([]) == []
