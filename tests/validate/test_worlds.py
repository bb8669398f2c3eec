"""The shipped worlds and what is plausible of them."""

from __future__ import annotations

import math

import pytest

from trustsim.scenario.library import shipped_scenarios
from trustsim.validate.worlds import Look, look
from trustsim.validate.worlds.figures import FIGURES
from trustsim.validate.worlds.stories import EXPECTED


def test_reasons_are_about_worlds_and_figures_that_there_are() -> None:
    assert {scenario for scenario, _ in EXPECTED} <= set(shipped_scenarios())
    assert {figure for _, figure in EXPECTED} <= set(FIGURES)


@pytest.mark.parametrize(
    ("observed", "story", "plausible", "right"),
    [(0.8, "", True, True), (0.99, "", False, False), (0.99, "overload", False, True), (math.nan, "", True, True)],
)
def test_what_lies_outside_needs_a_reason(observed: float, story: str, plausible: bool, right: bool) -> None:
    one = Look("partnership", "utilisation", observed, story)
    assert (one.is_plausible, one.is_right) == (plausible, right)


@pytest.fixture(scope="module")
def looks() -> list[Look]:
    return look(jobs=1, reps=1)


def test_every_world_is_looked_at_and_right(looks: list[Look]) -> None:
    assert len(looks) == len(shipped_scenarios()) * len(FIGURES)
    # one run instead of eight: what lies far outside without a reason is wrong whatever the luck
    wrong = [one for one in looks if not one.is_right and not _near(one)]
    assert wrong == []


def _near(one: Look) -> bool:
    plausible = FIGURES[one.figure]
    room = 0.5 * (plausible.high - plausible.low)
    return plausible.low - room <= one.observed <= plausible.high + room


def test_a_figure_by_hand(looks: list[Look]) -> None:
    found = {one.figure: one.observed for one in looks if one.scenario == "partnership"}
    # ten users, .6 needs a month of 6 e^.32 days, six developers of 21 days
    assert found["demand"] == pytest.approx(10 * 0.6 * 6 * math.exp(0.32) / (6 * 21))
    assert found["users"] == 1.0
    assert found["testers"] == 3.0
    assert math.isnan(found["releases"])  # all work flows
