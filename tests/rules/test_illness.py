from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustsim.rules.illness import (
    chance_a_day,
    expected_score,
    fading,
    gesture,
    hazard_a_day,
    next_stage,
    smoothed,
)
from trustsim.vocabulary import Stage

SHARE = st.floats(min_value=0.0, max_value=1.0)
STAGE = st.sampled_from(Stage)
ENTRY = (0.58, 0.5, 0.42, 0.34)
THRESHOLDS = st.tuples(SHARE, SHARE, SHARE, SHARE)  # in any order
RAISED = st.floats(min_value=0.0, max_value=0.5)


# --- smoothing


def test_smoothing_closes_the_gap_as_slowly_as_it_says() -> None:
    # after as many days as it smooths over, e^-1 of a gap is left
    health = 0.2
    for _ in range(21):
        health = smoothed(health, 0.7, 21.0)
    assert health == pytest.approx(0.7 - 0.5 / math.e, abs=1e-12)


@given(SHARE, SHARE, st.floats(min_value=1.0, max_value=500.0))
def test_smoothing_lies_between(before: float, now: float, days: float) -> None:
    low, high = sorted((before, now))
    assert low - 1e-15 <= smoothed(before, now, days) <= high + 1e-15
    assert smoothed(now, now, days) == now


# --- stages


@pytest.mark.parametrize(
    ("stage", "health", "after"),
    [
        (Stage.HEALTHY, 0.58, Stage.HEALTHY),  # at the threshold is not below it
        (Stage.HEALTHY, 0.5799, Stage.SNIFFLES),
        (Stage.HEALTHY, 0.1, Stage.SNIFFLES),  # one at a time
        (Stage.SNIFFLES, 0.1, Stage.FLU),
        (Stage.SNIFFLES, 0.6299, Stage.SNIFFLES),  # .58 + .05 is not reached
        (Stage.SNIFFLES, 0.63, Stage.HEALTHY),
        (Stage.FLU, 0.9, Stage.SNIFFLES),  # one at a time
        (Stage.PNEUMONIA, 0.34, Stage.PNEUMONIA),
        (Stage.PNEUMONIA, 0.3399, Stage.END_STAGE),
        (Stage.END_STAGE, 0.0, Stage.END_STAGE),
        (Stage.END_STAGE, 0.3899, Stage.END_STAGE),
        (Stage.END_STAGE, 0.3901, Stage.PNEUMONIA),
    ],
)
def test_stages_by_hand(stage: Stage, health: float, after: Stage) -> None:
    assert next_stage(stage, health, ENTRY, 0.0, 0.05, may_recover=True) == after


def test_a_failure_raises_the_thresholds_and_holds_recovery_up() -> None:
    assert next_stage(Stage.HEALTHY, 0.6, ENTRY, 0.0, 0.05, may_recover=True) == Stage.HEALTHY
    assert next_stage(Stage.HEALTHY, 0.6, ENTRY, 0.03, 0.05, may_recover=False) == Stage.SNIFFLES
    assert next_stage(Stage.SNIFFLES, 0.9, ENTRY, 0.03, 0.05, may_recover=False) == Stage.SNIFFLES
    assert next_stage(Stage.SNIFFLES, 0.65, ENTRY, 0.03, 0.05, may_recover=True) == Stage.SNIFFLES
    assert next_stage(Stage.SNIFFLES, 0.67, ENTRY, 0.03, 0.05, may_recover=True) == Stage.HEALTHY


@given(STAGE, SHARE, THRESHOLDS, RAISED, RAISED, st.booleans())
def test_a_day_never_skips_a_stage(
    stage: Stage, health: float, entry: tuple[float, ...], raised: float, recovery: float, may: bool
) -> None:
    after = next_stage(stage, health, entry, raised, recovery, may)
    assert abs(after - stage) <= 1
    assert may or after >= stage


@given(STAGE, SHARE, THRESHOLDS, RAISED, RAISED)
def test_a_constant_health_ends_in_one_stage(
    stage: Stage, health: float, entry: tuple[float, ...], raised: float, recovery: float
) -> None:
    for _ in range(len(Stage)):
        stage = next_stage(stage, health, entry, raised, recovery, may_recover=True)
    assert next_stage(stage, health, entry, raised, recovery, may_recover=True) == stage


