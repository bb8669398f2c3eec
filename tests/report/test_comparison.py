"""A comparison on one screen, and in sentences."""

from __future__ import annotations

import io
import re
from dataclasses import replace

from rich.console import Console

from tests.compare.made_up import around, made_up
from trustsim.compare.comparison import Comparison, compare
from trustsim.compare.precision import Watched
from trustsim.measures.responses import USUAL, responses
from trustsim.report.comparison import comparison_screen, letter

LUCK = around(0.0, 0.1, 20)
OTHER_LUCK = around(0.0, 0.1, 20, 2)


def screen(comparison: Comparison) -> str:
    console = Console(file=io.StringIO(), width=80, highlight=False)
    console.print(comparison_screen(comparison, "Written to x"))
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def trust(level: float, luck: list[float] = LUCK) -> dict[str, list[float]]:
    return {"trust.end": [level + one for one in luck]}


def test_the_screen_ends_with_the_verdict_on_the_headline_measure_and_the_files() -> None:
    text = screen(compare(made_up(trust(0.4), trust(0.6, OTHER_LUCK)), USUAL))
    lines = text.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0].strip() == "second against first"
    assert lines[-1].strip() == "Written to x"
    words = " ".join(text.split())
    assert "20 pairs of runs of 30 working days, seeds 1 to 20" in words
    assert "trust of users in IT at the end 0.40 0.60 +0.20" in words
    assert "(trust.end)" in words
    assert "second is better than first on trust of users in IT at the end (trust.end): higher by 0.20" in words
    assert "1 of 9 differences is apart from zero" in words


def test_any_measure_fits_the_screen() -> None:
    text = screen(compare(made_up(trust(0.4), trust(0.6), trust(0.2)), list(responses())))
    assert max(map(len, text.splitlines())) <= 80
    for name in responses():
        assert name[:24] in text


def test_worlds_with_other_people_do_not_have_the_same_needs() -> None:
    comparison = compare(made_up(trust(0.4), trust(0.6, OTHER_LUCK)), ["trust.end"])
    first, second = comparison.worlds
    assert "the same needs and the same luck" in " ".join(screen(comparison).split())
    organisation = second.scenario.organisation.model_copy(update={"users": 99})
    other = replace(second, scenario=second.scenario.model_copy(update={"organisation": organisation}))
    text = " ".join(screen(replace(comparison, worlds=(first, other))).split())
    assert "in each pair the same luck" in text
    assert "the same scenario" not in text


def test_worlds_that_are_the_reference_once_more_are_named() -> None:
    comparison = compare(made_up(trust(0.4), trust(0.4), same=True), USUAL)
    text = screen(comparison)
    assert "A  first (the reference): The first" in text
    assert "A and B are the same scenario, but for the story." in text
    assert text.count("exactly 0  equivalent") == 9
    assert "interval holds" not in text
    again = replace(comparison.worlds[0], label="again")
    assert "A and B are the same scenario." in screen(replace(comparison, worlds=(comparison.worlds[0], again)))


def test_below_the_table_stands_what_cannot_be_told_and_to_look_at_fresh_pairs_instead() -> None:
    text = " ".join(screen(compare(made_up(trust(0.4), trust(0.6, OTHER_LUCK)), USUAL[:3])).split())
    assert re.search(r"0\.500 0\.500 0\.000 all alike cannot tell [a-z ]*\(it_in_business\.end\)", text)
    assert (
        "Cannot tell yet: trust of users in IT, mean over days (about 39 more pairs), trust of IT in the business at "
        "the end (about 39 more pairs)."
    ) in text
    assert "(about 39 more pairs). Rather than add to these and look again, plan fresh pairs (--seed 21)." in text
    watched = compare(made_up(trust(0.4), trust(0.6, OTHER_LUCK)), USUAL[:3], watched=Watched(0.2, 0.1, 20, 9))
    assert "fresh" not in screen(watched)


def test_where_the_headline_is_open_the_advice_stands_in_its_verdict_alone() -> None:
    text = " ".join(screen(compare(made_up(trust(0.4), trust(0.405, OTHER_LUCK)), USUAL[:3])).split())
    assert text.count("Rather than add to these") == text.count("--seed 21") == 1


def test_letters_go_on_as_numbers() -> None:
    assert [letter(place) for place in (0, 25, 26)] == ["A", "Z", "27"]


def test_the_screen_shows_the_name_and_the_id_of_every_measure() -> None:
    text = " ".join(screen(compare(made_up(trust(0.4), trust(0.6)), USUAL)).split())
    for name in USUAL:
        assert f"({name})" in text
        assert responses()[name].words.split()[0] in text
