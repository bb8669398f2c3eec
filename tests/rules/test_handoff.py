from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustsim.rules.handoff import (
    altered,
    chosen,
    learned,
    pass_on,
    read,
    read_back_survival,
    right_after,
    unlearned,
)

UNIFORM = st.integers(min_value=0, max_value=2**53 - 1).map(lambda step: step / 2.0**53)  # as they are drawn
SHARE = st.floats(min_value=0.0, max_value=1.0)
K = 8
BLOCK = st.lists(UNIFORM, min_size=K, max_size=K)
MASK = st.integers(min_value=0, max_value=2**K - 1)


def test_passing_on_by_hand() -> None:
    # survival .85, knowledge .6; attributes 0 and 1 were wrong
    # 0: .10 survives, stays wrong; 1: .90 lost, idea .50 right; 2: .90 lost, idea .70 wrong; 3: .84 survives, right
    assert pass_on(0b0011, [0.10, 0.90, 0.90, 0.84], 0.85, [0.9, 0.5, 0.7, 0.9], 0.6) == 0b0101


def test_only_the_attributes_named_are_touched() -> None:
    assert pass_on(0b0011, [0.9, 0.9, 0.9, 0.9], 0.85, [0.9, 0.9, 0.9, 0.9], 0.6, 0b0100) == 0b0111
    assert pass_on(0b0011, [0.9, 0.9, 0.9, 0.9], 0.85, [0.1, 0.1, 0.1, 0.1], 0.6, 0b0001) == 0b0010


def test_a_limit_is_not_below_itself() -> None:
    assert pass_on(0, [0.85], 0.85, [0.6], 0.6) == 1


@given(MASK, BLOCK, BLOCK, SHARE)
def test_a_sure_handoff_changes_nothing(wrong: int, told: list[float], ideas: list[float], knowledge: float) -> None:
    assert pass_on(wrong, told, 1.0, ideas, knowledge) == wrong


@given(MASK, BLOCK, BLOCK)
def test_when_all_is_lost_only_ideas_are_left(wrong: int, told: list[float], ideas: list[float]) -> None:
    assert pass_on(wrong, told, 0.0, ideas, 1.0) == 0
    assert pass_on(wrong, told, 0.0, ideas, 0.0) == 2**K - 1


@given(BLOCK, BLOCK, SHARE, SHARE, SHARE)
def test_a_better_handoff_of_the_truth_never_hurts(
    told: list[float], ideas: list[float], one: float, other: float, knowledge: float
) -> None:
    less, more = sorted((one, other))
    assert pass_on(0, told, more, ideas, knowledge) & ~pass_on(0, told, less, ideas, knowledge) == 0


@given(MASK, BLOCK, BLOCK, SHARE, SHARE, SHARE)
def test_a_better_informed_hand_is_never_more_wrong(
    wrong: int, told: list[float], ideas: list[float], survival: float, one: float, other: float
) -> None:
    less, more = sorted((one, other))
    assert pass_on(wrong, told, survival, ideas, more) & ~pass_on(wrong, told, survival, ideas, less) == 0


def test_reading_by_hand() -> None:
    # 0: told and clear, wrong stays; 1: told but ambiguous (.1 < .2), idea right; 2: clear but lost, idea wrong;
    # 3: told and clear, right stays
    reading = read(0b0011, [0.1, 0.1, 0.9, 0.1], 0.85, [0.9, 0.1, 0.9, 0.2], 0.2, [0.1, 0.1, 0.9, 0.9], 0.6)
    assert reading == 0b0101


@given(MASK, BLOCK, BLOCK, BLOCK, SHARE, SHARE)
def test_reading_what_is_clear_is_a_handoff(
    wrong: int, told: list[float], clear: list[float], ideas: list[float], survival: float, knowledge: float
) -> None:
    reading = read(wrong, told, survival, clear, 0.0, ideas, knowledge)
    assert reading == pass_on(wrong, told, survival, ideas, knowledge)


def test_reading_back_by_hand() -> None:
    assert read_back_survival(0.85, 0.9) == pytest.approx(0.985)
    assert read_back_survival(0.85, 0.0) == 0.85
    assert read_back_survival(0.85, 1.0) == pytest.approx(1.0)


def test_right_after_some_hands_by_hand() -> None:
    assert right_after(0, 0.5, 0.6) == 1.0
    assert right_after(1, 0.5, 0.6) == pytest.approx(0.8)
    assert right_after(2, 0.5, 0.6) == pytest.approx(0.7)
    assert right_after(3, 0.5, 0.6) == pytest.approx(0.65)


