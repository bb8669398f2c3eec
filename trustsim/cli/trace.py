"""``trustsim trace``: the life of one request, from the tables of a run."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trustsim.cli.exits import guarded
from trustsim.cli.options import AsJson, Force
from trustsim.cli.runs import Run, about, answer, beside, find_run
from trustsim.errors import InputError
from trustsim.records.results import Kind

if TYPE_CHECKING:
    from rich.console import RenderableType

    from trustsim.explain.life import Life
    from trustsim.records.folder import RunRecord
    from trustsim.scenario.schema import Scenario

KIND = Kind("trace", "trustsim trace", "trace.json")
PICTURE = "life"

Request = Annotated[
    str | None,
    typer.Argument(
        metavar="REQUEST", help="A request's number, or worst, best (by outcome) or latest.", show_default=False
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out", "-o", metavar="DIR", help="Folder to write; else RUN-trace-REQUEST. The same trace is replaced."
    ),
]
NoPlot = Annotated[bool, typer.Option("--no-plot", help="Draw no picture, and write nothing unless --out is given.")]


@guarded
def trace(
    run: Run = None,
    request: Request = None,
    *,
    out: Out = None,
    force: Force = False,
    as_json: AsJson = False,
    no_plot: NoPlot = False,
) -> None:
    """Tell the life of one request: its hands, promises, tickets, end, and what it did to trust.

    Writes a picture and trace.json beside the run, never into it.

    Example: trustsim trace partnership-seed1 40
    """
    from trustsim.explain.life import TABLES, life_of

    record = find_run(run, TABLES)
    scenario = record.scenario
    number = _number(record, request)
    wanted = out or not no_plot
    result = beside(record, f"trace-{number}", out, KIND, {"request": number}, force=force) if wanted else None
    life = life_of(record.tables, scenario, number)
    content = _content(life, scenario)

    def screen(files: str) -> RenderableType:
        from trustsim.report.trace import trace_screen

        return trace_screen(life, f"{content['title']} (seed {content['seed']})", files)

    answer(content, screen, result, None if no_plot else partial(_draw, life, scenario), as_json)


def _number(record: RunRecord, given: str | None) -> int:
    from trustsim.explain.choose import BY_WORD, choose

    if given is None:
        raise InputError(f"REQUEST: nothing given; expected the number of a request, or {', '.join(BY_WORD)}")
    daily = record.tables["daily"]
    return choose(record.tables["requests"], int(daily["day"].max()) if len(daily) else 0, given)


def _content(life: Life, scenario: Scenario) -> dict[str, Any]:
    from trustsim.explain.plain import as_data

    return {**about(KIND, scenario), **as_data(life)}


def _draw(life: Life, scenario: Scenario, folder: Path) -> None:
    from trustsim.report.plots import draw_life

    draw_life(life, scenario, folder, PICTURE)
