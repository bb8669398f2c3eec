"""Testing: which reading a build is held to, and the ping-pong over what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from trustsim.draws import Purpose
from trustsim.model.log import NO_EVENT
from trustsim.model.process import fixing
from trustsim.model.work import Origin, Request, Slice, Stage
from trustsim.records.happenings import Actor, Experience, Happening
from trustsim.rules.dispute import concession
from trustsim.rules.handoff import chosen

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel
    from trustsim.model.roles.tester import Tester


class TestingPolicy(Protocol):
    """How a tested slice is judged, and who looks at it when it has passed."""

    def judge(self, model: TrustModel, part: Slice, tester: Tester) -> None:
        """A tester is through with a slice: tickets, fixes, or it passes."""

    def review(self, model: TrustModel, part: Slice) -> None:
        """A product manager looks at what testers passed."""


class Settlement(NamedTuple):
    """What one round settles of what is disputed, as masks: rebuilt by developers, left as built."""

    rebuilt: int
    left: int


NOTHING_SETTLED = Settlement(0, 0)


def settle(model: TrustModel, disputed: int, rounds: int, ours: list[float], theirs: list[float]) -> Settlement:
    """One round of ping-pong: each side concedes an attribute with a chance that rises as energy falls.

    ``ours`` are the developer's uniforms, ``theirs`` those of the other side; where both would
    concede, the lower uniform does.
    """
    test = model.config.test
    energy = test.patience if test.constant_concession else test.patience - rounds
    chance = concession(test.first_concession, energy, test.patience)
    if rounds + 1 >= test.patience:
        chance = 1.0
    developers = chosen(ours, chance, disputed)
    others = chosen(theirs, chance, disputed)
    both = developers & others
    ours_lower = sum(1 << k for k in range(len(ours)) if both >> k & 1 and ours[k] <= theirs[k]) if both else 0
    rebuilt = (developers & ~others) | ours_lower
    return Settlement(rebuilt, (developers | others) & ~rebuilt)


class SharedReading:
    """Testers hold a build to the reading that developers hold."""

    def judge(self, model: TrustModel, part: Slice, tester: Tester) -> None:
        """Only what is broken is a ticket."""
        request = model.pipeline.requests[part.request]
        if not request.is_read_by_tester:
            request.tester_wrong, request.is_read_by_tester = request.developer_wrong, True
        found = _find(model, request, part, tester)
        part.disputed = 0
        if found:
            fixing.send_back(model, part, Origin.TEST)
        else:
            self.passed(model, part)

    def passed(self, model: TrustModel, part: Slice) -> None:
        """What passed the tests goes to acceptance."""
        _tell_passed(model, part, Actor.TESTERS, 0)
        model.policies.acceptance.slice_passed(model, part)

    def review(self, model: TrustModel, part: Slice) -> None:
        """A review that was due before the policy changed: it passes."""
        self.passed(model, part)


class OwnReading:
    """Testers hold a build to their own reading; product managers re-open what testers passed."""

    def judge(self, model: TrustModel, part: Slice, tester: Tester) -> None:
        """What is broken is a ticket, and so is what differs from the tester's reading."""
        request = model.pipeline.requests[part.request]
        if not request.is_read_by_tester:
            tester.read_specification(request)
        found = _find(model, request, part, tester)
        disputed = (request.wrong ^ request.tester_wrong) & part.scope & ~part.settled_with_tester & ~request.broken
        settled = self._argue(model, request, part, disputed, tester)
        part.rebuilt = settled.rebuilt
        if found or settled.rebuilt:
            fixing.send_back(model, part, Origin.TEST)
        elif disputed & ~settled.left:
            model.agenda.note(model.day + 1, "tests", "test_again", part.number)
        else:
            _tell_passed(model, part, Actor.TESTERS, tester.number)
            self._to_manager(model, part)

    def _argue(self, model: TrustModel, request: Request, part: Slice, disputed: int, tester: Tester) -> Settlement:
        if not disputed:
            return NOTHING_SETTLED
        k = request.attributes
        u = model.draws.block(Purpose.TEST_ROUND, request.entity, part.test_rounds - 1, 3 * k)
        settled = settle(model, disputed, part.test_rounds - 1, u[k : 2 * k], u[2 * k :])
        _file(model, request, part, disputed & ~part.disputed, tester)
        part.disputed |= disputed
        part.settled_with_tester |= settled.left | settled.rebuilt
        _tell_relented(model, request, settled, part.test_rounds, Actor.TESTERS)
        return settled

    def _to_manager(self, model: TrustModel, part: Slice) -> None:
        part.stage = Stage.REVIEW
        part.disputed = 0 if part.review_rounds == 0 else part.disputed
        model.agenda.note(model.day + 1, "tests", "review", part.number)

    def review(self, model: TrustModel, part: Slice) -> None:
        """The product manager re-opens what differs from the own reading, perhaps a new one."""
        request = model.pipeline.requests[part.request]
        new = model.manager(request.unit).form_new_ideas(request, part)
        part.settled_with_manager &= ~new
        disputed = (request.wrong ^ request.manager_wrong) & part.scope & ~part.settled_with_manager & ~request.broken
        settled = self._argue_with_manager(model, request, part, disputed, new)
        if settled.rebuilt:
            part.rebuilt = settled.rebuilt
            fixing.send_back(model, part, Origin.REVIEW)
        elif disputed & ~settled.left:
            model.agenda.note(model.day + 1, "tests", "review", part.number)
        else:
            model.log.request(Happening.TESTS_PASSED, request.number, Actor.PRODUCT_MANAGERS, 0, part.review_rounds)
            model.policies.acceptance.slice_passed(model, part)

    def _argue_with_manager(
        self, model: TrustModel, request: Request, part: Slice, disputed: int, new: int
    ) -> Settlement:
        rounds = part.review_rounds
        part.review_rounds += 1
        request.rounds += 1
        if not disputed:
            return NOTHING_SETTLED
        k = request.attributes
        u = model.draws.block(Purpose.REVIEW_DISPUTE, request.entity, rounds, 2 * k)
        settled = settle(model, disputed, rounds, u[:k], u[k:])
        if disputed & ~part.disputed:
            part.asked_by = self._tell_reopened(model, request, disputed & ~part.disputed, new & disputed)
        part.disputed |= disputed
        part.settled_with_manager |= settled.left | settled.rebuilt
        # What the product manager has ruled on, testers leave alone.
        part.settled_with_tester |= disputed
        _tell_relented(model, request, settled, part.review_rounds, Actor.PRODUCT_MANAGERS)
        return settled

    def _tell_reopened(self, model: TrustModel, request: Request, reopened: int, new: int) -> int:
        count = reopened.bit_count()
        request.tickets += count
        model.pipeline.tickets += count
        model.gauge.reopened += count
        manager = model.manager(request.unit).number
        ideas = new.bit_count()
        event = model.log.request(
            Happening.REOPENED, request.number, Actor.PRODUCT_MANAGER, manager, count, ideas, cause=request.blamed
        )
        feels = model.relations.craft_feels
        feels(Actor.TESTERS, Actor.PRODUCT_MANAGERS, Experience.REOPENING, 0.0, request.number)
        feels(Actor.DEVELOPERS, Actor.PRODUCT_MANAGERS, Experience.REOPENING, 0.0, request.number)
        return event


