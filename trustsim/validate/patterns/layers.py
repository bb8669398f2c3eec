"""5: analyst layers."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from trustsim.validate.patterns.lived import Entry, Settings, World
from trustsim.validate.patterns.pattern import Criterion, Pattern, Worlds

_STILL: Settings = {"leadership": {"reacts": False}}
ADDED: tuple[Entry, ...] = ({"what": "add_layers", "when": "stage >= flu", "amount": 3},)
STEPS = (0, 1, 3, 5, 7)


def _with(layers: int) -> World:
    return World("waterfall-contract", {**_STILL, "organisation": {"analyst_layers": layers}}, ())


def _lost(fewer: int, more: int) -> Callable[[Worlds], float]:
    """Need-fit lost between two numbers of layers."""
    return lambda runs: runs[f"{fewer} layers"]["requests.need_fit"] - runs[f"{more} layers"]["requests.need_fit"]


PATTERN = Pattern(
    5,
    "Each analyst layer lowers need-fit; adding layers when the relationship has caught flu lowers trust.",
    "How to Fix Ailing IT-Client Relationships",
    {f"{layers} layers": _with(layers) for layers in STEPS}
    | {"added in flu": World("waterfall-contract", _STILL, ADDED)},
    (
        Criterion(
            "need-fit with none less need-fit with seven is above .01",
            lambda runs: runs["0 layers"]["requests.need_fit"] - runs["7 layers"]["requests.need_fit"],
            0.01,
        ),
        *(
            Criterion(f"need-fit with {fewer} less need-fit with {more} layers is above 0", _lost(fewer, more))
            for fewer, more in pairwise(STEPS)
        ),
        Criterion(
            "trust at the end without added layers less with them is above .005",
            lambda runs: runs["1 layers"]["trust.end"] - runs["added in flu"]["trust.end"],
            0.005,
        ),
    ),
    assumed="A handoff loses something. Not what that does to trust.",
)
