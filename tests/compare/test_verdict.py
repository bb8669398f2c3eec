"""The verdict in one word."""

from __future__ import annotations

import math

import pytest

from trustsim.compare.verdict import Verdict, judge, judge_alike, usual_margin
from trustsim.measures.responses import response
from trustsim.statistics.intervals import Interval


@pytest.mark.parametrize(
    ("interval", "margin", "better", "verdict"),
    [
        ((0.1, 0.2, 0.3), 0.01, 1, Verdict.BETTER),
        ((0.1, 0.2, 0.3), 0.01, -1, Verdict.WORSE),
        ((-0.3, -0.2, -0.1), 0.01, 1, Verdict.WORSE),
        ((-0.3, -0.2, -0.1), 0.01, -1, Verdict.BETTER),
        ((0.1, 0.2, 0.3), 0.01, 0, Verdict.HIGHER),
        ((-0.3, -0.2, -0.1), 0.01, 0, Verdict.LOWER),
        ((-0.1, 0.0, 0.1), 0.01, 1, Verdict.CANNOT_TELL),
        ((-0.1, 0.0, 0.1), 0.1, 1, Verdict.EQUIVALENT),
        ((0.01, 0.02, 0.03), 0.1, 1, Verdict.EQUIVALENT),
        ((0.0, 0.0, 0.0), 0.0, 1, Verdict.EQUIVALENT),
        ((-math.inf, 0.0, math.inf), 1e9, 1, Verdict.CANNOT_TELL),
    ],
)
def test_the_verdict_goes_by_the_whole_interval(
    interval: tuple[float, float, float], margin: float, better: int, verdict: Verdict
) -> None:
    assert judge(Interval(*interval), margin, better) == verdict


@pytest.mark.parametrize(
    ("difference", "may_differ", "margin", "better", "verdict"),
    [
        (0.0, 0.0, 0.0, 1, Verdict.EQUIVALENT),
        (0.0, 0.05, 0.01, 1, Verdict.EQUIVALENT),
        (0.0, 0.051, 0.01, 1, Verdict.CANNOT_TELL),
        (0.01, 0.05, 0.01, 1, Verdict.EQUIVALENT),
        (-0.25, 0.5, 0.01, 1, Verdict.WORSE),
        (-0.25, 0.5, 0.01, -1, Verdict.BETTER),
        (-0.25, 0.5, 0.01, 0, Verdict.LOWER),
        (0.25, 0.5, 0.01, 0, Verdict.HIGHER),
        (0.25, 0.51, 0.01, 1, Verdict.CANNOT_TELL),
    ],
)
def test_differences_that_are_all_alike_go_by_how_many_may_not_be(
    difference: float, may_differ: float, margin: float, better: int, verdict: Verdict
) -> None:
    assert judge_alike(difference, may_differ, margin, better) == verdict


def test_margins_are_absolute_for_shares_and_relative_for_the_rest() -> None:
    assert usual_margin(response("trust.end"), 0.4) == usual_margin(response("requests.late_share"), 0.4) == 0.01
    assert usual_margin(response("organisation.cost"), -4000.0) == 40
    assert usual_margin(response("requests.median_lead_time"), math.nan) == 0
