"""A sweep folder is read back as it was written, or it is said what is wrong with it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

from tests.experiment.tiny import chosen, experiment, flipped, swept
from trustsim.errors import InputError
from trustsim.experiment import tables
from trustsim.experiment.keys import model_digest
from trustsim.experiment.manifest import as_text
from trustsim.experiment.plan import Design, DesignKind, Factor, Level
from trustsim.experiment.record import SweepRecord, read_sweep
from trustsim.experiment.sweep import sweep
from trustsim.measures.responses import CURVES, responses


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> SweepRecord:
    return swept(tmp_path_factory.mktemp("sweeps") / "tiny")


def changed(record: SweepRecord, folder: Path, **changes: Any) -> Path:
    """A folder with the manifest of a sweep, changed."""
    folder.mkdir()
    (folder / "manifest.json").write_text(as_text(record.manifest | changes))
    return folder


def test_a_sweep_is_read_back(record: SweepRecord) -> None:
    again = read_sweep(str(record.folder))
    assert again.experiment == experiment()
    assert again.manifest["state"] == "done"
    assert again.manifest["model"] == model_digest()
    assert again.manifest["counts"]["runs"] == len(again.runs(["run"])) == 6
    assert len(again.design) == 3
    assert (record.folder / "experiment.toml").read_text() == experiment().text
    assert set(again.manifest["files"]["sha256"]) == {"design.parquet", "runs.parquet", "experiment.toml"}


def test_every_column_is_there_with_its_unit_and_meaning(record: SweepRecord) -> None:
    schema = pq.read_schema(record.folder / "runs.parquet")
    curves = [f"{name}@days" for name in CURVES]
    about = ["run", "point", "base", "rep", "seed", "key", "status", "error"]
    assert schema.names == [*about, *responses(), *curves]
    assert schema.field("trust.end").metadata[b"unit"] == b"0-1"
    assert all(schema.field(name).metadata[b"meaning"] for name in schema.names)


def test_only_the_columns_that_are_asked_for_are_read(record: SweepRecord) -> None:
    assert record.runs(["trust.end", "point"]).columns.tolist() == ["trust.end", "point"]
    with pytest.raises(InputError, match=r"no column trust\.ende"):
        record.runs(["point", "trust.ende"])


def test_a_table_in_many_groups_is_the_same_table(
    record: SweepRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "ROWS_A_GROUP", 4)
    monkeypatch.setattr(tables, "POINTS_A_GROUP", 2)
    other = swept(tmp_path / "tiny")
    assert pq.ParquetFile(other.folder / "runs.parquet").num_row_groups == 2
    columns = ["run", "point", "base", "rep", "seed", "key", *responses()]
    pd.testing.assert_frame_equal(other.runs(columns), record.runs(columns))
    pd.testing.assert_frame_equal(other.design, record.design)


def test_labels_keep_their_type_and_several_types_become_texts(tmp_path: Path) -> None:
    key = "organisation.users"
    factors = (
        Factor("words", (Level("few", ((key, 2),)), Level("many", ((key, 6),)))),
        Factor("mixed", (Level("none", ()), Level(3, ()))),
        Factor("truth", (Level(False, ()), Level(True, ()))),
    )
    points = (
        {"words": "many", "mixed": 3, "truth": True},
        {"words": "few", "mixed": "none", "truth": False},
    )
    found = swept(tmp_path / "tiny", factors=factors, design=Design(DesignKind.LIST, points=points), replications=1)
    assert found.design["words"].tolist() == ["many", "few"]
    assert found.design["mixed"].tolist() == ["3", "none"]
    assert found.design["truth"].tolist() == [True, False]
    assert found.design["truth"].dtype == bool
    assert found.design[["u.words", "u.mixed", "u.truth"]].isna().all(axis=None)


def told(folder: Path) -> str:
    """What is said of a folder that is no sweep."""
    with pytest.raises(InputError) as refused:
        read_sweep(folder)
    return str(refused.value).removeprefix(f"{folder}: ")


def test_a_folder_that_is_no_sweep_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "folder"  # sweeps beside a folder are named, and other tests leave some beside theirs
    assert told(folder) == "no such folder; expected a sweep folder, as trustsim sweep writes it"
    folder.mkdir()
    assert told(folder) == "this is no sweep folder; expected a sweep folder, as trustsim sweep writes it"
    (folder / "manifest.json").write_text("{")
    assert "cannot be read as JSON" in told(folder)
    (folder / "manifest.json").write_text('{"format": "theirs"}')
    assert told(folder).startswith("no sweep folder; trustsim sweep did not write its manifest.json; expected")
    (folder / "manifest.json").write_text('{"format": "trustsim run folder"}')
    assert told(folder) == f"this is a run folder; expected a sweep folder; ask it with: trustsim explain {folder}"


def test_it_is_said_which_sweep_may_be_meant(record: SweepRecord) -> None:
    sweeps, tiny = record.folder.parent, record.folder
    such = f"expected a sweep folder, such as {tiny}"
    assert told(sweeps / "store") == f"this is a store, which keeps the runs of many sweeps; {such}"
    assert told(sweeps) == f"this folder holds sweeps; {such}"
    assert told(tiny / "runs.parquet") == f"this is in a sweep folder; did you mean {tiny}?"
    assert told(tiny / "experiment.toml") == f"this is in a sweep folder; did you mean {tiny}?"


def test_a_sweep_of_a_later_format_is_refused(record: SweepRecord, tmp_path: Path) -> None:
    folder = changed(record, tmp_path / "later")
    later = json.loads((folder / "manifest.json").read_text()) | {"format_version": 3}
    (folder / "manifest.json").write_text(json.dumps(later))
    with pytest.raises(InputError, match="a later version of trustsim wrote this sweep, in format 3; this version"):
        read_sweep(folder)


def test_a_sweep_of_the_first_format_is_read(record: SweepRecord, tmp_path: Path) -> None:
    """It had no seal."""
    folder = changed(record, tmp_path / "early")
    (folder / "manifest.json").write_text(json.dumps(record.manifest | {"format_version": 1}))
    assert read_sweep(folder).experiment == record.experiment
    assert read_sweep(folder).manifest["counts"] == record.manifest["counts"]


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "done "},
        {"store": None},
        {"counts": {"runs": 10**400, "done": 0, "failed": 0}},
        {"counts": {"runs": "6", "done": 6, "failed": 0}},
        {"counts": {}},
        {"counts": []},
        {"files": {}},
        {"files": [1]},
        {"experiment": "tiny"},
        {"format_version": "1"},
        {"format_version": True},
        {"format_version": -1},
        {"format_version": None},
    ],
)
@pytest.mark.parametrize("version", [1, 2])
def test_a_record_that_was_edited_is_told(
    changes: dict[str, Any], version: int, record: SweepRecord, tmp_path: Path
) -> None:
    folder = changed(record, tmp_path / "edited")
    written = json.loads((folder / "manifest.json").read_text())
    early = record.manifest | {"format_version": 1}
    (folder / "manifest.json").write_text(json.dumps((early if version == 1 else written) | changes))
    assert "damaged, or edited; expected it as trustsim sweep wrote it; sweep again" in told(folder)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[" * 100_000, "cannot be read as JSON"),
        ('{"format": "trustsim sweep", "format_version": ' + "9" * 5000 + "}", "cannot be read as JSON"),
        ('{"format": "trustsim sweep", "format_version": ' + "9" * 400 + "}", "in format of many digits"),
        ('{"format": "trustsim sweep", "format_version": 1e999}', "damaged, or edited"),
        ('{"format": "trustsim sweep", "format_version": 2, "seal": NaN}', "damaged, or edited"),
        ("[]", "no sweep folder"),
        ("\udc00", "cannot be read as JSON"),
    ],
)
def test_a_record_of_anything_is_told(text: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    assert words in told(tmp_path)
    with pytest.raises(InputError):
        swept(tmp_path)


@pytest.mark.parametrize("seed", range(40))
def test_a_bit_that_flips_in_a_sweep_folder_is_found(seed: int, record: SweepRecord, tmp_path: Path) -> None:
    """Either nothing reads it, or it is said; what is read is what was written."""
    folder = Path(shutil.copytree(record.folder, tmp_path / "tiny"))
    path = folder / ("manifest.json", "runs.parquet", "design.parquet")[seed % 3]
    path.write_bytes(flipped(path.read_bytes(), chosen(seed, 8 * path.stat().st_size)))
    try:
        found = read_sweep(folder)
        read = (found.experiment, found.manifest, found.design, found.runs(["run", "key", "error", *responses()]))
    except InputError:
        return
    assert read[:2] == (record.experiment, record.manifest)
    pd.testing.assert_frame_equal(read[2], record.design)
    pd.testing.assert_frame_equal(read[3], record.runs(["run", "key", "error", *responses()]))


@pytest.mark.parametrize(
    ("folder", "command"),
    [
        ("sweeps/tiny", "trustsim sweep tiny.toml --resume"),
        ("elsewhere", "trustsim sweep tiny.toml --out elsewhere --resume"),
        ("my results", "trustsim sweep tiny.toml --out 'my results' --resume"),
    ],
)
def test_a_sweep_that_is_not_finished_is_refused(
    folder: str, command: str, record: SweepRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sweeps").mkdir()
    with pytest.raises(InputError) as refused:
        read_sweep(changed(record, Path(folder), state="running"))
    assert str(refused.value) == f"{folder}: this sweep is not finished; go on with: {command}"


def test_an_experiment_that_cannot_be_read_is_told(record: SweepRecord, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the experiment in it cannot be read"):
        read_sweep(changed(record, tmp_path / "odd", experiment={"name": "x"}))


def test_tables_that_cannot_be_read_are_told(record: SweepRecord, tmp_path: Path) -> None:
    folder = changed(record, tmp_path / "bare")
    (folder / "runs.parquet").write_bytes(b"no table")
    found = read_sweep(folder)
    for read in (lambda: found.runs(["run"]), found.errors, lambda: found.design):
        with pytest.raises(InputError, match=r"damaged, or edited; expected|cannot be read as a table"):
            read()


def test_two_sweeps_of_one_experiment_differ_in_their_manifests_alone(record: SweepRecord, tmp_path: Path) -> None:
    other = sweep(experiment(), tmp_path / "elsewhere", tmp_path / "kept", command="trustsim sweep tiny.toml")
    names = sorted(path.name for path in record.folder.iterdir())
    assert sorted(path.name for path in other.folder.iterdir()) == names
    same = [name for name in names if (record.folder / name).read_bytes() == (other.folder / name).read_bytes()]
    assert set(names) - set(same) == {"manifest.json"}
