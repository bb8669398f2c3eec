"""What moved trust, summed by experience and by where it began, on a little run whose figures are known."""

from __future__ import annotations

import math
from typing import Any

import pytest

from tests.explain import made_up
from tests.explain.made_up import BROKEN, EDICT, INCIDENT, LIVE, SPEC
from trustsim.explain.causes import Cause, Origin, split
from trustsim.explain.explanation import Explanation, data, explain
from trustsim.explain.origins import BEGINNING_WORDS, beginning, beginning_words
from trustsim.explain.question import Question
from trustsim.records.happenings import Happening
from trustsim.vocabulary import Dimension, InterventionKind

WHOLE = Question(1, made_up.DAYS)


def asked(question: Question = WHOLE, **tables: Any) -> Explanation:
    return explain({**made_up.tables(), **tables}, made_up.scenario(), question)


def cause(found: Explanation, event: str) -> Cause:
    return next(one for one in found.causes if one.event == event)


def origin(found: Explanation, kind: str) -> Origin:
    return next(one for one in found.origins if one.kind == kind)


def near(value: float) -> Any:
    return pytest.approx(value, abs=1e-12)


def test_the_change_is_told_from_start_to_end_over_all_users() -> None:
    found = asked()
    assert found.before == near(made_up.START)
    lost = 0.5 * 0.16 + 0.2 * 0.05 + 0.5 * 0.03
    gained = 0.3 * 0.12 + 0.5 * 0.11 + 0.2 * 0.01
    assert found.change == near((gained - lost) / 4)
    assert (found.users, found.days) == (4, made_up.DAYS)


def test_causes_come_with_their_figures_the_weightiest_first() -> None:
    found = asked()
    assert [one.event for one in found.causes] == [
        "slip_revealed", "outcome", "visited", "forgetting", "outage", "hearsay"
    ]  # fmt: skip
    assert cause(found, "slip_revealed").contribution == near(-0.09 / 4)
    assert cause(found, "slip_revealed").rows == 3
    assert cause(found, "slip_revealed").words == "promised days that passed without a delivery"


def test_a_cause_names_the_releases_requests_or_things_that_it_was_about() -> None:
    found = asked()
    assert cause(found, "slip_revealed").places == (("release 3", near(-0.09 / 4)),)
    assert cause(found, "outcome").places[0].words == "request 9"
    assert cause(found, "outage").places[0].words == "core services"
    assert cause(found, "forgetting").places == ()


def test_the_largest_part_of_a_cause_is_chained_back_to_its_origin() -> None:
    trail = cause(asked(), "slip_revealed").trail
    assert trail is not None
    assert [link.event for link in trail.chain] == [BROKEN, made_up.ASIDE, EDICT]
    assert (trail.contribution, trail.share) == (near(-0.09 / 4), near(1.0))


def test_of_several_chains_the_one_of_the_largest_share_in_the_direction_of_the_whole_is_shown() -> None:
    moves = [
        (21, 0, "ability", "outcome", 1, BROKEN, -0.06),
        (21, 1, "ability", "outcome", 2, INCIDENT, -0.02),
        (21, 2, "ability", "outcome", 2, made_up.ASIDE, -0.04),
        (22, 1, "ability", "outcome", 9, LIVE, 0.09),
        (23, 1, "ability", "outcome", 9, -1, -0.08),
    ]
    trail = cause(asked(**made_up.tables(moves)), "outcome").trail
    assert trail is not None
    assert [link.event for link in trail.chain] == [BROKEN, made_up.ASIDE, EDICT]
    assert trail.contribution == near(-0.05 / 4)
    assert trail.share == near(0.10 / 0.20)


def test_what_time_and_colleagues_do_has_no_chain_and_is_an_origin_of_its_own() -> None:
    found = asked()
    for event in ("forgetting", "hearsay"):
        assert cause(found, event).trail is None
        alone = origin(found, event)
        assert (alone.largest, alone.events) == (None, 0)
        assert alone.contribution == cause(found, event).contribution
        assert alone.words == cause(found, event).words


def test_origins_gather_all_that_came_of_a_kind_of_beginning() -> None:
    moves = [*made_up.MOVES, (40, 2, "ability", "deferred", -1, made_up.ASIDE, -0.04)]
    edicts = origin(asked(**made_up.tables(moves)), "edict_issued")
    assert edicts.contribution == near((-0.09 - 0.02) / 4)
    assert (edicts.words, edicts.events, edicts.rows) == ("edicts", 1, 4)
    assert edicts.largest is not None
    assert edicts.largest.event == EDICT


@pytest.mark.parametrize(("change", "beginning"), [(0.03, LIVE), (-0.03, SPEC)])
def test_what_held_a_delivery_up_has_a_part_in_what_it_cost_and_none_in_what_it_gave(
    change: float, beginning: int
) -> None:
    found = asked(**made_up.tables([(30, 1, "ability", "outcome", 9, LIVE, change)]))
    trail = cause(found, "outcome").trail
    assert trail is not None
    assert [link.event for link in trail.chain] == ([LIVE] if change > 0.0 else [LIVE, SPEC])
    (alone,) = (one for one in found.origins if one.largest is not None)
    assert alone.largest is not None
    assert (alone.kind, alone.largest.event) == (made_up.LOG[beginning][1], beginning)
    assert alone.contribution == cause(found, "outcome").contribution


