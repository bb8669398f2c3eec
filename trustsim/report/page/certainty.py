"""How sure a report is of what it says, and what it cannot say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from trustsim.experiment.plan import DesignKind
from trustsim.report.page.facts import FACTS

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
    (
        "Choices that the field contests, such as the rule of trust, the weight of failures against successes, "
        "whether deception heals and what late fixes cost, are keys of the scenario. What is not among the factors "
        "was held at one choice, and a conclusion that holds under one choice alone is a conclusion about that "
        "choice."
    ),
)
_OF_INTERVALS = (
    "Intervals say how far luck within the model moves a result. They say nothing about whether the model is right."
)
_OF_DESIGN = {
    DesignKind.GRID: "Nothing was run between the levels of the grid, nor beyond them.",
    DesignKind.LIST: "Only the points listed were run: nothing is known between them.",
    DesignKind.LHS: "The points fill the space thinly: what happens in a narrow corner of it can be missed.",
    DesignKind.SOBOL: "Indices share out the variance over the ranges given; other ranges give other shares.",
    DesignKind.MORRIS: "Elementary effects rank factors. They do not measure shares of variance.",
    DesignKind.OFAT: "One factor at a time was moved: how factors act together was not tested.",
}
_SHORT = (
    "Of {facts:means:value|int} kinds of means, {facts:means.short:value|int} come from too few runs to tell design "
    "points apart by them."
)
_ENOUGH = "All {facts:means:value|int} kinds of means come from enough runs to tell design points apart by them."
FEW = 10
"""With fewer replications than this, an interval is mostly the tail of Student's t."""


def certainty(material: Material, grounds: Sequence[str]) -> str:
    """What the answer rests on, whether that is enough, and what is missing from it.

    Args:
        material: of the report.
        grounds: statements on what was run, and on what failed and was left out.
    """
    told = [*(material.tell(one) for one in grounds), *_runs(material), *_doubts(material), _OF_INTERVALS]
    return "".join(f"- {one}\n" for one in told)


def limits(material: Material) -> str:
    """What was not tested, and what holds of every report."""
    return "\n".join(
        [
            "### What was not tested\n",
            "".join(f"- {one}\n" for one in _not_tested(material)),
            "### Of every result of this model\n",
            "".join(f"- {one}\n" for one in OF_THE_MODEL),
        ]
    )


def _runs(material: Material) -> Iterator[str]:
    """How many of the runs failed."""
    failed = material.analysis.value(f"{FACTS}:failed:value")
    if failed:
        yield material.say(
            "{facts:failed:value|int} of {facts:runs:value|int} runs failed and are left out. Where failing has "
            "to do with what is measured, results are biased."
        )
    else:
        yield material.say("None of the {facts:runs:value|int} runs failed.")


def _doubts(material: Material) -> Iterator[str]:
    """Where runs are too few, and which figures come with a remark."""
    if material.experiment.replications < FEW:
        yield material.say(
            "Replications are few ({facts:replications:value|int}): intervals are wide, and rare events can be missing."
        )
    if material.knows("means") and material.analysis.value(f"{FACTS}:means:value"):
        yield material.say(_SHORT if material.analysis.value(f"{FACTS}:means.short:value") else _ENOUGH)
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
