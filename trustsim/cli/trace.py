"""``trustsim trace``: the life of one request, from the tables of a run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trustsim.cli.exits import guarded
from trustsim.cli.options import AsJson
from trustsim.cli.progress import busy
from trustsim.cli.runs import Kind, Run, beside, find_run, tell
from trustsim.errors import InputError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from trustsim.explain.life import Life
    from trustsim.records.folder import RunRecord
    from trustsim.scenario.schema import Scenario

FILE = "trace.json"
FORMAT = "trustsim trace"
KIND = Kind("trace", FILE, FORMAT)
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
        "--out", "-o", metavar="DIR", help="Folder to write; else RUN-trace-REQUEST. A trace in it is replaced."
    ),
]
NoPlot = Annotated[bool, typer.Option("--no-plot", help="Draw no picture, and write nothing unless --out is given.")]


@guarded
def trace(
    run: Run = None,
    request: Request = None,
    *,
    out: Out = None,
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
    folder = beside(record, f"trace-{number}", out, KIND) if out or not no_plot else None
    life = life_of(record.tables, scenario, number)
    content = _content(life, scenario)
    if folder is not None:
        _write(folder, content, life, scenario, plot=not no_plot)

    def screen(files: str) -> RenderableType:
        from trustsim.report.trace import trace_screen

        return trace_screen(life, f"{content['title']} (seed {content['seed']})", files)

    tell(content, screen, folder, as_json)


def _number(record: RunRecord, given: str | None) -> int:
    from trustsim.explain.choose import BY_WORD, choose

    if given is None:
        raise InputError(f"REQUEST: nothing given; expected the number of a request, or {', '.join(BY_WORD)}")
    daily = record.tables["daily"]
    return choose(record.tables["requests"], int(daily["day"].max()) if len(daily) else 0, given)


def _content(life: Life, scenario: Scenario) -> dict[str, Any]:
    from trustsim.explain.life import as_data

    about = {"format": FORMAT, "title": scenario.story.title, "seed": scenario.run.seed}
    return {**about, **as_data(life)}


def _write(folder: Path, content: dict[str, Any], life: Life, scenario: Scenario, *, plot: bool) -> None:
    from trustsim.records.aside import aside

    text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)
    with busy("drawing and writing" if plot else "writing", quiet=False), aside(folder, KIND.is_ours) as partial:
        (partial / FILE).write_text(text + "\n", encoding="utf-8", newline="\n")
        if plot:
            from trustsim.report.plots import draw_life

            draw_life(life, scenario, partial, PICTURE)
