"""Figures that are shown side by side sum to the sum that is shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trustsim.records.stages import SIGNS, STAGE_WORDS
from trustsim.report.breakdown import columns, parts_of, printed, sentence, signed, tenths
from trustsim.report.stages import rests_on, signs_up_to, thresholds
from trustsim.scenario.illness import Illness
from trustsim.vocabulary import Stage

CHANGES = st.lists(st.floats(-0.4, 0.4), min_size=1, max_size=9)


@given(CHANGES, st.floats(-0.4, 0.4))
def test_the_parts_of_a_change_sum_to_it(told: list[float], change: float) -> None:
    parts = parts_of(change, [("x", one) for one in told])
    assert sum(round(10 * float(part.figure)) for part in parts) == round(10 * float(signed(tenths(change))))


@given(CHANGES)
def test_what_was_lost_and_what_was_gained_sum_to_the_change(changes: list[float]) -> None:
    every = {f"x{place}": value for place, value in enumerate(changes)}
    order = sorted(every.items(), key=lambda item: item[1])
    told = {
        "lost": [{"words": name, "contribution": value} for name, value in order if value < 0][:3],
        "gained": [{"words": name, "contribution": value} for name, value in reversed(order) if value > 0][:3],
        "all": every,
    }
    lost, gained = columns(told)
    for column in (lost, gained):
        assert sum(part.tenths for part in column.parts) == column.total
    assert lost.total + gained.total == tenths(sum(changes))
    assert lost.total <= 0
    others = sum(value < 0 for value in changes) - 3
    assert any(part.words.startswith("everything else") for part in lost.parts) == (others > 0)


def test_parts_are_told_in_a_line() -> None:
    assert sentence(parts_of(0.06, [("deliveries", 0.11), ("outages", -0.04)])) == (
        "deliveries +11.0, outages -4.0, everything else -1.0"
    )
    assert printed(-31) == "\N{MINUS SIGN}3.1"
    assert parts_of(0.1, [("all of it", 0.1)]) == [("all of it", 100)]


def test_a_stage_is_told_with_the_trust_of_both_sides_and_the_limit() -> None:
    onset = {"day": 945, "health": 0.369, "trust": 0.41, "it_in_business": 0.319, "below": 0.34, "raised": 0.0}
    sides = "; the users' in IT was 0.41 and IT's in the business 0.32"
    assert rests_on(onset) == f"the mean trust of both sides, smoothed, fell below 0.34{sides}"
    assert rests_on({**onset, "below": 0.37, "raised": 0.03}) == (
        "the mean trust of both sides, smoothed, fell below 0.37 (the limit was 0.34, and higher for a while after a "
        f"large release failed){sides}"
    )
    assert rests_on({**onset, "below": None, "raised": None}) == (
        f"the mean trust of both sides, smoothed, was 0.37{sides}"
    )


def test_the_signs_of_stages_are_the_same_everywhere() -> None:
    assert signs_up_to(Stage.HEALTHY) == ""
    assert signs_up_to(Stage.FLU) == "Stages: sniffles, people grumble and point fingers; flu, people turn to rules."
    key = thresholds(Illness())
    for stage, signs in SIGNS.items():
        assert signs.brief in key
        assert signs.brief in STAGE_WORDS[stage]
        assert signs.full.startswith(signs.brief) or signs.brief.partition(" and ")[0] in signs.full
    assert "(limits 0.03 higher for 63 days after a large release failed)" in key
    assert "limits" not in thresholds(Illness(failure_weight=0.0))
