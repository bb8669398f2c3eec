"""TrustModel as Mesa's own tools expect a model: keyword parameters and a ``DataCollector``.

For ``mesa.batch_run`` and ``SolaraViz``, on Mesa 3.3 and 3.5::

    mesa.batch_run(CollectedTrustModel, {"scenario": "partnership.toml", "seed": range(5),
                                         "organisation.analyst_layers": [0, 3, 7]})
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import mesa

from trustsim.model.gauge import Row
from trustsim.model.model import TrustModel
from trustsim.records.columns import DAILY
from trustsim.scenario.loading import load_scenario
from trustsim.scenario.schema import Scenario


class CollectedTrustModel(TrustModel):
    """A TrustModel with a ``datacollector`` that holds every daily measure, one entry a step.

    Args:
        scenario: a Scenario, the path of a scenario file, or None for the defaults.
        seed: seed of every draw; the scenario's own when None. ``rng`` is another name for it.
        settings: any key of a scenario, such as ``{"organisation.users": 20}``.

    Raises:
        ScenarioError: when the file or a setting is not acceptable.
    """

    def __init__(
        self,
        scenario: Scenario | str | Path | None = None,
        seed: int | None = None,
        rng: int | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(_scenario(scenario, settings), seed if seed is not None else rng, ledger=False)
        self.datacollector = mesa.DataCollector(
            model_reporters={name: partial(_latest, name=name) for name in DAILY},
        )

    def step(self) -> None:
        """One working day, collected at its end."""
        days = self.day
        super().step()
        if self.day > days:
            self.datacollector.collect(self)


def _latest(model: TrustModel, name: str) -> float | int | None:
    row: Row = model.recorder.daily[-1]
    return row[name]


def _scenario(scenario: Scenario | str | Path | None, settings: dict[str, Any]) -> Scenario:
    overrides = [f"{key}={_as_toml(value)}" for key, value in settings.items()]
    return load_scenario(scenario, overrides)


def _as_toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)
