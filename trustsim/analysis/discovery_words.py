"""What a scenario discovery says in sentences; every figure in them is a reference to a result."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from trustsim.analysis.data import label_of
from trustsim.analysis.discovery import ALL, Question
from trustsim.analysis.results import ID, ResultTable
from trustsim.analysis.telling import Teller, each, form_of, ref, with_interval
from trustsim.measures.responses import better, label_of_measure

Rows = list[dict[str, Any]]

STEADY = 0.75
"""Share of the searches on halves that restrict a factor again, from which on its limit counts as steady."""


def told(question: Question, tables: Mapping[str, ResultTable]) -> list[str]:
    """The statements: how many points are of interest, where they lie, and how far to trust that.

    Args:
        question: which points are of interest.
        tables: those of ``discovery.discover`` by name.
    """
    if not question.is_mixed:
        return [_none_or_all(question), *_noise(question, boxes=False)]
    boxes = _rows(tables, "boxes")
    where = [words for box in boxes if box["holds"] for words in _of_box(question, box, _limits(tables, box))]
    noise = _noise(question, boxes=bool(where))
    return [_how_many(question), *noise, *(where or [_nowhere(boxes)]), *_together(boxes)]


def event(question: Question) -> str:
    """What comes about at a point of interest: ``partnership does worse than waterfall-contract in trust.end``."""
    measure, view = question.asked.measure, question.view
    if view.less is not None and question.threshold == 0:
        good = better(measure) * (1 if question.side == "above" else -1)
        verb = {1: "does better than", -1: "does worse than"}.get(good, "is below" if question.side == "below" else "")
        bases = [label_of(question.data.bases[base]) for base in (view.base, view.less)]
        return f"{bases[0]} {verb or 'is above'} {bases[1]} in {label_of_measure(measure)}"
    subject = Teller(question.data, {}).subject(view, measure)
    return f"{subject} is {question.side} {ref('discovery', ALL, 'threshold', form_of(measure))}"


def _none_or_all(question: Question) -> str:
    """That no point, or every point, is of interest, and what that says of the space between them."""
    points, what = _all("points", "int"), event(question)
    if not question.problem.points:
        return "No design point has a value, so under which conditions which points come about cannot be told."
    every = question.problem.hits > 0
    if question.problem.points == 1:
        return f"At the only design point it is {'' if every else 'not '}so that {what}."
    told = (
        f"At all of the {points} design points {what}"
        if every
        else f"There is none among the {points} design points at which {what}"
    )
    if not math.isfinite(question.share.low):
        return (
            f"{told}. Conditions that tell points apart need some of either kind. Between the points nothing is known."
        )
    bound = f"at least {_all('low', 'pct1')}" if every else f"at most {_all('high', 'pct1')}"
    return (
        f"{told}. So the share of the space in which it is so is {bound} (one-sided 95 % interval, exact binomial), "
        "and there are no conditions to tell apart."
    )


def _how_many(question: Question) -> str:
    what, interval = event(question), f"{_all('low', 'pct1')} to {_all('high', 'pct1')}"
    share = f"{_all('share', 'pct')}, 95 % interval {interval}"
    return f"At {_all('of_interest', 'int')} of the {_all('points', 'int')} design points {what} ({share})."


def _noise(question: Question, *, boxes: bool) -> Iterator[str]:
    unclear, missing = int((question.known & ~question.clear).sum()), int((~question.known).sum())
    if question.data.shape[2] == 1:
        yield "With one run a point it cannot be told which of these verdicts are luck."
    elif unclear:
        beside = " What boxes come to without them is told beside." if boxes else ""
        yield (
            f"The {'verdict' if unclear == 1 else 'verdicts'} on {_all('unclear', 'int')} of the points "
            f"{'lies' if unclear == 1 else 'lie'} within the noise: the 95 % interval of the mean holds the threshold. "
            f"They are taken by their mean.{beside}"
        )
    if missing:
        yield f"{_all('missing', 'int')} {'point has' if missing == 1 else 'points have'} no value and no part in this."


def _nowhere(boxes: Rows) -> str:
    if not boxes:
        return "Too few points are of interest, or too few are not, to look for conditions that tell them apart."
    if not boxes[0]["factors"]:
        return "No condition tells these points from the others better than chance does."
    tried = with_interval("boxes", "1", "tried_density", "pct", "tried_low", "tried_high")
    return (
        "No condition tells these points from the others so that it holds up: on points that had no part in finding "
        f"it, the share in the best box is {tried}, against {ref('boxes', '1', 'base', 'pct')} of all points."
    )


def _of_box(question: Question, box: Mapping[str, Any], limits: Rows) -> Iterator[str]:
    number = str(box["box"])
    often = "mostly" if box["density"] > 0.5 else "more often than elsewhere"
    among = "" if box["box"] == 1 else ", among the points outside of earlier boxes"
    where = each(_condition(row) for row in limits)
    yield (
        f"Box {_ref(number, 'box', 'int')}{among}: {event(question)} {often} where {where}. This holds for "
        f"{_ref(number, 'coverage')} of all such points (coverage), and {_ref(number, 'density')} of the "
        f"{_ref(number, 'points', 'int')} points there are such (density, 95 % interval "
        f"{_ref(number, 'density_low')} to {_ref(number, 'density_high')})."
    )
    yield _tried(number, box["box"])
    yield _steadiness(limits)
    if box["clear_points"] < box["points"] and question.data.shape[2] > 1:
        yield (
            f"Of the {_ref(number, 'clear_points', 'int')} points there whose verdict is clear, "
            f"{_ref(number, 'clear_density')} are such; they are {_ref(number, 'clear_coverage')} of all such points."
        )


def _tried(number: str, box: int) -> str:
    of_all = "of all points" if box == 1 else "of all points outside of earlier boxes"
    return (
        f"On points that had no part in finding the box, its density is {_ref(number, 'tried_density')} (95 % interval "
        f"{_ref(number, 'tried_low')} to {_ref(number, 'tried_high')}) and its coverage "
        f"{_ref(number, 'tried_coverage')}; {_ref(number, 'base')} {of_all} are such."
    )


def _steadiness(limits: Rows) -> str:
    """How often each factor is restricted again in halves of the points."""
    shares = each(f"{row['factor']} in {ref('limits', row[ID], 'again', 'pct')}" for row in limits)
    shaky = [row["factor"] for row in limits if row["again"] < STEADY]
    warning = (
        f" In {each(shaky)} the box is not steady: the limit is luck, or another box comes first." if shaky else ""
    )
    return f"Of searches on halves of the points, so many restrict the same factors: {shares}.{warning}"


def _condition(row: Mapping[str, Any]) -> str:
    """``users is at least 31``, with references for its figures."""
    figures = {side: ref("limits", row[ID], side, "g3") for side in ("low", "high")}
    has_low, has_high = (row[side] == row[side] for side in ("low", "high"))
    if row["levels"]:
        return f"{row['factor']} is {ref('limits', row[ID], 'levels', 'text')}"
    if has_low and has_high:
        within = f"between {figures['low']} and {figures['high']}" if row["low"] < row["high"] else figures["low"]
        return f"{row['factor']} is {within}"
    return (
        f"{row['factor']} is at least {figures['low']}" if has_low else f"{row['factor']} is at most {figures['high']}"
    )


def _together(boxes: Rows) -> Iterator[str]:
    holding = [box for box in boxes if box["holds"]]
    if holding:
        which = "This box holds" if len(holding) == 1 else "Together these boxes hold"
        yield (
            f"{which} {_all('coverage', 'pct')} of all such points; of the points elsewhere, "
            f"{_all('elsewhere', 'pct')} are such."
        )


def _all(column: str, form: str) -> str:
    return ref("discovery", ALL, column, form)


def _ref(box: str, column: str, form: str = "pct") -> str:
    return ref("boxes", box, column, form)


def _rows(tables: Mapping[str, ResultTable], name: str) -> Rows:
    if name not in tables:
        return []
    return [{str(column): value for column, value in row.items()} for row in tables[name].frame.to_dict("records")]


def _limits(tables: Mapping[str, ResultTable], box: Mapping[str, Any]) -> Rows:
    return [row for row in _rows(tables, "limits") if row["box"] == box["box"]]
