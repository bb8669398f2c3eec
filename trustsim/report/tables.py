"""The one screen that a run ends with, and the list of scenarios, for a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from trustsim.records.naming import word, words
from trustsim.report.words import common_stage, ensemble_verdict, level, percent, signed_points, verdict
from trustsim.vocabulary import Stage

if TYPE_CHECKING:
    from trustsim.measures.needs_account import NeedsAccount

WIDTH = 80

Row = tuple[str, str]


def run_screen(summary: Mapping[str, Any], title: str, files: str) -> RenderableType:
    """The report of one run: verdict, figures, causes, and the line that says where the files are."""
    trust = _trust_rows(summary["trust"]) + _stage_rows(summary["organisation"])
    return _screen(title, verdict(summary), (trust, _work_rows(summary), _needs_rows(summary)), summary, files)


def ensemble_screen(summary: Mapping[str, Any], title: str, files: str) -> RenderableType:
    """The report of many runs: the same, with means and the range that nine runs of ten lie in."""
    trust = _trust_ranges(summary["trust"]) + _stage_range(summary)
    return _screen(
        title, ensemble_verdict(summary), (trust, _work_ranges(summary), _needs_ranges(summary)), summary, files
    )


def scenario_list(found: Sequence[Mapping[str, Any]]) -> RenderableType:
    """Scenarios or experiments, a paragraph each: name, title, what it teaches or asks; or its problems."""
    parts: list[RenderableType] = []
    for scenario in found:
        parts += _scenario(scenario)
    return Group(*parts)


def _scenario(scenario: Mapping[str, Any]) -> list[RenderableType]:
    name = Text(scenario["name"], style="bold")
    if scenario["problems"]:
        advice = f"cannot be run as it is; see: trustsim check {scenario['file']}"
        return [name, Padding(Text(advice), (0, 0, 1, 4))]
    name.append(f"  {scenario['title']}", style="not bold")
    said = scenario.get("question") or scenario.get("teaches") or scenario["file"]
    below = [said, *_look_for(scenario)]
    return [name, Padding(Text("\n".join(below)), (0, 0, 1, 4))]


def _look_for(story: Mapping[str, Any]) -> list[str]:
    return [f"Look for: {story['look_for']}"] if story.get("look_for") else []


def _screen(
    title: str, text: str, rows: tuple[list[Row], list[Row], list[Row]], summary: Mapping[str, Any], files: str
) -> RenderableType:
    trust, work, needs = rows
    left = Group(_pairs("Trust of users in IT", trust), _pairs("Developers' work", work))
    figures = _side_by_side(left, _pairs("Needs", needs))
    causes = _side_by_side(
        _causes("Points of trust lost", summary["causes"]["lost"]),
        _causes("Points of trust gained", summary["causes"]["gained"]),
    )
    parts: list[RenderableType] = [
        Text(title, style="bold"),
        *[Text(line, style="italic") for line in _look_for(summary.get("story", {"look_for": ""}))],
        "",
        Text(text),
        "",
        figures,
        "",
        causes,
        "",
        Text(files, overflow="fold"),
    ]
    return Group(*parts)


def _side_by_side(left: RenderableType, right: RenderableType) -> Table:
    grid = Table.grid(padding=(0, 4), expand=False)
    grid.add_column(width=38)
    grid.add_column(width=38)
    grid.add_row(left, right)
    return grid


def _pairs(heading: str, rows: Sequence[Row]) -> Group:
    grid = Table.grid(padding=(0, 2))
    grid.add_column()
    grid.add_column()
    for name, figure in rows:
        grid.add_row(Text(name), Text(figure))
    return Group(Text(heading, style="bold"), grid)


def _causes(heading: str, causes: Sequence[Mapping[str, Any]]) -> Group:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column()
    for cause in causes:
        contribution = cause["contribution"]
        mean = contribution["mean"] if isinstance(contribution, Mapping) else contribution
        grid.add_row(Text(signed_points(mean)), Text(cause["words"]))
    if not causes:
        grid.add_row(Text("none"), Text(""))
    return Group(Text(heading, style="bold"), grid)


def _trust_rows(trust: Mapping[str, Any]) -> list[Row]:
    day = trust["lowest_day"]
    lowest = f"lowest, day {day}" if day else "lowest, the start"
    return [
        ("at the start", level(trust["start"])),
        (lowest, level(trust["lowest"])),
        ("at the end", level(trust["end"])),
    ]


def _stage_rows(organisation: Mapping[str, Any]) -> list[Row]:
    """How ill the relationship was and is; nothing where it stayed healthy."""
    worst = Stage(organisation["worst_stage"])
    if worst is Stage.HEALTHY:
        return []
    first = organisation["stages"][word(worst)]["first_day"]
    when = f"day {first}" if first > 1 else "the start"
    return [
        (f"worst stage, {when}", words(worst)),
        ("stage at the end", words(Stage(organisation["last_stage"]))),
    ]


def _stage_range(summary: Mapping[str, Any]) -> list[Row]:
    found = common_stage(summary)
    return [] if found is None else [("worst stage", f"{words(found[0])} ({found[1]['runs']} of {summary['reps']})")]


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
