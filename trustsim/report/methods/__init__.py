"""The method of an experiment by STRESS-ABS, filled in from its plan, its scenarios and the code.

Source: Monks, T., Currie, C. S. M., Onggo, B. S., Robinson, S., Kunc, M. and Taylor, S. J. E. (2019),
"Strengthening the reporting of empirical simulation studies: introducing the STRESS guidelines", Journal of Simulation
13(1): the checklist for agent-based simulations.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from trustsim.report.methods.item import Item
from trustsim.report.methods.parameters import data
from trustsim.report.methods.runs import access, experimentation, implementation
from trustsim.report.methods.world import logic, objectives

if TYPE_CHECKING:
    from trustsim.experiment.plan import Experiment

__all__ = ["Item", "items", "stress_abs"]


def stress_abs(experiment: Experiment, manifest: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every field of STRESS-ABS, as headings with Markdown below.

    Args:
        experiment: what was swept, resolved.
        manifest: of the sweep: ``versions`` and ``model`` are told.
    """
    return [
        (heading, "\n".join(item.markdown for item in found)) for heading, found in items(experiment, manifest).items()
    ]


def items(experiment: Experiment, manifest: Mapping[str, Any]) -> dict[str, list[Item]]:
    """The items of the checklist by section, in its order."""
    return {
        "1. Objectives": list(objectives(experiment)),
        "2. Logic": list(logic(experiment)),
        "3. Data": list(data(experiment)),
        "4. Experimentation": list(experimentation(experiment)),
        "5. Implementation": list(implementation(manifest)),
        "6. Code access": list(access(experiment, manifest)),
    }
