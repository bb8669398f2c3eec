"""Section 3 of STRESS-ABS: where the values come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from trustsim.report.methods.item import Item, counted, grid
from trustsim.report.odd.values import as_written, default, departures, scenario_keys
from trustsim.scenario.catalogue import Key
from trustsim.scenario.keys import ASSUMPTION
from trustsim.text import in_markdown

if TYPE_CHECKING:
    from trustsim.experiment.plan import Experiment

NO_DEFAULTS = ("the author", "any")
"""Sources of what is no parameter: the story, and the seed."""
_LEFT_OUT = (
    "What the model leaves out is listed in the ODD text, section 7.17; how each source stands, at its end. An "
    "assumption is a value that was chosen because it is plausible. It was not measured, and results should be "
    "examined over its range."
)


def data(experiment: Experiment) -> Iterator[Item]:
    """Section 3."""
    yield Item("3.1", "Data sources", _sources())
    yield Item("3.2", "Pre-processing", "None: the model reads no data. Values are written in scenario files.", False)
    yield Item("3.3", "Input parameters", _parameters(experiment))
    yield Item("3.4", "Assumptions", f"{_assumed(experiment)} {_LEFT_OUT}")


def _sources() -> str:
    found = Counter(_basis(key) for key in _keys())
    rows = [(basis, f"{number:,}") for basis, number in found.most_common()]
    told = grid(("Default after", "Keys"), rows, "None.")
    return (
        f"The model reads no series from outside. Each of its {counted(len(_keys()), 'key')} has a default, and each "
        "default says where it comes from; the reference of scenario files names the source of every one.\n\n"
        f"{told}"
    )


def _keys() -> list[Key]:
    """Every parameter: not the story, nor the seed."""
    return [key for key in scenario_keys().values() if key.source not in NO_DEFAULTS]


def is_assumed(key: Key) -> bool:
    """Whether nothing but plausibility stands behind a default."""
    return _basis(key) == ASSUMPTION


def _basis(key: Key) -> str:
    """On what a default rests: an assumption alone, one with a direction from elsewhere, or a source."""
    if key.source.startswith("as "):
        other = scenario_keys().get(f"{key.group}.{key.source.removeprefix('as ')}")
        return _basis(other) if other else "another key"
    if key.source == ASSUMPTION:
        return ASSUMPTION
    return "assumption, with what is known about it" if ASSUMPTION in key.source else "a source"


def _parameters(experiment: Experiment) -> str:
    rows = [
        (in_markdown(base.label), f"`{key.dotted}`", key.unit, default(key), as_written(value), key.source)
        for base in experiment.bases
        for key, value in departures(base.scenario)
    ]
    header = ("Base", "Key", "Unit", "Default", "Value", "Source of the default")
    return (
        "Every key that is neither varied (item 2.3) nor listed here has its default, which the ODD text quotes.\n\n"
        f"{grid(header, rows, 'No key departs from its default.')}"
    )


def _assumed(experiment: Experiment) -> str:
    assumed = [key.dotted for key in _keys() if is_assumed(key)]
    set_here = {factor.key for factor in experiment.factors}
    set_here |= {key for factor in experiment.factors for level in factor.levels for key, _ in level.sets}
    varied = sorted(set_here & set(assumed))
    told = (
        f"the experiment varies {', '.join(f'`{key}`' for key in varied)}" if varied else "the experiment varies none"
    )
    return f"{counted(len(assumed), 'default')} of {len(_keys())} are assumptions alone; of these {told}."
