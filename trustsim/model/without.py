"""What a run is made to go without, for the question what would have been without it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Without:
    """Left out of a run; all else is done as ever, and every draw keeps its address.

    Attributes:
        entries: numbers of timeline entries, from 0 in the order of the file; when one is due it does not begin.
        need: a user and which need of this user, from 0; it never arises, and those after it come when they would.
        day: a day of the run, from 1, on which no experience leaves evidence: no opinion moves, but by forgetting.
    """

    entries: frozenset[int] = frozenset()
    need: tuple[int, int] | None = None
    day: int | None = None


NOTHING = Without()
