"""Experiments for tests, written as files."""

from __future__ import annotations

from pathlib import Path

from trustsim.experiment.loading import load_experiment
from trustsim.experiment.plan import Experiment

BASE = '[base]\nscenarios = ["waterfall-contract"]\n'
BATCHING = '[[factor]]\nkey = "process.batching"\nname = "batching"\nlevels = ["release", "flow"]\n'
DEFECTS = '[[factor]]\nkey = "building.defect_rate"\nname = "defects"\nrange = [0.04, 0.2]\n'
USERS = '[[factor]]\nkey = "organisation.users"\nname = "users"\nrange = [5, 14]\n'
EDICTS = """\
[[factor]]
name = "edicts"
[factor.settings.none]
"edicts.rate" = 0
[factor.settings.many]
edicts.rate = 3
timeline = [{ what = "edict", day = 10 }]
"""


def experiment(folder: Path, *parts: str, name: str = "try") -> Experiment:
    """Load the file that the parts make up; a base is added where they have none."""
    text = "\n".join(parts)
    file = folder / f"{name}.toml"
    file.write_text(text if "[base]" in text else BASE + text, encoding="utf-8")
    return load_experiment(file)
