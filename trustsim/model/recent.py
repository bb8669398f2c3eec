"""Means over the last quarter, kept up to date day by day."""

from __future__ import annotations

import math
from collections import deque

from trustsim.vocabulary import DAYS_PER_MONTH

WINDOW_DAYS = 3 * DAYS_PER_MONTH

Row = dict[str, float | int | None]


class Recent:
    """What happened in the last quarter, a queue for each figure; a figure may be missing now and then."""

    def __init__(self, *figures: str) -> None:
        self.days: deque[int] = deque()
        self.queues: dict[str, deque[float | None]] = {name: deque() for name in figures}
        self._means: Row = dict.fromkeys(figures)
        self._sums: dict[str, float] = dict.fromkeys(figures, 0.0)
        self._stale = False

    def add(self, day: int, *figures: float | None) -> None:
        """Something happened, with one figure for each name."""
        self.days.append(day)
        for queue, value in zip(self.queues.values(), figures, strict=True):
            queue.append(value)
        self._stale = True

    def means(self, since: int) -> Row:
        """Means over what happened after day ``since``; missing where nothing did."""
        while self.days and self.days[0] <= since:
            self.days.popleft()
            for queue in self.queues.values():
                queue.popleft()
            self._stale = True
        if self._stale:
            self._stale = False
            self._work_out()
        return self._means

    def sums(self) -> dict[str, float]:
        """Sums, as of the last call of ``means``."""
        return self._sums

    def _work_out(self) -> None:
        for name, queue in self.queues.items():
            known = [value for value in queue if value is not None]
            self._sums[name] = math.fsum(known)
            self._means[name] = self._sums[name] / len(known) if known else None


class RecentShare:
    """A share over the last quarter: so many of so many, in whole numbers, so that nothing is lost in adding up."""

    def __init__(self) -> None:
        self._part = self._whole = 0
        self._parts_today = self._whole_today = 0
        self._days: deque[tuple[int, int]] = deque()

    def add(self, part: int, whole: int) -> None:
        """So many more of so many, today."""
        self._parts_today += part
        self._whole_today += whole

    def end_day(self) -> float | None:
        """Close the day; return the share over the last quarter, missing where there was nothing."""
        self._days.append((self._parts_today, self._whole_today))
        self._part += self._parts_today
        self._whole += self._whole_today
        self._parts_today = self._whole_today = 0
        if len(self._days) > WINDOW_DAYS:
            part, whole = self._days.popleft()
            self._part -= part
            self._whole -= whole
        return self._part / self._whole if self._whole else None
