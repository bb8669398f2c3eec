from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustsim.rules.dispute import bending, concession, hearing, mean_rounds, share_exhausted

SHARE = st.floats(min_value=0.0, max_value=1.0)


@pytest.mark.parametrize(
    ("energy", "chance"),
    [(8.0, 0.1), (4.0, 0.55), (2.0, 0.775), (0.0, 1.0), (-3.0, 1.0)],  # 1 - 0.9 x E/8
)
def test_the_tired_concede(energy: float, chance: float) -> None:
    assert concession(0.1, energy, 8.0) == pytest.approx(chance)


@given(SHARE, SHARE, SHARE)
def test_concession_rises_as_energy_falls(first: float, one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert first - 1e-12 <= concession(first, more, 1.0) <= concession(first, less, 1.0) <= 1.0


@pytest.mark.parametrize(("trust", "chance"), [(0.5, 0.34), (0.0, 0.59), (1.0, 0.09)])
def test_bending_by_hand(trust: float, chance: float) -> None:
    assert bending(0.34, 0.5, trust) == pytest.approx(chance)


def test_bending_stays_a_probability() -> None:
    assert bending(0.9, 2.0, 0.0) == 1.0
    assert bending(0.1, 2.0, 1.0) == 0.0


@given(SHARE, st.floats(min_value=0.0, max_value=2.0), SHARE, SHARE)
def test_bending_rises_as_trust_falls(base: float, slope: float, one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert 0.0 <= bending(base, slope, more) <= bending(base, slope, less) <= 1.0


@pytest.mark.parametrize(
    ("filings", "chance"),
    [(0, 0.3), (1, 0.475), (2, 0.60625)],  # 1 - 0.7, 1 - 0.7 x 0.75, 1 - 0.7 x 0.5625
)
def test_persistence_wears_resistance_down(filings: int, chance: float) -> None:
    assert hearing(0.3, 0.25, filings) == pytest.approx(chance)


@given(SHARE, SHARE, st.integers(min_value=0, max_value=40))
def test_a_further_filing_is_heard_no_less(first: float, persistence: float, filings: int) -> None:
    assert first - 1e-12 <= hearing(first, persistence, filings) <= hearing(first, persistence, filings + 1) <= 1.0


def test_rounds_of_ping_pong_by_hand() -> None:
    # stops with 1/2, at most 3 rounds: 1 x 1/2 + 2 x 1/4 + 3 x 1/4
    assert mean_rounds(0.5, 3) == pytest.approx(1.75)
    assert mean_rounds(0.0, 7) == 7.0
    assert mean_rounds(1.0, 7) == 1.0


def test_share_that_comes_to_the_last_round_by_hand() -> None:
    assert share_exhausted(0.5, 3) == pytest.approx(0.25)
    assert share_exhausted(0.0, 7) == 1.0
    assert share_exhausted(1.0, 7) == 0.0


@given(st.floats(min_value=0.01, max_value=1.0), st.integers(min_value=1, max_value=50))
def test_mean_rounds_is_the_sum_over_rounds(stop: float, cap: int) -> None:
    ended = math.fsum(n * (1.0 - stop) ** (n - 1) * stop for n in range(1, cap))
    assert mean_rounds(stop, cap) == pytest.approx(ended + cap * share_exhausted(stop, cap), rel=1e-9)
