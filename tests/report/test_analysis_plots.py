"""The pictures of an analysis: each design has its own, nothing sticks out, and the same bytes come every time."""

from __future__ import annotations

import hashlib
import xml.etree.ElementTree as ET
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest

from tests.analysis.sweeps import every_design
from trustsim.analysis.analyse import analyse
from trustsim.analysis.results import Analysis
from trustsim.report.plots import draw_analysis
from trustsim.report.plots.analysis import pages
from trustsim.report.plots.page import Page
from trustsim.report.plots.style import DPI, look

SVG = 72
"""Dots an inch in an SVG, whatever a figure says."""

SWEEPS = every_design()
KINDS = {
    "sobol": {"sobol", "variance", "replications", "differences", "over"},
    "morris": {"morris", "replications", "differences", "over"},
    "lhs": {"variance", "replications", "differences"},
    "ofat": {"tornado", "curves", "replications", "differences"},
    "policies": {"effects", "swaps", "variance", "replications", "differences", "heatmap", "over"},
    "grid": {"curves", "variance", "replications", "differences", "heatmap", "over"},
    "list": {"replications", "differences"},
    "one point": {"replications"},
    "single runs": {"effects", "swaps", "variance", "heatmap"},
}


@pytest.fixture(scope="module")
def analyses() -> dict[str, Analysis]:
    return {name: analyse(sweep, ["trust.end"]) for name, sweep in SWEEPS.items()}


@pytest.fixture(scope="module")
def drawn(analyses: dict[str, Analysis]) -> dict[str, dict[str, Page]]:
    with look():
        return {name: dict(pages(analyses[name], sweep.experiment)) for name, sweep in SWEEPS.items()}


@pytest.mark.parametrize("name", list(SWEEPS))
def test_each_design_has_its_pictures(name: str, drawn: dict[str, dict[str, Page]]) -> None:
    assert {file.split("-")[0] for file in drawn[name]} == KINDS[name]


@pytest.mark.parametrize("name", list(SWEEPS))
def test_no_word_sticks_out_of_the_paper(name: str, drawn: dict[str, dict[str, Page]]) -> None:
    for file, page in drawn[name].items():
        with look():
            page.figure.canvas.draw()
            box = page.figure.get_tightbbox()
        assert box.x0 >= -0.01, file
        assert box.x1 <= page.width + 0.01, file
        assert box.y0 >= -0.01, file
        assert box.y1 <= page.height + 0.01, file


def test_names_of_a_screening_lie_in_an_svg_where_they_lie_in_a_png(drawn: dict[str, dict[str, Page]]) -> None:
    figure = drawn["morris"]["morris-trust.end"].figure
    places = []
    for dpi in (DPI, SVG):
        figure.set_dpi(dpi)
        with look():
            figure.canvas.draw()
        found = [text.get_window_extent() for axes in figure.axes for text in axes.texts]
        places.append([(box.x0 / dpi, box.y0 / dpi) for box in found])
    figure.set_dpi(DPI)
    assert len(places[0]) >= 2
    assert np.abs(np.subtract(*places)).max() < 0.05


def test_titles_name_what_matters(drawn: dict[str, dict[str, Page]]) -> None:
    titles = {name: page.title for found in drawn.values() for name, page in found.items()}
    assert "matters most" in drawn["sobol"]["sobol-trust.end"].title
    assert "moves it most" in titles["morris-trust.end"]
    assert "swings it most" in titles["tornado-trust.end"]
    assert "above zero at" in titles["differences-trust.end-partnership-2-contract"]
    assert "enough to tell the points apart" in drawn["policies"]["replications-trust.end"].title


def test_pictures_are_png_and_svg_and_the_same_every_time(analyses: dict[str, Analysis], tmp_path: Path) -> None:
    before = dict(mpl.rcParams)
    folders = [tmp_path / "one", tmp_path / "two"]
    files = [draw_analysis(analyses["grid"], SWEEPS["grid"].experiment, folder) for folder in folders]
    digests = [[hashlib.sha256(file.read_bytes()).hexdigest() for file in found] for found in files]
    assert digests[0] == digests[1]
    assert dict(mpl.rcParams) == before
    for file in files[0]:
        if file.suffix == ".svg":
            ET.parse(file)  # noqa: S314 - we wrote it
        else:
            assert file.read_bytes().startswith(b"\x89PNG")


def test_only_the_first_measures_get_pictures() -> None:
    sweep = SWEEPS["list"]
    with look():
        drawn = [name for name, _ in pages(analyse(sweep), sweep.experiment)]
    assert {name.split("-")[1] for name in drawn if name.startswith("replications")} == {
        "trust.end",
        "requests.need_fit",
        "organisation.cost",
    }
