"""Why trust moved: the ledger's rows summed by what was lived through, and by where it began."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from trustsim.explain.chains import NO_EVENT, Chain, Events, Link, Numbers, chain_of
from trustsim.explain.origins import Beginning, beginning, beginning_words
from trustsim.records.happenings import Happening
from trustsim.records.naming import experience_words, word

if TYPE_CHECKING:
    import pandas as pd

MOST_PLACES = 3
_DELIVERY = word(Happening.RELEASED)


class Place(NamedTuple):
    """What a part of a cause was about: ``release 3``, ``request 41``, ``core services``; its part of the change."""

    words: str
    contribution: float


class Trail(NamedTuple):
    """The way by which the largest part of a cause came about.

    Attributes:
        contribution: part of the change that goes back to the last event of ``chain``.
        share: of all that the cause moved in its own direction, the part that goes back to that event; in (0, 1].
        chain: from an event that people lived through back to where it began; of all ways from there the largest.
    """

    contribution: float
    share: float
    chain: Chain


@dataclass(frozen=True)
class Cause:
    """What one kind of experience did to mean trust.

    Attributes:
        event: word of the ``Experience``.
        words: the same for people.
        contribution: change of mean trust; 0.01 is a point.
        rows: changes of opinions behind it.
        places: what most of it was about, at most three, the largest first.
        trail: where most of it came from; None where no event stands behind it, as with forgetting.
    """

    event: str
    words: str
    contribution: float
    rows: int
    places: tuple[Place, ...]
    trail: Trail | None


@dataclass(frozen=True)
class Origin:
    """What one kind of beginning did to mean trust, by way of all that came of it.

    Attributes:
        kind: word of the ``Happening`` in which it began; without an event, of the ``Experience``.
        words: the same for people.
        contribution: change of mean trust.
        rows: changes of opinions behind it.
        events: how many events of this kind it was; 0 where no event stands behind it.
        largest: the event that weighs most in the direction of the whole; None where there is none.
        largest_contribution: its part of the change.
    """

    kind: str
    words: str
    contribution: float
    rows: int
    events: int
    largest: Link | None
    largest_contribution: float


Part = TypeVar("Part", Cause, Origin)
Key = TypeVar("Key", int, str)


class Rest(NamedTuple):
    """What is not told one by one: its part of the change, how many kinds it sums."""

    contribution: float
    kinds: int


def causes(rows: pd.DataFrame, events: Events, requests: pd.DataFrame) -> tuple[Cause, ...]:
    """One cause a kind of experience, the weightiest first.

    ``rows`` are rows of the ledger with what each did to mean trust as ``share``.
    """
    things, rows = _things(rows, events, requests), rows.assign(root=first_events(rows, events))
    found = []
    for event, part in rows.groupby("event", observed=True, sort=True):
        total = math.fsum(part["share"])
        words = experience_words(str(event))
        places, trail = _places(part, things, total), _trail(part, events, total)
        found.append(Cause(str(event), words, total, len(part), places, trail))
    return tuple(sorted(found, key=_weightiest))


def origins(rows: pd.DataFrame, events: Events) -> tuple[Origin, ...]:
    """One origin a kind of beginning, the weightiest first; what no event stands behind is an origin of its own."""
    grouped: dict[Beginning, dict[int, list[float]]] = {}
    kinds, figures = events.frame["kind"].tolist(), events.frame["a"].tolist()
    roots = first_events(rows, events)
    for root, event, share in zip(roots.tolist(), rows["event"].tolist(), rows["share"].tolist(), strict=True):
        of = Beginning(str(event), of_event=False) if root == NO_EVENT else beginning(str(kinds[root]), figures[root])
        grouped.setdefault(of, {}).setdefault(root, []).append(share)
    return tuple(sorted((_origin(of, parts, events) for of, parts in grouped.items()), key=_weightiest))


def split(parts: Sequence[Part], top: int) -> tuple[tuple[Part, ...], Rest]:
    """The ``top`` weightiest, and the sum of the others."""
    others = parts[top:]
    return tuple(parts[:top]), Rest(math.fsum(part.contribution for part in others), len(others))


def _weightiest(part: Cause | Origin) -> tuple[float, str]:
    return -abs(part.contribution), part.words


def first_events(rows: pd.DataFrame, events: Events) -> Numbers:
    """The event in which each row began; ``NO_EVENT`` where no event stands behind it.

    What held a delivery up has its part in disappointment at it, not in what it gave: a gain begins with the delivery.
    """
    sources = rows["source"].to_numpy(dtype=np.int64)
    roots = np.append(events.roots(), NO_EVENT)[sources]  # without an event, being -1, it takes what is last
    delivery = np.append((events.frame["kind"] == _DELIVERY).to_numpy(), False)[sources]
    begun: Numbers = np.where(delivery & (rows["share"].to_numpy() > 0.0), sources, roots)
    return begun


def _trail(part: pd.DataFrame, events: Events, total: float) -> Trail | None:
    """Of the rows that moved trust as the whole did: the first event that most goes back to, and the way from there."""
    roots, sources = part["root"].to_numpy(), part["source"].to_numpy(dtype=np.int64)
    by_root = _sums(roots.tolist(), part["share"].tolist())
    along = {root: value for root, value in by_root.items() if value * _sign(total) > 0.0}
    root = _largest(along)
    if root is None:
        return None
    inside = roots == root
    by_source = _sums(sources[inside].tolist(), part["share"].to_numpy()[inside].tolist())
    source = _largest({event: value for event, value in by_source.items() if value * _sign(total) > 0.0})
    assert source is not None  # their sum has this sign, so one of them has
    return Trail(by_root[root], by_root[root] / math.fsum(along.values()), _back_to(root, chain_of(events, source)))


def _back_to(root: int, chain: Sequence[Link]) -> Chain:
    return tuple(link for link in chain if link.event >= root)  # causes are earlier than their effects


def _largest(values: dict[int, float]) -> int | None:
    """The event with the largest sum, the earliest of equals; None where there is no event among them."""
    known = [event for event in values if event != NO_EVENT]
    return min(known, key=lambda event: (-abs(values[event]), event)) if known else None


def _places(part: pd.DataFrame, things: pd.Series[str], total: float) -> tuple[Place, ...]:
    sums = _sums(things.loc[part.index].tolist(), part["share"].tolist())
    along = [Place(thing, value) for thing, value in sums.items() if thing and value * _sign(total) > 0.0]
    return tuple(sorted(along, key=lambda place: (-abs(place.contribution), place.words))[:MOST_PLACES])


def _things(rows: pd.DataFrame, events: Events, requests: pd.DataFrame) -> pd.Series[str]:
    """What each row was about: a release of several requests, a request, or what its event was about; else nothing."""
    import pandas as pd

    releases = requests.set_index("request")["release"]
    several = releases[(releases >= 0) & releases.duplicated(keep=False)].to_dict()
    subjects = [*events.frame["subject"].astype(str), ""]
    about = zip(rows["request"].tolist(), rows["source"].tolist(), strict=True)
    return pd.Series(
        [
            f"release {several[request]}" if request in several
            else f"request {request}" if request >= 0
            else subjects[source]  # without an event, being -1, it takes what is last
            for request, source in about
        ],
        index=rows.index, dtype="object",
    )  # fmt: skip


def _origin(of: Beginning, parts: dict[int, list[float]], events: Events) -> Origin:
    sums = {root: math.fsum(shares) for root, shares in parts.items()}
    total, rows = math.fsum(sums.values()), sum(len(shares) for shares in parts.values())
    along = {root: value for root, value in sums.items() if value * _sign(total) > 0.0}
    largest = _largest(along)
    link = None if largest is None else events.link(largest)
    weight = 0.0 if largest is None else sums[largest]
    return Origin(of.kind, beginning_words(of), total, rows, len(sums) if of.of_event else 0, link, weight)


def _sums(keys: Iterable[Key], shares: Iterable[float]) -> dict[Key, float]:
    parts: dict[Key, list[float]] = {}
    for key, share in zip(keys, shares, strict=True):
        parts.setdefault(key, []).append(share)
    return {key: math.fsum(values) for key, values in parts.items()}


def _sign(total: float) -> float:
    return -1.0 if total < 0.0 else 1.0
