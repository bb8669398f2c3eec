"""A comparison on one screen, and in sentences."""

from __future__ import annotations

import io
import math
from dataclasses import replace

import pytest
from rich.console import Console

from tests.compare.made_up import Series, around, made_up
from trustsim.compare.comparison import Comparison, compare
from trustsim.compare.precision import Watched
from trustsim.measures.responses import USUAL, responses
from trustsim.report.comparison import comparison_screen, figure, letter, more_words, signed, verdicts

LUCK = around(0.0, 0.1, 20)
OTHER_LUCK = around(0.0, 0.1, 20, 2)


def screen(comparison: Comparison) -> str:
    console = Console(file=io.StringIO(), width=80, highlight=False)
    console.print(comparison_screen(comparison, "Written to x"))
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def said(first: Series, second: Series, measure: str = "trust.end", **options: object) -> str:
    (text,) = verdicts(compare(made_up(first, second), [measure], **options))  # type: ignore[arg-type]
    return text


def trust(level: float, luck: list[float] = LUCK) -> dict[str, list[float]]:
    return {"trust.end": [level + one for one in luck]}


def test_the_screen_ends_with_the_verdict_on_the_headline_measure_and_the_files() -> None:
    text = screen(compare(made_up(trust(0.4), trust(0.6, OTHER_LUCK)), USUAL))
    lines = text.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0].strip() == "second against first"
    assert lines[-1].strip() == "Written to x"
    words = " ".join(text.split())
    assert "20 pairs of runs of 30 days, seeds 1 to 20" in words
    assert "trust.end 0.40 0.60 +0.20" in words
    assert (
        "second is better than first on trust.end (trust of users in IT on the last evening): higher by 0.20" in words
    )
    assert "1 of 9 differences is apart from zero" in words


def test_any_measure_fits_the_screen() -> None:
    text = screen(compare(made_up(trust(0.4), trust(0.6), trust(0.2)), list(responses())))
    assert max(map(len, text.splitlines())) <= 80
    for name in responses():
        assert name[:24] in text


@pytest.mark.parametrize(
    ("first", "second", "measure", "told"),
    [
        (trust(0.6), trust(0.4, OTHER_LUCK), "trust.end", "second is worse than first"),
        ({"organisation.cost": [100.0 + one for one in LUCK]}, {}, "organisation.cost", "is better than first"),
        ({}, {"channels.needs": [20 + one for one in LUCK]}, "channels.needs", "second is higher than first on"),
        ({}, {"channels.needs": [0 + one for one in LUCK]}, "channels.needs", "second is lower than first on"),
        (trust(0.4), trust(0.402), "trust.end", "are equivalent on trust.end"),
        (trust(0.4), trust(0.4), "trust.end", "all differences are exactly 0"),
        (trust(0.4), trust(0.405, OTHER_LUCK), "trust.end", "Cannot tell yet whether second differs from first"),
        ({"requests.need_fit": [math.nan] * 20}, trust(0.4), "requests.need_fit", "of 20 pairs none has it in both"),
    ],
)
def test_every_verdict_has_its_words(first: Series, second: Series, measure: str, told: str) -> None:
    assert told in said(first, second, measure)


def test_the_verdict_tells_intervals_share_effect_and_pairing() -> None:
    text = said(trust(0.4), trust(0.6, OTHER_LUCK))
    for part in ("95 % interval 0.", "bootstrap 0.", "It is better in ", "of 20 pairs", "spread of single runs (d)",
                 "(d_z)"):  # fmt: skip
        assert part in text


def test_what_pairing_was_worth_is_told_either_way() -> None:
    near = [one + 0.2 * other for one, other in zip(LUCK, OTHER_LUCK, strict=True)]
    assert "Pairing reduced the variance of the difference" in said(trust(0.4), trust(0.6, near))
    assert "unpaired runs of each" in said(trust(0.4), trust(0.6, near))
    assert "Pairing was no help here" in said(trust(0.4), trust(0.6, [-one for one in LUCK]))
    halves = [0.25, 0.5] * 10
    assert "all alike" in said({"trust.end": halves}, {"trust.end": [one + 0.25 for one in halves]})
    assert "Pairing" not in said(trust(0.4), trust(0.4))


def test_by_how_much_lower_it_is_and_its_interval_have_one_sign() -> None:
    text = said(trust(0.6), trust(0.4, OTHER_LUCK))
    assert "lower by 0." in text
    assert "95 % interval 0." in text
    assert "bootstrap 0." in text


def test_worlds_with_other_people_do_not_have_the_same_needs() -> None:
    comparison = compare(made_up(trust(0.4), trust(0.6, OTHER_LUCK)), ["trust.end"])
    first, second = comparison.worlds
    assert "the same needs and the same luck" in " ".join(screen(comparison).split())
    organisation = second.scenario.organisation.model_copy(update={"users": 99})
    other = replace(second, scenario=second.scenario.model_copy(update={"organisation": organisation}))
    text = " ".join(screen(replace(comparison, worlds=(first, other))).split())
    assert "in each pair the same luck" in text
    assert "the same scenario" not in text
    assert "A and B are the same scenario" in screen(replace(comparison, worlds=(first, replace(first, label="again"))))


def test_an_undecided_verdict_says_what_to_do() -> None:
    text = said(trust(0.4), trust(0.405, OTHER_LUCK))
    assert "more pairs, if they go on like these (--reps " in text
    alternating = {"trust.end": [0.4, 0.6] * 10}
    assert "No number of pairs will do" in said({}, alternating, margins={"trust.end": 0.0})
    assert "hardly worth it" in said({}, alternating, margins={"trust.end": 0.0005})
    precise = said(trust(0.4), trust(0.405, OTHER_LUCK), watched=Watched(0.1, 0.09, 20, 9))
    assert "go on like these (a smaller --precision)" in precise


def test_a_difference_that_may_be_below_the_margin_is_told_as_such() -> None:
    assert "that may be less than the margin of 0.2" in said(
        trust(0.4), trust(0.6, OTHER_LUCK), margins={"trust.end": 0.2}
    )


def test_ties_count_half() -> None:
    second = {"trust.end": [0.5] * 10 + [0.6] * 10}
    assert "better in 10 of 20 pairs, and equal in 10, which count half; in any one pair" in said({}, second)


@pytest.mark.parametrize(
    ("watched", "told"),
    [
        (Watched(0.1, 0.09, 20, 9), "The precision of 0.1 was reached after 20 pairs"),
        (Watched(0.01, 0.09, 20, 9), "The precision of 0.01 was not reached: after 20 pairs, the most that are run"),
    ],
)
def test_how_the_number_of_pairs_came_about_is_told(watched: Watched, told: str) -> None:
    assert told in said(trust(0.4), trust(0.6, OTHER_LUCK), watched=watched)


def test_figures_and_numbers_of_pairs_in_words() -> None:
    assert (figure(-0.0001, 2), signed(-0.0001, 2), signed(0.25, 2), signed(-0.25, 1)) == (
        "0.00",
        "0.00",
        "+0.25",
        "-0.2",
    )
    assert (figure(math.nan, 2), signed(math.inf, 2)) == ("–", "–")
    assert [more_words(more) for more in (0.5, 3.2, 41, 12_345)] == [
        "about 1 more pair", "about 4 more pairs", "about 41 more pairs", "about 13,000 more pairs",
    ]  # fmt: skip
    assert [letter(place) for place in (0, 25, 26)] == ["A", "Z", "27"]
