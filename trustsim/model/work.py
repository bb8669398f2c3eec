"""What people exchange: requests, slices of them, releases and promises. Plain data, linked by number.

Masks hold one bit an attribute: ``wrong`` against the need as it is now, ``broken`` by a defect.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from trustsim.vocabulary import Channel, RequestState, TaskKind


@dataclass(slots=True)
class Request:
    """A need, wherever it is taken, with every reading of it and its whole life in days (None: not yet)."""

    number: int
    user: int
    unit: int
    nth: int
    attributes: int
    size: float
    value: float
    shares: Sequence[float]
    arose: int
    actual_effort: float = 0.0
    state: RequestState = RequestState.WAITING
    release: int = -1
    spec_wrong: int = 0
    manager_wrong: int = 0
    developer_wrong: int = 0
    tester_wrong: int = 0
    is_joint: bool = False
    is_read: bool = False
    is_read_by_tester: bool = False
    built: int = 0
    unbuilt: int = 0
    wrong: int = 0
    broken: int = 0
    dropped: int = 0
    faults: int = 0
    flaws: int | None = None
    slices: list[int] = field(default_factory=list)
    untold: int = 0
    refused: int = 0
    filed: int = 0
    drifts: int = 0
    drift_clock: float = 0.0
    hands: int = 0
    definition_began: int | None = None
    defined: int | None = None
    committed: int | None = None
    build_began: int | None = None
    built_day: int | None = None
    tested: int | None = None
    accepted: int | None = None
    live: int | None = None
    promised_first: int | None = None
    promised_last: int | None = None
    disclosures: int = 0
    estimate: float | None = None
    effort_build: float = 0.0
    effort_fix: float = 0.0
    rounds: int = 0
    tickets: int = 0
    uat_bugs: int = 0
    uat_bent: int = 0
    need_fit: float | None = None
    value_got: float | None = None
    outcome: float | None = None
    workaround: bool = False
    channel: Channel = Channel.IT
    deferrals: int = 0
    expected_days: float = 0.0
    refused_on: int | None = None
    chosen_again: int = 0
    visited: bool = False
    blamed: int = -1
    blamed_wrong: int = 0

    entity: tuple[int, int] = field(init=False)
    all_attributes: int = field(init=False)

    def __post_init__(self) -> None:
        """Work out the address of its draws (whose need, the how-manieth) and the mask of all attributes."""
        self.entity = (self.user, self.nth)
        self.all_attributes = (1 << self.attributes) - 1

    @property
    def scope(self) -> int:
        """The mask of attributes that are still wanted."""
        return self.all_attributes & ~self.dropped

    @property
    def attribute_effort(self) -> float:
        """Actual effort to build one attribute, in person-days."""
        return self.actual_effort / self.attributes

    @property
    def turned_away(self) -> bool:
        """Whether IT has refused it; then it never comes back to IT."""
        return self.refused_on is not None

    @property
    def counted_under(self) -> Channel:
        """Where it counts as taken; what IT and its user agreed to let go counts as given up."""
        return Channel.WITHOUT if self.state == RequestState.DROPPED else self.channel

    @property
    def is_open(self) -> bool:
        """Whether somebody still works on it or will."""
        return self.live is None and self.state not in (RequestState.WITHOUT, RequestState.DROPPED)

    def hold_to_account(self, event: int, newly_wrong: int) -> None:
        """Remember the hand that got most attributes wrong, by its event in the log."""
        count = newly_wrong.bit_count()
        if count > self.blamed_wrong:
            self.blamed, self.blamed_wrong = event, count

    def take_reading(self, reading: int, among: int) -> None:
        """All in IT take over a reading of some attributes that the user has corrected."""
        self.spec_wrong = (self.spec_wrong & ~among) | (reading & among)
        self.manager_wrong = (self.manager_wrong & ~among) | (reading & among)
        self.developer_wrong = (self.developer_wrong & ~among) | (reading & among)
        self.tester_wrong = (self.tester_wrong & ~among) | (reading & among)

    def truth_changed(self, bit: int) -> None:
        """The need changed in one attribute: whoever held a reading of it now holds it wrongly."""
        self.spec_wrong |= bit
        self.manager_wrong |= bit
        self.developer_wrong |= bit
        self.tester_wrong |= bit
        self.wrong |= bit & self.built


class Stage(IntEnum):
    """Where a slice is."""

    QUEUED = 0
    BUILDING = 1
    BUILT = 2
    TESTING = 3
    FIXING = 4
    REVIEW = 5
    DEMO = 6
    DONE = 7


class Origin(IntEnum):
    """Who asked for a fix, and so who looks at it next."""

    TEST = 0
    REVIEW = 1
    DEMO = 2
    UAT = 3


@dataclass(slots=True)
class Slice:
    """A part of a request that is built, tested and shown as one; the whole of it in a batch."""

    number: int
    request: int
    ordinal: int
    scope: int
    effort: float
    stage: Stage = Stage.QUEUED
    developer: int = -1
    tester: int = -1
    test_rounds: int = 0
    review_rounds: int = 0
    demo_rounds: int = 0
    disputed: int = 0
    found: int = 0
    rebuilt: int = 0
    redone: int = 0
    touched: int = 0
    completing: float = 0.0
    origin: Origin = Origin.TEST
    settled_with_tester: int = 0
    settled_with_manager: int = 0
    asked_by: int = -1


class ReleaseStage(IntEnum):
    """Where a release is."""

    BUILDING = 0
    TESTING = 1
    ACCEPTING = 2
    READY = 3
    LIVE = 4
    DISSOLVED = 5


@dataclass(slots=True)
class Promise:
    """A day, a cost and a scope; what IT perceives of it, and what it has told.

    IT has ``kept_quiet`` when it met those who wait, knew of a slip and said nothing of it.
    """

    made: int
    first: int
    last: int
    freeze: int | None
    effort: float
    planned_days: float
    perceived: int | None = None
    kept_quiet: bool = False
    reveals: int = 0
    escalated: bool = False
    told_on: int = 0
    times_told: int = 1
    first_slip_told: int | None = None

    @property
    def expected(self) -> int:
        """The day on which IT expects to deliver, as far as it has looked."""
        return self.first if self.perceived is None else self.perceived

    def after(self, days: int, today: int) -> int:
        """The day on which to expect it after a hold-up of so many days."""
        return max(self.expected, today) + days

    def bites(self, days: int, today: int) -> bool:
        """Whether a hold-up of so many days would break a promise that has not passed yet."""
        return today <= self.last < self.after(days, today)

    @property
    def slip_is_known(self) -> bool:
        """Whether IT perceives a later day than it has told."""
        return self.perceived is not None and self.perceived > self.last


@dataclass(slots=True)
class Release:
    """A batch of requests with one promise; under flow, of a single request.

    ``unbuilt`` counts slices and ``untested`` requests; ``effort_left`` keeps the estimate of what is
    unbuilt until the next slice changes it.
    """

    number: int
    requests: list[int]
    promise: Promise
    is_batch: bool
    stage: ReleaseStage = ReleaseStage.BUILDING
    unbuilt: int = 0
    untested: int = 0
    effort_left: float | None = None
    accepting_since: int | None = None
    uat_round: int = 0
    uat_fixes_open: int = 0
    filings: dict[tuple[int, int], int] = field(default_factory=dict)
    drop_proposed: bool = False
    estimated_by: int = -1
    went_live: int = -1
    delays: dict[TaskKind, dict[int, float]] = field(default_factory=dict)

    def held_up(self, sort: TaskKind, event: int, effort: float) -> None:
        """Effort, in person-days, went elsewhere or was more than planned, for which an event answers."""
        of_its_sort = self.delays.setdefault(sort, {})
        of_its_sort[event] = of_its_sort.get(event, 0.0) + effort

    @property
    def main_delay(self) -> int:
        """The weightiest event of the sort that held it up most; -1 where nothing did.

        Sorts are added up first: a hundred small tickets may weigh more than one edict.
        """
        totals = {sort: math.fsum(events.values()) for sort, events in self.delays.items()}
        worst = max(totals, key=lambda sort: (totals[sort], -sort), default=None)
        if worst is None or totals[worst] <= 0.0:
            return -1
        events = self.delays[worst]
        return max(events, key=lambda event: (events[event], -event))


@dataclass(slots=True)
class Task:
    """What a developer or tester has in hand: a kind, the slice or fault it is for, and what is left of it.

    ``event`` is the entry of the log that asked for it, -1 where none did.
    """

    kind: TaskKind
    subject: int
    left: float
    spent: float = 0.0
    event: int = -1
