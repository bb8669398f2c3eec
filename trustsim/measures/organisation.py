"""What the organisation around the work did: stages, leadership, other channels, promises, and the load on IT."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trustsim.records.columns import KINDS_OF_EFFORT
from trustsim.records.happenings import Happening
from trustsim.records.naming import word
from trustsim.vocabulary import Channel, Fate, Stage

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from trustsim.scenario.illness import Illness

SO_FAR = ("edicts", "refusals", "deferrals", "orphans", "orphans_refused", "cio_changes", "cost")
AT_MOST = ("shadow_teams", "layers", "red_tape")


def organisation(daily: pd.DataFrame, events: pd.DataFrame) -> dict[str, Any]:
    """Stages of the relationship, and what owners and leadership did, from day 1 on."""
    stage = daily["stage"].to_numpy()
    return {
        "worst_stage": int(stage.max()),
        "last_stage": int(stage[-1]),
        "stages": {word(one): _days_in(daily["day"].to_numpy()[stage == one]) for one in Stage},
        **{name: daily[name].iloc[-1].item() for name in SO_FAR},
        **{f"{name}_at_most": daily[name].max().item() for name in AT_MOST},
        "interventions": _begun(events),
    }


def _days_in(days: np.ndarray[Any, Any]) -> dict[str, int | None]:
    return {"days": len(days), "first_day": int(days[0]) if len(days) else None}


def onsets(daily: pd.DataFrame, events: pd.DataFrame, illness: Illness | None = None) -> dict[str, Any]:
    """For each stage but health, the first evening in it and what it rests on; None: it was never reached.

    Each has the ``day``, the smoothed mean of both sides' trust (``health``), the users' trust in IT (``trust``) and
    IT's in the business (``it_in_business``) that evening, the threshold ``below`` which the smoothed trust had
    fallen, and by how much of it a release that had failed in plain sight had ``raised`` it. The latter two are None
    where the run began in this stage or came to it from a worse one, and without ``illness``, the scenario's section.
    """
    stage = daily["stage"].to_numpy()
    failures = events.loc[events["kind"] == word(Happening.HIGH_PROFILE_FAILED), "day"].to_numpy()
    return {word(one): _onset(one, daily, stage, failures, illness) for one in Stage if one is not Stage.HEALTHY}


def _onset(
    one: Stage,
    daily: pd.DataFrame,
    stage: np.ndarray[Any, Any],
    failures: np.ndarray[Any, Any],
    illness: Illness | None,
) -> dict[str, Any] | None:
    places = (stage == one).nonzero()[0]
    if not len(places):
        return None
    first = int(places[0])
    evening = daily.iloc[first]
    day = int(evening["day"])
    found: dict[str, Any] = {"day": day, "health": float(evening["health"]), "trust": float(evening["trust"])}
    found |= {"it_in_business": float(evening["trust_it_in_business"]), "below": None, "raised": None}
    if illness is None or not first or stage[first - 1] > one:
        return found
    failed = bool(((failures <= day) & (day - failures < illness.failure_days)).any())
    raised = illness.failure_weight if failed else 0.0
    return {**found, "below": getattr(illness, word(one)) + raised, "raised": raised}


def _begun(events: pd.DataFrame) -> int:
    began = (events["kind"] == word(Happening.INTERVENTION_BEGAN)) & (events["day"] >= 1)
    return int(began.sum())


def channels(daily: pd.DataFrame) -> dict[str, Any]:
    """How many needs arose from day 1 on, and the share of each channel in them; None where none arose."""
    last = daily.iloc[-1]
    needs = int(last["needs"])
    names = [*(word(channel) for channel in Channel), "workaround"]
    return {"needs": needs, **{name: float(last[f"needs_{name}"]) / needs if needs else None for name in names}}


def promises(daily: pd.DataFrame) -> dict[str, int]:
    """What became of the promised days."""
    last = daily.iloc[-1]
    return {word(fate): int(last[f"promises_{word(fate)}"]) for fate in Fate}


def load(daily: pd.DataFrame) -> dict[str, float | None]:
    """The share of each kind of effort in what developers could do; None where they could do nothing."""
    available = float(daily["effort_available"].sum())
    return {
        name: float(daily[f"effort_{name}"].sum()) / available if available > 0 else None for name in KINDS_OF_EFFORT
    }
