"""The life of a request: on five made up by hand, whose every figure is known, and on runs of the model."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from tests.builders import LIVELY, PARTNERSHIP, WATERFALL, run
from tests.builders import scenario as lively
from tests.explain import lives
from tests.explain.lives import ASIDE, COMPANION, EDICT, ELSEWHERE, GIVEN_UP, MAIN, PUT_OFF, REVEALED
from trustsim.errors import InputError
from trustsim.explain.choose import choose
from trustsim.explain.effects import Move
from trustsim.explain.hands import Step, steps_of
from trustsim.explain.life import Life, life_of
from trustsim.explain.moments import Moment, moments_of
from trustsim.explain.plain import as_data
from trustsim.model.model import TrustModel
from trustsim.records.frames import frames

Tables = Mapping[str, pd.DataFrame]


@cache
def life(number: int = MAIN, drift: float = 0.02) -> Life:
    return life_of(lives.tables(), lives.scenario(drift), number)


def step(hand: str, found: Life | None = None) -> Step:
    return next(one for one in (found or life()).steps if one.hand == hand)


def near(value: float) -> object:
    return pytest.approx(value, abs=1e-12)


# --- hands


def test_what_the_user_never_told_is_the_users() -> None:
    told = step("user's specification")
    assert (told.lost, told.kept_back, told.right) == ((1, 2), True, 6)
    assert told.drift_expected == 0.0


@pytest.mark.parametrize("hand", ["user's specification", "joint definition"])
def test_who_tells_the_need_tells_it_as_it_is_that_day(hand: str) -> None:
    (_, told) = steps_of(lives.handoffs([("need", 1, 0, 0), (hand, 20, 1, 0)]), 8, drift=0.5)
    assert (told.lost, told.may_be_drift) == ((1,), False)


def test_a_hand_that_reads_loses_some_and_guesses_some_right_by_luck() -> None:
    analyst = step("analyst")
    assert (analyst.lost, analyst.put_right, analyst.on_purpose) == ((3,), (1,), False)
    assert analyst.may_be_drift
    days, right = 2, 6
    assert analyst.drift_expected == near(right * (1 - 0.98 ** (days / 21)))


def test_a_hand_that_only_builds_loses_nothing_what_is_wrong_now_has_changed() -> None:
    built = step("built")
    assert (built.lost, built.drifted, built.broke) == ((), (5,), (6,))


def test_who_delivers_straight_from_the_need_has_read_it() -> None:
    delivered = steps_of(lives.handoffs([("need", 1, 0, 0), ("in use", 30, 1, 2)]), 8, drift=0.02)[1]
    assert (delivered.lost, delivered.drifted, delivered.broke) == ((1,), (), (2,))


def test_where_needs_do_not_change_every_loss_is_a_hand_s() -> None:
    steady = life(drift=0.0)
    assert step("built", steady).lost == (5,)
    assert not any(one.drifted or one.may_be_drift for one in steady.steps)


def test_the_testers_reading_stands_aside_and_is_compared_with_what_was_written() -> None:
    found = life()
    tester = step("tester's reading", found)
    assert tester.is_aside
    assert found.steps[tester.received_from].hand == "product manager"
    assert (tester.lost, tester.put_right) == ((7,), ())
    assert found.steps[step("tested and fixed", found).received_from].hand == "built"


def test_what_a_fix_lost_to_the_testers_reading_is_told_apart() -> None:
    fixed = step("tested and fixed")
    assert (fixed.lost, fixed.yielded) == ((7,), (7,))
    assert (fixed.put_right, fixed.on_purpose) == ((2, 6), True)


def test_what_was_dropped_by_agreement_is_neither_right_nor_lost() -> None:
    live = step("in use")
    assert (live.dropped, live.lost, live.drifted, live.put_right, live.right) == (0b10000000, (), (), (4,), 4)


def test_of_a_build_in_slices_the_whole_is_kept_and_analysts_are_numbered() -> None:
    hands = [(name, day, 0, 0) for day, name in enumerate(["need", "analyst", "analyst", "built", "built", "in use"])]
    found = steps_of(lives.handoffs(hands), 8)
    assert [one.hand for one in found] == ["need", "analyst 1", "analyst 2", "built, slice by slice", "in use"]
    assert [one.kind for one in found][1:3] == ["analyst", "analyst"]
    assert found[3].day == 4


def test_a_hand_unknown_today_has_it_from_the_one_before() -> None:
    found = steps_of(lives.handoffs([("need", 1, 0, 0), ("oracle", 3, 1, 0), ("in use", 5, 1, 0)]), 8)
    assert [one.received_from for one in found] == [-1, 0, 1]
    assert found[1].lost == (1,)


@pytest.fixture(scope="module")
def ran() -> list[tuple[TrustModel, Tables]]:
    models = [run(lively(LIVELY, process, {"run": {"horizon_days": 120}}), 3) for process in (WATERFALL, PARTNERSHIP)]
    return [(model, frames(model)) for model in models]


def test_in_a_run_what_changes_hands_adds_up_and_lives_have_no_gaps(ran: list[tuple[TrustModel, Tables]]) -> None:
    for model, tables in ran:
        for number in tables["requests"]["request"][:12]:
            found = life_of(tables, model.config, int(number))
            for one in found.steps[1:]:
                before = found.steps[one.received_from]
                fewer = len(one.lost) + len(one.drifted) + len(one.broke)
                newly_dropped = (one.dropped & ~(before.wrong | before.broken)).bit_count()
                dropped_right = newly_dropped if one.dropped else 0
                assert one.right == before.right - fewer - dropped_right + len(one.put_right)
                assert set(one.yielded) <= set(one.lost)
            stays = found.stays
            assert stays[0].first == found.facts["arose"]
            assert all(a.last == b.first for a, b in pairwise(stays))
            assert stays[-1].last == found.last_day
            assert json.dumps(as_data(found), allow_nan=False)


def test_in_a_run_effects_and_the_curve_add_up_to_the_ledger(ran: list[tuple[TrustModel, Tables]]) -> None:
    for model, tables in ran:
        ledger = tables["ledger"]
        for number in (0, 5, 9):
            found = life_of(tables, model.config, number)
            mine = ledger[ledger["request"] == number]
            total = math.fsum(effect.change for effect in found.effects)
            assert total == pytest.approx(float(mine["contribution"].sum()), abs=1e-12)
            in_it = [one.change for one in found.effects if (one.trustor, one.trustee) == (found.user, "IT")]
            assert sum(move.of_request for move in found.trust) == pytest.approx(math.fsum(in_it), abs=1e-12)
            overall = model.relations.of_user(found.facts["user"])
            assert found.trust[-1].after == pytest.approx(overall, abs=1e-9)


# --- where it was


def where(found: Life) -> list[tuple[str, int, int]]:
    return [(stay.where, stay.first, stay.last) for stay in found.stays]


def test_a_life_is_told_from_stay_to_stay() -> None:
    assert where(life()) == [
        ("being defined", 2, 6),
        ("defined, waiting", 6, 12),
        ("being built", 12, 28),
        ("in tests", 28, 35),
        ("tested, waiting", 35, 45),
        ("acceptance test", 45, 50),
        ("in use", 50, 100),
    ]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (ELSEWHERE, [("with own team", 60, 64), ("in use", 64, 100)]),
        (GIVEN_UP, [("waiting", 88, 90), ("given up", 90, 100)]),
        (PUT_OFF, [("waiting", 78, 80), ("put off", 80, 100)]),
    ],
)
def test_needs_that_it_did_not_serve_have_a_life_too(number: int, expected: list[tuple[str, int, int]]) -> None:
    found = life(number)
    assert where(found) == expected
    assert (found.steps, found.promises, found.days_late, found.batch) == ((), (), None, 0)


def test_what_was_put_off_twice_was_put_off_all_the_while() -> None:
    log = [(day, "deferred", "request 4", 30.0, 0.0, -1) for day in (80, 90)]
    assert where(life_of(lives.tables(events=lives.events(log)), lives.scenario(), PUT_OFF))[1:] == [
        ("put off", 80, 100)
    ]


def test_a_need_of_the_last_day_has_only_begun_to_live() -> None:
    requests = lives.requests()
    requests.loc[PUT_OFF, "arose"] = 100
    tables = lives.tables(requests=requests, events=lives.events(()))
    assert where(life_of(tables, lives.scenario(), PUT_OFF)) == [("waiting", 100, 100)]


# --- what happened


def moment(found: Life, family: str) -> Moment:
    return next(one for one in found.moments if one.family == family)


def test_what_comes_by_the_dozen_is_one_moment() -> None:
    tests = moment(life(), "tests")
    assert (tests.first, tests.last, tests.events) == (30, 35, (6, 7, 8))
    assert tests.tallies["tickets_filed"] == (1, 3.0, 2.0)


def test_reports_are_one_moment_with_the_days_they_told() -> None:
    reports = moment(life(), "reports")
    assert (reports.first, reports.last, len(reports.events)) == (15, 42, 3)
    assert reports.figures == (40.0, 60.0)


def test_moments_hold_each_event_of_request_and_release_once_and_what_they_led_to() -> None:
    told = sorted(event for one in life().moments for event in one.events)
    assert told == [0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]  # not the ticket of request 1
    assert [one.events[0] for one in life().moments] == sorted(one.events[0] for one in life().moments)


def test_what_was_felt_for_a_request_is_part_of_its_life() -> None:
    assert [one.family for one in life(ELSEWHERE).moments] == ["taken_to_shadow", "shadow_delivered", "orphan_refused"]


def test_what_is_said_often_in_other_words_is_one_moment() -> None:
    log = [(day, "reforecast", "release 7", float(day), 0.0, -1) for day in range(9)]
    (all_of_them,) = moments_of(lives.events(log).assign(sentence=[f"Now day {day}." for day in range(9)]))
    assert (all_of_them.first, all_of_them.last, len(all_of_them.events)) == (0, 8, 9)
    few = moments_of(lives.events(log[:3]).assign(sentence=[f"Now day {day}." for day in range(3)]))
    assert len(few) == 3


def test_being_put_off_is_one_moment_in_whatever_words() -> None:
    log = [(day, "deferred", "request 4", float(day), 0.0, -1) for day in range(2)]
    (once,) = moments_of(lives.events(log).assign(sentence=["Put off for 120.", "Put off for 121."]))
    assert (once.family, len(once.events), once.sayings) == ("deferrals", 2, 2)


def test_complaints_are_told_day_by_day() -> None:
    assert [(one.day, one.kind, one.number) for one in life().complaints] == [
        (30, "tickets_filed", 3),
        (46, "uat_bugs_filed", 2),
    ]


def test_promises_are_those_of_its_release() -> None:
    found = life()
    assert [(one.told, one.due, one.fate, one.ended) for one in found.promises] == [
        (10, 40, "broken", 41),
        (41, 60, "kept", 50),
    ]
    assert found.days_late == 10


def test_a_delay_is_followed_back_to_where_it_began_and_told_once() -> None:
    (chain,) = life().delays
    assert [link.event for link in chain] == [REVEALED, ASIDE, EDICT]


def test_what_hindered_it_is_followed_back_where_nothing_was_said_to_come_later() -> None:
    untold = lives.tables(events=lives.events(lives.LOG[:REVEALED]))
    (chain,) = life_of(untold, lives.scenario(), MAIN).delays
    assert [link.event for link in chain] == [ASIDE, EDICT]


# --- what it did to trust


def test_effects_are_summed_by_experience_the_largest_first() -> None:
    (effect,) = life().effects
    assert (effect.trustor, effect.trustee) == ("user 0", "IT")
    assert effect.change == near(0.5 * (-0.10 + 0.04) + 0.2 * (0.02 - 0.05))
    assert [(one.event, one.times) for one in effect.felt] == [("slip_revealed", 1), ("outcome", 1), ("reported", 1)]
    assert effect.felt[0].change == near(-0.5 * 0.10 - 0.2 * 0.05)


def test_what_came_through_the_release_under_another_request_is_told_apart() -> None:
    found = life()
    assert found.siblings == (COMPANION,)
    assert [effect.change for effect in found.through_release] == [near(-0.5 * 0.03)]
    assert life(ELSEWHERE).through_release == ()


def test_trust_of_its_user_is_told_from_the_start() -> None:
    moves = life().trust
    assert moves[0] == Move(0, lives.START, lives.START, 0.0)
    assert [move.day for move in moves] == [0, 15, 41, 44, 50, 51]
    forgot = moves[3]
    assert (forgot.before - moves[2].after, forgot.after - forgot.before) == (near(0.005), near(0.0))
    assert moves[4].of_request == near(0.02)
    assert moves[4].after - moves[4].before == near(0.02 - 0.015)


def test_a_user_without_experiences_trusts_as_at_the_start() -> None:
    tables = lives.tables()
    quiet = life_of({**tables, "ledger": tables["ledger"].iloc[:0]}, lives.scenario(), MAIN)
    assert (quiet.effects, len(quiet.trust)) == ((), 1)
    assert 0.0 < quiet.trust[0].after < 1.0


# --- which request


@pytest.mark.parametrize(("given", "expected"), [("0", 0), ("3", 3), ("worst", 0), ("best", 1), ("latest", 0)])
def test_a_request_is_chosen_by_number_or_by_word(given: str, expected: int) -> None:
    assert choose(lives.requests(), lives.DAYS, given) == expected


def test_what_is_overdue_may_be_the_latest() -> None:
    requests = lives.requests()
    requests.loc[PUT_OFF, "promised_first"] = 70
    assert choose(requests, 100, "latest") == PUT_OFF
    assert choose(requests, 79, "latest") == MAIN


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("99", "99 given; expected a request from 0 to 4; the nearest are 2 and 3 and 4"),
        ("-1", "the nearest are 0 and 1 and 2"),
        ("first", "first given; expected a request from 0 to 4, or worst, best, latest"),
    ],
)
def test_an_unknown_request_is_refused_with_the_nearest(given: str, expected: str) -> None:
    with pytest.raises(InputError, match=expected):
        choose(lives.requests(), lives.DAYS, given)


@pytest.mark.parametrize("word", ["worst", "best", "latest"])
def test_a_word_that_fits_no_request_says_so(word: str) -> None:
    nothing = lives.requests().iloc[[GIVEN_UP]]
    with pytest.raises(InputError, match="expected a number"):
        choose(nothing, lives.DAYS, word)


def test_a_run_without_requests_says_so() -> None:
    with pytest.raises(InputError, match="this run has no requests"):
        choose(lives.requests().iloc[:0], lives.DAYS, "0")


def test_life_of_a_request_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError):
        life(17)


def test_a_life_is_plain_data_for_json() -> None:
    data = json.loads(json.dumps(as_data(life()), allow_nan=False))
    assert data["steps"][1]["lost"] == [1, 2]
    assert data["delays"][0][2]["kind"] == "edict_issued"
    assert data["facts"]["definition_began"] == 2
    assert as_data(life(GIVEN_UP))["facts"]["live"] is None
    assert np.isclose(data["trust"][-1]["after"], life().trust[-1].after)
