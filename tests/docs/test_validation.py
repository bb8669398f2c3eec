"""The page of the validation holds what ``trustsim validate`` prints, of every case, figure and claim that there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from trustsim.scenario.library import shipped_scenarios
from trustsim.validate.facts import FACTS
from trustsim.validate.limits import cases
from trustsim.validate.mechanisms import ROOMS
from trustsim.validate.patterns import PATTERNS
from trustsim.validate.worlds.figures import FIGURES

BLOCK = re.compile(r"<!-- (?P<part>\w+) -->\n(?P<text>.*?)<!-- end of (?P=part) -->", re.DOTALL)


@pytest.fixture(scope="module")
def blocks() -> dict[str, str]:
    page = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "validation.md"
    return {found["part"]: " ".join(found["text"].split()) for found in BLOCK.finditer(page.read_text("utf-8"))}


def test_limits(blocks: dict[str, str]) -> None:
    wanted = cases()
    assert f"{len(wanted)} of {len(wanted)} cases held" in blocks["limits"]
    assert [case.name for case in wanted if f" {case.name} " not in blocks["limits"]] == []


def test_mechanisms(blocks: dict[str, str]) -> None:
    assert [room.MECHANISM for room in ROOMS if room.MECHANISM not in blocks["mechanisms"]] == []
    assert "figures that were set after the data fit" in blocks["mechanisms"]


def test_worlds(blocks: dict[str, str]) -> None:
    assert [figure.name for figure in FIGURES.values() if f"{figure.name}: " not in blocks["worlds"]] == []
    assert [name for name in shipped_scenarios() if f" {name} " not in blocks["worlds"]] == []
    assert " 0 without a reason." in blocks["worlds"]


def test_the_scorecard_is_the_full_one(blocks: dict[str, str]) -> None:
    told = [f"{pattern.number}. {pattern.claim}" for pattern in PATTERNS]
    told += [criterion.says for pattern in PATTERNS for criterion in pattern.criteria]
    assert [text for text in told if text not in blocks["patterns"]] == []
    assert "40 pairs for the verdict; 200 points of a Latin hypercube" in blocks["patterns"]


def test_facts(blocks: dict[str, str]) -> None:
    assert [fact.name for fact in FACTS if fact.name not in blocks["facts"]] == []
