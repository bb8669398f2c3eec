from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustsim.rules.demand import (
    days_to_drift,
    days_to_next,
    drift_rate,
    exposure,
    exposure_left,
    gap_to_next_need,
    lognormal,
    need_hazard,
    size,
    stale_share,
    stale_share_of_batch,
    value_shares,
)
from trustsim.vocabulary import SizeLaw

UNIFORM = st.integers(min_value=0, max_value=2**53 - 1).map(lambda step: step / 2.0**53)  # as they are drawn
LN2 = math.log(2.0)


def gap_of(u: float, needs_a_month: float) -> int:
    return gap_to_next_need(exposure(u), need_hazard(needs_a_month))


@pytest.mark.parametrize(("u", "gap"), [(0.0, 1), (0.49, 1), (0.51, 2), (0.74, 2), (0.76, 3), (0.874, 3), (0.876, 4)])
def test_a_need_on_every_other_day(u: float, gap: int) -> None:
    # 10.5 needs in 21 days: p = 1/2, so a gap of at most g days has the chance 1/2, 3/4, 7/8, ...
    assert gap_of(u, 10.5) == gap


@pytest.mark.parametrize("u", [0.0, 0.3, 1.0 - 2.0**-53])
@pytest.mark.parametrize(("needs_a_month", "gap"), [(0.0, 0), (21.0, 1), (40.0, 1)])
def test_never_and_every_day(u: float, needs_a_month: float, gap: int) -> None:
    assert gap_of(u, needs_a_month) == gap


@pytest.mark.parametrize("needs_a_month", [5e-324, 2e-309, 1e-100, 1e-8])
def test_what_is_rarer_than_anybody_can_wait_for_never_comes(needs_a_month: float) -> None:
    assert gap_of(0.3, needs_a_month) == 0


@given(UNIFORM, st.floats(min_value=0.001, max_value=21.0), st.floats(min_value=0.001, max_value=21.0))
def test_more_needs_come_sooner(u: float, one: float, other: float) -> None:
    rare, frequent = sorted((one, other))
    assert 1 <= gap_of(u, frequent) <= gap_of(u, rare)


@given(UNIFORM, st.floats(min_value=0.01, max_value=21.0), st.integers(min_value=0, max_value=200))
def test_what_is_left_after_days_without_a_need_comes_on_the_same_day(u: float, needs: float, days: int) -> None:
    waited = min(days, gap_of(u, needs) - 1)
    left = exposure_left(exposure(u), need_hazard(needs), waited)
    assert abs(waited + gap_to_next_need(left, need_hazard(needs)) - gap_of(u, needs)) <= 1  # rounded on a boundary


def test_the_rest_of_a_gap_is_stretched_and_shortened() -> None:
    # p = 1/2 a day, ln 2 each: u = 0.999 takes 10 days. After 4 of them 5.97 ln 2 is left,
    # which is 24 days at a hazard of ln 2 / 4 and 2 days at 4 ln 2
    left = exposure_left(exposure(0.999), LN2, 4)
    assert gap_to_next_need(exposure(0.999), LN2) == 10
    assert gap_to_next_need(left, LN2) == 6
    assert gap_to_next_need(left, LN2 / 4.0) == 24
    assert gap_to_next_need(left, 4.0 * LN2) == 2
    assert gap_to_next_need(exposure_left(0.3, math.inf, 1), LN2) == 1
    assert gap_to_next_need(exposure_left(0.3, 0.0, 1000), LN2) == 1


def test_a_median_and_a_spread() -> None:
    assert lognormal(0.5, 6.0, 0.8) == 6.0
    # one standard deviation up: 6 e^0.8 = 6 x 2.2255409
    assert lognormal(0.8413447460685429, 6.0, 0.8) == pytest.approx(13.353246, rel=1e-6)


@pytest.mark.parametrize(("u", "days"), [(0.0, 0.0), (0.5, 4.0), (0.75, 8.0), (0.875, 12.0)])
def test_exponential_sizes_double_with_each_halving_of_the_rest(u: float, days: float) -> None:
    assert size(u, SizeLaw.EXPONENTIAL, 4.0, 9.9) == pytest.approx(days)


