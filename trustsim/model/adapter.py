"""TrustModel as Mesa's own tools and their users expect a model: keyword parameters and a ``DataCollector``.

For ``mesa.batch_run`` and ``SolaraViz``, on Mesa 3.3 and 3.5::

    from trustsim import TrustModel

    mesa.batch_run(TrustModel, {"scenario": "partnership", "seed": range(5), "organisation.analyst_layers": [0, 3, 7]})
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import mesa

from trustsim.draws import Luck, seed_from
from trustsim.errors import InputError
from trustsim.model.model import TrustModel
from trustsim.model.recent import Row
from trustsim.records.columns import DAILY
from trustsim.scenario.library import find
from trustsim.scenario.loading import load_scenario, with_values
from trustsim.scenario.schema import Scenario


class CollectedTrustModel(TrustModel):
    """A TrustModel with a ``datacollector`` that holds every daily measure and the seed, one entry a day.

    ``trustsim.TrustModel`` is this class. Other reporters, of agents as well, are collected if ``datacollector`` is
    replaced after ``super().__init__()`` in a class of one's own.

    Args:
        scenario: a Scenario, the path of a scenario file, the name of one that ``trustsim list`` shows, or None for
            the defaults.
        rng: where the luck comes from: a whole number from 0 to 2**53, which is the seed of every draw; a numpy
            ``Generator`` or ``SeedSequence``, from which such a seed is drawn; or None, as with any model of Mesa, for
            other luck in every model. The seed is kept in ``seed_of_draws``. The scenario's own is
            ``rng=scenario.run.seed``.
        world: another name for ``scenario``, for ``SolaraViz``: that of Mesa 3.5 puts an object of its own under the
            name ``scenario`` whenever it makes a model anew, and with ``world`` that is passed over.
        ledger: whether the trust ledger is kept.
        kwargs: any key of a scenario, such as ``{"organisation.users": 20}``; and ``seed``, another
            name for ``rng``, not in the signature because Mesa 3.5 would then set it to None.

    Raises:
        ScenarioError: when the file or a setting is not acceptable.
        InputError: there is no such scenario, or the seed is none.
    """

    def __init__(
        self,
        scenario: Scenario | str | Path | None = None,
        rng: Luck = None,
        *,
        world: Scenario | str | Path | None = None,
        ledger: bool = False,
        **kwargs: Any,  # SolaraViz of Mesa 3.3 wants a value for it under any other name
    ) -> None:
        seed = kwargs.pop("seed", None)
        if seed is not None and rng is not None:
            raise InputError(f"seed and rng: {seed!r} and {rng!r} given; expected only one of them")
        chosen = scenario if world is None else world
        super().__init__(_scenario(chosen, kwargs), seed_from(rng if seed is None else seed), ledger=ledger)
        reporters = {name: partial(_latest, name=name) for name in DAILY}
        self.datacollector = mesa.DataCollector(model_reporters={"seed": "seed_of_draws", **reporters})

    def day_done(self) -> None:
        """Collect the day."""
        self.datacollector.collect(self)


def _latest(model: TrustModel, name: str) -> float | int | None:
    row: Row = model.recorder.daily[-1]
    return row[name]


def _scenario(scenario: Any, settings: Mapping[str, Any]) -> Scenario:
    if isinstance(scenario, str | Path):
        scenario = load_scenario(find(str(scenario)))
    elif scenario is None:
        scenario = Scenario()
    elif not isinstance(scenario, Scenario):
        hint = "; with SolaraViz call it world" if type(scenario).__module__.startswith("mesa.") else ""
        expected = "a Scenario of trustsim, a path, or a name that trustsim list shows"
        raise InputError(f"scenario: {scenario!r} given; expected {expected}{hint}")
    values = {key: _plain(value) for key, value in settings.items()}
    return with_values(scenario, values, "parameters") if values else scenario


def _plain(value: Any) -> Any:
    """A value as TOML would give it, where numpy or a range of Mesa's made it."""
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value.item() if hasattr(value, "item") else value
