"""The one screen that a run ends with, for a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from trustsim.records.naming import word, words
from trustsim.report.breakdown import Column, columns, signed
from trustsim.report.stages import signs_up_to
from trustsim.report.words import common_stage, ensemble_verdict, level, percent, verdict
from trustsim.text import one_line
from trustsim.vocabulary import Stage

if TYPE_CHECKING:
    from trustsim.measures.needs_account import NeedsAccount

WIDTH = 80

WORK, NEEDS = "Developers' work", "Needs"

Row = tuple[str, str]


class Figures(NamedTuple):
    """Rows of figures under their headings, in two columns."""

    left: Mapping[str, Sequence[Row]]
    right: Mapping[str, Sequence[Row]]


def run_screen(summary: Mapping[str, Any], title: str, files: str) -> RenderableType:
    """The report of one run: verdict, figures, causes, and the line that says where the files are."""
    worst = Stage(summary["organisation"]["worst_stage"])
    return _screen(title, verdict(summary), run_figures(summary), worst, summary, files)


def run_figures(summary: Mapping[str, Any]) -> Figures:
    """The figures of one run, under their headings: trust and work to the left, needs to the right."""
    trust = _trust_groups(_trust_rows(summary["trust"]), summary, level, _stage_rows(summary["organisation"]))
    return Figures({**trust, WORK: _work_rows(summary)}, {NEEDS: _needs_rows(summary)})


def ensemble_screen(summary: Mapping[str, Any], title: str, files: str) -> RenderableType:
    """The report of many runs: the same, with means and the range that nine runs of ten lie in."""
    found = common_stage(summary)
    worst = Stage.HEALTHY if found is None else found[0]
    return _screen(title, ensemble_verdict(summary), ensemble_figures(summary), worst, summary, files)


def ensemble_figures(summary: Mapping[str, Any]) -> Figures:
    """The figures of many runs: means, and the range that nine runs of ten lie in."""
    trust = _trust_groups(_trust_ranges(summary["trust"]), summary, _range_of_levels, _stage_range(summary))
    return Figures({**trust, WORK: _work_ranges(summary)}, {NEEDS: _needs_ranges(summary)})


def _look_for(story: Mapping[str, Any]) -> list[str]:
    return [f"Look for: {one_line(story['look_for'])}"] if story.get("look_for") else []


def _screen(
    title: str, text: str, figures: Figures, worst: Stage, summary: Mapping[str, Any], files: str
) -> RenderableType:
    grid = _side_by_side(_groups(figures.left), _groups(figures.right))
    lost, gained = columns(summary["causes"])
    causes = _side_by_side(
        _causes("Points of users' trust lost", "lost", lost), _causes("Points of users' trust gained", "gained", gained)
    )
    signs = signs_up_to(worst)
    parts: list[RenderableType] = [
        Text(title, style="bold"),
        *[Text(line, style="italic") for line in _look_for(summary.get("story", {"look_for": ""}))],
        "",
        Text(text),
        "",
        grid,
        "",
        causes,
        Text(_net(lost, gained)),
        "",
    ]
    parts += [Text(signs), ""] if signs else []
    parts += [Text(files, overflow="fold")]
    return Group(*parts)


def _side_by_side(left: RenderableType, right: RenderableType) -> Table:
    grid = Table.grid(padding=(0, 4), expand=False)
    grid.add_column(width=38)
    grid.add_column(width=38)
    grid.add_row(left, right)
    return grid


def _groups(groups: Mapping[str, Sequence[Row]]) -> Group:
    """Rows under one or more headings, with their figures below each other."""
    widest = max((len(name) for rows in groups.values() for name, _ in rows), default=0)
    parts: list[RenderableType] = []
    for heading, rows in groups.items():
        grid = Table.grid(padding=(0, 2))
        grid.add_column(min_width=widest)
        grid.add_column()
        for name, figure in rows:
            grid.add_row(Text(name), Text(figure))
        parts += [Text(heading, style="bold"), grid] if rows else []
    return Group(*parts)


def _causes(heading: str, verb: str, column: Column) -> Group:
    """What lost or gained trust, a row a cause, down to the sum; figures and sum add up."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column()
    for part in column.parts:
        grid.add_row(Text(part.figure), Text(part.words))
    if column.parts:
        grid.add_row(Text(signed(column.total)), Text(f"{verb} in all", style="bold"))
    else:
        grid.add_row(Text("none"), Text(""))
    return Group(Text(heading, style="bold"), grid)


def _net(lost: Column, gained: Column) -> str:
    """How losses and gains come to the net change: a point is a hundredth."""
    net = signed(lost.total + gained.total)
    return f"Together {net} points; a point is a hundredth of trust, which goes from 0 to 1."


def _trust_rows(trust: Mapping[str, Any]) -> list[Row]:
    day = trust["lowest_day"]
    lowest = f"lowest, day {day}" if day else "lowest, the start"
    return [
        ("at the start", level(trust["start"])),
        (lowest, level(trust["lowest"])),
        ("at the end", level(trust["end"])),
    ]


