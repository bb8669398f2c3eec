"""Comparisons: what is found of pairs whose answer is known, and the verdict in one word."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from tests.compare.made_up import around, made_up
from trustsim.compare.comparison import compare, differences
from trustsim.compare.data import data, tidy
from trustsim.compare.precision import Watched
from trustsim.compare.verdict import Verdict
from trustsim.errors import InputError
from trustsim.measures.responses import USUAL
from trustsim.statistics.bounds import SHARE
from trustsim.statistics.intervals import mean_interval
from trustsim.statistics.sequence import sequence_interval

LUCK = around(0.0, 0.1, 20)


def test_a_constant_effect_is_found_to_the_last_digit_whatever_the_luck() -> None:
    first = [0.4 + one for one in LUCK]
    (found,), *_ = compare(
        made_up({"trust.end": first}, {"trust.end": [x + 0.25 for x in first]}), ["trust.end"]
    ).findings
    assert found.difference.estimate == 0.25
    assert (found.verdict, found.wins, found.ties, found.beats.estimate) == (Verdict.BETTER, 20, 0, 1)
    assert found.beats.low == pytest.approx(0.839, abs=0.001)
    assert found.reduction == math.inf
    assert found.effect_pooled == pytest.approx(0.25 / np.std(first, ddof=1) * (1 - 3 / (4 * 38 - 1)))


def test_a_world_against_itself_is_equivalent_with_differences_of_exactly_zero() -> None:
    same = {"trust.end": [0.4 + one for one in LUCK], "organisation.cost": [1000 * one for one in LUCK]}
    for found in compare(made_up(same, same, same=True), USUAL).findings[0]:
        assert found.difference == found.by_t == found.by_bootstrap == (0, 0, 0)
        assert (found.verdict, found.ties, found.beats.estimate, found.more_pairs) == (Verdict.EQUIVALENT, 20, 0.5, 0)
        assert found.may_differ == 0


def test_a_world_against_itself_needs_no_more_than_one_pair() -> None:
    one = {"trust.end": [0.4]}
    (found,) = compare(made_up(one, one, same=True), ["trust.end"]).findings[0]
    assert (found.pairs, found.difference, found.verdict) == (1, (0, 0, 0), Verdict.EQUIVALENT)


@pytest.mark.parametrize(
    ("by", "pairs", "verdict", "more"),
    [
        (0.0, 20, Verdict.CANNOT_TELL, 39),
        (0.0, 58, Verdict.CANNOT_TELL, 1),
        (0.0, 59, Verdict.EQUIVALENT, 0),
        (0.005, 59, Verdict.CANNOT_TELL, 1),
        (0.005, 60, Verdict.EQUIVALENT, 0),
        (0.25, 5, Verdict.CANNOT_TELL, 1),
        (0.25, 6, Verdict.BETTER, 0),
        (-0.25, 6, Verdict.WORSE, 0),
    ],
)
def test_differences_that_are_all_alike_have_no_interval_and_a_verdict_only_from_enough_pairs(
    by: float, pairs: int, verdict: Verdict, more: float
) -> None:
    first = around(0.5, 0.1, pairs)
    comparison = compare(made_up({"trust.end": first}, {"trust.end": [one + by for one in first]}), ["trust.end"])
    (found,) = comparison.findings[0]
    assert found.difference == found.by_t == found.by_bootstrap == (-math.inf, by, math.inf)
    assert (found.bootstrap, found.alike, found.verdict, found.more_pairs) == ("none", True, verdict, more)
    assert found.may_differ == pytest.approx(1 - 0.05 ** (1 / (pairs if by == 0 else pairs - 1)))
    told = data(comparison)["comparisons"][0]
    assert (told["same_scenario"], told["measures"][0]["difference"]["low"]) == (False, None)


def test_one_pair_that_differs_gives_an_interval_again() -> None:
    second = [0.5] * 19 + [0.502]
    (found,) = compare(made_up({}, {"trust.end": second}), ["trust.end"]).findings[0]
    assert (found.alike, math.isnan(found.may_differ)) == (False, True)
    assert found.difference == pytest.approx(mean_interval([0.0] * 19 + [0.002]))


def test_what_is_left_of_two_sums_below_twelve_figures_is_no_difference() -> None:
    first = [0.1 + 0.2, 4000.1 * 3, 1e-9, math.nan, 0.0]
    second = [0.3, 12000.3, 1.001e-9, 0.5, 0.0]
    pairs = made_up({"trust.end": first}, {"trust.end": second})
    found = differences(pairs, 1, "trust.end").tolist()
    assert found[:2] + found[4:] == [0, 0, 0]
    assert found[2] == pytest.approx(1e-12)
    assert math.isnan(found[3])


def test_where_less_is_better_the_lower_world_wins() -> None:
    late = {"requests.late_share": [0.8 + one for one in LUCK]}, {"requests.late_share": [0.4 - one for one in LUCK]}
    (found,), *_ = compare(made_up(*late), ["requests.late_share"]).findings
    assert (found.verdict, found.wins) == (Verdict.BETTER, 20)
    assert found.difference.high < 0
    assert found.reduction == pytest.approx(0.5)


def test_pairs_without_a_figure_are_left_out_and_counted() -> None:
    first = {"requests.need_fit": [0.5, math.nan, 0.6, 0.7, 0.55]}
    second = {"requests.need_fit": [0.6, 0.9, math.nan, 0.75, 0.7]}
    (found,), *_ = compare(made_up(first, second), ["requests.need_fit"]).findings
    assert (found.pairs, found.dropped, found.wins) == (3, 2, 3)
    assert found.difference == pytest.approx(mean_interval([0.1, 0.05, 0.15], bounds=SHARE.of_difference))
    assert found.reference.estimate == pytest.approx((0.5 + 0.7 + 0.55) / 3)


@pytest.mark.parametrize("known", [0, 1])
def test_of_fewer_than_two_pairs_nothing_can_be_told(known: int) -> None:
    missing = {"requests.need_fit": [0.5] * known + [math.nan] * (5 - known)}
    comparison = compare(made_up(missing, missing), ["requests.need_fit"])
    (found,) = comparison.findings[0]
    assert (found.pairs, found.verdict) == (known, Verdict.CANNOT_TELL)
    assert math.isnan(found.more_pairs)
    assert json.dumps(data(comparison), allow_nan=False)


def test_how_many_more_pairs_are_needed_comes_true() -> None:
    """Twenty pairs cannot tell; with as many more as are asked for, alike, they can."""
    zero = {"trust.end": [0.5] * 20}
    other = [0.53 + 2 * one for one in LUCK]
    (found,), *_ = compare(made_up(zero, {"trust.end": other}), ["trust.end"]).findings
    assert found.verdict == Verdict.CANNOT_TELL
    assert 10 < found.more_pairs < 200
    many = other * math.ceil((20 + found.more_pairs) / 20)
    (again,), *_ = compare(made_up({"trust.end": [0.5] * len(many)}, {"trust.end": many}), ["trust.end"]).findings
    assert again.verdict == Verdict.BETTER


def test_without_a_margin_and_a_difference_no_number_of_pairs_will_do() -> None:
    pairs = made_up({"trust.end": [0.5] * 4}, {"trust.end": [0.4, 0.6, 0.4, 0.6]})
    (found,), *_ = compare(pairs, ["trust.end"], {"trust.end": 0.0}).findings
    assert (found.verdict, found.more_pairs) == (Verdict.CANNOT_TELL, math.inf)


def test_where_pairs_were_added_the_verdict_goes_by_the_confidence_sequence() -> None:
    first, second = [0.4 + one for one in LUCK], [0.5 - one for one in LUCK]
    pairs = made_up({"trust.end": first}, {"trust.end": second})
    (found,), *_ = compare(pairs, ["trust.end"], watched=Watched(0.1, 0.05, 20, 9)).findings
    known = np.array(second) - np.array(first)
    assert found.difference == pytest.approx(sequence_interval(known, bounds=SHARE.of_difference))
    assert found.by_t == pytest.approx(mean_interval(known, bounds=SHARE.of_difference))
    assert found.difference.half_width > found.by_t.half_width


def test_more_worlds_are_each_compared_with_the_first() -> None:
    series = [{"trust.end": [level + one for one in LUCK]} for level in (0.5, 0.7, 0.3)]
    comparison = compare(made_up(*series), ["trust.end", "requests.delivered"])
    assert [found[0].verdict for found in comparison.findings] == [Verdict.BETTER, Verdict.WORSE]
    table = tidy(comparison)
    assert table["world"].tolist() == ["second"] * 2 + ["third"] * 2
    assert table["measure"].tolist() == ["trust.end", "requests.delivered"] * 2
    assert set(table["reference"]) == {"first"}
    assert table["difference.mean"].iloc[0] == pytest.approx(0.2)


def test_several_measures_get_p_values_by_holms_rule() -> None:
    other = {name: [0.5 + level + one for one in LUCK] for name, level in zip(USUAL[:3], (0.2, 0.03, 0.0), strict=True)}
    found = compare(made_up({}, other), USUAL[:3]).findings[0]
    assert [one.p_holm for one in found] == pytest.approx([3 * found[0].p, 2 * found[1].p, found[2].p])


def test_the_same_pairs_give_the_same_data() -> None:
    pairs = [made_up({"trust.end": LUCK}, {"trust.end": [abs(one) for one in LUCK]}) for _ in range(2)]
    one, again = (json.dumps(data(compare(each, USUAL)), allow_nan=False) for each in pairs)
    assert one == again


def test_an_unknown_measure_is_refused() -> None:
    with pytest.raises(InputError, match=r"did you mean trust\.end"):
        compare(made_up({"trust.end": LUCK}, {}), ["trust.ende"])
