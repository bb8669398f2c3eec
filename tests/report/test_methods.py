"""The method by STRESS-ABS: every field of it, with the values of the experiment."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from trustsim.experiment.loading import load_experiment
from trustsim.experiment.plan import DesignKind, Experiment
from trustsim.records.manifest import scenario_hash, versions
from trustsim.report.methods import items, stress_abs
from trustsim.report.methods.item import Item
from trustsim.report.methods.parameters import is_assumed
from trustsim.report.odd.values import departures, scenario_keys

CHECKLIST = {
    "1. Objectives": ("1.1", "1.2", "1.3"),
    "2. Logic": ("2.1", "2.2", "2.3", "2.4", "2.5.1", "2.5.2", "2.5.3", "2.5.4"),
    "3. Data": ("3.1", "3.2", "3.3", "3.4"),
    "4. Experimentation": ("4.1", "4.2", "4.3"),
    "5. Implementation": ("5.1", "5.2", "5.3", "5.4"),
    "6. Code access": ("6.1",),
}
MANIFEST = {"model": "abc123", "versions": {**versions(), "python": "3.11.99"}}
FILE = """\
title = "Smaller releases"
question = "Is it the size of the releases?"

[base]
scenarios = ["waterfall-contract", "partnership"]
set = ["organisation.users=14", "trust.memory=0.99"]
horizon_days = 240

[[factor]]
key = "building.defect_rate"
name = "defects"
range = [0.01, 0.12]

[[factor]]
name = "edicts"
[factor.settings.none]
"edicts.rate" = 0
[factor.settings.many]
"edicts.rate" = 2.5

[design]
kind = "lhs"
samples = 40

[runs]
replications = 7
first_seed = 101

[measures]
names = ["trust.end", "requests.median_lead_time"]

