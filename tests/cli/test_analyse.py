"""``trustsim analyse`` from a finished sweep to a folder of results."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from trustsim.cli.app import app
from trustsim.experiment.manifest import as_text, read_manifest

EXPERIMENT = """\
title = "Does candour pay?"
question = "Is trust higher where delays are told?"

[base]
scenarios = ["waterfall-contract", "partnership"]
set = ["organisation.users=4"]
horizon_days = 42

[[factor]]
key = "process.reporting"
name = "reporting"
levels = ["green", "candid"]

[[factor]]
key = "process.commitment"
name = "commitment"
levels = ["contract", "forecast"]

[design]
kind = "grid"

[runs]
replications = 2

[measures]
names = ["trust.end", "organisation.cost"]
over_time = ["trust"]
"""


def ask(*words: str) -> Result:
    return CliRunner().invoke(app, ["analyse", *words])


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        Path("candour.toml").write_text(EXPERIMENT, encoding="utf-8")
        done = CliRunner().invoke(app, ["sweep", "candour.toml", "--quiet", "--jobs", "1"])
        assert done.exit_code == 0, done.output
    return home


@pytest.fixture
def home(swept: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(swept)
    return swept


def digests(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir() if file.is_file()}


def test_the_screen_tells_the_findings_in_eighty_columns(home: Path) -> None:
    done = ask("candour", "--no-plots")
    assert done.exit_code == 0, done.output
    assert "Does candour pay?" in done.stdout
    assert "4 design points in 2 bases, run 2 times each: 16 runs." in done.stdout
    assert "The factor that matters most (effect)" in done.stdout
    assert f"Written to {Path('sweeps') / 'candour' / 'analysis'}" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert (home / "sweeps" / "candour" / "analysis" / "effects.csv").is_file()


@pytest.mark.usefixtures("home")
def test_the_same_sweep_gives_the_same_files_and_an_earlier_analysis_is_replaced(tmp_path: Path) -> None:
    assert ask("sweeps/candour", "--no-plots", "--quiet", "--out", str(tmp_path / "one")).exit_code == 0
    assert ask("candour", "--no-plots", "--quiet", "--out", str(tmp_path / "two")).exit_code == 0
    assert digests(tmp_path / "one") == digests(tmp_path / "two")
    (tmp_path / "two" / "left behind.csv").touch()
    assert ask("candour", "--no-plots", "--quiet", "--out", str(tmp_path / "two")).exit_code == 0
    (tmp_path / "two" / "left behind.csv").unlink()  # a file that is not ours stays
    assert digests(tmp_path / "one") == digests(tmp_path / "two")


@pytest.mark.usefixtures("home")
def test_pictures_are_drawn_unless_they_are_not_wanted(tmp_path: Path) -> None:
    assert ask("candour", "--quiet", "--measure", "trust.end", "--out", str(tmp_path / "one")).exit_code == 0
    pictures = {file.name for file in (tmp_path / "one" / "plots").iterdir()}
    assert {"effects-trust.end.png", "effects-trust.end.svg", "over-time-trust.png"} <= pictures
    assert not any("organisation.cost" in name for name in pictures)


@pytest.mark.usefixtures("home")
def test_json_goes_to_stdout_and_nothing_else_does(tmp_path: Path) -> None:
    done = ask("candour", "--json", "--no-plots", "--measure", "requests.need_fit", "--out", str(tmp_path / "one"))
    data = json.loads(done.stdout)
    assert data["format"] == "trustsim analysis"
    assert set(data["tables"]["points"]["values"]["measure"]) == {"requests.need_fit"}
    assert data == json.loads((tmp_path / "one" / "results.json").read_text(encoding="utf-8"))
    assert "Written to" in done.stderr


@pytest.mark.usefixtures("home")
def test_quiet_says_nothing(tmp_path: Path) -> None:
    assert ask("candour", "--quiet", "--no-plots", "--out", str(tmp_path / "one")).output == ""


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "DIR: nothing given; expected a sweep folder, or a name in ./sweeps: candour"),
        (["candor"], "candor: no such sweep; did you mean candour?"),
        (["nonsense"], "nonsense: no such sweep; expected a sweep folder, or a name in ./sweeps: candour"),
        (["."], "expected a sweep folder"),
        (["candour", "--measure", "trust.ed"], "--measure: trust.ed: no such measure; did you mean trust.end"),
        (["candour", "--out", "sweeps/candour"], "--out: sweeps/candour: this folder holds something else"),
    ],
)
def test_mistakes_get_a_sentence_and_exit_code_2(words: list[str], told: str) -> None:
    done = ask(*words, "--no-plots")
    assert done.exit_code == 2
    assert told in " ".join(done.stderr.split())
    assert "Traceback" not in done.output


def test_an_unfinished_sweep_is_not_analysed(home: Path, tmp_path: Path) -> None:
    manifest = read_manifest(home / "sweeps" / "candour")
    (tmp_path / "manifest.json").write_text(as_text({**manifest, "state": "running"}), encoding="utf-8")
    done = ask(str(tmp_path))
    assert done.exit_code == 2
    assert f"go on with: trustsim sweep candour.toml --out {tmp_path} --resume" in done.stderr
