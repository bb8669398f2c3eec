"""Developers read specifications their own way, build, and fix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trustsim.draws import Purpose
from trustsim.model.process import fixing
from trustsim.model.roles.staff import Staff
from trustsim.model.work import Origin, Slice, Stage, Task
from trustsim.records.happenings import Actor, Experience, Hand, Happening
from trustsim.rules.handoff import chosen, pass_on, read
from trustsim.vocabulary import Function, TaskKind

if TYPE_CHECKING:
    from trustsim.model.work import Request


class Developer(Staff):
    """Pulls one item at a time; fixes, faults, incidents and edicts come ahead of building, in that order.

    Whoever was laid off is not ``present`` any more, and keeps the number.
    """

    present = True

    def loses(self, effort: float) -> None:
        """Switching between tasks cost part of the day."""
        self.model.capacity.today.switching += effort

    def idles(self, effort: float) -> None:
        """Part of the day was left without work."""
        self.model.capacity.today.idle += effort

    def explain(self, task: Task, effort: float) -> None:
        """What was asked for kept other work waiting."""
        self.model.pipeline.held_up(task, self, effort)

    def take_up(self) -> None:
        """Pull the next slice from the queue and begin it."""
        pipeline = self.model.pipeline
        if pipeline.build_queue:
            self.begin(pipeline.slices[pipeline.build_queue.popleft()])

    def begin(self, part: Slice) -> None:
        """Begin to build a slice; before the first one, read the specification."""
        model = self.model
        request = model.pipeline.requests[part.request]
        part.stage, part.developer = Stage.BUILDING, self.number
        if not request.is_read:
            self.read_specification(request)
        if request.build_began is None:
            request.build_began = model.day
            model.gauge.work_began(request)
        self.tasks.append(Task(TaskKind.BUILD, part.number, part.effort))

    def read_specification(self, request: Request) -> None:
        """Form a reading of what was written: some of it lost, some ambiguous."""
        model, k = self.model, request.attributes
        handoff = model.config.handoff
        u = model.draws.block(Purpose.DEVELOPER_HEARS, request.entity, 0, 3 * k)
        knows = model.knowledge.of(Function.DEVELOPER, request.unit)
        request.developer_wrong = read(
            request.spec_wrong, u[:k], handoff.survival, u[k : 2 * k], handoff.ambiguity, u[2 * k :], knows
        )
        request.is_read = True
        model.pipeline.hand_over(request, Hand.DEVELOPER, request.developer_wrong, received=request.spec_wrong)

    def finish(self, task: Task) -> None:
        """Hand on what was built or fixed."""
        pipeline = self.model.pipeline
        if task.kind == TaskKind.BUILD:
            self.build(pipeline.slices[task.subject])
        elif task.kind == TaskKind.FIX:
            self.fix(pipeline.slices[task.subject])
        elif task.kind == TaskKind.PRODUCTION_FIX:
            self.fix_in_production(pipeline.requests[task.subject], task.event)
        elif task.kind == TaskKind.EDICT:
            self.model.edicts.done(task, self)
        elif task.kind == TaskKind.IMPROVEMENT:
            self.model.partnering.improved(task.subject)

    def build(self, part: Slice) -> None:
        """A slice is built as it was read, with defects."""
        self.put_together(part, part.scope)
        self.model.pipeline.slice_built(part)

    def put_together(self, part: Slice, finished: int) -> None:
        """What of a slice is ``finished`` holds defects; the rest of it goes on as broken."""
        model = self.model
        request = model.pipeline.requests[part.request]
        if request.flaws is None:
            u = model.draws.block(Purpose.BUILD, request.entity, 0, request.attributes)
            request.flaws = chosen(u, model.config.building.defect_rate, request.all_attributes)
        missing = part.scope & ~finished
        request.built |= part.scope
        request.wrong |= request.developer_wrong & part.scope
        request.broken |= (request.flaws & finished) | missing
        request.unbuilt |= missing

    def fix(self, part: Slice) -> None:
        """Mend what was found, rebuild what was conceded, redo what the user asked for."""
        model = self.model
        request = model.pipeline.requests[part.request]
        touched = part.touched = part.found | part.rebuilt | part.redone
        self._take_corrections(request, part)
        bad = self._leave_defects(request, part, touched)
        self._tell_of_fixes(request, part, touched)
        if bad & part.found:
            model.relations.craft_feels(Actor.TESTERS, Actor.DEVELOPERS, Experience.BAD_FIX, 0.0, request.number)
        part.found = part.rebuilt = part.redone = 0
        model.pipeline.slice_fixed(part)

    def _take_corrections(self, request: Request, part: Slice) -> None:
        """Take over the reading of whoever insisted: tester or product manager as written, users by word."""
        model, k = self.model, request.attributes
        reading = request.tester_wrong if part.origin == Origin.TEST else request.manager_wrong
        request.wrong = (request.wrong & ~part.rebuilt) | (reading & part.rebuilt)
        if part.redone:
            u = model.draws.block(Purpose.CHANGE, request.entity, fixing.index(model, part), 2 * k)
            knows = model.knowledge.of(Function.DEVELOPER, request.unit)
            redone = part.redone
            heard = pass_on(request.wrong & ~redone, u[:k], model.config.handoff.survival, u[k:], knows, redone)
            request.wrong = heard
            request.take_reading(heard, redone)

    def _leave_defects(self, request: Request, part: Slice, touched: int) -> int:
        """A fix mends what it touches, and now and then breaks it anew; return what it broke."""
        model = self.model
        u = model.draws.block(Purpose.FIX, request.entity, fixing.index(model, part), request.attributes)
        bad = chosen(u, model.config.building.bad_fix, touched)
        request.broken = (request.broken & ~touched) | bad
        request.unbuilt &= ~touched
        return bad

    def _tell_of_fixes(self, request: Request, part: Slice, touched: int) -> None:
        what = {
            Origin.TEST: Happening.FIXED,
            Origin.REVIEW: Happening.REFIXED,
            Origin.DEMO: Happening.FIXED,
            Origin.UAT: Happening.UAT_FIX_PUSHED,
        }[part.origin]
        self.model.log.request(
            what, request.number, Actor.DEVELOPER, self.number, touched.bit_count(), cause=part.asked_by
        )

    def fix_in_production(self, request: Request, fault: int) -> None:
        """Mend one broken attribute in use; the lowest bit that is left."""
        request.faults &= request.faults - 1
        self.model.pipeline.asks_less_support(request)
        self.model.log.request(Happening.PRODUCTION_FIX, request.number, Actor.DEVELOPER, self.number, cause=fault)
