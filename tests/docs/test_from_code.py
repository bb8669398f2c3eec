"""What the pages take from the code is as the code has it; `python docs/refresh.py` writes it anew."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest

from trustsim.measures.responses import responses
from trustsim.model.day import ORDER
from trustsim.report.odd.values import QUOTED, scenario_keys
from trustsim.rules.effort import FIX_FACTORS
from trustsim.scenario.catalogue import groups
from trustsim.scenario.loading import load_scenario
from trustsim.scenario.process import PRESETS, Policies

DOTTED = re.compile(r"`(?:--set )?([a-z_]+(?:\.[a-z_]+)+)(?:\s*=[^`]*)?`")
TOLD_OTHERWISE = {"story", "process", "timeline"}  # described as a whole


@pytest.fixture(scope="module")
def odd(pages: dict[str, str]) -> str:
    return pages["docs/explanation/odd.md"]


@pytest.mark.parametrize("name", ["scenario", "experiment", "analysis", "records", "cli", "defaults"])
def test_reference_pages_are_up_to_date(refresh: ModuleType, project: Path, name: str) -> None:
    page = project / "docs" / "reference" / f"{name}.md"
    assert page.read_text(encoding="utf-8") == refresh.reference()[page]


def test_every_page_quotes_defaults_as_they_are(refresh: ModuleType) -> None:
    stale = {page.name for page in refresh.pages() if page.read_text(encoding="utf-8") != refresh.renewed(page)}
    assert stale == set()


def test_a_stale_default_would_be_found(refresh: ModuleType) -> None:
    assert refresh.with_defaults("`organisation.users` (11)") == "`organisation.users` (10)"
    assert refresh.with_defaults("`organisation.users`\n(11)") == "`organisation.users`\n(10)"


def test_the_odd_text_lists_the_order_of_the_day(odd: str) -> None:
    told = re.findall(r"^\d+\. \*\*(\w+)\*\*: (.+)$", odd, re.MULTILINE)
    assert told == [(phase.name, phase.sentence) for phase in ORDER]


def test_the_odd_text_mentions_every_section_of_a_scenario(odd: str) -> None:
    names = {name.split(".")[0] for name in groups()} - {"story"}
    assert {name for name in names if f"`{name}." not in odd and f"[{name}]" not in odd} == set()


def test_the_odd_text_quotes_every_key(odd: str) -> None:
    quoted = {found["key"] for found in QUOTED.finditer(odd)}
    assert {name for name in scenario_keys() if name.split(".")[0] not in TOLD_OTHERWISE} - quoted == set()


def test_pages_name_no_key_that_does_not_exist(pages: dict[str, str]) -> None:
    sections = {name.split(".")[0] for name in groups()}
    known = {
        *scenario_keys(),
        *groups(),
        *responses(),
        "trust.png",
        "acceptance.notise",
    }  # a picture; a mistake made on purpose
    named = {(page, key) for page, text in pages.items() for key in DOTTED.findall(text) if "/reference/" not in page}
    assert {(page, key) for page, key in named if key.split(".")[0] in sections and key not in known} == set()


def test_the_odd_text_says_what_presets_stand_for(odd: str) -> None:
    for policy in Policies._fields:
        words = [getattr(policies, policy).value for policies in PRESETS.values()]
        assert re.search(rf"^\| {policy} \| .* \| {words[0]} \| {words[1]} \|$", odd, re.MULTILINE)


def test_the_odd_text_has_the_curves_of_the_cost_of_a_fix(odd: str) -> None:
    for curve, factors in FIX_FACTORS.items():
        cells = " | ".join(f"{factor:g}" for factor in factors)
        assert f"| `{curve}` | {cells} |" in odd


def test_the_odd_text_has_all_seven_parts(odd: str) -> None:
    parts = re.findall(r"^## \d\. (.+)$", odd, re.MULTILINE)
    assert parts == [
        "Purpose and patterns",
        "Entities, state variables and scales",
        "Process overview and scheduling",
        "Design concepts",
        "Initialisation",
        "Input data",
        "Submodels",
    ]


def test_every_shipped_scenario_is_in_the_index_in_its_own_words(pages: dict[str, str], project: Path) -> None:
    stories = {file: load_scenario(file).story for file in (project / "scenarios").glob("*.toml")}
    rows = {f"| [{file.stem}]({file.name}) | {story.teaches} | {story.look_for} |" for file, story in stories.items()}
    assert {line for line in pages["scenarios/README.md"].splitlines() if line.startswith("| [")} == rows


def test_every_decision_is_in_the_index(pages: dict[str, str]) -> None:
    folder = "docs/explanation/decisions/"
    titles = {
        name.removeprefix(folder): text.splitlines()[0].removeprefix("# ").partition(": ")
        for name, text in pages.items()
        if name.startswith(folder) and not name.endswith("README.md")
    }
    expected = [f"- [{number}]({name}): {title}" for name, (number, _, title) in sorted(titles.items())]
    assert [line for line in pages[f"{folder}README.md"].splitlines() if line.startswith("- [")] == expected


def test_decisions_have_context_decision_and_consequences(pages: dict[str, str]) -> None:
    decisions = {name: text for name, text in pages.items() if re.search(r"decisions/\d{4}-", name)}
    parts = {name: re.findall(r"^## (.+)$", text, re.MULTILINE) for name, text in decisions.items()}
    assert {name for name, found in parts.items() if found != ["Context", "Decision", "Consequences"]} == set()
