"""Edicts are an upper class: ordinary work waits as in a preemptive priority queue that goes on where it stopped.

One developer does one person-day a day, so a day is a slot. In the morning of each day come a need, with probability
a, of D days of work, and a Poisson number of edicts, mean l, of E days each; whoever has no edict in hand works on
the oldest need. Departures are in the evening, before the arrivals of the next day.

Let A be the work that comes on a day, and U what is left on an evening: U' = max(0, U + A - 1). Squared and averaged,
with r = E A = aD + lE and P(U + A = 0) = 1 - r,

    E U = (E A^2 - r) / (2 (1 - r)),        E A^2 = a(1-a) D^2 + l E^2 + r^2.

A need finds U (its own arrival says nothing of the past), the edicts of its morning, and brings D: X = U + lE + D days
of work up to its own last one. Each of these but the last is followed by a morning that brings lE days of edicts, each
of which is again followed by a morning, and so on: 1/(1 - lE) days in all. So from its morning to its evening a need is
there for

    T = 1 + (E X - 1) / (1 - lE)   days.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from typing import NamedTuple

from trustsim.model.model import TrustModel
from trustsim.records.happenings import Happening
from trustsim.scenario.schema import Scenario
from trustsim.statistics.batch_means import Sums
from trustsim.validate.limits.case import Case
from trustsim.validate.small_worlds import FLAWLESS, Settings, run, scenario

LIMIT = "edicts, l a day of E days: a preemptive priority queue"
SETTLED = 1000
DAYS = 4000
LAST = 300  # days that those counted last may still take

Life = tuple[int, int | None]  # the morning on which something came, the evening on which it was done


class Work(NamedTuple):
    """Needs a day and their days of work; edicts a day and theirs."""

    a: float
    size: int
    edicts: float
    edict: int

    @property
    def upper(self) -> float:
        """Share of the developer's days that edicts take."""
        return self.edicts * self.edict

    @property
    def load(self) -> float:
        """Share of the developer's days that all of it takes."""
        return self.a * self.size + self.upper

    @property
    def left(self) -> float:
        """Mean work left on an evening, in days."""
        spread = self.a * (1.0 - self.a) * self.size * self.size + self.edicts * self.edict * self.edict
        return (spread + self.load * self.load - self.load) / (2.0 * (1.0 - self.load))

    @property
    def stay(self) -> float:
        """Mean days from the morning of a need to the evening on which it is in use, both counted."""
        return 1.0 + (self.left + self.upper + self.size - 1.0) / (1.0 - self.upper)

    @property
    def stay_of_edicts(self) -> float:
        """The same for an edict: its own class alone, with those of its morning half before and half after it.

        Of a Poisson number, another one finds as many beside it as there are on any day, l; it stands behind half.
        """
        spread = self.edicts * self.edict * self.edict
        left = (spread + self.upper * self.upper - self.upper) / (2.0 * (1.0 - self.upper))
        return left + self.upper / 2.0 + self.edict


ON_THE_MEAN = (Work(0.3, 1, 0.1, 4), Work(0.1, 5, 0.03, 10), Work(0.3, 2, 0.05, 5), Work(0.4, 2, 0.1, 1))
ALONG_A_PATH = (
    *ON_THE_MEAN,
    Work(0.2, 2, 0.05, 3),
    Work(0.1, 3, 0.06, 10),
    Work(0.28, 3, 0.04, 2),
    Work(0.35, 2, 0.05, 5),
)
"""Loads from .55 to .95, edicts small and large, seldom and often."""


class Queue:
    """One who works a day at a time: on the oldest edict if there is one, else on the oldest need."""

    def __init__(self, work: Work) -> None:
        self.sizes = work
        self.edicts: deque[list[int]] = deque()
        self.needs: deque[list[int]] = deque()
        self.done: tuple[list[Life], list[Life]] = ([], [])  # needs, edicts

    def work(self, day: int, needs: int, edicts: int) -> None:
        """A day: so many arrive in the morning, and who is done leaves in the evening."""
        self.needs.extend([day, self.sizes.size] for _ in range(needs))
        self.edicts.extend([day, self.sizes.edict] for _ in range(edicts))
        queue = self.edicts or self.needs
        if queue:
            queue[0][1] -= 1
            if not queue[0][1]:
                self.done[queue is self.edicts].append((queue.popleft()[0], day))


def world(work: Work, days: int) -> Scenario:
    """One user, one developer, and owners who interfere."""
    changes: Settings = {
        "demand": {"needs_per_user": 21.0 * work.a, "size_median": float(work.size)},
        "edicts": {"rate": 21.0 * work.edicts, "effort": float(work.edict)},
        "run": {"horizon_days": days},
    }
    return scenario(FLAWLESS, changes)


def stays(work: Work, seed: int) -> Sums:
    """Days of ordinary requests from the morning of the need to the evening of its use."""
    model = run(world(work, SETTLED + DAYS), seed, ledger=False)
    counted = [one for one in model.pipeline.requests if SETTLED < one.arose <= SETTLED + DAYS - LAST]
    return float(sum((model.day if one.live is None else one.live) - one.arose + 1 for one in counted)), len(counted)


def days_of(model: TrustModel, what: Happening) -> dict[int, int]:
    """On which day something happened to an edict, by its number."""
    events = model.recorder.events.columns()
    chosen = events["kind"] == what
    return dict(zip(events["subject"][chosen].tolist(), events["day"][chosen].tolist(), strict=True))


def not_as_in_the_queue(work: Work) -> float:
    """How many requests and edicts of a run are done on another evening than in the queue written down above."""
    model = run(world(work, 1200), ledger=False)
    issued, ended = days_of(model, Happening.EDICT_ISSUED), days_of(model, Happening.EDICT_DONE)
    needs, edicts = Counter(one.arose for one in model.pipeline.requests), Counter(issued.values())
    queue = Queue(work)
    for day in range(1201):
        queue.work(day, needs[day], edicts[day])
    lived = [(one.arose, one.live) for one in model.pipeline.requests if one.live is not None]
    imposed = [(issued[number], ended[number]) for number in sorted(ended)]
    return float(_differing(lived, queue.done[0]) + _differing(imposed, queue.done[1]))


def _differing(one: Sequence[Life], other: Sequence[Life]) -> int:
    return abs(len(one) - len(other)) + sum(mine != theirs for mine, theirs in zip(one, other, strict=False))


def cases() -> list[Case]:
    """Some configurations on the mean, all of them to the day along one path."""
    paths = [
        Case(
            LIMIT, f"{_words(work)}, along one path", "done on another evening", 0.0, not_as_in_the_queue, (work,), 0.0
        )
        for work in ALONG_A_PATH
    ]
    means = [
        Case(LIMIT, _words(work), "mean stay of a request, days", work.stay, stays, (work,)) for work in ON_THE_MEAN
    ]
    return paths + means


def _words(work: Work) -> str:
    return f"a = {work.a:g}, D = {work.size}, l = {work.edicts:g}, E = {work.edict}: load {work.load:.2g}"
