from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustsim.rules.use import (
    days_to_discovery,
    downtime_felt,
    incident_chance,
    outage_chance,
    support_asked,
    workaround_chance,
)

SHARE = st.floats(min_value=0.0, max_value=1.0)
LN2 = math.log(2.0)


@pytest.mark.parametrize(("batch", "chance"), [(0, 0.0), (1, 0.5), (2, 0.75), (3, 0.875)])
def test_each_request_of_a_batch_may_bring_the_outage(batch: int, chance: float) -> None:
    assert outage_chance(LN2, batch) == pytest.approx(chance)


def test_a_working_day_of_downtime_by_hand() -> None:
    assert downtime_felt(0.0) == 0.0
    assert downtime_felt(8.0) == pytest.approx(0.6321206, abs=1e-7)  # 1 - 1/e
    assert downtime_felt(16.0) == pytest.approx(0.8646647, abs=1e-7)  # 1 - 1/e^2


@pytest.mark.parametrize(("gap", "chance"), [(0.0, 0.0), (0.5, 0.5), (1.0, 0.75)])
def test_a_gap_ends_in_a_workaround(gap: float, chance: float) -> None:
    assert workaround_chance(2.0 * LN2, gap) == pytest.approx(chance)


def test_support_by_hand() -> None:
    # 21 person-days at 2 % a month: 21 x .02 / 21 a day; half broken at 3 a unit: 2.5 times as much
    assert support_asked(21.0, 0.02, 0.0, 3.0) == pytest.approx(0.02)
    assert support_asked(21.0, 0.02, 0.5, 3.0) == pytest.approx(0.05)


def test_discovery_by_hand() -> None:
    assert days_to_discovery(0.0, 40.0) == 1
    assert days_to_discovery(0.5, 15.0) == 11  # 15 ln 2 = 10.4
    assert days_to_discovery(0.75, 15.0) == 21  # 20.8


def test_incidents_by_hand() -> None:
    assert incident_chance(2.1, 0.0, 10.0) == pytest.approx(0.1)
    assert incident_chance(2.1, 0.1, 10.0) == pytest.approx(0.0367879, abs=1e-7)  # 0.1 / e
    assert incident_chance(42.0, 0.0, 10.0) == 1.0


@given(SHARE, SHARE, st.floats(min_value=0.0, max_value=10.0))
def test_more_of_the_cause_brings_no_less_of_the_effect(one: float, other: float, rate: float) -> None:
    less, more = sorted((one, other))
    assert 0.0 <= workaround_chance(rate, less) <= workaround_chance(rate, more) <= 1.0
    assert 0.0 <= downtime_felt(rate * less) <= downtime_felt(rate * more) < 1.0
    assert support_asked(10.0, 0.02, less, rate) <= support_asked(10.0, 0.02, more, rate)
    assert 0.0 <= incident_chance(rate, more, 10.0) <= incident_chance(rate, less, 10.0) <= 1.0


@given(st.integers(min_value=0, max_value=100), st.floats(min_value=0.0, max_value=1.0))
def test_a_larger_batch_is_no_safer(batch: int, rate: float) -> None:
    assert 0.0 <= outage_chance(rate, batch) <= outage_chance(rate, batch + 1) <= 1.0
