"""The waterfall: its bars sum to the change, and its words can be read."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from matplotlib.patches import Rectangle

from tests.explain import made_up
from trustsim.explain.causes import Cause
from trustsim.explain.explanation import Explanation, explain
from trustsim.explain.question import Question
from trustsim.records.happenings import EXPERIENCE_WORDS, Experience
from trustsim.records.naming import word
from trustsim.report.plots import contributions, draw_explanation
from trustsim.report.plots.page import Page
from trustsim.report.plots.style import look
from trustsim.vocabulary import Dimension


def found(question: Question | None = None) -> Explanation:
    return explain(made_up.tables(), made_up.scenario(), question or Question(1, made_up.DAYS))


def drawn(explanation: Explanation, most: int = contributions.BARS) -> Page:
    with look():
        return contributions.waterfall(explanation, "a source", most)


def bars(page: Page) -> list[Rectangle]:
    return [patch for patch in page.figure.axes[0].patches if isinstance(patch, Rectangle)]


def many(*moves: float, before: float = 0.6) -> Explanation:
    """As many causes as moves, with the longest words there are."""
    kinds = sorted(Experience, key=lambda kind: -len(EXPERIENCE_WORDS[kind]))
    causes = [
        Cause(word(kind), EXPERIENCE_WORDS[kind], move, 1, (), None) for kind, move in zip(kinds, moves, strict=False)
    ]
    return replace(found(), causes=tuple(causes), before=before, after=before + math.fsum(moves))


@pytest.mark.parametrize("most", [1, 3, 8, 99])
def test_bars_run_from_the_start_to_the_end(most: int) -> None:
    explanation = found()
    start, *floating, end = bars(drawn(explanation, most))
    assert start.get_x() + start.get_width() == pytest.approx(explanation.before, abs=1e-9)
    assert end.get_x() + end.get_width() == pytest.approx(explanation.after, abs=1e-9)
    assert math.fsum(bar.get_width() for bar in floating) == pytest.approx(explanation.change, abs=1e-9)
    assert floating[0].get_x() == pytest.approx(explanation.before, abs=1e-9)
    for one, other in pairwise(floating):
        assert other.get_x() == pytest.approx(one.get_x() + one.get_width(), abs=1e-9)
    wide = [bar for bar in floating if abs(bar.get_width()) > 1e-12]  # what rounding leaves over has no width
    assert len(wide) == min(most, len(explanation.causes)) + (most < len(explanation.causes))


def test_every_bar_has_its_words_and_its_figure() -> None:
    texts = [text.get_text().replace("\n", " ") for text in drawn(found(), 2).figure.axes[0].texts]
    assert texts == [
        "0.60", "at the start",
        "\N{MINUS SIGN}2.2", "promised days that passed without a delivery",
        "+1.2", "what was delivered",
        "+0.7", "everything else",
        "0.60", "at the end",
    ]  # fmt: skip


@pytest.mark.parametrize("most", [1, 2, 3, 99])
def test_the_figures_beside_the_bars_sum_to_the_change_in_the_key(most: int) -> None:
    for explanation in (found(), many(-0.0314, 0.0159, -0.0251, 0.0049, 0.0008)):
        page = drawn(explanation, most)
        figures = [text.get_text().replace("\N{MINUS SIGN}", "-") for text in page.figure.axes[0].texts][::2]
        (key,) = [text.get_text() for text in page.figure.texts if "sum to the change" in text.get_text()]
        told = (
            key.replace("\n", " ").rpartition("change of ")[2].removesuffix(" points.").replace("\N{MINUS SIGN}", "-")
        )
        assert sum(round(10 * float(one)) for one in figures[1:-1]) == round(10 * float(told))
        assert abs(float(told) - 100 * explanation.change) <= 0.051


def test_gains_and_losses_are_told_apart_without_colour() -> None:
    _, lost, gained, *_ = bars(drawn(found()))
    assert lost.get_hatch()
    assert not gained.get_hatch()


CASES = {
    "many": many(*[-0.03, 0.02] * 9),
    "one": many(-0.2),
    "tiny": many(-0.0001, 0.0001),
    "at the floor": many(-0.3, 0.29, before=0.02),
    "at the ceiling": many(0.2, -0.1, before=0.9),
}


@pytest.mark.parametrize("case", CASES)
def test_words_and_figures_stay_inside_and_apart_and_can_be_read_at_half_size(case: str) -> None:
    page = drawn(CASES[case], 99)
    texts = [*page.figure.texts, *page.figure.axes[0].texts]
    boxes = [text.get_window_extent() for text in texts]
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))
    frame = page.figure.bbox
    assert all(frame.x0 <= box.x0 and box.x1 <= frame.x1 for box in boxes)
    assert all(frame.y0 <= box.y0 and box.y1 <= frame.y1 for box in boxes)
    assert min(text.get_fontsize() for text in page.figure.axes[0].texts) >= 9


def test_the_title_says_what_moved_most_in_the_direction_of_the_whole() -> None:
    assert drawn(many(0.05, -0.15)).title.startswith("The trust of 4 users in IT fell from 0.60 to 0.50; ")
    assert "cost most (\N{MINUS SIGN}15.0 points)" in drawn(many(0.05, -0.15)).title
    assert "gave most (+5.0 points)" in drawn(many(0.05, -0.01)).title
    assert drawn(found()).title == (
        "The trust of 4 users in IT stayed near 0.60; promised days that passed without a delivery cost most "
        "(\N{MINUS SIGN}2.2 points) and what was delivered gave most (+1.2 points)"
    )


def test_a_window_names_its_evenings_and_a_dimension_is_called_unweighted() -> None:
    page = drawn(found(Question(22, 40, dimension=Dimension.ABILITY)))
    words = [text.get_text() for text in page.figure.axes[0].texts]
    assert {"evening of day 21", "evening of day 40"} <= set(words)
    assert any("unweighted" in text.get_text() for text in page.figure.texts)
    assert page.title.startswith("The opinion of 4 users about IT's ability")


def test_nothing_to_show_is_said() -> None:
    assert drawn(found(Question(31, 41))).title == "In days 31 to 41, nothing moved the trust of 4 users in IT"
    with look():
        empty = {name: table.iloc[:0] for name, table in made_up.tables().items()}
        assert contributions.draw(empty, made_up.scenario(), 1).title == "No day was worked, so nothing moved trust"
        without = {**made_up.tables(), "ledger": made_up.tables()["ledger"].iloc[:0]}
        assert contributions.draw(without, made_up.scenario(), 1).title.startswith("The ledger has no row")


def test_a_run_is_drawn_over_all_its_days() -> None:
    with look():
        page = contributions.draw(made_up.tables(), made_up.scenario(), 1)
    assert page.title == drawn(found()).title
    assert [bar.get_width() for bar in bars(page)] == [bar.get_width() for bar in bars(drawn(found()))]


def test_the_same_explanation_is_drawn_in_the_same_bytes(tmp_path: Path) -> None:
    files = [draw_explanation(found(), made_up.scenario(), tmp_path / name, "explain", 5) for name in ("a", "b")]
    assert [file.name for file in files[0]] == ["explain.png", "explain.svg"]
    assert [file.read_bytes() for file in files[0]] == [file.read_bytes() for file in files[1]]
