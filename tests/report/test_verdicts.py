"""The verdict of a comparison in sentences."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from tests.compare.made_up import Series, around, made_up
from trustsim.compare.comparison import compare
from trustsim.compare.precision import Watched
from trustsim.report.verdicts import more_words, verdicts

LUCK = around(0.0, 0.1, 20)
OTHER_LUCK = around(0.0, 0.1, 20, 2)


def said(first: Series, second: Series, measure: str = "trust.end", *, same: bool = False, **options: object) -> str:
    (text,) = verdicts(compare(made_up(first, second, same=same), [measure], **options))  # type: ignore[arg-type]
    return text


def trust(level: float, luck: list[float] = LUCK) -> dict[str, list[float]]:
    return {"trust.end": [level + one for one in luck]}


def near(level: float) -> dict[str, list[float]]:
    return trust(level, [one + other / 100 for one, other in zip(LUCK, OTHER_LUCK, strict=True)])


@pytest.mark.parametrize(
    ("first", "second", "measure", "told"),
    [
        (trust(0.6), trust(0.4, OTHER_LUCK), "trust.end", "second is worse than first"),
        ({"organisation.cost": [100.0 + one for one in LUCK]}, {}, "organisation.cost", "is better than first"),
        ({}, {"channels.needs": [20 + one for one in LUCK]}, "channels.needs", "second is higher than first on"),
        ({}, {"channels.needs": [0 + one for one in LUCK]}, "channels.needs", "second is lower than first on"),
        (trust(0.4), near(0.402), "trust.end", "are equivalent on trust of users in IT at the end"),
        (trust(0.4), trust(0.405, OTHER_LUCK), "trust.end", "Cannot tell yet whether second differs from first"),
        ({"requests.need_fit": [0.5] + [math.nan] * 19}, {}, "requests.need_fit", "of 20 pairs only 1 has it in both"),
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
    unlike = around(0.0, 0.1, 20, 5)
    worth = 1.0 / (1.0 - float(np.corrcoef(LUCK, unlike)[0, 1]))  # spreads are the same
    little = said(trust(0.4), trust(0.6, unlike))
    assert f"Pairing changed little here, unpaired differences vary {worth:.2f} times as much" in little
    halves = [0.25, 0.5] * 10
    assert "all alike" in said({"trust.end": halves}, {"trust.end": [one + 0.25 for one in halves]})
    assert "Pairing" not in said(trust(0.4), trust(0.4))


def test_by_how_much_lower_it_is_and_its_interval_have_one_sign() -> None:
    text = said(trust(0.6), trust(0.4, OTHER_LUCK))
    assert "lower by 0." in text
    assert "95 % interval 0." in text
    assert "bootstrap 0." in text


def test_an_undecided_verdict_says_what_to_do() -> None:
    text = said(trust(0.4), trust(0.405, OTHER_LUCK))
    assert "more pairs, if they go on like these. Rather than add to these and look again, plan " in text
    assert re.search(r"plan (\d+) fresh pairs \(--reps \1 --seed 21\), or take --precision\.", text)
    alternating = {"trust.end": [0.4, 0.6] * 10}
    assert "No number of pairs will do" in said({}, alternating, margins={"trust.end": 0.0})
    assert "hardly worth it" in said({}, alternating, margins={"trust.end": 0.0005})
    precise = said(trust(0.4), trust(0.405, OTHER_LUCK), watched=Watched(0.1, 0.09, 20, 9))
    assert "go on like these: take a smaller --precision." in precise
    given_up = said(trust(0.4), trust(0.405, OTHER_LUCK), watched=Watched(0.01, 0.09, 20, 9))
    assert re.search(r"\(--reps \d+ --seed 21\)\. The precision of 0\.01 was not reached", given_up)


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


ON_TRUST = "on trust of users in IT at the end (trust.end)"


@pytest.mark.parametrize(
    ("by", "pairs", "told"),
    [
        (0.0, 20, f"Cannot tell yet whether second differs from first {ON_TRUST}: none of 20 pairs differed; with"),
        (
            0.0,
            20,
            "with 95 % confidence, up to 14 % of all pairs may. To tell takes about 39 more pairs, if they go on",
        ),
        (0.0, 20, "Rather than add to these and look again, plan 59 fresh pairs (--reps 59 --seed 21), or take --pre"),
        (0.0, 60, f"second and first are equivalent {ON_TRUST}: none of 60 pairs differed; with 95 % confidence, up"),
        (0.0, 60, "confidence, up to 4.9 % of all pairs may."),
        (
            0.005,
            20,
            "the difference is +0.005, the same in all of 20 pairs, so that there is no interval; with 95 % con",
        ),
        (0.005, 20, "up to 15 % of all pairs may have another. To tell takes about 40 more pairs"),
        (0.005, 60, "the difference of +0.005 lies within the margin of 0.01, the same in all of 60 pairs, so that "),
        (0.25, 5, "Cannot tell yet whether second differs from first"),
        (0.25, 20, f"second is better than first {ON_TRUST}: higher by 0.25, the same in all of 20 pairs, so that"),
        (0.25, 20, "up to 15 % of all pairs may have another. It is better in 20 of 20 pairs;"),
        (-0.25, 20, "lower by 0.25, the same in all of 20 pairs"),
    ],
)
def test_differences_that_are_all_alike_are_told_without_an_interval(by: float, pairs: int, told: str) -> None:
    first = around(0.5, 0.1, pairs)
    text = said({"trust.end": first}, {"trust.end": [one + by for one in first]})
    assert told in text
    assert "95 % interval" not in text


def test_the_same_scenario_is_equivalent_because_it_is_the_same() -> None:
    expected = (
        "second and first are equivalent on trust of users in IT at the end (trust.end): the two are the same "
        "scenario, so all differences are exactly 0."
    )
    assert said(trust(0.4), trust(0.4), same=True) == expected
    assert said(trust(0.4), trust(0.4), same=True, watched=Watched(0.1, 0.0, 20, 9)) == expected
    assert said({"trust.end": [0.4]}, {"trust.end": [0.4]}, same=True) == expected


def test_one_pair_alone_is_told_as_too_few() -> None:
    assert "one pair says nothing of how far pairs lie apart" in said({"trust.end": [0.4]}, {"trust.end": [0.5]})


def test_a_precision_that_was_reached_without_an_interval_is_told_as_a_number_of_pairs() -> None:
    fifty_nine = {"trust.end": [0.5] * 59}
    text = said(fifty_nine, fifty_nine, watched=Watched(0.01, math.nan, 59, 48))
    assert "pairs were added until so few may differ: 59 pairs. That holds however often one looks." in text
    twenty = {"trust.end": [0.5] * 20}
    text = said(twenty, twenty, watched=Watched(0.01, math.inf, 20, 9))
    assert "was not reached: after 20 pairs, the most that are run, there is no interval yet." in text


def test_a_very_small_difference_is_not_told_as_nothing() -> None:
    tiny = [one + 1e-6 + other * 1e-6 for one, other in zip(LUCK, OTHER_LUCK, strict=True)]
    text = said(trust(0.4), trust(0.4, tiny))
    assert "the difference of +0.000001000 (95 % interval 0.000000971 to 0.000001029, bootstrap" in text
    assert "is less than 0.1 times the spread of single runs (d)" in text


def test_a_probability_near_one_is_not_told_as_one() -> None:
    second = {"trust.end": [0.6 + one / 10 for one in around(0.0, 0.1, 3000)]}
    second["trust.end"][7] = 0.4
    text = said({"trust.end": [0.5] * 3000}, second)
    assert "better in 2999 of 3000 pairs; in any one pair with a probability of 99.97 % (99.8 to 99.99 %)." in text
    assert "a probability of 100 % (84 to 100 %)" in said(trust(0.4), near(0.6))


def test_a_pairing_that_is_worth_more_than_can_be_counted_is_told_in_words() -> None:
    text = said(trust(0.4), trust(0.6, [one + 1e-9 * other for one, other in zip(LUCK, OTHER_LUCK, strict=True)]))
    assert "more than a million times: 20 pairs tell as much as a million or more unpaired runs of each" in text


@pytest.mark.parametrize("measure", ["trust.end", "organisation.cost", "channels.needs"])
def test_no_sentence_has_a_zero_with_a_sign_or_a_figure_that_is_none(measure: str) -> None:
    tiny = [one * 1e-13 - 1e-14 for one in LUCK]
    for first, second in (([0.0] * 20, tiny), ([1e6] * 20, [1e6 + one for one in tiny]), ([math.nan] * 20, [1.0] * 20),
                          ([0.0] * 20, [1e9 * one for one in LUCK]), ([0.5] * 20, LUCK)):  # fmt: skip
        text = said({measure: first}, {measure: second}, measure)
        assert not re.search(r"[-+]0(\.0*)?(?![.\d])|\bnan\b|\binf\b|None", text), text


def test_numbers_of_pairs_in_words() -> None:
    assert [more_words(more) for more in (0.5, 3.2, 41, 12_345)] == [
        "about 1 more pair", "about 4 more pairs", "about 41 more pairs", "about 13,000 more pairs",
    ]  # fmt: skip
