"""L = lambda W, exactly: days that requests spend in a queue, counted by days and counted by requests."""

from __future__ import annotations

from typing import Any

from trustsim.model.model import TrustModel
from trustsim.records.happenings import Happening
from trustsim.validate.limits.case import Case
from trustsim.validate.small_worlds import LIVELY, PARTNERSHIP, WATERFALL, Settings, run, scenario

LIMIT = "any run: L = λW with matched start and end"
FOREVER = 10**9
LASTING: Settings = {
    "shadow": {"leaving": 0.0},
    "intake": {"most_waiting": 12.0},
    "demand": {"needs_per_user": 2.0},
    "run": {"horizon_days": 400},
}
"""Busy, IT puts off and refuses, and own teams last, so that what was taken to one is never put to IT after all."""
REFUSALS = (Happening.REFUSED, Happening.REFUSED_WITH_REASON)

Row = dict[str, Any]
Stay = tuple[int | None, int | None]
"""The day on which a request entered a queue and the one on which it had left it; None: not yet."""


def days_in(stay: Stay, last_day: int) -> int:
    """Evenings from day 1 to the last on which one that entered and left so was there."""
    entered, left = stay
    if entered is None:
        return 0
    last = min((FOREVER if left is None else left) - 1, last_day)
    return max(0, last - max(entered, 1) + 1)


def put_to_it(model: TrustModel) -> list[Row]:
    """Requests that IT took on, put off or refused, with the day on which they left it: live, or refused."""
    events = model.recorder.events.columns()
    refused = {
        request: day
        for kind, request, day in zip(events["kind"], events["subject"], events["day"].tolist(), strict=True)
        if kind in REFUSALS
    }
    return [
        row | {"left": refused[row["request"]] if row["refused"] else row["live"]}
        for row in model.request_rows()
        if (row["channel"] == "it" or row["refused"]) and row["state"] != "dropped"
    ]


def accepting_since(rows: list[Row]) -> dict[int, int]:
    """The day on which all of a release had passed its tests, by release."""
    parts: dict[int, list[int | None]] = {}
    for row in rows:
        parts.setdefault(row["release"], []).append(row["tested"])
    return {number: max(d for d in days if d is not None) for number, days in parts.items() if None not in days}


def stays(queue: str, row: Row, tested: int | None, *, contract: bool) -> Stay:
    """When a request was in a queue: the day on which it entered it, and the one on which it had left it.

    ``tested`` is the day on which all of its release was through the tests, where an acceptance test comes after them.
    """
    if queue == "IT as a whole":
        return row["arose"], row["left"]
    if queue == "waiting or put off":
        return row["arose"], row["left"] if row["refused"] else row["definition_began"]
    if row["refused"]:
        return None, None
    if queue == "being defined":
        return row["definition_began"], row["committed"]
    if queue == "being built and tested":
        return row["committed"], tested if contract else row["live"]
    return tested, row["live"]


QUEUES: dict[str, tuple[str, ...]] = {
    "IT as a whole": ("work_in_progress",),
    "waiting or put off": ("waiting", "deferred"),
    "being defined": ("defining",),
    "being built and tested": ("building",),
    "in acceptance": ("accepting",),
}
"""The columns of the daily table that count each queue."""


def differing(queue: str, contract: bool) -> float:
    """By how many request-days the two counts differ."""
    model = run(scenario(LIVELY, LASTING, WATERFALL if contract else PARTNERSHIP), ledger=False)
    rows = put_to_it(model)
    tested = accepting_since([row for row in rows if not row["refused"]])
    by_days = sum(row[measure] or 0 for row in model.recorder.daily for measure in QUEUES[queue])
    lived = [stays(queue, row, tested.get(row["release"]), contract=contract) for row in rows]
    return float(by_days - sum(days_in(stay, model.last_day) for stay in lived))


def cases() -> list[Case]:
    """Each queue under both process models; without an acceptance test nothing is in acceptance."""
    processes = (("contract", True), ("partnership", False))
    return [
        Case(LIMIT, f"{queue}, {name}", "difference, request-days", 0.0, differing, (queue, contract), 0.0)
        for name, contract in processes
        for queue in QUEUES
        if contract or queue != "in acceptance"
    ]
