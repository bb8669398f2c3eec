"""Walking along factors: every place has a level, and every level its place."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustsim.experiment.numbers import canonical
from trustsim.experiment.plan import Factor, Level, Scale

WORDS = Factor("w", levels=tuple(Level(label, (("process.batching", label),)) for label in ("a", "b", "c")))
LINEAR = Factor("x", key="building.defect_rate", low=0.04, high=0.2)
LOG = Factor("x", key="edicts.rate", low=0.1, high=10.0, scale=Scale.LOG)
WHOLE = Factor("n", key="organisation.users", low=5.0, high=14.0, whole=True)
WHOLE_LOG = Factor("n", key="organisation.users", low=1.0, high=100.0, scale=Scale.LOG, whole=True)

PLACES = st.floats(0.0, 1.0)


def test_ends_of_a_range_are_reached() -> None:
    for factor in (LINEAR, LOG, WHOLE, WHOLE_LOG):
        assert [factor.at(place).label for place in (0.0, 1.0)] == [factor.low, factor.high]
        assert [level.label for level in factor.over(2)] == [factor.low, factor.high]


def test_the_middle_lies_on_the_scale() -> None:
    assert LINEAR.at(0.5).label == pytest.approx(0.12)
    assert LOG.at(0.5).label == pytest.approx(1.0)


def test_levels_and_whole_numbers_have_equal_shares() -> None:
    assert [WORDS.at((step + 0.5) / 6).label for step in range(6)] == ["a", "a", "b", "b", "c", "c"]
    assert [WHOLE.at((step + 0.5) / 10).label for step in range(10)] == list(range(5, 15))
    assert type(WHOLE.at(0.3).label) is int


def test_whole_numbers_on_a_log_scale_have_shares_in_ratios() -> None:
    places = [step / 10_000 for step in range(10_000)]
    found = [WHOLE_LOG.at(place).label for place in places]
    for number in (1, 2, 10, 100):
        expected = math.log((number + 1) / number) / math.log(101)
        assert found.count(number) / len(found) == pytest.approx(expected, abs=2e-4)


@given(PLACES)
@pytest.mark.parametrize("factor", [LINEAR, LOG, WHOLE, WHOLE_LOG], ids=["linear", "log", "whole", "whole log"])
def test_a_range_is_never_left(factor: Factor, place: float) -> None:
    assert factor.low <= factor.at(place).label <= factor.high  # type: ignore[operator]


@given(st.lists(PLACES, min_size=2, max_size=2).map(sorted))
@pytest.mark.parametrize("factor", [LINEAR, LOG, WHOLE, WHOLE_LOG], ids=["linear", "log", "whole", "whole log"])
def test_further_along_is_never_less(factor: Factor, places: list[float]) -> None:
    low, high = (factor.at(place).label for place in places)
    assert low <= high  # type: ignore[operator]


@given(PLACES)
@pytest.mark.parametrize("factor", [WORDS, WHOLE, WHOLE_LOG], ids=["levels", "whole", "whole log"])
def test_a_level_is_found_again_at_its_place(factor: Factor, place: float) -> None:
    level = factor.at(place)
    assert 0.0 < factor.place(level.label) < 1.0
    assert factor.at(factor.place(level.label)) == level


@given(PLACES)
@pytest.mark.parametrize("factor", [LINEAR, LOG], ids=["linear", "log"])
def test_a_value_has_the_place_that_it_came_from(factor: Factor, place: float) -> None:
    assert factor.place(factor.at(place).label) == pytest.approx(place, abs=1e-11)


def test_steps_end_at_the_very_end_of_the_range() -> None:
    for scale, low, high in ((Scale.LINEAR, 0.05, 0.21), (Scale.LOG, 0.01, 0.2)):
        assert Factor("x", key="x", low=low, high=high, scale=scale).over(5)[-1].label == high


def test_steps_of_a_range() -> None:
    assert [level.label for level in LINEAR.over(5)] == pytest.approx([0.04, 0.08, 0.12, 0.16, 0.2])
    assert [level.label for level in LOG.over(5)] == pytest.approx([0.1, 0.1**0.5, 1.0, 10**0.5, 10.0])
    assert [level.label for level in WHOLE.over(4)] == [5, 8, 11, 14]
    assert [level.label for level in WHOLE.over(100)] == list(range(5, 15))
    assert [level.label for level in WHOLE_LOG.over(3)] == [1, 10, 100]
    assert WORDS.over(2) == WORDS.levels


@pytest.mark.parametrize(
    ("ends", "scale", "written"),
    [
        ((0.1, 0.5), Scale.LINEAR, [0.1, 0.2, 0.3, 0.4, 0.5]),
        ((-0.3, 0.6), Scale.LINEAR, [-0.3, 0.0, 0.3, 0.6]),
        ((1e-15, 0.3), Scale.LINEAR, [1e-15, 0.1, 0.2, 0.3]),
        ((0.7, 2.1), Scale.LINEAR, [0.7, 1.4, 2.1]),
        ((1e9, 3e9), Scale.LINEAR, [1e9, 2e9, 3e9]),
        ((0.01, 100.0), Scale.LOG, [0.01, 0.1, 1.0, 10.0, 100.0]),
        ((1e-300, 1e-290), Scale.LOG, [1e-300, 1e-295, 1e-290]),
    ],
)
def test_steps_are_the_numbers_that_one_would_write(
    ends: tuple[float, float], scale: Scale, written: list[float]
) -> None:
    found = [level.label for level in Factor("x", key="x", low=ends[0], high=ends[1], scale=scale).over(len(written))]
    assert [repr(one) for one in found] == [repr(one) for one in written]


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.integers(2, 50))
def test_every_step_is_canonical(one: float, other: float, steps: int) -> None:
    low, high = sorted(map(canonical, (one, other)))
    found = [float(level.label) for level in Factor("x", key="x", low=low, high=high).over(steps)]
    assert found == [canonical(value) for value in found]
    assert len(set(found)) == len(found)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_the_number_that_stands_for_others_stands_for_itself(value: float) -> None:
    found = canonical(value)
    assert canonical(found) == found
    assert found == pytest.approx(value, rel=1e-11)
    assert math.copysign(1.0, found) == (1.0 if found == 0.0 else math.copysign(1.0, value))


def test_a_level_sets_its_key() -> None:
    assert WHOLE.at(0.0).sets == (("organisation.users", 5),)
    assert WORDS.at(0.0).sets == (("process.batching", "a"),)
