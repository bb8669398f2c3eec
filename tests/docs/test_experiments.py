"""Every experiment has a row in the index, with the question that its file asks, and a page that says what came out."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest

from trustsim.analysis.statement import FORMATS
from trustsim.experiment.loading import load_experiment

ROW = re.compile(r"^\| \[(?P<name>[\w-]+)\]\((?P<page>[\w.-]+)\) \| (?P<question>[^|]+?) \|", re.MULTILINE)
HEADINGS = ["The question", "The command", "What came out", "What surprised"]
NAMES = sorted(path.stem for path in (Path(__file__).resolve().parents[2] / "experiments").glob("*.toml"))


def test_the_index_has_every_experiment_with_its_question(project: Path) -> None:
    folder = project / "experiments"
    told = {row["name"]: row["question"] for row in ROW.finditer((folder / "README.md").read_text(encoding="utf-8"))}
    assert told == {path.stem: load_experiment(path).question for path in folder.glob("*.toml")}


@pytest.mark.parametrize("name", NAMES)
def test_a_page_tells_question_command_and_outcome(name: str, project: Path, filling: ModuleType) -> None:
    text = (project / "experiments" / f"{name}.md").read_text(encoding="utf-8")
    experiment = load_experiment(project / "experiments" / f"{name}.toml")
    assert text.startswith(f"# {experiment.title}\n")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS
    assert experiment.question in " ".join(text.split())
    assert f"trustsim sweep {name}" in text
    figures = [match.groupdict() for match in filling.FIGURE.finditer(text)]
    assert {figure["address"] for figure in figures} >= filling.ABOUT
    assert sum(figure["address"].count(":") > 1 for figure in figures) >= 6
    assert all(figure["form"] in FORMATS and figure["shown"] for figure in figures)
    assert text.count("<!--") == 2 * len(figures)
