"""One request's life as a page of text, for a terminal of 80 columns."""

from __future__ import annotations

import textwrap

from rich.columns import Columns
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from trustsim.explain.chains import Chain, Link
from trustsim.explain.effects import Effect
from trustsim.explain.hands import BUILT, Step
from trustsim.explain.life import Life, Promise
from trustsim.records.happenings import EXPERIENCE_WORDS
from trustsim.records.naming import word
from trustsim.report.explanation import chain_words, figure, told_words
from trustsim.report.moments import moment_words
from trustsim.report.story import beginning, ending, underway, wherefore
from trustsim.report.words import counted, listed, times

SIGNS = {"right": "·", "wrong": "x", "broken": "#", "dropped": "-"}
WIDEST_STRIP = 20
MOST_HANDS = 24
MOST_PROMISES = 6
NOTABLE_DRIFT = 0.05
MOST_CHAINS = 3
MOST_NAMES = 3
TOLD = 0.0005
"""Changes of trust below a twentieth of a point are not told one by one."""

FELT = {word(kind): words for kind, words in EXPERIENCE_WORDS.items()}


def trace_screen(life: Life, title: str, files: str) -> RenderableType:
    """The page: the life in a paragraph, where its days went, hand by hand, what happened, and whose trust it moved.

    ``title`` is of the scenario, with the seed; ``files`` says where more was written, or nothing.
    """
    parts: list[RenderableType] = [Text(f"Request {life.request} of {title}", style="bold"), ""]
    parts += [Paragraph(f"{beginning(life)} {ending(life)}"), ""]
    for heading, body in (
        (wherefore(life), _stays(life)),
        ("Days promised", _promises(life.promises)),
        (_hands_heading(life), _hands(life)),
        ("What happened", _moments(life)),
        ("Where its delays came from", _delays(life.delays)),
        ("What it did to trust, in points of a hundred", _effects(life)),
    ):
        if body is not None:
            parts += [Text(heading, style="bold"), Padding(body, (0, 0, 1, 2))]
    return Group(*parts, *([Text(files, overflow="fold")] if files else []))


def _stays(life: Life) -> RenderableType | None:
    stays = [stay for stay in underway(life) if stay.days]
    return Columns([Text(f"{stay.where} {stay.days}") for stay in stays], padding=(0, 3)) if stays else None


def _promises(promises: tuple[Promise, ...]) -> RenderableType | None:
    """The days promised, one a line; of many the first and the last ones."""
    if not promises:
        return None
    grid = _grid("left", "left", "left")
    left_out = len(promises) - MOST_PROMISES
    for index, promise in enumerate(promises):
        if left_out > 0 and index == 1:
            grid.add_row(f"… {counted(left_out, 'more day')} …")
        if left_out <= 0 or not 1 <= index <= left_out:
            grid.add_row(f"day {promise.due}", f"told on day {promise.told}", _fate(promise))
    return grid


def _fate(promise: Promise) -> str:
    if promise.fate != "renewed" or promise.ended is None:
        return promise.fate
    return f"replaced on day {promise.ended}"


def _hands_heading(life: Life) -> str:
    heading = f"From hand to hand, {counted(life.attributes, 'attribute')}"
    if not life.steps or life.attributes > WIDEST_STRIP:
        return heading
    seen = set("".join(_strip(step, life.attributes) for step in life.steps))
    return f"{heading} ({', '.join(f'{sign} {name}' for name, sign in SIGNS.items() if sign in seen)})"


def _hands(life: Life) -> RenderableType | None:
    if len(life.steps) <= 1:  # the need alone, and nobody else held it
        return None
    grid = _grid("right", "left", *(["left"] if life.attributes <= WIDEST_STRIP else []), "right", "left")
    for step in _shortened(life.steps):
        if isinstance(step, int):
            grid.add_row("", f"… {counted(step, 'more hand')} …")
            continue
        strip = [Text(_strip(step, life.attributes))] if life.attributes <= WIDEST_STRIP else []
        name = Text(step.hand, style="italic" if step.is_aside else "")
        grid.add_row(str(step.day), name, *strip, str(step.right), Text(_change(step, life.steps)))
    note = _drift_note(life)
    return Group(grid, Paragraph(note)) if note else grid


def _shortened(steps: tuple[Step, ...]) -> list[Step | int]:
    """At most so many hands as a page can take; a number stands for those left out in the middle."""
    if len(steps) <= MOST_HANDS:
        return [*steps]
    head, tail = MOST_HANDS // 2, MOST_HANDS // 2 - 1
    return [*steps[:head], len(steps) - head - tail, *steps[-tail:]]


def _strip(step: Step, attributes: int) -> str:
    """A sign for each attribute; dropped hides broken, broken hides wrong, as in the picture."""
    masks = ((step.dropped, "dropped"), (step.broken, "broken"), (step.wrong, "wrong"))
    return "".join(SIGNS[next((name for mask, name in masks if mask >> bit & 1), "right")] for bit in range(attributes))


def _change(step: Step, steps: tuple[Step, ...]) -> str:
    """What this hand changed: ``lost 3, 16; put right 10``."""
    others = tuple(bit for bit in step.lost if bit not in step.yielded)
    told = [
        ("not told" if step.kept_back else "lost", others),
        ("lost to another's reading", step.yielded),
        ("the need changed in", step.drifted),
        ("broken or unfinished" if step.kind == BUILT else "broken", step.broke),
        ("put right" if step.on_purpose else "guessed right", step.put_right),
    ]
    words = "; ".join(f"{what} {_numbers(numbers)}" for what, numbers in told if numbers)
    if step.dropped:
        words += f"{'; ' if words else ''}{step.dropped.bit_count()} dropped by agreement"
    if step.is_aside and words:
        return f"{words} (against {steps[step.received_from].hand})"
    return words


