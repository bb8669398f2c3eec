"""Why trust moved, in words and on one screen."""

from __future__ import annotations

from collections.abc import Mapping
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from tests.explain import made_up
from trustsim.explain.causes import Cause, Place, Trail
from trustsim.explain.chains import Link
from trustsim.explain.explanation import Explanation, explain
from trustsim.explain.question import Question
from trustsim.records.happenings import EXPERIENCE_WORDS, Experience
from trustsim.records.naming import word
from trustsim.report.explanation import (
    booking_words,
    cause_words,
    chain_words,
    change_words,
    explanation_screen,
    told_words,
)
from trustsim.vocabulary import Dimension

LONG = "User 12 works around what does not fit in request 4711; need-fit 0.56."


def found(question: Question | None = None, **tables: Any) -> Explanation:
    whole: Mapping[str, Any] = {**made_up.tables(), **tables}
    return explain(whole, made_up.scenario(), question or Question(1, made_up.DAYS))


def printed(explanation: Explanation, top: int = 5, title: str = "A story", files: str = "Written to x") -> list[str]:
    out = StringIO()
    Console(file=out, width=80, highlight=False).print(explanation_screen(explanation, title, top, files))
    return [line.rstrip() for line in out.getvalue().splitlines()]


def flat(lines: list[str]) -> str:
    return " ".join(" ".join(lines).split())


def link(sentence: str, day: int = 7) -> Link:
    return Link(1, day, "built", sentence)


def worst() -> Explanation:
    """Every kind of experience, with long chains and many places."""
    chain = tuple(link(LONG, day) for day in range(500, 490, -1))
    places = tuple(Place(f"request {number}", -0.1) for number in (1000, 1001, 1002))
    causes = tuple(
        Cause(word(kind), EXPERIENCE_WORDS[kind], -0.25, 9, places, Trail(-0.1, 0.4, chain)) for kind in Experience
    )
    few = found()
    return Explanation(few.question, 42, 4, 0.6, 0.4, 0.6, 0.4, causes, few.origins * 9, few.other_side)


def test_a_chain_is_told_from_what_was_lived_through_to_where_it_began() -> None:
    first = found().causes[0]
    assert cause_words(first) == [
        "promised days that passed without a delivery; most over release 3 (-2.2)",
        (
            "-2.2 of it (all): day 20 passed without release 3; IT had not seen it coming (day 21), because release "
            "3 was pushed aside by an edict, for about 9 days (day 5), because the owners issued edict 4: 20 "
            "person-days, ahead of everything else (day 3)"
        ),
    ]


def test_a_long_chain_keeps_its_beginning_and_its_end() -> None:
    chain = tuple(link(f"Step {number}.", 20 - number) for number in range(9))
    assert chain_words(chain) == (
        "step 0 (day 20), because step 1 (day 19), because step 2 (day 18), because of 5 events between, because "
        "step 8 (day 12)"
    )
    assert chain_words(chain[:5]).count("because") == 4


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("IT estimated release 3.", "IT estimated release 3 (day 7)"),
        ("The owners issued edict 4.", "the owners issued edict 4 (day 7)"),
        ("A core service failed.", "a core service failed (day 7)"),
        ("User 3 did without.", "user 3 did without (day 7)"),
        ("", " (day 7)"),
    ],
)
def test_sentences_are_told_within_a_sentence(sentence: str, told: str) -> None:
    assert told_words(link(sentence)) == told


def test_what_happened_before_the_start_is_said_so() -> None:
    assert told_words(link("It was written.", -9)) == "it was written (before the start)"


def test_places_of_one_kind_are_named_together_and_small_ones_not_at_all() -> None:
    def places(*parts: tuple[str, float]) -> str:
        return cause_words(Cause("outcome", "w", -0.1, 9, tuple(Place(*part) for part in parts), None))[0]

    assert places(("release 3", -0.05), ("release 5", -0.02)) == "w; most over releases 3 (-5.0) and 5 (-2.0)"
    assert places(("release 3", -0.05), ("request 5", -0.02)) == "w; most over release 3 (-5.0) and request 5 (-2.0)"
    assert places(("core services", -0.05), ("release 3", -0.005)) == "w; most over core services (-5.0)"
    assert places(("release 3", -0.005)) == "w"


def test_the_change_is_told_with_its_days_and_whose_it_is() -> None:
    assert change_words(found()) == (
        "Between the evening of day 0, the start, and the evening of day 42 (month 2), the trust of 4 users in "
        "IT fell by 0.3 points, from 0.600 to 0.597."
    )
    assert change_words(found(Question(21, 21))) == (
        "Between the evening of day 20 (month 1) and the evening of day 21 (month 1), the trust of "
        "4 users in IT fell by 2.2 points, from "
        "0.60 to 0.58."
    )
    words = change_words(found(Question(25, 25, unit=1, dimension=Dimension.BENEVOLENCE)))
    assert "the opinion of 2 users of unit 1 about IT's benevolence rose by 5.0 points, from 0.60 to 0.65." in words
    assert words.endswith("The figures are of this opinion alone, unweighted.")


def test_a_screen_shows_both_views_with_their_sums() -> None:
    lines = printed(found(), top=2)
    assert lines[0] == "A story"
    assert lines[-1] == "Written to x"
    text = flat(lines)
    causes, origins = text.split("By where it began")
    assert "-2.2 promised days that passed" in causes
    assert "-2.2 edicts: the owners issued edict 4" in origins
    assert "everything else, 4 kinds" in causes
    assert text.count("-0.3 in all") == 2


@pytest.mark.parametrize("top", [1, 5, 100])
def test_no_line_is_wider_than_a_terminal(top: int) -> None:
    lines = printed(worst(), top)
    assert max(map(len, lines)) <= 80
    for kind in list(Experience)[: min(top, 5)]:
        assert EXPERIENCE_WORDS[kind] in flat(lines)


def test_a_run_in_which_nothing_moved_is_told() -> None:
    lines = printed(found(Question(31, 41)))
    assert "hardly moved from 0.59." in flat(lines)
    assert flat(lines).count("0.0 in all") == 2


def test_markup_in_a_title_is_only_text() -> None:
    assert printed(found(), title="[bold]A story[/x]")[0] == "[bold]A story[/x]"


def test_what_is_not_yet_entered_of_forgetting_is_said_on_days_between_months() -> None:
    assert booking_words(found()) == ""
    assert booking_words(found(Question(22, 42))) == ""
    assert "only about right" in booking_words(found(Question(22, 41)))
    assert "Not yet entered" not in booking_words(found(Question(22, 41)))
    daily = made_up.tables()["daily"]
    words = booking_words(found(Question(3, 30), daily=daily.assign(trust=daily["trust"] + 0.02)))
    assert words.endswith("Not yet entered: +2.0 at the start and +2.0 at the end.")
