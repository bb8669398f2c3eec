"""From a point of the design to the scenario that is run there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from trustsim.scenario.loading import with_values

if TYPE_CHECKING:
    from trustsim.experiment.plan import Level
    from trustsim.scenario.schema import Scenario

SOURCE = "design point"


def scenario_at(base: Scenario, levels: Sequence[Level]) -> Scenario:
    """A base with the keys set that the levels of a point set.

    Args:
        base: the world that the point departs from.
        levels: one for each factor.

    Raises:
        ScenarioError: the levels do not go together, or not with the base; the keys are named.
    """
    values = {key: value for level in levels for key, value in level.sets}
    return with_values(base, values, SOURCE) if values else base
