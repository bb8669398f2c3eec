"""The six policies of the pipeline, their presets, and the timeline that may change them."""

from __future__ import annotations

from typing import NamedTuple

from trustsim.scenario.keys import REQUIRED, Section, choice, number
from trustsim.vocabulary import (
    Acceptance,
    Batching,
    Commitment,
    Definition,
    Preset,
    Reporting,
    Testing,
)


class Policies(NamedTuple):
    """One variant of each policy: all that tells one process model from another."""

    batching: Batching
    definition: Definition
    commitment: Commitment
    reporting: Reporting
    testing: Testing
    acceptance: Acceptance


PRESETS = {
    Preset.WATERFALL_CONTRACT: Policies(
        Batching.RELEASE,
        Definition.RELAY,
        Commitment.CONTRACT,
        Reporting.GREEN,
        Testing.OWN_READING,
        Acceptance.UAT,
    ),
    Preset.PARTNERSHIP: Policies(
        Batching.FLOW,
        Definition.JOINT,
        Commitment.FORECAST,
        Reporting.CANDID,
        Testing.SHARED_READING,
        Acceptance.DEMO,
    ),
}


class Process(Section):
    """[process]: a preset, and any policy that departs from it."""

    preset: Preset = choice(Preset.WATERFALL_CONTRACT, "bundle of policies to begin with", "design: two process models")
    batching: Batching | None = choice(None, "release: collect over a window; flow: start when capacity is free")
    definition: Definition | None = choice(None, "relay: from hand to hand; joint: all define together")
    commitment: Commitment | None = choice(None, "contract: fixed date, cost, scope; forecast: a range, re-planned")
    reporting: Reporting | None = choice(None, "green: until the date has passed; candid: what is perceived is told")
    testing: Testing | None = choice(None, "own-reading: testers' own; shared-reading: the one that developers hold")
    acceptance: Acceptance | None = choice(None, "uat: contested test at the end; demo: after each slice")

    def policies(self) -> Policies:
        """The preset with what departs from it; nothing else of this section reaches the model."""
        own = {name: value for name in Policies._fields if (value := getattr(self, name)) is not None}
        return PRESETS[self.preset]._replace(**own)


class Change(Process):
    """[[timeline]]: on its day, the process becomes what is given here; work in flight is carried over."""

    day: int = number(REQUIRED, 1, 5000, "day", "day on which the change is made, before anything else happens")