def _trust_groups(
    of_users: Sequence[Row], summary: Mapping[str, Any], form: Callable[[Any], str], stages: Sequence[Row]
) -> dict[str, Sequence[Row]]:
    """Both sides of trust, from which the stages follow, and these."""
    it = summary["it_in_business"]
    of_it = [("at the start", form(it["start"])), ("at the end", form(it["end"]))]
    return {
        "Trust of users in IT": of_users,
        "Trust of IT in the business": of_it,
        "Stage, from the trust of both": stages,
    }


def _range_of_levels(figure: Mapping[str, Any]) -> str:
    return _range(figure, level)


def _stage_rows(organisation: Mapping[str, Any]) -> list[Row]:
    """How ill the relationship was and is; nothing where it stayed healthy."""
    worst = Stage(organisation["worst_stage"])
    if worst is Stage.HEALTHY:
        return []
    first = organisation["stages"][word(worst)]["first_day"]
    when = f"day {first}" if first > 1 else "the start"
    return [
        (f"worst, from {when}", words(worst)),
        ("at the end", words(Stage(organisation["last_stage"]))),
    ]


def _stage_range(summary: Mapping[str, Any]) -> list[Row]:
    found = common_stage(summary)
    return [] if found is None else [("worst", f"{words(found[0])} ({found[1]['runs']} of {summary['reps']})")]


def _work_rows(summary: Mapping[str, Any]) -> list[Row]:
    return [
        *[(name, _or_none(summary["requests"][key], form)) for name, key, form in _EFFORTS],
        *_load_row(summary["capacity"]),
    ]


def _needs_rows(summary: Mapping[str, Any]) -> list[Row]:
    requests = summary["requests"]
    share = requests["late_share"]
    late = "none promised" if share is None else f"{requests['late']} ({percent(share)})"
    fit = _or_none(requests["need_fit"], percent)
    return [*_places(_account(summary)), ("late", late), ("need-fit", fit)]


def _account(summary: Mapping[str, Any]) -> NeedsAccount:
    from trustsim.measures.needs_account import account_of

    return account_of(summary["needs"])


def _places(account: NeedsAccount) -> list[Row]:
    """All needs, those open before day 1 told apart, and where they are; the rows below the first sum to it."""
    before = f" ({account.at_start:,} before)" if account.at_start else ""
    rows = [("all", f"{account.whole:,}{before}"), ("in use from IT", f"{account.delivered:,}")]
    rows += [("in hand at IT", f"{account.in_hand:,}")] if account.in_hand else []
    rows += _elsewhere_row("own teams", account.shadow, account.refused_shadow)
    rows += _elsewhere_row("outside provider", account.vendor, account.refused_vendor)
    return rows + _elsewhere_row("given up", account.without, account.refused_without)


def _elsewhere_row(name: str, needs: float, refused: float) -> list[Row]:
    told = f" ({refused:,} refused)" if refused else ""
    return [(name, f"{needs:,}{told}")] if needs else []


def _load_row(capacity: Mapping[str, float | None]) -> list[Row]:
    """What was asked of IT over what its developers could have built of it, in person-days a month."""
    asked, left = capacity["asked"], capacity["for_requests"]
    if asked is None or left is None:
        return []
    return [("load a month", f"{asked:,.0f} of {left:,.0f} days")]


def _trust_ranges(trust: Mapping[str, Any]) -> list[Row]:
    day = trust["lowest_day"]["mean"]
    return [
        ("at the start", _range(trust["start"], level)),
        (f"lowest, day ~{day:.0f}", _range(trust["lowest"], level)),
        ("at the end", _range(trust["end"], level)),
    ]


def _work_ranges(summary: Mapping[str, Any]) -> list[Row]:
    return [
        *[(name, _range(summary["requests"][key], form)) for name, key, form in _EFFORTS],
        *_load_row({name: found["mean"] for name, found in summary["capacity"].items()}),
    ]


def _needs_ranges(summary: Mapping[str, Any]) -> list[Row]:
    """The account in means, in whole needs that still sum up; of what is in use from IT, how it ranges."""
    requests = summary["requests"]
    rows = dict(_places(_account(summary)))
    rows["in use from IT"] += f" ({_whole(requests['delivered']['p05'])} to {_whole(requests['delivered']['p95'])})"
    late, fit = (_range(requests[name], percent) for name in ("late_share", "need_fit"))
    return [*rows.items(), ("late", late), ("need-fit", fit)]


def _range(figure: Mapping[str, Any], form: Callable[[float], str]) -> str:
    """``0.45 (0.41 to 0.50)``: the mean, and where nine runs of ten lie."""
    if figure["mean"] is None:
        return "none"
    return f"{form(figure['mean'])} ({form(figure['p05'])} to {form(figure['p95'])})"


def _or_none(figure: float | None, form: Callable[[float], str]) -> str:
    return "none" if figure is None else form(figure)


def _whole(number: float) -> str:
    return f"{number:.0f}"


def _surplus(share: float) -> str:
    return f"{round(share * 100):+d} %"


_EFFORTS: tuple[tuple[str, str, Callable[[float], str]], ...] = (
    ("rework", "rework_share", percent),
    ("effort overrun", "effort_overrun", _surplus),
)
