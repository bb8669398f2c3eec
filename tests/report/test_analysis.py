"""The screen of an analysis: findings in words, in eighty columns, whatever the design."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from tests.analysis.sweeps import analysed, every_design
from trustsim.report.analysis import analysis_screen
from trustsim.report.tables import WIDTH

SWEEPS = every_design()


def shown(name: str, width: int = WIDTH) -> str:
    sweep = SWEEPS[name]
    console = Console(file=io.StringIO(), width=width)
    console.print(analysis_screen(analysed(name), sweep.experiment, "Written to sweeps/made-up/analysis"))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.mark.parametrize("name", list(SWEEPS))
def test_every_design_has_a_screen_of_eighty_columns(name: str) -> None:
    text = shown(name)
    assert max(len(line.rstrip()) for line in text.splitlines()) <= WIDTH
    assert "Does it come out?" in text
    assert "Written to sweeps/made-up/analysis" in text
    assert "{" not in text


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("sobol", "The factor that matters most (total index)"),
        ("morris", "The factor that matters most (mu*)"),
        ("ofat", "The factor that matters most (swing)"),
        ("policies", "The factor that matters most (effect)"),
        ("lhs", "The factor that matters most (share of variance)"),
    ],
)
def test_the_leading_factor_of_each_measure_is_told(name: str, heading: str) -> None:
    lines = shown(name).splitlines()
    below = lines[lines.index(heading) + 1 :]
    assert any(line.startswith("  trust of") for line in below)
    assert re.findall(r"^  \(([a-z]+\.[a-z]+)", "\n".join(below), re.MULTILINE)[:1] == ["trust.end"]


def test_a_list_of_points_has_no_leading_factor() -> None:
    assert "matters most" not in shown("list")


def test_failures_are_told() -> None:
    assert "RunError: no luck" in shown("sobol")