[discovery]
measure = "trust.end"
below = -0.05
"""


@pytest.fixture(scope="module")
def experiment(tmp_path_factory: pytest.TempPathFactory) -> Experiment:
    file = tmp_path_factory.mktemp("experiments") / "releases.toml"
    file.write_text(FILE, encoding="utf-8")
    return load_experiment(file)


@pytest.fixture(scope="module")
def found(experiment: Experiment) -> dict[str, Item]:
    return {item.number: item for section in items(experiment, MANIFEST).values() for item in section}


def test_every_field_of_the_checklist_is_there_in_its_order_and_none_is_empty(experiment: Experiment) -> None:
    sections = items(experiment, MANIFEST)
    assert {heading: tuple(item.number for item in found) for heading, found in sections.items()} == CHECKLIST
    for section in sections.values():
        for item in section:
            assert len(item.text.split()) >= 5, item
            assert item.title


def test_sections_are_headings_with_all_items_below(experiment: Experiment) -> None:
    written = stress_abs(experiment, MANIFEST)
    assert [heading for heading, _ in written] == list(CHECKLIST)
    for heading, text in written:
        assert re.findall(r"^\*\*([\d.]+) ", text, re.MULTILINE) == list(CHECKLIST[heading])
        assert "#" not in text
        assert "None" not in text.replace("None: the model", "")


def test_what_follows_from_the_experiment_is_marked(found: dict[str, Item]) -> None:
    as_such = {number for number, item in found.items() if not item.is_filled}
    assert as_such == {"2.5.1", "2.5.3", "2.5.4", "3.2", "5.2", "5.3"}
    assert "(from the experiment and the code)" in found["1.2"].markdown
    assert "(of the model as such)" in found["5.2"].markdown


def test_what_is_of_the_model_as_such_is_the_same_for_another_experiment(
    experiment: Experiment, found: dict[str, Item]
) -> None:
    other = replace(experiment, bases=experiment.bases[:1], factors=(), replications=2, discovery=None)
    for section in items(other, MANIFEST).values():
        for item in section:
            assert (item.text == found[item.number].text) or item.is_filled


def test_question_measures_and_aims_are_those_of_the_file(found: dict[str, Item]) -> None:
    assert "The question of this experiment is: Is it the size of the releases?" in found["1.1"].text
    assert "| median time from need to use (`requests.median_lead_time`) | days |" in found["1.2"].text
    assert "(lhs) over `defects`, `edicts`" in found["1.3"].text
    assert "`trust.end` of partnership less waterfall-contract is below -0.05" in found["1.3"].text


def test_worlds_and_factors_are_told_as_they_are(experiment: Experiment, found: dict[str, Item]) -> None:
    contract, partnership = (base.scenario for base in experiment.bases)
    for name in contract.process.policies()._fields:
        told = [getattr(world.process.policies(), name).value for world in (contract, partnership)]
        assert f"| {name} | `{told[0]}` | `{told[1]}` |" in found["2.2"].text
    assert "| `process.preset` | waterfall-contract | partnership |" in found["2.3"].text
    assert "| `defects` | 0.01 to 0.12, linear scale | `building.defect_rate` |" in found["2.3"].text
    assert "| `edicts` | many | `edicts.rate` = 2.5 |" in found["2.3"].text
    assert "| users | 14 | 14 |" in found["2.5.2"].text


def test_one_base_is_not_told_as_several(experiment: Experiment) -> None:
    alone = replace(experiment, bases=experiment.bases[:1], discovery=None)
    found = {item.number: item.text for section in items(alone, MANIFEST).values() for item in section}
    assert f"There is one base, {alone.bases[0].label}." in found["2.3"]
    assert "Each of 40 design points was run 7 times, with" in found["4.3"]
    assert not [text for text in found.values() if re.search(r"\b1 base|bases differ|each of them", text)]


def test_timelines_that_a_factor_sets_are_told_entry_by_entry(project: Path) -> None:
    rush = load_experiment(project / "experiments" / "hysteresis.toml")
    found = {item.number: item.text for section in items(rush, MANIFEST).values() for item in section}
    assert "| `rush` | none | `timeline` = empty |" in found["2.3"]
    begins = r"`rush` \| half \| `timeline` = \*\*demand\*\*, on day 125 \(month 6\), for 125 days \(about 6 months\):"
    assert re.search(rf"{begins}.* 0\.5 ", found["2.3"])


def test_every_key_that_departs_from_its_default_is_there_with_its_source(
    experiment: Experiment, found: dict[str, Item]
) -> None:
    rows = found["3.3"].text.splitlines()
    for base in experiment.bases:
        for key, _ in departures(base.scenario):
            assert any(row.startswith(f"| {base.label} | `{key.dotted}`") and key.source in row for row in rows)
    assert any(row.startswith("| partnership | `trust.memory`") and "| 0.997 | 0.99 |" in row for row in rows)


def test_sources_add_up_and_assumptions_are_counted(found: dict[str, Item]) -> None:
    keys = [key for key in scenario_keys().values() if key.source not in ("the author", "any")]
    numbers = [int(number) for number in re.findall(r"\| (\d+) \|", found["3.1"].text)]
    assert sum(numbers) == len(keys)
    assumed = sum(is_assumed(key) for key in keys)
    assert found["3.4"].text.startswith(f"{assumed} defaults of {len(keys)} are assumptions alone")
    assert "`edicts.rate`" in found["3.4"].text


def test_days_seeds_and_runs_are_those_of_the_plan(experiment: Experiment, found: dict[str, Item]) -> None:
    for base in experiment.bases:
        assert f"| {base.label} | {base.scenario.run.warmup_days} |" in found["4.1"].text
        assert f"| {base.label} | 240 |" in found["4.2"].text
    assert "Each of 40 design points was run 7 times in each of 2 bases" in found["4.3"].text
    assert "with the seeds 101 to 107." in found["4.3"].text
    assert "common random numbers" in found["4.3"].text
    apart = items(replace(experiment, common=False), MANIFEST)["4. Experimentation"][2].text
    assert "seeds of its own, from 101 on" in apart
    assert "common random numbers" not in apart


@pytest.mark.parametrize(
    ("runs", "told"),
    [(1, "The design point was run once, with the seed 101."), (7, "was run 7 times, with the seeds 101 to 107.")],
)
def test_a_single_point_without_a_question_is_told_as_such(experiment: Experiment, runs: int, told: str) -> None:
    plain = replace(experiment, bases=experiment.bases[:1], factors=(), discovery=None, question="", replications=runs)
    single = replace(plain, design=replace(plain.design, kind=DesignKind.GRID))
    found = {item.number: item.text for section in items(single, MANIFEST).values() for item in section}
    assert told in found["4.3"]
    assert "All points" not in found["4.3"]
    assert found["1.1"].endswith(".")
    assert "question" not in found["1.1"]


def test_versions_and_fingerprints_are_those_of_the_manifest(experiment: Experiment, found: dict[str, Item]) -> None:
    assert "| python | 3.11.99 |" in found["5.1"].text
    assert str(MANIFEST["versions"]["platform"]) in found["5.4"].text  # type: ignore[index]
    assert "`abc123`" in found["6.1"].text
    for base in experiment.bases:
        assert scenario_hash(base.scenario) in found["6.1"].text


@pytest.mark.parametrize(
    "file", sorted(Path(__file__).parents[2].glob("experiments/*.toml")), ids=lambda file: file.stem
)
def test_the_shipped_experiments_have_a_method(file: Path) -> None:
    for heading, text in stress_abs(load_experiment(file), MANIFEST):
        assert len(text.split()) > 20, heading
