"""Pictures of a scenario discovery."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from tests.analysis.made_up import MEASURE, MadeUp, experiment, from_units, levels, normal, ranges
from tests.analysis.test_discovery import FACTORS, HARD, results, sweep, where
from trustsim.analysis.axes import axes
from trustsim.analysis.results import Analysis
from trustsim.experiment.plan import Design, DesignKind, Discovery, Factor, Scale
from trustsim.report.plots import draw_discovery
from trustsim.report.plots.discovery import along, draw_limits, draw_points, draw_tradeoff, holding
from trustsim.report.plots.page import Page
from trustsim.report.plots.style import VERMILION, look

TWO = where(lambda u: (u[:, 0] > 0.6) & (u[:, 2] > 1 / 3) | (u[:, 0] < 0.3) & (u[:, 3] < 0.4))


@pytest.fixture(scope="module")
def found() -> tuple[Analysis, MadeUp]:
    of = sweep(TWO, points=200)
    return results(of)[0], of


def texts(page: Page) -> str:
    told = [text.get_text() for text in page.figure.texts]
    told += [text.get_text() for panel in page.figure.axes for text in panel.texts]
    return " ".join(" ".join(told).split())


def outlines(panel: Axes) -> list[Rectangle]:
    """Rectangles around a box, those that are not filled."""
    return [one for one in panel.patches if isinstance(one, Rectangle) and one.get_facecolor()[3] == 0]


def test_three_pictures_are_written_twice_each_and_every_time_the_same(
    found: tuple[Analysis, MadeUp], tmp_path: Path
) -> None:
    analysis, of = found
    one, other = (draw_discovery(analysis, of.experiment, tmp_path / name) for name in ("one", "other"))
    stems = ["discovery_tradeoff", "discovery_limits", "discovery_points"]
    assert [file.name for file in one] == [f"{stem}.{kind}" for stem in stems for kind in ("png", "svg")]
    assert [file.read_bytes() for file in one] == [file.read_bytes() for file in other]
    for file in one[1::2]:
        ET.parse(file)  # noqa: S314


def test_the_trade_off_shows_every_box_on_the_way_and_names_what_was_found(found: tuple[Analysis, MadeUp]) -> None:
    analysis, of = found
    with look():
        page = draw_tradeoff(analysis, of.experiment)
    (panel,) = page.figure.axes
    peeling = analysis.tables["peeling"].frame
    first = peeling[(peeling["box"] == 1) & (peeling["phase"] != "drop") & (peeling["phase"] != "paste")]
    np.testing.assert_allclose(panel.lines[0].get_xdata(), first["coverage"].to_numpy(float))
    np.testing.assert_allclose(panel.lines[0].get_ydata(), first["density"].to_numpy(float))
    assert {"box 1", "box 2"} <= {text.get_text() for text in panel.texts}
    assert page.title.startswith("Box 1: coverage")


def test_limits_are_written_at_their_ends(found: tuple[Analysis, MadeUp]) -> None:
    analysis, of = found
    with look():
        told = texts(draw_limits(analysis, of.experiment))
    for row in analysis.tables["limits"].frame.to_dict("records"):
        assert row["factor"] in told
        assert all(f"{row[side]:.3g}" in told for side in ("low", "high") if not np.isnan(row[side]))
    assert "release" in told
    assert "again in" in told


def test_points_of_interest_are_drawn_apart_and_the_box_is_where_its_limits_are(found: tuple[Analysis, MadeUp]) -> None:
    analysis, of = found
    with look():
        page = draw_points(analysis, of.experiment)
    verdicts = analysis.tables["verdicts"].frame
    assert len(page.figure.axes) == len(holding(analysis)) == 2
    limits = analysis.tables["limits"].frame
    for number, panel in enumerate(page.figure.axes, 1):
        drawn = [dots for dots in panel.collections if to_hex(dots.get_edgecolor()[0]) == VERMILION.lower()]
        assert sum(len(dots.get_offsets()) for dots in drawn) == (verdicts["of_interest"] == 1).sum()
        first = limits[limits["box"] == number].iloc[0]
        edges = {round(edge, 6) for box in outlines(panel) for edge in (box.get_x(), box.get_x() + box.get_width())}
        for side in ("low", "high"):
            if not np.isnan(first[side]):
                assert round(first[side], 6) in edges


def test_with_one_factor_restricted_the_measure_goes_up(tmp_path: Path) -> None:
    of = sweep(lambda u: 0.1 - 0.3 * u[:, 0], noise=0.02)
    analysis, _ = results(of)
    with look():
        (panel,) = draw_points(analysis, of.experiment).figure.axes
    assert panel.get_xlabel() == "demand"
    assert panel.get_ylabel() == "trust of users in IT at the end\n(trust.end), partnership less waterfall-contract"
    assert draw_discovery(analysis, of.experiment, tmp_path)


def test_where_no_box_holds_up_only_the_way_is_drawn_and_it_is_said(tmp_path: Path) -> None:
    of = sweep(lambda u: np.zeros(len(u)), noise=0.2)
    analysis, _ = results(of)
    files = draw_discovery(analysis, of.experiment, tmp_path)
    assert [file.name for file in files] == ["discovery_tradeoff.png", "discovery_tradeoff.svg"]
    with look():
        assert draw_tradeoff(analysis, of.experiment).title.startswith("No box holds up")


def test_where_nothing_was_looked_for_nothing_is_drawn(tmp_path: Path) -> None:
    of = sweep(HARD, points=8)
    assert draw_discovery(results(of)[0], of.experiment, tmp_path) == []


def test_a_range_on_a_log_scale_is_shown_on_one(tmp_path: Path) -> None:
    factors = (Factor("rate", key="x.rate", low=0.01, high=10, scale=Scale.LOG), *ranges("other"))
    plan = experiment(factors, Design(DesignKind.LHS, samples=120), 3, discovery=Discovery(MEASURE, below=0.5))
    of = from_units(plan, {"world": lambda u: np.where((u[:, 0] > 0.5) & (u[:, 1] > 0.4), 0.4, 0.6)})
    analysis, _ = results(of)
    assert analysis.value("limits:1/rate:low") == pytest.approx(0.01 * 1000**0.5, rel=0.1)
    axis = axes(factors, of.design)[0]
    assert along(axis, 0.1, 0.0) == pytest.approx(1 / 3)
    assert along(axis, float("nan"), 1.0) == 1.0
    with look():
        page = draw_points(analysis, of.experiment)
        page.figure.canvas.draw()
    (panel,) = page.figure.axes
    (rate,) = (one for one in (panel.xaxis, panel.yaxis) if one.get_scale() == "log")
    assert {"0.01", "0.1", "1", "10"} <= {label.get_text() for label in rate.get_ticklabels()}
    assert draw_discovery(analysis, plan, tmp_path)


def test_names_that_no_font_can_draw_are_no_error(tmp_path: Path) -> None:
    factors = (*ranges("{|x|} \N{HAMBURGER}", "$y^2$"), levels("l" * 60, "a " * 30, "\N{HAMBURGER}"))
    plan = experiment(factors, Design(DesignKind.LHS, samples=100), 3, discovery=Discovery(MEASURE, below=0.5))
    of = from_units(plan, {"world": lambda u: np.where((u[:, 0] > 0.5) & (u[:, 2] > 0.5), 0.4, 0.6)},
                    0.01 * normal((100, 1, 3)))  # fmt: skip
    assert len(draw_discovery(results(of)[0], plan, tmp_path)) == 6


def test_the_factors_of_the_design_used_here_are_of_every_kind() -> None:
    kinds = {(bool(axis.labels), axis.factor.whole) for axis in axes(FACTORS, sweep(points=12).design)}
    assert kinds == {(False, False), (True, False), (False, True)}
