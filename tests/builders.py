"""Small organisations for tests, as the validation has them, and what tests do with them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import product

from trustsim.model.model import TrustModel
from trustsim.scenario.process import PRESETS, Policies
from trustsim.validate.small_worlds import (
    FLAWLESS,
    LIVELY,
    NO_EVIDENCE,
    PARTNERSHIP,
    PIPELINE_ALONE,
    SIDES,
    WATERFALL,
    Settings,
    run,
    scenario,
)
from trustsim.vocabulary import Acceptance, Batching, Commitment, Definition, Preset, Reporting, Testing

__all__ = [
    "BATCHES",
    "FLAWLESS",
    "LIVELY",
    "MIXES",
    "NO_EVIDENCE",
    "PARTNERSHIP",
    "PIPELINE_ALONE",
    "SIDES",
    "T_QUANTILE",
    "WATERFALL",
    "Settings",
    "interval",
    "known",
    "mean",
    "mix_id",
    "opposite",
    "run",
    "scenario",
    "step",
    "within",
    "words",
]

MIXES = [
    Policies(*variants)
    for variants in product(Batching, Definition, Commitment, Reporting, Testing, Acceptance)
]  # fmt: skip


def opposite(mix: Policies) -> Policies:
    """Return the mix in which every policy is the other one."""
    one, other = PRESETS[Preset.WATERFALL_CONTRACT], PRESETS[Preset.PARTNERSHIP]
    return Policies(*(b if m == a else a for m, a, b in zip(mix, one, other, strict=True)))


def words(mix: Policies) -> dict[str, str]:
    """Return a mix as a scenario file would name it."""
    return {name: value.value for name, value in mix._asdict().items()}


def mix_id(mix: Policies) -> str:
    return "-".join(words(mix).values())


def step(model: TrustModel, days: int) -> None:
    for _ in range(days):
        model.step()


def known(values: Iterable[float | None]) -> list[float]:
    """Return those that are not missing."""
    return [value for value in values if value is not None]


def mean(values: Iterable[float]) -> float:
    listed = list(values)
    return math.fsum(listed) / len(listed)


# --- bounds of 99.9 %


def within(count: int, trials: int, chance: float) -> bool:
    """Whether a binomial count lies within 99.9 %."""
    return abs(count - trials * chance) <= 3.291 * math.sqrt(trials * chance * (1.0 - chance)) + 0.5


BATCHES = 20
T_QUANTILE = 3.883  # Student, 19 degrees of freedom, 99.9 % between minus this and this


def interval(values: Sequence[float]) -> tuple[float, float]:
    """99.9 % interval of the mean of a long series, by the means of 20 batches in its order."""
    size = len(values) // BATCHES
    assert size > 0, "a series this short has no batches"
    means = [mean(values[size * batch : size * (batch + 1)]) for batch in range(BATCHES)]
    middle = mean(means)
    variance = math.fsum((one - middle) * (one - middle) for one in means) / (BATCHES - 1)
    half = T_QUANTILE * math.sqrt(variance / BATCHES)
    return middle - half, middle + half
