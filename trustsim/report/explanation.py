"""Why trust moved, in words: the sentence on the change, the sentences on causes, and the screen of ``explain``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trustsim.explain.causes import Cause, Origin, Rest, Trail, split
from trustsim.report.breakdown import EVERYTHING_ELSE, parts_of, signed, tenths
from trustsim.report.dates import dated
from trustsim.report.stages import illness, signs_up_to
from trustsim.report.words import counted, level, listed, moved, percent, points, signed_points
from trustsim.vocabulary import DAYS_PER_MONTH, Stage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType
    from rich.table import Table

    from trustsim.explain.chains import Chain, Link
    from trustsim.explain.explanation import Explanation
    from trustsim.explain.other_side import OtherSide

HARDLY = 0.0005
LONGEST_CHAIN = 5
NOTABLE_PLACE = 0.1

Line = tuple[str, list[str]]


def explanation_screen(explanation: Explanation, title: str, top: int, files: str) -> RenderableType:
    """The answer to why trust moved, for a terminal of 80 columns.

    Args:
        explanation: what is told.
        title: of the run.
        top: how many causes, and how many origins, are told one by one.
        files: the line that says where the files are; empty for none.
    """
    from rich.console import Group
    from rich.text import Text

    told, rest = split(explanation.causes, top)
    began, others = split(explanation.origins, top)
    causes = _table(_adding_up(explanation.change, [(one.contribution, cause_words(one)) for one in told], rest))
    origins = _table(_adding_up(explanation.change, [(one.contribution, [origin_words(one)]) for one in began], others))
    parts: list[RenderableType] = [Text(title, style="bold"), "", Text(change_words(explanation)), ""]
    parts += [line for note in other_side_words(explanation.other_side) for line in (Text(note), "")]
    parts += [Text("By what users lived through, in points of trust", style="bold"), causes, ""]
    parts += [Text("By where it began", style="bold"), origins]
    parts += [
        line for note in (booking_words(explanation), files) if note for line in ("", Text(note, overflow="fold"))
    ]
    return Group(*parts)


def change_words(explanation: Explanation) -> str:
    """The change in a sentence: whose trust, when, from where to where."""
    asked, change = explanation.question, explanation.change
    begin = dated(asked.first - 1) if asked.first > 1 else "day 0, the start,"
    days = f"Between the evening of {begin} and the evening of {dated(asked.last)}"
    before, after = level(explanation.before), level(explanation.after)
    if before == after:
        before, after = f"{explanation.before:.3f}", f"{explanation.after:.3f}"
    if abs(change) < HARDLY:
        course = f"hardly moved from {level(explanation.before)}"
    else:
        course = f"{'fell' if change < 0 else 'rose'} by {points(change)}, from {before} to {after}"
    unweighted = " The figures are of this opinion alone, unweighted." if asked.dimension is not None else ""
    return f"{days}, {whose_words(explanation)} {course}.{unweighted}"


def other_side_words(side: OtherSide) -> list[str]:
    """How IT's trust and the stage went meanwhile, and by which signs the stages are known."""
    text = f"IT's trust in the business {moved(side.before, side.after)}."
    if side.worst is Stage.HEALTHY:
        return [text]
    stages = [f"{illness(side.stage)} at first"]
    stages += [f"{illness(one.stage)} from day {one.day} ({one.health:.2f})" for one in side.changes]
    text += f" The stage of the relationship follows from the mean trust of both sides, smoothed: {', '.join(stages)}."
    return [text, signs_up_to(side.worst)]


def whose_words(explanation: Explanation) -> str:
    """Whose trust, and in what: ``the trust of 10 users in IT``."""
    asked = explanation.question
    users = counted(explanation.users, "user") + ("" if asked.unit is None else f" of unit {asked.unit}")
    if asked.dimension is None:
        return f"the trust of {users} in IT"
    return f"the opinion of {users} about IT's {asked.dimension.name.lower()}"


def cause_words(cause: Cause) -> list[str]:
    """What is told of a cause, a string a paragraph: what it was and where; the way in which most of it came about."""
    return [f"{cause.words}{_places(cause)}", *([] if cause.trail is None else [trail_words(cause.trail)])]


def origin_words(origin: Origin) -> str:
    """What is told of a kind of beginning: how many there were, and the weightiest."""
    if origin.largest is None:
        return origin.words if origin.events else f"{origin.words}, with no event behind it"
    told = told_words(origin.largest)
    if origin.events == 1:
        return f"{origin.words}: {told}"
    return f"{origin.words}, {origin.events}; the weightiest ({figure(origin.largest_contribution)}): {told}"


