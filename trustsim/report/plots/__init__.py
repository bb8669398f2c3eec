"""The pictures of a run and of an ensemble, written as PNG and SVG.

matplotlib is imported when the first picture is drawn. Its settings are the same afterwards as before,
and pyplot is never used, so drawing is safe inside a notebook or a server.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from trustsim.scenario.schema import Scenario


def draw_run(tables: Mapping[str, pd.DataFrame], scenario: Scenario, seed: int, folder: Path) -> list[Path]:
    """Draw the five pictures of one run into ``folder`` and return the files, ten of them.

    ``tables`` holds the frames of ``records.columns.TABLES`` by name. A picture for which a run has no data
    yet says so in words.
    """
    from trustsim.report.plots import dimensions, flow, grapevine, promises, trust
    from trustsim.report.plots.style import look

    folder.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    with look():
        for picture in (trust, dimensions, flow, grapevine, promises):
            files += picture.draw(tables, scenario, seed).write(folder, picture.NAME)
    return files


def draw_ensemble(daily: pd.DataFrame, scenario: Scenario, folder: Path) -> list[Path]:
    """Draw trust and six measures over many runs into ``folder`` and return the four files.

    ``daily`` holds the daily rows of all runs, told apart by the column ``rep``.
    """
    from trustsim.report.plots.ensemble import draw_measures, draw_trust
    from trustsim.report.plots.style import look

    folder.mkdir(parents=True, exist_ok=True)
    with look():
        trust = draw_trust(daily, scenario).write(folder, "ensemble_trust")
        return trust + draw_measures(daily, scenario).write(folder, "ensemble_measures")
