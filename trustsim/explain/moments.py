"""What happened in a life, summed up: rounds of tests as one moment, one event by itself as another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from trustsim.records.happenings import Happening
from trustsim.records.naming import word

if TYPE_CHECKING:
    import pandas as pd

RELAY, DEFERRALS, REPORTS = "relay", "deferrals", "reports"
TESTS, DEMOS, ACCEPTANCE, USE = "tests", "demos", "acceptance", "use"
FAMILIES: dict[str, tuple[Happening, ...]] = {
    RELAY: (Happening.SPEC_WRITTEN, Happening.ANALYST_PASSED_ON, Happening.SPEC_REWRITTEN),
    DEFERRALS: (Happening.DEFERRED,),
    REPORTS: (Happening.STATUS_REPORT,),
    TESTS: (
        Happening.TICKETS_FILED, Happening.FIXED, Happening.TESTS_PASSED, Happening.REOPENED, Happening.REFIXED,
        Happening.RELENTED,
    ),
    DEMOS: (Happening.SLICE_BUILT, Happening.DEMO, Happening.DEMO_MISFITS),
    ACCEPTANCE: (
        Happening.UAT_BEGAN, Happening.UAT_BUGS_FILED, Happening.UAT_FIX_PUSHED, Happening.UAT_ENDED,
        Happening.LATE_REQUIREMENTS,
    ),
    USE: (Happening.PRODUCTION_FAULT, Happening.PRODUCTION_FIX),
}  # fmt: skip
"""Events that belong together, often by the dozen; each family becomes one moment of a life."""

FAMILY = {word(kind): name for name, kinds in FAMILIES.items() for kind in kinds}
MOST_ALIKE = 4


class Tally(NamedTuple):
    """How often a kind of event happened, and the sums of its two figures."""

    times: int
    a: float
    b: float


@dataclass(frozen=True)
class Moment:
    """One event, or several that belong together.

    Attributes:
        first, last: days of the first and the last of them.
        family: a name of ``FAMILIES``; else the kind of the event.
        events: their numbers in the table of events.
        sentence: what the first of them says.
        tallies: by kind of event.
        figures: the different first figures of the events, in order.
        sayings: how many different sentences they have.
    """

    first: int
    last: int
    family: str
    events: tuple[int, ...]
    sentence: str
    tallies: dict[str, Tally]
    figures: tuple[float, ...]
    sayings: int


def moments_of(events: pd.DataFrame) -> tuple[Moment, ...]:
    """Sum events up, in order of the first of each moment.

    Each family of events is one moment; anything else stands by itself, but for what is said twice in the same
    words, or often.

    Args:
        events: rows of the table ``events``, those of one life.
    """
    rows = [_Row(*values) for values in zip(*(events[name].tolist() for name in _Row._fields), strict=True)]
    found = [_moment(family, group) for family, group in _merged(_groups(rows))]
    return tuple(sorted(found, key=lambda moment: moment.events[0]))


class _Row(NamedTuple):
    event: int
    day: int
    kind: str
    a: float
    b: float
    sentence: str


def _groups(rows: Iterable[_Row]) -> Iterable[tuple[str, list[_Row]]]:
    """Rows by family, and else by what they say."""
    groups: dict[tuple[str, str], list[_Row]] = {}
    for row in rows:
        family = FAMILY.get(str(row.kind), str(row.kind))
        groups.setdefault((family, "" if family in FAMILIES else row.sentence), []).append(row)
    return [(family, group) for (family, _), group in groups.items()]


def _merged(groups: Iterable[tuple[str, list[_Row]]]) -> Iterable[tuple[str, list[_Row]]]:
    """What was said in other words time and again becomes one as well."""
    groups = list(groups)
    for family in {name: None for name, _ in groups}:
        alike = [rows for name, rows in groups if name == family]
        if len(alike) > MOST_ALIKE:
            yield family, sorted(row for rows in alike for row in rows)
        else:
            yield from ((family, rows) for rows in alike)


def _moment(family: str, rows: list[_Row]) -> Moment:
    tallies: dict[str, Tally] = {}
    for row in rows:
        times, a, b = tallies.get(str(row.kind), (0, 0.0, 0.0))
        tallies[str(row.kind)] = Tally(times + 1, a + float(row.a), b + float(row.b))
    return Moment(
        first=int(min(row.day for row in rows)),
        last=int(max(row.day for row in rows)),
        family=family,
        events=tuple(int(row.event) for row in rows),
        sentence=str(rows[0].sentence),
        tallies=tallies,
        figures=tuple(dict.fromkeys(float(row.a) for row in rows)),
        sayings=len({row.sentence for row in rows}),
    )
