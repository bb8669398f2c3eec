"""Each file in tests/malformed_experiments is wrong in a way that its first lines foretell: ``# expect: key @ line``.

A problem in another file is foretold with that file's name in front, and one without a line with line 0.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from trustsim.errors import ScenarioError
from trustsim.experiment.loading import load_experiment

MALFORMED = Path(__file__).resolve().parents[1] / "malformed_experiments"
FILES = sorted(MALFORMED.glob("*.toml"))
FORETOLD = re.compile(r"# expect: (?:(?P<file>\S+\.toml): )?(?P<key>.+) @ (?P<line>\d+)")
JARGON = ("Input should", "validation", "pydantic", "Extra inputs", "type=", "NoneType", "Traceback", r"\bdict", "int_")


def foretold(path: Path) -> set[tuple[str, str, int]]:
    """File, key and line of every problem that the first lines of a file speak of."""
    found = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        match = FORETOLD.fullmatch(line)
        if match is None:
            break
        found.add((match["file"] or path.name, match["key"], int(match["line"])))
    return found


def problems(path: Path) -> ScenarioError:
    with pytest.raises(ScenarioError) as caught:
        load_experiment(path)
    return caught.value


def test_there_are_many_of_them() -> None:
    assert len(FILES) >= 120


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_key_and_the_line_are_named(path: Path) -> None:
    expected = foretold(path)
    assert expected, "a malformed file foretells what is wrong with it"
    error = problems(path)
    found = [(Path(one.file).relative_to(MALFORMED).as_posix(), one.key, one.line) for one in error.problems]
    assert set(found) == expected
    assert len(found) == len(expected)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_problem_is_told_on_a_line_of_plain_words(path: Path) -> None:
    for line in str(problems(path)).splitlines():
        assert re.match(r"\S+\.toml:(\d+:)? ", line)
        assert line.isprintable()
        assert re.search(r"; (expected|did you mean|only|it |\w+ belongs|keys of)|cannot be varied: ", line)
        assert [word for word in JARGON if re.search(word, line)] == []
