"""Measures of a day: state as it is, and means over what went live in the last quarter."""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING

from trustsim.model.trust import Floats
from trustsim.model.work import Request
from trustsim.vocabulary import DAYS_PER_MONTH, RequestState, TaskKind

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel

WINDOW_DAYS = 3 * DAYS_PER_MONTH

Row = dict[str, float | int | None]


class Recent:
    """What went live in the last quarter, a queue for each figure."""

    FIGURES = ("outcome", "need_fit", "lead_time", "slip", "spent", "promised")

    def __init__(self) -> None:
        self.days: deque[int] = deque()
        self.queues: dict[str, deque[float]] = {name: deque() for name in self.FIGURES}
        self._means: Row = {}
        self._stale = True

    def add(self, day: int, figures: tuple[float, ...]) -> None:
        """One request went live, with a figure for each name in ``FIGURES``."""
        self.days.append(day)
        for queue, value in zip(self.queues.values(), figures, strict=True):
            queue.append(value)
        self._stale = True

    def means(self, since: int) -> Row:
        """Means over what went live after day ``since``; missing where nothing did."""
        while self.days and self.days[0] <= since:
            self.days.popleft()
            for queue in self.queues.values():
                queue.popleft()
            self._stale = True
        if self._stale:
            self._stale = False
            self._means = self._new_means()
        return self._means

    def _new_means(self) -> Row:
        count = len(self.days)
        if not count:
            return dict.fromkeys(("satisfaction", "need_fit", "lead_time", "promise_slip", "effort_overrun"))
        sums = {name: math.fsum(queue) for name, queue in self.queues.items()}
        return {
            "satisfaction": sums["outcome"] / count,
            "need_fit": sums["need_fit"] / count,
            "lead_time": sums["lead_time"] / count,
            "promise_slip": sums["slip"] / count,
            "effort_overrun": sums["spent"] / sums["promised"] - 1.0 if sums["promised"] > 0.0 else None,
        }


class Gauge:
    """Watches one model; it changes nothing."""

    def __init__(self, model: TrustModel) -> None:
        self.model = model
        self.recent = Recent()
        self.recent_build: deque[float] = deque(maxlen=WINDOW_DAYS)
        self.recent_fixes: deque[float] = deque(maxlen=WINDOW_DAYS)
        self.delivered_count = 0
        self.value = 0.0
        self._tickets_before = 0

    def begin(self) -> None:
        """Day 1 comes next: cumulative measures count from here."""
        self.delivered_count, self.value = 0, 0.0
        self._tickets_before = self.model.pipeline.tickets

    def delivered(self, request: Request) -> None:
        """A request went live."""
        # What went live was promised, estimated and judged.
        assert request.promised_first is not None
        assert request.estimate is not None
        assert request.need_fit is not None
        assert request.outcome is not None
        assert request.value_got is not None
        day = self.model.day
        spent = request.effort_build + request.effort_fix
        times = (day - request.arose, day - request.promised_first)
        self.recent.add(day, (request.outcome, request.need_fit, *times, spent, request.estimate))
        self.delivered_count += 1
        self.value += request.value_got

    def trust(self) -> Row:
        """The measures of trust as they are now."""
        relations = self.model.relations
        ability, benevolence, integrity, overall = self.model.trust.expectations()
        users, units, crafts = relations.users, relations.units, relations.craft_bonds
        mean = _mean(overall[users])
        spread = overall[users] - mean
        return {
            "trust": mean,
            "trust_spread": math.sqrt(_mean(spread * spread)),
            "trust_ability": _mean(ability[users]),
            "trust_benevolence": _mean(benevolence[users]),
            "trust_integrity": _mean(integrity[users]),
            "trust_it_in_business": _mean(overall[units]),
            "trust_crafts": _mean(overall[crafts]),
        }

    def end_of_day(self) -> None:
        """Record the day; days of the warm-up are not recorded, only what outlasts them."""
        model, effort = self.model, self.model.pipeline.effort_today
        build, fixes = effort[TaskKind.BUILD], effort[TaskKind.FIX] + effort[TaskKind.PRODUCTION_FIX]
        self.recent_build.append(build)
        self.recent_fixes.append(fixes)
        if not model.warming_up:
            row: Row = {"day": model.day}
            row.update(self.trust())
            row.update(self.recent.means(model.day - WINDOW_DAYS))
            row["rework_share"] = self._rework_share()
            row.update(self._work(build, fixes, effort[TaskKind.INCIDENT]))
            model.recorder.daily.append(row)
            if model.day % DAYS_PER_MONTH == 0:
                model.trust.settle()
        model.pipeline.effort_today = [0.0] * len(TaskKind)
        model.recorder.pack()

    def _rework_share(self) -> float | None:
        build, fixes = math.fsum(self.recent_build), math.fsum(self.recent_fixes)
        return fixes / (build + fixes) if build + fixes > 0.0 else None

    def _work(self, build: float, fixes: float, incidents: float) -> Row:
        model, counts = self.model, self.model.pipeline.counts
        waiting = counts[RequestState.WAITING]
        defining = counts[RequestState.DEFINING] + counts[RequestState.DEFINED]
        building, accepting = counts[RequestState.IN_PROGRESS], counts[RequestState.IN_ACCEPTANCE]
        staff = [*model.developers, *model.testers]
        return {
            "motivation": math.fsum([person.motivation for person in staff]) / len(staff),
            "work_in_progress": waiting + defining + building + accepting,
            "waiting": waiting,
            "defining": defining,
            "building": building,
            "accepting": accepting,
            "arrived": len(model.pipeline.requests) - model.live_before_start,
            "delivered": self.delivered_count,
            "value_delivered": self.value,
            "tickets": model.pipeline.tickets - self._tickets_before,
            "support_load": model.support_share,
            "effort_build": build,
            "effort_fix": fixes,
            "effort_incident": incidents,
        }


def _mean(values: Floats) -> float:
    """Summed exactly, so that neither the order nor the machine matters."""
    return math.fsum(values.tolist()) / len(values)
