"""How a report says what was done: the method by STRESS-ABS, the scenarios by ODD, the design."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trustsim.experiment.plan import DesignKind
from trustsim.report.methods import stress_abs
from trustsim.report.odd.about import about
from trustsim.report.page.facts import walks
from trustsim.report.page.markdown import lowered, opens, passage, table
from trustsim.text import in_markdown

if TYPE_CHECKING:
    from trustsim.experiment.plan import Base, Factor
    from trustsim.report.page.material import Material

_KINDS = {
    DesignKind.GRID: "Every combination of the levels of the factors was run.",
    DesignKind.LIST: "The points are those that the experiment lists.",
    DesignKind.LHS: "The points are a Latin hypercube of {samples} samples over the ranges and levels (seed {seed}).",
    DesignKind.SOBOL: (
        "The points are a scrambled Sobol' sequence of {samples} base samples (seed {seed}), laid out after Saltelli "
        "for sensitivity indices."
    ),
    DesignKind.MORRIS: (
        "The points lie on {samples} trajectories through a grid of {steps} levels a factor, after Morris, on each of "
        "which one factor at a time is moved (seed {seed})."
    ),
    DesignKind.OFAT: (
        "From what the first base has, one factor at a time was moved through its levels. The design cannot show how "
        "factors act together."
    ),
}


def method(material: Material) -> str:
    """What the model is and how it was used."""
    parts = [
        (
            "The headings follow STRESS-ABS (Monks et al.), a guideline for reporting agent-based simulations. The "
            "model itself is described, formula by formula, in the ODD text: `trustsim odd` prints it.\n"
        )
    ]
    for heading, text in stress_abs(material.experiment, material.sweep.manifest):
        parts.append(passage(f"method.{heading}", f"### {in_markdown(heading)}\n\n{lowered(text, 3)}"))
    parts.append("### The scenarios, in the format of ODD\n")
    parts += [opens(material.fact(f"title.{base.label}"), _scenario(base)) for base in material.experiment.bases]
    return "\n".join(parts)


def _scenario(base: Base) -> str:
    """Who is there, what departs from the defaults, and what happens; with headings below those of the page."""
    return passage(f"odd.{base.label}", lowered(about(base.scenario), 2))


def design(material: Material) -> str:
    """Bases, factors, how points are laid, and which luck they have."""
    return "\n".join(part(material) for part in (_bases, _factors, _points, _runs))


def _bases(material: Material) -> str:
    rows = [
        [material.fact(f"{what}.{base.label}", form) for what, form in _OF_BASE] for base in material.experiment.bases
    ]
    told = "A base is a scenario that the experiment starts from; every design point is run in each base."
    if len(rows) > 1:
        told += " A difference is one base less another, run by run with the same seed; `B-A` is B less A."
    return f"{told}\n\n{table(('Base', 'Title', 'Warm-up, days', 'Days'), rows, (False, False, True, True))}"


_OF_BASE = (("base", "text"), ("title", "text"), ("warm-up", "int"), ("days", "int"))


def _factors(material: Material) -> str:
    if not material.experiment.factors:
        return "Nothing else is varied.\n"
    rows = [[f"`{factor.name}`", _keys(factor), _span(factor, material)] for factor in material.experiment.factors]
    return table(("Factor", "Key of the scenario", "Levels or range"), rows)


def _keys(factor: Factor) -> str:
    keys = [factor.key] if factor.key else [key for level in factor.levels for key, _ in level.sets]
    return ", ".join(f"`{key}`" for key in dict.fromkeys(keys))


def _span(factor: Factor, material: Material) -> str:
    name = f"factor.{factor.name}"
    if factor.levels:
        return material.listed([f"{name}.{place}" for place in range(len(factor.levels))])
    whole = ", whole numbers" if factor.whole else ""
    return f"{material.fact(f'{name}.low')} to {material.fact(f'{name}.high')}, {factor.scale.value} scale{whole}"


def _points(material: Material) -> str:
    kind, experiment = material.experiment.design.kind, material.experiment
    known = {name: f"{{facts:design.{name}:value|int}}" for name in ("samples", "steps", "seed")}
    told = _KINDS[kind].format(**known) if experiment.factors else "Nothing is varied."
    if kind != DesignKind.MORRIS and walks(experiment):
        told += f" Of a range, {known['steps']} evenly spaced values were run, both ends among them."
    return material.say(f"{told} Design points: {{facts:points:value|int}}.\n")


def _runs(material: Material) -> str:
    experiment = material.experiment
    shared = (
        "All points share these seeds (common random numbers): the same needs arise and the same luck holds "
        "everywhere, so that differences are taken seed by seed."
        if experiment.common
        else "Each point has seeds of its own; bases share them within a point."
    )
    return material.say(
        "Replications of each point in each base: {facts:replications:value|int}; runs in all: {facts:runs:value|int}; "
        f"seeds: {{facts:seed.first:value|text}} to {{facts:seed.last:value|text}}. {shared}\n"
    )
