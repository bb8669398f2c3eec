"""Two worlds on the same luck are the same until they part; then the day, the person and the decision are told."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.builders import FLAWLESS, LIVELY, PARTNERSHIP, PIPELINE_ALONE, WATERFALL, run, scenario, words
from trustsim.compare.lived import Lived, live
from trustsim.compare.parting import Apart, apart, data, differing_keys, part
from trustsim.compare.tracks import tracks
from trustsim.errors import InputError
from trustsim.model.without import Without
from trustsim.scenario.process import PRESETS
from trustsim.scenario.schema import Scenario
from trustsim.vocabulary import InterventionKind, Preset

Settings = dict[str, dict[str, Any]]

SHORT: Settings = {"run": {"horizon_days": 90}}
SHOCK = {"day": 50, "what": "trust_shock"}


def lively(*changes: Settings, timeline: Any = ()) -> Scenario:
    return scenario(LIVELY, SHORT, *changes, timeline=timeline)


@pytest.fixture(scope="module")
def contract() -> Lived:
    return live(lively(WATERFALL))


@pytest.fixture(scope="module")
def partnership() -> Lived:
    return live(lively(PARTNERSHIP))


@pytest.fixture(scope="module")
def both(contract: Lived, partnership: Lived) -> Apart:
    return apart(contract, partnership)


def test_being_watched_changes_nothing(contract: Lived) -> None:
    plain = run(lively(WATERFALL))
    for table in ("events", "handoffs", "ledger", "promises"):
        watched, alone = (getattr(model.recorder, table).columns() for model in (contract.model, plain))
        assert all(np.array_equal(watched[name], alone[name]) for name in alone)
    assert contract.model.recorder.daily == plain.recorder.daily
    assert contract.model.request_rows() == plain.request_rows()


def test_every_row_is_put_on_the_day_on_which_it_was_written(contract: Lived) -> None:
    recorder = contract.model.recorder
    for track in tracks(contract, contract.last_day, to_the_end=True):
        if track.name in ("events", "handoffs"):
            assert np.array_equal(track.days, getattr(recorder, track.name).columns()["day"])
            assert (np.diff(track.days) >= 0).all()


def test_a_world_and_itself_never_part(contract: Lived) -> None:
    found = apart(contract, live(lively(WATERFALL)))
    assert found.first is None
    assert set(found.tables.values()) == {None}
    assert found.trust is None
    assert found.keys == ()
    assert data(found)["same"] is True


def test_contract_and_partnership_part_before_the_start_when_a_need_is_first_defined(both: Apart) -> None:
    first = both.first
    assert first is not None
    assert first.day <= 0
    assert first.phase == "definition"
    assert first.one is not None
    assert first.other is not None
    assert (first.one["kind"], first.other["kind"]) == ("spec_written", "defined_jointly")
    assert (first.one["user"], first.one["nth"]) == (first.other["user"], first.other["nth"])
    assert first.one["agent"] == f"user {first.one['user']}"


def test_contract_and_partnership_have_the_same_needs(both: Apart) -> None:
    assert both.tables["needs"] is None


def test_nothing_parts_before_what_is_told_as_the_first(both: Apart) -> None:
    assert both.first is not None
    assert both.first.day == min(day for day in both.tables.values() if day is not None)


def test_when_trust_parts_is_read_off_the_daily_curves(contract: Lived, partnership: Lived, both: Apart) -> None:
    one, other = ([row["trust"] for row in world.model.recorder.daily] for world in (contract, partnership))
    assert both.trust is not None
    day = both.trust.day
    assert one[: day - 1] == other[: day - 1]
    assert (both.trust.one, both.trust.other) == (one[day - 1], other[day - 1])
    assert one[day - 1] != other[day - 1]
    assert both.trust_at_end == (one[-1], other[-1])


def test_the_other_way_round_the_sides_are_exchanged(contract: Lived, partnership: Lived, both: Apart) -> None:
    back = apart(partnership, contract)
    assert both.first is not None
    assert back.first is not None
    assert (back.first.one, back.first.other) == (both.first.other, both.first.one)
    assert back.tables == both.tables


def test_an_intervention_on_a_day_changes_nothing_before_it() -> None:
    found = part(lively(WATERFALL), lively(WATERFALL, timeline=[SHOCK]))
    assert found.first is not None
    assert (found.first.day, found.first.phase, found.first.one) == (50, "timeline", None)
    assert found.first.other is not None
    assert found.first.other["kind"] == "intervention_began"
    assert min(day for day in found.tables.values() if day is not None) == 50
    assert found.trust is not None
    assert found.trust.day == 50
    assert found.trust.other < found.trust.one


def test_what_comes_first_in_the_file_does_not_shift_what_follows() -> None:
    later = {"day": 70, "what": "outage"}
    found = part(lively(WATERFALL, timeline=[later]), lively(WATERFALL, timeline=[{**SHOCK, "strength": 0.0}, later]))
    assert found.first is None


@pytest.mark.parametrize("kind", InterventionKind)
def test_an_intervention_of_no_strength_makes_no_difference_but_in_the_keys(kind: InterventionKind) -> None:
    change = {"preset": "partnership"} if kind == InterventionKind.PROCESS else {}
    entry = {"day": 20, "what": kind.value, "strength": 0.0, **change}
    found = part(lively(WATERFALL), lively(WATERFALL, timeline=[entry]))
    assert found.first is None
    assert {"timeline.1.what", "timeline.1.strength"} <= {key.key for key in found.keys}


def test_an_intervention_that_comes_later_in_the_other_world_is_told() -> None:
    found = part(lively(WATERFALL, timeline=[SHOCK]), lively(WATERFALL, timeline=[{**SHOCK, "day": 60}]))
    assert found.first is not None
    assert (found.first.day, found.first.other) == (50, None)
    assert found.first.later is not None
    assert (found.first.later["day"], found.first.later["kind"]) == (60, "intervention_began")


def test_policies_named_one_by_one_are_the_preset() -> None:
    named = words(PRESETS[Preset.PARTNERSHIP])
    found = part(lively(PARTNERSHIP), lively({"process": {"preset": "waterfall-contract", **named}}))
    assert found.first is None
    assert [key.key for key in found.keys] == ["process.preset"]


def test_one_more_user_shows_in_the_first_need_of_that_user() -> None:
    """With the pipeline alone, all others are as they were up to then, whatever the numbers of their requests."""
    found = part(lively(PIPELINE_ALONE), lively(PIPELINE_ALONE, {"organisation": {"users": 7}}))
    assert found.first is not None
    assert found.first.table == "needs"
    assert found.first.one is None
    assert found.first.other is not None
    assert (found.first.other["user"], found.first.other["nth"]) == (6, 0)


def test_worlds_with_other_numbers_of_everything_can_be_compared() -> None:
    other = {"organisation": {"users": 3, "business_units": 1, "developers": 5, "testers": 1, "product_managers": 1,
                              "analyst_layers": 3}}  # fmt: skip
    assert part(lively(WATERFALL), lively(PARTNERSHIP, other)).first is not None


def test_worlds_of_two_lengths_are_compared_on_the_days_that_both_have() -> None:
    found = part(lively(WATERFALL), lively(WATERFALL, {"run": {"horizon_days": 100}}))
    assert found.days == 90
    assert found.first is None
    assert [(key.key, key.one, key.other) for key in found.keys] == [("run.horizon_days", 90, 100)]


def test_trust_that_begins_elsewhere_shows_on_the_first_day() -> None:
    found = part(scenario(FLAWLESS), scenario(FLAWLESS, {"start": {"business_in_it": {"good_share": 0.5}}}))
    assert found.trust_before[0] > found.trust_before[1]
    assert found.trust is not None
    assert found.trust.day == 1


def test_a_missing_need_is_told_and_the_numbers_after_it_do_not_matter(contract: Lived) -> None:
    gone = contract.model.pipeline.requests[5]
    found = apart(contract, live(lively(WATERFALL), Without(need=gone.entity)))
    assert found.first is not None
    assert (found.first.table, found.first.day, found.first.other) == ("needs", gone.arose, None)
    assert found.first.one is not None
    assert found.first.one["request"] == 5


def test_other_luck_is_refused() -> None:
    with pytest.raises(InputError, match=r"seeds 1 and 2: .*expected the same seed"):
        part(lively(), lively({"run": {"seed": 2}}))


def test_keys_are_told_without_story_and_seed() -> None:
    one, other = lively(), lively({"story": {"title": "Another"}, "run": {"seed": 2}, "edicts": {"rate": 0.0}})
    assert [tuple(key) for key in differing_keys(one, other)] == [("edicts.rate", 1.5, 0.0)]
