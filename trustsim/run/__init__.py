"""Running: one scenario once, or many times with seeds that follow on each other.

Names are imported when they are first used: a process that does one run of many begins with
``run.pool``, and has nothing to do with the rest before it is told what to run.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trustsim.run.ensemble import Ensemble, replicate
    from trustsim.run.single import RunResult, run_one, with_seed

__all__ = ["Ensemble", "RunResult", "replicate", "run_one", "with_seed"]

_ENSEMBLE = {"Ensemble", "replicate"}


def __getattr__(name: str) -> Any:
    """Import a public name from where it lives."""
    if name not in __all__:
        raise AttributeError(f"module 'trustsim.run' has no attribute {name!r}")
    home = "trustsim.run.ensemble" if name in _ENSEMBLE else "trustsim.run.single"
    return getattr(import_module(home), name)
