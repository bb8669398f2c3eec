"""The index of experiments has a row for each of them, with the question that the file asks."""

from __future__ import annotations

import re
from pathlib import Path

from trustsim.experiment.loading import load_experiment

ROW = re.compile(r"^\| \[(?P<name>[\w-]+)\]\([\w.-]+\) \| (?P<question>[^|]+?) \|", re.MULTILINE)


def test_the_index_has_every_experiment_with_its_question(project: Path) -> None:
    folder = project / "experiments"
    told = {row["name"]: row["question"] for row in ROW.finditer((folder / "README.md").read_text(encoding="utf-8"))}
    assert told == {path.stem: load_experiment(path).question for path in folder.glob("*.toml")}
