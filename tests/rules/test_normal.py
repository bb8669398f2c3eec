from __future__ import annotations

from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustsim.rules.normal import inverse_normal

INSIDE = st.floats(min_value=2.0**-1000, max_value=1.0 - 2.0**-53)


@pytest.mark.parametrize(
    ("u", "z"),
    [(0.5, 0.0), (0.975, 1.959963984540054), (0.025, -1.959963984540054), (0.8413447460685429, 1.0)],
)
def test_known_quantiles(u: float, z: float) -> None:
    assert inverse_normal(u) == pytest.approx(z, rel=1e-12, abs=1e-15)


@given(INSIDE)
def test_the_standard_library_agrees(u: float) -> None:
    assert inverse_normal(u) == pytest.approx(NormalDist().inv_cdf(u), rel=1e-13, abs=1e-15)


@pytest.mark.parametrize("u", [1e-300, 1e-30, 1e-12, 0.0749999, 0.0750001, 0.9249999, 0.9250001, 1.0 - 2.0**-53])
def test_the_standard_library_agrees_where_pieces_meet_and_far_out(u: float) -> None:
    assert inverse_normal(u) == pytest.approx(NormalDist().inv_cdf(u), rel=1e-13)


def test_zero_is_taken_as_half_of_the_smallest_step() -> None:
    assert inverse_normal(0.0) == pytest.approx(NormalDist().inv_cdf(2.0**-54), rel=1e-13)


@given(INSIDE, INSIDE)
def test_a_larger_uniform_gives_no_smaller_normal(u: float, v: float) -> None:
    low, high = sorted((u, v))
    assert inverse_normal(low) <= inverse_normal(high) + 1e-12


@given(st.integers(min_value=1, max_value=2**52))
def test_it_is_symmetric(step: int) -> None:
    u = step / 2.0**53
    assert inverse_normal(u) == -inverse_normal(1.0 - u)
