from __future__ import annotations

import json
import runpy
import sys
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from trustsim.scenario.catalogue import Key, groups
from trustsim.scenario.describe import json_schema, main, reference_markdown
from trustsim.scenario.process import PRESETS
from trustsim.scenario.schema import Scenario
from trustsim.scenario.timeline import KINDS

KEYS = [key for group in groups().values() for key in group.keys.values()]


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return json_schema()


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.dotted)
def test_every_key_has_a_unit_a_meaning_and_a_source(key: Key) -> None:
    assert key.unit.strip()
    assert key.meaning.strip()
    assert key.source.strip()
    assert not key.meaning.endswith(".")


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.dotted)
def test_every_key_has_a_range_that_holds_its_default(key: Key) -> None:
    if key.kind in ("int", "float"):
        assert key.low < key.high
        assert key.default is None or key.low <= key.default <= key.high
    elif key.kind == "word":
        assert len(key.words) >= 2
        assert key.default is None or key.default in key.words
    else:
        assert key.kind == "bool" or key.longest > 0


@pytest.mark.parametrize("key", [key for key in KEYS if key.default is None], ids=lambda key: key.dotted)
def test_every_key_without_a_default_says_what_holds_then(key: Key) -> None:
    assert key.left_out.strip()


def test_every_section_says_what_it_is_about() -> None:
    assert [group.name for group in groups().values() if not group.meaning.strip()] == []


def test_the_catalogue_is_whole() -> None:
    written = Scenario().model_dump()
    del written["timeline"]
    flat = {
        f"{name}.{key}"
        for name, table in written.items()
        for key in (
            [f"{inner}.{part}" for inner, parts in table.items() for part in parts] if name == "start" else table
        )
    }
    assert {key.dotted for key in KEYS if not key.dotted.startswith("timeline.")} == flat


@pytest.mark.parametrize("key", [key for key in KEYS if key.group != "timeline"], ids=lambda key: key.dotted)
def test_the_default_that_is_told_holds_with_its_table_and_without(key: Key) -> None:
    table: Any = Scenario()
    for name in key.group.split("."):
        table = getattr(table, name)
    assert getattr(table, key.name) == key.default == getattr(type(table)(), key.name)


def test_the_reference_in_the_docs_is_up_to_date(project: Path) -> None:
    kept = (project / "docs" / "reference" / "scenario.md").read_text(encoding="utf-8")
    assert kept == reference_markdown(), "write it anew with: python -m trustsim.scenario.describe FILE"


def test_the_reference_has_a_row_for_every_key() -> None:
    text = reference_markdown()
    for group in groups().values():
        part = text.split(f"\n## {group.header}\n")[1].split("\n## ")[0]
        for key in group.keys.values():
            (row,) = (line for line in part.splitlines() if line.startswith(f"| `{key.name}` | {key.unit} |"))
            assert row.endswith(f" | {key.meaning} | {key.source} |")
            assert row.count(" | ") == 5


def test_the_reference_says_what_the_presets_stand_for() -> None:
    lines = reference_markdown().splitlines()
    for policy in PRESETS["partnership"]._fields:
        row = " | ".join(f"`{getattr(policies, policy)}`" for policies in PRESETS.values())
        assert f"| `{policy}` | {row} |" in lines


def test_the_reference_says_what_each_kind_of_entry_does() -> None:
    lines = reference_markdown().splitlines()
    for name, kind in KINDS.items():
        (row,) = (line for line in lines if line.startswith(f"| `{name}` | {kind.sentence} |"))
        assert row.count(" | ") == 6


def test_the_reference_can_be_written_to_a_file_or_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(tmp_path / "reference.md")])
    assert (tmp_path / "reference.md").read_text(encoding="utf-8") == reference_markdown()
    main([])
    assert capsys.readouterr().out == reference_markdown()


def test_it_can_be_run_as_a_module(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "argv", ["describe", str(tmp_path / "a.md")])
    monkeypatch.delitem(sys.modules, "trustsim.scenario.describe")
    runpy.run_module("trustsim.scenario.describe", run_name="__main__")
    assert (tmp_path / "a.md").is_file()


def valid(schema: dict[str, Any], text: str) -> bool:
    return jsonschema.Draft7Validator(schema).is_valid(tomllib.loads(text))


class TestJsonSchema:
    def test_it_is_one_and_can_be_written(self, schema: dict[str, Any]) -> None:
        jsonschema.Draft7Validator.check_schema(schema)
        assert json.loads(json.dumps(schema)) == schema
        assert "$ref" not in json.dumps(schema)
        assert "null" not in json.dumps(schema)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            'extends = "other.toml"',
            "[organisation]\nusers = 5",
            'process.preset = "partnership"\nprocess.testing = "own-reading"',
            '[[timeline]]\nday = 5\npreset = "partnership"',
            '[[timeline]]\nwhat = "edict"\nwhen = "stage >= flu for 3 days"',
            "start.crafts.good_share = 1",
        ],
    )
    def test_it_accepts_scenarios(self, schema: dict[str, Any], text: str) -> None:
        assert valid(schema, text)

    @pytest.mark.parametrize(
        "text",
        [
            "extends = 5",
            "[organisation]\nusers = 0",
            "[organisation]\nuser = 5",
            "[organisations]",
            'process.preset = "other"',
            '[[timeline]]\npreset = "partnership"',
            '[timeline]\nwhat = "edict"\nday = 5',
            "start.crafts.good_share = 1.5",
            "start.craft.good_share = 1",
        ],
    )
    def test_it_refuses_what_is_none(self, schema: dict[str, Any], text: str) -> None:
        assert not valid(schema, text)

    def test_it_agrees_with_the_shipped_scenarios(self, schema: dict[str, Any], project: Path) -> None:
        files = list((project / "scenarios").glob("*.toml"))
        assert files
        for file in files:
            assert valid(schema, file.read_text(encoding="utf-8")), file.name

    @pytest.mark.parametrize("key", KEYS, ids=lambda key: key.dotted)
    def test_an_editor_can_show_all_about_a_key(self, schema: dict[str, Any], key: Key) -> None:
        place = schema
        for name in key.group.split("."):
            place = place["properties"][name]
        entry = place.get("items", place)["properties"][key.name]
        assert entry["unit"] == key.unit
        for fact in (key.meaning, key.expected, key.source):
            assert fact in entry["description"]
        if key.kind in ("int", "float"):
            assert (entry["minimum"], entry["maximum"]) == (key.low, key.high)
        if key.kind == "word":
            assert entry["enum"] == list(key.words)
