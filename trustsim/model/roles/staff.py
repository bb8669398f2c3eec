"""What developers and testers have in common: a working day, tasks in hand and motivation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from trustsim.model.work import Task
from trustsim.rules.effort import output
from trustsim.rules.experience import mood
from trustsim.vocabulary import TaskKind

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel

ALMOST_NOTHING = 1e-9  # person-days; below this a task is done


class Staff(mesa.Agent):  # type: ignore[misc]
    """One who works on tasks, the most urgent first, and can be in good or bad spirits."""

    model: TrustModel

    def __init__(self, model: TrustModel, number: int) -> None:
        super().__init__(model)
        self.number = number
        self.motivation = model.config.motivation.start
        self.tasks: list[Task] = []
        self.output = self._output_now()

    def starts_afresh(self) -> None:
        """Somebody else sits here now."""
        self.motivation = self.model.config.motivation.start
        self.output = self._output_now()

    def _output_now(self) -> float:
        building = self.model.config.building
        return output(building.productivity, building.motivation_effect, self.motivation)

    def feel(self, experience: float) -> None:
        """Thanks (1) or blame (0) moves motivation."""
        if not self.model.warming_up:
            self.motivation = mood(self.motivation, self.model.config.motivation.gain, experience)
            self.output = self._output_now()

    def work(self, share: float) -> None:
        """Spend one day, of which ``share`` is free for tasks, on the most urgent first."""
        day, tasks = self.output * share, self.tasks
        if len(tasks) > 1:
            lost = day * self.model.config.building.switching_loss
            day -= lost
            self.loses(lost)
        pipeline = self.model.pipeline
        while day > ALMOST_NOTHING:
            if not tasks:
                self.take_up()
                if not tasks:
                    break
            task = tasks[0] if len(tasks) == 1 else max(tasks, key=_urgency)
            spent = day if day < task.left else task.left
            day -= spent
            task.left -= spent
            task.spent += spent
            pipeline.spent(task.kind, task.subject, spent)
            if task.event >= 0:
                self.explain(task, spent)
            if task.left <= ALMOST_NOTHING:
                tasks.remove(task)
                self.finish(task)
        self.idles(day)

    def loses(self, effort: float) -> None:
        """Person-days of the day are lost by switching between tasks; nobody counts a tester's."""

    def idles(self, effort: float) -> None:
        """Person-days of the day are left without work."""

    def explain(self, task: Task, effort: float) -> None:
        """Person-days went into something that an event in the log asked for."""

    def take_up(self) -> None:
        """Take a task from the common queue, if there is one."""
        raise NotImplementedError

    def finish(self, task: Task) -> None:
        """Pass on what is done."""
        raise NotImplementedError


URGENCY = {
    TaskKind.IMPROVEMENT: 0,
    TaskKind.TEST: 1,
    TaskKind.BUILD: 2,
    TaskKind.FIX: 3,
    TaskKind.PRODUCTION_FIX: 4,
    TaskKind.INCIDENT: 5,
    TaskKind.EDICT: 6,
}


def _urgency(task: Task) -> int:
    return URGENCY[task.kind]
