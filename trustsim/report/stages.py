"""How a stage of the relationship is told: what it rests on, and the signs that it is known by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from trustsim.records.naming import words
from trustsim.records.stages import SIGNS
from trustsim.vocabulary import Stage

if TYPE_CHECKING:
    from trustsim.scenario.illness import Illness


def illness(stage: Stage) -> str:
    """A stage of the relationship as one speaks of it: ``the sniffles``, ``flu``."""
    return {Stage.SNIFFLES: "the sniffles", Stage.END_STAGE: "its end stage"}.get(stage, words(stage))


def signs_up_to(worst: Stage) -> str:
    """By which signs each stage down to ``worst`` is known; nothing for a relationship that stayed healthy."""
    told = [f"{words(stage)}, {signs.brief}" for stage, signs in SIGNS.items() if stage <= worst]
    return f"Stages: {'; '.join(told)}." if told else ""


def thresholds(section: Illness) -> str:
    """``sniffles (below 0.58), people grumble and point fingers; flu (below 0.50), …``, for the key of a picture."""
    raised = f"{section.failure_weight:.2f} higher for {section.failure_days} days after a large release failed"
    entry = (section.sniffles, section.flu, section.pneumonia, section.end_stage)
    told = "; ".join(
        f"{words(stage)} (below {below:.2f}), {signs.brief}"
        for (stage, signs), below in zip(SIGNS.items(), entry, strict=True)
    )
    return f"{told} (limits {raised})" if section.failure_weight else told


def rests_on(onset: Mapping[str, Any]) -> str:
    """What a stage rested on when it was first reached: ``the trust of both sides, smoothed, fell below …``.

    ``onset`` is one of the summary's ``onsets``, of one run or of many.
    """
    health, users, it, below = (_mean(onset[name]) for name in ("health", "trust", "it_in_business", "below"))
    of_many = isinstance(onset["trust"], Mapping)
    fell = f"was {health:.2f}" if below is None else f"fell below {below:.2f}"
    if below is not None and not of_many and onset["raised"]:
        fell += f" (the limit was {below - onset['raised']:.2f}, and higher for a while after a large release failed)"
    on_average = " on average" if of_many and onset["trust"]["runs"] > 1 else ""
    return (
        f"the mean trust of both sides, smoothed, {fell}{on_average}; the users' in IT was {users:.2f} and IT's in the "
        f"business {it:.2f}"
    )


def _mean(figure: Any) -> float | None:
    found = figure["mean"] if isinstance(figure, Mapping) else figure
    return None if found is None else float(found)
