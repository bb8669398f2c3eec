"""``trustsim explain``: why trust moved, from the ledger of a run."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trustsim.cli.exits import guarded
from trustsim.cli.options import AsJson, Force, whole
from trustsim.cli.runs import Run, about, answer, beside, find_run
from trustsim.errors import InputError
from trustsim.records.results import Kind

if TYPE_CHECKING:
    from rich.console import RenderableType

    from trustsim.explain.explanation import Explanation
    from trustsim.explain.question import Question
    from trustsim.records.folder import RunRecord
    from trustsim.scenario.schema import Scenario
    from trustsim.vocabulary import Dimension

TOP = 5
MOST_TOP = 100
KIND = Kind("explanation", "trustsim explanation", "explanation.json")
PICTURE = "explain"
_SHORT = {"dimension": ""}
"""How parts of the question go into the name of a folder, where not by their own names."""

TABLES = ("daily", "events", "ledger", "requests")

First = Annotated[
    str | None,
    typer.Option("--from", metavar="DAY", help="First day that counts; else 1. The change begins the evening before."),
]
Last = Annotated[
    str | None, typer.Option("--to", metavar="DAY", help="Last day that counts, to its evening; else the run's last.")
]
Unit = Annotated[str | None, typer.Option("--unit", metavar="N", help="Only the users of this business unit, from 0.")]
OneDimension = Annotated[
    str | None,
    typer.Option("--dimension", metavar="NAME", help="Only the opinion of ability, benevolence or integrity."),
]
Top = Annotated[
    int,
    typer.Option(
        parser=whole(1, MOST_TOP), metavar="N", help="Causes, and origins, to tell one by one; the rest is summed."
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        metavar="DIR",
        help="Folder to write; else RUN-explained, and what was asked. The same is replaced.",
    ),
]
NoPlot = Annotated[bool, typer.Option("--no-plot", help="Draw no picture, and write nothing unless --out is given.")]


@guarded
def explain(
    run: Run = None,
    *,
    first: First = None,
    last: Last = None,
    unit: Unit = None,
    dimension: OneDimension = None,
    top: Top = TOP,
    out: Out = None,
    force: Force = False,
    as_json: AsJson = False,
    no_plot: NoPlot = False,
) -> None:
    """Say why trust of users in IT moved: the largest causes, and where they began.

    Writes a picture and explanation.json beside the run, never into it.

    Example: trustsim explain partnership-seed1 --from 100 --to 200
    """
    record = find_run(run, TABLES)
    scenario = record.scenario
    days, units = len(record.tables["daily"]), scenario.organisation.business_units
    question = _question(days, units, first, last, unit, dimension)
    asked = _asked(question, top)
    wanted = out or not no_plot
    result = beside(record, _ending(asked, days), out, KIND, {"question": asked}, force=force) if wanted else None
    found, content = _answer(record, scenario, question, top)

    def screen(files: str) -> RenderableType:
        from trustsim.report.explanation import explanation_screen

        return explanation_screen(found, f"{content['title']} (seed {content['seed']})", top, files)

    answer(content, screen, result, None if no_plot else partial(_draw, found, scenario, top), as_json)


def _question(
    days: int, units: int, first: str | None, last: str | None, unit: str | None, dimension: str | None
) -> Question:
    """All that is wrong with the options shows here, at once."""
    from trustsim.explain.question import Question

    wrong: list[str] = []
    given = _whole(wrong, "--from", first, (1, days), "a day of the run")
    begin = given or 1
    until = f"a day of the run, not before --from {given}" if given else "a day of the run"
    end = _whole(wrong, "--to", last, (begin, days), until) or days
    of_unit = _whole(wrong, "--unit", unit, (0, units - 1), "a unit of the run")
    of_dimension = _dimension(wrong, dimension)
    if wrong:
        raise InputError(*wrong)
    return Question(begin, end, of_unit, of_dimension)


def _asked(question: Question, top: int) -> dict[str, Any]:
    """The question as plain data."""
    dimension = None if question.dimension is None else question.dimension.name.lower()
    return {"from": question.first, "to": question.last, "unit": question.unit, "dimension": dimension, "top": top}


def _ending(asked: Mapping[str, Any], days: int) -> str:
    """``explained``, and what of the question departs from the usual one: ``explained-from100-to200``."""
    usual = {"from": 1, "to": days, "unit": None, "dimension": None, "top": TOP}
    return "-".join(
        ["explained", *(f"{_SHORT.get(name, name)}{value}" for name, value in asked.items() if value != usual[name])]
    )


def _whole(wrong: list[str], option: str, given: str | None, span: tuple[int, int], what: str) -> int | None:
    low, high = span
    if given is None:
        return None
    if given.isascii() and given.isdigit() and len(given) <= 9 and low <= int(given) <= high:
        return int(given)
    wrong.append(f"{option}: {given} given; expected {what}, " + (f"{low}" if low == high else f"{low} to {high}"))
    return None


def _dimension(wrong: list[str], given: str | None) -> Dimension | None:
    from trustsim.scenario.nearest import near
    from trustsim.vocabulary import Dimension

    known = {dimension.name.lower(): dimension for dimension in Dimension}
    if given is None or given.lower() in known:
        return None if given is None else known[given.lower()]
    found = near(given, known)
    hint = f"did you mean {' or '.join(found)}?" if found else f"expected {', '.join(known)}"
    wrong.append(f"--dimension: {given} given; {hint}")
    return None


def _answer(record: RunRecord, scenario: Scenario, question: Question, top: int) -> tuple[Explanation, dict[str, Any]]:
    from trustsim.explain import explanation

    found = explanation.explain(record.tables, scenario, question)
    return found, {**about(KIND, scenario), **explanation.data(found, top)}


def _draw(found: Explanation, scenario: Scenario, top: int, folder: Path) -> None:
    from trustsim.report.plots import draw_explanation

    draw_explanation(found, scenario, folder, PICTURE, top)
