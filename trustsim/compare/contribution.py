"""What one thing did: a run as it was, less the same run without it; and what the ledger books for it.

The ledger keeps account: it books every change of an opinion under what was lived through. It does not know what would
have happened otherwise. The difference between two runs on the same luck does, and is the cause.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from trustsim.compare.lived import Lived, live
from trustsim.compare.parting import Apart, apart
from trustsim.compare.without import DAY, REQUEST, Thing, beginning, thing
from trustsim.explain.causes import first_events
from trustsim.explain.chains import Events
from trustsim.explain.plain import as_data
from trustsim.explain.question import Question, opinions_of_it, rows_asked, users_asked
from trustsim.measures import figures
from trustsim.measures.responses import CURVES, MEAN
from trustsim.records.figures import FIGURES
from trustsim.records.frames import frames, tables_of_figures
from trustsim.records.happenings import Experience
from trustsim.records.naming import word
from trustsim.run.ensemble import figure
from trustsim.run.outcome import Curve, mean_over_days

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from trustsim.scenario.schema import Scenario

BY_TIME = (word(Experience.FORGETTING), word(Experience.HEALING))


class Change(NamedTuple):
    """One measure with the thing and without it, and the difference that the thing made; NaN: cannot be had."""

    measure: str
    with_it: float
    without: float

    @property
    def contribution(self) -> float:
        """With it less without it."""
        return self.with_it - self.without


class Booked(NamedTuple):
    """What the ledger books under the thing.

    Attributes:
        contribution: change of the mean trust of users in IT, in [-1, 1].
        rows: changes of opinions behind it.
        causes: the same by what was lived through, the weightiest first.
    """

    contribution: float
    rows: int
    causes: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Contribution:
    """What one thing contributed to a run.

    Attributes:
        thing: what was left out.
        measures: every response of ``measures.responses`` by its name.
        trust: what it did to the mean trust of users in IT, evening by evening from day 1.
        largest_day: the evening on which that was furthest from nothing; the first of equals.
        booked: what the ledger books for it.
        apart: where the run with it and the run without it part.
    """

    thing: Thing
    measures: dict[str, Change]
    trust: Curve
    largest_day: int
    booked: Booked
    apart: Apart

    @property
    def is_nothing(self) -> bool:
        """Whether the two runs are the same to the last bit."""
        return self.apart.first is None


def contribution(scenario: Scenario, asked: str, on_day: Callable[[int], object] | None = None) -> Contribution:
    """Live a scenario on its own seed with one thing and without it.

    Args:
        scenario: what was run.
        asked: what is left out, as for ``without.thing``.
        on_day: called after each day of either run, for a progress bar.

    Raises:
        InputError: the run has no such thing, or has several of that name.
    """
    as_it_was = live(scenario, on_day=on_day)
    what = thing(as_it_was, asked)
    otherwise = live(scenario, what.without, on_day)
    curves = [_curves(lived) for lived in (as_it_was, otherwise)]
    trust: Curve = curves[0]["trust"] - curves[1]["trust"]
    measures = [_measures(lived, curve) for lived, curve in zip((as_it_was, otherwise), curves, strict=True)]
    return Contribution(
        what,
        {name: Change(name, measures[0][name], measures[1][name]) for name in measures[0]},
        trust,
        int(np.argmax(np.abs(trust))) + 1,
        _booked(as_it_was, what),
        apart(as_it_was, otherwise),
    )


def _curves(lived: Lived) -> dict[str, Curve]:
    nothing = math.nan
    days = lived.model.recorder.daily
    return {
        name: np.array([nothing if day[name] is None else day[name] for day in days], dtype=np.float64)
        for name in CURVES
    }


def _measures(lived: Lived, curves: dict[str, Curve]) -> dict[str, float]:
    initial = {name: float(value) for name, value in lived.model.initial.items() if value is not None}
    found = figures(tables_of_figures(lived.model), initial)
    values = ((name, figure(found, name)) for name in FIGURES)
    measured = {name: math.nan if value is None else value for name, value in values}
    return measured | {f"{name}{MEAN}": mean_over_days(curve) for name, curve in curves.items()}


def _booked(lived: Lived, what: Thing) -> Booked:
    """The rows of users about IT that stand under the thing, with what each did to their mean trust."""
    tables = frames(lived.model)
    people = lived.scenario.organisation
    asked = Question(1, lived.last_day)
    users = users_asked(people.users, people.business_units, None)
    rows = rows_asked(opinions_of_it(tables["ledger"]), asked, users)
    rows = rows[_stands_under(lived, what, rows, tables["events"])]
    sums = {str(event): math.fsum(part["share"]) for event, part in rows.groupby("event", observed=True, sort=True)}
    causes = tuple(sorted(sums.items(), key=lambda cause: (-abs(cause[1]), cause[0])))
    return Booked(math.fsum(rows["share"]), len(rows), causes)


def _stands_under(lived: Lived, what: Thing, rows: pd.DataFrame, events: pd.DataFrame) -> pd.Series[bool]:
    if what.kind == DAY:
        return (rows["day"] == what.day) & ~rows["event"].isin(BY_TIME)
    if what.kind == REQUEST:
        return rows["request"] == what.request
    first = first_events(rows, Events(events))
    return rows["event"].notna() & np.isin(first, beginning(lived, what.without.entries))


def data(contribution: Contribution) -> dict[str, Any]:
    """What one thing contributed, as plain data for a file; what cannot be had is None."""
    what, first = contribution.thing, contribution.apart.first
    return {
        "left_out": {"kind": what.kind, "name": what.name, "day": what.day},
        "same": contribution.is_nothing,
        "measures": {name: _numbers(change) for name, change in contribution.measures.items()},
        "trust_by_day": contribution.trust.tolist(),
        "largest": {"day": contribution.largest_day, "contribution": _at(contribution, contribution.largest_day)},
        "left_at_end": _at(contribution, len(contribution.trust)),
        "booked": {**as_data(contribution.booked), "causes": dict(contribution.booked.causes)},
        "first_difference": first and as_data(first),
        "trust_first_differs": contribution.apart.trust and contribution.apart.trust.day,
    }


def _numbers(change: Change) -> dict[str, float | None]:
    named = {"with": change.with_it, "without": change.without, "contribution": change.contribution}
    return {name: None if math.isnan(value) else value for name, value in named.items()}


def _at(contribution: Contribution, day: int) -> float:
    return float(contribution.trust[day - 1])
