"""18: which of the six policies the gain comes from."""

from __future__ import annotations

from collections.abc import Callable

from trustsim.scenario.process import PRESETS, Policies
from trustsim.validate.patterns.ends import CONTRACT, PARTNERSHIP
from trustsim.validate.patterns.lived import World
from trustsim.validate.patterns.pattern import Criterion, Pattern, Worlds
from trustsim.vocabulary import Preset

_TO = PRESETS[Preset.PARTNERSHIP]
_FROM = PRESETS[Preset.WATERFALL_CONTRACT]


def _swapped(base: str, policy: str, policies: Policies) -> World:
    return World(base, {"process": {policy: getattr(policies, policy).value}})


ALONE = {policy: _swapped("waterfall-contract", policy, _TO) for policy in Policies._fields}
"""The contract with one policy of the partnership."""
WITHOUT = {policy: _swapped("partnership", policy, _FROM) for policy in Policies._fields}
"""The partnership with one policy of the contract."""


def gain(policy: str) -> Callable[[Worlds], float]:
    """What one policy adds to trust at the end under the contract."""
    return lambda runs: runs[f"with {policy}"]["trust.end"] - runs["contract"]["trust.end"]


def loss(policy: str) -> Callable[[Worlds], float]:
    """What taking one policy back costs under the partnership."""
    return lambda runs: runs["partnership"]["trust.end"] - runs[f"without {policy}"]["trust.end"]


PATTERN = Pattern(
    18,
    "The gain comes from policies that can be named: swapped one at a time, each adds to trust under the contract, "
    "and taking it back costs some under the partnership.",
    "design",
    {"contract": CONTRACT, "partnership": PARTNERSHIP}
    | {f"with {policy}": world for policy, world in ALONE.items()}
    | {f"without {policy}": world for policy, world in WITHOUT.items()},
    (
        *(
            Criterion(f"contract with the partnership's {policy}: trust ends higher", gain(policy))
            for policy in Policies._fields
        ),
        *(
            Criterion(f"partnership with the contract's {policy}: trust ends lower", loss(policy))
            for policy in Policies._fields
        ),
    ),
    assumed="That being asked, shown and told weighs. Not what each policy adds up to.",
)