def _find(model: TrustModel, request: Request, part: Slice, tester: Tester) -> int:
    """A round of tests; return the mask of what is found broken."""
    found = tester.look_for_faults(request, part)
    part.test_rounds += 1
    request.rounds += 1
    if found:
        part.found = found
        _file(model, request, part, found, tester)
        model.relations.craft_feels(Actor.TESTERS, Actor.DEVELOPERS, Experience.TICKET, 0.0, request.number)
    return found


def _file(model: TrustModel, request: Request, part: Slice, tickets: int, tester: Tester) -> None:
    count = tickets.bit_count()
    if not count:
        return
    request.tickets += count
    model.pipeline.tickets += count
    disputed = (tickets & ~part.found).bit_count()
    cause = request.blamed if 2 * disputed > count else NO_EVENT  # else most of it is a defect, and chance
    part.asked_by = model.log.request(
        Happening.TICKETS_FILED, request.number, Actor.TESTER, tester.number, count, disputed, cause=cause
    )


def _tell_passed(model: TrustModel, part: Slice, who: Actor, number: int) -> None:
    request = part.request
    model.log.request(Happening.TESTS_PASSED, request, who, number, part.test_rounds)
    if part.test_rounds == 1:
        model.relations.craft_feels(Actor.TESTERS, Actor.DEVELOPERS, Experience.PASSED, 1.0, request)


def _tell_relented(model: TrustModel, request: Request, settled: Settlement, rounds: int, other: Actor) -> None:
    count = (settled.rebuilt | settled.left).bit_count()
    if not count:
        return
    model.log.request(Happening.RELENTED, request.number, Actor.IT, 0, count, rounds)
    feels = model.relations.craft_feels
    if settled.rebuilt:
        feels(other, Actor.DEVELOPERS, Experience.CONCESSION, 1.0, request.number)
    if settled.left:
        feels(Actor.DEVELOPERS, other, Experience.CONCESSION, 1.0, request.number)
