"""The tables of a world as tracks: rows in the order in which they came about, without numbers that only count along.

Requests are numbered through as they come, so that one need more shifts the numbers of all that follow. A
track names a request by its user and by which need of this user it is. Entries of the timeline go by what they do,
not by where they stand in the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from trustsim.model.day import ORDER
from trustsim.records.happenings import HAND_NAMES, Actor, Experience, Hand, Happening, Subject, party
from trustsim.records.naming import sentence, subject, word
from trustsim.vocabulary import Dimension

if TYPE_CHECKING:
    from trustsim.compare.lived import Lived

Numbers = np.ndarray[Any, Any]
Side = dict[str, Any]
"""One row in words and figures; ``agent`` says who, ``request`` which one by its number in that world, or None."""

PHASES = {phase.name: place for place, phase in enumerate(ORDER)}
BY_TIME = (Experience.FORGETTING, Experience.HEALING)

_SHIFT = 2**32
_NO_REQUEST = -1


@dataclass(frozen=True)
class Track:
    """One table of a world.

    Attributes:
        name: ``needs``, ``sizes``, ``events``, ``handoffs``, ``ledger``, ``daily``, ``units`` or ``requests``.
        days: day of each row, never falling; 0 and below: before the start.
        phases: the place in ``model.day.ORDER`` of the phase in which it was written.
        columns: what is compared, an array a column.
        about: how many of the first columns say what a row is about.
        describe: a row by its place, for people.
    """

    name: str
    days: Numbers
    phases: Numbers
    columns: tuple[Numbers, ...]
    about: int
    describe: Callable[[int], Side]

    def __len__(self) -> int:
        return len(self.days)

    def time(self, row: int) -> tuple[int, int]:
        """Day and phase of a row."""
        return int(self.days[row]), int(self.phases[row])

    def at(self, row: int) -> tuple[Any, ...]:
        """What a row is about."""
        return self.row(row)[: self.about]

    def row(self, row: int) -> tuple[Any, ...]:
        """All that is compared of a row."""
        return tuple(column[row] for column in self.columns)


def tracks(world: Lived, last_day: int, *, to_the_end: bool) -> Iterator[Track]:
    """All tracks of a world up to a day; of those that part in one phase of one day, the first is told.

    With ``to_the_end``, this is the last day of either world, and what is only known then is compared as well.
    """
    numbers = Requests(world)
    yield _asked("needs", ("user", "nth", "unit", "value"), numbers, last_day)
    yield _asked("sizes", ("user", "nth", "size"), numbers, last_day)
    yield _events(world, numbers, last_day)
    yield _handoffs(world, numbers, last_day)
    yield _ledger(world, numbers, last_day)
    recorder = world.model.recorder
    yield _measured("daily", recorder.daily, last_day)
    yield _measured("units", recorder.units, last_day if to_the_end else last_day - 1)  # a last day has rows of its own
    if to_the_end:
        yield _in_the_end(numbers, last_day)


class Requests:
    """Requests of a world: by number, and as codes that name the user and the how-manieth need."""

    def __init__(self, world: Lived) -> None:
        self.rows = world.model.request_rows()
        self.codes = np.array([*(row["user"] * _SHIFT + row["nth"] for row in self.rows), _NO_REQUEST], dtype=np.int64)

    def named(self, number: int) -> Side:
        """What says which request it is; all None where it is none."""
        row = self.rows[number] if number >= 0 else dict.fromkeys(("user", "nth"))
        return {"request": number if number >= 0 else None, "user": row["user"], "nth": row["nth"]}


def _asked(name: str, names: tuple[str, ...], numbers: Requests, last_day: int) -> Track:
    """Needs on the day on which they arose; what became of them later is not compared here."""
    rows = [row for row in numbers.rows if row["arose"] <= last_day]

    def describe(row: int) -> Side:
        it = rows[row]
        return {"agent": party(Actor.USER, it["user"]), **numbers.named(it["request"]), **_only(it, "size", "value")}

    days = np.array([row["arose"] for row in rows], dtype=np.int64)
    columns = tuple(np.array([row[name] for row in rows], dtype=np.float64) for name in names)
    return Track(name, days, np.full(len(rows), PHASES["needs"]), columns, 2, describe)


def _events(world: Lived, numbers: Requests, last_day: int) -> Track:
    raw = world.model.recorder.events.columns()
    when = _when(world, "events", len(raw["day"]), last_day)
    kinds, things = raw["subject_kind"], raw["subject"].astype(np.int64)
    of_request = kinds == Subject.REQUEST
    things = np.where(kinds == Subject.TIMELINE, raw["a"].astype(np.int64), things)  # the kind of intervention
    things = np.where(kinds == Subject.PROCESS, 0, things)
    things = np.where(of_request, numbers.codes[np.where(of_request, things, _NO_REQUEST)], things)

    def describe(row: int) -> Side:
        what, kind, number = (int(raw[name][row]) for name in ("kind", "subject_kind", "subject"))
        actor = party(Actor(int(raw["actor_kind"][row])), int(raw["actor"][row]))
        a, b = float(raw["a"][row]), float(raw["b"][row])
        thing = subject(Subject(kind), number)
        told = sentence(Happening(what), actor, thing, a, b)
        asked = numbers.named(number if kind == Subject.REQUEST else _NO_REQUEST)
        about = {"kind": word(Happening(what)), "subject": thing, "a": a, "b": b, "sentence": told}
        return {"agent": actor, **asked, "event": row, **about}

    columns = (kinds, things, raw["kind"], raw["actor_kind"], raw["actor"], raw["a"], raw["b"])
    return Track("events", *when, _cut(columns, when), 2, describe)


def _handoffs(world: Lived, numbers: Requests, last_day: int) -> Track:
    raw = world.model.recorder.handoffs.columns()
    when = _when(world, "handoffs", len(raw["day"]), last_day)

    def describe(row: int) -> Side:
        masks = {name: _bits(int(raw[name][row])) for name in ("wrong", "broken")}
        hand = HAND_NAMES[Hand(int(raw["hand"][row]))]
        return {"agent": hand, **numbers.named(int(raw["request"][row])), "hand": hand, **masks}

    columns = (numbers.codes[raw["request"]], *(raw[name] for name in ("step", "hand", "layer", "wrong", "broken")))
    return Track("handoffs", *when, _cut(columns, when), 1, describe)


def _ledger(world: Lived, numbers: Requests, last_day: int) -> Track:
    """What people lived through; what time alone does is entered when an opinion is looked at, and left out here."""
    raw = world.model.recorder.ledger.columns()
    days, phases = _when(world, "ledger", len(raw["day"]), last_day)
    kept = np.flatnonzero(~np.isin(raw["event"][: len(days)], BY_TIME))

    def describe(row: int) -> Side:
        at = int(kept[row])
        one, other = (party(Actor(int(raw[f"{who}_kind"][at])), int(raw[who][at])) for who in ("trustor", "trustee"))
        moved = {"trustee": other, "dimension": word(Dimension(int(raw["dimension"][at])))}
        moved["event"] = word(Experience(int(raw["event"][at])))
        ends = {name: float(raw[name][at]) for name in ("before", "after")}
        return {"agent": one, **numbers.named(int(raw["request"][at])), **moved, **ends}

    names = ("trustor_kind", "trustor", "trustee_kind", "trustee", "dimension", "event", "before", "delta")
    columns = (*(raw[name][kept] for name in names), numbers.codes[raw["request"][kept]])
    return Track("ledger", days[kept], phases[kept], columns, 4, describe)


def _measured(name: str, table: Sequence[dict[str, float | int | None]], last_day: int) -> Track:
    rows = [row for row in table if (row["day"] or 0) <= last_day]
    names = [column for column in (rows[0] if rows else {}) if column != "day"]
    nothing = float("nan")
    columns = tuple(
        np.array([nothing if row[one] is None else row[one] for row in rows], dtype=np.float64) for one in names
    )
    days = np.array([row["day"] for row in rows], dtype=np.int64)
    phases = np.full(len(rows), PHASES["record"])
    return Track(name, days, phases, columns, 0, lambda row: {"agent": None, "request": None, **rows[row]})


def _in_the_end(numbers: Requests, last_day: int) -> Track:
    """What is known of each request at the end of the run, and so has no day but the last; for what no event tells."""
    names = [name for name in (numbers.rows[0] if numbers.rows else {}) if name not in ("request", "user", "nth")]
    values = (np.array([row[name] for row in numbers.rows], dtype=object) for name in names)
    rows = len(numbers.rows)
    days, phases = np.full(rows, last_day), np.full(rows, PHASES["record"])
    columns = (numbers.codes[:-1], *values)
    return Track("requests", days, phases, columns, 1, lambda row: {"agent": None, **numbers.rows[row]})


def _when(world: Lived, table: str, rows: int, last_day: int) -> tuple[Numbers, Numbers]:
    """Day and phase of each row of a table, as far as the day; what closing the model has entered is no day's."""
    marks = world.model.marks
    ends = np.array([getattr(mark, table) for mark in marks], dtype=np.int64)
    at = np.searchsorted(ends, np.arange(min(rows, int(ends[-1]))), side="right")
    days = np.array([mark.day for mark in marks], dtype=np.int64)[at]
    phases = np.array([mark.phase for mark in marks], dtype=np.int64)[at]
    count = int(np.searchsorted(days, last_day, side="right"))
    return days[:count], phases[:count]


def _cut(columns: Sequence[Numbers], when: tuple[Numbers, Numbers]) -> tuple[Numbers, ...]:
    return tuple(column[: len(when[0])] for column in columns)


def _only(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: row[name] for name in names}


def _bits(mask: int) -> list[int]:
    """Attributes of a mask, counted from 1."""
    return [bit + 1 for bit in range(mask.bit_length()) if mask >> bit & 1]
