"""The six policies in force, by name and as what they do."""

from __future__ import annotations

from typing import NamedTuple

from trustsim.model.process.acceptance import AcceptancePolicy, ContestedUat, Demo
from trustsim.model.process.batching import BatchingPolicy, Flow, ReleaseTrain
from trustsim.model.process.commitment import CommitmentPolicy, Contract, Forecast
from trustsim.model.process.definition import DefinitionPolicy, Joint, Relay
from trustsim.model.process.reporting import Candid, Green, ReportingPolicy
from trustsim.model.process.testing import OwnReading, SharedReading, TestingPolicy
from trustsim.scenario.process import Policies
from trustsim.vocabulary import Acceptance, Batching, Commitment, Definition, Reporting, Testing

BATCHING: dict[Batching, BatchingPolicy] = {Batching.RELEASE: ReleaseTrain(), Batching.FLOW: Flow()}
DEFINITION: dict[Definition, DefinitionPolicy] = {Definition.RELAY: Relay(), Definition.JOINT: Joint()}
COMMITMENT: dict[Commitment, CommitmentPolicy] = {Commitment.CONTRACT: Contract(), Commitment.FORECAST: Forecast()}
REPORTING: dict[Reporting, ReportingPolicy] = {Reporting.GREEN: Green(), Reporting.CANDID: Candid()}
TESTING: dict[Testing, TestingPolicy] = {
    Testing.OWN_READING: OwnReading(),
    Testing.SHARED_READING: SharedReading(),
}
ACCEPTANCE: dict[Acceptance, AcceptancePolicy] = {Acceptance.UAT: ContestedUat(), Acceptance.DEMO: Demo()}


class PoliciesInForce(NamedTuple):
    """What the pipeline asks; policies hold no state of their own."""

    names: Policies
    batching: BatchingPolicy
    definition: DefinitionPolicy
    commitment: CommitmentPolicy
    reporting: ReportingPolicy
    testing: TestingPolicy
    acceptance: AcceptancePolicy


def in_force(names: Policies) -> PoliciesInForce:
    """Look the six variants up by name."""
    return PoliciesInForce(
        names,
        BATCHING[names.batching],
        DEFINITION[names.definition],
        COMMITMENT[names.commitment],
        REPORTING[names.reporting],
        TESTING[names.testing],
        ACCEPTANCE[names.acceptance],
    )
