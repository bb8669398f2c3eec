"""The pictures of a comparison: whatever is compared can be drawn, in the same bytes, and says what it shows."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from tests.compare.made_up import Series, around, made_up
from trustsim.compare.comparison import compare
from trustsim.measures.responses import USUAL, responses
from trustsim.report.plots import draw_comparison
from trustsim.report.plots.comparison import draw_curve, draw_forest, standardised
from trustsim.report.plots.style import look

LUCK = around(0.0, 0.1, 12)
FIRST = {"trust.end": [0.4 + one for one in LUCK], "organisation.cost": [100 + one for one in LUCK]}
SECOND = {"trust.end": [0.6 - one for one in LUCK], "organisation.cost": [90 + 2 * one for one in LUCK]}
MISSING = {"requests.need_fit": [math.nan] * 12, "trust.end": [math.nan] * 12}


def texts(series: tuple[Series, ...], measures: tuple[str, ...] = USUAL) -> tuple[str, str]:
    """All that is written in each of the two pictures."""
    pairs = made_up(*series)
    found = compare(pairs, measures)
    with look():
        pages = (draw_curve(found, pairs), draw_forest(found))
    written = [
        " ".join(text.get_text() for text in page.figure.findobj(lambda one: hasattr(one, "get_text")))
        for page in pages
    ]
    return written[0].replace("\n", " "), written[1].replace("\n", " ")


def test_titles_say_what_is_seen() -> None:
    curve, forest = texts((FIRST, SECOND))
    assert "Trust of users in IT: second ends 0.200 above first (95 % interval 0.1" in curve
    assert "second beside first: better in 2 and cannot be told yet in 7 of 9 measures" in forest


def test_differences_that_are_all_alike_are_drawn_without_an_interval_and_told_as_such() -> None:
    more = {"trust.end": [one + 0.25 for one in FIRST["trust.end"]], "organisation.cost": FIRST["organisation.cost"]}
    curve, forest = texts((FIRST, more))
    assert "second ends 0.250 above first" in curve
    assert "interval 0.250" not in curve
    assert "+0.25 (all alike)" in forest
    assert "each by itself; none where all differences are alike." in forest
    found = {one.response.name: one for one in compare(made_up(FIRST, more), USUAL).findings[0]}
    scaled = standardised(found["trust.end"])
    assert scaled is not None
    assert 0 < scaled.low == scaled.estimate == scaled.high
    assert standardised(found["organisation.cost"]) == standardised(found["requests.need_fit"]) == (0, 0, 0)


def test_a_world_against_itself_is_told_as_exactly_alike() -> None:
    pairs = made_up(FIRST, FIRST, same=True)
    with look():
        page = draw_forest(compare(pairs, USUAL))
    assert any("(exactly)" in text.get_text() for text in page.figure.findobj(lambda one: hasattr(one, "get_text")))


@pytest.mark.parametrize(
    "series",
    [
        (FIRST, FIRST),
        ({"trust.end": [0.4, 0.5]}, {"trust.end": [0.4, 0.6]}),
        (FIRST, MISSING),
        (FIRST, SECOND, MISSING),
        (FIRST, SECOND, FIRST, SECOND, FIRST, SECOND, FIRST, SECOND),
    ],
    ids=["itself", "two pairs", "missing", "three", "eight"],
)
def test_whatever_is_compared_can_be_drawn(series: tuple[Series, ...], tmp_path: Path) -> None:
    pairs = made_up(*series)
    files = draw_comparison(compare(pairs, USUAL), pairs, tmp_path)
    assert [file.name for file in files] == ["curve.png", "curve.svg", "forest.png", "forest.svg"]
    assert all(file.stat().st_size > 1000 for file in files)


def test_a_single_day_and_many_measures_can_be_drawn(tmp_path: Path) -> None:
    pairs = made_up(FIRST, SECOND, days=1)
    assert len(draw_comparison(compare(pairs, list(responses())), pairs, tmp_path)) == 4


def test_the_same_comparison_is_drawn_in_the_same_bytes(tmp_path: Path) -> None:
    pairs = made_up(FIRST, SECOND)
    drawn = [draw_comparison(compare(pairs, USUAL), pairs, tmp_path / name) for name in ("one", "two")]
    assert [file.read_bytes() for file in drawn[0]] == [file.read_bytes() for file in drawn[1]]


def test_better_is_to_the_right_whichever_way_the_measure_goes() -> None:
    found = {one.response.name: one for one in compare(made_up(FIRST, SECOND), USUAL).findings[0]}
    for name in ("trust.end", "organisation.cost"):
        scaled = standardised(found[name])
        assert scaled is not None
        assert 0 < scaled.low < scaled.estimate < scaled.high
    assert found["organisation.cost"].difference.high < 0
