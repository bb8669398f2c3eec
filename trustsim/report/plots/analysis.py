"""The pictures of an analysis, by the design at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from trustsim.analysis.results import Analysis
from trustsim.experiment.plan import Experiment
from trustsim.report.plots.enough import draw_replications
from trustsim.report.plots.heatmap import draw_heatmap
from trustsim.report.plots.indices_over_time import draw_over_time
from trustsim.report.plots.one_at_a_time import draw_curves, draw_tornado
from trustsim.report.plots.page import Page
from trustsim.report.plots.panels import MOST_PANELS, Subject
from trustsim.report.plots.screening import draw_morris
from trustsim.report.plots.sensitivity import draw_differences, draw_effects, draw_sobol, draw_swaps, draw_variance

MOST_MEASURES = 3
"""Measures that get pictures, the first ones asked for; heat maps are drawn of the very first."""

_OF_MEASURES: Mapping[str, Callable[[Subject], Page | None]] = {
    "sobol": draw_sobol,
    "morris": draw_morris,
    "tornado": draw_tornado,
    "effects": draw_effects,
    "swaps": draw_swaps,
    "variance": draw_variance,
    "replications": draw_replications,
}


def pages(analysis: Analysis, experiment: Experiment) -> Iterator[tuple[str, Page]]:
    """Each picture that there is something to show in, with the name of its file."""
    tables = analysis.tables
    bases = list(dict.fromkeys(tables["points"].frame["base"]))
    both = list(dict.fromkeys(tables["differences"].frame["difference"])) if "differences" in tables else []
    views = [*bases, *both][:MOST_PANELS]
    measures = list(dict.fromkeys(tables["points"].frame["measure"]))
    for number, measure in enumerate(measures[:MOST_MEASURES]):
        subject = Subject(analysis, experiment, measure, views)
        yield from _there((f"{name}-{measure}", draw(subject)) for name, draw in _OF_MEASURES.items())
        yield from _there([(f"curves-{measure}", draw_curves(subject._replace(views=bases)))])
        if number == 0:
            yield from _there((f"heatmap-{measure}-{view}", draw_heatmap(subject, view)) for view in views)
        for difference in both[:MOST_PANELS]:
            found = draw_differences(subject._replace(views=[difference]))
            yield from _there([(f"differences-{measure}-{difference}", found)])
    curves = dict.fromkeys(tables["over_time"].frame["curve"]) if "over_time" in tables else {}
    for curve in curves:
        found = draw_over_time(Subject(analysis, experiment, curve, views))
        yield from _there([(f"over-time-{curve}", found)])


def draw(analysis: Analysis, experiment: Experiment, folder: Path) -> list[Path]:
    """Write every picture, and return the files, two a picture."""
    return [file for name, page in pages(analysis, experiment) for file in page.write(folder, name)]


def _there(pictures: Iterator[tuple[str, Page | None]] | list[tuple[str, Page | None]]) -> Iterator[tuple[str, Page]]:
    yield from ((name, page) for name, page in pictures if page is not None)
