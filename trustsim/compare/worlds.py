"""The worlds that are compared: scenarios with a label each, under the same seeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from trustsim.errors import InputError
from trustsim.run.single import with_seed
from trustsim.scenario.wording import listed

if TYPE_CHECKING:
    from trustsim.scenario.schema import Scenario


@dataclass(frozen=True)
class World:
    """A scenario under the label by which it is told from the others."""

    label: str
    scenario: Scenario


def worlds(named: Sequence[tuple[str, Scenario]], seed: int | None = None) -> tuple[World, ...]:
    """Scenarios as worlds of one comparison; the first is the reference.

    Args:
        named: a name and a scenario each; names that come again get a number.
        seed: the first seed of all of them; None takes that of the first scenario.

    Raises:
        InputError: there are fewer than two, they differ in length, or the seed is out of its range.
    """
    if len(named) < 2:
        raise InputError(f"{len(named)} given; expected two scenarios or more to compare")
    labels = unique([name for name, _ in named])
    lengths = [scenario.run.horizon_days for _, scenario in named]
    if len(set(lengths)) > 1:
        told = listed([f"{label} {days} days" for label, days in zip(labels, lengths, strict=True)], "and")
        raise InputError(
            f"run.horizon_days: {told}; expected the same length of all, as with --set run.horizon_days={min(lengths)}"
        )
    first = named[0][1].run.seed if seed is None else seed
    return tuple(World(label, with_seed(scenario, first)) for label, (_, scenario) in zip(labels, named, strict=True))


def same_scenario(one: World, other: World) -> bool:
    """Whether two worlds differ in nothing that reaches a run, so that they cannot but come out the same.

    Their stories may differ, and by which preset and departures their policies have come about.
    """
    return _deciding(one.scenario) == _deciding(other.scenario)


def _deciding(scenario: Scenario) -> dict[str, Any]:
    plain: dict[str, Any] = scenario.model_dump(mode="json", exclude={"story"})
    plain["process"] = scenario.process.policies()._asdict()
    return plain


def unique(names: Sequence[str]) -> list[str]:
    """The names, with a number behind those that came before: ``a``, ``b``, ``a-2``."""
    found: list[str] = []
    for name in names:
        label, number = name, 1
        while label in found or (number > 1 and label in names):
            number += 1
            label = f"{name}-{number}"
        found.append(label)
    return found
