"""The pictures of a run and of an ensemble, written as PNG and SVG.

matplotlib is imported when the first picture is drawn, whatever backend the environment names. Its settings are the
same afterwards as before, and pyplot is never used, so drawing is safe inside a notebook or a server.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from trustsim.analysis.results import Analysis
    from trustsim.compare.comparison import Comparison
    from trustsim.compare.pairs import Pairs
    from trustsim.experiment.plan import Experiment
    from trustsim.explain.explanation import Explanation
    from trustsim.explain.life import Life
    from trustsim.scenario.schema import Scenario

PICTURES = ("trust", "contributions", "dimensions", "matrix", "flow", "channels", "load", "promises", "grapevine")
"""The pictures of a run, in the order in which they are drawn: modules with ``NAME`` and ``draw``."""


@contextmanager
def _drawing(folder: Path) -> Iterator[None]:
    """Draw inside this, and import what draws there too: matplotlib looks as ours, and ``folder`` is made."""
    from trustsim.report.plots.backend import import_matplotlib

    import_matplotlib()
    from trustsim.report.plots.style import look

    folder.mkdir(parents=True, exist_ok=True)
    with look():
        yield


def draw_run(tables: Mapping[str, pd.DataFrame], scenario: Scenario, seed: int, folder: Path) -> list[Path]:
    """Draw the pictures of one run into ``folder`` and return the files, two a picture.

    ``tables`` holds the frames of ``records.columns.TABLES`` by name. A picture for which a run has no data
    yet says so in words.
    """
    files: list[Path] = []
    with _drawing(folder):
        for name in PICTURES:
            picture = import_module(f"trustsim.report.plots.{name}")
            files += picture.draw(tables, scenario, seed).write(folder, picture.NAME)
    return files


def draw_explanation(explanation: Explanation, scenario: Scenario, folder: Path, name: str, most: int) -> list[Path]:
    """Draw the waterfall of one explanation into ``folder`` as ``name`` and return the two files.

    ``most`` is how many causes get a bar of their own; the picture has room for fourteen.
    """
    with _drawing(folder):
        from trustsim.report.plots.contributions import waterfall
        from trustsim.report.plots.page import source_line

        return waterfall(explanation, source_line(scenario, f"seed {scenario.run.seed}"), most).write(folder, name)


def draw_life(life: Life, scenario: Scenario, folder: Path, name: str) -> list[Path]:
    """Draw the life of one request into ``folder`` as ``name`` and return the two files."""
    with _drawing(folder):
        from trustsim.report.plots.life import draw

        return draw(life, scenario).write(folder, name)


def draw_ensemble(daily: pd.DataFrame, scenario: Scenario, folder: Path) -> list[Path]:
    """Draw trust and six measures over many runs into ``folder`` and return the four files.

    ``daily`` holds the daily rows of all runs, told apart by the column ``rep``.
    """
    with _drawing(folder):
        from trustsim.report.plots.ensemble import draw_measures, draw_trust

        trust = draw_trust(daily, scenario).write(folder, "ensemble_trust")
        return trust + draw_measures(daily, scenario).write(folder, "ensemble_measures")


def draw_comparison(comparison: Comparison, pairs: Pairs, folder: Path) -> list[Path]:
    """Draw the headline measure day by day, and all measures on one scale, into ``folder``; return the four files."""
    with _drawing(folder):
        from trustsim.report.plots.comparison import CURVE, FOREST, draw_curve, draw_forest

        curve = draw_curve(comparison, pairs).write(folder, CURVE)
        return curve + draw_forest(comparison).write(folder, FOREST)


def draw_analysis(analysis: Analysis, experiment: Experiment, folder: Path) -> list[Path]:
    """Draw what an analysis says of its first measures into ``folder`` and return the files, two a picture."""
    with _drawing(folder):
        from trustsim.report.plots.analysis import draw

        return draw(analysis, experiment, folder)


def draw_discovery(analysis: Analysis, experiment: Experiment, folder: Path) -> list[Path]:
    """Draw what a scenario discovery found into ``folder`` and return the files, two a picture.

    Nothing is drawn where no conditions were looked for, and only the way to the best box where none holds up.
    """
    if "boxes" not in analysis.tables:
        return []
    with _drawing(folder):
        from trustsim.report.plots.discovery import (
            LIMITS,
            POINTS,
            TRADEOFF,
            draw_limits,
            draw_points,
            draw_tradeoff,
            holding,
        )

        files = draw_tradeoff(analysis, experiment).write(folder, TRADEOFF)
        if holding(analysis):
            files += draw_limits(analysis, experiment).write(folder, LIMITS)
            files += draw_points(analysis, experiment).write(folder, POINTS)
    return files
