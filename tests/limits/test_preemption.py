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

import math
from collections import Counter, deque
from typing import NamedTuple

import pytest

from tests.builders import FLAWLESS, interval, run, scenario
from trustsim.draws import Draws, Purpose
from trustsim.model.model import TrustModel
from trustsim.records.happenings import Happening
from trustsim.scenario.schema import Scenario

Life = tuple[int, int | None]  # the morning on which something came, the evening on which it was done


class Case(NamedTuple):
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


CASES = [
    Case(0.2, 2, 0.05, 3),  # load .55
    Case(0.3, 1, 0.1, 4),  # load .7
    Case(0.1, 5, 0.03, 10),  # load .8, edicts of the usual size
    Case(0.3, 2, 0.05, 5),  # load .85
    Case(0.1, 3, 0.06, 10),  # load .9, most of it edicts
    Case(0.4, 2, 0.1, 1),  # load .9, many small edicts
    Case(0.28, 3, 0.04, 2),  # load .92
    Case(0.35, 2, 0.05, 5),  # load .95
]
EACH = pytest.mark.parametrize("case", CASES, ids=str)


# --- the queue by itself, written down from its description


class Queue:
    """One who works a day at a time: on the oldest edict if there is one, else on the oldest need."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.edicts: deque[list[int]] = deque()
        self.needs: deque[list[int]] = deque()
        self.done: tuple[list[Life], list[Life]] = ([], [])  # needs, edicts

    def work(self, day: int, needs: int, edicts: int) -> None:
        """A day: so many arrive in the morning, and who is done leaves in the evening."""
        self.needs.extend([day, self.case.size] for _ in range(needs))
        self.edicts.extend([day, self.case.edict] for _ in range(edicts))
        queue = self.edicts or self.needs
        if queue:
            queue[0][1] -= 1
            if not queue[0][1]:
                self.done[queue is self.edicts].append((queue.popleft()[0], day))


def poisson(u: float, mean: float) -> int:
    """The Poisson number whose cumulated chance first exceeds ``u``."""
    number, chance = 0, math.exp(-mean)
    reached = chance
    while u >= reached and number < 100:
        number += 1
        chance *= mean / number
        reached += chance
    return number


@EACH
def test_the_formula_is_that_of_such_a_queue(case: Case) -> None:
    draws, queue, days = Draws(1), Queue(case), 700_000
    u, v = (draws.block(Purpose.NEED_ARISES, (0, which), 0, days) for which in (0, 1))
    for day in range(days):
        queue.work(day, u[day] < case.a, poisson(v[day], case.edicts))
    for expected, done in zip((case.stay, case.stay_of_edicts), queue.done, strict=True):
        low, high = interval([evening - morning + 1 for morning, evening in done])
        assert low <= expected <= high
        assert high - low < 0.5 * expected


# --- the model


def setting(case: Case, days: int, warmup: int = 0) -> Scenario:
    settings = {
        "demand": {"needs_per_user": 21.0 * case.a, "size_median": float(case.size)},
        "edicts": {"rate": 21.0 * case.edicts, "effort": float(case.edict)},
        "run": {"horizon_days": days, "warmup_days": warmup},
    }
    return scenario(FLAWLESS, settings)


def days_of(model: TrustModel, what: Happening) -> dict[int, int]:
    """On which day something happened to an edict, by its number."""
    events = model.recorder.events.columns()
    chosen = events["kind"] == what
    return dict(zip(events["subject"][chosen].tolist(), events["day"][chosen].tolist(), strict=True))


@EACH
@pytest.mark.parametrize("seed", [1, 2])
def test_work_comes_and_goes_as_in_the_queue_to_the_day(case: Case, seed: int) -> None:
    model = run(setting(case, 1200), seed, ledger=False)
    issued, ended = days_of(model, Happening.EDICT_ISSUED), days_of(model, Happening.EDICT_DONE)
    needs, edicts = Counter(one.arose for one in model.pipeline.requests), Counter(issued.values())
    queue = Queue(case)
    for day in range(1201):
        queue.work(day, needs[day], edicts[day])
    assert [(one.arose, one.live) for one in model.pipeline.requests if one.live is not None] == queue.done[0]
    assert [(issued[number], ended[number]) for number in sorted(ended)] == queue.done[1]
    assert len(queue.done[0]) > 60
    assert len(queue.done[1]) > 20


SETTLED, DAYS = 1000, 4000
AT_MOST = 500  # days that the last ones counted may still take


@pytest.mark.slow
@pytest.mark.parametrize("case", [CASES[0], CASES[1], CASES[3], CASES[5]], ids=str)
def test_ordinary_work_waits_as_the_formula_says(case: Case) -> None:
    # begun long before, so that the queue is as long as it usually is
    models = [run(setting(case, DAYS, SETTLED), seed, ledger=False) for seed in range(4)]
    stays: list[float] = []
    of_edicts: list[float] = []
    for model in models:
        counted = [one for one in model.pipeline.requests if 0 < one.arose <= DAYS - AT_MOST]
        assert all(one.live is not None for one in counted)
        stays += [(one.live or 0) - one.arose + 1 for one in counted]
        done = days_of(model, Happening.EDICT_DONE)
        issued = days_of(model, Happening.EDICT_ISSUED)
        of_edicts += [done[number] - day + 1 for number, day in issued.items() if 0 < day <= DAYS - AT_MOST]
    for expected, lived in ((case.stay, stays), (case.stay_of_edicts, of_edicts)):
        low, high = interval(lived)
        assert low <= expected <= high
        assert high - low < 0.75 * expected  # without edicts an ordinary request would be done far sooner
    assert interval(stays)[0] > Case(case.a, case.size, 0.0, 1).stay
