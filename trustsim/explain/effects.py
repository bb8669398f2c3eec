"""What a request did to whose trust, and how one user's trust went while it lived."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trustsim.explain.levels import level
from trustsim.explain.question import opinions_of_it
from trustsim.model.trust import weights_of
from trustsim.records.happenings import Experience
from trustsim.records.naming import word

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import pandas as pd

    from trustsim.scenario.schema import Scenario

FORGETTING = word(Experience.FORGETTING)


@dataclass(frozen=True)
class Felt:
    """One kind of experience: how often it was, and what it did, as a change of trust."""

    event: str
    times: int
    change: float


@dataclass(frozen=True)
class Effect:
    """What one party's trust in another was moved by: the sum, and by experience, the weightiest first.

    ``change`` is a change of the trustor's overall trust, a number from 0 to 1.
    """

    trustor: str
    trustee: str
    change: float
    felt: tuple[Felt, ...]


@dataclass(frozen=True)
class Move:
    """Trust of one user on a day: before what was lived through that day, after it, and what of it one request did."""

    day: int
    before: float
    after: float
    of_request: float


def effects_of(rows: pd.DataFrame) -> tuple[Effect, ...]:
    """Rows of the ledger summed by who trusts whom and by experience, the largest change first."""
    effects = []
    for (trustor, trustee), pair in rows.groupby(["trustor", "trustee"], observed=True, sort=True):
        felt = [
            # an experience may be entered on two dimensions, and counts once
            Felt(str(event), len(some[["day", "source"]].drop_duplicates()), float(some["contribution"].sum()))
            for event, some in pair.groupby("event", observed=True, sort=True)
        ]
        felt.sort(key=lambda one: -abs(one.change))
        effects.append(Effect(str(trustor), str(trustee), float(pair["contribution"].sum()), tuple(felt)))
    return tuple(sorted(effects, key=lambda effect: -abs(effect.change)))


def rows_through_release(
    ledger: pd.DataFrame, events: pd.DataFrame, user: str, siblings: Collection[int], release: str
) -> pd.DataFrame:
    """What a user lived through with a release, entered under another of the user's requests in it.

    Who waits for several requests of one release lives through its delays once, for the first of them.
    """
    about = events.loc[events["subject"] == release, "event"]
    rows = ledger[ledger["request"].isin(list(siblings)) & (ledger["trustor"] == user)]
    return rows[rows["source"].isin(about)]


def trust_of_user(tables: Mapping[str, pd.DataFrame], scenario: Scenario, user: int, request: int) -> tuple[Move, ...]:
    """A user's trust in IT, from the evening before day 1: a move for each day on which the ledger has a row.

    Forgetting lies before the other experiences of its day: it was at work since the move before.
    """
    people, opinions = scenario.organisation, opinions_of_it(tables["ledger"])
    weights = weights_of(scenario.trust)
    now = level(opinions, tables["daily"], people.users, 0, [user], weights)
    moves = [Move(0, now, now, 0.0)]
    mine = opinions[opinions["user"] == user]
    for day in sorted(set(mine["day"].tolist())):
        rows = mine[mine["day"] == day]
        forgotten = float(rows.loc[rows["event"] == FORGETTING, "contribution"].sum())
        lived = float(rows["contribution"].sum()) - forgotten
        of_request = float(rows.loc[rows["request"] == request, "contribution"].sum())
        before, now = now + forgotten, now + forgotten + lived
        moves.append(Move(int(day), before, now, of_request))
    return tuple(moves)
