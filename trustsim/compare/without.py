"""What a counterfactual leaves out, as people name it: a day, ``request=12`` or ``intervention=counselling``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from trustsim.errors import InputError
from trustsim.model.without import Without
from trustsim.records.happenings import Happening
from trustsim.scenario.nearest import near
from trustsim.scenario.wording import listed, quoted
from trustsim.vocabulary import InterventionKind

if TYPE_CHECKING:
    from trustsim.compare.lived import Lived
    from trustsim.scenario.schema import Scenario

DAY, REQUEST, INTERVENTION = "day", "request", "intervention"
_FORMS = "a day of the run, request=ID or intervention=NAME, such as 120, request=12 or intervention=counselling"
_MOST_DIGITS = 9


@dataclass(frozen=True)
class Thing:
    """One thing that a run is made to go without.

    Attributes:
        kind: ``day``, ``request`` or ``intervention``.
        name: as one may give it again: ``120``, ``12``, ``counselling#2``.
        without: the same for the model.
        day: the day that is left out, or on which the need arose or the entry began; None: it never began.
        request: the number of the request in this run; None for the other kinds.
    """

    kind: str
    name: str
    without: Without
    day: int | None
    request: int | None = None


def thing(lived: Lived, asked: str) -> Thing:
    """What is meant, in a run that was lived as ever.

    Raises:
        InputError: the run has no such thing, or has several of that name.
    """
    kind, equals, name = (part.strip() for part in asked.partition("="))
    if not equals:
        return _day(lived.scenario, kind if kind.isdigit() or not kind else asked, asked)
    if kind == DAY:
        return _day(lived.scenario, name, asked)
    if kind == REQUEST:
        return _request(lived, name)
    if kind == INTERVENTION:
        return _intervention(lived, name)
    found = near(kind, (DAY, REQUEST, INTERVENTION))
    hint = f"did you mean {listed([f'{one}={name}' for one in found])}?" if found else f"expected {_FORMS}"
    raise InputError(f"{quoted(asked)} cannot be left out; {hint}")


def _day(scenario: Scenario, given: str, asked: str) -> Thing:
    days = scenario.run.horizon_days
    number = _number(given)
    if number is None:
        raise InputError(f"{quoted(asked)} cannot be left out; expected {_FORMS}")
    if not 1 <= number <= days:
        raise InputError(f"day {given}: no day of the run; expected 1 to {days}")
    return Thing(DAY, str(number), Without(day=number), number)


def _request(lived: Lived, given: str) -> Thing:
    requests = lived.model.pipeline.requests
    number = _number(given)
    if number is None or number >= len(requests):
        there = (
            f"a number from 0 to {len(requests) - 1}" if requests else "another scenario, as nobody asks for anything"
        )
        seed = lived.scenario.run.seed
        raise InputError(f"request={given}: no such request in the run with seed {seed}; expected {there}")
    request = requests[number]
    return Thing(REQUEST, str(number), Without(need=request.entity), request.arose, number)


def _intervention(lived: Lived, given: str) -> Thing:
    entries = [entry.what for entry in lived.scenario.timeline]
    if not entries:
        raise InputError(f"intervention={given}: this scenario has no timeline, so nothing can be left out of it")
    kind, hash_sign, nth = (part.strip() for part in given.partition("#"))
    name = kind.lower().replace("-", "_").replace(" ", "_")
    places = [place for place, what in enumerate(entries) if what == name]
    if not places:
        raise InputError(f"intervention={given}: {_no_such(name, lived.scenario)}")
    number = _number(nth) if hash_sign else 1
    if len(places) > 1 and not hash_sign:
        raise InputError(
            f"intervention={given}: the timeline has {len(places)} of this kind; "
            f"expected one of them: {listed(_told(lived.scenario, places))}"
        )
    if number is None or not 1 <= number <= len(places):
        raise InputError(f"intervention={given}: no such entry; expected {listed(_told(lived.scenario, places))}")
    place = places[number - 1]
    return Thing(
        INTERVENTION, dict(names(lived.scenario))[place], Without(entries=frozenset({place})), _began(lived, place)
    )


def names(scenario: Scenario) -> Iterator[tuple[int, str]]:
    """Every entry of the timeline by its place, from 0, and the name by which it can be left out."""
    kinds = [entry.what for entry in scenario.timeline]
    for place, kind in enumerate(kinds):
        alone = kinds.count(kind) == 1
        yield place, kind.value if alone else f"{kind.value}#{kinds[: place + 1].count(kind)}"


def _no_such(name: str, scenario: Scenario) -> str:
    """What there is, and what may have been meant."""
    there = listed(_told(scenario, range(len(scenario.timeline))), "and")
    kinds = sorted({entry.what.value for entry in scenario.timeline})
    found = near(name, kinds)
    if found:
        return f"no such entry in the timeline; did you mean {listed(found)}? It has {there}"
    if name in list(InterventionKind):
        return f"the timeline has none of this kind; it has {there}"
    return f"no such intervention; the timeline has {there}"


def _told(scenario: Scenario, places: Iterable[int]) -> list[str]:
    """``process#2 (day 300)``, an entry each."""
    known, timeline = dict(names(scenario)), scenario.timeline
    return [
        f"{known[place]} ({f'day {entry.day}' if entry.when is None else f'when {entry.when}'})"
        for place in places
        for entry in (timeline[place],)
    ]


def beginning(lived: Lived, places: Collection[int]) -> list[int]:
    """Numbers of the events with which entries of the timeline began; what has no strength is not told."""
    raw = lived.model.recorder.events.columns()
    began = (raw["kind"] == Happening.INTERVENTION_BEGAN) & np.isin(raw["subject"], list(places))
    return np.flatnonzero(began).tolist()


def _began(lived: Lived, place: int) -> int | None:
    """The day on which an entry began, or would have if it had any strength; None: it never did."""
    entry = lived.scenario.timeline[place]
    if entry.strength == 0.0:
        return entry.day
    events = beginning(lived, [place])
    return int(lived.model.recorder.events.columns()["day"][events[0]]) if events else None


def _number(given: str) -> int | None:
    fine = given.isascii() and given.isdigit() and len(given) <= _MOST_DIGITS
    return int(given) if fine else None
