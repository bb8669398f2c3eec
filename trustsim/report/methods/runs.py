"""Sections 4 to 6 of STRESS-ABS: how the model was run, on what, and where its code is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from trustsim.experiment.design import count
from trustsim.experiment.plan import DesignKind
from trustsim.records.manifest import scenario_hash
from trustsim.report.methods.item import Item, grid
from trustsim.text import in_markdown

if TYPE_CHECKING:
    from trustsim.experiment.plan import Experiment
    from trustsim.scenario.relationship import Side

_SAMPLING = (
    "Every chance event is drawn from a counter-based generator (Philox 4x64; Salmon et al. 2011, as numpy ships it), "
    "at an address: the seed of the run, what is decided, whom it concerns, and which time. There are no streams, so "
    "one decision more or less never shifts the luck of another. Only uniforms are drawn. Designs and resampling use "
    "generators of their own, with a seed that the experiment sets."
)
_EXECUTION = (
    "The model goes day by day; within a day the phases follow each other in a fixed order (item 2.1), and within a "
    "phase everybody acts in a fixed order. Runs share nothing, and may be done in any order, on any number of "
    "processes or machines: results are the same, byte for byte, for the same experiment and versions."
)


def experimentation(experiment: Experiment) -> Iterator[Item]:
    """Section 4."""
    yield Item("4.1", "Initialisation", _beginnings(experiment))
    rows = [(in_markdown(base.label), f"{base.scenario.run.horizon_days:,}") for base in experiment.bases]
    yield Item(
        "4.2", "Run length", f"{grid(('Base', 'Working days'), rows, 'None.')}\nUnless a factor sets it otherwise."
    )
    yield Item("4.3", "Estimation approach", f"{_estimation(experiment)} {_intervals(experiment)}")


def _beginnings(experiment: Experiment) -> str:
    rows = []
    for base in experiment.bases:
        days, start = f"{base.scenario.run.warmup_days:,}", base.scenario.start
        rows.append((in_markdown(base.label), days, _evidence(start.business_in_it), _evidence(start.it_in_business)))
    header = ("Base", "Warm-up, working days", "Users about IT", "IT about units")
    return (
        "On the first day of the warm-up nothing is in flight. During the warm-up opinions and motivation are held "
        "still and everything else goes on, so that day 1 begins with work in flight and with the trust that the "
        "scenario sets (ODD, section 5). Opinions begin with so much evidence:\n\n"
        f"{grid(header, rows, 'None.')}\nUnless a factor sets it otherwise."
    )


def _evidence(start: Side) -> str:
    return f"{start.experiences:g} experiences, {start.good_share:g} of them good"


def _estimation(experiment: Experiment) -> str:
    runs, first = experiment.replications, experiment.first_seed
    points = count(experiment.design, experiment.factors)
    which = "The design point" if points == 1 else f"Each of {points:,} design points"
    told = f"{which} was run {'once' if runs == 1 else f'{runs:,} times'}"
    if len(experiment.bases) > 1:
        told += f" in each of {len(experiment.bases)} bases"
    if not experiment.common:
        return (
            f"{told}. Each point has seeds of its own, from {first} on; bases share them, so that differences "
            "between bases are taken between runs of the same seed."
        )
    seeds = f"seed {first}" if runs == 1 else f"seeds {first} to {first + runs - 1}"
    if points == 1:
        return f"{told}, with the {seeds}."
    return (
        f"{told}, with the {seeds}. All points share {'it' if runs == 1 else 'these seeds'} (common random numbers), "
        "so that differences are taken between runs of the same luck."
    )


def _intervals(experiment: Experiment) -> str:
    told = [
        "The number of runs was fixed beforehand.",
        (
            "Intervals of means, and of mean differences within a seed, are Student's t (95 %), as score intervals "
            "that stay within the bounds of a measure (Wilson 1927; Korn and Graubard 1998)."
        ),
        (
            "What was picked as the highest or lowest of several has an interval that holds for all of them at once "
            "(Bonferroni)."
        ),
    ]
    if experiment.design.kind in (DesignKind.SOBOL, DesignKind.MORRIS):
        told.append("Intervals of sensitivity indices are bootstrapped (95 %).")
    if experiment.design.kind == DesignKind.GRID:
        told.append("Intervals of shares of variance are Student's t, by a jackknife over seeds (95 %).")
    if experiment.discovery is not None:
        told.append("Intervals of coverage and density are Wilson's (95 %).")
    return " ".join(told)


def implementation(manifest: Mapping[str, Any]) -> Iterator[Item]:
    """Section 5."""
    versions = {str(name): str(version) for name, version in manifest["versions"].items()}
    rows = [(name, version) for name, version in sorted(versions.items()) if name != "platform"]
    told = grid(("Software", "Version"), rows, "Not recorded.")
    yield Item("5.1", "Software or programming language", f"trustsim is written in Python, on Mesa.\n\n{told}")
    yield Item("5.2", "Random sampling", _SAMPLING, is_filled=False)
    yield Item("5.3", "Model execution", _EXECUTION, is_filled=False)
    where = versions.get("platform", "a system that was not recorded")
    yield Item("5.4", "System specification", f"{where}. Results do not depend on the number or speed of processors.")


def access(experiment: Experiment, manifest: Mapping[str, Any]) -> Iterator[Item]:
    """Section 6."""
    from trustsim import __version__

    version = manifest["versions"].get("trustsim", __version__)
    rows = [("the model's code", f"`{manifest.get('model', 'not recorded')}`")]
    rows += [(f"scenario {in_markdown(base.label)}", f"`{scenario_hash(base.scenario)}`") for base in experiment.bases]
    told = grid(("Fingerprint of", "Digest"), rows, "None.")
    yield Item(
        "6.1",
        "Computer model sharing statement",
        f"trustsim {version} is free software under the Apache License 2.0. The experiment, "
        f"{in_markdown(experiment.name)}.toml, "
        f"is kept with the sweep as `experiment.toml`; `trustsim sweep` runs it again.\n\n{told}",
    )
