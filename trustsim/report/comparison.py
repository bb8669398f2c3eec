"""A comparison in words: one screen, that ends with the verdict on the headline measure."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase
from typing import TYPE_CHECKING

from trustsim.compare.comparison import Comparison, Finding
from trustsim.compare.worlds import same_scenario
from trustsim.report.dates import lasting
from trustsim.report.differences import digits, digits_of_means, mean_figure, signed, span
from trustsim.report.verdicts import more_words, verdicts
from trustsim.report.words import counted, listed
from trustsim.text import one_line

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table


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
        parts += [_table(findings, letter(place)), *map(Text, notes(findings, comparison)), ""]
    for note in [common_note(comparison), *verdicts(comparison), files]:
        parts += [Text(note, overflow="fold"), ""] if note else []
    return Group(*parts[:-1])


def headline(comparison: Comparison) -> str:
    """What is compared with what: ``partnership against waterfall-contract``."""
    reference, *others = [one_line(world.label) for world in comparison.worlds]
    return f"{listed(others)} against {reference}"


def notes(findings: Sequence[Finding], comparison: Comparison) -> list[str]:
    """What to know of the lines of a table: what cannot be told yet, and what is missing."""
    open_ = [f"{one.response.words} ({more_words(one.more_pairs)})" for one in findings if one.more_pairs > 0]
    dropped = [f"{one.response.words} {one.dropped}" for one in findings if one.dropped]
    told = [f"Cannot tell yet: {', '.join(open_)}.{_advice(findings[0], comparison)}"] if open_ else []
    return told + ([f"Pairs left out for want of a figure: {', '.join(dropped)}."] if dropped else [])


def _advice(headline: Finding, comparison: Comparison) -> str:
    """Not to look until it fits; the verdict on the headline measure says so itself where it is open."""
    if headline.more_pairs or comparison.watched is not None:
        return ""
    return f" Rather than add to these and look again, plan fresh pairs (--seed {comparison.seeds[-1] + 1})."


def common_note(comparison: Comparison) -> str:
    """That many intervals are less sure together than each by itself; nothing where there is one."""
    every = [finding for found in comparison.findings for finding in found if finding.may_differ != 0]
    if len(every) < 2:
        return ""
    if comparison.watched is not None:
        return "Each interval holds with 95 % by itself, not all of them together."
    stand = sum(finding.p_holm < 0.05 for finding in every)
    of = "" if len(comparison.findings) == 1 else " of a table"
    return (
        f"Each interval holds with 95 % by itself. Taken together (Holm's rule, over all measures{of}), "
        f"{stand or 'none'} of {len(every)} differences {'is' if stand == 1 else 'are'} apart from zero."
    )


def letter(place: int) -> str:
    """A world by its place: A, B and so on; after Z its number."""
    return ascii_uppercase[place] if place < len(ascii_uppercase) else str(place + 1)


def _legend(comparison: Comparison) -> list[str]:
    number, seeds = len(comparison.seeds), comparison.seeds
    days = lasting(comparison.worlds[0].scenario.run.horizon_days, "working day")
    which = f"seed {seeds[0]}" if number == 1 else f"seeds {seeds[0]} to {seeds[-1]}"
    luck = "the same needs and the same luck" if same_needs(comparison) else "the same luck"
    lines = [f"{counted(number, 'pair')} of runs of {days}, {which}; in each pair {luck}", ""]
    for place, world in enumerate(comparison.worlds):
        label = one_line(world.label) + ("" if place else " (the reference)")
        lines.append(f"{letter(place)}  {label}: {one_line(world.scenario.story.title)}".rstrip(": "))
    return lines + _same_words(comparison)


def _same_words(comparison: Comparison) -> list[str]:
    """Which worlds are the reference once more."""
    first = comparison.worlds[0]
    same = [(letter(place), world) for place, world in enumerate(comparison.worlds) if same_scenario(first, world)]
    if len(same) == 1:
        return []
    but = "" if all(world.scenario.story == first.scenario.story for _, world in same) else ", but for the story"
    return ["", f"{listed([name for name, _ in same])} are the same scenario{but}."]


def same_needs(comparison: Comparison) -> bool:
    """Whether nothing that needs arise from differs between the worlds: who has them, from when on, and how many."""
    arising = [
        (scenario.demand, scenario.organisation.users, scenario.run.warmup_days)
        for scenario in (world.scenario for world in comparison.worlds)
    ]
    return all(one == arising[0] for one in arising)


def _table(findings: Sequence[Finding], name: str) -> Table:
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 1))
    grid.add_column(overflow="fold")
    for justify in ("right", "right", "right", "right", "left"):
        grid.add_column(justify=justify, no_wrap=True)
    grid.add_row(*[Text(head, style="bold") for head in ("", "A", name, f"{name} - A", "95 % interval", " verdict")])
    for found in findings:
        places, own = digits(found), digits_of_means(found)
        cells = [
            f"{found.response.words}\n({found.response.name})",
            mean_figure(found.reference.estimate, own),
            mean_figure(found.world.estimate, own),
            signed(found.difference.estimate, places),
            _interval(found, places),
            f" {found.verdict}",
        ]
        grid.add_row(*map(Text, cells))
    return grid


def _interval(found: Finding, decimals: int) -> str:
    if found.may_differ == 0:
        return "exactly 0"
    return "all alike" if found.alike and found.pairs > 1 else span(found.difference, decimals)