def test_the_weightiest_of_several_beginnings_goes_the_way_of_the_whole() -> None:
    two = [(3, "edict_issued", f"edict {n}", f"The owners issued edict {n}.", -1) for n in (0, 1)]
    moves = [
        (5, 0, "ability", "outage", -1, 0, 0.08),
        (6, 1, "ability", "outage", -1, 1, -0.06),
        (6, 2, "ability", "outage", -1, 1, -0.06),
    ]
    edicts = origin(asked(**{**made_up.tables(moves), "events": made_up.events(two)}), "edict_issued")
    assert edicts.events == 2
    assert edicts.contribution == near(-0.02 / 4)
    assert edicts.largest is not None
    assert edicts.largest.event == 1
    assert edicts.largest_contribution == near(-0.06 / 4)


def test_entries_of_the_timeline_are_told_apart_by_what_they_do() -> None:
    kinds = [list(InterventionKind).index(kind) for kind in (InterventionKind.INSIGHT_VISITS, InterventionKind.EDICT)]
    words = [beginning_words(beginning("intervention_began", float(kind))) for kind in kinds]
    assert words == ["the timeline: insight visits", "the timeline: edict"]
    assert origin(asked(), "intervention_began").words == f"the timeline: {list(InterventionKind)[3].value}".replace(
        "_", " "
    )


def test_every_kind_of_event_has_words_as_a_beginning() -> None:
    timeline = {Happening.INTERVENTION_BEGAN, Happening.INTERVENTION_ENDED}
    assert set(BEGINNING_WORDS) == set(Happening) - timeline


@pytest.mark.parametrize(("unit", "change"), [(0, -0.05 - 0.01 - 0.005 + 0.015), (1, -0.04 + 0.03 + 0.046 + 0.002)])
def test_a_unit_counts_its_own_users_only(unit: int, change: float) -> None:
    found = asked(Question(1, made_up.DAYS, unit=unit))
    assert found.users == 2
    assert found.change == near(change / 2)
    assert math.fsum(one.contribution for one in found.causes) == near(change / 2)
    assert (found.daily_before, found.daily_after) == (None, None)


def test_a_dimension_is_told_unweighted() -> None:
    found = asked(Question(1, made_up.DAYS, dimension=Dimension.INTEGRITY))
    assert found.before == near(made_up.START)
    assert found.change == near(-0.04 / 4)
    assert [(one.event, one.contribution) for one in found.causes] == [
        ("slip_revealed", near(-0.05 / 4)), ("forgetting", near(0.01 / 4))
    ]  # fmt: skip


def test_a_window_begins_on_the_evening_before_its_first_day() -> None:
    found = asked(Question(22, 28))
    assert found.before == near(made_up.START - 0.09 / 4)
    assert [one.event for one in found.causes] == ["visited", "outage", "hearsay"]
    assert asked(Question(43 - 1, 42)).causes[0].event == "forgetting"
    assert asked(Question(31, 41)).causes == ()
    assert asked(Question(31, 41)).change == 0.0


def test_opinions_that_never_moved_stand_where_the_curve_leaves_them() -> None:
    one = [(21, 0, "ability", "outage", -1, INCIDENT, -0.10)]
    tables = made_up.tables(one)
    low = tables["daily"].assign(trust_ability=tables["daily"]["trust_ability"] - 0.3)  # the others stand lower
    found = explain({**tables, "daily": low}, made_up.scenario(), WHOLE)
    others = made_up.START - 0.3 * 4 / 3
    assert found.after == near(0.5 * (0.5 + 3 * others) / 4 + 0.5 * made_up.START)
    assert found.change == near(-0.05 / 4)


def test_the_change_is_not_taken_from_the_causes() -> None:
    rows = made_up.tables()["ledger"]
    found = asked(ledger=rows.assign(contribution=2 * rows["contribution"]))
    assert found.change == near(asked().change)
    assert abs(math.fsum(one.contribution for one in found.causes) - found.change) > 0.001


def test_what_is_not_told_one_by_one_is_summed() -> None:
    causes = asked().causes
    for top in (1, 3, 6, 9):
        told, rest = split(causes, top)
        assert len(told) + rest.kinds == len(causes)
        total = math.fsum([*(one.contribution for one in told), rest.contribution])
        assert total == near(asked().change)
    assert split(causes, 9)[1] == (0.0, 0)


def test_data_hold_chains_and_sums() -> None:
    found = data(asked(), top=2)
    assert [one["event"] for one in found["causes"]] == ["slip_revealed", "outcome"]
    assert [link["kind"] for link in found["causes"][0]["trail"]["chain"]] == [
        "slip_revealed", "pushed_aside", "edict_issued"
    ]  # fmt: skip
    for parts, rest in (("causes", "everything_else"), ("origins", "other_origins")):
        total = math.fsum([*(one["contribution"] for one in found[parts]), found[rest]["contribution"]])
        assert total == near(found["change"])
    assert data(asked(Question(2, 9, 1, Dimension.ABILITY)), top=2)["dimension"] == "ability"


def test_at_most_three_places_are_named_the_largest_first_and_only_in_the_direction_of_the_whole() -> None:
    moves = [(5 + n, 0, "ability", "silence", 100 + n, -1, -0.01 * (n + 1)) for n in range(5)]
    moves.append((20, 0, "ability", "silence", 200, -1, 0.08))
    places = cause(asked(**made_up.tables(moves)), "silence").places
    assert [place.words for place in places] == ["request 104", "request 103", "request 102"]
