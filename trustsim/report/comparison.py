"""A comparison in words: one screen, that ends with the verdict on the headline measure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from string import ascii_uppercase
from typing import TYPE_CHECKING

from trustsim.compare.comparison import Comparison, Finding, Verdict
from trustsim.report.words import counted, listed

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from trustsim.compare.precision import Watched
    from trustsim.statistics.intervals import Interval

MOST_DIGITS = 4
TOO_MANY = 10_000
NO_HELP, SOME_HELP = 0.8, 1.25


def comparison_screen(comparison: Comparison, files: str) -> RenderableType:
    """The report of a comparison for a terminal of 80 columns.

    Args:
        comparison: what is told.
        files: the line that says where the files are; empty for none.
    """
    from rich.console import Group
    from rich.text import Text

    parts: list[RenderableType] = [Text(headline(comparison), style="bold"), *map(Text, _legend(comparison)), ""]
    for place, findings in enumerate(comparison.findings, start=1):
        parts += [_table(findings, letter(place)), *map(Text, notes(findings)), ""]
    for note in [common_note(comparison), *verdicts(comparison), files]:
        parts += [Text(note, overflow="fold"), ""] if note else []
    return Group(*parts[:-1])


def headline(comparison: Comparison) -> str:
    """What is compared with what: ``partnership against waterfall-contract``."""
    reference, *others = [world.label for world in comparison.worlds]
    return f"{listed(others)} against {reference}"


def verdicts(comparison: Comparison) -> list[str]:
    """The verdict on the headline measure for each world beside the reference: a paragraph each."""
    reference, *others = [world.label for world in comparison.worlds]
    return [
        verdict(world, reference, found[0], len(comparison.seeds), comparison.watched)
        for world, found in zip(others, comparison.findings, strict=True)
    ]


def verdict(world: str, reference: str, found: Finding, pairs: int, watched: Watched | None = None) -> str:
    """The verdict on one measure in sentences: what, by how much, how sure, how often, and what pairing was worth."""
    if found.pairs < 2:
        return (
            f"Cannot tell whether {world} differs from {reference} on {_measure(found)}: "
            f"{_have(found.pairs, pairs)} it in both worlds."
        )
    told = [_told(world, reference, found, pairs, watched), *_share(found), *_size(found), pairing(found)]
    if watched is not None:
        told.insert(1, _precision(watched, found))
    return " ".join(sentence for sentence in told if sentence)


def pairing(found: Finding) -> str:
    """What the common luck was worth, in a sentence."""
    if math.isnan(found.reduction) or found.ties == found.pairs:
        return ""
    if math.isinf(found.reduction):
        return "Pairing took all luck out of it: the differences are all alike, those of unpaired runs are not."
    if found.reduction < NO_HELP:
        return (
            f"Pairing was no help here: paired differences vary {1 / found.reduction:.1f} times as much as those of "
            f"unpaired runs."
        )
    if found.reduction < SOME_HELP:
        return "Pairing changed little here: the worlds are too unlike to share much of their luck."
    runs = round(found.reduction * found.pairs)
    return (
        f"Pairing reduced the variance of the difference {found.reduction:.1f} times: "
        f"{found.pairs} pairs tell as much as {runs:,} unpaired runs of each."
    )


def more_words(more: float) -> str:
    """``about 40 more pairs``, in a round number."""
    if math.isnan(more):
        return "too few pairs to say how many more"
    if math.isinf(more):
        return "no number of pairs will do"
    rounded = math.ceil(more) if more < 20 else math.ceil(more / (step := 10 ** (int(math.log10(more)) - 1))) * step
    return f"about {rounded:,} more {'pair' if rounded == 1 else 'pairs'}"


def notes(findings: Sequence[Finding]) -> list[str]:
    """What to know of the lines of a table: what cannot be told yet, and what is missing."""
    open_ = [f"{one.response.name} {more_words(one.more_pairs)}" for one in findings if one.more_pairs > 0]
    dropped = [f"{one.response.name} {one.dropped}" for one in findings if one.dropped]
    told = [f"To tell: {', '.join(open_)}."] if open_ else []
    return told + ([f"Pairs left out for want of a figure: {', '.join(dropped)}."] if dropped else [])


def common_note(comparison: Comparison) -> str:
    """That many intervals are less sure together than each by itself; nothing where there is one."""
    every = [finding for found in comparison.findings for finding in found]
    if len(every) == 1:
        return ""
    if comparison.watched is not None:
        return f"Each of the {len(every)} intervals holds with 95 % by itself, not all of them together."
    stand = sum(finding.p_holm < 0.05 for finding in every)
    of = "" if len(comparison.findings) == 1 else " of a table"
    return (
        f"Each interval holds with 95 % by itself. Taken together (Holm's rule, over all measures{of}), "
        f"{stand or 'none'} of {len(every)} differences {'is' if stand == 1 else 'are'} apart from zero."
    )


def letter(place: int) -> str:
    """A world by its place: A, B and so on; after Z its number."""
    return ascii_uppercase[place] if place < len(ascii_uppercase) else str(place + 1)


def digits(found: Finding) -> int:
    """Decimals with which a measure is told, so that its half-width has one or two figures: 0.014, 0.04, 7."""
    width = found.difference.half_width
    if not 0 < width < math.inf:
        width = max(found.margin, found.spread if math.isfinite(found.spread) else 0.0) or 0.01
    return min(max(0, math.ceil(-math.log10(width / 3))), MOST_DIGITS)


def figure(value: float, decimals: int) -> str:
    """``0.46``; a dash where it is missing."""
    if not math.isfinite(value):
        return "–"
    text = f"{value:.{decimals}f}"
    return text.removeprefix("-") if float(text) == 0 else text


def signed(value: float, decimals: int) -> str:
    """``+0.25``; no sign before a zero."""
    text = figure(value, decimals)
    return f"+{text}" if math.isfinite(value) and float(text) > 0 else text


def span(interval: Interval, decimals: int) -> str:
    """``0.24 to 0.27``; a dash where nothing is known."""
    if not math.isfinite(interval.half_width):
        return "–"
    return f"{figure(interval.low, decimals)} to {figure(interval.high, decimals)}"


def _legend(comparison: Comparison) -> list[str]:
    number, seeds = len(comparison.seeds), comparison.seeds
    days = counted(comparison.worlds[0].scenario.run.horizon_days, "day")
    which = f"seed {seeds[0]}" if number == 1 else f"seeds {seeds[0]} to {seeds[-1]}"
    luck = "the same needs and the same luck" if same_needs(comparison) else "the same luck"
    lines = [f"{counted(number, 'pair')} of runs of {days}, {which}; in each pair {luck}", ""]
    for place, world in enumerate(comparison.worlds):
        lines.append(f"{letter(place)}  {world.label}: {world.scenario.story.title}".rstrip(": "))
    if len(same := _alike(comparison)) > 1:
        lines += ["", f"{listed(same)} are the same scenario, but perhaps for the story."]
    return lines


def same_needs(comparison: Comparison) -> bool:
    """Whether nothing that needs arise from differs between the worlds: who has them, from when on, and how many."""
    arising = [
        (scenario.demand, scenario.organisation.users, scenario.run.warmup_days)
        for scenario in (world.scenario for world in comparison.worlds)
    ]
    return all(one == arising[0] for one in arising)


def _alike(comparison: Comparison) -> list[str]:
    """Letters of the worlds that are the reference once more, and its own."""
    plain = [world.scenario.model_dump(exclude={"story"}) for world in comparison.worlds]
    return [letter(place) for place, one in enumerate(plain) if one == plain[0]]


def _table(findings: Sequence[Finding], name: str) -> Table:
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 1))
    grid.add_column(overflow="fold")
    for justify in ("right", "right", "right", "right", "left"):
        grid.add_column(justify=justify, no_wrap=True)
    grid.add_row(*[Text(head, style="bold") for head in ("", "A", name, f"{name} - A", "95 % interval", " verdict")])
    for found in findings:
        places = digits(found)
        cells = [
            found.response.name,
            figure(found.reference.estimate, places),
            figure(found.world.estimate, places),
            signed(found.difference.estimate, places),
            span(found.difference, places),
            f" {found.verdict}",
        ]
        grid.add_row(*map(Text, cells))
    return grid


def _told(world: str, reference: str, found: Finding, pairs: int, watched: Watched | None) -> str:
    """The verdict itself, with the difference and its intervals."""
    places = digits(found)
    size = figure(abs(found.difference.estimate), places)
    sure = _sure(found.difference, found.by_bootstrap, places)
    if found.verdict == Verdict.EQUIVALENT:
        if found.ties == found.pairs:
            return f"{world} and {reference} are equivalent on {_measure(found)}: all differences are exactly 0."
        return (
            f"{world} and {reference} are equivalent on {_measure(found)}: the difference of "
            f"{signed(found.difference.estimate, places)} ({sure}) lies within {_margin(found)}."
        )
    if found.verdict == Verdict.CANNOT_TELL:
        return (
            f"Cannot tell yet whether {world} differs from {reference} on {_measure(found)}: the difference is "
            f"{signed(found.difference.estimate, places)} ({sure}), neither apart from zero nor within "
            f"{_margin(found)}. {_to_tell(found, pairs, watched)}"
        )
    higher = "higher" if found.difference.low > 0 else "lower"
    if higher == "lower":  # by so much lower: the interval is told of what is told
        sure = _sure(_mirrored(found.difference), _mirrored(found.by_bootstrap), places)
    near = min(abs(found.difference.low), abs(found.difference.high)) < found.margin
    perhaps = f"; that may be less than {_margin(found)}" if near else ""
    if found.response.better == 0:
        return f"{world} is {higher} than {reference} on {_measure(found)}, by {size} ({sure}){perhaps}."
    return f"{world} is {found.verdict} than {reference} on {_measure(found)}: {higher} by {size} ({sure}){perhaps}."


def _sure(difference: Interval, by_bootstrap: Interval, places: int) -> str:
    return f"95 % interval {span(difference, places)}, bootstrap {span(by_bootstrap, places)}"


def _mirrored(interval: Interval) -> Interval:
    return interval._replace(low=-interval.high, estimate=-interval.estimate, high=-interval.low)


def _to_tell(found: Finding, pairs: int, watched: Watched | None) -> str:
    more = found.more_pairs
    if not math.isfinite(more):
        return f"{more_words(more).capitalize()}."
    text = f"To tell takes {more_words(more)}, if they go on like these"
    if more > TOO_MANY:
        return f"{text}: hardly worth it. A wider --margin may be the better question."
    if watched is not None:
        return f"{text} (a smaller --precision)."
    # Going on with the same seeds until it can be told would be to choose when to look.
    return f"{text} (--reps {math.ceil(pairs + more):d} with another --seed, or --precision)."


def _share(found: Finding) -> list[str]:
    """In how many pairs it is better, and how sure that is."""
    if found.ties == found.pairs:
        return []
    what = "better" if found.response.better else "higher"
    ties = f", and equal in {found.ties}, which count half" if found.ties else ""
    low, high = (f"{100 * bound:.0f}" for bound in (found.beats.low, found.beats.high))
    pairs = f"It is {what} in {found.wins} of {counted(found.pairs, 'pair')}{ties}"
    return [f"{pairs}; in any one pair with a probability of {100 * found.beats.estimate:.0f} % ({low} to {high} %)."]


def _size(found: Finding) -> list[str]:
    """The effect sizes, where there is anything to measure them by."""
    pooled, paired = abs(found.effect_pooled), abs(found.effect_paired)
    parts = [f"{pooled:.1f} times the spread of single runs (d)"] if math.isfinite(pooled) else []
    parts += [f"{paired:.1f} times that of paired differences (d_z)"] if math.isfinite(paired) else []
    return [f"The difference is {listed(parts)}."] if parts and found.ties != found.pairs else []


def _precision(watched: Watched, found: Finding) -> str:
    if watched.reached:
        return (
            f"The precision of {watched.wanted:g} was reached after {counted(watched.pairs, 'pair')}, with a look "
            "after each; the interval holds however often one looks."
        )
    width = figure(watched.half_width, digits(found))
    return (
        f"The precision of {watched.wanted:g} was not reached: after {counted(watched.pairs, 'pair')}, the most that "
        f"are run, the half-width is {width}."
    )


def _measure(found: Finding) -> str:
    """``trust.end (trust of users in IT on the last evening)``."""
    return f"{found.response.name} ({found.response.meaning.partition(';')[0]})"


def _margin(found: Finding) -> str:
    return f"the margin of {found.margin:.3g}"


def _have(some: int, pairs: int) -> str:
    return f"of {counted(pairs, 'pair')} " + ("none has" if not some else f"{some} has")