def _numbers(numbers: tuple[int, ...]) -> str:
    """``3, 5 to 7, 16``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(
        f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(str(number) for number in run) for run in runs
    )


def _drift_note(life: Life) -> str:
    """How much of what was lost the need's own change would explain; nothing where it is next to nothing."""
    chain = [step for step in life.steps if not step.is_aside]
    lost = sum(len(step.lost) for step in chain if step.may_be_drift)
    if not lost:
        return ""
    expected = min(sum(step.drift_expected for step in chain if step.may_be_drift), lost)
    if expected < NOTABLE_DRIFT:
        return ""
    return f"Of the {lost} lost between two days, about {expected:.1f} may be the need's own change."


def _moments(life: Life) -> RenderableType | None:
    if not life.moments:
        return None
    grid = _grid("right", "left")
    for moment in life.moments:
        days = str(moment.first) if moment.first == moment.last else f"{moment.first} to {moment.last}"
        grid.add_row(days, Text(moment_words(moment, life.facts["rounds"])))
    return grid


def _delays(chains: tuple[Chain, ...]) -> RenderableType | None:
    """Each chain from what put it off back to where that began; of many, the last ones."""
    alike: dict[tuple[str, Chain], list[Link]] = {}
    for head, *tail in chains:
        alike.setdefault((head.kind, tuple(tail)), []).append(head)
    told = [_delay(heads, tail) for (_, tail), heads in alike.items()]
    return Group(*map(Paragraph, told[-MOST_CHAINS:])) if told else None


def _delay(heads: list[Link], tail: Chain) -> str:
    """``Day 20 passed without release 3 (day 21), and again on day 43, because …``, as a sentence."""
    first = told_words(heads[0])
    days = list(dict.fromkeys(link.day for link in heads if link.day != heads[0].day))
    again = f", and again on {'day' if len(days) == 1 else 'days'} {listed([str(day) for day in days])}" if days else ""
    return f"{first[:1].upper()}{first[1:]}{again}, because {chain_words(tail)}."


def _effects(life: Life) -> RenderableType | None:
    """Whose trust in whom moved, and by what; those who trust the same and lived through the same on one line."""
    if not life.effects and not life.through_release:
        return None
    grid = _grid("right", "left")
    lines: dict[tuple[str, str, str], list[str]] = {}
    for effect in life.effects:
        if abs(effect.change) >= TOLD:
            lines.setdefault((figure(effect.change), effect.trustee, _felt(effect)), []).append(effect.trustor)
    for (change, trustee, what), trustors in lines.items():
        each = ", each" if len(trustors) > 1 else ""
        grid.add_row(change, Text(f"{_together(trustors)} in {trustee}{each}: {what}"))
    parts: list[RenderableType] = [grid] if lines else []
    slight = [f"{effect.trustor} in {effect.trustee}" for effect in life.effects if abs(effect.change) < TOLD]
    if slight:
        rest = "others" if lines else "opinions"
        named = listed(slight) if len(slight) <= MOST_NAMES - 1 else f"{len(slight)} {rest}"
        parts.append(Paragraph(f"Hardly moved: {named}."))
    parts += [Paragraph(_through_release(life))] if life.through_release else []
    return Group(*parts)


def _together(trustors: list[str]) -> str:
    """``developers and product managers``; many users are only counted."""
    if len(trustors) > MOST_NAMES and all(name.startswith("user ") for name in trustors):
        return counted(len(trustors), "user")
    return listed(trustors)


def _felt(effect: Effect) -> str:
    """``-4.2 promised days that passed without a delivery (twice); +1.1 what was delivered``."""
    told = [felt for felt in effect.felt if abs(felt.change) >= TOLD] or [*effect.felt[:1]]
    words = [f"{figure(felt.change)} {FELT.get(felt.event, felt.event)}" for felt in told]
    often = [f" ({times(felt.times)})" if felt.times > 1 else "" for felt in told]
    return "; ".join(what + how_often for what, how_often in zip(words, often, strict=True))


def _through_release(life: Life) -> str:
    change = sum(effect.change for effect in life.through_release if effect.trustee == "IT")
    others = listed([str(number) for number in life.siblings])
    return (
        f"{figure(change)} more for {life.user} in IT came through release {life.facts['release']}, entered "
        f"once, under request {others} of the same user."
    )


def _grid(*columns: str) -> Table:
    """A table without lines; its last column takes what is left of the width, and is wrapped."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    for index, justify in enumerate(columns):
        last = index == len(columns) - 1
        grid.add_column(justify="right" if justify == "right" else "left", no_wrap=not last, ratio=1 if last else None)
    return grid


class Paragraph:
    """Text wrapped to the width at hand, in which a figure is never parted from its percent sign."""

    def __init__(self, words: str) -> None:
        self.words = words

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the lines; ``textwrap`` keeps together what a no-break space joins, where rich would not."""
        joined = self.words.replace(" %", "\N{NO-BREAK SPACE}%")
        lines = textwrap.wrap(joined, options.max_width, break_on_hyphens=False)
        yield Text("\n".join(lines).replace("\N{NO-BREAK SPACE}", " "))
