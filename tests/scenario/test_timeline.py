from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustsim.scenario.condition import Condition
from trustsim.scenario.process import PRESETS, Policies
from trustsim.scenario.timeline import BLEND_ORDER, KINDS, Intervention
from trustsim.vocabulary import InterventionKind, Preset

CONTRACT, PARTNERSHIP = PRESETS[Preset.WATERFALL_CONTRACT], PRESETS[Preset.PARTNERSHIP]
MIXES = st.tuples(*(st.sampled_from(pair) for pair in zip(CONTRACT, PARTNERSHIP, strict=True))).map(
    lambda mix: Policies(*mix)
)


def entry(**keys: Any) -> Intervention:
    return Intervention.model_validate(keys)


def changed(before: Policies, after: Policies) -> set[str]:
    return {name for name in Policies._fields if getattr(before, name) != getattr(after, name)}


class TestKinds:
    def test_every_kind_is_told(self) -> None:
        assert list(KINDS) == list(InterventionKind)

    @pytest.mark.parametrize("name", InterventionKind)
    def test_a_kind_is_said_in_a_sentence_and_its_default_amount_is_allowed(self, name: InterventionKind) -> None:
        kind = KINDS[name]
        assert kind.sentence
        assert not kind.sentence.endswith(".")
        assert kind.days is None or (kind.days > 0 and not kind.instant)
        if kind.amount is not None:
            assert kind.amount.low <= kind.amount.default <= kind.amount.high
            assert not kind.amount.whole or all(number % 1 == 0 for number in kind.amount[2:5])

    def test_how_long_a_kind_lasts_is_said(self) -> None:
        said = {name: KINDS[name].usually for name in ("hire", "edict", "counselling")}
        assert said == {"hire": "lasting", "edict": "on one day", "counselling": "126 days"}


class TestEntry:
    def test_an_entry_is_a_process_unless_it_says_otherwise(self) -> None:
        assert entry(day=3, preset="partnership").what is InterventionKind.PROCESS

    def test_the_amount_is_the_usual_one_unless_given(self) -> None:
        assert entry(what="tour_of_duty", day=1).size == 0.15
        assert entry(what="tour_of_duty", day=1, amount=0).size == 0.0
        assert entry(what="hire", day=1, amount=5).size == 5.0
        assert entry(what="counselling", day=1).size == 0.0

    def test_it_lasts_as_long_as_usual_unless_given(self) -> None:
        assert entry(what="counselling", day=1).lasts == 126
        assert entry(what="counselling", day=1, days=3).lasts == 3
        assert entry(what="hire", day=1).lasts is None
        assert entry(what="hire", day=1, days=20).lasts == 20
        assert entry(what="edict", day=1).lasts is None

    def test_its_condition_is_read(self) -> None:
        assert entry(what="edict", when="stage >= flu for 3 days").condition == Condition("stage", ">=", 2.0, 3)
        assert entry(what="edict", day=1).condition is None


class TestAfter:
    def test_a_preset_and_what_departs_from_it(self) -> None:
        change = entry(day=1, preset="partnership", testing="own-reading")
        assert change.after(CONTRACT) == PARTNERSHIP._replace(testing=CONTRACT.testing)

    def test_what_is_not_given_goes_on(self) -> None:
        assert entry(day=1, batching="flow").after(CONTRACT) == CONTRACT._replace(batching=PARTNERSHIP.batching)

    def test_policies_change_in_an_order(self) -> None:
        for number in range(7):
            after = entry(day=1, preset="partnership", strength=number / 6).after(CONTRACT)
            assert changed(CONTRACT, after) == set(BLEND_ORDER[:number])

    def test_only_those_that_would_change_are_shared_out(self) -> None:
        before = CONTRACT._replace(reporting=PARTNERSHIP.reporting, definition=PARTNERSHIP.definition)
        after = entry(day=1, preset="partnership", strength=0.5).after(before)
        assert changed(before, after) == {"acceptance", "commitment"}

    @pytest.mark.parametrize(("strength", "number"), [(0.08, 0), (0.25, 2), (0.41, 2), (0.42, 3), (0.75, 5), (0.95, 6)])
    def test_halves_are_rounded_up(self, strength: float, number: int) -> None:
        after = entry(day=1, preset="partnership", strength=strength).after(CONTRACT)
        assert len(changed(CONTRACT, after)) == number

    @given(MIXES, MIXES, st.floats(0.0, 1.0))
    def test_a_blend_lies_between_before_and_after(self, before: Policies, target: Policies, strength: float) -> None:
        keys = {name: value.value for name, value in target._asdict().items()}
        after = entry(day=1, strength=strength, **keys).after(before)
        assert all(now in (was, will) for now, was, will in zip(after, before, target, strict=True))
        assert abs(len(changed(before, after)) - strength * len(changed(before, target))) <= 0.5
        assert entry(day=1, strength=0, **keys).after(before) == before
        assert entry(day=1, **keys).after(before) == target
