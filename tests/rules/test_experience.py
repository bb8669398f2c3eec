from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustsim.rules.experience import (
    Delivery,
    ceiling_after,
    ceiling_healed,
    disclosure,
    felt,
    logistic,
    mood,
    on_budget,
    on_time,
    openness,
    outcome_score,
    push_back,
)

SHARE = st.floats(min_value=0.0, max_value=1.0)


@pytest.mark.parametrize(
    ("seen", "score"),
    [
        # logit -2.4: 1 / (1 + e^2.4) = 1 / 12.0231764
        (Delivery(0.0, 0.0, 0.0, 0.0, 0.0), 0.0831727),
        # -2.4 + 1.67 + .86 + .37 + 1.39 + 1.76 = 3.65: 1 / (1 + 0.0259911)
        (Delivery(1.0, 1.0, 1.0, 1.0, 1.0), 0.9746673),
        # -2.4 + .835 + .86 + .185 + 1.0425 + .88 = 1.4025: 1 / (1 + 0.2459812)
        (Delivery(0.5, 1.0, 0.5, 0.75, 0.5), 0.8025803),
        # on time and nothing else: -2.4 + 1.67 = -.73: 1 / (1 + e^.73) = 1 / 3.0750806
        (Delivery(1.0, 0.0, 0.0, 0.0, 0.0), 0.3251947),
    ],
)
def test_outcome_score_by_hand(seen: Delivery, score: float) -> None:
    assert outcome_score(seen) == pytest.approx(score, abs=2e-7)


@given(st.tuples(*[SHARE] * 5), st.integers(min_value=0, max_value=4), SHARE)
def test_a_better_delivery_scores_no_worse(values: tuple[float, ...], place: int, better: float) -> None:
    seen = Delivery(*values)
    improved = seen._replace(**{Delivery._fields[place]: max(seen[place], better)})
    assert 0.0 < outcome_score(seen) <= outcome_score(improved) < 1.0


@given(st.floats(min_value=-1e6, max_value=1e6))
def test_the_logistic_never_overflows_and_is_symmetric(x: float) -> None:
    assert 0.0 <= logistic(x) <= 1.0
    assert logistic(x) + logistic(-x) == pytest.approx(1.0)


def test_the_logistic_by_hand() -> None:
    assert logistic(0.0) == 0.5
    assert logistic(math.log(3.0)) == pytest.approx(0.75)
    assert logistic(-math.log(3.0)) == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("late", "planned", "score"),
    [(0, 20, 1.0), (-3, 20, 1.0), (5, 20, 0.5), (10, 20, 0.0), (99, 20, 0.0), (0.25, 0, 0.5)],  # tolerated: 10 days
)
def test_on_time_by_hand(late: float, planned: float, score: float) -> None:
    assert on_time(late, planned, 0.5) == pytest.approx(score)


@pytest.mark.parametrize(
    ("spent", "promised", "score"),
    [(8.0, 10.0, 1.0), (10.0, 10.0, 1.0), (12.0, 10.0, 0.6), (15.0, 10.0, 0.0), (40.0, 10.0, 0.0), (1.0, 0.0, 1.0)],
)
def test_on_budget_by_hand(spent: float, promised: float, score: float) -> None:
    assert on_budget(spent, promised, 0.5) == pytest.approx(score)


def test_disappointment_makes_an_outcome_worse() -> None:
    assert felt(0.5, 0.9, 1.0) == pytest.approx(0.1)
    assert felt(0.5, 0.9, 3.0) == 0.0
    assert felt(0.5, 0.9, 0.0) == 0.5
    assert felt(0.95, 0.9, 1.0) == 0.95


@given(score=st.floats(0, 1), expected=st.floats(0, 1), less=st.floats(0, 5), more=st.floats(0, 5))
def test_more_disappointment_never_feels_better(score: float, expected: float, less: float, more: float) -> None:
    less, more = sorted((less, more))
    assert 0.0 <= felt(score, expected, more) <= felt(score, expected, less) <= score


@pytest.mark.parametrize(("trust", "chance"), [(0.0, 0.75), (0.5, 0.85), (1.0, 0.95)])
def test_openness_by_hand(trust: float, chance: float) -> None:
    assert openness(0.95, 0.75, trust) == pytest.approx(chance)


@pytest.mark.parametrize(("trust", "chance"), [(0.5, 0.9), (0.3, 0.8), (0.0, 0.65), (0.9, 1.0)])
def test_disclosure_by_hand(trust: float, chance: float) -> None:
    assert disclosure(0.9, 0.5, trust) == pytest.approx(chance)


@pytest.mark.parametrize(("base", "trust", "chance"), [(0.2, 0.5, 0.7), (0.2, 0.9, 1.0), (-0.5, 0.3, 0.0)])
def test_push_back_by_hand(base: float, trust: float, chance: float) -> None:
    assert push_back(base, trust) == pytest.approx(chance)


@given(SHARE, SHARE, st.floats(min_value=0.0, max_value=5.0))
def test_what_trust_changes_rises_with_trust(one: float, other: float, slope: float) -> None:
    less, more = sorted((one, other))
    assert openness(0.95, 0.75, less) <= openness(0.95, 0.75, more)
    assert 0.0 <= disclosure(0.6, slope, less) <= disclosure(0.6, slope, more) <= 1.0
    assert 0.0 <= push_back(0.2, less) <= push_back(0.2, more) <= 1.0


def test_mood_by_hand() -> None:
    assert mood(0.5, 0.1, 1.0) == pytest.approx(0.55)
    assert mood(0.5, 0.1, 0.0) == pytest.approx(0.45)


@given(SHARE, SHARE, SHARE)
def test_mood_stays_between_what_it_was_and_what_was_lived(motivation: float, gain: float, lived: float) -> None:
    low, high = sorted((motivation, lived))
    assert low - 1e-12 <= mood(motivation, gain, lived) <= high + 1e-12


def test_the_ceiling_by_hand() -> None:
    assert ceiling_after(1.0, 0.15) == pytest.approx(0.85)
    assert ceiling_after(ceiling_after(1.0, 0.15), 0.15) == pytest.approx(0.7225)
    assert ceiling_healed(0.85, 1.0) == pytest.approx(0.85)
    assert ceiling_healed(0.85, 0.5) == pytest.approx(0.925)
    assert ceiling_healed(0.85, 0.0) == 1.0


@given(SHARE, SHARE, SHARE)
def test_healing_never_passes_one_nor_falls(ceiling: float, one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert ceiling - 1e-12 <= ceiling_healed(ceiling, more) <= ceiling_healed(ceiling, less) + 1e-12 <= 1.0 + 2e-12