def trail_words(trail: Trail) -> str:
    """``-2.7 of it (31 %): release 3 came late (day 140), because it was pushed aside (day 120)``."""
    share = "all" if trail.share > 0.995 else percent(trail.share)
    part = f"{figure(trail.contribution)} of it ({share})" if abs(trail.contribution) >= HARDLY else f"{share} of it"
    return f"{part}: {chain_words(trail.chain)}"


def chain_words(chain: Chain) -> str:
    """A chain as one sentence, from what was lived through to where it began; a long one without its middle."""
    told = [told_words(link) for link in chain]
    if len(told) > LONGEST_CHAIN:
        left_out = len(told) - LONGEST_CHAIN + 1
        told[LONGEST_CHAIN - 2 : -1] = [f"of {counted(left_out, 'event')} between"]
    return ", because ".join(told)


def told_words(link: Link) -> str:
    """What happened, to be said in mid-sentence, with its day: ``the owners issued edict 4 (day 118)``."""
    sentence = link.sentence.removesuffix(".")
    if sentence[1:2].islower() or sentence[1:2] == " ":
        sentence = f"{sentence[:1].lower()}{sentence[1:]}"
    return f"{sentence} ({day_words(link.day)})"


def day_words(day: int) -> str:
    """``day 118``, or ``before the start``."""
    return f"day {day}" if day >= 1 else "before the start"


def booking_words(explanation: Explanation) -> str:
    """What to know of forgetting, where an end of the window is a day on which not all of it had been entered."""
    asked = explanation.question
    ends = [(asked.first - 1, "start"), (asked.last, "end")]
    if all(day % DAYS_PER_MONTH == 0 or day == explanation.days for day, _ in ends):
        return ""
    text = (
        "Forgetting is entered when an opinion is next looked at, or at the end of a month of "
        f"{DAYS_PER_MONTH} days: how much of it lies in these days is only about right."
    )
    apart = [
        f"{(curve - known) * 100:+.1f} at the {name}"
        for (_, name), curve, known in (
            (ends[0], explanation.daily_before, explanation.before),
            (ends[1], explanation.daily_after, explanation.after),
        )
        if curve is not None and abs(curve - known) >= HARDLY
    ]
    return f"{text} Not yet entered: {listed(apart)}." if apart else text


def figure(change: float) -> str:
    """A change in points, with its sign unless it rounds to nothing: ``-3.1``, ``0.0``."""
    return signed_points(change)


def _places(cause: Cause) -> str:
    """``; most over releases 3 (-3.1) and 5 (-2.2)``, where any stands out."""
    least = max(HARDLY, NOTABLE_PLACE * abs(cause.contribution))
    notable = [place for place in cause.places if abs(place.contribution) >= least]
    if not notable:
        return ""
    named = [(*place.words.rpartition(" ")[::2], figure(place.contribution)) for place in notable]
    nouns = {noun for noun, _, _ in named}
    if len(named) == 1 or len(nouns) > 1 or not all(number.isdigit() for _, number, _ in named):
        return f"; most over {listed([f'{place.words} ({figure(place.contribution)})' for place in notable])}"
    return f"; most over {nouns.pop()}s {listed([f'{number} ({part})' for _, number, part in named])}"


def _adding_up(change: float, told: Sequence[tuple[float, list[str]]], rest: Rest) -> list[Line]:
    """A line for each part that is told, one for all others, and one for the sum; the figures shown add up."""
    others = f"{EVERYTHING_ELSE}, {counted(rest.kinds, 'kind')}" if rest.kinds else "rounding"
    parts = parts_of(change, [(words[0], contribution) for contribution, words in told], others, keep=rest.kinds > 0)
    lines = [(part.figure, words) for part, (_, words) in zip(parts, told, strict=False)]
    lines += [(part.figure, [part.words]) for part in parts[len(told) :]]
    return [*lines, (signed(tenths(change)), ["in all"])]


def _table(lines: list[Line]) -> Table:
    """Figures to the left; the first paragraph of each line beside it, the others below and further in."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2))
    grid.add_column(justify="right", no_wrap=True, min_width=5)
    grid.add_column()
    for figure, paragraphs in lines:
        below = [Padding(Text(words), (0, 0, 0, 2)) for words in paragraphs[1:]]
        grid.add_row(Text(figure), Group(Text(paragraphs[0]), *below))
    return grid
