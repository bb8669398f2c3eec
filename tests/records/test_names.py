"""Names of files: the text itself where that will do, else one that tells it from others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from trustsim.records.names import LONGEST, file_name, name_problem


@pytest.mark.parametrize("text", ["partnership", "a-b", "größe", "a b", "v1.2", "a_b+c,d=(e)@f"])
def test_a_plain_name_stays(text: str) -> None:
    assert file_name(text) == text


@pytest.mark.parametrize("text", ["a|b", "a/b", "..", "", " a", "a ", "a.", "-a", "a\nb", "con", "NUL.txt", "x" * 300])
def test_any_other_becomes_a_plain_one(text: str) -> None:
    assert re.fullmatch(r".*-[0-9a-f]{6}", file_name(text))


@given(some.text())
def test_a_name_will_do_everywhere(text: str) -> None:
    name = file_name(text)
    assert name == Path(name).name
    assert 0 < len(name.encode()) <= LONGEST - 50
    assert name.isprintable()
    assert name[0] not in "-. "
    assert name[-1] not in " ."
    assert file_name(name) == name


@given(some.text(), some.text())
def test_different_texts_have_different_names(one: str, other: str) -> None:
    assert (file_name(one) == file_name(other)) == (one == other)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("runs/it", ""),
        ("runs/a b|c", ""),
        (f"runs/{'x' * 256}", "too long, with 256 bytes"),
        (f"runs/{'ö' * 128}/below", "too long, with 256 bytes"),
        ("runs/a\nb", r"a\nb: this name holds characters that cannot be shown"),
        ("runs/a\x1b[31mb", "cannot be shown"),
    ],
)
def test_a_path_that_was_given_is_looked_at(name: str, problem: str) -> None:
    assert problem in name_problem(Path(name))
    assert bool(problem) == bool(name_problem(Path(name)))
    assert name_problem(Path(name)).isprintable()
