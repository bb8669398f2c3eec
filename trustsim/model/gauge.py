"""Measures of a day: state as it is, and means over what went live in the last quarter."""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from trustsim.model.work import Request
from trustsim.vocabulary import DAYS_PER_MONTH, RequestState, TaskKind

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel

WINDOW_DAYS = 3 * DAYS_PER_MONTH

Row = dict[str, float | int | None]


class Arrival(NamedTuple):
    """What is measured of a request that went live."""

    day: int
    lead_time: int
    slip: int
    spent: float
    promised: float
    need_fit: float
    outcome: float


class Gauge:
    """Watches one model; it changes nothing."""

    def __init__(self, model: TrustModel) -> None:
        self.model = model
        self.recent: deque[Arrival] = deque()
        self.recent_effort: deque[tuple[float, float]] = deque(maxlen=WINDOW_DAYS)
        self.delivered_count = 0
        self.value = 0.0
        self._tickets_before = 0
        self._means: tuple[float | None, ...] = (None,) * 5
        self._stale = False

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
        arrival = Arrival(
            day, day - request.arose, day - request.promised_first, spent, request.estimate,
            request.need_fit, request.outcome,
        )  # fmt: skip
        self.recent.append(arrival)
        self._stale = True
        self.delivered_count += 1
        self.value += request.value_got

    def trust(self) -> Row:
        """The measures of trust as they are now."""
        relations, trust = self.model.relations, self.model.trust
        dimensions = trust.expectations(relations.user_in_it[0], len(relations.user_in_it))
        weights = trust.weights
        each = [weights[0] * a + weights[1] * b + weights[2] * i for a, b, i in zip(*dimensions, strict=True)]
        count = len(each)
        mean = math.fsum(each) / count
        return {
            "trust": mean,
            "trust_spread": math.sqrt(math.fsum((value - mean) * (value - mean) for value in each) / count),
            "trust_ability": math.fsum(dimensions[0]) / count,
            "trust_benevolence": math.fsum(dimensions[1]) / count,
            "trust_integrity": math.fsum(dimensions[2]) / count,
            "trust_it_in_business": _mean([trust.overall(bond) for bond in relations.it_in_business]),
            "trust_crafts": _mean([trust.overall(bond) for bond in relations.crafts.values()]),
        }

    def end_of_day(self) -> None:
        """Record the day; days of the warm-up are not recorded, only what outlasts them."""
        model, effort = self.model, self.model.pipeline.effort_today
        fixes = effort[TaskKind.FIX] + effort[TaskKind.PRODUCTION_FIX]
        self.recent_effort.append((effort[TaskKind.BUILD], fixes))
        if not model.warming_up:
            row: Row = {"day": model.day}
            row.update(self.trust())
            row.update(self._recently())
            row.update(self._work(effort[TaskKind.BUILD], fixes, effort[TaskKind.INCIDENT]))
            model.recorder.daily.append(row)
            if model.day % DAYS_PER_MONTH == 0:
                model.trust.settle()
        for kind in TaskKind:
            effort[kind] = 0.0
        model.recorder.pack()

    def _recently(self) -> Row:
        """Means over the last quarter; missing where nothing went live in it."""
        recent = self.recent
        while recent and recent[0].day <= self.model.day - WINDOW_DAYS:
            recent.popleft()
            self._stale = True
        if self._stale:
            self._stale = False
            self._means = self._new_means()
        satisfaction, fit, lead, slip, overrun = self._means
        build = math.fsum(part[0] for part in self.recent_effort)
        fixes = math.fsum(part[1] for part in self.recent_effort)
        return {
            "satisfaction": satisfaction,
            "need_fit": fit,
            "lead_time": lead,
            "promise_slip": slip,
            "effort_overrun": overrun,
            "rework_share": fixes / (build + fixes) if build + fixes > 0.0 else None,
        }

    def _new_means(self) -> tuple[float | None, ...]:
        recent = self.recent
        if not recent:
            return (None,) * 5
        promised = math.fsum(arrival.promised for arrival in recent)
        return (
            _mean([arrival.outcome for arrival in recent]),
            _mean([arrival.need_fit for arrival in recent]),
            sum(arrival.lead_time for arrival in recent) / len(recent),
            sum(arrival.slip for arrival in recent) / len(recent),
            math.fsum(arrival.spent for arrival in recent) / promised - 1.0 if promised > 0.0 else None,
        )

    def _work(self, build: float, fixes: float, incidents: float) -> Row:
        model, counts = self.model, self.model.pipeline.counts
        waiting = counts[RequestState.WAITING]
        defining = counts[RequestState.DEFINING] + counts[RequestState.DEFINED]
        building, accepting = counts[RequestState.IN_PROGRESS], counts[RequestState.IN_ACCEPTANCE]
        staff = [*model.developers, *model.testers]
        return {
            "motivation": _mean([person.motivation for person in staff]),
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


def _mean(values: list[float]) -> float:
    """Summed exactly, so that the result does not depend on the order."""
    return math.fsum(values) / len(values)
