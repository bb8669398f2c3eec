"""Files of a folder that were edited or damaged are met with a sentence that names them, never with a fault."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.experiment import tiny
from tests.explain import lives
from trustsim.records.folder import write_run
from trustsim.records.manifest import file_hash, manifest

Command = Callable[..., Any]

TEXTS = {
    "empty": b"",
    "cut off": b'{"format": "trustsim run folder", "fo',
    "a list": b"[]",
    "nothing": b"null",
    "not a number": b'{"format": NaN}',
    "nested deeply": b"[" * 100_000,
    "thousands of digits": b'{"format_version": ' + b"1" * 5000 + b"}",
    "another encoding": '{"format": "trustsim run folder"}'.encode("utf-16"),
    "no text": b"\xff\xfe\x00",
}
VALUES: list[Any] = [None, [], {}, "x", -1, 10**30, True, [[]], {"": {}}]


def changed(path: Path) -> Iterator[str]:
    """Change a JSON file in every way, one by one, and say how."""
    usual = path.read_bytes()
    for how, text in TEXTS.items():
        path.write_bytes(text)
        yield how
    data = json.loads(usual)
    for name in data:
        path.write_text(json.dumps({key: value for key, value in data.items() if key != name}))
        yield f"without {name}"
        for value in VALUES:
            path.write_text(json.dumps({**data, name: value}))
            yield f"{name} = {value!r}"
        path.write_text(json.dumps({**data, name: "-"}).replace('"-"', "1e400"))
        yield f"{name} = 1e400"
    path.write_bytes(usual)


def is_met(answer: Any, how: str) -> None:
    assert answer.code in {0, 2}, f"{how}: {answer.err}"
    assert "fault of trustsim" not in answer.err, f"{how}: {answer.err}"
    if answer.code == 2:
        assert answer.err.startswith("Error: "), how
        assert len(answer.err.splitlines()) == 1, f"{how}: {answer.err}"
        assert len(answer.err) < 600, how


@pytest.fixture
def little(place: Path) -> Path:
    """Name a run in ./runs ``little``."""
    return write_run(place / "runs" / "little", manifest(lives.scenario()), {"days": lives.DAYS}, dict(lives.tables()))


@pytest.mark.parametrize("file", ["manifest.json", "summary.json"])
def test_damaged_descriptions_of_a_run(file: str, little: Path, trustsim: Command) -> None:
    for how in changed(little / file):
        is_met(trustsim("explain", "little", "--no-plot"), how)
    is_met(trustsim("trace", "little", 0, "--no-plot"), "as it was")


@pytest.mark.parametrize("how", ["empty", "cut off", "no table", "edited", "missing", "a folder"])
@pytest.mark.parametrize("table", ["daily", "events", "ledger", "requests"])
def test_damaged_tables_of_a_run(table: str, how: str, little: Path, trustsim: Command) -> None:
    path = little / f"{table}.parquet"
    content = path.read_bytes()
    path.unlink()
    if how == "a folder":
        path.mkdir()
    elif how == "edited":
        pd.DataFrame({"day": ["one"]}).to_parquet(path)
    elif how != "missing":
        path.write_bytes({"empty": b"", "cut off": content[: len(content) // 2], "no table": b"rubbish"}[how])
    answer = trustsim("explain", "little", "--no-plot")
    is_met(answer, how)
    assert answer.code == 2
    assert path.name in answer.err


def test_a_column_of_another_type_is_named(little: Path, trustsim: Command) -> None:
    path = little / "ledger.parquet"
    pd.read_parquet(path).assign(day="one").to_parquet(path)
    about = json.loads((little / "manifest.json").read_text())
    about["files"]["sha256"]["ledger.parquet"] = file_hash(path)
    (little / "manifest.json").write_text(json.dumps(about))
    answer = trustsim("explain", "little", "--no-plot")
    is_met(answer, "the hash changed too")
    assert "ledger.parquet: column day holds" in answer.err


def test_damaged_runs_are_not_listed(little: Path, trustsim: Command) -> None:
    shutil.copytree(little, little.with_name("large"))
    (little.with_name("large") / "manifest.json").write_bytes(b"[" * 100_000)
    answer = trustsim("explain")
    assert answer.code == 2
    assert "little" in answer.err
    assert "large" not in answer.err


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.swept(tmp_path_factory.mktemp("home") / "tiny").folder


def test_damaged_descriptions_of_a_sweep(swept: Path, place: Path, trustsim: Command) -> None:
    shutil.copytree(swept, place / "tiny")
    for how in changed(place / "tiny" / "manifest.json"):
        is_met(trustsim("analyse", "tiny", "--no-plots", "--quiet", "--force"), how)


@pytest.mark.parametrize("verb", ["analyse", "report"])
@pytest.mark.parametrize("table", ["runs", "design"])
def test_damaged_tables_of_a_sweep(table: str, verb: str, swept: Path, place: Path, trustsim: Command) -> None:
    shutil.copytree(swept, place / "tiny")
    path = place / "tiny" / f"{table}.parquet"
    pd.read_parquet(path).iloc[:-1].to_parquet(path)
    answer = trustsim(verb, "tiny", "--no-plots")
    is_met(answer, "a row less")
    assert answer.code == 2
    assert f"{path.name}: damaged, or edited" in answer.err
