"""What is asked: over which days, of whose trust, in which of its dimensions; and the ledger's rows that answer it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from trustsim.measures.relationship import users_about_it
from trustsim.records.happenings import Actor, party
from trustsim.records.naming import word
from trustsim.vocabulary import Dimension

if TYPE_CHECKING:
    import pandas as pd

_USER = party(Actor.USER, 0).removesuffix("0")

Numbers = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class Question:
    """Why did trust of users in IT move in these days?

    Attributes:
        first: first day that counts, from 1; the change begins on the evening before it.
        last: last day that counts; the change ends on its evening.
        unit: only the users of this business unit; None for all.
        dimension: the opinion on this dimension, unweighted; None for the three weighted.
    """

    first: int
    last: int
    unit: int | None = None
    dimension: Dimension | None = None


def unit_of(user: int, units: int) -> int:
    """The business unit of a user; users are dealt out to units in turn."""
    return user % units


def users_asked(users: int, units: int, unit: int | None) -> list[int]:
    """Numbers of the users whose trust is asked after."""
    return [user for user in range(users) if unit is None or unit_of(user, units) == unit]


def opinions_of_it(ledger: pd.DataFrame) -> pd.DataFrame:
    """The ledger's rows of users about IT, with the number of each user as the column ``user``."""
    kept = users_about_it(ledger)
    numbers = {name: int(name.removeprefix(_USER)) for name in kept["trustor"].unique()}
    return kept.assign(user=kept["trustor"].astype(str).map(numbers).astype("int64"))


def rows_asked(opinions: pd.DataFrame, question: Question, users: list[int]) -> pd.DataFrame:
    """Rows of these users within the days asked after, with what each did to mean trust as ``share``."""
    rows = opinions[opinions["day"].between(question.first, question.last) & opinions["user"].isin(users)]
    if question.dimension is None:
        return rows.assign(share=rows["contribution"] / len(users))
    rows = rows[rows["dimension"] == word(question.dimension)]
    return rows.assign(share=rows["delta"] / len(users))
