"""A change of trust taken apart: where it stood before and after, the causes, and where they began."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from trustsim.explain.causes import Cause, Origin, causes, origins, split
from trustsim.explain.chains import Events
from trustsim.explain.levels import level
from trustsim.explain.other_side import OtherSide, other_side
from trustsim.explain.plain import as_data
from trustsim.explain.question import Question, opinions_of_it, rows_asked, users_asked
from trustsim.model.trust import weights_of
from trustsim.records.naming import word
from trustsim.vocabulary import Dimension

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from trustsim.scenario.schema import Scenario


@dataclass(frozen=True)
class Explanation:
    """Why trust of users in IT moved.

    ``before`` and ``after`` are what the ledger knew on the two evenings; the contributions of all causes sum to
    ``after - before``, and so do those of all origins. Forgetting is entered when an opinion is next looked at, or at
    the end of a month, so the curves of the daily table may stand a little elsewhere on days between.

    Attributes:
        question: what was asked.
        days: length of the run.
        users: number of users averaged over.
        before: mean trust on the evening before the first day, in [0, 1].
        after: mean trust on the evening of the last day, in [0, 1].
        daily_before: the same on the daily curve; None for a single unit, of which there is no daily curve.
        daily_after: likewise.
        causes: one a kind of experience, the weightiest first.
        origins: one a kind of beginning, the weightiest first.
        other_side: how IT's trust in the business and the stage of the relationship went in these days.
    """

    question: Question
    days: int
    users: int
    before: float
    after: float
    daily_before: float | None
    daily_after: float | None
    causes: tuple[Cause, ...]
    origins: tuple[Origin, ...]
    other_side: OtherSide

    @property
    def change(self) -> float:
        """``after`` less ``before``."""
        return self.after - self.before


def explain(tables: Mapping[str, pd.DataFrame], scenario: Scenario, question: Question) -> Explanation:
    """Take a change of trust apart.

    Args:
        tables: daily, ledger, events and requests of a closed run, as ``records.frames.frames`` gives them.
        scenario: what was run.
        question: first and last day within the run, and a unit that it has.
    """
    people, daily = scenario.organisation, tables["daily"]
    asked = users_asked(people.users, people.business_units, question.unit)
    opinions, events = opinions_of_it(tables["ledger"]), Events(tables["events"])
    rows = rows_asked(opinions, question, asked)
    weights = _weights(scenario, question.dimension)
    ends = (question.first - 1, question.last)
    before, after = (level(opinions, daily, people.users, day, asked, weights) for day in ends)
    curve = [before if day == 0 else _daily(daily, question, day) for day in ends]
    return Explanation(
        question, len(daily), len(asked), before, after,
        curve[0] if question.unit is None else None, curve[1],
        causes(rows, events, tables["requests"]), origins(rows, events),
        other_side(daily, tables["ledger"], tables["events"], people.business_units, question),
    )  # fmt: skip


def data(explanation: Explanation, top: int) -> dict[str, Any]:
    """An explanation for ``explanation.json``: the ``top`` causes and origins, and the sum of the others."""
    question = explanation.question
    told, rest = split(explanation.causes, top)
    began, others = split(explanation.origins, top)
    return {
        "from_day": question.first,
        "to_day": question.last,
        "days": explanation.days,
        "unit": question.unit,
        "dimension": None if question.dimension is None else word(question.dimension),
        "users": explanation.users,
        "before": explanation.before,
        "after": explanation.after,
        "change": explanation.change,
        "daily_before": explanation.daily_before,
        "daily_after": explanation.daily_after,
        "causes": as_data(told),
        "everything_else": as_data(rest),
        "origins": [_origin(origin) for origin in began],
        "other_origins": as_data(others),
        "it_in_business": {"before": explanation.other_side.before, "after": explanation.other_side.after},
        "stage": word(explanation.other_side.stage),
        "stage_changes": [
            {**change._asdict(), "stage": word(change.stage)} for change in explanation.other_side.changes
        ],
    }


def _weights(scenario: Scenario, dimension: Dimension | None) -> Sequence[float]:
    if dimension is None:
        return weights_of(scenario.trust)
    return [1.0 if one == dimension else 0.0 for one in Dimension]


def _daily(daily: pd.DataFrame, question: Question, day: int) -> float | None:
    if question.unit is not None:
        return None
    name = "trust" if question.dimension is None else f"trust_{word(question.dimension)}"
    value = float(daily.loc[daily["day"] == day, name].iloc[0])
    return None if math.isnan(value) else value


def _origin(origin: Origin) -> dict[str, Any]:
    largest = origin.largest
    return {
        "kind": origin.kind,
        "words": origin.words,
        "contribution": origin.contribution,
        "rows": origin.rows,
        "events": origin.events,
        "largest": largest and {**as_data(largest), "contribution": origin.largest_contribution},
    }
