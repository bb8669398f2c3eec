"""Every run as a row of a CSV file: what was swept, what came of it, to the last digit, and no formula."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.experiment.tiny import DEFECTS, USERS, experiment, small, swept
from trustsim.errors import InputError
from trustsim.experiment.export import cell, check_target, columns, save_csv, write_csv
from trustsim.experiment.plan import Base, Design, DesignKind, Factor, Level
from trustsim.experiment.record import SweepRecord
from trustsim.measures.responses import responses

POINTS = Design(DesignKind.LIST, points=({"users": 4, "defects": 0.1}, {"users": 1, "defects": 1 / 30}))


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> SweepRecord:
    """Two points in two bases, the second of which makes no scenario."""
    home = tmp_path_factory.mktemp("sweeps")
    bases = (Base("=near", small()), Base("far, \n\x1b[31m", small(horizon_days=50)))
    return swept(home / "tiny", factors=(USERS, DEFECTS), design=POINTS, bases=bases)


def as_frame(record: SweepRecord) -> pd.DataFrame:
    file = io.StringIO()
    write_csv(record, file)
    return pd.read_csv(io.StringIO(file.getvalue()), dtype=str, keep_default_na=False)


def test_every_run_is_a_row_with_its_levels(record: SweepRecord) -> None:
    frame = as_frame(record)
    assert frame.columns.tolist() == [
        *("base", "point", "users", "defects", "rep", "seed", "status", "error"),
        *responses(),
    ]
    assert frame["point"].tolist() == ["0"] * 4 + ["1"] * 4
    assert frame["users"].tolist() == ["4"] * 4 + ["1"] * 4
    assert frame["defects"].map(float).tolist() == [0.1] * 4 + [1 / 30] * 4
    assert frame["seed"].tolist() == ["1", "2"] * 4
    assert frame["status"].tolist() == ["done"] * 4 + ["failed"] * 4
    assert frame["error"][7].startswith("ScenarioError: organisation.users: ")


def test_numbers_are_the_same_to_the_last_bit(record: SweepRecord) -> None:
    frame, runs = as_frame(record), record.runs(list(responses()))
    for name in responses():
        told = [float(text or "nan") for text in frame[name]]
        assert np.array_equal(told, runs[name].to_numpy(dtype=float), equal_nan=True), name


def test_texts_are_no_formulas_and_stay_on_their_line(record: SweepRecord) -> None:
    file = io.StringIO()
    write_csv(record, file)
    assert len(file.getvalue().splitlines()) == 9
    assert file.getvalue().isprintable() or set(file.getvalue()) - {"\n"} == set(
        filter(str.isprintable, file.getvalue())
    )
    bases = [row["base"] for row in csv.DictReader(io.StringIO(file.getvalue()))]
    assert set(bases) == {"'=near", "far, \\n\\x1b[31m"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=1+1", "'=1+1"),
        ("+x", "'+x"),
        ("-x", "'-x"),
        ("@x", "'@x"),
        ("-1.5", "-1.5"),
        ("+1e3", "+1e3"),
        ("-inf", "'-inf"),
        ("-1_0", "'-1_0"),
        ("\t=x", "\\t=x"),
        ("a=b", "a=b"),
        ("", ""),
        ("\udcff", "\\udcff"),
        (-1.5, "-1.5"),
        (0.1 + 0.2, "0.30000000000000004"),
        (2**53, "9007199254740992"),
        (True, "true"),
        (False, "false"),
        (float("nan"), ""),
        (float("-inf"), "-inf"),
        (None, ""),
    ],
)
def test_cells(value: object, text: str) -> None:
    assert cell(value) == text


def test_a_factor_that_is_called_as_another_column_is_told_apart(tmp_path: Path) -> None:
    levels = (Level("few", (("organisation.users", 2),)), Level("many", (("organisation.users", 6),)))
    factors = (Factor("seed", levels), Factor("trust.end", (Level(True, ()), Level(False, ()))))
    record = swept(tmp_path / "tiny", factors=factors, design=Design(DesignKind.GRID), replications=1)
    assert columns(record)[:5] == ["base", "point", "factor.seed", "factor.trust.end", "rep"]
    assert len(set(columns(record))) == len(columns(record))
    frame = as_frame(record)
    assert frame["factor.seed"].tolist() == ["few", "few", "many", "many"]
    assert frame["factor.trust.end"].tolist() == ["true", "false"] * 2
    assert frame["seed"].tolist() == ["1"] * 4


def test_a_table_may_be_replaced_and_nothing_else(record: SweepRecord, tmp_path: Path) -> None:
    target = tmp_path / "runs.csv"
    for _ in range(2):
        check_target(target, record.folder)
        save_csv(record, target)
    assert [path.name for path in tmp_path.iterdir()] == ["runs.csv"]
    target.write_text("mine")
    with pytest.raises(InputError, match="this file holds something else; expected a new one, or earlier runs"):
        check_target(target, record.folder)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("tiny", "this is a folder"),
        ("tiny/runs.parquet", "this is in the sweep folder; expected a name there that ends in .csv"),
        ("tiny/in/runs.csv", "this is in the sweep folder"),
        ("none/runs.csv", "is no folder; expected one that is there"),
        ("x" * 300, "File name too long"),
    ],
)
def test_what_cannot_be_written_is_told_before(name: str, message: str, record: SweepRecord) -> None:
    with pytest.raises(InputError, match=message):
        check_target(record.folder.parent / name, record.folder)
    check_target(record.folder / "runs.csv", record.folder)


def test_runs_that_were_edited_are_not_exported(tmp_path: Path) -> None:
    record = swept(tmp_path / "tiny", replications=1)
    (tmp_path / "tiny" / "runs.parquet").write_bytes(b"no table")
    with pytest.raises(InputError, match=r"damaged, or edited; expected it as its sweep wrote it; make it anew with: "):
        save_csv(record, tmp_path / "runs.csv")
    assert not (tmp_path / "runs.csv").exists()
    assert experiment(replications=1) == record.experiment
