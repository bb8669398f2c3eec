"""A run folder is whole or not there, replaces only its own kind, and can be read back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from trustsim.errors import InputError, RunError
from trustsim.records import aside, parquet
from trustsim.records.columns import TABLES
from trustsim.records.folder import check_target, read_run, write_run
from trustsim.records.manifest import file_hash, manifest, scenario_hash
from trustsim.records.workplace import NEW
from trustsim.scenario.schema import Scenario

Tables = dict[str, pd.DataFrame]

SUMMARY = {"trust": {"end": 0.5}, "requests": {"need_fit": None}}


def about(seed: int = 1) -> dict[str, Any]:
    scenario = Scenario()
    run = scenario.run.model_copy(update={"seed": seed})
    return manifest(scenario.model_copy(update={"run": run}), command="trustsim run", timings={"run": 1.23456})


def seen(folder: Path) -> list[str]:
    """Everything below a folder, hidden files too."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_run_folder_holds_everything(tables: Tables, tmp_path: Path) -> None:
    written = write_run(tmp_path / "new" / "run", about(), SUMMARY, tables)
    assert written == tmp_path / "new" / "run"
    files = ["manifest.json", "summary.json", *(f"{name}.parquet" for name in TABLES)]
    assert seen(tmp_path) == sorted(["new", "new/run", *(f"new/run/{name}" for name in files)])


def test_the_manifest_says_what_was_run(tables: Tables, tmp_path: Path) -> None:
    folder = write_run(tmp_path / "run", about(seed=7), SUMMARY, tables)
    found = json.loads((folder / "manifest.json").read_text())
    assert found["seed"] == found["scenario"]["run"]["seed"] == 7
    assert found["scenario_sha256"] == scenario_hash(Scenario.model_validate_json(json.dumps(found["scenario"])))
    assert found["command"] == "trustsim run"
    assert found["timings"] == {"run": 1.235}
    assert set(found["versions"]) >= {"python", "trustsim", "mesa", "numpy", "pandas", "pyarrow"}
    assert found["files"]["sha256"] == {
        path.name: file_hash(path) for path in sorted(folder.iterdir()) if path.name != "manifest.json"
    }


def test_the_hash_tells_scenarios_apart() -> None:
    other = Scenario.model_validate({"organisation": {"users": 11}})
    assert scenario_hash(Scenario()) == scenario_hash(Scenario())
    assert scenario_hash(Scenario()) != scenario_hash(other)


def test_a_run_can_be_read_back(tables: Tables, tmp_path: Path) -> None:
    folder = write_run(tmp_path / "run", about(seed=3), SUMMARY, tables)
    record = read_run(folder)
    assert record.summary == SUMMARY
    assert record.scenario.run.seed == 3
    assert list(record.tables) == list(TABLES)
    assert len(record.tables) == len(TABLES)
    for name in TABLES:
        pd.testing.assert_frame_equal(record.tables[name], tables[name], check_categorical=False)
    assert record.tables["daily"] is record.tables["daily"]
    with pytest.raises(KeyError):
        record.tables["nothing"]


def test_pictures_are_drawn_into_the_folder_and_listed(tables: Tables, tmp_path: Path) -> None:
    def draw(folder: Path) -> None:
        (folder / "plots").mkdir()
        (folder / "plots" / "trust.png").write_bytes(b"picture")

    folder = write_run(tmp_path / "run", about(), SUMMARY, tables, draw)
    assert (folder / "plots" / "trust.png").read_bytes() == b"picture"
    assert read_run(folder).manifest["files"]["pictures"] == ["plots/trust.png"]


def test_only_the_manifest_differs_between_equal_runs(tables: Tables, tmp_path: Path) -> None:
    one = write_run(tmp_path / "one", {**about(), "timings": {"run": 1.0}}, SUMMARY, tables)
    two = write_run(tmp_path / "two", {**about(), "timings": {"run": 2.0}}, SUMMARY, tables)
    differing = [path.name for path in one.iterdir() if path.read_bytes() != (two / path.name).read_bytes()]
    assert differing == ["manifest.json"]


