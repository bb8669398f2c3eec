"""What one thing did, in words: the screen of ``compare --counterfactual``."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from trustsim.compare.without import DAY, REQUEST
from trustsim.records.naming import experience_words
from trustsim.report.breakdown import parts_of
from trustsim.report.dates import dated
from trustsim.report.parting import fine_points, when_words
from trustsim.report.trace import Paragraph
from trustsim.report.words import level, listed, percent
from trustsim.scenario.wording import quoted

if TYPE_CHECKING:
    from trustsim.compare.contribution import Change, Contribution

MOST_CAUSES = 3
STATIONS = 5
NEGLIGIBLE = 0.0005
"""Less than a twentieth of a point of trust."""
ONE_LUCK = (
    "This is one run. A small thing shifts who works on what and when, and what comes of that later on may go either "
    "way. What it does as a rule takes many runs."
)


def without_screen(contribution: Contribution, title: str) -> RenderableType:
    """The page: what trust would have been, the measures side by side, the difference over time, and the ledger's view.

    ``title`` is of the run, with its seed.
    """
    parts: list[RenderableType] = [Text(f"{title}, with and without {thing_words(contribution)}", style="bold"), ""]
    parts += [Paragraph(verdict(contribution))]
    if not contribution.is_nothing:
        parts += ["", _measures(contribution)]
    if contribution.trust.any():
        parts += ["", Paragraph(course_words(contribution))]
    parts += ["", Paragraph(booked_words(contribution))]
    if not contribution.is_nothing:
        parts += ["", Paragraph(ONE_LUCK)]
    return Group(*parts)


def thing_words(contribution: Contribution) -> str:
    """``counselling (day 63)``, ``request 12``, ``what day 140 taught``."""
    thing = contribution.thing
    if thing.kind == DAY:
        return f"what people lived through on day {thing.day}"
    return f"request {thing.name}" if thing.kind == REQUEST else quoted(thing.name)


def verdict(contribution: Contribution) -> str:
    """What would have been otherwise, in two or three sentences."""
    opening, end = _opening(contribution), contribution.measures["trust.end"]
    if contribution.is_nothing:
        return f"{opening}, nothing would have been otherwise: the run is the same to the last bit."
    if not contribution.trust.any():
        return f"{opening}, the users' trust in IT would have been the same on every evening; other things differ."
    text = f"{opening}, all else and all luck the same, the users' trust in IT would have ended at {level(end.without)}"
    if level(end.without) == level(end.with_it):
        text += f" too: it {_did(end.contribution)}."
    else:
        text += f" instead of {level(end.with_it)}: it {_did(end.contribution)}."
    peak = float(contribution.trust[contribution.largest_day - 1])
    last = contribution.largest_day == len(contribution.trust)
    text += f" Its part was largest {'at the end' if last else f'on {dated(contribution.largest_day)}'}"
    return f"{text}." if last else f"{text}, {fine_points(peak)}; {_left(end.contribution)}."


def _opening(contribution: Contribution) -> str:
    thing = contribution.thing
    if thing.kind == DAY:
        assert thing.day is not None  # it is the day that was asked for
        return f"Had nothing that people lived through on {dated(thing.day)} moved an opinion"
    if thing.kind == REQUEST:
        assert thing.day is not None  # every request arose
        return f"Had the need behind request {thing.name} not arisen {when_words(thing.day)}"
    began = "which never began" if thing.day is None else f"which began on {dated(thing.day)}"
    return f"Without {quoted(thing.name)}, {began}"


def _did(change: float) -> str:
    if abs(change) < NEGLIGIBLE:
        return "hardly made a difference in the end"
    return f"{'added' if change > 0 else 'cost'} {fine_points(abs(change)).lstrip('+')}"


def _left(change: float) -> str:
    return (
        "hardly any of it is left at the end" if abs(change) < NEGLIGIBLE else f"at the end it is {fine_points(change)}"
    )


def course_words(contribution: Contribution) -> str:
    """The difference on a few evenings, evenly apart."""
    trust, days = contribution.trust, len(contribution.trust)
    stations = sorted({max(1, round(days * part / STATIONS)) for part in range(1, STATIONS + 1)})
    told = [f"day {day} {_signed(float(trust[day - 1]) * 100)}" for day in stations]
    first = contribution.apart.trust
    since = "" if first is None or first.day == 1 else f" Before day {first.day} it is nothing."
    return f"What it did to trust, in points of a hundred: {', '.join(told)}.{since}"


def booked_words(contribution: Contribution) -> str:
    """What the ledger books for it, and how that is another thing than what it caused."""
    thing, booked = contribution.thing, contribution.booked
    causes = [(experience_words(event), change) for event, change in booked.causes if abs(change) >= NEGLIGIBLE]
    parts = parts_of(booked.contribution, causes[:MOST_CAUSES])
    through = f" ({listed([f'{part.words} {part.figure}' for part in parts])})" if causes else ""
    under = {DAY: f"day {thing.day}", REQUEST: f"request {thing.name}"}.get(thing.kind, "it and what came of it")
    sum_of_it = fine_points(booked.contribution) if booked.rows else "nothing"
    text = f"The ledger books {sum_of_it} under {under}{through}."
    return text if contribution.is_nothing else f"{text} {_accounting(thing.kind)}"


def _accounting(kind: str) -> str:
    if kind == DAY:
        return (
            "That is accounting, and it is the difference on the evening of that day. The differences later on are its "
            "effect: it faded, and it changed what people did and so what they lived through."
        )
    if kind == REQUEST:
        return (
            "That is accounting: what users lived through over this request. The difference between the two runs is "
            "its effect: it also took time that other requests then lacked."
        )
    return (
        "That is accounting: what users lived through because of it. The difference between the two runs is its "
        "effect: it also changed how work was done, and so what users lived through of everything else."
    )


def _measures(contribution: Contribution) -> RenderableType:
    """The measures that differ, side by side."""
    grid = Table.grid(padding=(0, 3, 0, 0))
    grid.add_column()
    for _ in range(3):
        grid.add_column(justify="right", no_wrap=True)
    grid.add_row("", *[Text(heading, style="bold") for heading in ("with it", "without it", "difference")])
    for name, (words, form, unit) in _TOLD.items():
        change = contribution.measures[name]
        difference = _difference(change, unit)
        if difference:
            grid.add_row(Text(words), _shown(change.with_it, form), _shown(change.without, form), difference)
    if grid.row_count == 1:
        return Paragraph("None of the usual measures differs.")
    return Padding(grid, (0, 0, 0, 2))


def _shown(value: float, form: Callable[[float], str]) -> str:
    return "none" if math.isnan(value) else form(value)


def _difference(change: Change, unit: str) -> str:
    """``+1.2 points``, ``-3 days``; empty where nothing differs, a dash where one of them cannot be had."""
    if change.with_it == change.without or (math.isnan(change.with_it) and math.isnan(change.without)):
        return ""
    if math.isnan(change.contribution):
        return "-"
    scaled = change.contribution * (100 if unit == "points" else 1)
    return f"{_signed(scaled)} {unit}".rstrip()


def _signed(number: float) -> str:
    """A figure with its sign unless it rounds to nothing: ``-3.1``, ``0.0``."""
    return f"{number:+.1f}" if abs(number) >= 0.05 else "0.0"


def _whole(number: float) -> str:
    return f"{number:.0f}"


def _tenth(number: float) -> str:
    return f"{number:.1f}"


_TOLD: dict[str, tuple[str, Callable[[float], str], str]] = {
    "trust.end": ("users' trust in IT at the end", level, "points"),
    "trust.by_dimension.ability.end": ("  in its ability", level, "points"),
    "trust.by_dimension.benevolence.end": ("  in its benevolence", level, "points"),
    "trust.by_dimension.integrity.end": ("  in its integrity", level, "points"),
    "trust@mean": ("users' trust in IT, mean of all days", level, "points"),
    "it_in_business.end": ("IT's trust in the business at the end", level, "points"),
    "requests.delivered": ("requests delivered", _whole, ""),
    "requests.need_fit": ("need-fit", percent, "points"),
    "requests.satisfaction": ("satisfaction", percent, "points"),
    "requests.late_share": ("late", percent, "points"),
    "requests.median_lead_time": ("median lead time, days", _whole, "days"),
    "requests.value_delivered": ("value delivered", _tenth, ""),
    "organisation.cost": ("cost, person-days", _whole, ""),
}
