"""Each file in tests/malformed is wrong in a way that its first lines foretell: ``# expect: key @ line``.

A problem in another file is foretold with that file's name in front, and a mistake at no key with ``-``.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from trustsim.errors import ScenarioError
from trustsim.scenario.loading import load_scenario

MALFORMED = Path(__file__).resolve().parents[1] / "malformed"
FILES = sorted(MALFORMED.glob("*.toml"))
FORETOLD = re.compile(r"# expect: (?:(?P<file>\S+\.toml): )?(?P<key>.+) @ (?P<line>\d+)")


def foretold(path: Path) -> set[tuple[str, str, int]]:
    """File, key and line of every problem that the first lines of a file speak of."""
    found = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        match = FORETOLD.fullmatch(line)
        if match is None:
            break
        key = "" if match["key"] == "-" else match["key"]
        found.add((match["file"] or path.name, key, int(match["line"])))
    return found


def test_there_are_many_of_them() -> None:
    assert len(FILES) >= 80


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_key_and_the_line_are_named(path: Path) -> None:
    expected = foretold(path)
    assert expected, "a malformed file foretells what is wrong with it"
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path)
    problems = caught.value.problems
    found = {(Path(one.file).relative_to(MALFORMED).as_posix(), one.key, one.line) for one in problems}
    assert found == expected
    for line in str(caught.value).splitlines():
        assert re.match(r"\S+\.toml:\d+: ", line)
        assert line.isprintable()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_message_speaks_the_validators_jargon(path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path)
    jargon = (
        "Input should",
        "validation",
        "pydantic",
        "Extra inputs",
        "type=",
        "NoneType",
        "Traceback",
        r"\bdict",
        "int_",
    )
    assert [word for word in jargon if re.search(word, str(caught.value))] == []


def test_what_is_not_wrong_with_a_parent_is_accepted() -> None:
    assert load_scenario(MALFORMED / "parents" / "sound.toml").organisation.business_units == 12
