"""Testers look for what is broken and dispute what differs from the reading they hold it to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trustsim.draws import Purpose
from trustsim.model.roles.staff import Staff
from trustsim.model.work import Slice, Task
from trustsim.records.happenings import Hand
from trustsim.rules.handoff import chosen, read
from trustsim.vocabulary import Function, TaskKind

if TYPE_CHECKING:
    from trustsim.model.work import Request


class Tester(Staff):
    """Takes one slice at a time from the queue of what is to be tested."""

    def take_up(self) -> None:
        """Take the next slice to be tested."""
        pipeline = self.model.pipeline
        if pipeline.test_queue:
            part = pipeline.slices[pipeline.test_queue.popleft()]
            self.tasks.append(Task(TaskKind.TEST, part.number, pipeline.effort_of_test(part)))

    def finish(self, task: Task) -> None:
        """Say what was found."""
        self.model.pipeline.slice_tested(self.model.pipeline.slices[task.subject], self)

    def read_specification(self, request: Request) -> None:
        """Form an own reading of what was written."""
        model, k = self.model, request.attributes
        handoff = model.config.handoff
        u = model.draws.block(Purpose.TESTER_HEARS, request.entity, 0, 3 * k)
        knows = model.knowledge.of(Function.TESTER, request.unit)
        request.tester_wrong = read(
            request.spec_wrong, u[:k], handoff.survival, u[k : 2 * k], handoff.ambiguity, u[2 * k :], knows
        )
        request.is_read_by_tester = True
        model.pipeline.hand_over(request, Hand.TESTER, request.tester_wrong, received=request.spec_wrong)

    def look_for_faults(self, request: Request, part: Slice) -> int:
        """The mask of broken attributes that this round of tests finds.

        What was just fixed is looked at in full; of the rest, a later round tests only a share.
        """
        test = self.model.config.test
        broken = request.broken & part.scope
        if not broken:
            return 0  # draws have addresses: one that decides nothing need not be made
        u = self.model.draws.block(Purpose.TEST_ROUND, request.entity, part.test_rounds, request.attributes)
        if part.test_rounds == 0:
            return chosen(u, test.detection, broken)
        fixed = chosen(u, test.detection, broken & part.touched)
        return fixed | chosen(u, test.detection * test.retest_share, broken & ~part.touched)