@given(st.integers(min_value=0, max_value=7), SHARE, SHARE)
def test_one_more_hand_is_one_step_of_the_chain(hands: int, survival: float, knowledge: float) -> None:
    before = right_after(hands, survival, knowledge)
    assert right_after(hands + 1, survival, knowledge) == pytest.approx(
        before * survival + (1.0 - survival) * knowledge, abs=1e-12
    )


def test_learning_by_hand() -> None:
    assert learned(0.6, 0.1, 0.9) == pytest.approx(0.63)
    assert learned(0.95, 0.1, 0.9) == 0.95
    assert learned(0.6, 1.0, 0.9) == pytest.approx(0.9)


def test_unlearning_by_hand() -> None:
    assert unlearned(0.9, 0.6, 0.5, 0) == pytest.approx(0.9)
    assert unlearned(0.9, 0.6, 0.5, 1) == pytest.approx(0.75)
    assert unlearned(0.9, 0.6, 0.5, 2) == pytest.approx(0.675)


@given(SHARE, SHARE, SHARE)
def test_learning_closes_a_part_of_the_gap_and_no_more(knowledge: float, gain: float, ceiling: float) -> None:
    after = learned(knowledge, gain, ceiling)
    assert knowledge <= after + 1e-12
    assert after <= max(ceiling, knowledge) + 1e-12


def test_choosing_by_hand() -> None:
    assert chosen([0.1, 0.4, 0.5, 0.2], 0.5, 0b0111) == 0b0011


@given(BLOCK, SHARE, SHARE, MASK)
def test_a_higher_chance_chooses_more_and_only_among_those_named(
    uniforms: list[float], one: float, other: float, among: int
) -> None:
    less, more = sorted((one, other))
    assert chosen(uniforms, less, among) & ~chosen(uniforms, more, among) == 0
    assert chosen(uniforms, more, among) & ~among == 0
    assert chosen(uniforms, 0.0, among) == 0
    assert chosen(uniforms, 1.0, among) == among


# --- agendas


def test_agendas_by_hand() -> None:
    # agenda .02; attributes 0 and 1 were wrong
    # 0: .01 replaced, .4 right; 1: .03 left, stays wrong; 2: .01 replaced, .6 wrong; 3: .02 is not below .02
    assert altered(0b0011, [0.01, 0.03, 0.01, 0.02], 0.02, [0.4, 0.4, 0.6, 0.9]) == 0b0110
    assert altered(0b0011, [0.0, 0.0, 0.0, 0.0], 1.0, [0.5, 0.49, 0.5, 0.49]) == 0b0101


@given(MASK, BLOCK, BLOCK)
def test_without_an_agenda_all_stays(wrong: int, agendas: list[float], rights: list[float]) -> None:
    assert altered(wrong, agendas, 0.0, rights) == wrong


@given(MASK, MASK, BLOCK, BLOCK)
def test_where_all_is_replaced_nothing_is_left_of_what_was(
    one: int, other: int, agendas: list[float], rights: list[float]
) -> None:
    assert altered(one, agendas, 1.0, rights) == altered(other, agendas, 1.0, rights)


@given(MASK, BLOCK, BLOCK, SHARE, SHARE)
def test_a_stronger_agenda_replaces_all_that_a_weaker_one_does(
    wrong: int, agendas: list[float], rights: list[float], one: float, other: float
) -> None:
    less, more = sorted((one, other))
    touched = altered(wrong, agendas, less, rights) ^ wrong
    assert (altered(wrong, agendas, more, rights) ^ wrong) & touched == touched


def test_right_after_by_hand() -> None:
    # one layer: .98 (.85 + .15 x .6) + .01 = .9312; the next: .98 (.85 x .9312 + .09) + .01 = .87389
    assert right_after(0, 0.85, 0.6, 0.02) == 1.0
    assert right_after(1, 0.85, 0.6, 0.02) == pytest.approx(0.9312, abs=1e-12)
    assert right_after(2, 0.85, 0.6, 0.02) == pytest.approx(0.8738896, abs=1e-12)


@given(st.integers(min_value=0, max_value=7), SHARE, SHARE, SHARE)
def test_right_after_is_layer_by_layer(layers: int, survival: float, knowledge: float, agenda: float) -> None:
    right = 1.0
    for _ in range(layers):
        right = (1.0 - agenda) * (survival * right + (1.0 - survival) * knowledge) + agenda / 2.0
    assert right_after(layers, survival, knowledge, agenda) == pytest.approx(right, abs=1e-9)


@given(st.integers(min_value=0, max_value=7), SHARE, SHARE)
def test_without_an_agenda_it_is_the_plain_grapevine(layers: int, survival: float, knowledge: float) -> None:
    plain = right_after(layers, survival, knowledge)
    assert right_after(layers, survival, knowledge, 0.0) == pytest.approx(plain, abs=1e-9)