def test_lognormal_sizes() -> None:
    assert size(0.5, SizeLaw.LOGNORMAL, 4.0, 0.7) == 4.0
    assert size(0.9, SizeLaw.LOGNORMAL, 4.0, 0.0) == 4.0


def test_value_is_shared_by_exponentials() -> None:
    # -ln(1/2) : -ln(1/4) = 1 : 2
    assert value_shares([0.5, 0.75]) == pytest.approx([1 / 3, 2 / 3])
    assert value_shares([0.0, 0.0, 0.0, 0.0]) == [0.25] * 4


@given(st.lists(UNIFORM, min_size=1, max_size=64))
def test_shares_of_value_sum_to_one(uniforms: list[float]) -> None:
    shares = value_shares(uniforms)
    assert math.fsum(shares) == pytest.approx(1.0, abs=1e-12)
    assert min(shares) >= 0.0


def test_half_a_month_is_lost_at_a_hazard_of_ln_2() -> None:
    assert drift_rate(0.5) == pytest.approx(LN2 / 21.0)
    assert drift_rate(0.0) == 0.0


@given(st.floats(min_value=0.0, max_value=0.5))
def test_a_month_of_drift_is_the_share_that_was_asked_for(share: float) -> None:
    assert stale_share(drift_rate(share), 21.0) == pytest.approx(share, abs=1e-14)


def test_the_first_of_several_attributes_drifts_sooner() -> None:
    assert days_to_drift(0.5, LN2, 1) == pytest.approx(1.0)
    assert days_to_drift(0.75, LN2, 1) == pytest.approx(2.0)
    assert days_to_drift(0.5, LN2, 4) == pytest.approx(0.25)
    assert days_to_drift(0.5, 0.0, 4) == math.inf


def test_half_lives_of_a_reading() -> None:
    assert stale_share(LN2, 0.0) == 0.0
    assert stale_share(LN2, 1.0) == pytest.approx(0.5)
    assert stale_share(LN2, 3.0) == pytest.approx(0.875)


def test_a_batch_is_as_stale_as_its_readings_on_average() -> None:
    # hB = ln 2: 1 - (1/2) / 0.6931472 = 0.2786525
    assert stale_share_of_batch(LN2 / 10.0, 10.0) == pytest.approx(0.2786525, abs=1e-7)
    assert stale_share_of_batch(0.0, 10.0) == 0.0


@given(st.floats(min_value=1e-4, max_value=0.1), st.floats(min_value=1.0, max_value=200.0))
def test_a_batch_is_the_integral_of_its_readings(hazard: float, window: float) -> None:
    parts = 400
    middles = [(part + 0.5) * window / parts for part in range(parts)]
    average = math.fsum(stale_share(hazard, days) for days in middles) / parts
    assert stale_share_of_batch(hazard, window) == pytest.approx(average, rel=1e-3)


# --- what comes at random


def test_days_to_next_by_hand() -> None:
    # twice a month is once in 10.5 days: half of the time it takes less than 10.5 ln 2
    assert days_to_next(0.5, 2.0) == pytest.approx(10.5 * LN2, rel=1e-15)
    assert days_to_next(0.0, 2.0) == 0.0
    assert days_to_next(0.5, 0.0) == math.inf


@given(UNIFORM, st.floats(min_value=0.001, max_value=20.0), st.floats(min_value=0.001, max_value=20.0))
def test_what_comes_more_often_comes_sooner(u: float, one: float, other: float) -> None:
    rare, frequent = sorted((one, other))
    assert 0.0 <= days_to_next(u, frequent) <= days_to_next(u, rare) < math.inf


def test_the_mean_gap_is_a_month_over_the_rate() -> None:
    # 21 / 1.5 = 14 days; the mean of quantiles at the middle of 100,000 equal steps
    steps = 100_000
    gaps = [days_to_next((step + 0.5) / steps, 1.5) for step in range(steps)]
    assert math.fsum(gaps) / steps == pytest.approx(14.0, rel=1e-4)
