"""Where a request was in which days: waiting, being defined, built, tested, in use, or elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from trustsim.records.happenings import Happening
from trustsim.records.naming import word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

WAITING, DEFINING, DEFINED, BUILDING, TESTING = (
    "waiting",
    "being defined",
    "defined, waiting",
    "being built",
    "in tests",
)
TESTED, ACCEPTING, ACCEPTED, IN_USE = "tested, waiting", "acceptance test", "accepted, waiting", "in use"
DEFERRED, WITH_TEAM, WITH_VENDOR, GIVEN_UP = "put off", "with own team", "with vendor", "given up"

DATES = (
    ("arose", WAITING),
    ("definition_began", DEFINING),
    ("defined", DEFINED),
    ("build_began", BUILDING),
    ("built", TESTING),
    ("tested", TESTED),
    ("accepted", ACCEPTED),
    ("live", IN_USE),
)
"""Dates of the table ``requests`` in the order of a life, and where the request is from then on."""

TURNS: dict[Happening, str] = {
    Happening.DEFERRED: DEFERRED,
    Happening.TAKEN_TO_SHADOW: WITH_TEAM,
    Happening.TAKEN_TO_VENDOR: WITH_VENDOR,
    Happening.SHADOW_DELIVERED: IN_USE,
    Happening.VENDOR_DELIVERED: IN_USE,
    Happening.DONE_WITHOUT: GIVEN_UP,
    Happening.PRICED_OUT: GIVEN_UP,
    Happening.REFUSED: GIVEN_UP,
    Happening.REFUSED_WITH_REASON: GIVEN_UP,
    Happening.LOW_VALUE_DROPPED: GIVEN_UP,
}
"""Events about a request after which it is somewhere else; what is refused may be taken elsewhere the same day."""

_TURNS = {word(kind): where for kind, where in TURNS.items()}
_UAT_BEGAN = word(Happening.UAT_BEGAN)


@dataclass(frozen=True)
class Stay:
    """From the evening of day ``first`` to that of day ``last`` the request was in one place; ``days`` lie between."""

    where: str
    first: int
    last: int

    @property
    def days(self) -> int:
        """How many days it stayed."""
        return self.last - self.first


def stays_of(request: Mapping[str, Any], own: pd.DataFrame, release: pd.DataFrame, last_day: int) -> tuple[Stay, ...]:
    """Where a request was, from the day the need arose to the last day of the run, without gaps.

    Args:
        request: its row in the table ``requests``.
        own: the events about it.
        release: the events about the release it went into.
        last_day: last day of the run.
    """
    turns = sorted(_turns(request, own, release), key=lambda turn: turn[0])
    ends = [day for day, _ in turns[1:]] + [max(last_day, turns[-1][0])]
    stays: list[Stay] = []
    for index, ((first, where), last) in enumerate(zip(turns, ends, strict=True)):
        goes_on = bool(stays) and stays[-1].where == where
        began = stays.pop().first if goes_on else first
        if last > began or index == len(ends) - 1:
            stays.append(Stay(where, began, last))
    return tuple(stays)


def _turns(request: Mapping[str, Any], own: pd.DataFrame, release: pd.DataFrame) -> Iterator[tuple[int, str]]:
    for name, where in DATES:
        if request[name] is not None:
            yield int(request[name]), where
    tested = request["tested"]
    for day in release.loc[release["kind"] == _UAT_BEGAN, "day"].tolist():
        if tested is not None and tested <= day and (request["accepted"] is None or day <= request["accepted"]):
            yield int(day), ACCEPTING
    for kind, day in zip(own["kind"].tolist(), own["day"].tolist(), strict=True):
        if str(kind) in _TURNS:
            yield int(day), _TURNS[str(kind)]
