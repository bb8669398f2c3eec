"""One figure of one mechanism by itself, held against data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """How well a published figure is known here."""

    CHECKED = "checked"
    DERIVED = "derived"
    MEMORY = "memory"


@dataclass(frozen=True)
class Fit:
    """What a mechanism does with default parameters, unless its name tells others, next to what was published.

    Attributes:
        mechanism: which, as ``trustsim validate`` heads it.
        figure: what is compared, with its unit.
        low: least of what was published; a single figure, give or take how exactly it is known.
        high: most of it.
        observed: what the mechanism does by itself.
        source: who published it.
        standing: how well it is known here.
        keys: the parameters that it rests on.
        fitted: whether they were set after it, or it only shows what follows from others.
    """

    mechanism: str
    figure: str
    low: float
    high: float
    observed: float
    source: str
    standing: Standing
    keys: tuple[str, ...]
    fitted: bool

    @property
    def fits(self) -> bool:
        """Whether what is observed lies within what was published."""
        return self.low <= self.observed <= self.high