def test_an_earlier_run_is_replaced_whole(tables: Tables, tmp_path: Path) -> None:
    folder = write_run(tmp_path / "run", about(seed=1), SUMMARY, tables, lambda into: (into / "old").touch())
    write_run(folder, about(seed=2), SUMMARY, tables)
    assert read_run(folder).manifest["seed"] == 2
    assert "old" not in seen(folder)
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_an_empty_folder_is_taken(tables: Tables, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    assert read_run(write_run(tmp_path / "run", about(), SUMMARY, tables)).manifest["seed"] == 1


def test_a_link_is_followed(tables: Tables, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    assert write_run(tmp_path / "link", about(), SUMMARY, tables) == tmp_path / "real"
    assert (tmp_path / "link").is_symlink()


@pytest.mark.parametrize("content", ["notes.txt", "manifest.json"])
def test_somebody_elses_folder_is_never_replaced(content: str, tables: Tables, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / content).write_text('{"format": "of somebody else"}')
    with pytest.raises(InputError, match="holds something else"):
        write_run(tmp_path / "run", about(), SUMMARY, tables)
    assert seen(tmp_path) == ["run", f"run/{content}"]


@pytest.mark.parametrize("place", ["file", "file/below", "file/far/below"])
def test_a_file_is_never_replaced(place: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(InputError, match="is a file; expected a folder"):
        check_target(tmp_path / place)
    assert (tmp_path / "file").read_text() == "mine"


def test_a_place_that_may_not_be_written_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside.os, "access", lambda *_: False)
    with pytest.raises(InputError, match="nothing may be written in"):
        check_target(tmp_path / "run")


def test_a_name_that_is_too_long_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="this name is too long, with 3000 bytes"):
        check_target(tmp_path / ("x" * 3000))


@pytest.mark.parametrize("failure", [RuntimeError("a fault"), KeyboardInterrupt()])
@pytest.mark.parametrize("earlier", [False, True])
def test_a_failure_half_way_leaves_what_was_there(
    failure: BaseException, earlier: bool, tables: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "runs" / "run"
    if earlier:
        write_run(folder, about(seed=5), SUMMARY, tables)
    before = seen(tmp_path)

    def fail(*_: Any) -> None:
        raise failure

    monkeypatch.setattr(parquet, "write_table", fail)
    with pytest.raises(type(failure)):
        write_run(folder, about(seed=6), SUMMARY, tables)
    assert seen(tmp_path) == before
    if earlier:
        assert read_run(folder).manifest["seed"] == 5


@pytest.mark.parametrize("failure", [RuntimeError("a fault"), KeyboardInterrupt()])
def test_a_failure_while_drawing_leaves_the_new_run(failure: BaseException, tables: Tables, tmp_path: Path) -> None:
    write_run(tmp_path / "run", about(seed=5), SUMMARY, tables)

    def fail(into: Path) -> None:
        (into / "half.png").touch()
        raise failure

    with pytest.raises(type(failure)):
        write_run(tmp_path / "run", about(seed=6), SUMMARY, tables, fail)
    assert read_run(tmp_path / "run").manifest["seed"] == 6
    assert "run/half.png" not in seen(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_full_disk_is_a_failed_run(tables: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(parquet, "write_table", full)
    with pytest.raises(RunError, match=r"could not write .*run: No space left on device"):
        write_run(tmp_path / "run", about(), SUMMARY, tables)
    assert seen(tmp_path) == []


def test_a_rename_that_fails_puts_the_earlier_run_back(
    tables: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_run(tmp_path / "run", about(seed=5), SUMMARY, tables)
    rename = Path.rename

    def stubborn(self: Path, target: Path) -> Path:
        if self.name == NEW:
            raise PermissionError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", stubborn)
    with pytest.raises(RunError, match="Permission denied"):
        write_run(folder, about(seed=6), SUMMARY, tables)
    assert read_run(folder).manifest["seed"] == 5
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_nan_never_reaches_json(tables: Tables, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_run(tmp_path / "run", about(), {"trust": float("nan")}, tables)
    assert seen(tmp_path) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "expected a run folder"),
        ("{", "cannot be read as JSON"),
        ("[]", "holds no JSON object"),
        ('{"format": "other"}', "no run folder"),
        ('{"format": "trustsim run folder", "kind": "run", "format_version": "1"}', "format_version is damaged"),
        ('{"format": "trustsim run folder", "kind": "run", "format_version": 99}', "format 99"),
    ],
)
def test_what_is_no_run_folder_is_refused(content: str | None, message: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(InputError, match=message):
        read_run(tmp_path)


def test_a_damaged_table_is_named(tables: Tables, tmp_path: Path) -> None:
    folder = write_run(tmp_path / "run", about(), SUMMARY, tables)
    (folder / "daily.parquet").write_bytes(b"rubbish")
    with pytest.raises(InputError, match=r"daily\.parquet: changed since trustsim wrote it"):
        read_run(folder).tables["daily"]
