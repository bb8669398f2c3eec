from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustsim.rules.effort import (
    effort_ratio,
    fix_effort,
    fix_factor,
    forecast_factor,
    output,
    padded,
    plan_days,
    spread_of_total,
)
from trustsim.vocabulary import FaultPhase, FixCost, NoiseLaw

UNIFORM = st.integers(min_value=0, max_value=2**53 - 1).map(lambda step: step / 2.0**53)  # as they are drawn
LAW = st.sampled_from(NoiseLaw)


def test_lognormal_ratio_by_hand() -> None:
    assert effort_ratio(0.5, NoiseLaw.LOGNORMAL, 0.0, 0.4) == 1.0
    # one standard deviation up, 20 % too optimistic: e^(0.2 + 0.4) = 1.8221188
    assert effort_ratio(0.8413447460685429, NoiseLaw.LOGNORMAL, 0.2, 0.4) == pytest.approx(1.8221188, rel=1e-6)


@pytest.mark.parametrize(("u", "ratio"), [(0.0, 0.5), (0.5, 0.9411765), (1.0, 8.0)])
def test_pareto_ratio_by_hand(u: float, ratio: float) -> None:
    # index 1, truncated to .5-8: .5 / (1 - 15/16 u)
    assert effort_ratio(u, NoiseLaw.PARETO, 0.0, 1.0) == pytest.approx(ratio, rel=1e-6)


@given(UNIFORM, LAW)
def test_without_spread_only_optimism_is_left(u: float, law: NoiseLaw) -> None:
    assert effort_ratio(u, law, 0.25, 0.0) == math.exp(0.25)


@given(UNIFORM, UNIFORM, LAW, st.floats(min_value=0.05, max_value=1.5))
def test_a_larger_uniform_takes_no_less_effort(u: float, v: float, law: NoiseLaw, spread: float) -> None:
    low, high = sorted((u, v))
    assert 0.0 < effort_ratio(low, law, 0.0, spread) <= effort_ratio(high, law, 0.0, spread) * (1.0 + 1e-12)


@given(UNIFORM, st.floats(min_value=0.05, max_value=1.5))
def test_pareto_is_truncated(u: float, spread: float) -> None:
    assert 0.5 - 1e-9 <= effort_ratio(u, NoiseLaw.PARETO, 0.0, spread) <= 8.0 + 1e-9


@pytest.mark.parametrize(
    ("motivation", "days"),
    [(0.5, 2.0), (1.0, 2.0 * 1.2840254), (0.0, 2.0 / 1.2840254)],  # e^(0.5 x 0.5) = e^0.25
)
def test_output_rises_with_motivation(motivation: float, days: float) -> None:
    assert output(2.0, 0.5, motivation) == pytest.approx(days, rel=1e-7)


def test_a_fix_by_hand() -> None:
    assert fix_effort(2.0, 0.25, 3.0) == 1.5


@pytest.mark.parametrize(
    ("curve", "factors"),
    [
        (FixCost.FLAT, [1.0, 1.0, 1.0, 1.0, 1.0]),
        (FixCost.MODERATE, [1.0, 1.5, 3.0, 5.0, 8.0]),
        (FixCost.BOEHM, [1.0, 10.0, 20.0, 50.0, 100.0]),
    ],
)
def test_factors_of_a_fix(curve: FixCost, factors: list[float]) -> None:
    assert [fix_factor(curve, phase) for phase in FaultPhase] == factors
    assert factors == sorted(factors)


def test_a_plan_by_hand() -> None:
    assert plan_days(30.0, 4.0, 0.75) == 10.0


def test_the_upper_end_of_a_forecast_by_hand() -> None:
    # e^(0.84 x 0.4) = e^0.336; with four parts half of the exponent
    assert forecast_factor(spread_of_total(0.4, 0.0, 1), 0.84) == pytest.approx(1.3993400, rel=1e-6)
    assert forecast_factor(spread_of_total(0.4, 0.0, 4), 0.84) == pytest.approx(1.1829370, rel=1e-6)
    assert forecast_factor(spread_of_total(0.0, 0.0, 1), 0.84) == 1.0


def test_only_what_is_misjudged_apart_averages_out() -> None:
    assert spread_of_total(0.4, 0.3, 1) == pytest.approx(0.5)
    assert spread_of_total(0.4, 0.3, 1_000_000) == pytest.approx(0.3, abs=1e-6)
    assert spread_of_total(0.8, 0.3, 4) == pytest.approx(0.5)


@pytest.mark.parametrize(("trust", "effort"), [(1.0, 10.0), (0.5, 11.5), (0.0, 13.0)])
def test_padding_by_hand(trust: float, effort: float) -> None:
    assert padded(10.0, 0.3, trust) == pytest.approx(effort)