@given(STAGE, SHARE, st.floats(min_value=0.001, max_value=0.5))
def test_what_falls_ill_today_is_not_well_tomorrow(stage: Stage, health: float, recovery: float) -> None:
    after = next_stage(stage, health, ENTRY, 0.0, recovery, may_recover=True)
    if after > stage:  # it takes more than it had to get better again
        assert next_stage(after, health + recovery / 2.0, ENTRY, 0.0, recovery, may_recover=True) >= after
    if after < stage:
        assert next_stage(after, health - recovery / 2.0, ENTRY, 0.0, recovery, may_recover=True) <= after


@given(STAGE, SHARE, SHARE)
def test_more_trust_is_never_a_worse_stage(stage: Stage, one: float, other: float) -> None:
    less, more = sorted((one, other))
    ill, well = (next_stage(stage, health, ENTRY, 0.0, 0.05, may_recover=True) for health in (less, more))
    assert well <= ill


# --- hazards


def test_hazards_by_hand() -> None:
    # .5 a year is .002 on each of 250 days; e^(8 x .25) times that at a trust of .25
    assert chance_a_day(0.5) == pytest.approx(1.0 - math.exp(-0.002), abs=1e-15)
    assert hazard_a_day(0.5, 8.0, 0.5) == pytest.approx(1.0 - math.exp(-0.002), abs=1e-15)
    assert hazard_a_day(0.5, 8.0, 0.25) == pytest.approx(1.0 - math.exp(-0.002 * math.e**2), abs=1e-15)


@given(st.floats(min_value=0.0, max_value=12.0), st.floats(min_value=0.0, max_value=50.0), SHARE, SHARE)
def test_hazards_are_chances_that_fall_with_trust(a_year: float, slope: float, one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert 0.0 <= hazard_a_day(a_year, slope, more) <= hazard_a_day(a_year, slope, less) <= 1.0
    assert hazard_a_day(0.0, slope, one) == chance_a_day(0.0) == 0.0


@given(st.floats(min_value=0.01, max_value=12.0))
def test_a_year_of_days_is_the_hazard_of_a_year(a_year: float) -> None:
    stays = (1.0 - chance_a_day(a_year)) ** 250
    assert stays == pytest.approx(math.exp(-a_year), rel=1e-9)


# --- understanding


def test_expectations_by_hand() -> None:
    # perfection 1, usual .6: a quarter of the way down where a quarter is understood
    assert expected_score(1.0, 0.6, 0.25) == pytest.approx(0.9, abs=1e-15)
    assert expected_score(0.8, 0.9, 0.5) == 0.8  # nobody learns to expect more than perfection


@given(SHARE, SHARE, SHARE, SHARE)
def test_understanding_only_lowers_what_is_expected(perfect: float, usual: float, one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert expected_score(perfect, usual, 0.0) == perfect
    assert min(perfect, usual) - 1e-15 <= expected_score(perfect, usual, more)
    assert expected_score(perfect, usual, more) <= expected_score(perfect, usual, less) + 1e-15


def test_fading_by_hand() -> None:
    assert fading(0.02, 0.1, 0.0) == 0.02
    assert fading(0.02, 0.1, 1.0) == pytest.approx(0.002, abs=1e-15)
    assert fading(0.02, 0.1, 0.5) == pytest.approx(0.011, abs=1e-15)


@given(SHARE, SHARE, SHARE)
def test_admitting_never_makes_it_fade_faster(rate: float, kept: float, admitted: float) -> None:
    assert 0.0 <= fading(rate, kept, admitted) <= rate


def test_gestures_by_hand() -> None:
    assert gesture(0.35, 0.35, 0.25, 0.0) == 1.0  # at the threshold is not below it
    assert gesture(0.34, 0.35, 0.25, 0.0) == 0.25
    assert gesture(0.34, 0.35, 0.25, 1.0) == 1.0
    assert gesture(0.34, 0.35, 0.25, 0.5) == pytest.approx(0.625, abs=1e-15)


@given(SHARE, SHARE, SHARE, SHARE, SHARE)
def test_a_third_party_never_makes_a_gesture_count_less(
    trust: float, critical: float, share: float, one: float, other: float
) -> None:
    less, more = sorted((one, other))
    assert share - 1e-15 <= gesture(trust, critical, share, less)
    assert gesture(trust, critical, share, less) <= gesture(trust, critical, share, more) + 1e-15 <= 1.0 + 2e-15
