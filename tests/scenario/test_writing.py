from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trustsim.errors import InputError
from trustsim.scenario.catalogue import Key, groups
from trustsim.scenario.feasible import findings
from trustsim.scenario.loading import load_scenario
from trustsim.scenario.reading import parse
from trustsim.scenario.schema import Scenario
from trustsim.scenario.timeline import KINDS
from trustsim.scenario.writing import save_scenario, to_toml
from trustsim.vocabulary import InterventionKind

STORY = {"title": "A story", "teaches": "", "look_for": "trust"}
KEYS = [key for group in groups().values() if not group.repeated for key in group.keys.values()]


def values(key: Key) -> st.SearchStrategy[Any]:
    """Values that a key takes, its bounds among them."""
    if key.kind == "word":
        return st.sampled_from(key.words)
    if key.kind == "bool":
        return st.booleans()
    if key.kind == "text":
        return st.text(st.characters(codec="utf-8"), max_size=30)
    if key.kind == "int":
        return st.integers(int(key.low), int(key.high))
    return st.floats(key.low, key.high)


def placed(given: dict[Key, Any]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key, value in given.items():
        table = data
        for name in key.group.split("."):
            table = table.setdefault(name, {})
        table[key.name] = value
    return data


@st.composite
def entries(draw: st.DrawFn) -> dict[str, Any]:
    what = draw(st.sampled_from(InterventionKind))
    kind = KINDS[what]
    entry: dict[str, Any] = {"what": what.value, "day": draw(st.integers(1, 5000))}
    if draw(st.booleans()):
        entry["when"] = draw(st.sampled_from(["trust < 0.35 for 20 days", "stage ≥ end-stage", " layers=7"]))
    if kind.amount is not None and draw(st.booleans()):
        entry["amount"] = draw(st.sampled_from([kind.amount.low, kind.amount.high]))
    if not kind.instant and draw(st.booleans()):
        entry["days"] = draw(st.integers(1, 5000))
    if what is InterventionKind.PROCESS:
        entry |= draw(st.sampled_from([{"preset": "partnership"}, {"testing": "own-reading", "batching": "flow"}]))
    return entry | draw(st.sampled_from([{}, {"strength": 0.5}, {"strength": 1.0}]))


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    keys = draw(st.lists(st.sampled_from(KEYS), max_size=12, unique_by=lambda key: key.dotted))
    data = placed({key: draw(values(key)) for key in keys})
    return Scenario.model_validate(data | {"timeline": draw(st.lists(entries(), max_size=3))})


@settings(max_examples=40)
@given(scenarios())
def test_what_is_written_is_read_as_the_same_scenario(scenario: Scenario) -> None:
    layer = parse("a.toml", to_toml(scenario).encode())
    assert Scenario.model_validate(layer.data) == scenario


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("written") / "scenario.toml"


@settings(max_examples=20)
@given(timeline=st.lists(entries(), max_size=4))
def test_a_file_that_is_saved_loads_as_the_same(target: Path, timeline: list[dict[str, Any]]) -> None:
    scenario = Scenario.model_validate({"story": STORY, "run": {"horizon_days": 5000}, "timeline": timeline})
    assert findings(scenario) == []
    save_scenario(scenario, target)
    assert load_scenario(target) == scenario


def test_only_what_departs_from_the_defaults_is_written() -> None:
    text = to_toml(
        Scenario.model_validate(
            {
                "timeline": [
                    {"what": "hire", "when": "trust < 0.3", "strength": 1.0},
                    {"day": 9, "preset": "partnership"},
                ],
                "start": {"crafts": {"good_share": 0.5, "experiences": 10.0}},
                "process": {"preset": "waterfall-contract", "testing": "shared-reading"},
                "organisation": {"users": 11, "developers": 6},
                "story": {"title": 'A "quoted" story\nin two lines'},
            }
        )
    )
    opening, _, rest = text.partition("\n")
    assert opening.startswith("# A scenario of trustsim.")
    assert rest == (
        """
[story]
title = "A \\"quoted\\" story\\nin two lines"
teaches = ""
look_for = ""

[organisation]
users = 11

[process]
testing = "shared-reading"

[start.crafts]
good_share = 0.5

[[timeline]]
what = "hire"
when = "trust < 0.3"

[[timeline]]
what = "process"
day = 9
preset = "partnership"
"""
    )


def test_sections_come_in_the_order_of_the_schema() -> None:
    numbers = [key for key in KEYS if key.kind in ("int", "float") and "." not in key.group]
    data = placed({key: key.high if key.low == key.default else key.low for key in numbers})
    data = dict(reversed(data.items()))
    written = list(tomllib.loads(to_toml(Scenario.model_validate(data))))
    assert written == [name for name in Scenario.model_fields if name in written]
    assert len(written) > 15


def test_shipped_scenarios_can_be_written(project: Path, tmp_path: Path) -> None:
    shipped = list((project / "scenarios").glob("*.toml"))
    assert shipped
    for path in shipped:
        scenario = load_scenario(path)
        save_scenario(scenario, tmp_path / path.name)
        assert load_scenario(tmp_path / path.name) == scenario


class TestSaving:
    def test_what_stood_there_is_replaced_and_nothing_else_is_left(self, tmp_path: Path) -> None:
        path = tmp_path / "a.toml"
        path.write_text("run.seed = 3")
        save_scenario(Scenario.model_validate({"story": STORY}), str(path))
        assert load_scenario(path).story.title == "A story"
        assert list(tmp_path.iterdir()) == [path]

    def test_a_link_stays_a_link(self, tmp_path: Path) -> None:
        (tmp_path / "link.toml").symlink_to(tmp_path / "a.toml")
        save_scenario(Scenario.model_validate({"story": STORY}), tmp_path / "link.toml")
        assert (tmp_path / "link.toml").is_symlink()
        assert load_scenario(tmp_path / "a.toml").story.title == "A story"

    @pytest.mark.parametrize("name", ["missing/a.toml", ".", "a\0b.toml", "x" * 5000])
    def test_what_cannot_be_written_is_told(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(InputError, match=r"cannot be written .*; expected the path of a scenario file") as caught:
            save_scenario(Scenario(), tmp_path / name)
        assert str(caught.value).isprintable()
        assert list(tmp_path.iterdir()) == []

    def test_nothing_is_left_of_what_could_not_be_written(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "a.toml"
        path.write_text("run.seed = 3")

        def full(*_: Any) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "replace", full)
        with pytest.raises(InputError, match="No space left on device"):
            save_scenario(Scenario(), path)
        assert path.read_text() == "run.seed = 3"
        assert list(tmp_path.iterdir()) == [path]
