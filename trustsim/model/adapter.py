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

from trustsim.model.model import TrustModel
from trustsim.model.recent import Row
from trustsim.records.columns import DAILY
from trustsim.scenario.loading import load_scenario, with_overrides
from trustsim.scenario.schema import Scenario


class CollectedTrustModel(TrustModel):
    """A TrustModel with a ``datacollector`` that holds every daily measure, one entry a step.

    Args:
        scenario: a Scenario, the path of a scenario file, or None for the defaults.
        rng: seed of every draw; the scenario's own when None.
        settings: any key of a scenario, such as ``{"organisation.users": 20}``; and ``seed``, another
            name for ``rng``, not in the signature because Mesa 3.5 would then set it to None.

    Raises:
        ScenarioError: when the file or a setting is not acceptable.
    """

    def __init__(
        self,
        scenario: Scenario | str | Path | None = None,
        rng: int | None = None,
        **settings: Any,
    ) -> None:
        seed = settings.pop("seed", None)
        super().__init__(_scenario(scenario, settings), rng if seed is None else seed, ledger=False)
        self.datacollector = mesa.DataCollector(
            model_reporters={name: partial(_latest, name=name) for name in DAILY},
        )

    def day_done(self) -> None:
        """Collect the day."""
        self.datacollector.collect(self)


def _latest(model: TrustModel, name: str) -> float | int | None:
    row: Row = model.recorder.daily[-1]
    return row[name]


def _scenario(scenario: Scenario | str | Path | None, settings: dict[str, Any]) -> Scenario:
    overrides = [f"{key}={_as_toml(value)}" for key, value in settings.items()]
    if isinstance(scenario, (str, Path)):
        return load_scenario(scenario, overrides)
    return with_overrides(scenario or Scenario(), overrides)


def _as_toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)
