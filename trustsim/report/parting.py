"""Where two worlds part, in words: the screen of ``compare --first-difference``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from trustsim.compare.tracks import Side
from trustsim.records.naming import experience_words
from trustsim.report.dates import dated, lasting
from trustsim.report.trace import Paragraph
from trustsim.report.words import counted, level, listed

if TYPE_CHECKING:
    from trustsim.compare.parting import Apart, KeyDifference, Parting

MOST_KEYS = 12
MOST_MEASURES = 3
WIDEST_VALUE = 24
TABLES = {
    "needs": "the needs that arise, and their value",
    "sizes": "how much is asked for",
    "handoffs": "how needs are read",
    "events": "what happens",
    "promises": "the days promised",
    "ledger": "what moves opinions",
    "daily": "the measures of a day",
}


def parting_screen(apart: Apart, labels: tuple[str, str], seed: int) -> RenderableType:
    """The page: where they part first, when trust follows, when what else does, and which keys differ."""
    labels = told_apart(labels)
    parts: list[RenderableType] = [Text(f"{labels[0]} and {labels[1]} (seed {seed})", style="bold"), ""]
    if apart.first is None:
        return Group(*parts, Paragraph(same_words(apart)), *_section(*_keys(apart.keys, labels)))
    parts += [Paragraph(where_words(apart.first)), ""]
    parts += [Padding(Paragraph(words), (0, 0, 0, 2)) for words in side_words(apart.first, labels)]
    parts += ["", Paragraph(trust_words(apart, labels))]
    parts += [*_section("When what parts", _tables(apart)), *_section(*_keys(apart.keys, labels))]
    return Group(*parts)


def told_apart(labels: tuple[str, str]) -> tuple[str, str]:
    """The labels, with a number behind each where they are the same."""
    return labels if labels[0] != labels[1] else (f"{labels[0]} (first)", f"{labels[1]} (second)")


def same_words(apart: Apart) -> str:
    """What is said of two worlds that never part."""
    text = f"The same to the last bit, in all of {lasting(apart.days)}: every need, event, promise and opinion."
    if not apart.keys:
        return f"{text} The two scenarios are the same, but perhaps for their stories."
    differ, it = ("differs", "it makes") if len(apart.keys) == 1 else ("differ", "they make")
    return f"{text} {_some(len(apart.keys), 'key')} of the scenarios {differ}, and {it} no difference on this luck."


def where_words(parting: Parting) -> str:
    """The day, the phase, and over which need: ``They part first on day 3, …``."""
    side = parting.one or parting.other or {}
    over = f", over need {side['nth'] + 1} of user {side['user']}" if side.get("request") is not None else ""
    return f"They part first {when_words(parting.day)}, in the phase of the day that is called {parting.phase}{over}."


def when_words(day: int) -> str:
    """``on day 3``, or ``115 days before the start (day -114)``."""
    return f"on {dated(day)}" if day >= 1 else f"{counted(1 - day, 'day')} before the start (day {day})"


def side_words(parting: Parting, labels: tuple[str, str]) -> list[str]:
    """What each world did, a sentence each: ``In A: …``."""
    sides = zip(labels, (parting.one, parting.other), strict=True)
    return [f"In {label}: {_done(parting, side)}" for label, side in sides]


def _done(parting: Parting, side: Side | None) -> str:
    if side is not None:
        return told(parting.table, side)
    if parting.later is None:
        return "nothing of the kind."
    later = told(parting.table, parting.later)
    day = parting.later["day"]
    then = "on the same day" if day == parting.day else when_words(day)
    return f"nothing of the kind; next, {then}: {later}"


def told(table: str, side: Side) -> str:
    """One row of a table as a sentence."""
    return _TOLD[table](side)


def trust_words(apart: Apart, labels: tuple[str, str]) -> str:
    """Where trust stood before day 1, when it first differs and by how much, and where it ends."""
    one, other = apart.trust_before
    begins = f"at {level(one)} in both" if one == other else f"at {_pair(one, other)}"
    text = f"On the evening before day 1 the users' trust in IT stands {begins}"
    if apart.trust is None:
        return f"{text}; it is the same on every evening since."
    day, one, other = apart.trust
    text += f"; the first evening on which it differs is that of {dated(day)}: {_pair(one, other)}."
    end = f"On {dated(apart.days)}, the last of both, it stands" if day < apart.days else ""
    whose = f"Figures are first of {labels[0]}, then of {labels[1]}."
    return f"{text} {end} at {_pair(*apart.trust_at_end)}. {whose}" if end else f"{text} {whose}"


def _pair(one: float, other: float) -> str:
    """``0.650 and 0.651 (+0.1 points)``, with as many digits as it takes to tell them apart."""
    digits = next((places for places in range(2, 17) if f"{one:.{places}f}" != f"{other:.{places}f}"), 2)
    return f"{one:.{digits}f} and {other:.{digits}f} ({fine_points(other - one)})"


def fine_points(change: float) -> str:
    """A change in points with its sign, with two digits where it is far below one point: ``+0.00078 points``.

    No sign before a zero.
    """
    points = change * 100
    if not points:
        return "0.0 points"
    return f"{points:+.1f} points" if abs(points) >= 0.1 else f"{points:+.2g} points"


def _tables(apart: Apart) -> Table:
    grid = _grid(2)
    for name, words in TABLES.items():
        day = apart.tables[name]
        grid.add_row(Text(words), Text("never" if day is None else when_words(day).removeprefix("on ")))
    return grid


def _keys(keys: tuple[KeyDifference, ...], labels: tuple[str, str]) -> tuple[str, RenderableType | None]:
    if not keys:
        return "", None
    grid = _grid(3)
    grid.add_row(Text(""), *[Text(label, overflow="fold") for label in labels])
    for key in keys[:MOST_KEYS]:
        grid.add_row(Text(key.key, overflow="fold"), Text(_value(key.one)), Text(_value(key.other)))
    if len(keys) > MOST_KEYS:
        grid.add_row(Text(f"and {_some(len(keys) - MOST_KEYS, 'more key')}"))
    return "Keys that differ", grid


def _value(value: Any) -> str:
    text = "-" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= WIDEST_VALUE else f"{text[: WIDEST_VALUE - 1]}…"


def _section(heading: str, body: RenderableType | None) -> list[RenderableType]:
    return [] if body is None else ["", Text(heading, style="bold"), Padding(body, (0, 0, 0, 2))]


def _grid(columns: int) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    for _ in range(columns):
        grid.add_column()
    return grid


def _some(number: int, noun: str) -> str:
    return counted(number, noun)


def _event(side: Side) -> str:
    return str(side["sentence"])


def _handoff(side: Side) -> str:
    held = [f"{counted(len(side[name]), 'attribute')} {name}{_places(side[name])}" for name in ("wrong", "broken")]
    return f"Request {side['request']}, {side['hand']}: {listed(held)}."


def _places(numbers: list[int]) -> str:
    return f" ({', '.join(map(str, numbers))})" if numbers else ""


def _lived_through(side: Side) -> str:
    moved = f"{side['before']:.3f} to {side['after']:.3f} ({fine_points(side['after'] - side['before'])})"
    over = "" if side["request"] is None else f", over request {side['request']}"
    who = f"{side['agent'][:1].upper()}{side['agent'][1:]}"
    return (
        f"{who} on the {side['dimension']} of {side['trustee']}: {moved}, by {experience_words(side['event'])}{over}."
    )


def _need(side: Side) -> str:
    return (
        f"U{side['agent'][1:]} needed something (request {side['request']}), {side['size']:.3g} person-days "
        f"of a value of {side['value']:.3g}."
    )


def _size(side: Side) -> str:
    return f"U{side['agent'][1:]} asked for {side['size']:.6g} person-days (request {side['request']})."


def _promise(side: Side) -> str:
    fate = f", {side['fate']} on day {side['ended']}" if "fate" in side else ""
    return f"Release {side['release']} was promised on day {side['told']} for day {side['due']}{fate}."


def _measures(side: Side) -> str:
    named = {
        name: value for name, value in side.items() if name not in ("agent", "request", "unit", "user", "nth", "day")
    }
    shown = [f"{name} {_figure(value)}" for name, value in [*named.items()][:MOST_MEASURES]]
    more = len(named) - len(shown)
    whose = f"Request {side['request']}: " if side["request"] is not None else ""
    return f"{whose}{listed(shown + ([f'{more} more'] if more else []))}."


def _figure(value: Any) -> str:
    return "missing" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)


_TOLD = {
    "needs": _need, "sizes": _size, "events": _event, "handoffs": _handoff, "ledger": _lived_through,
    "daily": _measures, "units": _measures, "requests": _measures, "promises": _promise,
}  # fmt: skip
