"""Where two worlds on the same luck part: the first day, who, and over what; and when trust follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from trustsim.compare.lived import Lived, live
from trustsim.compare.tracks import PHASES, Numbers, Side, Track, tracks
from trustsim.errors import InputError
from trustsim.explain.plain import as_data
from trustsim.model.day import ORDER
from trustsim.records.happenings import Happening
from trustsim.records.naming import word
from trustsim.vocabulary import Fate

if TYPE_CHECKING:
    from trustsim.scenario.schema import Scenario

NEVER = (2**62, 0)
_BEGAN = word(Happening.INTERVENTION_BEGAN)
_ABOUT_THINGS = ("events", "handoffs")
_MEASURES = ("daily", "units", "requests")
_OF_WHAT = ("agent", "request", "unit", "user", "nth")

Time = tuple[int, int]


class Parting(NamedTuple):
    """Two rows of one table that are not the same, or one that the other world has not.

    Attributes:
        day: 0 or less: before the start.
        phase: name of the phase of the day, as in ``model.day.ORDER``.
        table: name of the track (see ``tracks.Track``), or ``promises``.
        one: what the first world did; None: nothing of the kind.
        other: what the second did.
        later: where one of them did nothing: what it did next about the same thing, with its ``day``; None: nothing.
    """

    day: int
    phase: str
    table: str
    one: Side | None
    other: Side | None
    later: Side | None = None


class TrustParting(NamedTuple):
    """Trust of users in IT on the evening of the first day on which it is not the same; in [0, 1]."""

    day: int
    one: float
    other: float


class KeyDifference(NamedTuple):
    """A scenario key with two values, None where it is left out."""

    key: str
    one: Any
    other: Any


@dataclass(frozen=True)
class Apart:
    """How two worlds part.

    Attributes:
        days: last day that both have.
        first: the first difference; None: the same to the last bit.
        tables: for each table the first day on which it differs, None where it never does.
        trust_before: trust on the evening before day 1, in both.
        trust: when trust of users in IT first differs; None: never.
        trust_at_end: trust on the last day that both have, in both.
        keys: where the two scenarios differ, story and seed aside.
    """

    days: int
    first: Parting | None
    tables: dict[str, int | None]
    trust_before: tuple[float, float]
    trust: TrustParting | None
    trust_at_end: tuple[float, float]
    keys: tuple[KeyDifference, ...]


def part(one: Scenario, other: Scenario) -> Apart:
    """Live two scenarios on their seed, and find where they part.

    Raises:
        InputError: their seeds are not the same.
    """
    if one.run.seed != other.run.seed:
        raise InputError(
            f"seeds {one.run.seed} and {other.run.seed}: two worlds on different luck part at once, and by chance; "
            "expected the same seed"
        )
    return apart(live(one), live(other))


def apart(one: Lived, other: Lived) -> Apart:
    """Find where two worlds part that have been lived to their end."""
    days = min(one.last_day, other.last_day)
    found = _tables(one, other, days)
    known = [(time, parting) for time, parting in found.values() if parting is not None]
    first = min(known, key=lambda parting: parting[0])[1] if known else None  # of equals the first table
    curves = [_trust(world, days) for world in (one, other)]
    initial = (one.model.initial["trust"], other.model.initial["trust"])
    assert None not in initial  # an organisation has users
    return Apart(
        days,
        first,
        {name: parting and parting.day for name, (_, parting) in found.items()},
        (float(initial[0] or 0.0), float(initial[1] or 0.0)),
        _trust_parts(*curves),
        (float(curves[0][-1]), float(curves[1][-1])),
        differing_keys(one.scenario, other.scenario),
    )


def differing_keys(one: Scenario, other: Scenario) -> tuple[KeyDifference, ...]:
    """Keys in which two scenarios differ, in the order of the schema; a preset is resolved into its policies."""
    flats = [_flat(scenario) for scenario in (one, other)]
    keys = list(dict.fromkeys([*flats[0], *flats[1]]))
    pairs = [KeyDifference(key, flats[0].get(key), flats[1].get(key)) for key in keys]
    return tuple(pair for pair in pairs if pair.one != pair.other)


def _flat(scenario: Scenario) -> dict[str, Any]:
    whole = scenario.model_dump(mode="json", exclude={"story": True, "run": {"seed"}})
    whole["process"] |= {name: str(value) for name, value in scenario.process.policies()._asdict().items()}
    entries = whole.pop("timeline")
    whole["timeline"] = {str(place): entry for place, entry in enumerate(entries, 1)}
    return dict(_leaves(whole, ""))


def _leaves(table: dict[str, Any], above: str) -> list[tuple[str, Any]]:
    leaves: list[tuple[str, Any]] = []
    for name, value in table.items():
        key = f"{above}.{name}" if above else name
        leaves += _leaves(value, key) if isinstance(value, dict) else [(key, value)]
    return leaves


# --- the first difference of each table


def _tables(one: Lived, other: Lived, days: int) -> dict[str, tuple[Time, Parting | None]]:
    ours, theirs = (tracks(world, days, to_the_end=one.last_day == other.last_day) for world in (one, other))
    found = {a.name: _first_row(a, b) for a, b in zip(ours, theirs, strict=True)}
    return found | {"promises": _first_promise(_promises(one, days), _promises(other, days))}


def _first_row(one: Track, other: Track) -> tuple[Time, Parting | None]:
    """The first row of two tables that is not the same in both."""
    rows = min(len(one), len(other))
    pairs = zip((one.days, one.phases, *one.columns), (other.days, other.phases, *other.columns), strict=False)
    differs = np.zeros(rows, dtype=bool)
    for a, b in pairs:
        differs |= _unlike(a[:rows], b[:rows])
    row = int(np.argmax(differs)) if differs.any() else rows
    times = [track.time(row) if row < len(track) else NEVER for track in (one, other)]
    time = min(times)
    if time == NEVER:
        return NEVER, None
    places = [row if at == time else None for at in times]
    if None not in places and one.about:
        places = _counterparts(one, other, row)
    ours, theirs = (
        None if place is None else track.describe(place) for track, place in zip((one, other), places, strict=True)
    )
    if one.name in _MEASURES and ours is not None and theirs is not None:
        ours, theirs = _unlike_measures(ours, theirs)
    later = None if ours and theirs else _next(other, row, one, ours) if ours else _next(one, row, other, theirs)
    return time, Parting(time[0], ORDER[time[1]].name, one.name, ours, theirs, later)


def _unlike(a: Numbers, b: Numbers) -> Numbers:
    missing: Numbers = (a != a) & (b != b)  # noqa: PLR0124 (NaN)
    unlike: Numbers = (a != b) & ~missing
    return unlike


def _counterparts(one: Track, other: Track, row: int) -> list[int | None]:
    """What each world did about the same thing in this phase of the day; None: nothing.

    Where neither did anything about what the other was at, the two rows stand against each other as they are.
    """
    theirs, ours = _later(other, row, one.at(row)), _later(one, row, other.at(row))
    if theirs is not None and one.row(row) != other.row(theirs):
        return [row, theirs]
    if ours is not None and one.row(ours) != other.row(row):
        return [ours, row]
    if (theirs is None) == (ours is None):  # apart altogether, or in another order
        return [row, row]
    return [None, row] if ours is None else [row, None]


def _later(track: Track, row: int, about: tuple[Any, ...]) -> int | None:
    time = track.time(row)
    while row < len(track) and track.time(row) == time:
        if track.at(row) == about:
            return row
        row += 1
    return None


def _next(track: Track, row: int, theirs: Track, side: Side | None) -> Side | None:
    """What a world that did nothing did next about the same request, or with an intervention of the same kind."""
    if side is None or track.name not in _ABOUT_THINGS or (side["request"] is None and side.get("kind") != _BEGAN):
        return None
    about = theirs.at(row)
    for place in range(row, len(track)):
        if track.at(place) == about:
            return {"day": track.time(place)[0], **track.describe(place)}
    return None


def _unlike_measures(a: Side, b: Side) -> tuple[Side, Side]:
    """Of a row of measures, those that differ."""
    kept = [name for name in a if name in _OF_WHAT or a[name] != b.get(name)]
    return {name: a[name] for name in kept}, {name: b.get(name) for name in kept}


# --- promises: they have days, but no place among the rows of a day

Facts = dict[tuple[Any, ...], tuple[int, Side]]


def _promises(world: Lived, days: int) -> Facts:
    """Every day told for a release, and what became of it."""
    raw = world.model.recorder.promises.columns()
    facts: Facts = {}
    for release, nth, told, due, fate, ended in zip(*(column.tolist() for column in raw.values()), strict=True):
        side: Side = {"agent": "IT", "request": None, "release": release, "told": told, "due": due}
        if told <= days:
            facts[release, nth, "due"] = (told, side)
        if fate != Fate.OPEN and ended <= days:
            facts[release, nth, "fate"] = (ended, {**side, "fate": word(Fate(fate)), "ended": ended})
    return facts


def _first_promise(one: Facts, other: Facts) -> tuple[Time, Parting | None]:
    apart = []
    for key in one.keys() | other.keys():
        a, b = one.get(key), other.get(key)
        if a != b:
            day = min(fact[0] for fact in (a, b) if fact is not None)
            apart.append((day, str(key), a and a[1], b and b[1]))
    if not apart:
        return NEVER, None
    day, _, a_side, b_side = min(apart, key=lambda found: found[:2])
    return (day, PHASES["record"]), Parting(day, "record", "promises", a_side, b_side)


def _trust(world: Lived, days: int) -> Numbers:
    return np.array([row["trust"] for row in world.model.recorder.daily[:days]], dtype=np.float64)


def _trust_parts(one: Numbers, other: Numbers) -> TrustParting | None:
    unlike = _unlike(one, other)
    if not unlike.any():
        return None
    at = int(np.argmax(unlike))
    return TrustParting(at + 1, float(one[at]), float(other[at]))


def data(apart: Apart) -> dict[str, Any]:
    """How two worlds part, as plain data for a file; what is missing is None."""
    return {
        "days": apart.days,
        "same": apart.first is None,
        "first": apart.first and as_data(apart.first),
        "first_day_by_table": apart.tables,
        "trust_before": list(apart.trust_before),
        "trust": apart.trust and as_data(apart.trust),
        "trust_at_end": list(apart.trust_at_end),
        "keys": as_data(apart.keys),
    }
