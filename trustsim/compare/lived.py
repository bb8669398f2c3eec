"""A run lived to its end and kept whole: what was done, day by day and phase by phase."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trustsim.model.watched import WatchedModel
from trustsim.model.without import NOTHING, Without

if TYPE_CHECKING:
    from collections.abc import Callable

    from trustsim.scenario.schema import Scenario


class Lived(NamedTuple):
    """A scenario, and the closed model that lived it on the scenario's own seed."""

    scenario: Scenario
    model: WatchedModel

    @property
    def last_day(self) -> int:
        """The last day of the run."""
        return self.scenario.run.horizon_days


def live(scenario: Scenario, without: Without = NOTHING, on_day: Callable[[int], object] | None = None) -> Lived:
    """Live a scenario to its horizon, on its own seed.

    Args:
        scenario: what to run.
        without: what is left out of the run; nothing, unless it is said.
        on_day: called after each day with the number of the day, for a progress bar.
    """
    model = WatchedModel(scenario, without=without)
    while model.running:
        model.step()
        if on_day is not None:
            on_day(model.day)
    model.close()
    return Lived(scenario, model)
