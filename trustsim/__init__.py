"""A laboratory for the trust between a business and its IT department.

    >>> from trustsim import load_scenario, run_one, verdict
    >>> result = run_one(load_scenario("scenarios/partnership.toml"), seed=1)
    >>> print(verdict(result.summary))

Names are imported when they are first used, so that ``import trustsim`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trustsim.errors import InputError, RunError, ScenarioError, TrustsimError
    from trustsim.measures import summarise
    from trustsim.model.adapter import CollectedTrustModel as TrustModel
    from trustsim.records.folder import read_run, write_run
    from trustsim.records.frames import frames
    from trustsim.report.words import verdict
    from trustsim.run import replicate, run_one
    from trustsim.scenario.loading import load_scenario
    from trustsim.scenario.schema import Scenario

__version__ = "0.1.0"

__all__ = [
    "InputError",
    "RunError",
    "Scenario",
    "ScenarioError",
    "TrustModel",
    "TrustsimError",
    "__version__",
    "frames",
    "load_scenario",
    "read_run",
    "replicate",
    "run_one",
    "summarise",
    "verdict",
    "write_run",
]

_HOMES = {
    "InputError": "trustsim.errors",
    "RunError": "trustsim.errors",
    "Scenario": "trustsim.scenario.schema",
    "ScenarioError": "trustsim.errors",
    "TrustModel": "trustsim.model.adapter",
    "TrustsimError": "trustsim.errors",
    "frames": "trustsim.records.frames",
    "load_scenario": "trustsim.scenario.loading",
    "read_run": "trustsim.records.folder",
    "replicate": "trustsim.run",
    "run_one": "trustsim.run",
    "summarise": "trustsim.measures",
    "verdict": "trustsim.report.words",
    "write_run": "trustsim.records.folder",
}

_CALLED = {"TrustModel": "CollectedTrustModel"}
"""What a public name is called at home, where that differs."""


def __getattr__(name: str) -> Any:
    """Import a public name from where it lives."""
    if name not in _HOMES:
        raise AttributeError(f"module 'trustsim' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), _CALLED.get(name, name))
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
