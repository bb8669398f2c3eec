"""One contract for every variant of every policy: in whatever mix it takes part, the books are right."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any, ClassVar

import pytest

from tests.builders import LIVELY, MIXES, mix_id, scenario, words
from tests.model.books import check_closed, check_evening
from trustsim.model.model import TrustModel
from trustsim.model.process import policies
from trustsim.records.happenings import Hand, Happening
from trustsim.scenario.process import Policies
from trustsim.vocabulary import Acceptance, Batching, Commitment, Definition, Reporting, Testing

DAYS = 120


@cache
def lived(mix: Policies) -> TrustModel:
    """A run of a mix; its books were checked on every evening."""
    settings = {
        "process": words(mix),
        "run": {"horizon_days": DAYS},
        "demand": {"needs_per_user": 1.1},
        "leadership": {"outsourcing": 0.0},  # a provider would work by contract, whatever the mix
    }
    model = TrustModel(scenario(LIVELY, settings))
    for _ in range(DAYS):
        model.step()
        check_evening(model)
    assert not model.running
    model.close()
    return model


def kinds(model: TrustModel) -> set[Happening]:
    return {Happening(kind) for kind in set(model.recorder.events.columns()["kind"].tolist())}


class PolicyContract:
    """What every variant promises; its own signs are added by each."""

    variant: ClassVar[Batching | Definition | Commitment | Reporting | Testing | Acceptance]
    table: ClassVar[dict[Any, Any]]
    leaves: ClassVar[set[Happening]] = set()
    never_leaves: ClassVar[set[Happening]] = set()

    def runs(self) -> list[TrustModel]:
        """Return a run of each of the 32 mixes that this variant takes part in."""
        return [lived(mix) for mix in MIXES if self.variant in mix]

    def test_it_holds_no_state(self) -> None:
        assert vars(self.table[self.variant]) == {}

    def test_it_is_the_one_in_force(self) -> None:
        for model in self.runs():
            assert self.variant in model.policies.names
            assert any(one is self.table[self.variant] for one in model.policies[1:])

    def test_lives_go_forward_and_shares_are_shares(self) -> None:
        for model in self.runs():
            assert len(model.pipeline.requests) > 20
            check_closed(model)

    def test_requests_come_through(self) -> None:
        for model in self.runs():
            assert model.gauge.delivered_count >= 10

    def test_its_signs_are_in_the_log(self) -> None:
        for model in self.runs():
            assert self.leaves - kinds(model) == set()
            assert self.never_leaves & kinds(model) == set()


class TestReleaseTrain(PolicyContract):
    variant, table = Batching.RELEASE, policies.BATCHING
    never_leaves: ClassVar = {Happening.SLICE_BUILT}

    def test_releases_begin_at_the_end_of_a_window(self) -> None:
        for model in self.runs():
            days = {row["committed"] for row in model.request_rows() if row["committed"] is not None}
            assert {day % 30 for day in days} == {0}

    def test_a_release_goes_live_together_and_keeps_its_limit(self) -> None:
        for model in self.runs():
            lives: dict[int, list[int | None]] = {}
            for row in model.request_rows():
                if row["release"] >= 0:
                    lives.setdefault(row["release"], []).append(row["live"])
            assert all(len(set(days)) == 1 for days in lives.values())
            assert 2 <= max(len(days) for days in lives.values()) <= 12


class TestFlow(PolicyContract):
    variant, table = Batching.FLOW, policies.BATCHING
    leaves: ClassVar = {Happening.SLICE_BUILT}

    def test_every_release_is_of_one(self) -> None:
        for model in self.runs():
            assert {len(release.requests) for release in model.pipeline.releases} == {1}

    def test_no_slice_is_larger_than_the_limit(self) -> None:
        for model in self.runs():
            pipeline = model.pipeline
            several = 0
            for request in pipeline.requests:
                planned = [
                    pipeline.slices[n].scope.bit_count() / request.attributes * request.size for n in request.slices
                ]
                several += len(planned) > 1
                # attributes cannot be cut, so a slice may be larger by less than one of them
                assert all(days <= 3.0 + request.size / request.attributes for days in planned)
            assert several > 5


class TestRelay(PolicyContract):
    variant, table = Definition.RELAY, policies.DEFINITION
    leaves: ClassVar = {Happening.SPEC_WRITTEN, Happening.ANALYST_PASSED_ON, Happening.SPEC_REWRITTEN}
    never_leaves: ClassVar = {Happening.DEFINED_JOINTLY}

    def test_every_hand_takes_two_days(self) -> None:
        for model in self.runs():
            hands = model.recorder.handoffs.columns()
            analysts = Counter(hands["request"][hands["hand"] == Hand.ANALYST].tolist())
            rows = [row for row in model.request_rows() if row["defined"] is not None]
            days = {row["request"]: row["defined"] - row["definition_began"] for row in rows}
            assert days == {number: 2 * (analysts[number] + 1) for number in days}  # the last is the product manager
            assert set(days.values()) - {4} <= {6, 8, 10, 12, 14, 16}  # layers that leadership added
            assert 4 in days.values()


class TestJoint(PolicyContract):
    variant, table = Definition.JOINT, policies.DEFINITION
    leaves: ClassVar = {Happening.DEFINED_JOINTLY}
    never_leaves: ClassVar = {Happening.SPEC_WRITTEN, Happening.ANALYST_PASSED_ON, Happening.SPEC_REWRITTEN}

    def test_it_is_done_on_the_day(self) -> None:
        for model in self.runs():
            rows = [row for row in model.request_rows() if row["defined"] is not None]
            assert {row["defined"] - row["definition_began"] for row in rows} == {0}


class TestContract(PolicyContract):
    variant, table = Commitment.CONTRACT, policies.COMMITMENT
    leaves: ClassVar = {Happening.ESTIMATED, Happening.CONTRACT_SIGNED}
    never_leaves: ClassVar = {
        Happening.FORECAST_GIVEN, Happening.REFORECAST, Happening.SCOPE_DROPPED, Happening.DROP_REFUSED,
    }  # fmt: skip

    def test_the_scope_is_locked(self) -> None:
        for model in self.runs():
            assert {row["dropped"] for row in model.request_rows()} == {0}


class TestForecast(PolicyContract):
    variant, table = Commitment.FORECAST, policies.COMMITMENT
    leaves: ClassVar = {Happening.ESTIMATED, Happening.FORECAST_GIVEN}
    never_leaves: ClassVar = {Happening.CONTRACT_SIGNED, Happening.CODE_FREEZE}

    def test_dropped_scope_is_worth_little(self) -> None:
        for model in self.runs():
            for request in model.pipeline.requests:
                assert model.pipeline.value_share(request, request.dropped) <= 0.1 + 1e-12
                assert request.scope


class TestGreen(PolicyContract):
    variant, table = Reporting.GREEN, policies.REPORTING
    never_leaves: ClassVar = {Happening.SLIP_TOLD}


class TestCandid(PolicyContract):
    variant, table = Reporting.CANDID, policies.REPORTING

    def test_a_slip_that_was_told_was_still_to_come(self) -> None:
        for model in self.runs():
            events = model.recorder.events.columns()
            told = events["kind"] == Happening.SLIP_TOLD
            assert (events["a"][told] >= events["day"][told]).all()
            assert (events["b"][told] > events["a"][told]).all()


class TestOwnReading(PolicyContract):
    variant, table = Testing.OWN_READING, policies.TESTING
    leaves: ClassVar = {Happening.TICKETS_FILED, Happening.TESTS_PASSED}

    def test_disputes_do_not_outlast_patience(self) -> None:
        for model in self.runs():
            events = model.recorder.events.columns()
            assert (
                events["b"][events["kind"] == Happening.RELENTED].max(initial=0) <= 8 * 3
            )  # three sides, eight rounds


class TestSharedReading(PolicyContract):
    variant, table = Testing.SHARED_READING, policies.TESTING
    leaves: ClassVar = {Happening.TESTS_PASSED}
    never_leaves: ClassVar = {Happening.REOPENED, Happening.REFIXED, Happening.RELENTED}

    def test_testers_hold_what_developers_hold(self) -> None:
        for model in self.runs():
            tested = [request for request in model.pipeline.requests if request.tested is not None]
            assert tested
            assert all(request.tester_wrong == request.developer_wrong for request in tested)


class TestUat(PolicyContract):
    variant, table = Acceptance.UAT, policies.ACCEPTANCE
    leaves: ClassVar = {Happening.UAT_BEGAN, Happening.UAT_ENDED}
    never_leaves: ClassVar = {Happening.DEMO, Happening.DEMO_MISFITS}

    def test_it_takes_no_more_rounds_than_there_is_energy_for(self) -> None:
        for model in self.runs():
            assert max(release.uat_round for release in model.pipeline.releases) <= 4


class TestDemo(PolicyContract):
    variant, table = Acceptance.DEMO, policies.ACCEPTANCE
    leaves: ClassVar = {Happening.DEMO}
    never_leaves: ClassVar = {Happening.UAT_BEGAN, Happening.UAT_BUGS_FILED, Happening.UAT_FIX_PUSHED}

    def test_every_slice_was_shown(self) -> None:
        for model in self.runs():
            pipeline = model.pipeline
            for request in pipeline.requests:
                if request.live is not None:
                    parts = [pipeline.slices[number] for number in request.slices]
                    assert all(part.demo_rounds >= 1 or not part.scope for part in parts)


def test_the_contract_covers_every_variant() -> None:
    covered = {contract.variant for contract in PolicyContract.__subclasses__()}
    assert covered == {*Batching, *Definition, *Commitment, *Reporting, *Testing, *Acceptance}


@pytest.mark.parametrize("mix", MIXES, ids=mix_id)
def test_every_mix_keeps_its_books(mix: Policies) -> None:
    assert lived(mix).day == DAYS
