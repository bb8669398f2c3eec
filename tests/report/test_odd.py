"""The ODD text filled in: blocks from the code, values from a scenario, and a part about the scenario."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests import builders
from trustsim import __version__
from trustsim.model.day import ORDER
from trustsim.records.columns import DAILY
from trustsim.records.frames import frames
from trustsim.records.happenings import EXPERIENCE_WORDS, Experience
from trustsim.records.naming import word
from trustsim.report.odd import odd_markdown
from trustsim.report.odd.blocks import BLOCKS, between, dimensions, filled
from trustsim.report.odd.entries import entry_words
from trustsim.report.odd.values import as_written, departures, with_defaults, with_values
from trustsim.scenario.loading import load_scenario, with_overrides
from trustsim.scenario.schema import Scenario
from trustsim.scenario.timeline import KINDS, Intervention
from trustsim.vocabulary import InterventionKind, Preset, Reporting

CHANGED = ("edicts.rate=2", "leadership.reacts=false", "trust.rule=ewma", "process.reporting=candid")


@pytest.fixture(scope="module")
def text(project: Path) -> str:
    return (project / "docs" / "explanation" / "odd.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def changed() -> Scenario:
    return with_overrides(Scenario(), CHANGED)


def part(page: str, heading: str) -> str:
    """Return what stands below a heading, up to the next heading."""
    _, found, rest = page.partition(f"{heading}\n")
    assert found, heading
    return re.split(r"^#", rest, maxsplit=1, flags=re.MULTILINE)[0]


# --- values


def test_a_value_of_the_scenario_is_marked_beside_the_default(changed: Scenario) -> None:
    said = with_values("`edicts.rate` (1) a month, `edicts.effort`\n(9), `no.key` (3)", changed)
    assert said == "`edicts.rate` (**2**; default 1) a month, `edicts.effort`\n(10), `no.key` (3)"


def test_the_defaults_have_no_marks(text: str) -> None:
    assert with_values(text, Scenario()) == with_defaults(text) == text


def test_departures_are_those_and_no_others(changed: Scenario) -> None:
    found = {key.dotted: value for key, value in departures(changed)}
    assert {name: as_written(value) for name, value in found.items()} == dict(one.split("=") for one in CHANGED)
    assert list(departures(Scenario())) == []


def test_sections_within_sections_are_looked_into() -> None:
    scenario = with_overrides(Scenario(), ["start.business_in_vendor.good_share=.5"])
    assert [key.dotted for key, _ in departures(scenario)] == ["start.business_in_vendor.good_share"]


# --- blocks


def test_every_block_has_its_place_and_is_as_the_code_has_it(text: str) -> None:
    assert filled(text) == text
    assert len(BLOCKS) == len(re.findall(r"^<!-- end of ", text, re.MULTILINE))


def test_a_missing_place_is_told() -> None:
    with pytest.raises(ValueError, match="no place for 'measures'"):
        between("no such comment", "measures", "x")


def test_what_stood_in_a_block_is_replaced() -> None:
    assert between("a <!-- x -->\nold\n<!-- end of x --> b", "x", "new") == "a <!-- x -->\n\nnew\n\n<!-- end of x --> b"


def test_the_tables_hold_all_that_there_is(text: str) -> None:
    assert [f"{n}. **{phase.name}**: {phase.sentence}" for n, phase in enumerate(ORDER, 1)] == re.findall(
        r"^\d+\. \*\*.*$", text, re.MULTILINE
    )
    assert set(DAILY) <= set(re.findall(r"^\| `(\w+)` \|", part(text, "### Measures"), re.MULTILINE))
    named = re.findall(r"^\| `(\w+)` \|", part(text, "### Experiences"), re.MULTILINE)
    assert named == [word(what) for what in EXPERIENCE_WORDS]
    assert set(KINDS) <= set(re.findall(r"^\| `(\w+)` \|", part(text, "### 7.16 Interventions"), re.MULTILINE))


def test_experiences_move_the_dimensions_that_the_table_says() -> None:
    shock = {"what": "trust_shock", "day": 10}
    leader = {"what": "new_leadership", "day": 20}
    help_ = {"what": "counselling", "day": 5}
    model = builders.run(builders.scenario({"run": {"horizon_days": 200}}, timeline=[shock, leader, help_]))
    ledger: Any = frames(model)["ledger"]
    moved = {
        (str(event), str(dimension)) for event, dimension in zip(ledger["event"], ledger["dimension"], strict=True)
    }
    said = {(word(what), word(one)) for what in Experience for one in dimensions(what)}
    assert moved <= said
    assert {event for event, _ in moved} >= {"outcome", "shock", "new_leadership", "counselled", "forgetting"}


# --- the page


def test_without_a_scenario_it_is_the_page_with_the_version(text: str) -> None:
    page = odd_markdown(text)
    assert page.startswith("# The model described (ODD)\n")
    assert f"Written by trustsim {__version__}, with the defaults" in page
    assert "## The scenario" not in page
    assert "**; default" not in page
    headings = r"^#+ .*$"
    assert re.findall(headings, page, re.MULTILINE) == re.findall(headings, text, re.MULTILINE)


def test_what_is_printed_links_to_no_other_page(text: str, changed: Scenario) -> None:
    assert "](decisions/" in text
    for page in (odd_markdown(text), odd_markdown(text, changed)):
        assert [target for target in re.findall(r"\]\(([^)]*)\)", page) if not target.startswith("#")] == []
        assert "<!--" not in page


def test_with_a_scenario_the_page_begins_with_it(text: str) -> None:
    page = odd_markdown(text, Scenario())
    first, second = re.findall(r"^## .*$", page, re.MULTILINE)[:2]
    assert (first, second) == ("## The scenario: untitled", "## 1. Purpose and patterns")
    assert part(page, "### What departs from the defaults").strip() == "Nothing."
    assert "the timeline is empty" in part(page, "### What happens")


def test_the_part_about_a_scenario_tells_what_departs_with_unit_and_source(text: str, changed: Scenario) -> None:
    table = part(odd_markdown(text, changed), "### What departs from the defaults")
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| `")]
    assert {row[0].strip("`"): (row[2], row[3], row[4]) for row in rows} == {
        "edicts.rate": ("edicts a month", "1", "2"),
        "leadership.reacts": ("true or false", "true", "false"),
        "trust.rule": ("word", "beta", "ewma"),
        "process.reporting": ("word", "as the preset", "candid"),
    }
    assert all(row[5] for row in rows)
    assert "| reporting | `candid` | the scenario |" in odd_markdown(text, changed)


def test_the_people_are_counted(text: str) -> None:
    scenario = with_overrides(Scenario(), ["organisation.users=30", "organisation.analyst_layers=3"])
    people = part(odd_markdown(text, scenario), "### Who is there")
    assert "| users | 30 | in 2 business units; 18 needs a month in all |" in people
    assert "| analysts | 6 | in 3 layers, one for each product manager |" in people
    joint = with_overrides(scenario, ["process.definition=joint"])
    assert "no part in a joint definition" in part(odd_markdown(text, joint), "### Who is there")


@pytest.mark.parametrize("preset", list(Preset))
def test_the_process_of_a_scenario_is_that_of_its_preset(text: str, preset: Preset) -> None:
    scenario = with_overrides(Scenario(), [f"process.preset={preset.value}"])
    policies = part(odd_markdown(text, scenario), "### The process at the start")
    assert all(f"`{variant.value}`" in policies for variant in scenario.process.policies())


def test_the_shipped_scenarios_can_all_be_described(text: str, project: Path) -> None:
    files = sorted((project / "scenarios").glob("*.toml"))
    assert files
    for file in files:
        scenario = load_scenario(file)
        page = odd_markdown(text, scenario)
        entries = re.findall(r"^\d+\. ", part(page, "### What happens"), re.MULTILINE)
        assert len(entries) == len(scenario.timeline)
        for key, _ in departures(scenario):
            marked = rf"`{re.escape(key.dotted)}`\s\(\*\*"
            assert key.group == "process" or re.search(marked, page), key.dotted


# --- the timeline in words


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (
            Intervention(day=251, preset=Preset.PARTNERSHIP, reporting=Reporting.GREEN),
            (
                "**process**, on day 251 (month 12), lasting: "
                "the process changes to the preset `partnership` and reporting `green`."
            ),
        ),
        (
            Intervention(what=InterventionKind.HIRE, day=63, days=21, amount=2),
            "**hire**, on day 63 (month 3), for 21 days: developers come (developers hired: 2 people).",
        ),
        (
            Intervention(what=InterventionKind.COUNSELLING, when="stage>=flu for 5 days", strength=0.5),
            "**counselling**, once `stage >= flu for 5 days`, for 126 days (6 months), at strength 0.5: "
            + KINDS[InterventionKind.COUNSELLING].sentence
            + ".",
        ),
        (
            Intervention(what=InterventionKind.EDICT, day=9, when="waiting > 3", strength=0),
            "**edict**, from day 9 (month 1) on, once `waiting > 3`, at strength 0, which changes nothing: "
            + KINDS[InterventionKind.EDICT].sentence
            + " (work demanded: 10 person-days).",
        ),
    ],
)
def test_an_entry_in_words(entry: Intervention, said: str) -> None:
    assert entry_words(entry) == said


@pytest.mark.parametrize("kind", [kind for kind in InterventionKind if kind != InterventionKind.PROCESS])
def test_every_kind_says_what_it_does_and_how_much(kind: InterventionKind) -> None:
    said = entry_words(Intervention(what=kind, day=1))
    assert KINDS[kind].sentence in said
    amount = KINDS[kind].amount
    assert (amount is None) or f"{amount.meaning}: {amount.default:g} {amount.unit}" in said
    assert ("lasting" in said or " for " in said.partition(":")[0]) != KINDS[kind].instant


def test_entries_are_told_in_their_order(text: str) -> None:
    scenario = with_overrides(Scenario(), ['timeline=[{what="hire", day=20}, {what="edict", day=3}]'])
    told = part(odd_markdown(text, scenario), "### What happens")
    places = [told.index("**hire**, on day 20"), told.index("**edict**, on day 3 ")]
    assert all(one < other for one, other in pairwise(places))
