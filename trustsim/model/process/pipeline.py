"""The one pipeline: need, definition, commitment, build, test, acceptance, release, use.

It holds what is in it and moves it on; wherever process models differ it asks a policy.
"""

from __future__ import annotations

import math
import statistics
from collections import deque
from typing import TYPE_CHECKING

from trustsim.model.process import acceptance, batching, go_live, hands
from trustsim.model.work import Origin, Promise, Release, ReleaseStage, Request, Slice, Stage, Task
from trustsim.records.happenings import Hand
from trustsim.records.recorder import as_signed
from trustsim.vocabulary import Acceptance, RequestState, TaskKind

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel
    from trustsim.model.roles.developer import Developer
    from trustsim.model.roles.tester import Tester

FEWEST_TO_LEARN_FROM = 5  # releases; before that, plans are taken at their word


class Pipeline:
    """Requests, slices and releases, each in a list by number, and the queues between people."""

    def __init__(self, model: TrustModel) -> None:
        self.model = model
        self.requests: list[Request] = []
        self.slices: list[Slice] = []
        self.releases: list[Release] = []
        self.waiting: deque[int] = deque()
        self.build_queue: deque[int] = deque()
        self.test_queue: deque[int] = deque()
        self.ready: list[int] = []
        self.open_releases: list[int] = []
        self.counts = [0] * len(RequestState)
        self.effort_today = [0.0] * len(TaskKind)
        self._plan_ratios: deque[float] = deque(maxlen=30)
        self.usual_ratio = 1.0
        organisation, section = model.config.organisation, model.config.release
        capacity = organisation.developers * model.config.building.productivity
        self.support = section.legacy_support * capacity
        self.orphan_support = 0.0
        self.tickets = 0

    # --- requests

    def enter(self, request: Request) -> None:
        """A need arises; where it is taken is still open."""
        self.requests.append(request)
        self.counts[request.state] += 1
        self.hand_over(request, Hand.NEED, 0)

    def move(self, request: Request, state: RequestState) -> None:
        """A request enters a state; it is in exactly one."""
        self.counts[request.state] -= 1
        self.counts[state] += 1
        request.state = state

    @property
    def in_progress(self) -> int:
        """Requests begun and not yet in use."""
        counts = self.counts
        begun = counts[RequestState.DEFINING] + counts[RequestState.DEFINED]
        return begun + counts[RequestState.IN_PROGRESS] + counts[RequestState.IN_ACCEPTANCE]

    def hand_over(
        self, request: Request, hand: Hand, wrong: int, broken: int = 0, layer: int = 0, received: int | None = None
    ) -> None:
        """Record what is held by the next hand; ``received`` is the reading that it was handed, if it was."""
        if received is not None:
            self.model.gauge.passed_on(request.attributes - (wrong ^ received).bit_count(), request.attributes)
        self.model.recorder.handoffs.flat.extend(
            (request.number, request.hands, hand, layer, self.model.day, as_signed(wrong), as_signed(broken))
        )
        request.hands += 1

    def as_told(self, request: Request, told: list[float]) -> list[float]:
        """Uniforms of a hearer, with what the user left untold surely lost at the first hand."""
        untold, request.untold = request.untold, 0
        if not untold:
            return told
        return [1.0 if untold >> k & 1 else u for k, u in enumerate(told)]

    def value_share(self, request: Request, mask: int) -> float:
        """Share of a request's value that the attributes of a mask hold."""
        if mask == request.all_attributes:
            return 1.0
        return math.fsum([share for k, share in enumerate(request.shares) if mask >> k & 1])

    def spent(self, kind: TaskKind, subject: int, effort: float) -> None:
        """Account for effort of developers and testers by kind of work, and by request for developers."""
        if kind == TaskKind.BUILD:
            self.requests[self.slices[subject].request].effort_build += effort
        elif kind == TaskKind.FIX:
            part = self.slices[subject]
            request, completed = self.requests[part.request], effort * part.completing
            effort -= completed  # what was cut off by a code freeze is built now
            request.effort_build += completed
            request.effort_fix += effort
            self.effort_today[TaskKind.BUILD] += completed
        self.effort_today[kind] += effort

    # --- releases and slices

    def start_release(self, numbers: list[int], *, is_batch: bool) -> Release:
        """Requests that are defined become a release with a promise, and queue to be built."""
        policies = self.model.policies
        requests = [self.requests[number] for number in numbers]
        promise = policies.commitment.promise(self.model, requests, is_batch)
        promise.told_on = promise.made
        release = Release(len(self.releases), numbers, promise, is_batch)
        self.releases.append(release)
        self.open_releases.append(release.number)
        for request in requests:
            self._join(request, release)
        release.unbuilt = sum([len(request.slices) for request in requests])
        release.untested = len(requests)
        policies.commitment.announce(self.model, release)
        self.appointments(release)
        return release

    def _join(self, request: Request, release: Release) -> None:
        promise = release.promise
        request.release = release.number
        request.committed = promise.made
        request.promised_first = request.promised_last = promise.first
        self.move(request, RequestState.IN_PROGRESS)
        for ordinal, scope in enumerate(self.model.policies.batching.cut(self.model, request)):
            effort = request.attribute_effort * scope.bit_count() + self._meetings(request, ordinal)
            part = Slice(len(self.slices), request.number, ordinal, scope, effort)
            self.slices.append(part)
            request.slices.append(part.number)
        self.build_queue.append(request.slices[0])

    def _meetings(self, request: Request, ordinal: int) -> float:
        """A developer's time for joint definition and visit, with the first slice, and for the demo of a slice."""
        config, demos = self.model.config, self.model.policies.names.acceptance == Acceptance.DEMO
        effort = config.handoff.meeting_effort if ordinal == 0 and request.is_joint else 0.0
        if ordinal == 0 and request.visited:
            effort += config.treatment.visit_effort
        return effort + config.acceptance.demo_effort if demos else effort

    def meetings(self, request: Request) -> float:
        """All such time that a request will take, known when it is estimated."""
        first = self._meetings(request, 0)
        others = self.model.policies.batching.parts(self.model, request) - 1
        return first + others * self._meetings(request, 1)

    def appointments(self, release: Release) -> None:
        """Note when a release is reviewed, reported on, due and frozen."""
        model, agenda, number = self.model, self.model.agenda, release.number
        agenda.note(model.day + model.config.planning.review_days, "commitment", "review_plan", number)
        agenda.note(model.day + model.config.contacts.report_days, "disclosure", "report", number)
        agenda.note(release.promise.last + 1, "disclosure", "promise_due", number)
        if release.promise.freeze is not None:
            agenda.note(release.promise.freeze + 1, "work", "code_freeze", number)

    def count(self, release: Release) -> None:
        """Count what is still to be built and to be tested of a release."""
        release.unbuilt = sum(part.stage in (Stage.QUEUED, Stage.BUILDING) for part in self.parts_of(release))
        release.untested = sum(self.requests[number].tested is None for number in release.requests)
        release.effort_left = None

    def leaves_building(self, part: Slice) -> None:
        """A slice is built, stopped or dropped: one less to build."""
        release = self.release_of(part)
        release.unbuilt -= 1
        release.effort_left = None
        if not release.unbuilt and release.stage == ReleaseStage.BUILDING:
            release.stage = ReleaseStage.TESTING

    def release_of(self, part: Slice) -> Release:
        """The release that a slice belongs to."""
        return self.releases[self.requests[part.request].release]

    def parts_of(self, release: Release) -> list[Slice]:
        """All slices of a release."""
        return [self.slices[part] for number in release.requests for part in self.requests[number].slices]

    def next_in_hand(self, developer: Developer) -> Release | None:
        """The release that a developer works on, or would take up next; None where there is none."""
        for task in developer.tasks:
            if task.kind <= TaskKind.FIX:
                return self.release_of(self.slices[task.subject])
        return self.release_of(self.slices[self.build_queue[0]]) if self.build_queue else None

    def held_up(self, task: Task, developer: Developer, effort: float) -> None:
        """Effort went into something else than building; the work that it kept waiting remembers why."""
        if task.event < 0:
            return
        release = self.release_of(self.slices[task.subject]) if task.kind == TaskKind.FIX else None
        release = release or self.next_in_hand(developer)
        if release is not None:
            release.held_up(task.kind, task.event, effort)

    # --- build

    def slice_built(self, part: Slice) -> None:
        """A slice is built: its developer goes on with the next one, and it goes to test when its batch may."""
        request = self.requests[part.request]
        self.leaves_building(part)
        self._tell_overrun(request, part)
        later = [n for n in request.slices[part.ordinal + 1 :] if self.slices[n].stage == Stage.QUEUED]
        if later:
            self.model.developers[part.developer].begin(self.slices[later[0]])
        else:
            self._all_built(request)
        self.hand_over(request, Hand.BUILT, request.wrong, request.broken)
        batching.built(self.model, part)

    def _tell_overrun(self, request: Request, part: Slice) -> None:
        """What took more than was estimated held the release up; what took less made up for it."""
        planned = (request.estimate or 0.0) * part.scope.bit_count() / max(request.scope.bit_count(), 1)
        release = self.release_of(part)
        release.held_up(TaskKind.BUILD, release.estimated_by, part.effort - planned)

    def _all_built(self, request: Request) -> None:
        if request.built_day is None:
            self.model.intake.built(request)
        request.built_day = self.model.day

    def to_test(self, part: Slice) -> None:
        """A slice queues for a tester."""
        part.stage = Stage.TESTING
        self.test_queue.append(part.number)

    def send_to_test(self, release: Release) -> None:
        """All that is built of a release queues for testers."""
        release.stage = ReleaseStage.TESTING
        for part in self.parts_of(release):
            if part.stage == Stage.BUILT:
                self.to_test(part)

    def freeze(self, release: Release) -> int:
        """Code freeze: what is unfinished goes to test as broken; return how many requests that concerns."""
        unfinished = set()
        for part in self.parts_of(release):
            if part.stage in (Stage.QUEUED, Stage.BUILDING):
                unfinished.add(part.request)
                self._stop_building(part)
        self.send_to_test(release)
        return len(unfinished)

    def _stop_building(self, part: Slice) -> None:
        request = self.requests[part.request]
        finished = 0
        if part.stage == Stage.BUILDING:
            developer = self.model.developers[part.developer]
            task = next(t for t in developer.tasks if t.kind == TaskKind.BUILD and t.subject == part.number)
            developer.tasks.remove(task)
            finished = _first_bits(part.scope, task.spent / part.effort)
        else:
            if part.number in self.build_queue:
                self.build_queue.remove(part.number)
            part.developer = hands.someone_for(self.model, request).number
            if not request.is_read:
                self.model.developers[part.developer].read_specification(request)
        self.model.developers[part.developer].put_together(part, finished)
        self._all_built(request)
        self.hand_over(request, Hand.BUILT, request.wrong, request.broken)
        part.stage = Stage.BUILT
        self.leaves_building(part)

    # --- tests and fixes

    def effort_of_test(self, part: Slice) -> float:
        """Person-days that the next test of a slice takes a tester."""
        test = self.model.config.test
        effort = part.effort * test.effort_share
        if part.test_rounds:
            return effort * test.retest_share
        is_joint = part.ordinal == 0 and self.requests[part.request].is_joint
        return effort + self.model.config.handoff.meeting_effort if is_joint else effort

    def slice_tested(self, part: Slice, tester: Tester) -> None:
        """A tester is through with a slice."""
        part.tester = tester.number
        self.model.policies.testing.judge(self.model, part, tester)

    def slice_fixed(self, part: Slice) -> None:
        """A fixed slice goes to whoever looks at it next."""
        if part.origin == Origin.UAT:
            part.stage = Stage.DONE
            acceptance.fix_pushed(self.model, self.release_of(part))
        else:
            self.to_test(part)

    def slice_done(self, part: Slice) -> None:
        """A slice has passed; when all of its release have, the release goes on."""
        part.stage = Stage.DONE
        patience = self.model.config.test.patience
        used = max(part.test_rounds, part.review_rounds)
        self.model.gauge.passed_tests(patience - used if used < patience else 0, patience)
        request = self.requests[part.request]
        if any(self.slices[number].stage != Stage.DONE for number in request.slices):
            return
        request.tested = self.model.day
        self.hand_over(request, Hand.FIXED, request.wrong, request.broken)
        release = self.releases[request.release]
        release.untested -= 1
        if not release.untested:
            self.model.policies.acceptance.release_tested(self.model, release)

    # --- acceptance and release

    def accept(self, release: Release) -> None:
        """A release is accepted and goes live today, or tomorrow if today's releases are out."""
        release.stage = ReleaseStage.READY
        for number in release.requests:
            self.requests[number].accepted = self.model.day
        self.ready.append(release.number)

    def go_live(self) -> None:
        """What is accepted is put into use."""
        ready, self.ready = self.ready, []
        for number in ready:
            release = self.releases[number]
            release.stage = ReleaseStage.LIVE
            self.open_releases.remove(number)
            self._learn_from(release.promise)
            go_live.put_into_use(self.model, release)

    def asks_less_support(self, request: Request) -> None:
        """A fault in use was mended."""
        saved = go_live.support(self.model, request, 1) - go_live.support(self.model, request, 0)
        self.support = max(0.0, self.support - saved)

    def _learn_from(self, promise: Promise) -> None:
        """How long work has usually taken against its plan: the median over what went live last."""
        self._plan_ratios.append((self.model.day - promise.made) / max(promise.planned_days, 1.0))
        if len(self._plan_ratios) >= FEWEST_TO_LEARN_FROM:
            self.usual_ratio = statistics.median(self._plan_ratios)


def _first_bits(mask: int, share: float) -> int:
    """The lowest bits of a mask, as many as ``share`` of them rounded down."""
    wanted = int(mask.bit_count() * share + 1e-9)
    out = 0
    for _ in range(wanted):
        lowest = mask & -mask
        out |= lowest
        mask &= ~lowest
    return out
