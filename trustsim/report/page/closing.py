"""How a report ends: what it cannot say, how to have it again, and what it builds on."""

from __future__ import annotations

from collections.abc import Iterator
from shlex import quote
from typing import TYPE_CHECKING

from trustsim.experiment.plan import DesignKind
from trustsim.report.page.facts import FACTS, HASHED
from trustsim.report.page.markdown import code, opens, passage, table
from trustsim.report.page.references import cited
from trustsim.text import in_markdown

if TYPE_CHECKING:
    from trustsim.report.page.material import Material

OF_THE_MODEL = (
    (
        "A result is a statement about the model, and so about its assumptions. Many of its values were chosen "
        "because they are plausible and were never measured; the ODD text marks each of these."
    ),
    (
        "The model was not fitted to any real organisation. Directions and orders of magnitude can be discussed; "
        "figures are no forecast for a particular place."
    ),
    "Intervals say how far luck within the model moves a result. They say nothing about whether the model is right.",
    (
        "Choices that the field contests, such as the rule of trust, the weight of failures against successes, "
        "whether deception heals and what late fixes cost, are keys of the scenario. What is not among the factors "
        "above was held at one choice, and a conclusion that holds under one choice alone is a conclusion about that "
        "choice."
    ),
)
_OF_DESIGN = {
    DesignKind.GRID: "Nothing was run between the levels of the grid, nor beyond them.",
    DesignKind.LIST: "Only the points listed were run: nothing is known between them.",
    DesignKind.LHS: "The points fill the space thinly: what happens in a narrow corner of it can be missed.",
    DesignKind.SOBOL: "Indices share out the variance over the ranges given; other ranges give other shares.",
    DesignKind.MORRIS: "Elementary effects rank factors. They do not measure shares of variance.",
    DesignKind.OFAT: "One factor at a time was moved: how factors act together was not tested.",
}
FEW = 10
"""With fewer replications than this, an interval is mostly the tail of Student's t."""


def limits(material: Material, told: list[str]) -> str:
    """What holds of every report, what of this one, and what was not tested."""
    own = [*_specific(material), *(material.tell(one) for one in told)]
    return "\n".join(
        [
            "### Of this experiment\n",
            "".join(f"- {one}\n" for one in own),
            "### What was not tested\n",
            "".join(f"- {one}\n" for one in _not_tested(material)),
            "### Of every result of this model\n",
            "".join(f"- {one}\n" for one in OF_THE_MODEL),
        ]
    )


def _specific(material: Material) -> Iterator[str]:
    failed = material.analysis.value(f"{FACTS}:failed:value")
    if failed:
        yield material.say(
            "{facts:failed:value|int} of {facts:runs:value|int} runs failed and are left out. Where failing has "
            "to do with what is measured, results are biased."
        )
    else:
        yield material.say("None of the {facts:runs:value|int} runs failed.")
    if material.experiment.replications < FEW:
        yield material.say(
            "Replications are few ({facts:replications:value|int}): intervals are wide, and rare events can be missing."
        )
    if material.knows("means.short") and material.analysis.value(f"{FACTS}:means.short:value"):
        yield material.say(
            "Of {facts:means:value|int} kinds of means, {facts:means.short:value|int} come from too few runs to tell "
            "design points apart by them."
        )
    for name in material.analysis.tables:
        if material.knows(f"remarks.{name}") and material.analysis.value(f"{FACTS}:remarks.{name}:value"):
            rows = f"{{facts:remarks.{name}:value|int}} of {{facts:rows.{name}:value|int}} rows"
            yield material.say(f"In the table `{name}`, {rows} come with a remark on how far they can be relied on.")


def _not_tested(material: Material) -> Iterator[str]:
    experiment = material.experiment
    varied = ", ".join(f"`{factor.name}`" for factor in experiment.factors)
    yield f"Any key of the scenario but those of {varied}." if varied else "Any other value of any key of the scenario."
    if experiment.factors:
        yield _OF_DESIGN[experiment.design.kind]
    horizon = material.say("{facts:days:value|int}") if material.knows("days") else "the days run in each base"
    yield f"What comes after {horizon} working days." if material.knows("days") else f"What comes after {horizon}."
    yield "Measures that are not named in the experiment."


def reproduction(material: Material) -> str:
    """Commands, versions, the experiment file, and fingerprints of all that was read and made."""
    name = material.experiment.name
    return "\n".join(
        [
            (
                "Save the experiment file below under its name, with the scenarios that it names where it expects "
                "them (or among those that `trustsim list` shows), and give these commands. With the same versions "
                "every table comes out the same, byte for byte.\n"
            ),
            passage("commands", code(_commands(name), "sh")),
            passage("file.name", f"### {in_markdown(name)}.toml"),
            passage("file", code(material.experiment.text, "toml")),
            "### Versions\n",
            table(("What", "Version"), _versions(material)),
            "### Fingerprints\n",
            "`trustsim report --verify` computes these, and every figure of this report, anew from the runs.\n",
            opens("SHA-256 of what the results come from, and of every table", _fingerprints(material)),
        ]
    )


def _commands(name: str) -> str:
    file, folder = quote(f"{name}.toml"), quote(f"sweeps/{name}")
    lines = (f"sweep {file}", f"analyse {folder}", f"report {folder}", f"report --verify {folder}")
    return "".join(f"trustsim {line}\n" for line in lines)


def _versions(material: Material) -> list[tuple[str, str]]:
    known = sorted(material.sweep.manifest["versions"])
    return [(f"`{name}`", material.fact(f"version.{name}")) for name in known]


def _fingerprints(material: Material) -> str:
    rows = [("the model's code", material.fact("model"))]
    rows += [
        (f"the scenario {in_markdown(one.label)}", material.fact(f"scenario.{one.label}"))
        for one in material.experiment.bases
    ]
    rows += [(f"`{name}`", material.fact(f"sha256.{name}")) for name in HASHED]
    results = [name for name in material.analysis.tables if name != FACTS]
    rows += [(f"the table `{name}` as CSV", material.fact(f"sha256.{name}")) for name in results]
    return table(("Of", "SHA-256"), rows)


def references(material: Material) -> str:
    """What the method builds on."""
    return passage("references", "".join(f"- {one}\n" for one in cited(material.experiment)))
