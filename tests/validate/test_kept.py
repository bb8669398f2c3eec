"""Results of a scorecard that outlive a stop."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from trustsim.errors import InputError
from trustsim.validate.patterns import PATTERNS, kept, scorecard
from trustsim.validate.patterns.kept import Kept
from trustsim.validate.patterns.scorecard import Depth, score

ASK = (1, {"trust": {"rule": "beta"}}, (3,))
OTHER = (2, {"trust": {"rule": "beta"}}, (3,))


def test_what_was_kept_is_there_again(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "kept.jsonl"
    Kept(file).add([ASK, OTHER], [[[0.5, math.nan]], [[-0.1, 2.0]]])
    again = Kept(file)
    assert again[ASK][0][0] == 0.5
    assert math.isnan(again[ASK][0][1])
    assert again[OTHER] == [[-0.1, 2.0]]
    assert (3, {}, (3,)) not in again


def test_a_line_that_was_cut_off_is_no_result(tmp_path: Path) -> None:
    file = tmp_path / "kept.jsonl"
    Kept(file).add([ASK, OTHER], [[[0.5]], [[0.25]]])
    file.write_text(file.read_text(encoding="utf-8")[:-5], encoding="utf-8")
    again = Kept(file)
    assert ASK in again
    assert OTHER not in again


def test_after_a_line_that_was_cut_off_the_next_one_begins_anew(tmp_path: Path) -> None:
    file = tmp_path / "kept.jsonl"
    Kept(file).add([ASK], [[[0.5]]])
    file.write_bytes(file.read_bytes()[:-5])
    Kept(file).add([OTHER], [[[0.25]]])
    assert Kept(file)[OTHER] == [[0.25]]


@pytest.mark.parametrize("text", [b"dear diary\n", b"\xff\xfe", b'{"key": "a"}\ndear diary', b"{}"])
def test_a_file_of_the_users_own_is_left_alone(text: bytes, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_bytes(text)
    with pytest.raises(InputError, match="this is no result; expected a new file"):
        Kept(file)
    assert file.read_bytes() == text


def test_another_version_of_the_model_finds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "kept.jsonl"
    Kept(file).add([ASK], [[[0.5]]])
    monkeypatch.setattr(kept, "model_digest", lambda: "another")
    assert ASK not in Kept(file)


def test_without_a_file_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Kept(None).add([ASK], [[[0.5]]])
    assert list(tmp_path.iterdir()) == []


def test_a_score_goes_on_from_what_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, some = tmp_path / "kept.jsonl", [pattern for pattern in PATTERNS if pattern.number == 3]
    first = score(Depth(2, 0, 0, 0), 1, patterns=some, keep=file)
    ran: list[int] = []
    real = scorecard.values

    def counted(seed: int, below: dict[str, dict[str, object]], numbers: tuple[int, ...]) -> list[list[float]]:
        ran.append(seed)
        return real(seed, below, numbers)

    monkeypatch.setattr(scorecard, "values", counted)
    assert score(Depth(2, 0, 0, 0), 1, patterns=some, keep=file) == first
    assert ran == []
    told: list[int] = []
    score(Depth(3, 0, 0, 0), 1, told.append, patterns=some, keep=file)
    assert ran == [3]
    assert told == [2, 3]
