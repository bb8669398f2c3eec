"""The stages of an ailing relationship as people know them: by which signs. The one place that explains them.

They are after Smith 2006, How to Fix Ailing IT-Client Relationships; ``signs`` names only what the model does.
"""

from __future__ import annotations

from typing import NamedTuple

from trustsim.vocabulary import Stage


class Signs(NamedTuple):
    """How a stage is known: in a few words, and what comes with it in the model."""

    brief: str
    full: str


SIGNS: dict[Stage, Signs] = {
    Stage.SNIFFLES: Signs(
        "people grumble and point fingers",
        "people grumble, both sides blame each other, and wishes come out only in the acceptance test",
    ),
    Stage.FLU: Signs(
        "people turn to rules",
        "people turn to rules: leadership adds a layer of analysts, forms and sign-offs, time and again",
    ),
    Stage.PNEUMONIA: Signs(
        "the business helps itself",
        "the business helps itself: layers come two at a time, and IT supports nothing that it did not build",
    ),
    Stage.END_STAGE: Signs(
        "both sides avoid each other",
        "both sides avoid each other: IT often just says no, reports are left out, and users say that they gave IT up",
    ),
}
"""Each stage but health, from the mildest on."""

NUMBERED = ", ".join(
    f"{stage.value} {stage.name.lower().replace('_', ' ')} ({signs.brief})" for stage, signs in SIGNS.items()
)
"""Each stage with its number and signs, for what stands as a number in a table."""

STAGE_WORDS: dict[Stage, str] = {
    Stage.HEALTHY: "it is healthy",
    Stage.SNIFFLES: f"it has the sniffles, {SIGNS[Stage.SNIFFLES].brief}",
    Stage.FLU: f"it is down with flu, and {SIGNS[Stage.FLU].brief}",
    Stage.PNEUMONIA: f"it has pneumonia, and {SIGNS[Stage.PNEUMONIA].brief}",
    Stage.END_STAGE: f"it is at its end stage, and {SIGNS[Stage.END_STAGE].brief}",
}
"""Each stage as the log tells of a change to it."""
