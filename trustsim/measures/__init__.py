"""From the tables of a run to its summary: pure functions, one a group of figures.

``records.figures.FIGURES`` says what each figure means. A figure that cannot be had (nothing
was delivered, no bug was filed) is None, never a zero and never NaN.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from trustsim.measures.capacity import capacity
from trustsim.measures.needs_account import needs_account
from trustsim.measures.organisation import channels, load, onsets, organisation, promises
from trustsim.measures.relationship import CAUSES, contributions, largest, start_and_end, trust, turns
from trustsim.measures.requests import requests

if TYPE_CHECKING:
    import pandas as pd

    from trustsim.scenario.illness import Illness
    from trustsim.scenario.schema import Story

__all__ = ["CAUSES", "contributions", "figures", "summarise"]


def summarise(
    tables: Mapping[str, pd.DataFrame],
    initial: Mapping[str, float],
    users: int,
    story: Story | None = None,
    illness: Illness | None = None,
) -> dict[str, Any]:
    """Sum a run up, as ``summary.json`` holds it.

    Args:
        tables: as ``records.frames.frames`` gives them, of a closed model.
        initial: the trust measures on the evening before day 1, by their daily names.
        users: number of users, over which the causes of trust are averaged.
        story: what the scenario says about itself; None leaves ``story`` out of the summary.
        illness: the scenario's thresholds of stages; None leaves them out of the onsets of stages.
    """
    daily = tables["daily"]
    return {
        **({} if story is None else {"story": story.model_dump()}),
        "days": len(daily),
        **figures(tables, initial),
        "onsets": onsets(daily, tables["events"], illness),
        "turns": turns(daily, tables["ledger"], initial, users),
        "causes": largest(contributions(tables["ledger"], users)),
    }


def figures(tables: Mapping[str, pd.DataFrame], initial: Mapping[str, float]) -> dict[str, Any]:
    """The part of a summary that needs no ledger: all of ``FIGURES``, nested.

    Args:
        tables: ``daily`` and ``requests`` whole, of ``events`` day and kind.
        initial: the trust measures on the evening before day 1, by their daily names.
    """
    daily = tables["daily"]
    return {
        "trust": trust(daily, initial),
        "it_in_business": start_and_end(daily, initial, "trust_it_in_business"),
        "requests": requests(daily, tables["requests"]),
        "needs": needs_account(daily)._asdict(),
        "channels": channels(daily),
        "promises": promises(daily),
        "organisation": organisation(daily, tables["events"]),
        "load": load(daily),
        "capacity": capacity(daily, tables["requests"]),
    }
