"""The order of the day, written once: the model walks it, and descriptions of the model list it.

Within a queue, departures come before arrivals: what leaves today frees capacity for tomorrow.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from trustsim.model import phases

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel


class Phase(NamedTuple):
    """One phase of the day: its name, what it does, and a sentence about it."""

    name: str
    act: Callable[[TrustModel], None]
    sentence: str


ORDER = (
    Phase("timeline", phases.timeline, "Interventions that are due begin or end; those in force go on."),
    Phase("drift", phases.drift, "Needs change, and readings of them go stale."),
    Phase("needs", phases.needs, "Needs arise, and users take them to somebody; what was put off is looked at again."),
    Phase("definition", phases.definition, "Specifications pass to the next hand; definitions begin."),
    Phase("commitment", phases.commitment, "Intake windows close, promises are made, plans are reviewed."),
    Phase("work", phases.work, "Edicts, incidents, faults and code freezes occur; developers spend their day."),
    Phase("tests", phases.tests, "Testers spend their day; disputes go another round."),
    Phase("acceptance", phases.acceptance, "Slices are shown; acceptance tests go another round."),
    Phase("release", phases.release, "What is accepted goes live and is judged."),
    Phase("disclosure", phases.disclosure, "Status is reported; days that were promised pass."),
    Phase("contacts", phases.contacts, "Colleagues talk; silence is noticed; an equal partner asks how things work."),
    Phase("providers", phases.providers, "The units' own teams and the outside provider work and deliver; teams fail."),
    Phase(
        "leadership", phases.leadership, "The stage of the relationship follows its trust; leadership reacts, or goes."
    ),
    Phase("record", phases.record, "The day is measured and recorded."),
)
