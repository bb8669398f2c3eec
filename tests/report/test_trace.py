"""A life as a page of text and as a picture."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from io import StringIO
from typing import Any

import pytest
from matplotlib.text import Text
from rich.console import Console

from tests.explain import lives
from tests.explain.lives import ELSEWHERE, GIVEN_UP, MAIN, PUT_OFF
from trustsim.explain.effects import Effect, Felt
from trustsim.explain.life import Life, life_of
from trustsim.explain.moments import moments_of
from trustsim.records.columns import PROMISES
from trustsim.records.frames import from_records
from trustsim.records.happenings import SENTENCES, Happening
from trustsim.records.naming import word
from trustsim.report.moments import moment_words
from trustsim.report.plots import draw_life
from trustsim.report.plots.life import draw
from trustsim.report.plots.page import Page
from trustsim.report.plots.style import look
from trustsim.report.story import ending
from trustsim.report.trace import trace_screen

EVERY = (MAIN, ELSEWHERE, GIVEN_UP, PUT_OFF)


@cache
def life(number: int = MAIN) -> Life:
    return life_of(lives.tables(), lives.scenario(), number)


def lines(found: Life, width: int = 80) -> list[str]:
    out = StringIO()
    Console(file=out, width=width, highlight=False).print(trace_screen(found, "A little life (seed 1)", "Written to x"))
    return [line.rstrip() for line in out.getvalue().splitlines()]


def text(found: Life) -> str:
    return " ".join(" ".join(lines(found)).split())


@cache
def crowded() -> Life:
    """A life of many hands, many promises and many attributes."""
    hands = [("need", 1, 0, 0), *((f"analyst {n}", n, 2**63 if n % 2 else 5, 0) for n in range(2, 60))]
    told = [{"release": 7, "nth": n, "told": n, "due": 40 + n, "fate": "renewed", "ended": n + 1} for n in range(30)]
    tables = lives.tables(handoffs=lives.handoffs(hands), promises=from_records(told, PROMISES))
    return life_of(tables, lives.scenario(attributes=64), MAIN)


# --- the page


def test_a_page_is_a_page() -> None:
    for found in (*map(life, EVERY), crowded()):
        page = lines(found)
        assert max(map(len, page)) <= 80
        assert len(page) <= 90
    assert len(lines(life())) <= 66
    assert max(map(len, lines(life(), width=60))) <= 60


def test_the_paragraph_tells_whose_need_it_was_and_how_it_ended() -> None:
    told = text(life())
    assert "User 0 of unit 0 needed it on day 2 (month 1): 5 person-days of work, worth 4.0." in told
    assert "It was taken to IT, into release 7 with 1 other." in told
    assert "in use since day 50 (month 3), 48 days (about 2 months) after the need arose, 10 days" in told
    assert "after the need arose, 10 days after the day first promised" in told
    assert "It holds 50 % of what was needed, value 1.5 of 4.0; the outcome felt was 0.40 of 1" in told
    assert "It took 8 person-days, 2.0 of them for fixes; 6.5 were promised." in told


def test_effort_is_told_as_far_as_there_was_any() -> None:
    def told(**facts: Any) -> str:
        return ending(replace(life(), facts=life().facts | facts))

    assert told(effort_build=3.0, effort_fix=0.01, effort_estimated=None).endswith("It took 3 person-days.")
    assert "It took" not in told(effort_build=0.0, effort_fix=0.0)


def test_where_the_days_went_sums_to_the_time_until_use() -> None:
    told = text(life())
    assert "Where its 48 days went being defined 4 defined, waiting 6 being built 16 in tests 7" in told


def test_promises_have_their_fates() -> None:
    told = text(life())
    assert "day 40 told on day 10 broken day 60 told on day 41 kept" in told
    assert "… 24 more days …" in text(crowded())
    assert "day 69 told on day 29 replaced on day 30" in text(crowded())


def test_hands_stand_as_strips_with_what_each_changed() -> None:
    found = life()
    page = lines(found)
    begin = page.index("From hand to hand, 8 attributes (· right, x wrong, # broken, - dropped)") + 1
    told = [line.split() for line in page[begin:] if len(line.split()) > 1]
    strips = [next(part for part in row if set(part) <= set("·x#-") and len(part) == 8) for row in told[:4]]
    assert strips == ["········", "xx······", "·xx·····", "··xx····"]
    rows = " ".join(" ".join(page[begin:]).split())
    assert "2 user's specification xx······ 6 not told 1, 2 4 analyst" in rows
    assert "28 built ·xxxx#·· 3 the need changed in 5; broken or unfinished 6" in rows
    assert "30 tester's reading ··xx··x· 5 lost 7 (against product manager)" in rows
    assert "35 tested and fixed ··xxx·x· 4 lost to another's reading 7; put right 2, 6" in rows
    assert "50 in use ··x·x·x- 4 put right 4; 1 dropped by agreement" in rows


def test_too_many_attributes_for_a_strip_are_told_by_number_and_many_hands_are_cut() -> None:
    told = text(crowded())
    assert "…" in told
    assert "more hands" in told
    assert "x···" not in told
    assert "guessed right 1, 3" in told


def test_events_stand_in_order_and_rounds_are_summed_up() -> None:
    page = lines(life())
    begin, end = page.index("What happened"), page.index("Where its delays came from")
    told = " ".join(" ".join(page[begin:end]).split())
    assert "30 to 35 4 rounds of tests and reviews: 3 tickets, 2 of them over a different reading; 2 fixed." in told
    assert "15 to 42 3 reports: on track for day 40, then 60." in told
    assert told.index("spec_written") < told.index("contract_signed") < told.index("slip_revealed")


def test_a_delay_is_told_with_its_causes() -> None:
    assert (
        "There was slip_revealed of release 7 (day 41), because there was pushed_aside of release 7 (day 20), "
        "because there was edict_issued of edict 1 (day 20)."
    ) in text(life())


def test_trust_is_told_in_points() -> None:
    told = text(life())
    assert "-3.6 user 0 in IT: -6.0 promised days that passed without a delivery; +2.0 what was delivered" in told
    assert "-1.5 more for user 0 in IT came through release 7, entered once, under request 1" in told


def test_whose_trust_hardly_moved_is_only_named_and_who_lived_through_the_same_stands_together() -> None:
    def effect(trustor: str, change: float) -> Effect:
        return Effect(trustor, "IT", change, (Felt("outage", 2, change),))

    users = [effect(f"user {number}", -0.004) for number in range(5)]
    pair = [effect(name, 0.02) for name in ("testers", "developers")]
    told = text(replace(life(), effects=(*users, *pair, effect("unit 0", 0.0001))))
    assert "-0.4 5 users in IT, each: -0.4 outages (twice)" in told
    assert "+2.0 testers and developers in IT, each: +2.0 outages (twice)" in told
    assert "Hardly moved: unit 0 in IT." in told
    assert "Hardly moved: 3 opinions." in text(replace(life(), effects=(effect("unit 0", 0.0001),) * 3))


def test_needs_that_it_did_not_serve_get_a_sensible_page() -> None:
    told = {number: text(life(number)) for number in EVERY[1:]}
    assert "taken to the unit's own team" in told[ELSEWHERE]
    assert "in use since day 64" in told[ELSEWHERE]
    assert "was refused by IT. It was given up on day 90 (month 5)." in told[GIVEN_UP]
    assert (
        "It was put off once. On day 100 (month 5), the last of the run, it was still put off, since day 80."
        in told[PUT_OFF]
    )
    assert not any("From hand to hand" in page or "Days promised" in page for page in told.values())


# --- moments in words


def moment(*log: tuple[str, float, float]) -> str:
    events = lives.events([(day, kind, "request 0", a, b, -1) for day, (kind, a, b) in enumerate(log)])
    (found,) = moments_of(events)
    return moment_words(found, rounds=6)


def test_families_of_events_are_summed_up_in_words() -> None:
    assert moment(("slice_built", 1, 0), ("demo", 1, 2), ("demo_misfits", 2, 0), ("slice_built", 2, 0)) == (
        "2 slices built, 1 demo: 2 attributes did not fit; 2 corrections taken in."
    )
    assert moment(("slice_built", 1, 0), ("demo", 1, 0)) == "1 slice built, 1 demo: everything fitted."
    assert moment(("uat_began", 3, 0), ("uat_bugs_filed", 4, 1), ("uat_fix_pushed", 2, 0), ("uat_ended", 3, 0)) == (
        "User acceptance test, 3 rounds: 4 bugs filed on this request, 1 of them a wish; 2 attributes fixed under way."
    )
    passed_on = ("analyst_passed_on", 3, 0)
    assert moment(("spec_written", 5, 0), passed_on, passed_on, ("spec_rewritten", 4, 0)) == (
        "There was spec_written of request 0; 2 analysts passed it on and the product manager rewrote it."
    )
    assert moment(("production_fault", 1, 0), ("production_fix", 0, 0), ("production_fault", 1, 0)) == (
        "2 faults found in use, 1 of them fixed."
    )
    assert moment(
        ("tickets_filed", 1, 0), ("tickets_filed", 1, 0), ("reopened", 1, 1), ("refixed", 1, 0), ("relented", 2, 3)
    ) == (
        "6 rounds of tests and reviews: 2 tickets; 1 attribute re-opened, 1 with a new idea; 1 fixed; "
        "one side relented over 2."
    )


@pytest.mark.parametrize("kind", Happening)
def test_any_kind_of_event_can_be_told_alone_and_twice(kind: Happening) -> None:
    assert kind in SENTENCES
    alone, twice = moment((word(kind), 1, 0)), moment((word(kind), 1, 0), (word(kind), 1, 0))
    assert alone == f"There was {word(kind)} of request 0."
    assert twice.endswith(".")
    assert twice != alone


# --- the picture


def drawn(found: Life) -> Page:
    with look():
        return draw(found, lives.scenario())


def words(page: Page) -> list[str]:
    return [label.get_text() for label in page.figure.findobj(Text) if label.get_text()]


def stays_on_its_page(page: Page) -> bool:
    drawn_in = page.figure.get_tightbbox()
    return drawn_in.x0 >= 0 and drawn_in.y0 >= 0 and drawn_in.x1 <= page.width and drawn_in.y1 <= page.height


@pytest.mark.parametrize("number", EVERY)
def test_every_life_can_be_drawn_and_stays_on_its_page(number: int) -> None:
    assert stays_on_its_page(drawn(life(number)))


def test_a_crowded_life_stays_on_its_page() -> None:
    page = drawn(crowded())
    assert stays_on_its_page(page)
    assert "after 25 more, anew" in words(page)


def test_the_picture_names_places_promises_and_complaints() -> None:
    page = drawn(life())
    assert page.title == "Request 0 took 48 days and came 10 days late; 50 % of it fits"
    seen = words(page)
    assert {"being defined", "in tests", "acceptance test", "promised", "promised anew"} <= set(seen)
    assert {"day 40: broken", "day 60: kept", "tickets of testers (3)", "bugs in acceptance (2)"} <= set(seen)
    assert {"16 days", "since day 50"} <= set(seen)
    assert {"trust of user 0 in IT; through this request −3.6 points", "developer's reading"} <= set(seen)


def test_what_never_went_through_hands_has_no_strip() -> None:
    seen = words(drawn(life(GIVEN_UP)))
    assert "given up" in seen
    assert "held by" not in seen
    assert "held by" in words(drawn(life()))


def test_trust_marks_only_the_days_on_which_this_request_moved_it() -> None:
    (trust,) = (axes for axes in drawn(life()).figure.axes if axes.get_title("left"))
    marked = sorted(float(x) for marks in trust.collections for x, _ in marks.get_offsets())
    assert marked == [15.0, 41.0, 50.0]


def test_the_picture_is_written_twice_the_same(tmp_path: Any) -> None:
    names = [draw_life(life(), lives.scenario(), tmp_path / name, "life") for name in ("one", "two")]
    assert [path.name for path in names[0]] == ["life.png", "life.svg"]
    assert [path.read_bytes() for path in names[0]] == [path.read_bytes() for path in names[1]]
