"""Running: one scenario once, or many times with seeds that follow on each other."""

from __future__ import annotations

from trustsim.run.ensemble import Ensemble, replicate
from trustsim.run.single import RunResult, run_one, with_seed

__all__ = ["Ensemble", "RunResult", "replicate", "run_one", "with_seed"]
