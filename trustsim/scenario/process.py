"""The six policies of the pipeline and their presets."""

from __future__ import annotations

from typing import NamedTuple

from trustsim.scenario.keys import Section, choice
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


class Choices(Section):
    """A variant for any of the six policies; left out, it is as the preset has it or as it was."""

    batching: Batching | None = choice(None, "release: collect over a window; flow: start when capacity is free")
    definition: Definition | None = choice(None, "relay: from hand to hand; joint: all define together")
    commitment: Commitment | None = choice(None, "contract: fixed date, cost, scope; forecast: a range, re-planned")
    reporting: Reporting | None = choice(None, "green: until the date has passed; candid: what is perceived is told")
    testing: Testing | None = choice(None, "own-reading: testers' own; shared-reading: the one that developers hold")
    acceptance: Acceptance | None = choice(None, "uat: contested test at the end; demo: after each slice")


class Process(Choices):
    """[process]: a preset, and any policy that departs from it."""

    preset: Preset = choice(Preset.WATERFALL_CONTRACT, "bundle of policies to begin with", "design: two process models")

    def policies(self) -> Policies:
        """The preset with what departs from it; nothing else of this section reaches the model."""
        return departing(PRESETS[self.preset], self)


def departing(policies: Policies, section: Choices) -> Policies:
    """Policies with those that a section names itself."""
    own = {name: value for name in Policies._fields if (value := getattr(section, name)) is not None}
    return policies._replace(**own)
