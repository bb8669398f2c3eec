"""9: stages of the illness."""

from __future__ import annotations

from trustsim.validate.patterns.lived import World
from trustsim.validate.patterns.pattern import Criterion, Pattern

PATTERN = Pattern(
    9,
    "The stages of an ailing relationship come in order.",
    "How to Fix Ailing IT-Client Relationships",
    {"illness": World("illness", {})},
    (
        Criterion(
            "more than nine in ten runs pass every stage up to their worst, one after the other",
            lambda runs: runs["illness"]["moments.stages_in_order"],
            0.9,
        ),
        Criterion(
            "the worst stage is pneumonia (3) or the end (4), on average above 2.9",
            lambda runs: runs["illness"]["organisation.worst_stage"],
            2.9,
        ),
    ),
    assumed="The stage moves a step at a time: the order is built in. Not how far it goes.",
)
